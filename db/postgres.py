"""Transactions on PostgreSQL: repeated when the server asks for it, never when they may already be durable (wallet.md §2.7)."""

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.ext.asyncio import AsyncEngine

from core.storage.unit_of_work import UnitOfWork
from db.errors import CommitLost, DatabaseUnreachable, NoRoom, StoreClosed
from db.unit_of_work import SqlUnitOfWork, run_hooks

T = TypeVar("T")
ATTEMPTS = 6
SHORTEST_PAUSE = 0.02  # seconds; doubled after each attempt, and jittered so that two transactions do not collide again
SERIALIZATION_FAILURE, DEADLOCK, LOCK_TIMEOUT, DISK_FULL = "40001", "40P01", "55P03", "53100"
CONNECTION_EXCEPTION, OPERATOR_INTERVENTION, TOO_MANY_CONNECTIONS = "08", "57P", "53300"
CHANCE = secrets.SystemRandom()

log = logging.getLogger(__name__)


class Reach:
    """Whether the server answers. `place` is its address without the password; the log is told once when that changes, however many
    find out."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.place = engine.url.render_as_string(hide_password=True)
        self._lost_at: float | None = None

    def lost(self) -> None:
        """Somebody asked in vain, several times."""
        if self._lost_at is None:
            self._lost_at = time.monotonic()
            log.error("database away")

    def found(self) -> None:
        """Somebody was answered."""
        if self._lost_at is not None:
            log.warning("database back", extra={"seconds": round(time.monotonic() - self._lost_at, 1)})
            self._lost_at = None


class PostgresWriter:
    """Each work is its own transaction. Owns the engine's connections until it is closed."""

    def __init__(self, engine: AsyncEngine, new_id: Callable[[], str], reach: Reach | None = None) -> None:
        self._engine = engine
        self._new_id = new_id
        self._reach = reach or Reach(engine)
        self._running: set[asyncio.Task[object]] = set()
        self._closed = False

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run and commit. Once begun it goes on to its end, whether or not the caller still waits. Raises `CommitLost`,
        `DatabaseUnreachable`, `NoRoom`."""
        if self._closed:
            raise StoreClosed(self._reach.place)
        task = asyncio.create_task(repeated(lambda: self._attempt(work), self._reach))
        self._running.add(task)
        task.add_done_callback(self._ended)
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Let running transactions finish, then close the connections."""
        self._closed = True
        if self._running:
            await asyncio.wait(self._running)
        await self._engine.dispose()

    def _ended(self, task: "asyncio.Task[object]") -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # a caller that was cancelled will not ask for it

    async def _attempt(self, work: Callable[[UnitOfWork], T]) -> T:
        async with self._engine.connect() as connection:
            hooks: list[Callable[[], None]] = []

            def step(synchronous: Connection) -> T:
                unit = SqlUnitOfWork(synchronous, self._new_id)
                result = work(unit)
                hooks.extend(unit.hooks)
                return result

            result = await connection.run_sync(step)
            try:
                await connection.commit()
            except (OSError, DBAPIError) as error:
                if away(error):
                    raise CommitLost(self._reach.place) from error
                raise
        run_hooks(hooks)
        return result


async def repeated(attempt: Callable[[], Awaitable[T]], reach: Reach) -> T:
    """Run `attempt`, again if it failed for a reason that passes and is known to have left nothing behind. Raises `DatabaseUnreachable`
    if the server was away each time, `NoRoom` if its disk is full."""
    for number in range(ATTEMPTS):
        try:
            result = await attempt()
        except (OSError, DBAPIError, NoneFree) as error:
            if number + 1 == ATTEMPTS or not passing(error):
                raise _named(error, reach) from error
            if not away(error):
                log.info("transaction repeated", extra={"attempt": number + 1, "sqlstate": _sqlstate(error)})
        else:
            reach.found()
            return result
        await asyncio.sleep(SHORTEST_PAUSE * 2**number * CHANCE.uniform(0.5, 1.5))
    raise AssertionError("the last attempt returns or raises")


def _named(error: Exception, reach: Reach) -> Exception:
    """What the caller hears of it."""
    if _sqlstate(error) == DISK_FULL:
        return NoRoom(reach.place)
    if not away(error):
        return error
    reach.lost()
    return DatabaseUnreachable(reach.place)


def passing(error: Exception) -> bool:
    """Whether another attempt may soon succeed: deadlock, serialization failure, lock wait too long, connection lost."""
    return not isinstance(error, TimeoutError | NoneFree) and (
        away(error) or _sqlstate(error) in (SERIALIZATION_FAILURE, DEADLOCK, LOCK_TIMEOUT)
    )


def away(error: Exception) -> bool:
    """Whether the server, or the line to it, was gone: refused, silent, shutting down, starting, or without a connection for us."""
    if isinstance(error, OSError | NoneFree):
        return True
    state = _sqlstate(error) or ""
    return _broke(error) or state.startswith((CONNECTION_EXCEPTION, OPERATOR_INTERVENTION)) or state == TOO_MANY_CONNECTIONS


def _broke(error: Exception) -> bool:
    """Whether the line broke under a statement. One that was just being sent finds the driver between two states, before it is closed."""
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or isinstance(error.orig, AsyncAdapt_asyncpg_dbapi.InternalClientError)


def _sqlstate(error: Exception) -> str | None:
    return getattr(getattr(error, "orig", error), "sqlstate", None)
