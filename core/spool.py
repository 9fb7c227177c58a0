"""Bytes on their way, kept out of memory."""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator

from core.ports import Spooled

IN_MEMORY = 64 * 1024


async def spooled_from(pieces: AsyncIterator[bytes], media_type: str = "application/octet-stream") -> Spooled:
    """Collect the pieces in a temporary file, counting and hashing them."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the receiver closes it
    digest = hashlib.sha256()
    size = 0
    try:
        async for piece in pieces:
            size += len(piece)
            digest.update(piece)
            await asyncio.to_thread(file.write, piece)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Spooled(file, media_type, size, digest.hexdigest())  # type: ignore[arg-type]
