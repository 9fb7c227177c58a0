"""A change of the legal texts: told to everybody, in force 14 days after the last one was told, and for each person not before theirs."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from bot.timetable import timetable
from core import letters, notices
from core.legal import versions
from core.legal.applied import applied_texts, policy_files
from core.legal.facts import facts_file
from core.legal.proposal import Difference
from core.legal.releases import Approver, NoticeKind, NoticeState, PolicyNotice, Release, in_force
from core.legal.snapshot import as_json, snapshot
from core.legal.versions import Change, Kind, Status, Version
from core.mail.news import Fate, MailEvent, mail_news
from core.reply import Link, Reply
from core.rights import policies
from core.rights.policies import CannotRelease
from core.storage.unit_of_work import UnitOfWork
from core.text import text
from db.store import SqlStore
from tests.clock import START, FakeClock, ambient_of
from tests.core.legal.facts import CATALOGUE, FACTS
from tests.db.rows import arrive, run, scalar
from tests.story.house import House, open_house

FIRST, SECOND, THIRD = "2026-01-01", "2026-02-10", "2026-06-01"
ALMOST = timedelta(days=13, hours=23)


def version_of(kind: Kind, id: str, change: Change = Change.MATERIAL, status: Status = Status.PUBLISHED) -> Version:
    day = datetime.fromisoformat(id).replace(tzinfo=UTC)
    return Version(kind, id, day, status, change, text("legal-reason-first"), (text("legal-summary-register"),))


@pytest.fixture(autouse=True)
def texts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Texts of three days; on the second one only the policy and what is about recipients change, on the third one the terms."""
    there = [version_of(kind, FIRST) for kind in Kind]
    there += [version_of(Kind.PRIVACY, SECOND), version_of(Kind.PROCESSORS, SECOND), version_of(Kind.TERMS, THIRD, Change.MINOR)]
    monkeypatch.setattr(versions, "VERSIONS", tuple(there))
    folder = tmp_path / "published"
    for id in (FIRST, SECOND):
        facts_file(id, folder).parent.mkdir(parents=True, exist_ok=True)
        facts_file(id, folder).write_text(as_json(snapshot(FACTS, CATALOGUE)), "utf-8")
    return folder


@pytest.fixture
async def house(clock: FakeClock, tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path / "data", ambient=ambient_of(clock), working=False) as house:
        await announce(house)  # the texts of the first day are in force from now on
        yield house


async def publish(house: House, folder: Path, id: str = SECOND, change: Change = Change.MATERIAL) -> Release:
    now = house.program.ambient.now()
    return await house.program.store.write(
        lambda uow: policies.publish(uow, id, change, Approver.COUNSEL, "a new recipient", now, folder=folder)
    )


async def announce(house: House) -> None:
    """What the clock and the workers do in a minute."""
    program = house.program
    while await policies.step(program.store, program.ambient, program.settings.base_url):
        pass
    while await notices.send_one(program.workshop) or await letters.send_one(
        program.workshop, program.catalogue, program.links, program.paper
    ):
        pass
    await policies.step(program.store, program.ambient, program.settings.base_url)


async def release_of(house: House, id: str = SECOND) -> Release:
    found = await house.program.store.read(lambda uow: uow.policies.releases())
    return next(one for one in found if one.id == id)


async def valid(house: House, kind: Kind = Kind.PRIVACY) -> str:
    found = await house.program.store.read(lambda uow: uow.policies.releases())
    return in_force(kind, found, house.program.ambient.now()).id


def told(house: House, reply: Reply) -> bool:
    return "We could not tell you before" in house.words(reply)


async def account_id(house: House, who: str) -> str:
    account = await house.program.store.read(lambda uow: uow.accounts.of(house.caller(who)))
    assert account is not None
    return account.id


async def ahead(house: House, who: str) -> policies.Ahead | None:
    def work(uow: UnitOfWork) -> policies.Ahead | None:
        account = uow.accounts.of(house.caller(who))
        assert account is not None
        return policies.ahead(uow, account, house.program.ambient.now())

    return await house.program.store.read(work)


# --- from publishing to the day ------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-60", "PRV-62", "T-POL")
async def test_everybody_is_told_once_and_the_text_flips_exactly_on_the_day(house: House, texts: Path, clock: FakeClock) -> None:
    for who in ("ada", "bob"):
        await house.say(who, "/balance")
    published = await publish(house, texts)
    assert (published.effective_at, published.documents) == (None, (Kind.PRIVACY, Kind.PROCESSORS))
    assert published.announced_at >= clock.now() + timedelta(days=14)
    await announce(house)
    done = await release_of(house)
    assert (done.last_notice_at, done.effective_at) == (clock.now(), published.announced_at)
    assert (done.reached, done.unreached) == (2, 0)
    posts = [reply for reply in house.surface.posts.values() if "New version from" in house.words(reply)]
    assert len(posts) == 2
    assert max(house.surface.times.values()) == 1
    words = house.words(posts[0])
    for part in ("Privacy policy", "take a copy", "delete it", "never counts as a yes"):
        assert part in words
    assert next(b.action.url for b in posts[0].buttons if isinstance(b.action, Link)).endswith(f"/legal/privacy/changes?to={SECOND}")
    assert done.effective_at is not None
    clock.advance((done.effective_at - clock.now()).total_seconds() - 0.001)
    assert await valid(house) == FIRST
    clock.advance(0.001)
    assert await valid(house) == SECOND
    assert await valid(house, Kind.TERMS) == FIRST
    assert not told(house, await house.say("ada", "/balance"))


async def test_the_day_moves_back_if_telling_takes_longer_than_planned(house: House, texts: Path, clock: FakeClock) -> None:
    await house.say("ada", "/balance")
    published = await publish(house, texts)
    clock.advance(days=30)
    await announce(house)
    done = await release_of(house)
    assert done.last_notice_at == clock.now()
    assert done.effective_at is not None
    assert done.effective_at > published.announced_at
    assert timedelta(days=14) <= done.effective_at - clock.now() <= timedelta(days=15)


@pytest.mark.proves("PRV-60", "T-POL")
async def test_thirteen_days_and_twenty_three_hours_are_refused_by_the_database(house: House, texts: Path, clock: FakeClock) -> None:
    await house.say("ada", "/balance")
    await publish(house, texts)
    await announce(house)  # nobody is left; but somebody forces the dates
    store = house.program.store
    fresh = replace(await release_of(house), id=THIRD, before=SECOND, effective_at=None, last_notice_at=None, published_at=clock.now())
    await store.write(lambda uow: uow.policies.add(fresh))
    await store.write(lambda uow: run(uow, "INSERT INTO policy_notice (account_id, version, kind, channel, state, sent_at) "
        "SELECT id, :v, 'change', 'test', 'sent', :at FROM account", v=THIRD, at=micros(clock.now())))  # fmt: skip
    for wait, fine in ((ALMOST, False), (timedelta(days=14), True)):
        dated = replace(fresh, last_notice_at=clock.now(), effective_at=clock.now() + wait)
        if fine:
            assert await store.write(lambda uow, dated=dated: uow.policies.complete(dated))  # type: ignore[misc]
        else:
            with pytest.raises(IntegrityError):
                await store.write(lambda uow, dated=dated: uow.policies.complete(dated))  # type: ignore[misc]


@pytest.mark.proves("PRV-61", "T-POL")
async def test_a_person_who_was_away_for_sixty_days_has_the_old_text_for_fourteen_more(house: House, texts: Path, clock: FakeClock) -> None:
    await house.say("ada", "/balance")
    await house.say("bob", "/balance")
    clock.advance(minutes=5)
    await publish(house, texts)
    house.surface.unreachable = True
    await announce(house)
    assert (await release_of(house)).unreached == 2
    house.surface.unreachable = False
    clock.advance(days=60)
    assert await valid(house) == SECOND
    reply = await house.say("ada", "/balance")
    assert told(house, reply)
    assert not told(house, await house.say("ada", "/balance"))
    found = await ahead(house, "ada")
    assert found is not None
    assert found.at == clock.now() + timedelta(days=14)
    clock.advance(timedelta(days=14).total_seconds() - 1)
    assert await since_when(house, "ada") == [FIRST]
    clock.advance(1)
    assert await ahead(house, "ada") is None
    assert await since_when(house, "ada") == [FIRST, SECOND]
    assert await since_when(house, "bob") == [FIRST]  # who still was not here


async def since_when(house: House, who: str) -> list[str]:
    """The versions of the policy that have applied to somebody."""

    def work(uow: UnitOfWork) -> list[str]:
        account = uow.accounts.of(house.caller(who))
        assert account is not None
        found = applied_texts(uow.policies.releases(), uow.policies.of(account.id), account.created_at, house.program.ambient.now())
        return [one.text.id for one in found if one.text.kind is Kind.PRIVACY]

    return await house.program.store.read(work)


@pytest.mark.proves("PRV-61", "PRV-62", "T-POL")
async def test_a_mail_that_comes_back_is_no_notice(house: House, texts: Path, clock: FakeClock) -> None:
    await house.say("ada", "/balance")
    await give_address(house, "ada")
    await publish(house, texts)
    house.surface.unreachable = True
    await announce(house)
    assert (await release_of(house)).reached == 1  # by mail
    ada = await account_id(house, "ada")
    (letter,) = [n.message for n in await notices_of(house, ada) if n.channel == "mail"]
    assert letter is not None
    await mail_news(house.program.store, house.program.ambient, MailEvent(Fate.HARD, "m1", letter, clock.now()))
    await announce(house)
    assert {one.state for one in await notices_of(house, ada) if one.kind is NoticeKind.CHANGE} == {NoticeState.FAILED}
    house.surface.unreachable = False
    assert told(house, await house.say("ada", "/balance"))


async def test_the_mail_names_the_day_and_links_to_what_changes(house: House, texts: Path) -> None:
    await house.say("ada", "/balance")
    await give_address(house, "ada")
    published = await publish(house, texts)
    await announce(house)
    (letter,) = await house.program.mailbox.letters("ada@x.example")
    assert "privacy policy changes" in letter["subject"]
    assert f"{published.announced_at:%Y}" in letter["body"]
    assert "/legal/privacy/changes" in letter["body"]


@pytest.mark.proves("PRV-63", "T-POL")
async def test_whoever_comes_in_the_window_sees_what_is_coming(house: House, texts: Path, clock: FakeClock) -> None:
    await house.say("ada", "/balance")
    await publish(house, texts)
    await announce(house)
    clock.advance(days=3)
    assert told(house, await house.say("new", "/balance"))
    clock.advance(days=40)
    assert not told(house, await house.say("late", "/balance"))
    assert await since_when(house, "late") == [SECOND]
    assert await since_when(house, "new") == [FIRST, SECOND]


@pytest.mark.proves("PRV-63", "T-POL")
async def test_silence_is_no_consent(house: House, texts: Path, clock: FakeClock) -> None:
    await house.say("ada", "/balance")
    await publish(house, texts)
    await announce(house)
    clock.advance(days=90)
    await house.say("ada", "/balance")
    ada = await account_id(house, "ada")
    assert await valid(house) == SECOND
    assert await house.program.store.read(lambda uow: uow.consents.current(ada, "training")) is None
    assert await house.program.store.read(lambda uow: scalar(uow, "SELECT count(*) FROM consent_event")) == 0


async def give_address(house: House, who: str) -> None:
    def work(uow: UnitOfWork) -> None:
        account = uow.accounts.of(house.caller(who))
        assert account is not None
        uow.accounts.save(replace(account, email=f"{who}@x.example"))

    await house.program.store.write(work)


async def notices_of(house: House, account: str) -> list[PolicyNotice]:
    return await house.program.store.read(lambda uow: uow.policies.of(account))


async def test_the_clock_sees_to_it(house: House) -> None:
    assert timetable(house.program).get_job("tell of releases") is not None


# --- many people, and processes that die ---------------------------------------------------------------------------


async def settle(store: SqlStore, many: int) -> None:
    for start in range(0, many, 60):
        await asyncio.gather(*(store.write(arrive(f"u{number:04}")) for number in range(start, min(start + 60, many))))


@pytest.mark.proves("PRV-62", "T-POL")
async def test_telling_goes_on_where_it_stopped_and_nobody_is_told_twice(store: SqlStore, clock: FakeClock, texts: Path) -> None:
    ambient = ambient_of(clock)
    await store.write(lambda uow: policies.adopt(uow, clock.now()))
    await settle(store, 260)
    await store.write(lambda uow: policies.publish(uow, SECOND, Change.MATERIAL, Approver.OWNER, "why", clock.now(), folder=texts))
    assert await policies.step(store, ambient, "https://x.example") == policies.AT_ONCE
    # Two processes at once, and one that dies between reading and writing, which is no more than a step that is not taken.
    await asyncio.gather(*(policies.step(store, ambient, "https://x.example") for _ in range(2)))
    while await policies.step(store, ambient, "https://x.example"):
        pass
    waiting = await store.read(lambda uow: scalar(uow, "SELECT count(*) FROM notice WHERE state = 'due'"))
    assert waiting <= policies.MOST_WAITING + policies.AT_ONCE  # others are not kept waiting behind all of them
    while await store.write(_send_all):
        while await policies.step(store, ambient, "https://x.example"):
            pass
    (done,) = [one for one in await store.read(lambda uow: uow.policies.releases()) if one.id == SECOND]
    assert (done.reached, done.unreached) == (260, 0)
    assert await store.read(lambda uow: scalar(uow, "SELECT count(*) FROM notice")) == 260
    assert await store.read(lambda uow: scalar(uow, "SELECT count(*) FROM policy_notice WHERE state = 'sent'")) == 260


def _send_all(uow: UnitOfWork) -> int:
    return run(uow, "UPDATE notice SET state = 'sent' WHERE state = 'due'")


async def test_somebody_without_any_chat_counts_as_not_reached(store: SqlStore, clock: FakeClock, texts: Path) -> None:
    await store.write(lambda uow: policies.adopt(uow, clock.now()))
    await store.write(arrive("ann"))
    await store.write(lambda uow: run(uow, "DELETE FROM identity"))
    await store.write(lambda uow: policies.publish(uow, SECOND, Change.MATERIAL, Approver.OWNER, "why", clock.now(), folder=texts))
    for _ in range(2):
        await policies.step(store, ambient_of(clock), "https://x.example")
    (done,) = [one for one in await store.read(lambda uow: uow.policies.releases()) if one.id == SECOND]
    assert (done.reached, done.unreached) == (0, 1)
    assert done.effective_at is not None


@pytest.mark.proves("PRV-62", "T-POL")
async def test_the_evidence_goes_with_the_account_and_the_numbers_stay(store: SqlStore, clock: FakeClock, texts: Path) -> None:
    await store.write(lambda uow: policies.adopt(uow, clock.now()))
    await store.write(arrive("ann"))
    await store.write(lambda uow: policies.publish(uow, SECOND, Change.MATERIAL, Approver.OWNER, "why", clock.now(), folder=texts))
    await policies.step(store, ambient_of(clock), "https://x.example")
    await store.write(_send_all)
    await policies.step(store, ambient_of(clock), "https://x.example")
    await store.write(lambda uow: uow.erasures.purge("a-ann", "r" * 26, clock.now(), clock.now()))
    assert await store.read(lambda uow: scalar(uow, "SELECT count(*) FROM policy_notice")) == 0
    (done,) = [one for one in await store.read(lambda uow: uow.policies.releases()) if one.id == SECOND]
    assert done.reached == 1


# --- what may be published -----------------------------------------------------------------------------------------


async def refusal(store: SqlStore, clock: FakeClock, texts: Path, id: str, change: Change = Change.MATERIAL) -> str:
    with pytest.raises(CannotRelease) as refused:
        await store.write(lambda uow: policies.publish(uow, id, change, Approver.OWNER, "why", clock.now(), folder=texts))
    return refused.value.code


async def test_what_cannot_be_published_is_refused_with_its_reason(
    store: SqlStore, clock: FakeClock, texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.write(lambda uow: policies.adopt(uow, clock.now()))
    assert await refusal(store, clock, texts, "2026-03-03") == "unknown"
    assert await refusal(store, clock, texts, FIRST) == "not-newer"
    assert await refusal(store, clock, texts, SECOND, Change.MINOR) == "lowered"
    draft = version_of(Kind.PRIVACY, SECOND, status=Status.DRAFT)
    with monkeypatch.context() as patch:
        patch.setattr(versions, "VERSIONS", (*versions.VERSIONS[:5], draft))
        assert await refusal(store, clock, texts, SECOND) == "not-final"
    await store.write(lambda uow: policies.publish(uow, SECOND, Change.MATERIAL, Approver.OWNER, "why", clock.now(), folder=texts))
    assert await refusal(store, clock, texts, THIRD, Change.MINOR) == "still-coming"


@pytest.mark.proves("PRV-66", "T-POL")
async def test_the_database_does_not_let_a_class_be_lowered_either(store: SqlStore, clock: FakeClock) -> None:
    with pytest.raises(IntegrityError):
        await store.write(lambda uow: uow.policies.add(release(clock, before=None, change=Change.MINOR, proposed=Change.MATERIAL)))


async def test_a_minor_change_applies_on_its_day_and_nobody_is_told(store: SqlStore, clock: FakeClock, texts: Path) -> None:
    await store.write(lambda uow: policies.adopt(uow, clock.now()))
    await store.write(arrive("ann"))
    there = versions.VERSIONS
    versions.VERSIONS = (*there[:5], there[-1])  # only the wording of the terms
    try:
        made = await store.write(
            lambda uow: policies.publish(uow, THIRD, Change.MINOR, Approver.COUNSEL, "wording", clock.now(), folder=texts)
        )
        assert made.effective_at == datetime(2026, 6, 1, tzinfo=UTC)
        assert await policies.step(store, ambient_of(clock), "https://x.example") == 0
        assert await store.read(lambda uow: scalar(uow, "SELECT count(*) FROM policy_notice")) == 0
        releases = await store.read(lambda uow: uow.policies.releases())
        assert in_force(Kind.TERMS, releases, datetime(2026, 5, 31, 23, 59, tzinfo=UTC)).id == FIRST
        assert in_force(Kind.TERMS, releases, datetime(2026, 6, 1, tzinfo=UTC)).id == THIRD
    finally:
        versions.VERSIONS = there


async def test_a_human_may_call_a_minor_change_material(
    store: SqlStore, clock: FakeClock, texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "VERSIONS", (*versions.VERSIONS[:5], versions.VERSIONS[-1]))
    await store.write(lambda uow: policies.adopt(uow, clock.now()))
    made = await store.write(lambda uow: policies.publish(uow, THIRD, Change.MATERIAL, Approver.COUNSEL, "care", clock.now(), folder=texts))
    assert (made.proposed, made.change, made.effective_at) == (Change.MINOR, Change.MATERIAL, None)


@pytest.mark.proves("PRV-66", "T-POL")
async def test_what_is_new_in_the_map_makes_a_change_material_whatever_the_texts_say(
    store: SqlStore, clock: FakeClock, texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    minor = [version_of(Kind.PRIVACY, FIRST), version_of(Kind.PRIVACY, SECOND, Change.MINOR)]
    monkeypatch.setattr(versions, "VERSIONS", (*minor, *(version_of(kind, FIRST) for kind in Kind if kind is not Kind.PRIVACY)))
    await store.write(lambda uow: policies.adopt(uow, clock.now()))
    found = await store.read(lambda uow: policies.propose(uow.policies.releases(), SECOND, clock.now(), texts))
    assert (found.change, found.found) == (Change.MINOR, ())
    record = json.loads(facts_file(SECOND, texts).read_text("utf-8"))
    record["recipients"]["new"] = {**record["recipients"]["mayi"], "name": "Somebody else"}
    facts_file(SECOND, texts).write_text(json.dumps(record), "utf-8")
    found = await store.read(lambda uow: policies.propose(uow.policies.releases(), SECOND, clock.now(), texts))
    assert found.change is Change.MATERIAL
    assert [(one.what, one.where) for one in found.found] == [(Difference.RECIPIENT, "new")]
    assert await refusal(store, clock, texts, SECOND, Change.MINOR) == "lowered"


async def test_without_a_release_the_files_decide(store: SqlStore) -> None:
    assert in_force(Kind.PRIVACY, [], datetime(2026, 2, 9, tzinfo=UTC)).id == FIRST
    assert in_force(Kind.PRIVACY, [], datetime(2026, 2, 10, tzinfo=UTC)).id == SECOND


async def test_with_a_release_the_date_in_a_file_decides_nothing(store: SqlStore, clock: FakeClock) -> None:
    await store.write(lambda uow: policies.adopt(uow, clock.now()))
    releases = await store.read(lambda uow: uow.policies.releases())
    assert in_force(Kind.PRIVACY, releases, datetime(2030, 1, 1, tzinfo=UTC)).id == FIRST


# --- the guard of the database, whatever comes ---------------------------------------------------------------------


def micros(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)


def release(clock: FakeClock, **changed: object) -> Release:
    fields: dict[str, object] = {
        "id": THIRD, "documents": (Kind.PRIVACY,), "before": FIRST, "change": Change.MATERIAL, "proposed": Change.MINOR,
        "approver": Approver.OWNER, "reason": "why", "announced_at": clock.now(), "published_at": clock.now(),
    }  # fmt: skip
    return Release(**{**fields, **changed})  # type: ignore[arg-type]


hours = st.integers(-24 * 20, 24 * 40)


@settings(max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(last=st.none() | hours, effective=st.none() | hours, change=st.sampled_from(Change), due=st.booleans(), told=st.none() | hours)
async def test_no_dates_pass_that_people_were_not_told_of_in_time(
    store: SqlStore, clock: FakeClock, last: int | None, effective: int | None, change: Change, due: bool, told: int | None
) -> None:
    """`last` and `effective` in hours from publishing; `told`: when somebody was told; `due`: somebody still is to be."""

    class Undo(Exception):
        pass

    at = {
        name: None if value is None else clock.now() + timedelta(hours=value) for name, value in (("last", last), ("effective", effective))
    }
    in_time = last is not None and last >= 0 and not due and (told is None or told <= last)
    allowed = (last is None or in_time) and (effective is None or effective >= 0)
    if change is Change.MATERIAL and effective is not None:
        allowed = allowed and last is not None and effective >= last + 14 * 24
    dated = replace(release(clock, change=change), last_notice_at=at["last"], effective_at=at["effective"])
    passed = False

    def work(uow: UnitOfWork) -> None:
        nonlocal passed
        policies.adopt(uow, clock.now())
        uow.policies.add(release(clock, change=change))
        unit = arrive("ann")(uow), arrive("bob")(uow)
        for number, account in enumerate(unit):
            state = NoticeState.DUE if due and number else NoticeState.SENT if told is not None else NoticeState.FAILED
            sent = clock.now() + timedelta(hours=told) if state is NoticeState.SENT and told is not None else None
            uow.policies.note(PolicyNotice(account, THIRD, NoticeKind.CHANGE, "web", state, sent_at=sent))
        uow.policies.complete(dated)
        passed = True
        raise Undo

    with contextlib.suppress(Undo, IntegrityError):
        await store.write(work)
    assert passed is allowed


async def test_dates_once_set_stay_and_releases_are_never_deleted(store: SqlStore, clock: FakeClock) -> None:
    await store.write(lambda uow: policies.adopt(uow, clock.now()))
    for statement in (
        "UPDATE policy_version SET effective_at = effective_at - 1",
        "UPDATE policy_version SET effective_at = NULL",
        "UPDATE policy_version SET change = 'minor', proposed = 'minor'",
        "DELETE FROM policy_version",
    ):
        with pytest.raises(IntegrityError):
            await store.write(lambda uow, statement=statement: run(uow, statement))  # type: ignore[misc]
    with pytest.raises(IntegrityError):
        await store.write(lambda uow: uow.policies.add(release(clock, before=None)))


# --- notices and copies --------------------------------------------------------------------------------------------


async def test_the_first_notice_is_written_down_once(store: SqlStore, clock: FakeClock) -> None:
    await store.write(arrive("ann"))
    assert not await store.read(lambda uow: uow.policies.has_first("a-ann"))
    for _ in range(2):
        await store.write(lambda uow: uow.policies.record_first("a-ann", FIRST, "discord", clock.now()))
    (notice,) = await store.read(lambda uow: uow.policies.of("a-ann"))
    assert (notice.kind, notice.state, notice.shown_at, notice.channel) == (NoticeKind.FIRST, NoticeState.SHOWN, START, "discord")
    assert await store.read(lambda uow: uow.policies.has_first("a-ann"))


def test_a_text_applies_to_a_person_from_the_day_they_came(clock: FakeClock) -> None:
    joined = clock.now() + timedelta(days=10)
    first = release(clock, id=FIRST, before=None, documents=tuple(Kind), effective_at=datetime(2026, 1, 1, tzinfo=UTC))
    found = applied_texts([first], [], joined, joined + timedelta(days=1))
    assert [(one.text.kind, one.text.id, one.since, one.until) for one in found] == [(kind, FIRST, joined, None) for kind in Kind]


@pytest.mark.proves("PRV-65", "T-POL")
def test_a_copy_holds_every_text_that_applied_and_what_the_person_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # the real texts: only they have words
    now = datetime(2027, 1, 1, tzinfo=UTC)
    notice = PolicyNotice("a", "2026-12-11", NoticeKind.FIRST, "web", NoticeState.SHOWN, shown_at=now)
    files = dict(policy_files([], [notice], datetime(2026, 12, 12, tzinfo=UTC), "de", now))
    listed = json.loads(files["about/policy/applied.json"])
    assert {one["document"] for one in listed["versions"]} == set(Kind)
    assert [(one["kind"], one["shown"]) for one in listed["notices"]] == [("first", "2027-01-01T00:00:00Z")]
    for one in listed["versions"]:
        text_ = versions.version(Kind(one["document"]), one["version"])
        assert text_ is not None
        assert files[one["file"]].decode() == text_.words("de")
        assert one["sha256"] == text_.sha256("de")
