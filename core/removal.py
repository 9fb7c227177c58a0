"""Deleting the files of pictures whose owner removed them. The rows say what is due, so a crash loses nothing."""

import logging

from core.ports import StoreUnavailable
from core.workshop import Workshop

log = logging.getLogger(__name__)


async def remove_objects(shop: Workshop, limit: int = 50) -> int:
    """Delete the objects of removed pictures; how many. Repeats are harmless."""
    due = await shop.store.read(lambda uow: uow.jobs.removed_objects(limit))
    gone = []
    for picture_id, key in due:
        try:
            await shop.objects.delete(key)
        except StoreUnavailable:
            log.warning("object store away, deletion put off")
            break
        gone.append(picture_id)
    if gone:
        await shop.store.write(lambda uow: uow.jobs.objects_gone(gone))
    return len(gone)
