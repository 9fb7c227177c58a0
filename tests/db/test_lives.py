"""What a dead process had under way goes on within seconds; what a live one has stays its own, however slow it is or its line is cut."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import cast

import asyncpg
import pytest
from sqlalchemy import text

from core.ambient import Ambient, utc_now
from core.jobs import MOST_LOST
from core.storage.jobs import Claim
from core.storage.unit_of_work import UnitOfWork
from db.lives import GONE, OF_THE_MISSING
from db.store import SqlStore, open_news
from db.unit_of_work import SqlUnitOfWork
from tests.db.news import hear, news
from tests.db.orders import move_in, order
from tests.db.rows import run, scalar

pytestmark = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
HOUR = timedelta(hours=1)
SOON = 10.0
HASTE = 8.0
"""So much faster than ours goes the time of who looks: what is gone for four seconds there has been for half a second."""

LINE_IS = """
    SELECT count(*) FROM pg_stat_activity WHERE application_name = 'inkmirage-news' AND datname = current_database()
    AND state = $1 AND (wait_event_type = 'Lock') = $2
"""
STILL_LEASED = "SELECT count(*) FROM picture WHERE owner = :by AND lease_until > :now"


def hasty() -> Ambient:
    return Ambient(elapsed=lambda: HASTE * time.monotonic())


@contextlib.asynccontextmanager
async def connected(url: str, ambient: Ambient) -> AsyncIterator[asyncio.Event]:
    """One process and its line; the event is set whenever it hears of something to do."""
    heard = asyncio.Event()
    line = open_news(url, heard.set, ambient)
    assert line is not None
    running = asyncio.create_task(line.run())
    try:
        await asyncio.wait_for(heard.wait(), SOON)
        heard.clear()
        yield heard
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def line_is(onlooker: asyncpg.Connection, state: str, *, waiting: bool = False) -> None:
    """What the only line is doing, `waiting` for somebody else's row."""
    async with asyncio.timeout(SOON):
        while not await onlooker.fetchval(LINE_IS, state, waiting):  # noqa: ASYNC110 - it comes from another connection
            await asyncio.sleep(0.01)


async def several_looks() -> None:
    """Time enough for a look at who is missing, and the end of their leases."""
    await asyncio.sleep(3 + 2 * GONE / HASTE)


@pytest.fixture(autouse=True)
async def two_pictures(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        for name in ("ann", "ben"):
            move_in(uow, name)
            order(uow, name, f"job of {name}", now=utc_now())

    await store.write(work)


def claim(uow: UnitOfWork, owner: str) -> Claim | None:
    now = utc_now()
    return uow.jobs.claim(owner, now, lease_until=now + HOUR, at_once=9, per_person=9)


async def claimed(store: SqlStore, owner: str) -> Claim | None:
    return await store.write(lambda uow: claim(uow, owner))


async def test_pictures_of_a_dead_process_are_taken_over_within_seconds_and_those_of_a_slow_one_are_not(
    store: SqlStore, database_url: str
) -> None:
    slow, dead, third = Ambient(), Ambient(), hasty()
    async with connected(database_url, slow) as told, connected(database_url, third) as heard:
        async with connected(database_url, dead):
            kept, left = await claimed(store, slow.new_owner()), await claimed(store, dead.new_owner())
            await several_looks()
            assert not heard.is_set(), "both are connected"
        began = time.monotonic()
        await asyncio.wait_for(heard.wait(), SOON)
        assert time.monotonic() - began < 1 + GONE
        await asyncio.wait_for(told.wait(), SOON)
        again = await claimed(store, third.new_owner())
        assert kept
        assert left
        assert again
        assert (again.picture.id, again.again, again.picture.lost) == (left.picture.id, True, 1)
        await several_looks()
        assert await claimed(store, third.new_owner()) is None, "the slow one has renewed nothing, and is still at it"


async def test_who_was_taken_for_dead_can_neither_renew_nor_save_once_another_has_it(store: SqlStore, database_url: str) -> None:
    dead = Ambient()
    owner = dead.new_owner()
    left = await claimed(store, owner)
    assert left is not None
    async with connected(database_url, hasty()) as heard:
        await asyncio.wait_for(heard.wait(), SOON)
    assert await claimed(store, "another") is not None
    assert await store.write(lambda uow: uow.jobs.heartbeat(owner, [left.picture.id], utc_now() + HOUR)) == set()


async def test_who_renews_its_leases_keeps_them_without_a_line(store: SqlStore, database_url: str) -> None:
    owner = Ambient().new_owner()
    mine = await claimed(store, owner)
    assert mine is not None
    async with connected(database_url, hasty()) as heard:
        for beat in range(40):
            until = utc_now() + HOUR + timedelta(seconds=beat)
            assert await store.write(lambda uow, until=until: uow.jobs.heartbeat(owner, [mine.picture.id], until))  # type: ignore[misc]
            await asyncio.sleep(GONE / HASTE / 5)
        assert not heard.is_set()
        await asyncio.wait_for(heard.wait(), SOON)


async def test_who_renews_in_the_moment_that_its_lease_is_ended_keeps_it(store: SqlStore, database_url: str) -> None:
    owner = Ambient().new_owner()
    assert await claimed(store, owner)
    server, onlooker = [await asyncpg.connect(database_url.replace("+asyncpg", "")) for _ in range(2)]
    async with connected(database_url, hasty()) as heard:
        async with server.transaction():
            await server.execute("UPDATE picture SET lease_until = lease_until + 1000000 WHERE owner = $1", owner)
            await line_is(onlooker, "active", waiting=True)
        await line_is(onlooker, "idle")
        assert await store.read(lambda uow: scalar(uow, STILL_LEASED, by=owner, now=round(utc_now().timestamp() * 1e6))) == 1
        assert not heard.is_set()
        await asyncio.wait_for(heard.wait(), SOON)
    for each in (server, onlooker):
        await each.close()


async def test_a_line_that_is_cut_is_replaced_before_anybody_takes_its_process_for_dead(store: SqlStore, database_url: str) -> None:
    cut, other = Ambient(), Ambient()
    async with connected(database_url, cut), connected(database_url, other):
        assert await claimed(store, cut.new_owner())
        server = await asyncpg.connect(database_url.replace("+asyncpg", ""))
        ours = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND objid = hashtext($1)::oid"
        [before] = await server.fetch(ours, cut.life)
        await server.execute("SELECT pg_terminate_backend($1)", before["pid"])
        await asyncio.sleep(GONE + 2)
        [after] = await server.fetch(ours, cut.life)
        await server.close()
        assert after != before
        second = await claimed(store, other.new_owner())
        assert second
        assert not second.again
        assert await claimed(store, other.new_owner()) is None


async def test_owners_that_name_no_process_and_pictures_that_are_given_up_keep_their_leases(store: SqlStore, database_url: str) -> None:
    """The first are of an older release; the second rest, so that what kills everybody does not do so every few seconds."""
    assert await claimed(store, "worker of an older release")
    resting = await claimed(store, Ambient().new_owner())
    assert resting is not None
    await store.write(lambda uow: run(uow, "UPDATE picture SET lost = :lost WHERE id = :of", lost=MOST_LOST + 1, of=resting.picture.id))
    async with connected(database_url, hasty()) as heard:
        await several_looks()
        assert not heard.is_set()


async def test_news_that_a_dead_process_had_begun_is_taken_over_within_seconds(store: SqlStore, database_url: str) -> None:
    slow, dead, third = Ambient(), Ambient(), hasty()

    def take(uow: UnitOfWork, owner: str, limit: int) -> list[int]:
        now = utc_now()
        return [one.number for one in uow.updates.claim(owner, now, lease_until=now + HOUR, limit=limit)]

    async with connected(database_url, slow), connected(database_url, third) as heard:
        await store.write(lambda uow: hear(uow, news(1, "a"), news(2, "b"), now=utc_now()))
        assert await store.write(lambda uow: take(uow, slow.new_owner(), 1)) == [1]
        assert await store.write(lambda uow: take(uow, dead.new_owner(), 1)) == [2]
        await asyncio.wait_for(heard.wait(), SOON)
        assert await store.write(lambda uow: take(uow, third.new_owner(), 9)) == [2]


async def test_a_look_walks_only_what_is_leased(store: SqlStore) -> None:
    def plan(uow: UnitOfWork) -> str:
        connection = cast(SqlUnitOfWork, uow).connection
        run(uow, "SET LOCAL enable_seqscan = off")
        query = str(OF_THE_MISSING.compile(connection, compile_kwargs={"literal_binds": True}))
        return "\n".join(connection.execute(text(f"EXPLAIN {query}")).scalars())

    found = await store.write(plan)
    assert "picture_leases" in found
    assert "platform_update_owned" in found
    assert "Seq Scan" not in found
