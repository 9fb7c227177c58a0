"""What PostgreSQL asks to be repeated is repeated; what may be durable already is not (wallet.md §2.7)."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from functools import partial
from typing import Any

import asyncpg
import pytest
from sqlalchemy import Connection, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from core.ambient import Ambient
from core.reply import Reply
from core.storage.playground import ChatEntry
from core.storage.unit_of_work import UnitOfWork
from db import engine, postgres
from db.errors import CommitLost
from db.postgres import PostgresWriter
from db.store import SqlStore, open_store
from tests.clock import START
from tests.db.papers import answer
from tests.db.rows import arrive, names, run, scalar, top_up

HANG_UP = "SELECT pg_terminate_backend(pg_backend_pid())"


@pytest.fixture
async def pg(postgres_url: str) -> AsyncIterator[SqlStore]:
    store = await open_store(postgres_url, Ambient())
    yield store
    await store.close()


async def test_two_works_that_lock_each_other_out_both_succeed(pg: SqlStore) -> None:
    await pg.write(lambda unit: (arrive("ann")(unit), arrive("bob")(unit)))
    attempts: list[str] = []

    def both(first: str, second: str) -> Callable[[UnitOfWork], None]:
        def work(unit: UnitOfWork) -> None:
            attempts.append(first)
            top_up(first)(unit)
            run(unit, "SELECT pg_sleep(0.2)")
            top_up(second)(unit)

        return work

    await asyncio.gather(pg.write(both("ann", "bob")), pg.write(both("bob", "ann")))
    assert await pg.read(lambda unit: scalar(unit, "SELECT sum(posted) FROM wallet")) == 4
    assert len(attempts) == 3


async def test_a_lock_that_is_held_too_long_is_waited_for_again(pg: SqlStore, postgres_url: str) -> None:
    await pg.write(arrive("ann"))
    attempts: list[int] = []
    second = asyncio.Event()
    other = await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
    holding = other.transaction()
    await holding.start()
    await other.execute("UPDATE wallet SET posted = posted + 10")

    def work(unit: UnitOfWork) -> None:
        attempts.append(1)
        if len(attempts) == 2:
            second.set()  # works run on the event loop here
        run(unit, "SET LOCAL lock_timeout = '30ms'")
        top_up("ann")(unit)

    writing = asyncio.create_task(pg.write(work))
    await asyncio.wait_for(second.wait(), 20)
    await holding.commit()
    await other.close()
    await writing
    assert await pg.read(lambda unit: scalar(unit, "SELECT posted FROM wallet")) == 11


async def test_a_lock_that_is_never_given_back_ends_in_an_error_after_bounded_attempts(pg: SqlStore, postgres_url: str) -> None:
    await pg.write(arrive("ann"))
    attempts: list[int] = []
    other = await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
    async with other.transaction():
        await other.execute("UPDATE wallet SET posted = posted + 10")

        def work(unit: UnitOfWork) -> None:
            attempts.append(1)
            run(unit, "SET LOCAL lock_timeout = '5ms'")
            top_up("ann")(unit)

        with pytest.raises(DBAPIError):
            await pg.write(work)
    await other.close()
    assert len(attempts) == postgres.ATTEMPTS


async def test_a_connection_lost_before_the_commit_is_replaced(pg: SqlStore) -> None:
    attempts: list[int] = []

    def work(unit: UnitOfWork) -> None:
        attempts.append(1)
        arrive("ann")(unit)
        if len(attempts) == 1:
            run(unit, HANG_UP)

    await pg.write(work)
    assert len(attempts) == 2
    assert await pg.read(names) == {"ann"}


async def test_a_connection_lost_while_idle_is_not_noticed_by_anybody(pg: SqlStore, postgres_url: str) -> None:
    await pg.write(arrive("ann"))
    other = await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
    ours = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    assert len(await other.fetch(ours)) >= 1
    await other.close()
    assert await pg.read(names) == {"ann"}
    await pg.write(arrive("bob"))


async def test_a_connection_lost_during_the_commit_is_reported_and_not_repeated(postgres_url: str) -> None:
    working = engine.postgres(make_url(postgres_url))
    writer = PostgresWriter(working, Ambient().new_id)
    attempts: list[int] = []

    def work(unit: UnitOfWork) -> None:
        attempts.append(1)
        arrive("ann")(unit)

    @event.listens_for(working.sync_engine, "commit")
    def hang_up(connection: Connection) -> None:
        connection.exec_driver_sql(HANG_UP)

    with pytest.raises(CommitLost) as told:
        await writer.write(work)
    assert attempts == [1]
    assert told.value.code == "outcome-unknown"
    event.remove(working.sync_engine, "commit", hang_up)
    await writer.close()


async def test_an_error_of_the_work_itself_is_not_repeated(pg: SqlStore) -> None:
    attempts: list[int] = []

    def work(unit: UnitOfWork) -> None:
        attempts.append(1)
        run(unit, "SELECT 1 / 0")

    with pytest.raises(DBAPIError):
        await pg.write(work)
    assert attempts == [1]


async def test_a_lost_connection_repeats_a_read(pg: SqlStore) -> None:
    attempts: list[int] = []

    def work(unit: UnitOfWork) -> set[str]:
        attempts.append(1)
        if len(attempts) == 1:
            run(unit, HANG_UP)
        return names(unit)

    assert await pg.read(work) == set()
    assert len(attempts) == 2


async def test_hooks_of_an_attempt_that_was_repeated_run_once(pg: SqlStore) -> None:
    attempts: list[int] = []
    calls: list[int] = []

    def work(unit: UnitOfWork) -> None:
        attempts.append(1)
        unit.after_commit(lambda: calls.append(len(attempts)))
        if len(attempts) == 1:
            run(unit, HANG_UP)

    await pg.write(work)
    assert calls == [2]


async def test_more_works_than_connections_wait_their_turn(pg: SqlStore) -> None:
    def work(unit: UnitOfWork) -> int:
        run(unit, "SELECT pg_sleep(0.01)")
        return int(scalar(unit, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"))

    most = max(await asyncio.gather(*(pg.write(work) for _ in range(40))))
    assert 1 < most <= engine.POSTGRES_CONNECTIONS
    assert isinstance(engine.postgres(make_url("postgresql+asyncpg://127.0.0.1/x")), AsyncEngine)


async def test_chat_revisions_rise_in_the_order_of_commits(pg: SqlStore, postgres_url: str) -> None:
    """A reader that asks for news after every commit must meet every entry, though the works overlap."""
    seen: dict[str, int] = {}
    revision = 0
    other = await open_store(postgres_url, Ambient())

    def post(store: SqlStore, number: int) -> Coroutine[Any, Any, None]:
        def work(unit: UnitOfWork) -> None:
            now = Ambient().now()
            run(unit, f"SELECT pg_sleep({(number * 7 % 5) / 500})")
            unit.chats.post("c", f"k{number}", "bot", "en", answer(str(number)), id=f"m{number}", now=now)
            run(unit, f"SELECT pg_sleep({(number * 3 % 5) / 500})")

        return store.write(work)

    def news(unit: UnitOfWork, after: int) -> list[ChatEntry]:
        return unit.chats.since("c", after)

    writing = asyncio.gather(*(post((pg, other)[number % 2], number) for number in range(30)))
    done = False
    while not done:
        done = writing.done()
        for entry in await pg.read(partial(news, after=revision)):
            assert entry.revision > revision
            revision = entry.revision
            seen[entry.key] = seen.get(entry.key, 0) + 1
    await writing
    await other.close()
    assert seen == {f"k{number}": 1 for number in range(30)}


async def test_two_deliveries_of_one_request_get_one_answer(pg: SqlStore, postgres_url: str) -> None:
    other = await open_store(postgres_url, Ambient())
    await pg.write(arrive("ann"))
    executed: list[str] = []

    def handle(name: str) -> Callable[[UnitOfWork], Reply]:
        def work(unit: UnitOfWork) -> Reply:
            earlier = unit.requests.answer("web", "k", "f")
            if earlier is not None:
                return earlier
            executed.append(name)
            run(unit, "SELECT pg_sleep(0.05)")
            reply = Reply(quote=name)
            unit.requests.remember("web", "k", "f", reply, "a-ann", START)
            return reply

        return work

    one, two = await asyncio.gather(pg.write(handle("one")), other.write(handle("two")))
    await other.close()
    assert one == two
    assert len(executed) == 1
