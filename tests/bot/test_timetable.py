"""Each entry of the timetable does its work, at its time and not before; twice is as good as once."""

import asyncio
import contextlib
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import insert
from sqlmodel import SQLModel

from bot.program import rights_kit
from bot.timetable import desk, timetable
from core import payments
from core.access import LINK_LIFE, SESSION_LIFE, LinkKind, OneTimeLink, Session, WebVisit
from core.ambient import Ambient, utc_now
from core.caller import Address
from core.legal.releases import NoticeKind, NoticeState, PolicyNotice
from core.linking import CODE_LIFE, UNDO_LIFE, LinkOffer, Merge, OfferState, Side
from core.mail.sheet import MailPurpose
from core.ports import Letter, MailUnavailable
from core.reply import Form, Link, Reply
from core.rights import copies, copying, erasing, holding
from core.rights.carrying_out import carry_out_one
from core.rights.holds import HeldKind, HoldReason
from core.rights.inactivity import months_after
from core.rights.monitor import watch_deadlines
from core.rights.promise import Promise
from core.rights.requests import Actor, Request, RequestKind, RequestState, answer_by
from core.rights.tombstones import FOLDER
from core.storage.mail import DueLetter, MailNews
from core.storage.payments import PaymentOrder, ProviderEvent
from core.storage.platforms import Notice, Update
from core.storage.unit_of_work import UnitOfWork
from core.uploads import accept_upload
from db.retention import ELSEWHERE
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
            await days.twice("keep to periods")
            assert (await house.say("ada", f"/imagine {FOX}", key="one")).job == first.job
        with days.clock.moved(hours=49):
            await days.twice("keep to periods")
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
                await days.twice("keep to periods")
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
            assert house.words(await house.say("ada", "/balance")).count("Expired: gift") == 1
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
        for entry in ("keep to periods", "empty mailbox"):
            with days.clock.moved(days=6):
                await days.twice(entry)
        assert (await days.count("letter"), len(list((tmp_path / "mail").iterdir()))) == (1, 1)
        for entry in ("keep to periods", "empty mailbox"):
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


@pytest.mark.proves("PRV-50", "T-DM-5")
@pytest.mark.parametrize(
    ("table", "kept"),
    [
        ("one_time_link", LINK_LIFE + timedelta(days=1)),
        ("web_session", SESSION_LIFE),
        ("web_visit", timedelta(days=90)),
        ("attempt", timedelta(days=7)),
        ("link_offer", timedelta(days=1)),
        ("notice", timedelta(days=7)),
        ("welcome_mark", timedelta(days=365)),
        ("mail_news", timedelta(days=30)),
    ],
)
async def test_what_is_kept_for_a_while_goes_in_time(tmp_path: Path, table: str, kept: timedelta) -> None:
    async with open_days(tmp_path) as days:
        await days.house.say("ada", "/start")
        account = await days.house.program.store.read(lambda uow: uow.accounts.of(days.house.caller("ada")))
        assert account is not None
        id = account.id
        await days.house.program.store.write(lambda uow: _meeting(uow, id, days.clock.now()))
        with days.clock.moved(seconds=kept.total_seconds() - 60):
            await days.twice("keep to periods")
            assert await days.count(table) == 1
        with days.clock.moved(seconds=kept.total_seconds() + 60):
            await days.twice("keep to periods")
            assert await days.count(table) == 0


async def test_what_the_periods_leave_to_other_entries_has_them(tmp_path: Path) -> None:
    async with open_days(tmp_path) as days:
        assert {"keep to periods", *(one.entry for one in ELSEWHERE.values())} <= days.entries.keys()


@pytest.mark.proves("PRV-11")
async def test_the_key_of_a_day_is_destroyed_after_a_week(tmp_path: Path) -> None:
    async with open_days(tmp_path) as days:
        today = days.clock.now().date().isoformat()
        await days.house.program.store.write(lambda uow: uow.attempts.day_key(today, "key"))
        for days_later, left in ((7, 1), (8, 0)):
            with days.clock.moved(days=days_later):
                await days.twice("keep to periods")
                assert await days.count("day_key") == left


@pytest.mark.proves("PRV-84")
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
            assert await program.store.write(lambda uow: uow.retention.sweep("letter", days.clock.now(), 100)) == 100
            await days.entries["keep to periods"]()
        assert await days.count("letter") == 0


@pytest.mark.proves("PRV-50", "PRV-94")
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


async def test_a_debt_is_forgiven_after_half_a_year(tmp_path: Path) -> None:
    async with open_days(tmp_path, working=True) as days:
        program, id = days.house.program, till_of(await days.house.say("ada", "/topup starter")).rpartition("/")[2]
        order = await program.store.read(lambda uow: uow.payments.order(id))
        assert order is not None
        await payments.receive(program.store, program.ambient, paid(order))
        await payments.settle_due(program.workshop)
        lost = replace(paid(order), id="lost", event_ref="lost", kind="dispute-lost", gross=order.pack.price, item_ref="d")
        await days.house.make("ada", "a fox", quality="high")
        await days.house.make("ada", "a fox", quality="high")
        await payments.receive(program.store, program.ambient, lost)
        await payments.settle_due(program.workshop)
        for past, locked in ((179, "debt"), (181, None)):
            with days.clock.moved(days=past):
                await days.twice("forgive debts")
            assert (await days.house.balance("ada")).locked_reason == locked


def till_of(reply: Reply) -> str:
    [url] = [b.action.url for b in reply.buttons if isinstance(b.action, Link)]
    return url


def paid(order: PaymentOrder) -> ProviderEvent:
    return ProviderEvent("event", "sandbox", "ref", "paid", order.id, order.id, order.pack.price, order.pack.currency)


@pytest.mark.proves("PRV-49")
async def test_an_account_ends_after_two_years_and_two_notices(tmp_path: Path) -> None:
    """Told at 23 months and two weeks ahead; locked at 24; whoever presses or types anything before that is left in peace."""

    async with open_days(tmp_path) as days:
        house, store = days.house, days.house.program.store
        await house.say("ada", "/start")
        await house.say("bob", "/start")
        account = await store.read(lambda uow: uow.accounts.of(house.caller("ada")))
        assert account is not None
        id, begun = account.id, account.created_at

        async def look(at: datetime, *others: str) -> tuple[int, str]:
            with days.clock.moved(seconds=(at - utc_now()).total_seconds()):
                await days.twice("expire lots")
                for other in others:
                    assert "stays" in house.words(await house.run(other, "keep", {}))
                await days.twice("end of absence")
            told = await days.count(f"notice WHERE account_id = '{id}'")
            return told, (await store.read(lambda uow: uow.accounts.get(id))).standing

        end, minute = months_after(begun + timedelta(days=1), 24), timedelta(minutes=1)
        assert await look(months_after(begun + timedelta(days=1), 23) - minute) == (0, "active")
        assert await look(months_after(begun + timedelta(days=1), 23) + minute) == (1, "active")
        assert await look(end - timedelta(days=14) - minute) == (1, "active")
        assert await look(end - timedelta(days=14) + 2 * minute) == (2, "active")
        # Bob was told as well, and comes on the last day.
        assert await look(end - minute, "bob") == (2, "active")
        assert (await look(end + 5 * minute))[1] == "locked"
        request = await store.read(lambda uow: uow.rights.active(id, RequestKind.ERASE))
        assert request is not None
        assert (request.actor, request.state) == (Actor.PROGRAM, RequestState.GRACE)
        assert request.begins_at is not None
        assert request.begins_at - timedelta(days=7) >= end
        assert await days.count("account WHERE standing = 'active'") == 1
        assert await days.count("inactivity_notice") == 2
        with days.clock.moved(seconds=(end + timedelta(days=2) - utc_now()).total_seconds()):
            assert "stays" in house.words(await house.run("ada", "keep", {}))
            await days.twice("end of absence")
            assert (await store.read(lambda uow: uow.accounts.get(id))).standing == "active"
            assert await days.count("inactivity_notice") == 0


@pytest.mark.proves("PRV-49")
async def test_credits_keep_an_account_a_year_longer(tmp_path: Path) -> None:
    async with open_days(tmp_path) as days:
        await days.house.say("ada", "/start")
        for months, told in ((24, 0), (34, 0), (36, 1)):
            with days.clock.moved(days=30.5 * months):
                await days.twice("end of absence")
            assert await days.count("inactivity_notice") == told


async def test_who_wants_everything_kept_is_neither_warned_nor_erased(tmp_path: Path) -> None:
    async with open_days(tmp_path) as days:
        await days.house.say("ada", "/start")
        await days.house.run("ada", "ask-right", {"kind": "restrict"})
        with days.clock.moved(days=366):
            await days.twice("expire lots")
        with days.clock.moved(days=9999):
            await days.twice("end of absence")
            assert await days.count("inactivity_notice") == 0


async def test_absence_is_nothing_if_the_operator_says_so(tmp_path: Path) -> None:
    clock = MovedClock()
    async with open_house(tmp_path, ambient=Ambient(now=clock.now), working=False, overrides={"privacy.inactivity_months": 0}) as house:
        days = Days(house, clock)
        await house.say("ada", "/start")
        with clock.moved(days=9999):
            await days.twice("expire lots")
            await days.twice("end of absence")
        assert await days.count("inactivity_notice") == 0


@pytest.mark.proves("PRV-35", "PRV-49")
async def test_a_press_on_keep_does_not_undo_what_a_person_asked_for(tmp_path: Path) -> None:
    async with open_days(tmp_path) as days:
        house, store = days.house, days.house.program.store
        await house.say("ada", "/start")

        def leave(uow: UnitOfWork) -> None:
            account = uow.accounts.of(house.caller("ada"))
            assert account is not None
            asked = erasing.draft(uow, house.program.ambient, account, "test", None, "en", days.clock.now())
            erasing.confirm(uow, house.program.ambient, Promise(), asked, account, days.clock.now())

        await store.write(leave)
        assert "another reason" in house.words(await house.run("ada", "keep", {}))
        assert await days.count("account WHERE standing = 'locked'") == 1


@pytest.mark.proves("PRV-85", "T-ER-8")
async def test_a_hold_ends_by_itself(tmp_path: Path) -> None:
    async with open_days(tmp_path) as days:
        house, store, ambient = days.house, days.house.program.store, days.house.program.ambient
        job = (await house.press("ada", await house.say("ada", f"/imagine {FOX}"), "make")).job
        assert job is not None
        until = days.clock.now() + timedelta(days=30)
        for role in ("desk", "counsel"):
            await store.write(
                lambda uow, role=role: holding.place(uow, ambient, HeldKind.JOB, job, HoldReason.CLAIM, until, role, days.clock.now())  # type: ignore[misc]
            )
        for day, seen in ((29, False), (31, True)):
            with days.clock.moved(days=day):
                await days.twice("end holds")
                assert (FOX in house.words(await house.say("ada", "/history"))) == seen


@pytest.mark.proves("PRV-26")
async def test_requests_that_wait_are_reported_once_and_without_a_name(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with open_days(tmp_path) as days:
        house, program = days.house, days.house.program
        await house.say("ada", "/start")

        def ask(uow: UnitOfWork) -> None:
            account = uow.accounts.of(house.caller("ada"))
            assert account is not None
            now = days.clock.now()
            ref = "r" * 26
            kind, state = RequestKind.OBJECT, RequestState.OPEN
            uow.rights.add(Request(ref, kind, state, account.id, Actor.PERSON, "test", now, now, answer_by(now), "en"))

        await program.store.write(ask)
        contact = program.settings.privacy.contact
        seen = []
        with caplog.at_level("WARNING"):
            for day in (0.9, 1.1, 15.6, 24.6, 31):
                with days.clock.moved(days=day):
                    await days.twice("watch deadlines")
                seen.append([vars(record)["status"] for record in caplog.records if record.message == "request waits"])
        assert seen[:2] == [[], ["unseen"]]
        assert seen[-1] == ["unseen", "unacknowledged", "half", "most", "overdue"]
        letters = await program.mailbox.letters(contact)
        assert len(letters) == 5
        assert all("r" * 26 in letter["body"] for letter in letters)
        assert "ada" not in str(letters).lower()
        assert "ada" not in caplog.text.lower()


async def test_mail_about_requests_that_wait_goes_out_when_the_carrier_is_back(tmp_path: Path) -> None:
    async with open_days(tmp_path) as days:
        house, program = days.house, days.house.program
        await house.say("ada", "/start")

        def ask(uow: UnitOfWork) -> None:
            account = uow.accounts.of(house.caller("ada"))
            assert account is not None
            now = days.clock.now() - timedelta(days=2)
            kind, state = RequestKind.OBJECT, RequestState.OPEN
            uow.rights.add(Request("r" * 26, kind, state, account.id, Actor.PERSON, "test", now, now, answer_by(now), "en"))

        class Away:
            async def send(self, letter: Letter, *, key: str) -> None:
                raise MailUnavailable

        await program.store.write(ask)
        away = replace(desk(program), mailer=Away())
        assert await watch_deadlines(program.store, program.ambient, away) == 1
        assert await program.mailbox.letters(program.settings.privacy.contact) == []
        await days.twice("watch deadlines")
        assert len(await program.mailbox.letters(program.settings.privacy.contact)) == 1


@pytest.mark.proves("PRV-80", "T-EX-11")
async def test_copies_that_were_called_off_leave_nothing_in_the_store(tmp_path: Path) -> None:
    async with open_days(tmp_path) as days:
        program = days.house.program
        await days.house.say("ada", "/start")
        ada = await program.store.read(lambda uow: uow.accounts.of(days.house.caller("ada")))
        assert ada is not None
        now = days.clock.now()
        asked = await program.store.write(lambda uow: copies.ask(uow, program.ambient, ada, "playground", None, "en", now))
        kit = rights_kit(program)
        await copying.begin(kit, asked)
        await copying.carry_out(kit, asked)
        await days.twice("sweep copies")
        assert len(await program.workshop.objects.keys("copies/")) == await days.count("export_part") == 1
        await program.store.write(lambda uow: copies.cancel(uow, asked, now))
        await days.twice("sweep copies")
        assert (await program.workshop.objects.keys("copies/"), await days.count("export_part")) == ([], 0)


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


@pytest.mark.proves("PRV-62", "T-POL")
async def test_who_was_told_of_what_is_written_down_when_the_message_is_out(tmp_path: Path) -> None:
    async with open_days(tmp_path) as days:
        await days.house.say("ada", "/balance")
        ada = await days.house.program.store.read(lambda uow: uow.accounts.of(days.house.caller("ada")))
        assert ada is not None
        due = PolicyNotice(ada.id, "2026-12-11", NoticeKind.CHANGE, "test", NoticeState.DUE, message="gone")
        await days.house.program.store.write(lambda uow: uow.policies.note(due))
        await days.twice("tell of releases")
        kept = await days.house.program.store.read(lambda uow: uow.policies.of(due.account_id))
        assert [one.state for one in kept if one.kind is NoticeKind.CHANGE] == [NoticeState.FAILED]


async def test_what_is_left_of_who_has_left_goes_in_its_time(tmp_path: Path) -> None:
    """Their folder is looked into for two days, the mark against backups stays for a month, a payment as long as the law says."""
    async with open_days(tmp_path) as days:
        program, objects = days.house.program, days.house.program.workshop.objects
        await days.house.say("ada", "/start")
        folder = await program.store.write(lambda uow: _leave(uow, days))
        kit = rights_kit(program)
        while await carry_out_one(kit):
            pass
        assert await days.count("account") == 0
        await objects.put(f"{folder}/late", io.BytesIO(b"late"), media_type="image/png", name="late.png")
        await days.twice("late arrivals")
        assert await objects.keys(f"{folder}/") == []
        await days.entries["forget folders"]()
        assert (await days.count("erased_prefix"), len(await objects.keys(FOLDER))) == (1, 1)
        with days.clock.moved(days=3):
            await days.twice("forget folders")
            await days.twice("forget tombstones")
            assert (await days.count("erased_prefix"), len(await objects.keys(FOLDER))) == (0, 1)
        with days.clock.moved(days=29):
            await days.twice("forget tombstones")
            assert await objects.keys(FOLDER) == []
        await program.store.write(lambda uow: _archive(uow, days.clock.now() + timedelta(days=30)))
        await days.twice("forget payments")
        assert await days.count("billing_record") == 1
        with days.clock.moved(days=31):
            await days.twice("forget payments")
            assert await days.count("billing_record") == 0


def _leave(uow: UnitOfWork, days: Days) -> str:
    """Confirm a deletion at once; the folder of who leaves."""
    program = days.house.program
    account, now = uow.accounts.of(days.house.caller("ada")), days.clock.now()
    assert account is not None
    drafted = replace(erasing.draft(uow, program.ambient, account, "test", None, "en", now), at_once=True)
    uow.rights.change(drafted)
    erasing.confirm(uow, program.ambient, Promise(), drafted, account, now)
    return account.storage_prefix


def _archive(uow: UnitOfWork, until: datetime) -> None:
    assert isinstance(uow, SqlUnitOfWork)
    record = SQLModel.metadata.tables["billing_record"]
    words = {"id": "r", "provider": "p", "charge_ref": "c", "currency": "USD"}
    uow.connection.execute(insert(record).values(**words, gross=1, returned=0, credits=1, paid_at=until, keep_until=until))


async def test_the_books_are_looked_through(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with open_days(tmp_path) as days:
        await days.house.say("ada", "/start")
        await days.twice("verify books")
        assert "the books are broken" not in caplog.text

        def break_them(uow: UnitOfWork) -> None:
            assert isinstance(uow, SqlUnitOfWork)
            uow.connection.exec_driver_sql("UPDATE wallet SET held = held + 1, posted = posted + 1")

        await days.house.program.store.write(break_them)
        await days.entries["verify books"]()
        assert {record.code for record in caplog.records if record.message.startswith("the books are broken")} >= {"held-is-open-holds"}  # type: ignore[attr-defined]


async def test_every_entry_is_tested_here(tmp_path: Path) -> None:
    """Whoever adds one adds a test."""
    source = Path(__file__).read_text("utf-8")
    async with open_days(tmp_path) as days:
        assert [entry for entry in days.entries if f'"{entry}"' not in source] == []
