"""Readings of how the house is doing, for whoever asks: however many look, the database hears of it once in a while."""

import asyncio
from datetime import datetime
from functools import partial

from core.ambient import Ambient
from core.pulse import Figures
from core.storage.store import Store
from core.storage.unit_of_work import UnitOfWork

KEPT = 10.0
"""Seconds for which a reading is good."""


class Readings:
    """Takes a reading when the last one is old, in one transaction that only reads."""

    def __init__(self, store: Store, ambient: Ambient) -> None:
        self._store = store
        self._ambient = ambient
        self._taking = asyncio.Lock()
        self._last: tuple[float, Figures] | None = None

    async def latest(self) -> Figures:
        """The latest reading, or a new one. Raises what the database raises."""
        async with self._taking:
            if self._last is None or self._ambient.elapsed() - self._last[0] >= KEPT:
                figures = await self._store.read(partial(_read, self._ambient.now()))
                self._last = self._ambient.elapsed(), figures
            return self._last[1]


def _read(now: datetime, uow: UnitOfWork) -> Figures:
    return uow.pulse.figures(now)
