"""Reads: one consistent snapshot each, on connections that cannot write."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Protocol, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from db.postgres import Reach, repeated
from db.unit_of_work import SqlUnitOfWork

T = TypeVar("T")


def _no_names() -> str:
    raise RuntimeError("a read makes nothing new")


class Reader(Protocol):
    """What carries out the reads of one kind of database."""

    async def read(self, work: Callable[[SqlUnitOfWork], T]) -> T:
        """What `work` returns."""

    async def close(self) -> None:
        """Close the connections."""


class ThreadReader:
    """SQLite: a whole read runs on one of a few threads, since a hop per statement costs more than the statements (performance.md)."""

    def __init__(self, engine: Engine, threads: int) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="database-reader")

    async def read(self, work: Callable[[SqlUnitOfWork], T]) -> T:
        """What `work` returns."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, copy_context().run, self._attempt, work)

    async def close(self) -> None:
        """Finish what was begun, then close the connections."""
        await asyncio.to_thread(self._threads.shutdown)
        self._engine.dispose()

    def _attempt(self, work: Callable[[SqlUnitOfWork], T]) -> T:
        with self._engine.connect() as connection:
            return work(SqlUnitOfWork(connection, _no_names))


class SnapshotReader:
    """Runs synchronous functions on snapshots, several at a time: PostgreSQL, and a SQLite file that somebody else serves."""

    def __init__(self, engine: AsyncEngine, reach: Reach | None = None) -> None:
        self._engine = engine
        self._reach = reach or Reach(engine)

    async def read(self, work: Callable[[SqlUnitOfWork], T]) -> T:
        """What `work` returns. A lost connection is replaced: a read may always be repeated. Raises `DatabaseUnreachable`."""
        return await repeated(lambda: self._attempt(work), self._reach)

    async def close(self) -> None:
        """Close the connections."""
        await self._engine.dispose()

    async def _attempt(self, work: Callable[[SqlUnitOfWork], T]) -> T:
        def step(connection: Connection) -> T:
            return work(SqlUnitOfWork(connection, _no_names))

        async with self._engine.connect() as connection:
            return await connection.run_sync(step)
