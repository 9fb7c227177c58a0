"""A place that one process of all has at a time, such as that of who fetches Telegram's updates (docs/decisions/0036).

On PostgreSQL it is a lock that lives as long as the connection of its holder: when the process dies, its machine is cut off, or somebody
ends the connection, the place is free within seconds, and nobody has to agree on the time.
"""

import asyncio

from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from db import engine
from db.turns import try_to_keep

PATIENCE = 5.0  # seconds after which a server that does not answer counts as gone


class OnlySeat:
    """Implements `core.ports.Seat` on SQLite, which has one process anyway."""

    async def mine(self) -> bool:
        return True

    async def leave(self) -> None:
        """There is nobody to leave it to."""


class PostgresSeat:
    """Implements `core.ports.Seat` with a connection of its own."""

    def __init__(self, url: URL, name: str) -> None:
        self._engine = engine.postgres_seat(url)
        self._name = name
        self._connection: AsyncConnection | None = None

    async def mine(self) -> bool:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._asked()
        except (DBAPIError, OSError):  # a time-out is one, too
            await self.leave()
            return False

    async def leave(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.invalidate()  # closes it without a word to the server, which may be gone
            await connection.close()

    async def _asked(self) -> bool:
        if self._connection is not None:
            await self._connection.execute(text("SELECT 1"))  # who is still connected still has it
            return True
        connection = await self._engine.connect()
        try:
            got = await connection.run_sync(try_to_keep, self._name)
        except BaseException:
            await connection.invalidate()
            raise
        if got:
            self._connection = connection
        else:
            await connection.close()
        return got
