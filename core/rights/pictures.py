"""The files of a bundle: pictures and references as they are stored, one at a time; a gap for each that cannot be had (PRV-72, PRV-74)."""

import asyncio
import contextlib
import hashlib
import io
import re
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any, TypeVar

from core.ports import ObjectMissing, ObjectStore, Spooled, StoreUnavailable
from core.results import SUFFIXES
from core.rights.bundle import cost
from core.rights.parts import Part, Parts
from core.rights.snapshot import Snapshot
from core.rights.threads import in_thread
from core.spool import spooled_from

T = TypeVar("T")
TRIES = 2
"""How often a store that does not answer is asked for one object."""
IN_MEMORY = 8 * 2**20
"""So large a file is held in memory, at most."""
AHEAD = 4
"""So many files are on their way or held at a time."""
OCTETS = "application/octet-stream"
DESCRIPTION = 2048
ON_PAGE = 1024
ASCII = 6
"""Bytes that a character may take once it is escaped."""

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
    """What is missing, and of each kind of file how many there should be and are."""

    gaps: list[Gap] = field(default_factory=list)
    wanted: dict[str, int] = field(default_factory=dict)
    written: dict[str, int] = field(default_factory=dict)


async def write_files(parts: Parts, snapshot: Snapshot, objects: ObjectStore, told: Callable[[int], None]) -> Collected:
    """Fetch and write every stored object; `told` hears how many are done with. While one is written the next ones are on their way."""
    collected = Collected()
    wanted = files_of(snapshot)
    coming: deque[_Coming] = deque()
    done = 0
    try:
        while await _filled(coming, wanted, objects):
            one, fetched = coming[0].one, await coming[0].fetching
            coming.popleft()
            collected.wanted[one.record] = collected.wanted.get(one.record, 0) + 1
            await _write_one(parts, _named(parts, one), fetched, collected)
            done += 1
            told(done)
    finally:
        for late in coming:
            await late.drop()
    return collected


@dataclass(frozen=True)
class _Coming:
    """A file on its way."""

    one: Wanted
    fetching: "asyncio.Future[Spooled | Why]"

    async def drop(self) -> None:
        """It is not wanted any more."""
        self.fetching.cancel()
        [fetched] = await asyncio.gather(self.fetching, return_exceptions=True)
        if isinstance(fetched, Spooled):
            fetched.close()


async def _filled(coming: deque[_Coming], wanted: Iterator[Wanted], objects: ObjectStore) -> bool:
    """Whether anything is on its way still, after more was begun. Nothing else may look into the snapshot while `wanted` does."""
    more = await in_thread(lambda: list(islice(wanted, AHEAD - len(coming))))
    coming.extend(_Coming(one, asyncio.ensure_future(_fetched(objects, one.row))) for one in more)
    return bool(coming)


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


def _named(parts: Parts, one: Wanted) -> Wanted:
    suffix = SUFFIXES.get(one.row["media_type"], "bin")
    return Wanted(f"{parts.free_name(one.name)}.{suffix}", one.record, one.row, one.job)


async def _write_one(parts: Parts, one: Wanted, fetched: Spooled | Why, collected: Collected) -> None:
    if isinstance(fetched, Why):
        collected.gaps.append(Gap(one.name, one.record, one.row["id"], fetched))
        return
    with contextlib.closing(fetched):
        part = await parts.with_room(cost(one.name, fetched.size) + _beside(one))
        await in_thread(lambda: _write(part, one, fetched))
    collected.written[one.record] = collected.written.get(one.record, 0) + 1
    if one.record == "picture":
        parts.took_picture(part, one.row["job_id"], one.name)
    else:
        parts.took_reference(part, one.name)
    if part.number > 1:
        part.kept_free += _on_page(one)


def _write(part: Part, one: Wanted, fetched: Spooled) -> None:
    """The file, and what stands beside a picture."""
    part.bundle.add_file(one.name, fetched.file, fetched.sha256)
    if one.record == "picture":
        part.bundle.add_json(f"{one.name.rpartition('.')[0]}.json", described(one))


def _beside(one: Wanted) -> int:
    """What a file needs in its part beside itself, in bytes, at most: its description and its place on the page."""
    prompt = one.job["prompt"] if one.job else ""
    return DESCRIPTION + 3 * ASCII * len(prompt) + _on_page(one)


def _on_page(one: Wanted) -> int:
    """The prompt, as it may have to be escaped, in a paragraph and beside the picture."""
    prompt = one.job["prompt"] if one.job else ""
    return ON_PAGE + 2 * ASCII * len(prompt)


async def _fetched(objects: ObjectStore, row: dict[str, Any]) -> Spooled | Why:
    """The whole object on this machine, exactly as it was when it was stored, or why not."""
    try:
        spooled = await _patiently(lambda: _collected(objects.get(row["object_key"])))
    except ObjectMissing:
        return Why.MISSING
    except StoreUnavailable:
        return Why.UNAVAILABLE
    if spooled.sha256 == row["sha256"]:
        return spooled
    spooled.close()
    return Why.DIFFERS


async def _collected(pieces: AsyncIterator[bytes]) -> Spooled:
    """An ordinary picture in memory, because a way over the disk costs more than the whole rest; what is larger takes that way."""
    held, size = [], 0
    async for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size > IN_MEMORY:
            return await spooled_from(_chained(held, pieces))
    data = b"".join(held)
    digest = await in_thread(lambda: hashlib.sha256(data).hexdigest())
    return Spooled(io.BytesIO(data), OCTETS, size, digest)


async def _chained(held: list[bytes], rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    while held:
        yield held.pop(0)
    async for piece in rest:
        yield piece


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
