"""SQLite's group commit: one COMMIT for many works, each on its own."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import Engine, event, make_url
from sqlalchemy.exc import IntegrityError, OperationalError

from core.storage.unit_of_work import UnitOfWork
from db import writer as writer_module
from db.engine import sqlite_writer
from db.errors import NoRoom, StoreClosed
from db.writer import GroupCommitWriter
from tests.db.rows import arrive, names, run, scalar

PATIENCE = 10.0  # seconds until a test gives up waiting


class Crash(BaseException):
    """Not even an Exception."""


class Bench:
    """A writer, its engine, and a count of its commits."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = sqlite_writer(make_url(url))
        self.writer = GroupCommitWriter(self.engine, new_id=iter(f"w{n}" for n in range(10_000)).__next__)
        self.commits = 0
        event.listen(self.engine, "commit", self._count)

    def _count(self, _: object) -> None:
        self.commits += 1

    @asynccontextmanager
    async def one_batch(self) -> AsyncIterator[None]:
        """Whatever is queued inside is taken as one batch, when the block ends."""
        gate, reached = threading.Event(), threading.Event()

        def hold_up(_: UnitOfWork) -> None:
            reached.set()
            gate.wait(PATIENCE)

        held = asyncio.create_task(self.writer.write(hold_up))
        await asyncio.to_thread(reached.wait, PATIENCE)
        self.commits = -1  # that of the hold-up
        try:
            yield
        finally:
            await asyncio.sleep(0)
            gate.set()
            await held


@pytest.fixture
async def bench(sqlite_url: str) -> AsyncIterator[Bench]:
    bench = Bench(sqlite_url)
    yield bench
    await bench.writer.close()


def fail(unit: UnitOfWork) -> None:
    arrive("nobody")(unit)
    raise RuntimeError("on purpose")


def unsealed(unit: UnitOfWork) -> None:
    """A posting whose transaction never gets its seal: only COMMIT can see that."""
    run(unit, "INSERT INTO posting (seq, line, account, amount) VALUES (1, 1, 'consumed', 5)")


async def outcomes(bench: Bench, *works: Callable[[UnitOfWork], object]) -> list[object]:
    """What became of works that shared a batch."""
    async with bench.one_batch():
        tasks = [asyncio.create_task(bench.writer.write(work)) for work in works]
    return await asyncio.gather(*tasks, return_exceptions=True)


async def test_works_that_wait_together_share_one_commit(bench: Bench) -> None:
    assert await outcomes(bench, arrive("ann"), arrive("bob"), arrive("cid")) == ["a-ann", "a-bob", "a-cid"]
    assert bench.commits == 1


async def test_a_batch_has_a_limit(bench: Bench) -> None:
    await outcomes(bench, *(arrive(f"p{number}") for number in range(writer_module.MOST_PER_COMMIT + 1)))
    assert bench.commits == 2


async def test_a_failing_work_undoes_only_itself(bench: Bench) -> None:
    results = await outcomes(bench, arrive("ann"), fail, arrive("bob"))
    assert [type(result) for result in results] == [str, RuntimeError, str]
    assert await bench.writer.write(names) == {"ann", "bob"}


@pytest.mark.parametrize("crash", [Crash, KeyboardInterrupt, SystemExit])
async def test_a_work_that_crashes_hard_stops_neither_the_batch_nor_the_writer(bench: Bench, crash: type[BaseException]) -> None:
    def work(unit: UnitOfWork) -> None:
        arrive("nobody")(unit)
        raise crash

    raised: list[BaseException] = []

    async def crashing() -> None:
        try:
            await bench.writer.write(work)
        except BaseException as error:  # noqa: BLE001 (this is what the test is about)
            raised.append(error)

    async with bench.one_batch():
        tasks = [asyncio.create_task(crashing()), asyncio.create_task(bench.writer.write(arrive("ann")))]
    await asyncio.gather(*tasks)
    assert [type(error) for error in raised] == [crash]
    assert await bench.writer.write(names) == {"ann"}


async def test_a_stop_iteration_reaches_its_caller_in_a_form_that_asyncio_can_carry(bench: Bench) -> None:
    with pytest.raises(RuntimeError, match="StopIteration"):
        await bench.writer.write(lambda _: next(iter(())))


async def test_success_is_told_only_after_the_commit(bench: Bench, sqlite_url: str) -> None:
    told, stored = threading.Event(), []

    @event.listens_for(bench.engine, "commit")
    def before_commit(_: object) -> None:
        # This runs on the writer's thread just before COMMIT; the loop is free to tell somebody, and must not.
        stored.append(told.wait(0.1))

    await bench.writer.write(arrive("ann"))
    told.set()
    assert stored == [False]
    with sqlite3.connect(str(make_url(sqlite_url).database)) as other:
        assert other.execute("SELECT uid FROM identity").fetchall() == [("ann",)]
    other.close()


async def test_when_the_commit_fails_everybody_is_told_and_nothing_is_kept(bench: Bench) -> None:
    def break_disk(_: object) -> None:
        raise OperationalError("COMMIT", None, sqlite3.OperationalError("disk I/O error"))

    async with bench.one_batch():
        tasks = [asyncio.create_task(bench.writer.write(work)) for work in (arrive("ann"), fail, arrive("bob"))]
        await asyncio.sleep(0)
        # Let the hold-up's own commit pass, and break the next one.
        event.listen(bench.engine, "begin", lambda _: event.listen(bench.engine, "commit", break_disk), once=True)
    results = await asyncio.gather(*tasks, return_exceptions=True)
    event.remove(bench.engine, "commit", break_disk)
    assert [type(result) for result in results] == [OperationalError, RuntimeError, OperationalError]
    assert await bench.writer.write(names) == set()
    assert await bench.writer.write(arrive("cid")) == "a-cid"


async def test_a_work_that_only_the_commit_can_refuse_fails_alone(bench: Bench) -> None:
    results = await outcomes(bench, arrive("ann"), unsealed, fail, arrive("bob"))
    assert [type(result) for result in results] == [str, IntegrityError, RuntimeError, str]
    assert await bench.writer.write(names) == {"ann", "bob"}
    assert await bench.writer.write(lambda unit: scalar(unit, "SELECT count(*) FROM posting")) == 0


async def test_a_full_disk_keeps_what_was_told_and_nothing_else(bench: Bench) -> None:
    """SQLite then rolls the whole transaction back by itself, savepoints and all, and would go on without one."""

    def fill_up(unit: UnitOfWork) -> None:
        run(unit, f"PRAGMA max_page_count = {scalar(unit, 'PRAGMA page_count') + 40}")

    def heavy(unit: UnitOfWork) -> None:
        run(unit, "UPDATE account SET locale = :words", words="x" * 1_000_000)

    await bench.writer.write(fill_up)
    results = await outcomes(bench, arrive("ann"), heavy, arrive("bob"))
    assert [isinstance(result, OperationalError | sqlite3.OperationalError | NoRoom) for result in results] == [True] * 3
    assert await bench.writer.write(names) == set()
    await outcomes(bench, arrive("cid"), arrive("dan"))
    assert await bench.writer.write(names) == {"cid", "dan"}


async def test_hooks_run_after_the_commit_in_the_order_of_works_on_the_event_loop(bench: Bench) -> None:
    calls: list[tuple[str, int]] = []
    loop_thread = threading.get_ident()

    def hooked(uid: str) -> Callable[[UnitOfWork], None]:
        def work(unit: UnitOfWork) -> None:
            unit.after_commit(lambda: calls.append((uid, threading.get_ident())))
            if uid == "bad":
                raise RuntimeError

        return work

    await outcomes(bench, hooked("one"), hooked("bad"), hooked("two"), hooked("three"))
    assert calls == [("one", loop_thread), ("two", loop_thread), ("three", loop_thread)]


async def test_a_hook_that_fails_disturbs_neither_the_result_nor_other_hooks(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    calls: list[str] = []

    def work(unit: UnitOfWork) -> str:
        unit.after_commit(lambda: calls.append("first"))
        unit.after_commit(lambda: [][0])
        unit.after_commit(lambda: calls.append("last"))
        return "done"

    assert await bench.writer.write(work) == "done"
    assert calls == ["first", "last"]
    assert "hook failed after commit" in caplog.text


async def test_a_savepoint_inside_a_work_undoes_only_its_part_and_its_hooks(bench: Bench) -> None:
    calls: list[str] = []

    def part(unit: UnitOfWork) -> None:
        with unit.savepoint():
            unit.after_commit(lambda: calls.append("undone"))
            fail(unit)

    def work(unit: UnitOfWork) -> None:
        arrive("ann")(unit)
        with pytest.raises(RuntimeError):
            part(unit)
        unit.after_commit(lambda: calls.append("kept"))

    await bench.writer.write(work)
    assert calls == ["kept"]
    assert await bench.writer.write(names) == {"ann"}


async def test_the_work_of_a_cancelled_caller_is_done_once(bench: Bench) -> None:
    async with bench.one_batch():
        tasks = [asyncio.create_task(bench.writer.write(arrive(f"p{number}"))) for number in range(10)]
        failing = asyncio.create_task(bench.writer.write(fail))
        await asyncio.sleep(0)
        for task in (*tasks[::2], failing):
            task.cancel()
    results = await asyncio.gather(*tasks, failing, return_exceptions=True)
    assert [isinstance(result, asyncio.CancelledError) for result in results] == [True, False] * 5 + [True]
    assert await bench.writer.write(names) == {f"p{number}" for number in range(10)}


async def test_closing_finishes_what_is_queued_and_takes_nothing_more(bench: Bench) -> None:
    async with bench.one_batch():
        tasks = [asyncio.create_task(bench.writer.write(arrive(f"p{number}"))) for number in range(200)]
        await asyncio.sleep(0)
        closing = asyncio.create_task(bench.writer.close())
        await asyncio.sleep(0)
        with pytest.raises(StoreClosed):
            await bench.writer.write(arrive("late"))
    await closing
    assert await asyncio.gather(*tasks) == [f"a-p{number}" for number in range(200)]
    await bench.writer.close()


def test_a_loop_that_ended_does_not_stop_the_writer_from_committing(sqlite_url: str) -> None:
    gate = threading.Event()

    async def leave_behind() -> GroupCommitWriter:
        writer = Bench(sqlite_url).writer
        task = asyncio.create_task(writer.write(lambda unit: (gate.wait(PATIENCE), arrive("ann")(unit))))
        await asyncio.sleep(0.05)
        task.cancel()
        return writer

    writer = asyncio.run(leave_behind())
    gate.set()
    asyncio.run(writer.close())
    with sqlite3.connect(str(make_url(sqlite_url).database)) as other:
        assert other.execute("SELECT uid FROM identity").fetchall() == [("ann",)]
    other.close()
