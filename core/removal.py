"""Deleting files: of pictures that were removed or never finished, and of references past their time. The rows say what is due, so a crash
loses nothing, and repeats are harmless."""

import logging
from datetime import timedelta

from core.backoff import pause
from core.ports import StoreUnavailable
from core.workshop import Workshop

log = logging.getLogger(__name__)

REFERENCES_KEPT = timedelta(days=30)
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=5)


class Remover:
    """Deletes the objects of removed pictures. While the store is away it asks less and less often, and says so once."""

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop
        self._failures = 0
        self._rests_until = shop.ambient.elapsed()

    async def step(self, limit: int = 50) -> int:
        """Delete what is due; how many objects."""
        if self._shop.ambient.elapsed() < self._rests_until:
            return 0
        due = await self._shop.store.read(lambda uow: uow.jobs.removed_objects(limit))
        gone = await _deleted(self._shop, due)
        if gone:
            await self._shop.store.write(lambda uow: uow.jobs.objects_gone(gone))
        self._away() if len(gone) < len(due) else self._there()
        return len(gone)

    def _away(self) -> None:
        if not self._failures:
            log.warning("object store away, deletion put off")
        self._rests_until = self._shop.ambient.elapsed() + pause(self._failures, FIRST_PAUSE, LONGEST_PAUSE).total_seconds()
        self._failures += 1

    def _there(self) -> None:
        if self._failures:
            log.info("object store back, deletion goes on", extra={"attempts": self._failures})
        self._failures = 0


async def remove_references(shop: Workshop, limit: int = 500) -> int:
    """Delete uploaded references that are older than 30 days (privacy.md §3.4); how many."""
    before = shop.ambient.now() - REFERENCES_KEPT
    due = await shop.store.read(lambda uow: uow.references.older(before, limit))
    gone = await _deleted(shop, due)
    if gone:
        await shop.store.write(lambda uow: uow.references.forget(gone))
    if len(gone) < len(due):
        log.warning("object store away, references stay for now")
    return len(gone)


async def _deleted(shop: Workshop, due: list[tuple[str, str]]) -> list[str]:
    """Delete the objects until the store is away; the ids of those that are gone."""
    gone = []
    for id, key in due:
        try:
            await shop.objects.delete(key)
        except StoreUnavailable:
            shop.ambient.measures.failed("store", "unavailable")
            break
        gone.append(id)
    return gone
