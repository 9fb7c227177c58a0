"""The vendors of a simulated world, in process: they outlive every crash of the program, and misbehave as the dice say."""

import asyncio
import hashlib
import io
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import BinaryIO

from core.caller import Address
from core.ports import (
    BadImage,
    ImageFacts,
    ImageOrder,
    Letter,
    MailRefused,
    MailUnavailable,
    MakerBroken,
    MakerBusy,
    MakerClosed,
    MakerRefused,
    MakerUnclear,
    ObjectMissing,
    PartPosted,
    Posted,
    Preview,
    Refusal,
    Spooled,
    StoredObject,
    StoreUnavailable,
    TakenBack,
    TryLater,
    Unreachable,
    Usage,
)
from core.reply import Reply
from tests.simulation.chance import Faults
from tests.simulation.points import answered, called

FORBIDDEN = "forbidden"
"""A prompt with this word is refused by the gateway, always."""
BEGIN, END = b"picture of ", b"."
Now = Callable[[], float]


class Outside:
    """What all vendors have in common: they take their time, and things go wrong there."""

    def __init__(self, dice: Random, faults: Faults, now: Now) -> None:
        self._dice = dice
        self._faults = faults
        self._now = now

    async def _asked(self, what: str, seconds: float) -> None:
        await called(what, seconds * self._dice.uniform(0.5, 1.5))


class Maker(Outside):
    """Port `ImageMaker`. A picture is a few bytes with an end, so that half of one can be told."""

    def __init__(self, dice: Random, faults: Faults, now: Now) -> None:
        super().__init__(dice, faults, now)
        self.billed = 0
        self._closed_since: float | None = None
        self._opens = 0.0

    async def make(self, order: ImageOrder, preview: Preview) -> Spooled:
        await self._asked("maker.make", 200.0 if self._faults.strike("maker slow") else 4.0)
        self._fail_unbilled(order)
        self.billed += 1
        await preview(io.BytesIO(b"frame"))
        await asyncio.sleep(1.0)
        answered("maker.make")
        if self._faults.strike("maker silent after success"):
            raise MakerUnclear("timeout")
        data = BEGIN + order.key.encode() + (b"" if self._faults.strike("maker half a body") else END)
        return Spooled(io.BytesIO(data), "image/png", len(data), hashlib.sha256(data).hexdigest())

    def _fail_unbilled(self, order: ImageOrder) -> None:
        if self.closed() is not None or self._faults.strike("maker closed"):
            self.close(self._dice.choice((60.0, 1200.0)))
            raise MakerClosed("key")
        if FORBIDDEN in order.prompt or self._faults.strike("maker refuses"):
            raise MakerRefused(Refusal.MODERATION)
        if self._faults.strike("maker busy"):
            raise MakerBusy("rate-limited", 7.0)
        if self._faults.strike("maker away"):
            raise MakerBusy("unavailable")
        if self._faults.strike("maker broken"):
            raise MakerBroken("bad-answer")

    def close(self, seconds: float) -> None:
        """Let nobody in for so long."""
        if self._closed_since is None:
            self._closed_since = self._now()
            self._opens = self._now() + seconds

    async def usage(self) -> Usage | None:
        await self._asked("maker.usage", 0.2)
        return None if self._faults.strike("maker away") else Usage(self.billed, None, 1000.0)

    def resting(self) -> timedelta | None:
        return timedelta(seconds=self._opens - self._now()) if self.closed() is not None else None

    def closed(self) -> timedelta | None:
        if self._closed_since is None or not self._faults.on or self._now() >= self._opens:
            self._closed_since = None
            return None
        return timedelta(seconds=self._now() - self._closed_since)


class Studio:
    """Port `Imaging`: tells a whole picture from half of one."""

    async def finished(self, spooled: Spooled) -> tuple[Spooled, ImageFacts]:
        data = spooled.file.read()
        spooled.file.seek(0)
        if not (data.startswith(BEGIN) and data.endswith(END)):
            raise BadImage("damaged")
        return spooled, ImageFacts("image/png", 1024, 1024, len(data), hashlib.sha256(data).hexdigest())

    async def reference(self, file: BinaryIO) -> Spooled:
        raise BadImage("not-an-image")

    async def preview(self, frame: BinaryIO) -> tuple[bytes, int, int]:
        return frame.read(), 64, 64

    def busy(self) -> bool:
        return False

    async def smaller(self, file: BinaryIO, limit: int) -> bytes:
        raise BadImage("not-an-image")


class Shelf(Outside):
    """Port `ObjectStore`. `refuses` says which keys it never takes."""

    def __init__(self, dice: Random, faults: Faults, now: Now) -> None:
        super().__init__(dice, faults, now)
        self.objects: dict[str, tuple[bytes, str]] = {}
        self.refuses: Callable[[str], bool] = lambda key: False
        self._back = 0.0

    async def put(self, key: str, file: BinaryIO, *, media_type: str, name: str) -> None:
        await self._reached("store.put")
        if self.refuses(key):
            raise StoreUnavailable
        file.seek(0)
        self.objects[key] = (file.read(), media_type)
        self._done("store.put")

    async def get(self, key: str) -> AsyncIterator[bytes]:
        await self._reached("store.get")
        if key not in self.objects:
            raise ObjectMissing
        yield self.objects[key][0]

    async def head(self, key: str) -> StoredObject | None:
        await self._reached("store.head")
        found = self.objects.get(key)
        return StoredObject(key, len(found[0]), found[1]) if found else None

    async def link(self, key: str, *, download: bool = False) -> str:
        return f"https://objects.example/{key}"

    async def delete(self, key: str) -> None:
        await self._reached("store.delete")
        self.objects.pop(key, None)
        self._done("store.delete")

    async def keys(self, prefix: str) -> list[str]:
        await self._reached("store.keys")
        return sorted(key for key in self.objects if key.startswith(prefix))

    async def delete_prefix(self, prefix: str) -> int:
        await self._reached("store.delete_prefix")
        found = [key for key in self.objects if key.startswith(prefix)]
        for key in found:
            del self.objects[key]
        self._done("store.delete_prefix")
        return len(found)

    async def _reached(self, what: str) -> None:
        await self._asked(what, 0.1)
        if self._faults.strike("store away for minutes"):
            self._back = self._now() + self._dice.uniform(20.0, 400.0)
        if (self._faults.on and self._now() < self._back) or self._faults.strike("store away"):
            raise StoreUnavailable

    def _done(self, what: str) -> None:
        answered(what)
        if self._faults.strike("store fails after success"):
            raise StoreUnavailable


WORDS = "words"
"""In the place of a message's name: the pictures stand there."""


class Chats(Outside):
    """Port `Messenger` of one platform: what stands there by key, and how often it was posted. `knows_keys`: a key is taken once.

    Where none is, several pictures stand there first, and their words come behind them."""

    def __init__(self, platform: str, dice: Random, faults: Faults, now: Now, *, knows_keys: bool) -> None:
        super().__init__(dice, faults, now)
        self._name = f"{platform}.deliver"
        self._back = f"{platform}.take_back"
        self.takes_a_key_once = knows_keys
        self.posts: dict[str, Reply] = {}
        self.times: Counter[str] = Counter()
        self.to: dict[str, Address] = {}
        self.unreached: set[str] = set()
        self.wordless: set[str] = set()

    async def deliver(self, address: Address, reply: Reply, *, key: str, locale: str) -> Sequence[Posted]:
        await self._asked(self._name, 0.3)
        if self._faults.strike("chat gone"):
            self.unreached.add(key)
            raise Unreachable
        if self._faults.strike("chat floods"):
            raise TryLater
        if key not in self.posts or not self.takes_a_key_once:
            self.times[key] += 1
        self.posts[key], self.to[key] = reply, address
        is_album = len(reply.pictures) > 1 and not self.takes_a_key_once and address.message != WORDS
        (self.wordless.add if is_album else self.wordless.discard)(key)
        answered(self._name)
        if self._faults.strike("chat fails after success"):
            raise TryLater
        posted = (Posted(address.chat or address.uid, f"{key}/{self.times[key]}", erasable=True),)
        if is_album:
            raise PartPosted(posted, replace(address, message=WORDS))
        return posted

    async def progress(self, address: Address, reply: Reply, *, key: str, locale: str, preview: bytes | None) -> None:
        """Best effort, and nobody waits for it here."""

    async def take_back(self, posted: Posted, *, at: datetime) -> TakenBack:
        await self._asked(self._back, 0.3)
        if self._faults.strike("chat floods"):
            raise TryLater
        key = posted.message.partition("/")[0]
        self.posts.pop(key, None)
        self.wordless.discard(key)
        return TakenBack.GONE


class Carrier(Outside):
    """Port `Mailer`: the same key reaches the person once."""

    def __init__(self, dice: Random, faults: Faults, now: Now) -> None:
        super().__init__(dice, faults, now)
        self.letters: dict[str, Letter] = {}

    async def send(self, letter: Letter, *, key: str) -> None:
        await self._asked("mailer.send", 0.4)
        if self._faults.strike("mail refused"):
            raise MailRefused
        if self._faults.strike("mail away"):
            raise MailUnavailable
        assert self.letters.setdefault(key, letter) == letter, "another letter under the same key"
        answered("mailer.send")
        if self._faults.strike("mail fails after success"):
            raise MailUnavailable
