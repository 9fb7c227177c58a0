"""SQLite's only writer: one thread, one connection, and one COMMIT for all the works that arrived meanwhile (wallet.md §2.6).

A work runs in its own SAVEPOINT, so its failure undoes nothing but itself. Nobody hears of success before the COMMIT is on the disk.
What cannot run in a transaction has the connection alone between two of them.
"""

import asyncio
import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from contextvars import copy_context
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from core.storage.unit_of_work import UnitOfWork
from db.errors import StoreClosed, named
from db.unit_of_work import SqlUnitOfWork, run_hooks

T = TypeVar("T")
MOST_PER_COMMIT = 64

log = logging.getLogger(__name__)


class _Queued:
    """Something in the queue, what became of it, and who waits for it."""

    def __init__(self, waiting: "asyncio.Future[Any]") -> None:
        self._waiting = waiting
        self._result: Any = None
        self.error: BaseException | None = None

    def release(self) -> None:
        """Tell the caller, on the event loop. A caller that was cancelled in the meantime is no longer listening."""
        if self._waiting.done():
            return
        if self.error is None:
            self._waiting.set_result(self._result)
        elif isinstance(self.error, StopIteration):  # asyncio does not carry this one
            self._waiting.set_exception(RuntimeError("a work raised StopIteration"))
        else:
            self._waiting.set_exception(self.error)


class _Entry(_Queued):
    """A work: part of a batch's transaction."""

    def __init__(self, work: Callable[[UnitOfWork], Any], waiting: "asyncio.Future[Any]") -> None:
        super().__init__(waiting)
        self._work = work
        self._context = copy_context()  # what the work logs in our thread belongs to whoever asked for it
        self._hooks: list[Callable[[], None]] = []

    def run(self, connection: Connection, new_id: Callable[[], str]) -> None:
        """Do the work in a savepoint of the batch's transaction."""
        self.error, self._hooks = None, []
        # On the driver's own cursor: SQLAlchemy's bookkeeping for a savepoint costs as much as two statements of a work.
        cursor = connection.connection.cursor()
        cursor.execute("SAVEPOINT work")
        unit = SqlUnitOfWork(connection, new_id)
        try:
            self._result = self._context.run(self._work, unit)
        except BaseException as error:  # noqa: BLE001 (it is raised again where somebody waits for it)
            self.error = error
            cursor.execute("ROLLBACK TO work")  # fails if SQLite has rolled back everything by itself (disk full): so does the batch
        else:
            self._hooks = unit.hooks
        cursor.execute("RELEASE work")
        cursor.close()

    def release(self) -> None:
        """Tell the caller, after the hooks."""
        if self.error is None:
            run_hooks(self._hooks)
        super().release()


class _Alone(_Queued):
    """A step outside any transaction."""

    def __init__(self, step: Callable[[sqlite3.Connection], Any], waiting: "asyncio.Future[Any]") -> None:
        super().__init__(waiting)
        self._step = step

    def run(self, engine: Engine) -> None:
        """Take it on the driver's own connection: SQLAlchemy's would begin a transaction."""
        try:
            pooled = engine.raw_connection()
            try:
                self._result = self._step(cast(sqlite3.Connection, pooled.driver_connection))
            finally:
                pooled.close()
        except BaseException as error:  # noqa: BLE001 (it is raised again where somebody waits for it)
            self.error = error


class GroupCommitWriter:
    """Runs works one after another on its own thread. Belongs to the event loop on which it is made; owns the engine."""

    def __init__(self, engine: Engine, new_id: Callable[[], str]) -> None:
        self._engine = engine
        self._new_id = new_id
        self._loop = asyncio.get_running_loop()
        self._queue: queue.SimpleQueue[_Entry | _Alone | None] = queue.SimpleQueue()
        self._closed = False
        self._begin()

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """Queue the work and wait for its commit. Once queued it runs, whether or not the caller still waits."""
        waiting = self._place_in_queue()
        self._put(_Entry(work, waiting))
        return cast(T, await waiting)

    async def alone(self, step: Callable[[sqlite3.Connection], T]) -> T:
        """Queue a step that no transaction may surround, such as VACUUM. It must leave the connection as it found it."""
        waiting = self._place_in_queue()
        self._put(_Alone(step, waiting))
        return cast(T, await waiting)

    async def close(self) -> None:
        """Finish what is queued, then end the thread. Safe to call twice."""
        if not self._closed:
            self._closed = True
            self._put(None)
        await self._ended()
        self._engine.dispose()

    def _begin(self) -> None:
        """Have the queue served. This, `_put` and `_ended` are all that knows of the thread; the simulator does without one."""
        self._thread = threading.Thread(target=self._serve, name="database-writer", daemon=True)
        self._thread.start()

    def _put(self, item: _Entry | _Alone | None) -> None:
        self._queue.put(item)

    async def _ended(self) -> None:
        await asyncio.to_thread(self._thread.join)

    def _place_in_queue(self) -> "asyncio.Future[Any]":
        if self._closed:
            raise StoreClosed(str(self._engine.url.database))
        return self._loop.create_future()

    def _serve(self) -> None:
        while self._serve_batch():
            pass

    def _serve_batch(self) -> bool:
        """Carry out what is in the queue, and wait if that is nothing; false once it was closed."""
        batch, alone, open_ = self._gather()
        if batch:
            self._commit(batch)
            self._tell(batch)
        if alone:
            alone.run(self._engine)
            self._tell([alone])
        return open_

    def _tell(self, done: Sequence[_Queued]) -> None:
        for entry in done:
            entry.error = named(entry.error, str(self._engine.url.database)) if entry.error else None
        with suppress(RuntimeError):  # the loop has ended, so nobody waits; what is queued is still worth committing
            self._loop.call_soon_threadsafe(_release, done)

    def _gather(self) -> tuple[list[_Entry], _Alone | None, bool]:
        """Wait for one work, then take along what else is there already, up to a step that is to run alone; false once the queue was
        closed."""
        batch: list[_Entry] = []
        try:
            while len(batch) < MOST_PER_COMMIT:
                entry = self._queue.get(block=not batch)
                if not isinstance(entry, _Entry):
                    return batch, entry, entry is not None
                batch.append(entry)
        except queue.Empty:
            pass
        return batch, None, True

    def _commit(self, batch: list[_Entry]) -> None:
        try:
            with self._engine.begin() as connection:
                for entry in batch:
                    entry.run(connection, self._new_id)
        except IntegrityError as error:
            # Only COMMIT sees a deferred constraint (a transaction without its seal), and it does not say whose it was.
            # Everything was rolled back, so each work may run again, alone; the guilty one fails.
            if len(batch) > 1:
                for entry in batch:
                    self._commit([entry])
            else:
                _fail(batch, error)
        except BaseException as error:  # noqa: BLE001 (it is raised again where somebody waits for it)
            _fail(batch, error)


def _fail(batch: list[_Entry], error: BaseException) -> None:
    """COMMIT failed: nothing of the batch is durable, so nobody may hear of success."""
    log.error("commit failed", extra={"works": len(batch), "error": type(error).__name__})
    for entry in batch:
        entry.error = entry.error or error


def _release(done: Sequence[_Queued]) -> None:
    for entry in done:
        entry.release()
