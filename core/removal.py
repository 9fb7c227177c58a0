"""Deleting files: of pictures whose owner removed them, and of references past their time. The rows say what is due, so a crash
loses nothing, and repeats are harmless."""

import logging
from datetime import timedelta

from core.ports import StoreUnavailable
from core.workshop import Workshop

log = logging.getLogger(__name__)

REFERENCES_KEPT = timedelta(days=30)


async def remove_objects(shop: Workshop, limit: int = 50) -> int:
    """Delete the objects of removed pictures; how many."""
    due = await shop.store.read(lambda uow: uow.jobs.removed_objects(limit))
    gone = await _deleted(shop, due)
    if gone:
        await shop.store.write(lambda uow: uow.jobs.objects_gone(gone))
    return len(gone)


async def remove_references(shop: Workshop, limit: int = 500) -> int:
    """Delete uploaded references that are older than 30 days (privacy.md §3.4); how many."""
    before = shop.ambient.now() - REFERENCES_KEPT
    due = await shop.store.read(lambda uow: uow.references.older(before, limit))
    gone = await _deleted(shop, due)
    if gone:
        await shop.store.write(lambda uow: uow.references.forget(gone))
    return len(gone)


async def _deleted(shop: Workshop, due: list[tuple[str, str]]) -> list[str]:
    """Delete the objects; the ids of those that are gone."""
    gone = []
    for id, key in due:
        try:
            await shop.objects.delete(key)
        except StoreUnavailable:
            log.warning("object store away, deletion put off")
            break
        gone.append(id)
    return gone
