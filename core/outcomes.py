"""What has happened outside is written down, even if the database is away for a moment: forgotten, it would be done again."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from core.storage.errors import DatabaseLost
from core.storage.unit_of_work import UnitOfWork
from core.workshop import Workshop

T = TypeVar("T")

PATIENCE = 60.0  # seconds; afterwards leases and due times see to it
PAUSE = 0.5


async def written_down(shop: Workshop, work: Callable[[UnitOfWork], T]) -> T:
    """Commit `work`, as soon as the database answers; once more if nobody knows whether it was committed, so it must see what it has done.
    Whoever is cancelled meanwhile does not lose what was begun.

    Raises what `Store.write` raises, `DatabaseLost` only after a while."""
    give_up = shop.ambient.elapsed() + PATIENCE
    while True:
        try:
            return await asyncio.shield(shop.store.write(work))
        except DatabaseLost:
            if shop.ambient.elapsed() + PAUSE > give_up:
                raise
        await asyncio.sleep(PAUSE)
