"""Transactions on PostgreSQL: repeated when the server asks for it, never when they may already be durable (wallet.md §2.7)."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from core.storage import UnitOfWork
from db.errors import CommitLost, StoreClosed
from db.unit_of_work import SqlUnitOfWork, run_hooks

T = TypeVar("T")
ATTEMPTS = 6
SHORTEST_PAUSE = 0.02  # seconds; doubled after each attempt, and jittered so that two transactions do not collide again
SERIALIZATION_FAILURE, DEADLOCK, LOCK_TIMEOUT = "40001", "40P01", "55P03"
CHANCE = secrets.SystemRandom()

log = logging.getLogger(__name__)


class PostgresWriter:
    """Each work is its own transaction. Owns the engine's connections until it is closed."""

    def __init__(self, engine: AsyncEngine, new_id: Callable[[], str]) -> None:
        self._engine = engine
        self._new_id = new_id
        self._running: set[asyncio.Task[object]] = set()
        self._closed = False

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run and commit. Once begun it goes on to its end, whether or not the caller still waits. Raises `CommitLost`."""
        if self._closed:
            raise StoreClosed(self._place)
        task = asyncio.create_task(repeated(lambda: self._attempt(work)))
        self._running.add(task)
        task.add_done_callback(self._ended)
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Let running transactions finish, then close the connections."""
        self._closed = True
        if self._running:
            await asyncio.wait(self._running)
        await self._engine.dispose()

    @property
    def _place(self) -> str:
        return self._engine.url.render_as_string(hide_password=True)

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
            except DBAPIError as error:
                if error.connection_invalidated:
                    raise CommitLost(self._place) from error
                raise
        run_hooks(hooks)
        return result


async def repeated(attempt: Callable[[], Awaitable[T]]) -> T:
    """Run `attempt`, again if it failed for a reason that passes and is known to have left nothing behind."""
    for number in range(ATTEMPTS - 1):
        try:
            return await attempt()
        except DBAPIError as error:
            if not passing(error):
                raise
            log.info("transaction repeated", extra={"attempt": number + 1, "sqlstate": _sqlstate(error)})
        await asyncio.sleep(SHORTEST_PAUSE * 2**number * CHANCE.uniform(0.5, 1.5))
    return await attempt()


def passing(error: DBAPIError) -> bool:
    """Whether another attempt may succeed: deadlock, serialization failure, lock wait too long, connection lost."""
    return error.connection_invalidated or _sqlstate(error) in (SERIALIZATION_FAILURE, DEADLOCK, LOCK_TIMEOUT)


def _sqlstate(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)
