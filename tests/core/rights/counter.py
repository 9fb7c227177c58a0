"""A place where copies are asked for and made: a real database, a real folder of objects, sealed; nobody who would send anything."""

import hashlib
import io
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from sqlalchemy import insert, text

from adapters.local.objects import LocalObjects
from adapters.sealed.objects import SealedObjects
from core.accounts import Account
from core.ambient import Ambient, random_id
from core.caller import Address, Caller
from core.ports import ObjectStore, StoreUnavailable
from core.rights import copies, copying
from core.rights.copying import Making
from core.rights.kit import Kit, NotYet
from core.rights.promise import Promise
from core.rights.requests import Request, RequestState
from core.rights.storage import StoredPart
from core.storage.mail import DueLetter
from core.storage.platforms import Notice
from core.storage.unit_of_work import UnitOfWork
from core.text import Catalogue
from core.workshop import Limits, Workshop
from db.person_rows import SqlPersonRows
from db.store import SqlStore
from db.tables import METADATA
from tests.clock import START, FakeClock
from tests.core.rights.people import add_jobs, add_picture, connection_of
from tests.core.rights.reader import Bag

CHAT = Address("telegram", "4711/4711/9/0/0/0", private=True, uid="4711")
DUTIES = {RequestState.HELD: copying.begin, RequestState.READY: copying.end}
CATALOGUE = Catalogue()


class Died(BaseException):
    """As if the process had been killed."""


@dataclass
class Shaky:
    """An object store that can be away, take nothing more, or only say that it deletes."""

    inner: LocalObjects
    away: bool = False
    full: bool = False
    deaf: bool = False
    puts: list[str] = field(default_factory=list)
    on_put: Callable[[str], Any] | None = None

    async def put(self, key: str, file: io.BufferedIOBase, *, media_type: str, name: str) -> None:
        self._look()
        if self.full:
            raise StoreUnavailable
        await self.inner.put(key, cast(Any, file), media_type=media_type, name=name)
        self.puts.append(key)
        if self.on_put:
            await self.on_put(key)

    async def get(self, key: str) -> AsyncIterator[bytes]:
        self._look()
        async for piece in self.inner.get(key):
            yield piece

    async def delete(self, key: str) -> None:
        self._look()
        if not self.deaf:
            await self.inner.delete(key)

    def __getattr__(self, name: str) -> Any:
        self._look()
        return getattr(self.inner, name)

    def _look(self) -> None:
        if self.away:
            raise StoreUnavailable


@dataclass
class Counter:
    """Everything at hand. `points`: what was reached; at `die_at` the process dies."""

    store: SqlStore
    clock: FakeClock
    folder: Path
    points: list[str] = field(default_factory=list)
    die_at: int | None = None
    making: Making = field(default_factory=lambda: Making(beat=0.05))

    def __post_init__(self) -> None:
        self.inner = LocalObjects(self.folder / "objects", base_url="http://x.example", secret=b"k", link_ttl=60, now=self.clock.now)
        self.shaky = Shaky(self.inner)
        self.objects = SealedObjects(cast(ObjectStore, self.shaky), self._part_at, "http://x.example/account/privacy/copies")
        self.ambient = Ambient(now=self.clock.now, new_id=random_id)
        nobody = cast(Any, None)
        shop = Workshop(self.store, nobody, self.objects, nobody, nobody, {}, self.ambient, Limits())
        self.kit = Kit(shop, CATALOGUE, Promise(), SqlPersonRows(), "http://x.example", reached=self._reached)

    async def _part_at(self, key: str) -> StoredPart | None:
        return await self.store.read(lambda uow: uow.parts.by_key(key))

    def _reached(self, point: str) -> None:
        self.points.append(point)
        if self.die_at == len(self.points):
            raise Died

    # --- people

    async def arrives(self, who: str = "ann", uid: str = "4711", *, email: str | None = None) -> Account:
        account = Account(who, START, f"prefix-{who}", email=email)
        caller = Caller("telegram", uid, who, "key", Address("telegram", uid, private=True, uid=uid), "en")

        def work(uow: UnitOfWork) -> None:
            uow.accounts.create(account, caller)
            uow.accounts.save(account)

        await self.store.write(work)
        return account

    async def also_in(self, account: Account, uid: str, at: datetime = START, platform: str = "discord") -> None:
        """Another chat of the same person."""
        row = {"platform": platform, "uid": uid, "account_id": account.id, "name": "n", "linked_at": at, "locale_hint": "de"}

        def work(uow: UnitOfWork) -> None:
            connection_of(uow).execute(insert(METADATA.tables["identity"]).values(row))

        await self.store.write(work)

    async def has_pictures(self, account: Account, count: int, size: int = 1000) -> dict[str, bytes]:
        """So many pictures; by their keys."""
        found = {f"{account.id}/p{number}": picture(number, size) for number in range(count)}
        await self.store.write(lambda uow: add_jobs(uow, account.id, count))
        for number, (key, data) in enumerate(found.items()):
            await self.inner.put(key, io.BytesIO(data), media_type="image/png", name="a.png")
            digest = hashlib.sha256(data).hexdigest()
            await self.store.write(
                lambda uow, n=number, k=key, d=digest: add_picture(uow, account.id, f"{account.id}-draft-{n}", 0, k, size, d)  # type: ignore[misc]
            )
        return found

    # --- copies

    async def ask(self, account: Account, *, address: Address | None = CHAT) -> Request:
        return await self.store.write(lambda uow: copies.ask(uow, self.ambient, account, "telegram", address, "en", self.clock.now()))

    async def step(self) -> bool:
        """Do what is due next, as the worker would; whether anything was."""
        now = self.clock.now()
        request = await self.store.write(lambda uow: uow.rights.claim(now, now + timedelta(minutes=2)))
        if request is None:
            return False
        try:
            if request.state is RequestState.RUNNING:
                await copying.carry_out(self.kit, request, self.making)
            else:
                await DUTIES[request.state](self.kit, request)
        except NotYet as wait:
            at = wait.until or self.clock.now() + timedelta(minutes=1)
            await self.store.write(lambda uow: uow.rights.put_off(request.ref, at))
        return True

    async def work(self) -> None:
        """Do everything that is due now."""
        while await self.step():
            pass

    async def request(self, ref: str) -> Request:
        found = await self.store.read(lambda uow: uow.rights.get(ref))
        assert found is not None
        return found

    async def parts(self, ref: str) -> list[StoredPart]:
        return await self.store.read(lambda uow: uow.parts.of(ref))

    async def stored(self) -> list[str]:
        """The objects of copies."""
        return await self.inner.keys("copies/")

    async def rows(self) -> int:
        return int(await self.store.read(lambda uow: connection_of(uow).execute(text("SELECT count(*) FROM export_part")).scalar_one()))

    async def bags(self, ref: str) -> list[Bag]:
        """Every part, opened and checked."""
        found = []
        for part in await self.parts(ref):
            data = b"".join([piece async for piece in self.objects.get(part.object_key)])
            assert (len(data), hashlib.sha256(data).hexdigest()) == (part.size, part.sha256)
            path = self.folder / f"{ref}-{part.part}.zip"
            path.write_bytes(data)
            found.append(Bag(path))
        return found

    async def told(self) -> list[Notice]:
        """Take what waits to be said in chats."""
        found: list[Notice] = []
        day = timedelta(1)
        while notice := await self.store.write(lambda uow: uow.notices.claim(self.clock.now(), first_pause=day, longest_pause=day)):
            found.append(notice)
            await self.store.write(lambda uow, id=notice.id: uow.notices.sent(id))  # type: ignore[misc]
        return found

    async def mailed(self) -> list[DueLetter]:
        """Take the mails that wait."""
        found: list[DueLetter] = []
        pauses: Mapping[str, timedelta] = {"first_pause": timedelta(1), "longest_pause": timedelta(1)}
        while letter := await self.store.write(lambda uow: uow.letters.claim(self.clock.now(), **pauses)):
            found.append(letter)
            await self.store.write(lambda uow, id=letter.id: uow.letters.sent(id))  # type: ignore[misc]
        return found


def picture(number: int, size: int) -> bytes:
    seed = hashlib.sha256(str(number).encode()).digest()
    return (seed * (size // len(seed) + 1))[:size]
