"""The files of a bundle: pictures and references as they are stored, one at a time; a gap for each that cannot be had (PRV-72, PRV-74)."""

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from core.ports import ObjectMissing, ObjectStore, Spooled, StoreUnavailable
from core.results import SUFFIXES
from core.rights.bundle import Bundle
from core.rights.snapshot import Snapshot
from core.spool import spooled_from

T = TypeVar("T")
TRIES = 2
"""How often a store that does not answer is asked for one object."""

_CODE = re.compile(r"[A-Za-z0-9]{1,20}")


class Why(StrEnum):
    """Why something is not in the bundle that should be."""

    MISSING = "missing"
    UNAVAILABLE = "unavailable"
    DIFFERS = "differs"
    COUNT = "count"


@dataclass(frozen=True)
class Gap:
    """Something that should be in the bundle. `what` is the name the file would have, `record` the table, `id` the row."""

    what: str
    record: str
    id: str
    why: Why


@dataclass(frozen=True)
class Wanted:
    """A stored object that belongs into the bundle, and the row that tells of it."""

    name: str
    record: str
    row: dict[str, Any]
    job: dict[str, Any] | None = None


@dataclass
class Collected:
    """The pictures by the request they were made for, the references, and what is missing."""

    pictures: dict[str, list[str]] = field(default_factory=dict)
    references: list[str] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    wanted: dict[str, int] = field(default_factory=dict)
    written: dict[str, int] = field(default_factory=dict)


async def in_thread(work: Callable[[], T]) -> T:
    """Run in a thread, and when we are cancelled wait for its end: nobody may close a file under a thread that writes it."""
    running = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise


async def write_files(bundle: Bundle, snapshot: Snapshot, objects: ObjectStore, told: Callable[[int], None]) -> Collected:
    """Fetch and write every stored object, one at a time; `told` hears how many are done with."""
    collected = Collected()
    wanted = files_of(snapshot)
    done = 0
    while (one := await in_thread(lambda: next(wanted, None))) is not None:
        collected.wanted[one.record] = collected.wanted.get(one.record, 0) + 1
        await _write_one(bundle, objects, _named(bundle, one), collected)
        done += 1
        told(done)
    return collected


def files_of(snapshot: Snapshot) -> Iterator[Wanted]:
    """The objects that the rows speak of, each with a name of ours."""
    jobs = {row["id"]: place for place, row in snapshot.located("job")}
    for row in snapshot.rows("picture"):
        if row["state"] == "stored":
            job = snapshot.row(jobs[row["job_id"]]) if row["job_id"] in jobs else None
            code = job["code"] if job and _CODE.fullmatch(job["code"]) else "picture"
            yield Wanted(f"data/pictures/{code}-{row['position'] + 1}", "picture", row, job)
    for number, row in enumerate(snapshot.rows("reference"), 1):
        yield Wanted(f"data/references/reference-{number}", "reference", row)


def _named(bundle: Bundle, one: Wanted) -> Wanted:
    """Two accounts that became one may have the same codes; the second gets a number more."""
    suffix = SUFFIXES.get(one.row["media_type"], "bin")
    name, number = one.name, 1
    while bundle.has(f"{name}.{suffix}") or bundle.has(f"{name}.json"):
        number += 1
        name = f"{one.name}-{number}"
    return Wanted(f"{name}.{suffix}", one.record, one.row, one.job)


async def _write_one(bundle: Bundle, objects: ObjectStore, one: Wanted, collected: Collected) -> None:
    fetched = await _fetched(objects, one.row)
    if isinstance(fetched, Why):
        collected.gaps.append(Gap(one.name, one.record, one.row["id"], fetched))
        return
    with contextlib.closing(fetched):
        await in_thread(lambda: bundle.add_file(one.name, fetched.file))
    collected.written[one.record] = collected.written.get(one.record, 0) + 1
    if one.record == "picture":
        await in_thread(lambda: bundle.add_json(f"{one.name.rpartition('.')[0]}.json", described(one)))
        collected.pictures.setdefault(one.row["job_id"], []).append(one.name)
    else:
        collected.references.append(one.name)


async def _fetched(objects: ObjectStore, row: dict[str, Any]) -> Spooled | Why:
    """The whole object on this machine, exactly as it was when it was stored, or why not."""
    try:
        spooled = await _patiently(lambda: spooled_from(objects.get(row["object_key"])))
    except ObjectMissing:
        return Why.MISSING
    except StoreUnavailable:
        return Why.UNAVAILABLE
    if spooled.sha256 == row["sha256"]:
        return spooled
    spooled.close()
    return Why.DIFFERS


async def _patiently(fetch: Callable[[], Awaitable[T]]) -> T:
    for _ in range(TRIES - 1):
        with contextlib.suppress(StoreUnavailable):
            return await fetch()
    return await fetch()


def described(one: Wanted) -> dict[str, Any]:
    """What stands beside a picture: the names of schema.org, and those by which photo services hand pictures to each other."""
    row, prompt = one.row, one.job["prompt"] if one.job else None
    name = one.name.rpartition("/")[2]
    return {
        "@context": "https://schema.org",
        "@type": "ImageObject",
        "identifier": row["id"],
        "name": name,
        "contentUrl": name,
        "encodingFormat": row["media_type"],
        "contentSize": row["size"],
        "width": row["width"],
        "height": row["height"],
        "sha256": row["sha256"],
        "dateCreated": row["finished_at"],
        "description": prompt,
        "prompt": prompt,
        "photoModel": {
            "title": name,
            "description": prompt,
            "mediaType": row["media_type"],
            "dataId": row["id"],
            "uploadedTime": row["finished_at"],
        },
    }
