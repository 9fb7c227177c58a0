"""Reads: one consistent snapshot each, on connections that cannot write."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from db.postgres import repeated
from db.unit_of_work import SqlUnitOfWork

T = TypeVar("T")


def _no_names() -> str:
    raise RuntimeError("a read makes nothing new")


class SnapshotReader:
    """Runs synchronous functions on snapshots, several at a time."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def read(self, work: Callable[[SqlUnitOfWork], T]) -> T:
        """What `work` returns. A lost connection is replaced: a read may always be repeated."""
        return await repeated(lambda: self._attempt(work))

    async def close(self) -> None:
        """Close the connections."""
        await self._engine.dispose()

    async def _attempt(self, work: Callable[[SqlUnitOfWork], T]) -> T:
        def step(connection: Connection) -> T:
            return work(SqlUnitOfWork(connection, _no_names))

        async with self._engine.connect() as connection:
            return await connection.run_sync(step)
