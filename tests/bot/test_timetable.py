"""Each entry of the timetable does its work, at its time and not before; twice is as good as once."""

import asyncio
import contextlib
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from bot.timetable import timetable
from core import payments
from core.access import LINK_LIFE, SESSION_LIFE, LinkKind, OneTimeLink, Session, WebVisit
from core.ambient import Ambient
from core.caller import Address
from core.linking import CODE_LIFE, UNDO_LIFE, LinkOffer, Merge, OfferState, Side
from core.mail.sheet import MailPurpose
from core.ports import Letter
from core.reply import Form, Link, Reply
from core.storage import DueLetter, MailNews, Notice, PaymentOrder, ProviderEvent, UnitOfWork, Update
from core.uploads import accept_upload
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.clock import MovedClock
from tests.story.house import House, open_house

FOX = "a fox in the rain"

Entry = Callable[[], Awaitable[None]]


class Days:
    """A house whose clock can be moved, and the entries of its timetable by name."""

    def __init__(self, house: House, clock: MovedClock) -> None:
        self.house = house
        self.clock = clock
        self.entries: dict[str, Entry] = {job.id: job.func for job in timetable(house.program).get_jobs()}

    async def twice(self, entry: str) -> None:
        await self.entries[entry]()
        await self.entries[entry]()

    async def count(self, table: str) -> int:
        def work(uow: UnitOfWork) -> int:
            assert isinstance(uow, SqlUnitOfWork)
            found: int = uow.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
            return found

        return await self.house.program.store.read(work)

    async def breaches(self) -> list[str]:
        def work(uow: UnitOfWork) -> list[str]:
            assert isinstance(uow, SqlUnitOfWork)
            return [str(check) for check in verify(uow.connection, self.clock.now()) if not check.ok]

        return await self.house.program.store.read(work)


@contextlib.asynccontextmanager
async def open_days(data: Path, *, working: bool = False) -> AsyncIterator[Days]:
    clock = MovedClock()
    async with open_house(data, ambient=Ambient(now=clock.now), working=working) as house:
        yield Days(house, clock)


async def test_drafts_are_dropped_after_a_day_and_jobs_are_not(tmp_path: Path) -> None:
    async with open_days(tmp_path) as days:
        house = days.house
        offer = await house.say("ada", f"/imagine {FOX}")
        await house.press("ada", await house.say("ada", "/imagine a cat"), "make")
        with days.clock.moved(hours=23):
            await days.twice("drop drafts")
            assert (await house.press("ada", offer, "edit")).form
        with days.clock.moved(hours=25):
            await days.twice("drop drafts")
            assert "no longer here" in house.words(await house.press("ada", offer, "make"))
            assert "a cat" in house.words(await house.say("ada", "/history"))
        assert await days.count("job") == 1


async def test_answers_are_forgotten_after_two_days(tmp_path: Path) -> None:
    async with open_days(tmp_path) as days:
        house = days.house
        first = await house.say("ada", f"/imagine {FOX}", key="one")
        with days.clock.moved(hours=47):
            await days.twice("forget answers")
            assert (await house.say("ada", f"/imagine {FOX}", key="one")).job == first.job
        with days.clock.moved(hours=49):
            await days.twice("forget answers")
            assert (await house.say("ada", f"/imagine {FOX}", key="one")).job != first.job


async def test_updates_and_questions_are_forgotten_after_two_days(tmp_path: Path) -> None:
    """What was worked on; what still waits stays, however old it is."""

    def hear(uow: UnitOfWork) -> None:
        now = days.clock.now()
        for number in (1, 2):
            uow.updates.add(Update("telegram", number, str(number), {}), now=now, due_at=now)
        uow.updates.done("telegram", [1])
        account = uow.accounts.of(days.house.caller("ada"))
        assert account is not None
        uow.questions.ask("telegram", "1", "1", Form("imagine", {}), account.id, now)

    async with open_days(tmp_path) as days:
        await days.house.say("ada", "/start")
        await days.house.program.store.write(hear)
        for hours, updates, questions in ((47, 2, 1), (49, 1, 0)):
            with days.clock.moved(hours=hours):
                await days.twice("forget updates")
                await days.twice("forget questions")
                assert (await days.count("platform_update"), await days.count("question")) == (updates, questions)


async def test_lots_expire_with_one_line_in_the_books(tmp_path: Path) -> None:
    async with open_days(tmp_path) as days:
        house = days.house
        await house.say("ada", "/start")
        with days.clock.moved(days=364):
            await days.twice("expire lots")
            assert (await house.balance("ada")).available == 40
        with days.clock.moved(days=366):
            await days.twice("expire lots")
            assert (await house.balance("ada")).posted == 0
            assert house.words(await house.say("ada", "/balance")).count("Expired: welcome gift") == 1
            assert await days.breaches() == []


async def test_letters_are_forgotten_in_the_outbox_and_in_the_mailbox(tmp_path: Path) -> None:
    async with open_days(tmp_path) as days:
        program = days.house.program
        await days.house.say("ada", "/start")
        account = await program.store.read(lambda uow: uow.accounts.of(days.house.caller("ada")))
        assert account is not None
        letter = DueLetter("letter", account.id, "ada@example.org", "receipt", {}, "en")
        await program.store.write(lambda uow: uow.letters.add(letter, days.clock.now()))
        await program.mailbox.send(Letter("ada@example.org", "Hello", "How are you?", "", "en", MailPurpose.RECEIPT), key="letter")
        for entry in ("forget letters", "empty mailbox"):
            with days.clock.moved(days=6):
                await days.twice(entry)
        assert (await days.count("letter"), len(list((tmp_path / "mail").iterdir()))) == (1, 1)
        for entry in ("forget letters", "empty mailbox"):
            with days.clock.moved(days=8):
                await days.twice(entry)
        assert (await days.count("letter"), len(list((tmp_path / "mail").iterdir()))) == (0, 0)


def _meeting(uow: UnitOfWork, account: str, now: datetime) -> None:
    """One row of everything that is only kept for a while."""
    link = OneTimeLink("link", LinkKind.CHAT, "hash", "en", now, now + LINK_LIFE, account)
    uow.links.add(link)
    uow.sessions.add(Session("session", account, "hash", now, now, now + SESSION_LIFE, "Firefox 143", "127.0.0.0/24", "en"))
    uow.visits.add("visit", WebVisit("127.0.0.0/24", "Firefox 143", "en", now), account)
    uow.attempts.tally("mail-address", "hash", now, since=now)
    uow.attempts.day_key(now.date().isoformat(), "key")
    uow.offers.add(LinkOffer("offer", "hash", OfferState.SHOWN, Side(account, "playground", "Ada", "en"), now, now + CODE_LIFE))
    uow.notices.add(Notice("notice", account, Address("playground", "", uid="ada"), Reply(), "en"), now)
    uow.accounts.mark_welcomed("hash", now + timedelta(days=365))
    uow.mail_log.add(MailNews("hash", "letter", "delivered", now))


@pytest.mark.parametrize(
    ("entry", "table", "kept"),
    [
        ("forget links", "one_time_link", LINK_LIFE + timedelta(days=1)),
        ("forget sessions", "web_session", SESSION_LIFE),
        ("forget visits", "web_visit", timedelta(days=90)),
        ("forget attempts", "attempt", timedelta(days=7)),
        ("forget offers", "link_offer", timedelta(hours=23) + CODE_LIFE),
        ("forget notices", "notice", timedelta(days=7)),
        ("forget marks", "welcome_mark", timedelta(days=365)),
        ("forget mail news", "mail_news", timedelta(days=30)),
    ],
)
async def test_what_is_kept_for_a_while_goes_in_time(tmp_path: Path, entry: str, table: str, kept: timedelta) -> None:
    async with open_days(tmp_path) as days:
        await days.house.say("ada", "/start")
        account = await days.house.program.store.read(lambda uow: uow.accounts.of(days.house.caller("ada")))
        assert account is not None
        id = account.id
        await days.house.program.store.write(lambda uow: _meeting(uow, id, days.clock.now()))
        with days.clock.moved(seconds=kept.total_seconds() - 60):
            await days.twice(entry)
            assert await days.count(table) == 1
        with days.clock.moved(seconds=kept.total_seconds() + 60):
            await days.twice(entry)
            assert await days.count(table) == 0


async def test_the_key_of_a_day_is_destroyed_after_a_week(tmp_path: Path) -> None:
    async with open_days(tmp_path) as days:
        today = days.clock.now().date().isoformat()
        await days.house.program.store.write(lambda uow: uow.attempts.day_key(today, "key"))
        for days_later, left in ((7, 1), (8, 0)):
            with days.clock.moved(days=days_later):
                await days.twice("forget attempts")
                assert await days.count("day_key") == left


async def test_merges_are_sealed_after_three_days_and_stragglers_follow(tmp_path: Path) -> None:
    async with open_days(tmp_path) as days:
        house, store = days.house, days.house.program.store
        for who in ("ada", "bob"):
            await house.say(who, "/start")
        found = await store.read(lambda uow: [uow.accounts.of(house.caller(who)) for who in ("ada", "bob")])
        ada, bob = [account.id for account in found if account]
        now = days.clock.now()
        await store.write(lambda uow: uow.merges.merge(Merge("merge", ada, bob, now, now + UNDO_LIFE, 0), now))
        await store.write(lambda uow: uow.visits.add("late", WebVisit("127.0.0.0/24", "Firefox 143", "en", now), bob))
        await days.twice("gather stragglers")
        assert len(await store.read(lambda uow: uow.visits.of(ada, limit=9))) == 1
        for hours, sealed in ((71, 0), (73, 1)):
            with days.clock.moved(hours=hours):
                await days.twice("seal merges")
                assert await days.count("account_merge WHERE sealed = 1") == sealed
        assert await days.breaches() == []


async def test_what_is_done_in_parts_is_done_whole(tmp_path: Path) -> None:
    async with open_days(tmp_path) as days:
        program = days.house.program
        await days.house.say("ada", "/start")
        account = await program.store.read(lambda uow: uow.accounts.of(days.house.caller("ada")))
        assert account is not None
        id = account.id

        def write_many(uow: UnitOfWork) -> None:
            for number in range(1101):
                uow.letters.add(DueLetter(f"letter-{number}", id, "ada@example.org", "receipt", {}, "en"), days.clock.now())

        await program.store.write(write_many)
        with days.clock.moved(days=8):
            assert await program.store.write(lambda uow: uow.letters.forget(days.clock.now(), limit=100)) == 100
            await days.entries["forget letters"]()
        assert await days.count("letter") == 0


async def test_references_are_removed_after_thirty_days(tmp_path: Path) -> None:
    async with open_days(tmp_path) as days:
        program, file = days.house.program, io.BytesIO()
        Image.new("RGB", (8, 8), "teal").save(file, "PNG")
        await accept_upload(program.workshop, program.settings.tariff(), days.house.caller("ada"), io.BytesIO(file.getvalue()))
        with days.clock.moved(days=29):
            await days.twice("remove references")
        assert len(list((tmp_path / "objects").iterdir())) == 1
        with days.clock.moved(days=31):
            await days.twice("remove references")
        assert list((tmp_path / "objects").iterdir()) == []
        assert await days.count("reference") == 0


async def test_a_payment_that_was_left_lying_is_credited_once(tmp_path: Path) -> None:
    async with open_days(tmp_path) as days:
        house = days.house
        id = till_of(await house.say("ada", "/topup starter")).rpartition("/")[2]
        order = await house.program.store.read(lambda uow: uow.payments.order(id))
        assert order is not None
        await payments.receive(house.program.store, house.program.ambient, paid(order))
        assert (await house.balance("ada")).available == 40
        await days.twice("settle payments")
        assert (await house.balance("ada")).available == 140
        assert await days.breaches() == []


async def test_orders_end_after_a_day(tmp_path: Path) -> None:
    async with open_days(tmp_path) as days:
        store = days.house.program.store
        id = till_of(await days.house.say("ada", "/topup starter")).rpartition("/")[2]
        for hours, state in ((23, "open"), (25, "expired")):
            with days.clock.moved(hours=hours):
                await days.twice("expire orders")
            order = await store.read(lambda uow: uow.payments.order(id))
            assert order is not None
            assert order.state == state


def till_of(reply: Reply) -> str:
    [url] = [b.action.url for b in reply.buttons if isinstance(b.action, Link)]
    return url


def paid(order: PaymentOrder) -> ProviderEvent:
    return ProviderEvent("event", "sandbox", "ref", "paid", order.id, order.id, order.pack.price, order.pack.currency)


async def test_everything_twice_changes_nothing_for_people(tmp_path: Path) -> None:
    async with open_days(tmp_path, working=True) as days:
        done = await days.house.make("ada", FOX)
        for entry in days.entries:
            await days.twice(entry)
        assert (await days.house.balance("ada")).available == 28
        assert (await days.house.press("ada", done, "original")).documents
        assert await days.breaches() == []


async def test_an_entry_that_fails_is_in_the_log_and_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with open_days(tmp_path) as days:
        await days.house.program.store.close()
        await days.entries["drop drafts"]()
        assert [getattr(record, "entry", None) for record in caplog.records if record.msg == "timetable entry failed"] == ["drop drafts"]
        await days.entries["empty mailbox"]()
        assert len([record for record in caplog.records if record.msg == "timetable entry failed"]) == 1


async def test_the_first_round_is_at_the_start(tmp_path: Path) -> None:
    """A program that is started every morning and stopped every evening keeps its promises too."""
    async with open_days(tmp_path) as days:
        with days.clock.moved(hours=-25):
            await days.house.say("ada", f"/imagine {FOX}")
        assert await days.count("job") == 1
        clock = timetable(days.house.program)
        clock.start()
        try:
            async with asyncio.timeout(10):
                while await days.count("job"):  # noqa: ASYNC110  # seen from outside
                    await asyncio.sleep(0.02)
        finally:
            clock.shutdown(wait=False)


async def test_every_entry_is_tested_here(tmp_path: Path) -> None:
    """Whoever adds one adds a test."""
    source = Path(__file__).read_text("utf-8")
    async with open_days(tmp_path) as days:
        assert [entry for entry in days.entries if f'"{entry}"' not in source] == []
