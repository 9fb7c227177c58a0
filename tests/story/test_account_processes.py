"""One account everywhere with several processes on one database: some are killed, and each moment at which two can meet (PRV-84)."""

import asyncio
import contextlib
import os
import re
import signal
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from random import Random
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Connection, Engine, event, make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.local.gateway import GatewayOptions, SandboxGateway
from bot.config_sources import load
from bot.program import Program
from bot.runtime import Runtime
from bot.wiring import build
from core import payments, sign_in
from core.access import LinkKind, OneTimeLink, Session
from core.accounts import Account, Identity
from core.ambient import Ambient, utc_now
from core.billing import Seller
from core.caller import Address, Caller
from core.commands.spec import Given
from core.jobs import Job, Outcome
from core.legal.cookies import SESSION
from core.linking import UNDO_LIFE, CannotMerge, Merge
from core.pricing import Pack
from core.reply import Call, Reply, Tone
from core.sign_in import Asker, Desk, LinkUsed
from core.storage.mail import DueLetter
from core.storage.payments import PaymentOrder, ProviderEvent
from core.storage.unit_of_work import UnitOfWork
from core.unlinking import handle
from core.wallet import LotKind
from db import engine
from db.merges import MOVED
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.bot.command import bot
from tests.clock import START, FakeClock, MovedClock, ambient_of
from tests.db.orders import accept, claim, draft, stored
from tests.loopback_resend.server import LoopbackResend, Mail, domain
from tests.loopback_telegram.people import Person
from tests.story import lives
from tests.story.doors.door import words
from tests.story.house import until
from tests.story.test_coming_in import Browser
from tests.story.test_telegram_processes import WEBHOOK, Scene, balancer, none_left, open_scene, served, variables, worked_on
from tests.story.test_telegram_processes import working as speaking

T = TypeVar("T")
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")
LATER = START + timedelta(hours=1)
BLOCKED = 0.25
"""Seconds after which who has not come back waits for somebody."""


# --- two who meet ------------------------------------------------------------------------------------------------------


class Hand:
    """One connection with a transaction of its own, as one process has it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def does(self, work: Callable[[UnitOfWork], T]) -> T:
        """A part of the transaction."""
        return await self._connection.run_sync(lambda connection: work(SqlUnitOfWork(connection, _no_ids)))

    async def begins(self, work: Callable[[UnitOfWork], object]) -> "asyncio.Task[object]":
        """The whole transaction; it is under way now, and either done or waiting for somebody."""
        task = asyncio.create_task(self._whole(work))
        await asyncio.wait([task], timeout=BLOCKED)
        return task

    async def _whole(self, work: Callable[[UnitOfWork], object]) -> object:
        try:
            result = await self.does(work)
        except CannotMerge as refused:
            await self._connection.rollback()
            return refused.code
        await self.commits()
        return result

    async def commits(self) -> None:
        await self._connection.commit()


def _no_ids() -> str:
    raise AssertionError("nothing new is named here")


@dataclass
class Ring:
    """Two hands, and a third that looks."""

    one: Hand
    other: Hand
    eye: Hand

    async def look(self, work: Callable[[UnitOfWork], T]) -> T:
        try:
            return await self.eye.does(work)
        finally:
            await self.eye.commits()

    async def owns(self, who: str) -> tuple[int, int]:
        balance = await self.look(lambda uow: uow.ledger.balance(who, START))
        return balance.posted, balance.held

    async def rows(self, sql: str, **values: object) -> list[tuple[object, ...]]:
        def work(uow: UnitOfWork) -> list[tuple[object, ...]]:
            assert isinstance(uow, SqlUnitOfWork)
            return [tuple(row) for row in uow.connection.execute(text(sql), values)]

        return await self.look(work)

    async def sound(self) -> bool:
        def work(uow: UnitOfWork) -> bool:
            assert isinstance(uow, SqlUnitOfWork)
            return all(check.ok for check in verify(uow.connection, START, timedelta(days=999)))

        return await self.look(work)


def all_arrive(uow: UnitOfWork) -> None:
    for who, credits in (("ann", 50), ("bob", 70)):
        arrive(uow, who, credits)


def arrive(uow: UnitOfWork, who: str, credits: int) -> None:
    uow.accounts.create(Account(who, START, f"p-{who}", email=f"{who}@x.example"), Caller("web", who, who, "k", Address("web", who)))
    uow.ledger.grant(who, credits, LotKind.PAID, key=f"pack {who}", now=START)


@contextlib.asynccontextmanager
async def ring_on(url: str) -> AsyncIterator[Ring]:
    """Ann with 50 credits and Bob with 70; a wait that is too long or a deadlock fails at once, as nobody repeats here."""
    opened = engine.postgres(make_url(url))
    try:
        async with opened.connect() as one, opened.connect() as other, opened.connect() as eye:
            await eye.run_sync(lambda connection: all_arrive(SqlUnitOfWork(connection, iter(("wallet-1", "wallet-2")).__next__)))
            await eye.commit()
            yield Ring(Hand(one), Hand(other), Hand(eye))
    finally:
        await opened.dispose()


@pytest.fixture
async def ring(postgres_url: str) -> AsyncIterator[Ring]:
    async with ring_on(postgres_url) as found:
        yield found


def joins(uow: UnitOfWork) -> Merge:
    return uow.merges.merge(Merge("m", "ann", "bob", START, START + UNDO_LIFE, 0), START)


def parts(uow: UnitOfWork) -> Merge:
    return uow.merges.undo("m", LATER)


async def joined(ring: Ring) -> None:
    await ring.look(joins)


def notes(account: str) -> Callable[[UnitOfWork], None]:
    """The end of every command: its answer is remembered."""
    return lambda uow: uow.requests.remember("web", "key", "f", Reply(()), account, START)


@pytest.mark.parametrize("work", [joins, parts])
async def test_a_yes_at_the_same_moment_is_waited_for(ring: Ring, work: Callable[[UnitOfWork], object]) -> None:
    """It has its draft when the joining begins, then takes the wallet, then writes rows that name the account."""
    owner, merge_id = ("bob", None) if work is joins else ("ann", "m")
    if work is parts:
        await joined(ring)
    job = Job(**{**vars(draft(owner, "j")), "merge_id": merge_id})
    await ring.look(lambda uow: uow.jobs.add(job))
    await ring.one.does(lambda uow: uow.jobs.lock("j"))
    meanwhile = await ring.other.begins(work)
    assert not meanwhile.done()
    await ring.one.does(lambda uow: accept(uow, job))
    await ring.one.does(notes(owner))
    await ring.one.commits()
    assert await meanwhile == "working"
    assert await ring.rows("SELECT account_id, state FROM job") == [(owner, "working")]
    assert await ring.sound()


async def test_a_picture_that_is_begun_without_a_question_is_seen_by_who_parts(ring: Ring) -> None:
    """No draft stood there before: nothing but the wallet tells of it."""
    await joined(ring)
    job = Job(**{**vars(draft("ann", "j")), "merge_id": "m"})
    await ring.one.does(lambda uow: uow.jobs.add(job))
    await ring.one.does(lambda uow: accept(uow, job))
    meanwhile = await ring.other.begins(parts)
    assert not meanwhile.done()
    await ring.one.does(notes("ann"))
    await ring.one.commits()
    assert await meanwhile == "working"
    assert await ring.rows("SELECT account_id FROM job") == [("ann",)]


@pytest.mark.parametrize("work", [joins, parts])
async def test_a_payment_goes_to_whose_order_it_is_at_that_moment(ring: Ring, work: Callable[[UnitOfWork], object]) -> None:
    """Who settles comes a moment too late and waits, then finds the order with the other account."""
    pack = Pack("small", 20, 500, "USD")
    order = PaymentOrder("order", "bob", "web", pack, "open", Address("web", "bob", uid="bob"), "en", START, LATER)
    await ring.look(lambda uow: uow.payments.add_order(order))
    if work is parts:
        await joined(ring)
    paid = ProviderEvent("event", "till", "ref", "paid", "order", "charge", 500, "USD")
    await ring.look(lambda uow: uow.payments.receive(paid, START))
    await ring.one.does(work)
    ambient = ambient_of(FakeClock())
    meanwhile = await ring.other.begins(lambda uow: payments.settle(uow, ambient, Seller(), paid))
    assert not meanwhile.done()
    await ring.one.commits()
    await meanwhile
    assert await ring.owns("ann" if work is joins else "bob") == (140 if work is joins else 90, 0)
    assert await ring.sound()


async def test_a_chat_is_taken_off_while_its_draft_gets_a_yes(ring: Ring) -> None:
    await ring.look(lambda uow: uow.jobs.add(replace(draft("bob", "j"), address=Address("web", "bob", uid="bob"))))
    await ring.one.does(lambda uow: uow.jobs.lock("j"))

    def taken_off(uow: UnitOfWork) -> None:
        uow.accounts.lock("bob")
        uow.accounts.unlink("web", "bob")

    meanwhile = await ring.other.begins(taken_off)
    assert not meanwhile.done()
    await ring.one.does(notes("bob"))
    await ring.one.commits()
    await meanwhile
    assert await ring.rows("SELECT uid FROM identity") == [("ann",)]


def browser(account: str) -> Session:
    return Session("s", account, "hash", LATER, LATER, LATER + timedelta(days=30), "Firefox", "n", "en")


def link(account: str) -> OneTimeLink:
    return OneTimeLink("l", LinkKind.SIGN_IN, "token", "en", START, LATER + timedelta(days=1), account)


async def test_who_comes_in_by_a_link_while_accounts_part_is_out(ring: Ring) -> None:
    """Nobody knows which of the two has pressed the button."""
    await joined(ring)
    await ring.look(lambda uow: uow.links.add(link("ann")))
    assert await ring.one.does(lambda uow: uow.links.use("l", LATER))
    meanwhile = await ring.other.begins(parts)
    assert not meanwhile.done()
    await ring.one.does(lambda uow: uow.sessions.add(browser("ann")))
    await ring.one.commits()
    assert isinstance(await meanwhile, Merge)
    assert await ring.rows("SELECT account_id FROM web_session") == []


@pytest.mark.parametrize("work", [joins, parts])
async def test_an_address_is_confirmed_while_accounts_join_or_part(ring: Ring, work: Callable[[UnitOfWork], object]) -> None:
    owner = "bob" if work is joins else "ann"
    if work is parts:
        await joined(ring)
    await ring.look(lambda uow: uow.links.add(link(owner)))
    await ring.one.does(lambda uow: uow.links.use("l", START))
    meanwhile = await ring.other.begins(work)
    assert not meanwhile.done()
    await ring.one.does(lambda uow: uow.accounts.save(Account(owner, START, f"p-{owner}", email="new@x.example")))
    await ring.one.does(lambda uow: uow.links.drop_all(owner))
    await ring.one.does(lambda uow: uow.sessions.add(browser(owner)))
    await ring.one.commits()
    assert isinstance(await meanwhile, Merge)
    assert await ring.rows("SELECT id FROM account WHERE email = 'new@x.example'") == ([] if work is joins else [("ann",)])


def made(uow: UnitOfWork, who: str) -> None:
    """A picture of theirs is in the store, paid for, and known to a platform."""
    job = draft(who, "j")
    uow.jobs.add(job)
    accept(uow, job)
    claimed = claim(uow)
    assert claimed is not None
    uow.jobs.save(stored(claimed.picture), owner="worker", now=START)
    uow.ledger.capture("hold of j", job.price, now=START)
    uow.jobs.finish(replace(job, outcome=Outcome.DONE), START)
    uow.sent_files.remember("telegram", claimed.picture.object_key, "file", who, START)


async def test_a_delivery_that_is_noted_does_not_wait_for_who_joins(ring: Ring) -> None:
    await ring.look(lambda uow: made(uow, "bob"))
    await ring.one.does(lambda uow: uow.jobs.lock("j"))
    meanwhile = await ring.other.begins(joins)
    letter = DueLetter("letter", "bob", "bob@x.example", "receipt", {}, "en")
    await ring.one.does(lambda uow: uow.letters.add(letter, START))
    await ring.one.commits()
    assert isinstance(await meanwhile, Merge)
    await ring.look(lambda uow: uow.merges.gather(START))
    assert await ring.rows("SELECT account_id, merge_id FROM letter") == [("ann", "m")]


async def test_a_picture_that_is_removed_meanwhile_is_waited_for(ring: Ring) -> None:
    """Whoever removes one takes it first, and what platforms call it afterwards."""
    await ring.look(lambda uow: made(uow, "bob"))
    await ring.one.does(lambda uow: execute(uow, "UPDATE picture SET state = 'removed'"))
    meanwhile = await ring.other.begins(joins)
    assert not meanwhile.done()
    await ring.one.does(lambda uow: execute(uow, "DELETE FROM sent_file"))
    await ring.one.commits()
    assert isinstance(await meanwhile, Merge)
    assert await ring.rows("SELECT account_id FROM picture") == [("ann",)]


def execute(uow: UnitOfWork, sql: str) -> None:
    assert isinstance(uow, SqlUnitOfWork)
    uow.connection.execute(text(sql))


async def test_who_gathers_takes_nothing_from_an_account_that_is_by_itself_again(ring: Ring) -> None:
    """The gatherer has seen the joining; before it moves anything, it is undone."""
    await joined(ring)
    await ring.look(lambda uow: uow.jobs.add(draft("bob", "j")))
    await ring.one.does(parts)
    meanwhile = await ring.other.begins(lambda uow: uow.merges.gather(LATER))
    assert not meanwhile.done()
    await ring.one.commits()
    assert await meanwhile == 0
    assert await ring.rows("SELECT uid, account_id FROM identity ORDER BY uid") == [("ann", "ann"), ("bob", "bob")]
    assert await ring.rows("SELECT account_id FROM job") == [("bob",)]


async def test_who_parts_at_the_last_moment_is_not_sealed_at_the_same_time(ring: Ring) -> None:
    await joined(ring)
    await ring.one.does(lambda uow: uow.merges.undo("m", START + UNDO_LIFE - timedelta(seconds=1)))
    meanwhile = await ring.other.begins(lambda uow: uow.merges.seal(START + UNDO_LIFE))
    await ring.one.commits()
    assert await meanwhile == 0
    assert await ring.rows("SELECT account_id FROM identity WHERE uid = 'bob'") == [("bob",)]


async def test_who_is_sealed_parts_no_more(ring: Ring) -> None:
    """The clock of the one who parts is behind; half of an undoing would give credits back and leave the rows."""
    await joined(ring)
    await ring.one.does(lambda uow: uow.merges.seal(START + UNDO_LIFE))
    meanwhile = await ring.other.begins(parts)
    assert not meanwhile.done()
    await ring.one.commits()
    assert await meanwhile == "late"
    assert (await ring.owns("ann"))[0] == 120


# --- processes that are killed -----------------------------------------------------------------------------------------

PAIRS = 6
"""Three kills each."""
LONGEST = 110
"""Statements of a joining, about; who is to die later than that dies when everything is committed and nobody has been told."""
GIFT, PRICE = 9, 2


@dataclass(frozen=True)
class Deed:
    """A press or a click, by its key: done once, however often it comes."""

    who: str
    command: str
    values: dict[str, str | bool]
    key: str

    async def done(self, program: Program) -> Reply:
        if self.command == "confirm":
            await program.store.write(lambda uow: confirm(uow, program, self.values))
            return Reply(())
        return (await program.dispatch(caller(self.who, self.key), self.command, self.values)).reply


def caller(who: str, key: str, seen: int | None = None) -> Caller:
    return Caller("playground", who, who.title(), key, Address("playground", who, private=True, uid=who), "en", seen)


def confirm(uow: UnitOfWork, program: Program, values: dict[str, str | bool]) -> None:
    """As the page behind the link does it; a second press finds it used."""
    desk = Desk(uow, program.ambient, program.links, program.ambient.now())
    with contextlib.suppress(LinkUsed):
        sign_in.confirm_address(desk, program.links.hash_of(str(values["link"])), sign_in.Browser("b", "Firefox", "n", "en"))


def does_and_dies(settings: dict[str, object], deed: Deed, after: int, tell: Pipe) -> None:
    """The life of a process that is killed before its so-manyeth statement, or at the end."""
    asyncio.run(_does_and_dies(settings, deed, after))


async def _does_and_dies(settings: dict[str, object], deed: Deed, after: int) -> None:
    program = await build(load(None, settings))
    left = count(after, -1)

    def dies(*_: object) -> None:
        if next(left) <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", dies)
    await deed.done(program)
    os.kill(os.getpid(), signal.SIGKILL)


def works(settings: dict[str, object], ahead: timedelta, tell: Pipe) -> None:
    """The life of a process that makes pictures and sends notices and letters, `ahead` of the wall clock."""
    asyncio.run(_works(settings, ahead))


async def _works(settings: dict[str, object], ahead: timedelta) -> None:
    program = await build(load(None, settings), ambient=Ambient(now=MovedClock(ahead).now), usage_delay=0.05)
    try:
        await Runtime(program, ("worker",)).run(None)
    finally:
        await program.close()


@dataclass
class Killing:
    """One database, a program that looks at it, and dice."""

    settings: dict[str, object]
    dice: Random
    kills: int = 0
    finished: int = 0
    keys: Iterator[int] = field(default_factory=count)
    program: Program | None = None

    @contextlib.asynccontextmanager
    async def opened(self) -> AsyncIterator[Program]:
        """On SQLite nobody else may have the file, so it is opened for a moment only."""
        if self.program is not None:
            yield self.program
            return
        program = await build(load(None, self.settings))
        try:
            yield program
        finally:
            await program.close()

    async def says(self, who: str, command: str, values: dict[str, Given], seen: int | None = None) -> Reply:
        async with self.opened() as program:
            return (await program.dispatch(caller(who, f"said-{next(self.keys)}", seen), command, values)).reply

    async def reads(self, sql: str, **values: object) -> list[Any]:
        async with self.opened() as program:
            return await program.store.read(lambda uow: [tuple(row) for row in connection_of(uow).execute(text(sql), values)])

    async def dies(self, who: str, command: str, values: dict[str, str | bool], survives: Callable[[], Awaitable[bool]]) -> None:
        """A process is killed over it; the same again, as every platform brings it, leads to the one end."""
        deed = Deed(who, command, values, f"deed-{next(self.keys)}")
        life = await lives.start(does_and_dies, self.settings, deed, self.dice.randrange(1, LONGEST))
        assert (await lives.lived(life)).code == -signal.SIGKILL
        self.kills += 1
        self.finished += await survives()
        async with self.opened() as program:
            answer = await deed.done(program)
        assert await survives(), answer

    async def has_address(self, who: str) -> None:
        def work(uow: UnitOfWork) -> None:
            account = uow.accounts.of(caller(who, ""))
            assert account is not None
            uow.accounts.save(replace(account, email=f"{who}@inkmirage.test"))

        async with self.opened() as program:
            await program.store.write(work)

    async def asks_to_confirm(self, who: str) -> str:
        """The id of the link in the mail."""
        async with self.opened() as program:

            def work(uow: UnitOfWork) -> None:
                account = uow.accounts.of(caller(who, ""))
                assert account is not None
                desk = Desk(uow, program.ambient, program.links, program.ambient.now())
                sign_in.ask_to_confirm(desk, account, f"{who}@new.example", Asker(who, "playground", "en"))

            await program.store.write(work)
        [(link,)] = await self.reads("SELECT id FROM one_time_link WHERE email = :new", new=f"{who}@new.example")
        return str(link)


def connection_of(uow: UnitOfWork) -> Connection:
    assert isinstance(uow, SqlUnitOfWork)
    return uow.connection


@dataclass
class Pair:
    """Two people of whom each step is carried out by a process that is killed: they join, and part or take a chat off."""

    world: Killing
    number: int
    merge: str = ""

    @property
    def x(self) -> str:
        return f"xenia-{self.number}"

    @property
    def y(self) -> str:
        return f"yorick-{self.number}"

    async def arrives(self) -> None:
        for who in (self.x, self.y):
            await self.world.says(who, "balance", {})
            await self.world.has_address(who)

    async def lives(self) -> None:
        await self.arrives()
        code = CODE.search(spoken(await self.world.says(self.x, "link", {})))
        assert code is not None
        seen = await self.world.says(self.y, "link", {"code": code[0]})
        self.merge = str(button(seen, "link-join").values["offer"])
        await self.world.says(self.y, "link-join", {"offer": self.merge})
        await self.world.dies(self.x, "link-yes", {"offer": self.merge}, self.is_one)
        await self.world.says(self.x, "imagine", {"prompt": "a fox", "quality": "low"}, PRICE)
        if self.number % 2:
            await self.world.dies(self.y, "unlink-undo", {"merge": self.merge, "sure": True}, self.are_two)
        else:
            chat = handle(Identity("playground", self.y, "", "", START))
            await self.world.dies(self.y, "unlink-chat", {"chat": chat, "sure": True}, self.is_off)
        link = await self.world.asks_to_confirm(self.x)
        await self.world.dies(self.x, "confirm", {"link": link}, self.is_confirmed)

    async def is_one(self) -> bool:
        """Or two, but nothing between."""
        found = await self.world.reads(STANDS, x=self.x, y=self.y, merge=self.merge)
        assert found in ([(0, 0, 0, 2)], [(1, 1, 1, 1)]), found
        return bool(found[0][0])

    async def are_two(self) -> bool:
        found = await self.world.reads(STANDS, x=self.x, y=self.y, merge=self.merge)
        assert found in ([(1, 0, 0, 2)], [(1, 1, 1, 1)]), found
        undone = await self.world.reads("SELECT undone_at IS NOT NULL FROM account_merge WHERE id = :merge", merge=self.merge)
        assert bool(undone[0][0]) is (found[0][1] == 0)
        return bool(found[0][1] == 0)

    async def is_off(self) -> bool:
        """The press comes again from a stranger, who then is known again, without a welcome."""
        hers = "SELECT count(*) FROM identity WHERE account_id = (SELECT account_id FROM identity WHERE uid = :x)"
        [(chats,)], [(marks,)] = await self.world.reads(hers, x=self.x), await self.world.reads("SELECT count(*) FROM welcome_mark")
        assert (chats, marks) in ((2, self.number // 2), (1, self.number // 2 + 1))
        return bool(chats == 1)

    async def is_confirmed(self) -> bool:
        found = await self.world.reads(
            "SELECT (SELECT count(*) FROM account WHERE email = :new),"
            " (SELECT count(*) FROM one_time_link WHERE email = :new AND used_at > 0)",
            new=f"{self.x}@new.example",
        )
        assert found in ([(0, 0)], [(1, 1)]), found
        return bool(found[0][0])


STANDS = """
    SELECT (SELECT count(*) FROM account_merge WHERE id = :merge),
           (SELECT count(*) FROM account WHERE merged_into = (SELECT account_id FROM identity WHERE uid = :x)),
           (SELECT count(*) FROM wallet AS w JOIN wallet AS o ON o.id = w.merged_into
            WHERE o.account_id = (SELECT account_id FROM identity WHERE uid = :x)),
           (SELECT count(DISTINCT account_id) FROM identity WHERE uid IN (:x, :y))"""
"""Joinings, shells, wallets that lead on, and accounts behind two chats."""


def spoken(reply: Reply) -> str:
    return str([line.args for line in reply.lines])


def button(reply: Reply, command: str) -> Call:
    return next(one.action for one in reply.buttons if isinstance(one.action, Call) and one.action.command == command)


@contextlib.asynccontextmanager
async def killing(folder: Path, pace: float = 0.3, **more: Any) -> AsyncIterator[tuple[Killing, LoopbackResend]]:
    async with (
        LoopbackResend(domains=[domain("inkmirage.test")]) as resend,
        SandboxGateway(GatewayOptions(pace=pace, plain=True, usage_delay=0.0)) as sandbox,
    ):
        mail = {"resend.api_key": resend.key, "resend.api_base": resend.url, "resend.sender": resend.sender}
        prices = {"credits.free_credits": GIFT, "credits.prices.low": PRICE}
        ours = {"app.data_dir": str(folder), "mayi.base_url": sandbox.base_url, "mayi.api_key": "sk-test", "jobs.poll": 0.1}
        yield (
            Killing(
                {**ours, **mail, **prices, "web.secret_key": SECRET, **{name.replace("__", "."): value for name, value in more.items()}},
                Random(os.urandom(4).hex()),
            ),
            resend,
        )


SECRET = "s" * 40


async def test_nothing_is_half_done_or_lost_when_processes_are_killed_on_postgres(tmp_path: Path, postgres_url: str) -> None:
    async with killing(tmp_path, database__url=postgres_url, jobs__lease=1.5) as (world, resend):
        program = world.program = await build(load(None, world.settings))
        try:
            workers = [await lives.start(works, world.settings, timedelta(0)) for _ in range(2)]
            pairs = [Pair(world, number) for number in range(PAIRS)]
            for pair in pairs:
                await pair.lives()
                if pair.number % 3 == 2:
                    dying = workers.pop(0)
                    dying.process.kill()
                    await lives.lived(dying)
                    workers.append(await lives.start(works, world.settings, timedelta(0)))
            for worker in workers:
                worker.process.kill()
                await lives.lived(worker)
            last = await lives.start(works, world.settings, timedelta(hours=1))
            await until_nothing_is_due(world)
            last.process.kill()
            await lives.lived(last)
            await no_letter_or_notice_is_lost_or_sent_twice(world, resend)
        finally:
            await program.close()
    found = await bot("ledger", "verify", cwd=tmp_path, database__url=postgres_url, app__data_dir=str(tmp_path))
    assert found.code == 0, found.out


async def until_nothing_is_due(world: Killing) -> None:
    due = """SELECT (SELECT count(*) FROM letter WHERE state = 'due') + (SELECT count(*) FROM notice WHERE state = 'due')
             + (SELECT count(*) FROM job WHERE state = 'working' OR delivery = 'due')"""
    async with asyncio.timeout(40):
        while (await world.reads(due))[0][0]:  # noqa: ASYNC110 - as an operator would see it
            await asyncio.sleep(0.1)


async def no_letter_or_notice_is_lost_or_sent_twice(world: Killing, resend: LoopbackResend) -> None:
    letters = await world.reads("SELECT id, address, template, state FROM letter")
    assert {state for *_, state in letters} == {"sent"}
    assert Counter((mail.body["to"][0]) for mail in resend.mails) == Counter(address for _, address, *_ in letters)
    assert len(letters) == sum(LETTERS_OF_UNDONE if number % 2 else LETTERS_OF_TAKEN_OFF for number in range(PAIRS))
    said = "SELECT count(*) FROM notice AS n JOIN chat_message AS c ON c.key = n.id WHERE c.chat = :x"
    for number in range(PAIRS):
        assert await world.reads(said, x=f"xenia-{number}") == [(NOTICES,)]
    [(posted,)] = await world.reads("SELECT sum(posted) FROM wallet")
    assert posted == PAIRS * (2 * GIFT - PRICE)
    print(f"{world.kills} killed, {world.finished} after their commit; {len(letters)} letters, {len(resend.requests)} requests")


LETTERS_OF_UNDONE = 2 + 2 + 2
LETTERS_OF_TAKEN_OFF = 2 + 1 + 2
NOTICES = 3
"""In the chat that showed the code: the question, that the other one has left, and the new address."""


async def test_an_sqlite_file_is_whole_after_every_kill(tmp_path: Path) -> None:
    async with killing(tmp_path) as (world, _):
        for number in range(2):
            await Pair(world, number).lives()
            found = await bot("ledger", "verify", cwd=tmp_path, app__data_dir=str(tmp_path))
            assert found.code == 0, found.out
            with contextlib.closing(sqlite3.connect(tmp_path / "inkmirage.db")) as file:
                assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


# --- many at once ------------------------------------------------------------------------------------------------------

CROWD = 20
TRIES = 1
"""Of codes, and each with as many pictures again as the credits last for."""


@dataclass
class Human:
    """Somebody with two chats, each at another process, who does everything at the same time."""

    programs: tuple[Program, Program]
    number: int
    keys: Iterator[int] = field(default_factory=count)
    merges: int = 0
    unkind: int = 0

    async def says(self, side: int, command: str, values: dict[str, Given], seen: int | None = None) -> Reply:
        who = f"{('left', 'right')[side]}-{self.number}"
        answer = await self.programs[side].dispatch(caller(who, f"{who}-{next(self.keys)}", seen), command, values)
        self.unkind += answer.status >= 500  # whose account was joined between being looked up and being used (READ COMMITTED)
        return answer.reply

    async def lives(self) -> None:
        for side in (0, 1):
            await self.says(side, "balance", {})
        chatting = asyncio.create_task(self.chats())
        try:
            for _ in range(TRIES):
                async with asyncio.TaskGroup() as group:
                    group.create_task(self.asks(0))
                    group.create_task(self.asks(1))
                    await self.joins_and_parts()
        finally:
            chatting.cancel()
            await asyncio.wait([chatting])

    async def chats(self) -> None:
        """Drafts of the one that moves, without a yes: nothing has to wait for them, and some are written while it moves."""
        while True:
            await self.says(1, "imagine", {"prompt": "an owl"})
            await asyncio.sleep(0.2)

    async def insists(self, side: int, command: str, values: dict[str, Given]) -> bool:
        """Until it is not refused any more because pictures are being made."""
        for _ in range(150):
            if (await self.says(side, command, values)).tone is not Tone.REFUSAL:
                return True
            await asyncio.sleep(0.15)
        return False

    async def asks(self, side: int) -> None:
        """A draft, and the yes to it: held credits are what a joining has to wait for."""
        offer = await self.says(side, "imagine", {"prompt": "a fox", "quality": "low"})
        for one in offer.buttons:
            if isinstance(one.action, Call) and one.action.command == "make":
                await self.says(side, "make", dict(one.action.values))

    async def joins_and_parts(self) -> None:
        code = CODE.search(spoken(await self.says(0, "link", {})))
        assert code is not None
        seen = await self.says(1, "link", {"code": code[0]})
        offer = str(button(seen, "link-join").values["offer"])
        assert await self.insists(1, "link-join", {"offer": offer})
        self.merges += await self.insists(0, "link-yes", {"offer": offer})
        await self.asks(1)
        assert await self.insists(1, "unlink-undo", {"merge": offer, "sure": True})


async def test_a_crowd_that_paints_joins_and_parts_at_two_processes_blocks_nobody_and_loses_nothing(
    tmp_path: Path, postgres_url: str
) -> None:
    async with (
        killing(tmp_path, 0.02, database__url=postgres_url, resend__api_key="") as (world, _),
        contextlib.AsyncExitStack() as stack,
    ):
        programs = [await stack.enter_async_context(working(world.settings)) for _ in range(2)]
        world.program = programs[0]
        humans = [Human((programs[0], programs[1]), number) for number in range(CROWD)]
        async with asyncio.timeout(80), asyncio.TaskGroup() as group:
            for human in humans:
                group.create_task(human.lives())
        await until_nothing_is_due(world)
        left = await programs[0].store.write(lambda uow: uow.merges.gather(utc_now()))
        assert await programs[0].store.write(lambda uow: uow.merges.gather(utc_now())) == 0
        shells = " UNION ALL ".join(
            f"SELECT count(*) AS n FROM {table.name} AS t JOIN account AS a ON a.id = t.account_id WHERE a.merged_into IS NOT NULL"
            for table in MOVED
        )
        assert {n for (n,) in await world.reads(shells)} == {0}
        assert await world.reads("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()") == [(0,)]
        [(captured, posted)] = await world.reads("SELECT (SELECT sum(captured) FROM hold), (SELECT sum(posted) FROM wallet)")
        assert posted == 2 * CROWD * GIFT - captured
        assert all(check.ok for check in await programs[0].store.read(lambda uow: verify(connection_of(uow), utc_now())))
        assert sum(human.merges for human in humans) == CROWD * TRIES
        print(f"{sum(human.merges for human in humans)} joined, {captured // PRICE} pictures, {left} gathered")
        assert not sum(human.unkind for human in humans)


@contextlib.asynccontextmanager
async def working(settings: dict[str, object]) -> AsyncIterator[Program]:
    program = await build(load(None, settings), usage_delay=0.05)
    try:
        runtime = Runtime(program, ("worker",))
        async with runtime.everything(None):
            try:
                yield program
            finally:
                runtime.stopping.set()
    finally:
        await program.close()


# --- two web processes, two that speak to Telegram ---------------------------------------------------------------------


@dataclass
class Street:
    """Addresses of the two web processes, what went through the mail, and Telegram."""

    scene: Scene
    doors: tuple[str, str]
    resend: LoopbackResend

    async def path_in_mail(self, to: str, after: int = 0) -> str:
        """Of the link in the next mail."""
        await until(lambda: len(self.mails(to)) > after)
        found = re.search(r"https?://[^/\s]+(/(?:sign-in|email)/[\w-]{43})", self.mails(to)[-1].body["text"])
        assert found is not None
        return found[1]

    def mails(self, to: str) -> list[Mail]:
        return [mail for mail in self.resend.mails if mail.body["to"] == [to]]


@contextlib.asynccontextmanager
async def street(folder: Path, url: str) -> AsyncIterator[Street]:
    async with balancer() as (address, ends), LoopbackResend() as resend, contextlib.AsyncExitStack() as stack:
        mail: dict[str, Any] = {"resend__api_key": resend.key, "resend__api_base": resend.url, "resend__sender": resend.sender}
        more: dict[str, Any] = {"database__url": url, "app__base_url": address, "web__secret_key": SECRET, **mail}
        scene = await stack.enter_async_context(open_scene(folder, WEBHOOK, **more))
        programs = [speaking(scene, 1), speaking(scene, 2), served(scene, ends), served(scene, ends)]
        await asyncio.gather(*(stack.enter_async_context(each) for each in programs))
        yield Street(scene, (ends[0], ends[1]), resend)


async def test_four_processes_are_one_site_and_one_bot(tmp_path: Path, postgres_url: str) -> None:
    async with street(tmp_path, postgres_url) as found:
        ann, ben = found.scene.telegram.user("Ann"), found.scene.telegram.user("Ben")
        one, other = found.doors
        async with Browser(one) as browser, Browser(one) as second:
            await comes_in_by_mail(found, ann, browser)
            await one_of_two_uses_a_link(found, ann, browser, second)
            await gets_the_same_cookie_from_both(browser, found)
            await browser.opens(f"{one}/account")
            assert (await browser.presses(f"{one}/sign-out")).status_code == 303
            assert (await browser.opens(f"{other}/account")).status_code == 303
            await is_mailed_so_often_and_no_more(found, browser)
        await join_on_telegram(found, ann, ben)
    assert (await bot("ledger", "verify", cwd=tmp_path, **variables(found.scene))).code == 0


ADDRESS = "ann@inkmirage.test"


async def comes_in_by_mail(found: Street, ann: Person, browser: Browser) -> None:
    """Asked for in the chat, opened at one process and pressed at the other; in at both."""
    one, other = found.doors
    await ann.says(f"/email {ADDRESS}")
    path = await found.path_in_mail(ADDRESS)
    await browser.opens(one + path)
    assert (await browser.presses(other + path)).status_code == 303
    for door in found.doors:
        assert (await browser.opens(f"{door}/account")).status_code == 200


async def one_of_two_uses_a_link(found: Street, ann: Person, browser: Browser, second: Browser) -> None:
    """At the same moment at two processes; who had been in by another cookie is in by the new one."""
    one, other = found.doors
    await ann.says("/account")
    label = words("button-open-website")
    card = await found.scene.told(ann, lambda message: label in message.labels)
    path = urlsplit(card.button(label)["url"]).path
    await browser.opens(one + path)
    await second.opens(other + path)
    answers = await asyncio.gather(browser.presses(one + path), second.presses(other + path))
    assert sorted(answer.status_code for answer in answers) == [303, 410]
    assert (await browser.opens(f"{other}/account")).status_code == 200
    assert (await second.opens(f"{one}/account")).status_code == (200 if answers[1].status_code == 303 else 303)


async def gets_the_same_cookie_from_both(browser: Browser, found: Street) -> None:
    """A day later, with two requests at once: both processes give the same new one, so it does not matter which of them is heard last."""
    await in_database(found, f"UPDATE web_session SET expires_at = expires_at - {DAY}, seen_at = seen_at - {DAY - 1}")
    before = browser.cookies[SESSION_COOKIE]
    answers = await asyncio.gather(*(browser.opens(f"{door}/account") for door in found.doors))
    assert [answer.status_code for answer in answers] == [200, 200]
    given = {re.search(rf"{SESSION_COOKIE}=([^;]+)", str(answer.headers.get_list("set-cookie"))) for answer in answers}
    assert len({each[1] for each in given if each}) == 1
    assert browser.cookies[SESSION_COOKIE] != before
    for door in found.doors:
        assert (await browser.opens(f"{door}/account")).status_code == 200


DAY = 24 * 3600 * 1_000_000
SESSION_COOKIE = SESSION.name


async def is_mailed_so_often_and_no_more(found: Street, browser: Browser) -> None:
    """The processes count together: one mail was asked for in the chat, so two more are sent."""
    before = len(found.mails(ADDRESS))
    for number in range(4):
        door = found.doors[number % 2]
        await browser.opens(f"{door}/sign-in")
        assert (await browser.presses(f"{door}/sign-in", email=ADDRESS)).status_code == 303
    await none_left(
        found.scene, lambda uow: connection_of(uow).execute(text("SELECT count(*) FROM letter WHERE state = 'due'")).scalar_one()
    )
    assert len(found.mails(ADDRESS)) - before == 2


async def join_on_telegram(found: Street, ann: Person, ben: Person) -> None:
    """Every message and press comes to another process; each of the two is told once."""
    scene = found.scene
    await ann.says("/link")
    shown = await scene.told(ann, lambda message: CODE.search(message.text) is not None)
    code = CODE.search(shown.text)
    assert code is not None
    await ben.says(f"/link {code[0]}")
    join, yes = words("button-link-join"), words("button-link-yes")
    await ben.press(await scene.told(ben, lambda message: join in message.labels), join)
    asked = await scene.told(ann, lambda message: yes in message.labels)
    await asyncio.gather(ann.press(asked, yes), ann.press(asked, yes))
    await scene.told(ben, lambda message: JOINED in message.text)
    await worked_on(scene)
    await none_left(scene, lambda uow: connection_of(uow).execute(text("SELECT count(*) FROM notice WHERE state = 'due'")).scalar_one())
    assert len([message for message in scene.said(ben) if JOINED in message.text]) == 1
    assert len(await in_database(found, "SELECT id FROM account WHERE merged_into IS NOT NULL")) == 1
    about = ("the new address", "the question", "what became of it")
    assert len(await in_database(found, "SELECT id FROM notice")) == len(about)


JOINED = "You can undo this until"


async def in_database(found: Street, sql: str) -> list[tuple[object, ...]]:
    """As an operator would; nobody's program is asked."""
    opened = engine.postgres(make_url(found.scene.database))
    try:
        async with opened.begin() as connection:
            result = await connection.execute(text(sql))
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        await opened.dispose()
