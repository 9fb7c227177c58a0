"""Copies are sealed on their way into every object store, and opened on their way out."""

import io
from datetime import UTC, datetime

from adapters.sealed.objects import PIECE, SealedObjects, sealed_size
from core.ports import ObjectStore
from core.rights.storage import StoredPart

KEY = "copies/k7qm2x/part-1"
AT = datetime(2026, 11, 27, tzinfo=UTC)
PART = StoredPart("ref", 1, "ann", KEY, "ab" * 32, "a.zip", 1, "", False, 0, AT, AT)
DATA = bytes(range(256)) * (40 * PIECE // 256) + b"the end"


async def test_a_sealed_part_goes_through_every_store(store: ObjectStore) -> None:
    async def part_at(key: str) -> StoredPart | None:
        return PART

    sealed = SealedObjects(store, part_at, "")
    await sealed.put(KEY, io.BytesIO(DATA), media_type="application/zip", name="a.zip")
    stored = b"".join([piece async for piece in store.get(KEY)])
    assert len(stored) == sealed_size(len(DATA))
    assert DATA[:64] not in stored
    assert b"".join([piece async for piece in sealed.get(KEY)]) == DATA
    assert b"".join([piece async for piece in sealed.get(KEY, len(DATA) - 9)]) == DATA[-9:]
    found = await sealed.head(KEY)
    assert found is not None
    assert found.size == len(DATA)
    await sealed.delete(KEY)
    assert await store.head(KEY) is None
