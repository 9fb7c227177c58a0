"""What `core.storage.store.Store` promises, on both engines."""

import asyncio
import random

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from core.ambient import Ambient
from core.storage.unit_of_work import UnitOfWork
from db.errors import StoreClosed
from db.store import SqlStore, open_reader, open_store
from tests.db.rows import arrive, caller, names, run, scalar, top_up


async def test_a_write_gives_back_what_its_work_returned(store: SqlStore) -> None:
    assert await store.write(arrive("ann")) == "a-ann"


async def test_an_error_is_raised_to_its_caller_and_undoes_the_work(store: SqlStore) -> None:
    def work(unit: UnitOfWork) -> None:
        arrive("ann")(unit)
        raise LookupError("on purpose")

    with pytest.raises(LookupError, match="on purpose"):
        await store.write(work)
    assert await store.read(names) == set()


async def test_what_was_written_can_be_read_at_once(store: SqlStore) -> None:
    for number in range(5):
        await store.write(arrive(f"p{number}"))
        assert len(await store.read(names)) == number + 1


async def test_a_read_cannot_write(store: SqlStore) -> None:
    with pytest.raises(DBAPIError):
        await store.read(arrive("ann"))
    with pytest.raises(DBAPIError):
        await store.read(lambda unit: run(unit, "UPDATE wallet SET posted = 1"))
    assert await store.write(arrive("ann")) == "a-ann"


async def test_a_read_sees_one_moment_and_nothing_uncommitted(store: SqlStore) -> None:
    """Every work moves a credit from one wallet to another in two statements: a read between them would see one too few."""
    await store.write(lambda unit: (arrive("ann")(unit), arrive("bob")(unit)))
    await store.write(lambda unit: run(unit, "UPDATE wallet SET posted = 1000"))

    def move(unit: UnitOfWork) -> None:
        run(unit, "UPDATE wallet SET posted = posted - 1 WHERE account_id = 'a-ann'")
        run(unit, "UPDATE wallet SET posted = posted + 1 WHERE account_id = 'a-bob'")

    def look(unit: UnitOfWork) -> tuple[int, int]:
        one = scalar(unit, "SELECT posted FROM wallet WHERE account_id = 'a-ann'")
        return one, scalar(unit, "SELECT posted FROM wallet WHERE account_id = 'a-bob'")

    async def writes() -> None:
        for _ in range(50):
            await store.write(move)

    writing = asyncio.create_task(writes())
    seen = set()
    while not writing.done():
        seen |= set(await asyncio.gather(*(store.read(look) for _ in range(4))))
    await writing
    assert {one + other for one, other in seen} == {2000}
    assert len(seen) > 1


async def test_64_concurrent_writers_lose_nothing(store: SqlStore) -> None:
    await store.write(arrive("ann"))

    async def writer() -> None:
        for _ in range(5):
            await store.write(top_up("ann"))

    await asyncio.gather(*(writer() for _ in range(64)))
    assert await store.read(lambda unit: scalar(unit, "SELECT posted FROM wallet")) == 320


async def test_a_constraint_refuses_one_writer_of_many(store: SqlStore) -> None:
    results = await asyncio.gather(*(store.write(arrive(f"p{number % 5}")) for number in range(20)), return_exceptions=True)
    assert sum(isinstance(result, IntegrityError) for result in results) == 15
    assert len(await store.read(names)) == 5


async def test_cancelled_calls_are_neither_lost_nor_doubled(database_url: str, ambient: Ambient) -> None:
    """A caller may go at any moment; what it began is done once. Closing waits for it."""
    store = await open_store(database_url, ambient)
    await store.write(arrive("ann"))
    dice = random.Random(7)
    told = 0
    tasks = [asyncio.create_task(store.write(top_up("ann"))) for _ in range(60)]
    await asyncio.sleep(0)
    for task in tasks:
        if dice.random() < 0.7:
            task.cancel()
        await asyncio.sleep(dice.random() * 0.004)
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        told += not isinstance(outcome, asyncio.CancelledError)
    await store.close()
    assert 0 < told < 60
    reader = await open_reader(database_url)
    assert await reader.read(lambda unit: scalar(unit, "SELECT posted FROM wallet")) == 60
    await reader.close()


async def test_hooks_run_after_a_commit_and_not_after_a_rollback_or_a_read(store: SqlStore) -> None:
    calls: list[str] = []

    def hooked(name: str) -> None:
        calls.append(name)

    def failing(unit: UnitOfWork) -> None:
        unit.after_commit(lambda: hooked("failed"))
        raise LookupError

    await store.write(lambda unit: unit.after_commit(lambda: hooked("written")))
    with pytest.raises(LookupError):
        await store.write(failing)
    await store.read(lambda unit: unit.after_commit(lambda: hooked("read")))
    assert calls == ["written"]


async def test_a_closed_store_refuses_and_may_be_closed_again(database_url: str, ambient: Ambient) -> None:
    store = await open_store(database_url, ambient)
    await store.close()
    await store.close()
    with pytest.raises(StoreClosed):
        await store.write(arrive("ann"))


async def test_a_visitor_reads_while_the_program_runs_and_cannot_write(store: SqlStore, database_url: str) -> None:
    await store.write(arrive("ann"))
    visitor = await open_reader(database_url)
    assert await visitor.read(names) == {"ann"}
    await store.write(arrive("bob"))
    assert await visitor.read(names) == {"ann", "bob"}
    with pytest.raises(DBAPIError):
        await visitor.read(arrive("cid"))
    await visitor.close()


async def test_what_is_stored_is_there_after_opening_again(database_url: str, ambient: Ambient) -> None:
    store = await open_store(database_url, ambient)
    await store.write(arrive("ann"))
    await store.close()
    store = await open_store(database_url, ambient)
    account = await store.read(lambda unit: unit.accounts.of(caller("ann")))
    await store.close()
    assert account is not None
    assert account.id == "a-ann"
