"""Links, sessions, visits and attempts on both engines: what is put in comes out again, and of two at the same moment one wins."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from core import sign_in, throttle
from core.access import Attempt, LinkKind, OneTimeLink, Session, WebVisit
from core.ambient import Ambient
from core.caller import Address
from core.errors import DomainError
from core.mail_links import MailLinks
from core.sign_in import Asker, Browser, Desk
from core.storage.unit_of_work import UnitOfWork
from db.store import SqlStore
from tests.clock import START
from tests.db.rows import arrive, scalar

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
LINKS = MailLinks(b"secret", "https://ink.example")
BROWSER = Browser("b1", "Firefox 143", "203.0.113.0/24", "en")
LINK = OneTimeLink(
    "l1", LinkKind.SIGN_IN, "t1", "de", START, START + 15 * MINUTE, "a-ann", "ann@x.example", "b1", "Firefox 143",
    Address("telegram", "5/5/1", private=True),
)  # fmt: skip
SESSION = Session("s1", "a-ann", "h1", START, START, START + 30 * DAY, "Firefox 143", "203.0.113.0/24", "de")
VISIT = WebVisit("203.0.113.0/24", "Firefox 143", "de", START)


@pytest.fixture
async def inhabited(store: SqlStore) -> SqlStore:
    """Ann and Bob are there."""
    await store.write(lambda unit: (arrive("ann")(unit), arrive("bob")(unit)))
    return store


async def put(store: SqlStore, *links: OneTimeLink) -> None:
    for link in links:
        await store.write(lambda unit, link=link: unit.links.add(link))  # type: ignore[misc]


async def all_at_once(store: SqlStore, works: list[Callable[[UnitOfWork], object]]) -> list[object]:
    return list(await asyncio.gather(*(store.write(work) for work in works)))


class TestLinks:
    async def test_a_link_comes_out_as_it_went_in(self, inhabited: SqlStore) -> None:
        bare = OneTimeLink("l2", LinkKind.CHAT, "t2", "en", START, START + MINUTE, browser_hash="b1")
        await put(inhabited, LINK, bare)
        assert await inhabited.read(lambda unit: unit.links.get("t1")) == LINK
        assert await inhabited.read(lambda unit: unit.links.get("t2")) == bare
        assert await inhabited.read(lambda unit: unit.links.get("t3")) is None
        assert await inhabited.read(lambda unit: scalar(unit, "SELECT count(merge_id) FROM one_time_link")) == 0

    async def test_it_is_used_once_and_in_time(self, inhabited: SqlStore) -> None:
        await put(inhabited, LINK, replace(LINK, id="l2", token_hash="t2"))
        assert await inhabited.write(lambda unit: unit.links.use("l2", LINK.expires_at)) is False
        assert await inhabited.write(lambda unit: unit.links.use("l1", START + MINUTE)) is True
        assert await inhabited.write(lambda unit: unit.links.use("l1", START + MINUTE)) is False
        assert await inhabited.write(lambda unit: unit.links.use("l9", START)) is False
        used = await inhabited.read(lambda unit: unit.links.get("t1"))
        assert used == replace(LINK, used_at=START + MINUTE)

    async def test_of_many_at_once_one_uses_it(self, inhabited: SqlStore) -> None:
        await put(inhabited, LINK)
        outcomes = await all_at_once(inhabited, [lambda unit: unit.links.use("l1", START)] * 10)
        assert sorted(map(bool, outcomes)) == [False] * 9 + [True]

    async def test_of_two_who_say_who_they_are_one_is_heard(self, inhabited: SqlStore) -> None:
        await put(inhabited, replace(LINK, kind=LinkKind.CHAT, account_id=None, email=None))
        works: list[Callable[[UnitOfWork], object]] = [
            partial(_say_who, who="a-ann"), partial(_say_who, who="a-bob"), partial(_say_who, who="a-ann")
        ]  # fmt: skip
        outcomes = await all_at_once(inhabited, works)
        assert sorted(map(bool, outcomes)) == [False, False, True]
        link = await inhabited.read(lambda unit: unit.links.get("t1"))
        assert link is not None
        assert link.account_id == ("a-bob" if outcomes[1] else "a-ann")

    async def test_nobody_is_named_where_somebody_is_or_too_late(self, inhabited: SqlStore) -> None:
        await put(inhabited, LINK, replace(LINK, id="l2", token_hash="t2", account_id=None))
        assert await inhabited.write(lambda unit: unit.links.say_who("l1", "a-bob", START)) is False
        assert await inhabited.write(lambda unit: unit.links.say_who("l2", "a-bob", LINK.expires_at)) is False

    async def test_open_links_are_dropped_but_those_that_take_back(self, inhabited: SqlStore) -> None:
        stop = replace(LINK, id="l2", token_hash="t2", kind=LinkKind.STOP)
        used = replace(LINK, id="l3", token_hash="t3", used_at=START)
        other = replace(LINK, id="l4", token_hash="t4", account_id="a-bob")
        await put(inhabited, LINK, stop, used, other)
        await inhabited.write(lambda unit: unit.links.drop_all("a-ann"))
        found = [await inhabited.read(lambda unit, n=n: unit.links.get(f"t{n}")) for n in (1, 2, 3, 4)]  # type: ignore[misc]
        assert found == [None, stop, used, other]

    async def test_taking_the_first_change_back_takes_the_later_ones_with_it(self, inhabited: SqlStore) -> None:
        stops = [replace(LINK, id=f"l{n}", token_hash=f"t{n}", kind=LinkKind.STOP, created_at=START + n * MINUTE) for n in (1, 2, 3)]
        await put(inhabited, *stops, replace(stops[2], id="l4", token_hash="t4", account_id="a-bob"))
        assert await inhabited.write(lambda unit: unit.links.use("l2", START + 5 * MINUTE)) is True
        found = [await inhabited.read(lambda unit, n=n: unit.links.get(f"t{n}")) for n in (1, 2, 3, 4)]  # type: ignore[misc]
        assert [bool(link and link.used_at) for link in found] == [False, True, True, False]

    async def test_expired_ones_are_forgotten_some_at_once(self, inhabited: SqlStore) -> None:
        await put(inhabited, *(replace(LINK, id=f"l{n}", token_hash=f"t{n}", expires_at=START + n * MINUTE) for n in range(4)))
        late = START + 3 * MINUTE + DAY
        forgotten = [await inhabited.write(lambda unit: unit.retention.sweep("one_time_link", late, 2)) for _ in range(3)]
        assert forgotten == [2, 1, 0]


def _say_who(unit: UnitOfWork, who: str) -> bool:
    return unit.links.say_who("l1", who, START)


class TestSessions:
    async def test_a_session_comes_out_as_it_went_in_and_is_seen(self, inhabited: SqlStore) -> None:
        await inhabited.write(lambda unit: unit.sessions.add(SESSION))
        assert await inhabited.read(lambda unit: unit.sessions.get("h1")) == SESSION
        later = START + DAY
        await inhabited.write(lambda unit: unit.sessions.seen("s1", later, expires_at=SESSION.expires_at))
        assert await inhabited.read(lambda unit: unit.sessions.get("h1")) == replace(SESSION, seen_at=later)
        await inhabited.write(lambda unit: unit.sessions.seen("s1", later, expires_at=later + 30 * DAY, token_hash="h2"))
        assert await inhabited.read(lambda unit: unit.sessions.get("h1")) is None
        renewed = replace(SESSION, seen_at=later, expires_at=later + 30 * DAY, token_hash="h2")
        assert await inhabited.read(lambda unit: unit.sessions.get("h2")) == renewed

    async def test_people_end_their_own_sessions_only(self, inhabited: SqlStore) -> None:
        for n, who in enumerate(("a-ann", "a-ann", "a-ann", "a-bob")):
            session = replace(SESSION, id=f"s{n}", token_hash=f"h{n}", account_id=who, seen_at=START + n * MINUTE)
            await inhabited.write(lambda unit, session=session: unit.sessions.add(session))  # type: ignore[misc]
        assert [s.id for s in await inhabited.read(lambda unit: unit.sessions.of("a-ann"))] == ["s2", "s1", "s0"]
        assert await inhabited.write(lambda unit: unit.sessions.end("s0", "a-bob")) is False
        assert await inhabited.write(lambda unit: unit.sessions.end("s0", "a-ann")) is True
        assert await inhabited.write(lambda unit: unit.sessions.end("s0", "a-ann")) is False
        assert await inhabited.write(lambda unit: unit.sessions.end_all("a-ann", but="s1")) == 1
        assert [s.id for s in await inhabited.read(lambda unit: unit.sessions.of("a-ann"))] == ["s1"]
        assert await inhabited.write(lambda unit: unit.sessions.end_all("a-ann")) == 1
        assert [s.id for s in await inhabited.read(lambda unit: unit.sessions.of("a-bob"))] == ["s3"]

    async def test_expired_ones_are_forgotten_some_at_once(self, inhabited: SqlStore) -> None:
        for n in range(4):
            session = replace(SESSION, id=f"s{n}", token_hash=f"h{n}", expires_at=START + n * MINUTE)
            await inhabited.write(lambda unit, session=session: unit.sessions.add(session))  # type: ignore[misc]
        late = START + 2 * MINUTE + timedelta(seconds=1)
        forgotten = [await inhabited.write(lambda unit: unit.retention.sweep("web_session", late, 2)) for _ in range(3)]
        assert forgotten == [2, 1, 0]


class TestVisits:
    async def test_visits_are_listed_newest_first_and_forgotten_when_old(self, inhabited: SqlStore) -> None:
        for n, who in enumerate(("a-ann", "a-ann", "a-ann", "a-bob", None)):
            visit = replace(VISIT, at=START + n * MINUTE)
            await inhabited.write(lambda unit, n=n, visit=visit, who=who: unit.visits.add(f"v{n}", visit, who))  # type: ignore[misc]
        shown = await inhabited.read(lambda unit: unit.visits.of("a-ann", limit=2))
        assert shown == [replace(VISIT, at=START + 2 * MINUTE), replace(VISIT, at=START + MINUTE)]
        late = START + 4 * MINUTE + 90 * DAY
        forgotten = [await inhabited.write(lambda unit: unit.retention.sweep("web_visit", late, 3)) for _ in range(3)]
        assert forgotten == [3, 1, 0]


class TestAttempts:
    async def test_tries_are_counted_within_the_time_asked_for(self, store: SqlStore) -> None:
        def tally(minutes: float, who: str = "w") -> Callable[[UnitOfWork], int]:
            now = START + minutes * MINUTE
            return lambda unit: unit.attempts.tally("code", who, now, since=now - 10 * MINUTE)

        counted = [await store.write(tally(minutes)) for minutes in (0, 0, 0.001, 5, 10, 10.1, 15, 30)]
        assert counted == [1, 2, 3, 4, 5, 3, 4, 1]
        assert await store.write(tally(30, "another")) == 1

    async def test_tries_at_the_same_moment_are_all_counted(self, store: SqlStore) -> None:
        works: list[Callable[[UnitOfWork], object]] = [
            partial(_tally, seconds=n) for n in (0, 0, 1, 1, 2, 3, 4, 5, 6, 7)
        ]  # fmt: skip
        assert sorted(str(n).zfill(2) for n in await all_at_once(store, works)) == [str(n).zfill(2) for n in range(1, 11)]

    async def test_they_are_cleared_and_forgotten_with_the_days_keys(self, store: SqlStore) -> None:
        await store.write(lambda unit: unit.attempts.tally("code", "w", START, since=START))
        await store.write(lambda unit: unit.attempts.clear("code", "w"))
        assert await store.write(lambda unit: unit.attempts.tally("code", "w", START, since=START)) == 1
        for days in range(9):
            day = (START + days * DAY).date().isoformat()
            await store.write(lambda unit, day=day: unit.attempts.day_key(day, f"key of {day}"))  # type: ignore[misc]
        tables = ("attempt", "day_key")
        assert await store.write(lambda unit: [unit.retention.sweep(table, START + 14 * DAY, 99) for table in tables]) == [1, 7]
        assert await store.read(lambda unit: scalar(unit, "SELECT min(day) FROM day_key")) == "2026-01-12"

    async def test_the_first_to_ask_decides_the_key_of_a_day(self, store: SqlStore) -> None:
        works: list[Callable[[UnitOfWork], object]] = [partial(_day_key, fresh=f"k{n}") for n in range(8)]
        assert len(set(await all_at_once(store, works))) == 1


def _tally(unit: UnitOfWork, seconds: int) -> int:
    return unit.attempts.tally("code", "w", START + timedelta(seconds=seconds), since=START)


def _day_key(unit: UnitOfWork, fresh: str) -> str:
    return unit.attempts.day_key("2026-01-05", fresh)


class TestRaces:
    """The rules of `core/sign_in.py` when everybody presses at once."""

    async def test_of_two_who_prove_one_address_at_once_one_has_it(self, inhabited: SqlStore, ambient: Ambient) -> None:
        ids = []
        for who in ("a-ann", "a-bob"):
            await inhabited.write(partial(_want, ambient=ambient, who=who))
            mail = await inhabited.write(lambda unit: unit.letters.claim(START, first_pause=DAY, longest_pause=DAY))
            assert mail is not None
            ids.append(mail.args["link"])
        outcomes = await all_at_once(inhabited, [partial(_prove, ambient=ambient, id=id) for id in ids])
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AddressTaken", "CameIn"]
        emails = [await inhabited.read(lambda unit, who=who: unit.accounts.get(who).email) for who in ("a-ann", "a-bob")]  # type: ignore[misc]
        assert sorted(map(str, emails)) == ["None", "x@x.example"]

    async def test_of_many_presses_of_one_button_one_comes_in(self, inhabited: SqlStore, ambient: Ambient) -> None:
        link = replace(LINK, id="l5", token_hash=LINKS.hash_of("l5"), kind=LinkKind.CHAT, email=None)
        await put(inhabited, link)
        outcomes = await all_at_once(inhabited, [partial(_come_in, ambient=ambient)] * 8)
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CameIn"] + ["LinkUsed"] * 7
        assert len(await inhabited.read(lambda unit: unit.sessions.of("a-ann"))) == 1

    async def test_a_limit_lets_no_more_through_at_once_than_one_by_one(self, store: SqlStore) -> None:
        outcomes = await all_at_once(store, [_try] * 12)
        assert sum(outcome is None for outcome in outcomes) == 5


def _want(unit: UnitOfWork, ambient: Ambient, who: str) -> None:
    desk = Desk(unit, ambient, LINKS, START)
    sign_in.ask_to_confirm(desk, unit.accounts.get(who), "x@x.example", Asker(who, "web", "en"))


def _prove(unit: UnitOfWork, ambient: Ambient, id: str) -> object:
    return _or_refusal(unit, lambda: sign_in.confirm_address(Desk(unit, ambient, LINKS, START), LINKS.hash_of(id), BROWSER))


def _come_in(unit: UnitOfWork, ambient: Ambient) -> object:
    return _or_refusal(unit, lambda: sign_in.use_link(Desk(unit, ambient, LINKS, START), LINKS.hash_of("l5"), BROWSER))


def _try(unit: UnitOfWork) -> object:
    return throttle.over_at(unit, Attempt.CODE_OF_ACCOUNT, throttle.hidden(unit, "somebody", START), START)


def _or_refusal(unit: UnitOfWork, do: Callable[[], object]) -> object:
    try:
        with unit.savepoint():
            return do()
    except DomainError as error:
        return error
