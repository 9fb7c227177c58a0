"""Small versions of stored pictures, for pages full of them: made when somebody looks, remembered for a while, stored nowhere."""

import asyncio
from collections import OrderedDict

from core.ports import Imaging, ObjectStore
from core.spool import spooled_from

MOST_BYTES = 32 * 1024 * 1024
AT_ONCE = 2
"""A page asks for a dozen at once, and the pictures that are being made need the processors, too."""


class Thumbnails:
    """At most 32 MiB of small pictures in memory; what nobody looks at goes first. Whoever asks has been found to be the owner."""

    def __init__(self, objects: ObjectStore, imaging: Imaging, most_bytes: int = MOST_BYTES) -> None:
        self._objects = objects
        self._imaging = imaging
        self._most = most_bytes
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def of(self, object_key: str) -> bytes:
        """A JPEG of at most 512 pixels a side. Raises `ObjectMissing`, `StoreUnavailable`, `BadImage`."""
        async with self._turns:
            if object_key not in self._kept:
                self._keep(object_key, await self._made(object_key))
            self._kept.move_to_end(object_key)
            return self._kept[object_key]

    async def _made(self, object_key: str) -> bytes:
        spooled = await spooled_from(self._objects.get(object_key))
        try:
            small, _, _ = await self._imaging.preview(spooled.file)
        finally:
            spooled.close()
        return small

    def _keep(self, object_key: str, small: bytes) -> None:
        self._kept[object_key] = small
        while len(self._kept) > 1 and sum(map(len, self._kept.values())) > self._most:
            self._kept.popitem(last=False)
