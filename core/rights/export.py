"""Everything that is held about a person, as one file for them (GDPR Art. 15 and 20; PRV-28, PRV-29, PRV-46, PRV-70 … PRV-74, PRV-81)."""

import contextlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, BinaryIO

from core.ambient import Ambient
from core.ports import ObjectStore
from core.rights.bundle import Bundle
from core.rights.held import PersonRows, Reads
from core.rights.page import Speaker, index_page, processing_page
from core.rights.pictures import Collected, Gap, Why, files_of, in_thread, write_files
from core.rights.processing import as_data, facts_of, processing
from core.rights.records import Coverage, withheld, write_records
from core.rights.snapshot import Snapshot, instant
from core.storage import UnitOfWork
from core.text import Catalogue, choose_locale

VERSION = "1.0"
"""Of the bundle's layout; within a major version only additions are made (PRV-46)."""


class State(StrEnum):
    """Whether everything that should be in the bundle is in it."""

    COMPLETE = "complete"
    GAPS = "complete_with_gaps"


class Step(StrEnum):
    """How far an export is."""

    READING = "reading"
    COLLECTING = "collecting"
    PACKING = "packing"
    READY = "ready"


@dataclass(frozen=True)
class Progress:
    """`done` of `total` files; both never go back within a step."""

    step: Step
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class Outcome:
    """What became of an export: how many rows and files (of the person's, not ours), and what is missing."""

    state: State
    as_of: datetime
    rows: int
    files: int
    gaps: tuple[Gap, ...]


Told = Callable[[Progress], None]


async def export(
    store: Reads,
    objects: ObjectStore,
    ambient: Ambient,
    catalogue: Catalogue,
    account_id: str,
    locale: str,
    out: BinaryIO,
    progress: Told,
    *,
    source: PersonRows,
) -> Outcome:
    """Write the bundle to `out`, from its present place on. Raises `LookupError` for an unknown account.

    After any exception, a cancelled task among them, what is in `out` is no bundle and the caller's to drop.
    """
    progress(Progress(Step.READING))
    snapshot = await in_thread(lambda: Snapshot(source.tables))
    try:
        await store.read(lambda uow: _taken(snapshot, source, uow, account_id, ambient.now()))
        return await _packed(snapshot, objects, Speaker(catalogue, choose_locale(locale)), source, out, progress)
    finally:
        snapshot.close()


def _taken(snapshot: Snapshot, source: PersonRows, uow: UnitOfWork, account_id: str, now: datetime) -> None:
    snapshot.take(source, uow, account_id, now)


async def _packed(snapshot: Snapshot, objects: ObjectStore, say: Speaker, source: PersonRows, out: BinaryIO, progress: Told) -> Outcome:
    total = await in_thread(lambda: sum(1 for _ in files_of(snapshot)))
    bundle = await in_thread(lambda: Bundle(out, folder=f"inkmirage-{snapshot.as_of:%Y-%m-%d}", as_of=snapshot.as_of))
    try:
        covered = await in_thread(lambda: write_records(bundle, snapshot))
        progress(Progress(Step.COLLECTING, 0, total))
        collected = await write_files(bundle, snapshot, objects, lambda done: progress(Progress(Step.COLLECTING, done, total)))
        collected.gaps.extend(_short(covered))
        progress(Progress(Step.PACKING, total, total))
        await in_thread(lambda: _ended(bundle, snapshot, collected, covered, say, source))
    except BaseException:
        with contextlib.suppress(ValueError, OSError):
            await in_thread(bundle.abandon)
        raise
    progress(Progress(Step.READY, total, total))
    rows = sum(counted.rows for counted in snapshot.counted.values())
    return Outcome(_state(collected), snapshot.as_of, rows, sum(collected.written.values()), tuple(collected.gaps))


def _short(covered: list[Coverage]) -> list[Gap]:
    """A file that has not all that the database counted."""
    return [Gap(line.file, line.table, line.column, Why.COUNT) for line in covered if not line.equal]


def _state(collected: Collected) -> State:
    return State.GAPS if collected.gaps else State.COMPLETE


def _ended(bundle: Bundle, snapshot: Snapshot, collected: Collected, covered: list[Coverage], say: Speaker, source: PersonRows) -> None:
    """Everything that speaks about the data, then the manifests."""
    as_of, facts = instant(snapshot.as_of), facts_of(source.tables)
    said_at = f"{snapshot.as_of:%Y-%m-%d %H:%M:%S} UTC"
    bundle.add_json("about/processing.json", as_data(facts, as_of, say.catalogue, say.locale))
    bundle.add("about/processing.html", processing_page(processing(facts), said_at, say))
    bundle.add_json("withheld.json", {"as_of": as_of, "withheld": withheld(source.tables)})
    bundle.add_json("coverage.json", _proof(as_of, collected, covered))
    bundle.add_json("gaps.json", {"as_of": as_of, "gaps": [asdict(gap) for gap in collected.gaps]})
    bundle.add("index.html", index_page(snapshot, collected, source.tables, said_at, say))
    bundle.close(
        {
            "Source-Organization": "InkMirage",
            "Bagging-Date": as_of[:10],
            "As-Of": as_of,
            "Bundle-Version": VERSION,
            "State": _state(collected),
        }
    )


def _proof(as_of: str, collected: Collected, covered: list[Coverage]) -> dict[str, Any]:
    stores = [
        {"store": record, "files_in_source": wanted, "files_in_bundle": collected.written.get(record, 0)}
        for record, wanted in collected.wanted.items()
    ]
    return {"as_of": as_of, "state": _state(collected), "columns": [asdict(line) for line in covered], "stores": stores}
