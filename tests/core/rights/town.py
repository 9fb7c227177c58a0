"""A small town with a store, an object store, chats and a mail carrier, in which people leave."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, select

from adapters.local.objects import LocalObjects
from core.ambient import Ambient
from core.caller import Address
from core.ports import Posted, TakenBack, TryLater
from core.reply import Reply
from core.rights import erasing
from core.rights.carrying_out import carry_out_one
from core.rights.kit import Kit, Told
from core.rights.promise import Promise
from core.rights.requests import Count, EraseStep, Fate, Request, RequestState
from core.storage.unit_of_work import UnitOfWork
from core.text import Catalogue
from core.workshop import Limits, Workshop
from db.person_rows import SqlPersonRows
from db.store import SqlStore
from db.tables import METADATA
from tests.clock import FakeClock
from tests.core.rights.people import connection_of, put_files, settle
from tests.db.papers import where

CATALOGUE = Catalogue()
GRACE = timedelta(days=7)
RIGHTS_LOG = ("rights_request", "rights_step", "rights_count", "rights_event")


class Died(BaseException):
    """The process is gone, as far as the program can tell."""


@dataclass
class Chats:
    """Port `Messenger` of every platform: what stands there, and what was taken back."""

    standing: set[str] = field(default_factory=set)
    said: list[Reply] = field(default_factory=list)
    away: bool = False
    fates: dict[str, TakenBack] = field(default_factory=dict)

    async def deliver(self, address: Address, reply: Reply, *, key: str, locale: str) -> Sequence[Posted]:
        if key not in self.standing:
            self.standing.add(key)
            self.said.append(reply)
        return ()

    async def progress(self, address: Address, reply: Reply, *, key: str, locale: str, preview: bytes | None) -> None:
        """Nothing is shown here."""

    async def take_back(self, posted: Posted, *, at: datetime) -> TakenBack:
        if self.away:
            raise TryLater
        return self.fates.get(posted.message, TakenBack.GONE)


@dataclass
class Outside:
    """Port `Eraser`: somebody who holds data for us."""

    away: bool = False
    asked: list[str] = field(default_factory=list)

    async def erase(self, ref: str, now: datetime) -> Told:
        if self.away:
            raise TryLater
        self.asked.append(ref)
        return Told(Fate.TOLD, now + timedelta(days=20))


class Deaths:
    """Lets the process die at the chosen points; a point is passed more than once when work is done again."""

    def __init__(self, *at: int) -> None:
        self.passed: list[str] = []
        self._at = set(at)

    def reached(self, point: str) -> None:
        self.passed.append(point)
        if len(self.passed) in self._at:
            raise Died(point)


class Town:
    """Two people with rows in every table: zora, who leaves, and hugo, who stays."""

    def __init__(self, store: SqlStore, clock: FakeClock, folder: Path, ambient: Ambient | None = None) -> None:
        self.store, self.clock = store, clock
        self.ambient = ambient or Ambient(now=clock.now)
        self.objects = LocalObjects(folder / "objects", base_url="http://x.example", secret=b"k", link_ttl=60, now=clock.now)
        self.chats, self.maker, self.carrier = Chats(), Outside(), Outside()
        nobody = cast(Any, None)
        self.shop = Workshop(store, nobody, self.objects, nobody, nobody, {"web": self.chats}, self.ambient, Limits())
        self.promise = Promise()

    async def settle(self, *people: str) -> None:
        for who in people:
            await self.store.write(lambda uow, w=who: settle(uow, w))  # type: ignore[misc]
            await self.store.write(lambda uow, w=who: _as_the_program_writes(uow, w))  # type: ignore[misc]
            await put_files(self.objects, who)

    def kit(self, *deaths: int) -> tuple[Kit, Deaths]:
        planned = Deaths(*deaths)
        erasers = {EraseStep.MAKER: self.maker, EraseStep.CARRIER: self.carrier}
        home = "https://ink.example"
        return Kit(self.shop, CATALOGUE, self.promise, SqlPersonRows(), home, erasers, reached=planned.reached), planned

    async def asked(self, who: str = "zora", *, at_once: bool = False, messages: bool = True) -> Request:
        """A confirmed deletion."""

        def work(uow: UnitOfWork) -> Request:
            account, now = uow.accounts.get(who), self.clock.now()
            draft = erasing.draft(uow, self.ambient, account, "web", None, "en", now)
            chosen = Request(**{**vars(draft), "at_once": at_once, "messages": messages})
            uow.rights.change(chosen)
            return erasing.confirm(uow, self.ambient, self.promise, chosen, account, now)

        return await self.store.write(work)

    async def work(self, kit: Kit, *, patience: int = 60) -> None:
        """Let the worker go on until nothing is due; letters go out meanwhile, and time passes."""
        for _ in range(patience):
            await self.mail()
            if not await carry_out_one(kit):
                return
            self.clock.advance(minutes=1)

    async def mail(self) -> None:
        """Every letter that is due is on its way."""

        def work(uow: UnitOfWork) -> None:
            letter = METADATA.tables["letter"]
            connection_of(uow).execute(letter.update().where(letter.c.state == "due").values(state="sent"))

        await self.store.write(work)

    async def state(self, ref: str) -> RequestState:
        request = await self.store.read(lambda uow: uow.rights.get(ref))
        assert request is not None
        return request.state

    async def receipt(self, ref: str) -> list[Count]:
        return await self.store.read(lambda uow: uow.rights.counts(ref))

    async def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of all tables."""
        return await self.store.read(lambda uow: rows(connection_of(uow)))

    async def files(self, prefix: str) -> list[str]:
        return await self.objects.keys(prefix)


def rows(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr) for table in METADATA.sorted_tables}


def _as_the_program_writes(uow: UnitOfWork, who: str) -> None:
    """What the words of the fixture are not: a folder of one's own, and a joining that is over."""
    connection = connection_of(uow)
    account, merge = METADATA.tables["account"], METADATA.tables["account_merge"]
    connection.execute(account.update().where(account.c.id == who).values(storage_prefix=who, merged_into=None))
    request = METADATA.tables["rights_request"]
    address = where(f"{who}:rights_request.address")
    connection.execute(request.update().where(request.c.account_id == who).values(address=address))
    part, posted = METADATA.tables["export_part"], METADATA.tables["posted_message"]
    connection.execute(part.update().where(part.c.account_id == who).values(object_key=f"copies/{who}/1"))
    connection.execute(posted.update().where(posted.c.account_id == who).values(platform="web"))
    connection.execute(merge.update().where(merge.c.survivor_id == who).values(sealed=True))


def digest(values: object) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()
