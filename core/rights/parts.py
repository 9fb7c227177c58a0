"""The parts of a large copy: each a bag of its own that opens without the others (PRV-75).

The first has all records and speaks of everything, so it stays open until everything else is written; the others have pictures and files.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO, Protocol

from core.rights.bundle import Bundle
from core.rights.threads import in_thread


class Shelf(Protocol):
    """Where parts are written to, and where they go when they are whole."""

    async def begin(self, number: int) -> BinaryIO:
        """An open file for this part, written from its present place on."""

    async def keep(self, number: int, file: BinaryIO) -> None:
        """The part is whole. The first part comes last."""


@dataclass
class Part:
    """One part, and what has gone into it: pictures by the request they were made for, and references. `kept_free`: bytes for its pages."""

    number: int
    file: BinaryIO
    bundle: Bundle
    pictures: dict[str, list[str]] = field(default_factory=dict)
    references: list[str] = field(default_factory=list)
    kept_free: int = 0

    @property
    def empty(self) -> bool:
        """Whether no file of the person's is in it yet."""
        return not self.pictures and not self.references


class Parts:
    """Opens one part after the other, as each is full. While one is kept the next is filled: packing and keeping take about as long."""

    def __init__(self, shelf: Shelf, as_of: datetime, limit: int | None, end: Callable[[Part], None]) -> None:
        """`limit`: bytes of a part, at most; `None`: everything goes into one. `end` writes the pages of any part but the first, and closes
        its bundle; it runs in a thread."""
        self._shelf = shelf
        self._as_of = as_of
        self._limit = limit
        self._end = end
        self._open: list[Part] = []
        self._keeping: asyncio.Task[None] | None = None
        self._names: set[str] = set()
        self.count = 0
        self.homes: dict[str, list[int]] = {}

    @property
    def folder(self) -> str:
        """The folder in the first part; those of the others are called after it."""
        return f"inkmirage-{self._as_of:%Y-%m-%d}"

    @property
    def first(self) -> Part:
        """The part that speaks of all of them."""
        return self._open[0]

    async def begin(self) -> Part:
        """Open another part."""
        number = self.count + 1
        file = await self._shelf.begin(number)
        folder = self.folder if number == 1 else f"{self.folder}-part-{number}"
        part = Part(number, file, await in_thread(lambda: Bundle(file, folder=folder, as_of=self._as_of)))
        self._open.append(part)
        self.count = number
        return part

    async def with_room(self, needed: int) -> Part:
        """The part in which there are so many bytes left. What is larger than a whole part gets one to itself."""
        part = self._open[-1]
        if self._limit is None or part.bundle.size + part.kept_free + needed <= self._limit or (part.empty and part.number > 1):
            return part
        await self._finish(part)
        return await self.begin()

    async def finish(self) -> None:
        """End the part that is open beside the first one."""
        await self._finish(self._open[-1])

    async def keep_first(self) -> None:
        """The first part is closed, too, and with it everything."""
        await self._kept()
        await self._shelf.keep(1, self.first.file)

    async def _finish(self, part: Part) -> None:
        if part.number > 1:
            await in_thread(lambda: self._end(part))
            self._open.remove(part)
            await self._kept()
            self._keeping = asyncio.create_task(self._shelf.keep(part.number, part.file))

    async def _kept(self) -> None:
        """The part before is on the shelf: only one is kept at a time, so that no more than three lie on this machine."""
        if self._keeping is not None:
            await self._keeping
            self._keeping = None

    async def abandon(self) -> None:
        """Let go of everything; nothing that is not kept may be used."""
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
        for part in self._open:
            with suppress(ValueError, OSError):
                await in_thread(part.bundle.abandon)

    def free_name(self, wish: str) -> str:
        """The name, or the same with a number; without an ending. Two accounts that became one may have the same codes."""
        name, number = wish, 1
        while name in self._names:
            number += 1
            name = f"{wish}-{number}"
        return name

    def took_picture(self, part: Part, job_id: str, name: str) -> None:
        """A picture of this request is in there."""
        part.pictures.setdefault(job_id, []).append(name)
        self._take(name)
        homes = self.homes.setdefault(job_id, [])
        if part.number not in homes:
            homes.append(part.number)

    def took_reference(self, part: Part, name: str) -> None:
        """A reference is in there."""
        part.references.append(name)
        self._take(name)

    def _take(self, name: str) -> None:
        self._names.add(name.rpartition(".")[0])
