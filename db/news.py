"""News between the processes on one PostgreSQL: whoever has committed something tells the others, so that they look at once.

It is a hint and nothing more: what is due stands in the tables, and everybody looks there now and then anyway. It is told after the commit
and on a connection of its own, many at once as one, because a NOTIFY inside transactions lets all their commits wait for one another.
"""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from core.ambient import Ambient
from db.lives import LOOK_SECONDS, Lives

CHANNEL = "inkmirage"
TELL = f"NOTIFY {CHANNEL}"
GATHERED = 0.02  # seconds in which what else is told becomes part of the same
AGAIN = 1.0


class PostgresNews:
    """One connection that tells and hears, and by which others see that this process lives. `heard` is called for what others tell, for
    what somebody who died has left, and whenever something may have been missed."""

    def __init__(self, engine: AsyncEngine, heard: Callable[[], None], ambient: Ambient) -> None:
        self._engine = engine
        self._heard = heard
        self._ambient = ambient
        self._told = asyncio.Event()

    def tell(self) -> None:
        """There may be something to do for others."""
        self._told.set()

    async def run(self) -> None:
        """Until it is cancelled. A connection that breaks is replaced."""
        while True:
            # Whoever asks the database for something finds out that it is away, and says so.
            with contextlib.suppress(OSError, DBAPIError, *self._errors()):
                await self._connected()
            await asyncio.sleep(AGAIN)

    def _errors(self) -> tuple[type[Exception], ...]:
        """What the driver itself raises."""
        driver: Any = self._engine.dialect.dbapi
        return driver.asyncpg.PostgresError, driver.asyncpg.InterfaceError, driver.asyncpg.InternalClientError

    async def _connected(self) -> None:
        async with self._engine.connect() as connection:
            line: Any = (await connection.get_raw_connection()).driver_connection
            line.add_termination_listener(lambda _: self.tell())  # to find out at once
            lives = Lives(connection, self._ambient)
            await lives.join()
            await line.add_listener(CHANNEL, self._hear)
            self._heard()
            try:
                while True:
                    await self._tell(line)
                    if await lives.looked():
                        self._heard()
                        self.tell()
            finally:
                # One that listens must not come back to a pool.
                await connection.invalidate()

    async def _tell(self, line: Any) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_SECONDS):
                await self._told.wait()
        await asyncio.sleep(GATHERED)
        if not self._told.is_set():
            return
        self._told.clear()
        try:
            await line.execute(TELL)
        except BaseException:
            self._told.set()  # by the next connection
            raise

    def _hear(self, line: Any, teller: int, channel: str, words: str) -> None:
        if teller != line.get_server_pid():
            self._heard()
