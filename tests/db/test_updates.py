"""News is worked on once, one after another in each chat and at the same time in different ones, whoever claims, dies or is late."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.util import await_only

from core.storage.unit_of_work import UnitOfWork
from db import updates
from db.store import SqlStore
from db.turns import try_turn
from db.unit_of_work import SqlUnitOfWork
from tests.clock import START
from tests.db.news import LEASE, hear, news, take
from tests.db.rows import run, scalar

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
ON_POSTGRES = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


# --- in ---


async def test_what_is_told_comes_out_word_for_word(store: SqlStore) -> None:
    told = news(7, "group", album="a1")
    assert await store.write(lambda uow: hear(uow, told)) == [True]
    [got] = await store.write(lambda uow: uow.updates.claim("w1", START, lease_until=START + LEASE, limit=1))
    assert (got.platform, got.number, got.chat, got.body, got.album, got.attempts) == ("telegram", 7, "group", {"update_id": 7}, "a1", 1)


async def test_a_repeat_is_dropped_also_while_it_is_worked_on_and_after_it_is_done(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> list[list[bool]]:
        heard = [hear(uow, news(1)), hear(uow, news(1))]
        take(uow)
        heard.append(hear(uow, news(1)))
        uow.updates.done("telegram", [1])
        heard.append(hear(uow, news(1), now=START + DAY))
        assert take(uow, now=START + DAY) == []
        return heard

    assert await store.write(work) == [[True], [False], [False], [False]]
    assert await store.read(lambda uow: uow.updates.waiting()) == 0


async def test_a_repeat_leaves_the_first_telling_as_it_is(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> list[int]:
        hear(uow, news(1, "c"))
        hear(uow, news(1, "elsewhere"), due_at=START + DAY)
        return [scalar(uow, "SELECT count(*) FROM platform_update WHERE chat = 'c'"), *take(uow)]

    assert await store.write(work) == [1, 1]


async def test_the_same_number_on_another_platform_is_other_news(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> int:
        hear(uow, news(1), news(1, platform="elsewhere"))
        assert take(uow) == [1, 1]
        uow.updates.done("elsewhere", [1])
        return uow.updates.waiting()

    assert await store.write(work) == 1


# --- order ---


async def test_a_chat_is_worked_on_in_the_order_of_its_numbers_one_at_a_time(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> list[list[int]]:
        hear(uow, news(12), news(3), news(100), news(11))
        turns = []
        for _ in range(5):
            turns.append(take(uow))
            assert take(uow, "w2") == []
            uow.updates.done("telegram", turns[-1])
        return turns

    assert await store.write(work) == [[3], [11], [12], [100], []]


async def test_chats_do_not_wait_for_one_another(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        hear(uow, news(5, "b"), news(1, "a"), news(2, "a"), news(3, "c"), news(4, "b"))
        assert take(uow, "w1", limit=2) == [1, 3]
        assert take(uow, "w2") == [4]
        uow.updates.done("telegram", [1])
        assert take(uow, "w2") == [2]

    await store.write(work)


async def test_chats_of_the_same_name_on_two_platforms_are_two_and_no_name_is_left_out(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> list[int]:
        hear(uow, news(1, ""), news(2, "", platform="elsewhere"), news(3, "a"), news(4, "a", platform="elsewhere"))
        hear(uow, news(5, "-100"), news(6, "b", platform="elsewhere"), news(7, "ü"), news(8, "z", platform="zulip"))
        return take(uow)

    assert await store.write(work) == [1, 2, 3, 4, 5, 6, 7, 8]


async def test_a_first_that_is_not_due_holds_up_its_own_chat_only(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        hear(uow, news(1, "a"), due_at=START + SECOND)
        hear(uow, news(2, "a"), news(3, "b"))
        assert take(uow) == [3]
        assert take(uow, now=START + SECOND) == [1]

    await store.write(work)


async def test_news_that_comes_late_waits_for_what_is_under_way(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        hear(uow, news(2))
        take(uow)
        hear(uow, news(1), news(3))
        assert take(uow, "w2") == []
        uow.updates.done("telegram", [2])
        assert take(uow, "w2") == [1]

    await store.write(work)


# --- leases ---


async def test_a_lease_holds_to_its_last_moment_and_then_the_same_news_is_anybodys(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        hear(uow, news(1), news(2))
        take(uow, "dead")
        assert take(uow, "w2", START + LEASE) == []
        [again] = uow.updates.claim("w2", START + LEASE + timedelta(microseconds=1), lease_until=START + 3 * LEASE, limit=9)
        assert (again.number, again.attempts) == (1, 2)
        assert take(uow, "dead", START + 2 * LEASE) == []

    await store.write(work)


async def test_whoever_is_alive_keeps_what_is_theirs_and_nothing_else(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        hear(uow, news(1, "a"), news(2, "b"), news(3, "c"))
        take(uow, "alive", limit=2)
        take(uow, "dead")
        uow.updates.renew("telegram", "alive", range(1, 9), START, lease_until=START + 9 * LEASE)
        uow.updates.renew("telegram", "nobody", range(1, 9), START, lease_until=START + 9 * LEASE)
        assert take(uow, "w2", START + 8 * LEASE) == [3]
        assert take(uow, "w3", START + 10 * LEASE) == [1, 2, 3]

    await store.write(work)


async def test_what_has_lapsed_is_not_kept_beside_what_came_in_its_place(store: SqlStore) -> None:
    """A lower number came late, and its chat's turn is its own: whoever comes back must not have two of one chat."""

    def work(uow: UnitOfWork) -> None:
        later = START + 2 * LEASE
        hear(uow, news(2, "a"))
        take(uow, "w1")
        hear(uow, news(1, "a"))
        assert take(uow, "w1", later) == [1]
        uow.updates.renew("telegram", "w1", range(1, 9), later, lease_until=later + 9 * LEASE)
        uow.updates.done("telegram", [1])
        assert take(uow, "w2", later) == [2]

    await store.write(work)


async def test_what_is_put_back_goes_first_in_its_chat_when_it_is_due_again(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        hear(uow, news(1), news(2), news(3, "d"))
        take(uow)
        uow.updates.put_back("telegram", 1, START + SECOND)
        assert take(uow, "w2") == []
        [again] = uow.updates.claim("w2", START + SECOND, lease_until=START + LEASE, limit=9)
        assert (again.number, again.attempts) == (1, 2)
        uow.updates.renew("telegram", "w1", range(1, 9), START, lease_until=START + 9 * LEASE)  # it is no longer theirs
        assert take(uow, "w3", START + LEASE + SECOND) == [1]

    await store.write(work)


async def test_what_is_done_cannot_be_put_back(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        hear(uow, news(1))
        take(uow)
        uow.updates.done("telegram", [1])
        uow.updates.put_back("telegram", 1, START)
        uow.updates.done("telegram", [1, 2])
        assert take(uow) == []
        assert scalar(uow, "SELECT count(*) FROM platform_update") == 1

    await store.write(work)


# --- albums ---


async def test_an_album_is_everything_of_it_in_its_chat_that_is_not_done(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        hear(uow, news(4, album="x"), news(1, album="x"), news(2, album="y"), news(3, "d", album="x"), news(5), news(6, album="x"))
        hear(uow, news(7, platform="elsewhere", album="x"))
        uow.updates.done("telegram", [4])
        [first, *_] = uow.updates.claim("w1", START, lease_until=START + LEASE, limit=9)
        together = uow.updates.together(first)
        assert [(update.number, update.body) for update in together] == [(1, {"update_id": 1}), (6, {"update_id": 6})]
        uow.updates.done("telegram", [update.number for update in together])
        assert uow.updates.together(first) == []
        assert take(uow) == [2]

    await store.write(work)


async def test_news_without_an_album_stands_alone(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        hear(uow, news(1), news(2))
        [first] = uow.updates.claim("w1", START, lease_until=START + LEASE, limit=9)
        assert uow.updates.together(first) == [first]

    await store.write(work)


# --- afterwards ---


async def test_what_was_said_is_forgotten_as_soon_as_it_is_done(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        hear(uow, news(1, album="x"), news(2))
        take(uow)
        uow.updates.done("telegram", [1])
        left = "SELECT count(*) FROM platform_update WHERE number = 1 AND coalesce(body, album, owner) IS NULL AND lease_until IS NULL"
        assert scalar(uow, left) == 1
        assert uow.updates.waiting() == 1

    await store.write(work)


async def test_old_numbers_are_forgotten_some_at_once_but_never_open_news(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> list[int]:
        for number in range(5):
            hear(uow, news(number), now=START + number * SECOND)
        uow.updates.done("telegram", [1, 2, 3, 4])
        forgotten = [uow.retention.sweep("platform_update", START + 4 * SECOND + timedelta(days=2), 2) for _ in range(3)]
        assert uow.updates.waiting() == 1
        assert scalar(uow, "SELECT min(number) + max(number) FROM platform_update") == 4
        return forgotten

    assert await store.write(work) == [2, 1, 0]


@pytest.mark.parametrize(
    "nonsense",
    [
        pytest.param("owner = 'w1'", id="an owner without a lease"),
        pytest.param("lease_until = 1", id="a lease without an owner"),
        pytest.param("state = 'done'", id="done, and what it said is still there"),
        pytest.param("body = NULL", id="open, and nobody knows what it said"),
        pytest.param("state = 'done', body = NULL, owner = 'w1', lease_until = 1", id="done and somebody's"),
        pytest.param("state = 'lost'", id="a state that nobody knows"),
    ],
)
async def test_the_database_refuses_nonsense(store: SqlStore, nonsense: str) -> None:
    await store.write(lambda uow: hear(uow, news(1)))
    with pytest.raises(IntegrityError):
        await store.write(lambda uow: run(uow, f"UPDATE platform_update SET {nonsense}"))


# --- at the same time ---


async def test_32_workers_do_everything_once_and_in_order(store: SqlStore) -> None:
    chats = [f"c{n}" for n in range(6)]
    count = 10
    for number in range(count * len(chats)):
        await store.write(lambda uow, n=number: hear(uow, news(n, chats[n % len(chats)])))  # type: ignore[misc]
    busy: set[str] = set()
    finished: defaultdict[str, list[int]] = defaultdict(list)
    failed: set[int] = set()

    async def work(owner: str) -> None:
        while await store.read(lambda uow: uow.updates.waiting()):
            claimed = await store.write(lambda uow: uow.updates.claim(owner, START, lease_until=START + LEASE, limit=2))
            assert not busy & {update.chat for update in claimed}
            busy.update(update.chat for update in claimed)
            await asyncio.sleep(0)
            for update in claimed:
                busy.remove(update.chat)
                if update.number % 7 == 0 and update.number not in failed:
                    failed.add(update.number)
                    await store.write(lambda uow, n=update.number: uow.updates.put_back("telegram", n, START))  # type: ignore[misc]
                else:
                    finished[update.chat].append(update.number)
                    await store.write(lambda uow, n=update.number: uow.updates.done("telegram", [n]))  # type: ignore[misc]

    async with asyncio.timeout(60):
        await asyncio.gather(*(work(f"w{n}") for n in range(32)))
    assert finished == {chat: list(range(n, count * len(chats), len(chats))) for n, chat in enumerate(chats)}


@pytest.fixture
async def another(database_url: str) -> AsyncIterator[AsyncConnection]:
    """A second process in the middle of a transaction."""
    engine = create_async_engine(database_url, isolation_level="READ COMMITTED")
    async with engine.connect() as connection:
        yield connection
    await engine.dispose()


def _of(connection: Connection) -> UnitOfWork:
    return SqlUnitOfWork(connection, lambda: "")


@ON_POSTGRES
async def test_whose_first_is_just_being_taken_the_second_is_nobodys_and_nobody_waits(store: SqlStore, another: AsyncConnection) -> None:
    await store.write(lambda uow: hear(uow, news(1, "a"), news(2, "a"), news(3, "b"), news(4, "b"), news(5, "c")))
    assert await another.run_sync(lambda connection: take(_of(connection), "w1", limit=2)) == [1, 3]
    async with asyncio.timeout(1.5):
        assert await store.write(lambda uow: take(uow, "w2")) == [5]
        assert await store.write(lambda uow: take(uow, "w3")) == []
    await another.rollback()
    assert await store.write(lambda uow: take(uow, "w3")) == [1, 3]


@ON_POSTGRES
async def test_a_limit_counts_what_can_be_had_not_what_others_are_taking(store: SqlStore, another: AsyncConnection) -> None:
    await store.write(lambda uow: hear(uow, *(news(n, f"c{n}") for n in range(6))))
    assert await another.run_sync(lambda connection: take(_of(connection), "w1", limit=3)) == [0, 1, 2]
    assert await store.write(lambda uow: take(uow, "w2", limit=2)) == [3, 4]


@ON_POSTGRES
@pytest.mark.parametrize("end", ["done", "put back", "renewed"])
async def test_an_end_that_is_not_committed_yet_keeps_its_chat(store: SqlStore, another: AsyncConnection, end: str) -> None:
    """Its lease is over, so the others would take it; its worker is just not as dead as they think."""
    later = START + 2 * LEASE
    await store.write(lambda uow: (hear(uow, news(1), news(2)), take(uow, "slow")))

    def step(connection: Connection) -> None:
        known = _of(connection).updates
        steps: dict[str, Any] = {
            "done": lambda: known.done("telegram", [1]),
            "put back": lambda: known.put_back("telegram", 1, later + SECOND),
            "renewed": lambda: known.renew("telegram", "slow", range(1, 9), START, lease_until=later + LEASE),
        }
        steps[end]()

    await another.run_sync(step)
    async with asyncio.timeout(1.5):
        assert await store.write(lambda uow: take(uow, "w2", later)) == []
    await another.commit()
    assert await store.write(lambda uow: take(uow, "w2", later)) == ([2] if end == "done" else [])


@ON_POSTGRES
async def test_news_that_comes_late_waits_for_what_is_just_being_taken(store: SqlStore, another: AsyncConnection) -> None:
    await store.write(lambda uow: hear(uow, news(2)))
    assert await another.run_sync(lambda connection: take(_of(connection), "w1")) == [2]
    await store.write(lambda uow: hear(uow, news(1)))
    assert await store.write(lambda uow: take(uow, "w2")) == []
    await another.commit()
    assert await store.write(lambda uow: take(uow, "w2")) == []


@ON_POSTGRES
async def test_news_that_comes_late_waits_for_what_was_taken_a_moment_ago(store: SqlStore, another: AsyncConnection) -> None:
    """The other claim is committed after this one has looked, and before it has the chat's turn."""
    await store.write(lambda uow: hear(uow, news(2)))
    await another.run_sync(lambda connection: take(_of(connection), "w1"))
    await store.write(lambda uow: hear(uow, news(1)))
    turns: list[bool] = []

    def commit_then_try(connection: Connection, name: str) -> bool:
        await_only(another.commit())
        turns.append(try_turn(connection, name))
        return turns[-1]

    with patch.object(updates, "try_turn", commit_then_try):
        assert await store.write(lambda uow: take(uow, "w2")) == []
    assert turns == [True]
