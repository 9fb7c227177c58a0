"""What breaks us is tried a few times, then given up with a word to its owner; meanwhile it never stands in anybody's way."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import Connection, text

from adapters.telegram.inbox import MOST_LOST as MOST_LOST_UPDATES
from adapters.telegram.inbox import Inbox
from bot.program import Program
from bot.runtime import Runtime
from core import deliver, payments
from core.ambient import Ambient, Step
from core.caller import Address
from core.generate import generate_one
from core.jobs import MOST_LOST
from core.letters import send_one as mail_one
from core.notices import send_one as tell_one
from core.ports import ImageMaker, ImageOrder, Posted, Preview, Spooled, Usage
from core.pricing import Pack
from core.reply import Reply
from core.storage.errors import DatabaseAway, DatabaseTrouble, OutcomeUnknown, StorageFull
from core.storage.mail import DueLetter
from core.storage.payments import PaymentOrder, ProviderEvent
from core.storage.platforms import Notice, Update
from core.storage.store import Store
from core.storage.unit_of_work import UnitOfWork
from core.text import text as words
from db.troubles import MANY, failing, quarantined
from db.unit_of_work import SqlUnitOfWork
from tests.clock import MovableClock
from tests.story.house import House, Surface, open_house, until


class Bug(Exception):
    """Something nobody thought of."""


class Poisoned:
    """Port `ImageMaker`: a prompt with poison in it breaks whoever asks."""

    def __init__(self, maker: ImageMaker) -> None:
        self.tries = 0
        self._maker = maker

    async def make(self, order: ImageOrder, preview: Preview) -> Spooled:
        if "poison" in order.prompt:
            self.tries += 1
            raise Bug
        return await self._maker.make(order, preview)

    async def usage(self) -> Usage | None:
        return await self._maker.usage()

    def resting(self) -> timedelta | None:
        return self._maker.resting()

    def closed(self) -> timedelta | None:
        return self._maker.closed()


class Cursed:
    """Port `ObjectStore` of which even a look breaks whoever looks; everything else it does."""

    def __init__(self, objects: object) -> None:
        self._objects = objects

    def __getattr__(self, name: str) -> object:
        return getattr(self._objects, name)

    async def head(self, key: str) -> object:
        raise Bug


def poison(program: Program) -> Poisoned:
    maker = Poisoned(program.workshop.maker)
    program.workshop = replace(program.workshop, maker=maker, objects=cast(Any, Cursed(program.workshop.objects)))
    return maker


async def test_a_picture_that_breaks_its_workers_is_quarantined_refunded_and_told(tmp_path: Path) -> None:
    clock = MovableClock()
    async with open_house(tmp_path, ambient=Ambient(now=clock.now), working=False) as house:
        poison(house.program)
        shop = house.program.workshop
        started = await house.run("ada", "imagine", {"prompt": "poison"}, seen=12)
        for life in range(MOST_LOST + 1):
            assert (await house.balance("ada")).held == 12, life
            assert await generate_one(shop, f"worker-{life}")
            clock.advance(minutes=1)
        assert (await house.balance("ada")).held == 0
        assert (await house.balance("ada")).available == 40
        assert await deliver.deliver_one(shop)
        assert started.job is not None
        told = house.surface.posts[started.job]
        assert [line.key for line in told.lines] == ["failed-quarantined", "credits-back", "job-code"]
        [seen] = await house.program.store.read(lambda uow: list(quarantined(connection_of(uow))))
        assert f"#{seen.id}" in house.words(told)
        assert seen.attempts == MOST_LOST


async def test_poison_does_not_hold_up_the_line(tmp_path: Path) -> None:
    overrides: dict[str, object] = {"mayi.concurrency": 1, "jobs.lease": 0.6}
    async with open_house(tmp_path, overrides=overrides, working=False) as house:
        maker = poison(house.program)
        await house.run("ada", "imagine", {"prompt": "poison"}, seen=12)
        fox = await house.run("eve", "imagine", {"prompt": "a fox"}, seen=12)
        async with at_work(house):
            assert fox.job is not None
            assert (await house.posted(fox.job)).pictures
            await until(lambda: any(line.key == "failed-quarantined" for reply in house.surface.posts.values() for line in reply.lines))
        assert maker.tries == 1, "asked for once: whether it was billed nobody knows"


@pytest.mark.parametrize("stuck", [1, 4])
async def test_a_picture_that_cannot_even_be_given_up_takes_nobodys_place(tmp_path: Path, stuck: int) -> None:
    clock = MovableClock()
    async with open_house(tmp_path, ambient=Ambient(now=clock.now), working=False, overrides={"mayi.concurrency": stuck}) as house:
        store, shop = house.program.store, house.program.workshop
        for number in range(stuck):
            await house.run(f"ada-{number}", "imagine", {"prompt": "a fox"}, seen=12)
            lease = clock.now() + timedelta(seconds=1)
            await store.write(
                lambda uow, n=number, until=lease: uow.jobs.claim(  # type: ignore[misc]
                    f"dead-{n}", clock.now(), lease_until=until, at_once=stuck, per_person=4
                )
            )
        await ran(house, f"UPDATE picture SET lost = {MOST_LOST + 1}, lease_until = 1")
        await ran(house, "UPDATE job SET address = '{}'")  # nobody can even read it
        heron = await house.run("eve", "imagine", {"prompt": "a heron"}, seen=12)
        for life in range(stuck + 1):
            await generate_one(shop, f"worker-{life}")
        job = await store.read(lambda uow: uow.jobs.get(heron.job or ""))
        assert job is not None
        assert job.settled
        assert len(await store.read(lambda uow: list(quarantined(connection_of(uow))))) == stuck


class Broken(Surface):
    """A chat surface that breaks over some words."""

    async def deliver(self, address: Address, reply: Reply, *, key: str, locale: str) -> Sequence[Posted]:
        if address.chat == "cursed":
            raise Bug
        return await super().deliver(address, reply, key=key, locale=locale)


async def test_a_message_that_breaks_us_lets_the_others_pass_and_waits_in_the_history(tmp_path: Path) -> None:
    clock = MovableClock()
    async with open_house(tmp_path, ambient=Ambient(now=clock.now), working=False) as house:
        surface = Broken()
        program = house.program
        program.workshop = replace(program.workshop, messengers={"test": surface})
        jobs = [(await house.run(who, "imagine", {"prompt": "a fox"}, seen=12)).job or "" for who in ("cursed", "eve")]
        for worker in ("one", "two"):
            await generate_one(program.workshop, worker)
        await ran(house, f"UPDATE job SET delivery_due_at = 1 WHERE id = '{jobs[0]}'")  # in front of all
        assert [await deliver.deliver_one(program.workshop) for _ in range(3)] == [True, True, False]
        assert set(surface.posts) == {jobs[1]}
        for _ in range(deliver.MOST_FAILURES):
            clock.advance(minutes=11)
            await deliver.deliver_one(program.workshop)
        assert await program.store.read(lambda uow: uow.jobs.undelivered()) == 0
        assert (await house.say("cursed", "/balance")).lines[-1].key == "kept-for-you"


async def test_a_notice_that_cannot_be_read_does_not_hold_up_those_behind_it(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        ids = await told(house, "ada", "ida")
        await ran(house, f"UPDATE notice SET reply = '{{\"lines\": [1]}}' WHERE id = '{ids[0]}'")
        assert await tell_one(house.program.workshop)
        assert set(house.surface.posts) == {ids[1]}
        assert not await tell_one(house.program.workshop), "it waits before it is tried again"


async def test_a_letter_that_cannot_be_written_backs_off_and_the_next_goes(tmp_path: Path) -> None:
    clock = MovableClock()
    async with open_house(tmp_path, ambient=Ambient(now=clock.now), working=False) as house:
        program = house.program
        letters = [DueLetter(f"letter-{n}", None, f"{n}@example.org", "no-such-template", {}, "en") for n in range(2)]
        for letter in letters:
            await program.store.write(lambda uow, one=letter: uow.letters.add(one, clock.now()))  # type: ignore[misc]
        sent = [await mail_one(program.workshop, program.catalogue, program.links, program.paper) for _ in range(3)]
        assert sent == [True, True, False]
        for _ in range(MANY):
            clock.advance(hours=3)
            await mail_one(program.workshop, program.catalogue, program.links, program.paper)
            await mail_one(program.workshop, program.catalogue, program.links, program.paper)
        shown = await program.store.read(lambda uow: list(failing(connection_of(uow))))
        assert {trouble.id for trouble in shown} == {"letter-0", "letter-1"}


async def test_a_payment_event_that_breaks_us_is_tried_less_and_less_often_then_parked(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    seconds = [0.0]
    async with open_house(tmp_path, ambient=Ambient(elapsed=lambda: seconds[0]), working=False) as house:
        program = house.program
        event = ProviderEvent("event", "sandbox", "ref", "nonsense", "order", "charge", 1, "USD")
        await payments.receive(program.store, program.ambient, event)
        with caplog.at_level(logging.ERROR):
            for _ in range(20):
                await payments.settle_due(program.workshop)
            assert len(failures(caplog)) == 1, "not each time that somebody looks"
            for _ in range(payments.MOST_FAILURES):
                seconds[0] += 601
                await payments.settle_due(program.workshop)
        assert len(failures(caplog)) == payments.MOST_FAILURES
        assert await program.store.read(lambda uow: uow.payments.pending(9)) == []


class Troubled:
    """Port `Store` whose database is in trouble at each write for a while."""

    def __init__(self, store: Store, trouble: DatabaseTrouble, times: int) -> None:
        self._store, self._trouble, self._times = store, trouble, times
        self.read = store.read

    async def write(self, work: Callable[[UnitOfWork], Any]) -> Any:
        if self._times:
            self._times -= 1
            raise self._trouble
        return await self._store.write(work)


@pytest.mark.parametrize("trouble", [DatabaseAway(), OutcomeUnknown(), StorageFull()], ids=lambda trouble: type(trouble).__name__)
async def test_no_trouble_of_the_database_is_held_against_a_payment(tmp_path: Path, trouble: DatabaseTrouble) -> None:
    seconds = [0.0]
    async with open_house(tmp_path, ambient=Ambient(elapsed=lambda: seconds[0]), working=False) as house:
        program, now = house.program, house.program.ambient.now()
        await house.say("ada", "/balance")
        account = await program.store.read(lambda uow: uow.accounts.of(house.caller("ada")))
        assert account is not None
        pack, address = Pack("small", 20, 500, "USD"), Address("test", "ada", private=True)
        order = PaymentOrder("order", account.id, "test", pack, "open", address, "en", now, now + timedelta(days=1))
        await program.store.write(lambda uow: uow.payments.add_order(order))
        event = ProviderEvent("event", "sandbox", "ref", "paid", order.id, "charge", 500, "USD")
        await payments.receive(program.store, program.ambient, event)
        before = (await house.balance("ada")).posted
        shop = replace(program.workshop, store=cast(Store, Troubled(program.store, trouble, 2 * payments.MOST_FAILURES)))
        for _ in range(2 * payments.MOST_FAILURES):
            seconds[0] += 601
            with pytest.raises(type(trouble)):
                await payments.settle_due(shop)
        await payments.settle_due(shop)
        assert (await house.balance("ada")).posted == before + 20


REFUSED = "a fox [[sb:moderation]]"


class Unsure:
    """Port `Store`: of the next write after `now` was called nobody hears whether it `happened`."""

    def __init__(self, store: Store, *, happened: bool) -> None:
        self._store, self._happened, self._is_next = store, happened, False
        self.read = store.read

    def now(self) -> None:
        self._is_next = True

    async def write(self, work: Callable[[UnitOfWork], Any]) -> Any:
        if not self._is_next:
            return await self._store.write(work)
        self._is_next = False
        if self._happened:
            await self._store.write(work)
        raise OutcomeUnknown


@pytest.mark.parametrize("happened", [True, False])
@pytest.mark.parametrize(("step", "prompt", "price"), [(Step.STORED, "a fox", 12), (Step.POSTED, "a fox", 12), (Step.ASKING, REFUSED, 0)])
async def test_what_nobody_knows_to_be_committed_is_done_again_and_once(
    tmp_path: Path, step: Step, prompt: str, price: int, happened: bool
) -> None:
    """Otherwise a picture would wait for the end of a lease, a refused one be asked for again, and a message be posted again."""
    async with open_house(tmp_path, working=False) as house:
        store = Unsure(house.program.store, happened=happened)
        ambient = replace(house.program.ambient, reached=lambda reached: store.now() if reached is step else None)
        shop = replace(house.program.workshop, store=cast(Store, store), ambient=ambient)
        offer = await house.say("ada", f"/imagine {prompt}")
        started = await house.press("ada", offer, "make")
        assert started.job is not None
        assert await generate_one(shop, "worker")
        assert not await generate_one(shop, "another"), "nobody waits for a lease"
        assert await deliver.deliver_one(shop)
        assert await house.program.store.read(lambda uow: uow.jobs.undelivered()) == 0
        assert house.surface.times == {started.job: 1}
        assert len(house.sandbox.journal) == 1
        assert (await house.balance("ada")).posted == 40 - price
        assert (await house.balance("ada")).held == 0


async def test_an_update_that_breaks_its_work_again_and_again_frees_its_chat(tmp_path: Path) -> None:
    clock, done = MovableClock(), list[int]()
    async with open_house(tmp_path, ambient=Ambient(now=clock.now), working=False) as house:
        inbox = Inbox(house.program.store, house.program.ambient)
        bodies = [{"update_id": n, "message": {"chat": {"id": 7, "type": "private"}, "text": "hello"}} for n in (1, 2)]
        await inbox.put(bodies)

        async def work(updates: Sequence[Update]) -> None:
            if updates[0].number == 1:
                tries.append(1)
                raise Bug
            done.append(updates[0].number)

        tries: list[int] = []
        running = asyncio.create_task(inbox.run(work))
        for _ in range(MOST_LOST_UPDATES):
            before = len(tries)
            await until(lambda before=before: len(tries) > before)  # type: ignore[misc]
            clock.advance(seconds=11)
        await until(lambda: done == [2])
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert len(tries) == MOST_LOST_UPDATES


async def told(house: House, *people: str) -> list[str]:
    """A notice for each of them; the ids, in the order of their turn."""
    ids = []
    for who in people:
        await house.say(who, "/start")
        ids.append(f"notice-{who}")

        def work(uow: UnitOfWork, who: str = who) -> None:
            account = uow.accounts.of(house.caller(who))
            assert account is not None
            reply = Reply(lines=(words("cancelled"),))
            uow.notices.add(
                Notice(f"notice-{who}", account.id, Address("test", who, private=True, uid=who), reply, "en"), house.program.ambient.now()
            )

        await house.program.store.write(work)
    return ids


def failures(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.message for record in caplog.records if record.message == "payment event failed"]


async def ran(house: House, statement: str) -> None:
    """Something that no part of the program would do."""
    await house.program.store.write(lambda uow: connection_of(uow).execute(text(statement)))


def connection_of(uow: UnitOfWork) -> Connection:
    assert isinstance(uow, SqlUnitOfWork)
    return uow.connection


@asynccontextmanager
async def at_work(house: House) -> AsyncIterator[None]:
    """Workers and deliveries of a house that was opened asleep."""
    runtime = Runtime(house.program, ("worker",))
    async with runtime.everything(None):
        yield
        runtime.stopping.set()
