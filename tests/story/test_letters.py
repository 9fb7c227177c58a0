"""Mail while the mail service is away: kept for a day, tried less and less often, then given up aloud."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.ambient import Ambient
from core.letters import send_one
from core.ports import Letter, MailRefused, MailUnavailable
from core.storage.mail import DueLetter
from core.storage.unit_of_work import UnitOfWork
from core.workshop import Workshop
from db.unit_of_work import SqlUnitOfWork
from tests.adapters.mail.samples import ARGS
from tests.clock import FakeClock
from tests.story.house import House, open_house

DAY = timedelta(days=1)


class Post:
    """Port `Mailer`: away until it is not, and keeps the times at which it was asked."""

    def __init__(self, clock: FakeClock, failure: Exception | None) -> None:
        self.failure = failure
        self.asked: list[timedelta] = []
        self._clock = clock
        self._start = clock.now()

    async def send(self, letter: Letter, *, key: str) -> None:
        self.asked.append(self._clock.now() - self._start)
        if self.failure is not None:
            raise self.failure


class Outbox:
    """A letter that is due, and a worker that looks once a minute."""

    def __init__(self, house: House, clock: FakeClock, post: Post) -> None:
        self.house = house
        self.clock = clock
        self.post = post
        self.shop: Workshop = replace(house.program.workshop, mailer=post)

    async def look_for(self, time: timedelta) -> None:
        for _ in range(int(time / timedelta(minutes=1))):
            program = self.house.program
            with contextlib.suppress(RuntimeError):
                await send_one(self.shop, program.catalogue, program.links, program.paper)
            self.clock.advance(minutes=1)

    async def state(self) -> str:
        def work(uow: UnitOfWork) -> str:
            assert isinstance(uow, SqlUnitOfWork)
            return str(uow.connection.exec_driver_sql("SELECT state FROM letter").scalar_one())

        return await self.house.program.store.read(work)


@contextlib.asynccontextmanager
async def open_outbox(data: Path, failure: Exception | None) -> AsyncIterator[Outbox]:
    clock = FakeClock()
    async with open_house(data, ambient=Ambient(now=clock.now), working=False) as house:
        await house.say("ada", "/start")
        store = house.program.store
        account = await store.read(lambda uow: uow.accounts.of(house.caller("ada")))
        assert account is not None
        letter = DueLetter("letter", account.id, "ada@example.org", "receipt", ARGS["receipt"][0], "en")
        await store.write(lambda uow: uow.letters.add(letter, clock.now()))
        yield Outbox(house, clock, Post(clock, failure))


async def test_a_receipt_outlives_an_outage_of_hours(tmp_path: Path) -> None:
    async with open_outbox(tmp_path, MailUnavailable()) as outbox:
        await outbox.look_for(20 * DAY / 24)
        assert await outbox.state() == "due"
        outbox.post.failure = None
        await outbox.look_for(3 * DAY / 24)
        assert await outbox.state() == "sent"
        assert len(outbox.post.asked) < 20


@pytest.mark.parametrize("failure", [MailUnavailable(), RuntimeError("a bug, a crash")], ids=["unavailable", "bug"])
async def test_after_a_day_a_letter_is_given_up_aloud(tmp_path: Path, failure: Exception, caplog: pytest.LogCaptureFixture) -> None:
    async with open_outbox(tmp_path, failure) as outbox:
        await outbox.look_for(DAY * 1.2)
        assert await outbox.state() == "failed"
        assert DAY * 0.9 < outbox.post.asked[-1] < DAY * 1.1
        pauses = [later - earlier for earlier, later in zip(outbox.post.asked, outbox.post.asked[1:], strict=False)]
        assert pauses == sorted(pauses)
        assert (pauses[0], pauses[-1]) == (timedelta(minutes=2), timedelta(hours=2))
        said = [record.levelname for record in caplog.records if getattr(record, "letter", "") == "letter"]
        assert [level for level in said if level != "ERROR"] == ["WARNING"]
        assert said.count("ERROR") == (len(outbox.post.asked) if isinstance(failure, RuntimeError) else 0), "a bug is told each time"
        assert "ada@example.org" not in caplog.text


async def test_a_letter_that_will_never_be_taken_is_given_up_at_once(tmp_path: Path) -> None:
    async with open_outbox(tmp_path, MailRefused()) as outbox:
        await outbox.look_for(timedelta(minutes=3))
        assert (await outbox.state(), len(outbox.post.asked)) == ("failed", 1)
