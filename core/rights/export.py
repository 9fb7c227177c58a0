"""Everything that is held about a person, as one file for them (GDPR Art. 15 and 20; PRV-28, PRV-29, PRV-46, PRV-70 … PRV-74, PRV-81)."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, BinaryIO

from core.ambient import Ambient
from core.legal.applied import policy_files
from core.legal.releases import PolicyNotice, Release
from core.ports import ObjectStore
from core.rights.bundle import Bundle
from core.rights.held import PersonRows, Reads
from core.rights.page import Speaker, index_page, part_page, processing_page
from core.rights.parts import Part, Parts, Shelf
from core.rights.pictures import Collected, Gap, Why, files_of, write_files
from core.rights.processing import as_data, facts_of, processing
from core.rights.records import Coverage, record_file, withheld, write_records
from core.rights.snapshot import Snapshot, instant
from core.rights.threads import in_thread
from core.storage.unit_of_work import UnitOfWork
from core.text import Catalogue, choose_locale

VERSION = "1.0"
"""Of the bundle's layout; within a major version only additions are made (PRV-46)."""


PAGES = 1024 * 1024
ON_INDEX = 7
"""Bytes on the index for each byte of a request's record: its prompt may have to be escaped."""
PER_FILE = 2400
"""Bytes on the index and in the lists for each file, be it there or missing."""


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
    parts: int = 1


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
    """Write the whole bundle to `out`, from its present place on. Raises as `export_parts`.

    After any exception, a cancelled task among them, what is in `out` is no bundle and the caller's to drop.
    """
    return await export_parts(store, objects, ambient, catalogue, account_id, locale, _OneFile(out), progress, source=source, limit=None)


async def export_parts(
    store: Reads,
    objects: ObjectStore,
    ambient: Ambient,
    catalogue: Catalogue,
    account_id: str,
    locale: str,
    shelf: Shelf,
    progress: Told,
    *,
    source: PersonRows,
    limit: int | None,
) -> Outcome:
    """Write the parts of the bundle to the shelf, each of at most `limit` bytes; only records, which are never cut, or a single file may
    make one larger. Raises `LookupError` for an unknown account."""
    progress(Progress(Step.READING))
    snapshot = await in_thread(lambda: Snapshot(source.tables))
    try:
        promised = await store.read(lambda uow: _taken(snapshot, source, uow, account_id, ambient.now()))
        writing = _Writing(snapshot, Speaker(catalogue, choose_locale(locale)), source, promised)
        return await writing.packed(objects, shelf, progress, limit)
    finally:
        snapshot.close()


@dataclass
class _OneFile:
    """A shelf for a single part."""

    out: BinaryIO

    async def begin(self, number: int) -> BinaryIO:
        return self.out

    async def keep(self, number: int, file: BinaryIO) -> None:
        """It is where it belongs."""


@dataclass(frozen=True)
class Promised:
    """What decides which legal texts have applied to the person (PRV-65)."""

    releases: Sequence[Release]
    notices: Sequence[PolicyNotice]
    joined_at: datetime


def _taken(snapshot: Snapshot, source: PersonRows, uow: UnitOfWork, account_id: str, now: datetime) -> Promised:
    snapshot.take(source, uow, account_id, now)
    return Promised(uow.policies.releases(), uow.policies.of(account_id), uow.accounts.get(account_id).created_at)


@dataclass
class _Writing:
    """Writes what was read."""

    snapshot: Snapshot
    say: Speaker
    source: PersonRows
    promised: Promised

    async def packed(self, objects: ObjectStore, shelf: Shelf, progress: Told, limit: int | None) -> Outcome:
        snapshot = self.snapshot
        total = await in_thread(lambda: sum(1 for _ in files_of(snapshot)))
        parts = Parts(shelf, snapshot.as_of, limit, self._end_part)
        try:
            first = await parts.begin()
            covered = await in_thread(lambda: write_records(first.bundle, snapshot))
            first.kept_free = _for_pages(first.bundle, total)
            progress(Progress(Step.COLLECTING, 0, total))
            collected = await write_files(parts, snapshot, objects, lambda done: progress(Progress(Step.COLLECTING, done, total)))
            collected.gaps.extend(_short(covered))
            progress(Progress(Step.PACKING, total, total))
            await parts.finish()
            await in_thread(lambda: self._end_first(parts, collected, covered))
            await parts.keep_first()
        except BaseException:
            await parts.abandon()
            raise
        progress(Progress(Step.READY, total, total))
        rows = sum(counted.rows for counted in snapshot.counted.values())
        return Outcome(_state(collected), snapshot.as_of, rows, sum(collected.written.values()), tuple(collected.gaps), parts.count)

    def _end_part(self, part: Part) -> None:
        """The pages and manifests of a part that has nothing but pictures and references."""
        part.bundle.add("index.html", part_page(self.snapshot, part, self._said_at, self.say))
        part.bundle.close(self._info(part.number, "?"))

    def _end_first(self, parts: Parts, collected: Collected, covered: list[Coverage]) -> None:
        """Everything that speaks about the data, then the manifests."""
        as_of, tables, bundle = instant(self.snapshot.as_of), self.source.tables, parts.first.bundle
        facts = facts_of(tables)
        bundle.add_json("about/processing.json", as_data(facts, as_of, self.say.catalogue, self.say.locale))
        bundle.add("about/processing.html", processing_page(processing(facts), self._said_at, self.say))
        promised = self.promised
        for name, text in policy_files(promised.releases, promised.notices, promised.joined_at, self.say.locale, self.snapshot.as_of):
            bundle.add(name, (text,))
        bundle.add_json("withheld.json", {"as_of": as_of, "withheld": withheld(tables)})
        bundle.add_json("coverage.json", _proof(as_of, collected, covered))
        bundle.add_json("gaps.json", {"as_of": as_of, "gaps": [asdict(gap) for gap in collected.gaps]})
        bundle.add("index.html", index_page(self.snapshot, parts, collected, tables, self._said_at, self.say))
        group = self._info(1, str(parts.count)) if parts.count > 1 else self._info(1, "")
        bundle.close({**group, "State": _state(collected)})

    @property
    def _said_at(self) -> str:
        return f"{self.snapshot.as_of:%Y-%m-%d %H:%M:%S} UTC"

    def _info(self, number: int, count: str) -> dict[str, str]:
        as_of = instant(self.snapshot.as_of)
        info = {"Source-Organization": "InkMirage", "Bagging-Date": as_of[:10], "As-Of": as_of, "Bundle-Version": VERSION}
        return info | ({"Bag-Group-Identifier": f"inkmirage-{as_of}", "Bag-Count": f"{number} of {count}"} if count else {})


def _for_pages(bundle: Bundle, files: int) -> int:
    """Room in the first part for what is written at its end: pages with every prompt, and lists with every file that may be missing."""
    prompts = next(file.size for file in bundle.files if file.name == record_file("job"))
    return PAGES + ON_INDEX * prompts + PER_FILE * files


def _short(covered: list[Coverage]) -> list[Gap]:
    """A file that has not all that the database counted."""
    return [Gap(line.file, line.table, line.column, Why.COUNT) for line in covered if not line.equal]


def _state(collected: Collected) -> State:
    return State.GAPS if collected.gaps else State.COMPLETE


def _proof(as_of: str, collected: Collected, covered: list[Coverage]) -> dict[str, Any]:
    stores = [
        {"store": record, "files_in_source": wanted, "files_in_bundle": collected.written.get(record, 0)}
        for record, wanted in collected.wanted.items()
    ]
    return {"as_of": as_of, "state": _state(collected), "columns": [asdict(line) for line in covered], "stores": stores}
