"""What the self-test works with: the program's own parts, and those by which nothing of it leaves the program."""

import io
import struct
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from core.caller import Address
from core.commands.dispatch import Dispatch
from core.commands.turn import House
from core.ports import ImageOrder, Posted, Preview, Spooled, TakenBack, Usage
from core.reply import Reply
from core.rights.kit import Kit
from core.rights.requests import Request
from core.spool import spooled_from
from core.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Looked:
    """A look through files: in how many the mark was found, how many bytes were read, and how many files were too large to be read."""

    hits: int = 0
    size: int = 0
    skipped: int = 0


class Inside(Protocol):
    """What the self-test asks of the database, beside what everybody asks."""

    @property
    def tables(self) -> tuple[str, ...]:
        """Every table of the data map, and what the database keeps of its own about values."""

    def rows_with(self, uow: UnitOfWork, table: str, marks: Sequence[str]) -> int:
        """In how many rows of a table one of these stands, in whichever column that holds text; capitals do not matter."""

    def last_run(self, uow: UnitOfWork) -> Request | None:
        """The record of the latest self-test."""

    def unfinished(self, uow: UnitOfWork) -> list[str]:
        """References of erasures of a self-test that are under way."""

    def take(self, uow: UnitOfWork, picture_id: str, owner: str, now: datetime, until: datetime) -> None:
        """This queued picture is `owner`'s, out of turn, so that no worker asks the gateway for it."""

    def breaches(self, uow: UnitOfWork, now: datetime) -> int:
        """How many rules of the books are broken."""


Files = Callable[[Sequence[bytes]], Awaitable[Looked]]
"""Looks for these (in lower case) in the files that the program keeps on this machine beside stored objects."""


def _nothing(point: str) -> None:
    """Tests stop the run here."""


@dataclass(frozen=True)
class Bench:
    """`platforms`: one account for each. `patience`: so long an erasure may take, with waiting; a shorter `pause` between attempts.
    `reached` is called at every point at which a process may die."""

    rights: Kit
    dispatch: Dispatch
    house: House
    inside: Inside
    files: Files
    platforms: tuple[str, ...]
    patience: timedelta = timedelta(minutes=10)
    pause: float = 5.0
    reached: Callable[[str], None] = _nothing


class Silent:
    """A messenger (`core.ports.Messenger`) of a platform without people: everything arrives and nobody reads it."""

    async def deliver(self, address: Address, reply: Reply, *, key: str, locale: str) -> Sequence[Posted]:
        """See `Messenger.deliver`."""
        return [Posted(address.chat or address.uid, key, True)]

    async def progress(self, address: Address, reply: Reply, *, key: str, locale: str, preview: bytes | None) -> None:
        """See `Messenger.progress`."""

    async def take_back(self, posted: Posted, *, at: datetime) -> TakenBack:
        """See `Messenger.take_back`."""
        return TakenBack.GONE


@dataclass(frozen=True)
class OwnPainter:
    """An image maker (`core.ports.ImageMaker`) that asks nobody and costs nothing. `words` hide in its picture, and must not stay in it."""

    words: str

    async def make(self, order: ImageOrder, preview: Preview) -> Spooled:
        """See `ImageMaker.make`."""

        async def pieces() -> AsyncIterator[bytes]:
            yield tiny_picture(self.words)

        return await spooled_from(pieces(), "image/png")

    async def usage(self) -> Usage | None:
        """See `ImageMaker.usage`."""
        return None

    def resting(self) -> timedelta | None:
        """See `ImageMaker.resting`."""
        return None

    def closed(self) -> timedelta | None:
        """See `ImageMaker.closed`."""
        return None


def tiny_picture(words: str, side: int = 16) -> bytes:
    """A grey PNG with words in its metadata."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\x80" * (3 * side)) * side)
    chunks = (b"IHDR", header), (b"tEXt", b"Comment\0" + words.encode()), (b"IDAT", pixels), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def picture_file(words: str) -> io.BytesIO:
    """The same as a file."""
    return io.BytesIO(tiny_picture(words))
