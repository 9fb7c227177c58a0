"""What lies in the store of a copy is noise, opens with the key from the database alone, and shows every change (PRV-78)."""

import hashlib
import io
import secrets
import tempfile
import tracemalloc
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.local.objects import LocalObjects
from adapters.sealed.objects import HEAD, MARK, PIECE, SEALED_PIECE, SealBroken, SealedObjects, sealed_size, unsealed_size
from core.ports import ObjectMissing, ObjectStore, StoredObject
from core.rights.storage import StoredPart

KEY = "copies/k7qm/part-1"
OTHER = "copies/k7qm/part-2"
AT = datetime(2026, 11, 27, tzinfo=UTC)
SIZES = (0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 5, 9 * PIECE + 77)


def part(key: str, seal: str | None = None) -> StoredPart:
    return StoredPart("ref", 1, "ann", key, seal or secrets.token_hex(32), "a.zip", 1, "", False, 0, AT, AT)


class House:
    """A store, sealed, and what its database knows."""

    def __init__(self, folder: Path) -> None:
        self.inner = LocalObjects(folder, base_url="http://x.example", secret=b"k", link_ttl=60, now=lambda: AT)
        self.parts = {key: part(key) for key in (KEY, OTHER)}
        self.sealed = SealedObjects(self.inner, self._part_at, "http://x.example/copies")

    async def _part_at(self, key: str) -> StoredPart | None:
        return self.parts.get(key)

    async def put(self, data: bytes, key: str = KEY) -> None:
        await self.sealed.put(key, io.BytesIO(data), media_type="application/zip", name="a.zip")

    async def raw(self, key: str = KEY) -> bytes:
        return b"".join([piece async for piece in self.inner.get(key)])

    async def put_raw(self, data: bytes, key: str = KEY) -> None:
        await self.inner.put(key, io.BytesIO(data), media_type="a/b", name="x")

    async def read(self, start: int = 0, key: str = KEY) -> bytes:
        return b"".join([piece async for piece in self.sealed.get(key, start)])


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "objects")


def some(size: int) -> bytes:
    return (hashlib.sha256(str(size).encode()).digest() * (size // 32 + 1))[:size]


@pytest.mark.parametrize("size", SIZES)
async def test_what_was_sealed_comes_back(house: House, size: int) -> None:
    data = some(size)
    await house.put(data)
    assert await house.read() == data
    assert await house.sealed.head(KEY) == StoredObject(KEY, size, "application/octet-stream")
    raw = await house.raw()
    assert len(raw) == sealed_size(size)
    assert unsealed_size(len(raw)) == size
    assert size < 32 or data[:32] not in raw


@pytest.mark.parametrize("size", SIZES)
async def test_it_is_read_from_any_place(house: House, size: int) -> None:
    data = some(size)
    await house.put(data)
    for start in {0, 1, size // 2, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, max(0, size - 1), size, size + 1, size + 2 * PIECE}:
        assert await house.read(start) == data[start:], start


@pytest.mark.proves("PRV-08", "PRV-78")
async def test_neither_names_nor_kinds_reach_the_store(house: House, tmp_path: Path) -> None:
    await house.put(b"words of a person")
    stored = b"".join(path.read_bytes() for path in (tmp_path / "objects").iterdir())
    assert b"zip" not in stored
    assert b"words" not in stored


async def test_all_else_passes_through_untouched(house: House) -> None:
    await house.put(b"a picture", "k7/picture")
    assert await house.raw("k7/picture") == b"a picture"
    assert await house.read(key="k7/picture") == b"a picture"
    assert await house.sealed.head("k7/picture") == StoredObject("k7/picture", 9, "application/zip")
    assert (await house.sealed.link("k7/picture")).startswith("http://x.example/files/k7/picture?")
    assert await house.sealed.keys("k7/") == ["k7/picture"]
    assert await house.sealed.delete_prefix("k7/") == 1
    assert await house.sealed.head("k7/picture") is None


async def test_no_link_leads_to_it_but_that_of_the_page(house: House) -> None:
    await house.put(b"x")
    assert await house.sealed.link(KEY, download=True) == "http://x.example/copies/ref"
    del house.parts[KEY]
    assert await house.sealed.link(KEY) == "http://x.example/copies"


@pytest.mark.proves("PRV-78")
async def test_without_its_row_it_is_nothing(house: House) -> None:
    await house.put(b"x")
    del house.parts[KEY]
    with pytest.raises(ObjectMissing):
        await house.read()
    with pytest.raises(ObjectMissing):
        await house.put(b"y")


@pytest.mark.proves("PRV-78")
async def test_another_key_does_not_open_it(house: House) -> None:
    await house.put(b"x")
    house.parts[KEY] = part(KEY)
    with pytest.raises(SealBroken):
        await house.read()


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "a byte of a piece": lambda raw: raw[: HEAD + 9] + bytes((raw[HEAD + 9] ^ 1,)) + raw[HEAD + 10 :],
    "the last byte": lambda raw: raw[:-1] + bytes((raw[-1] ^ 1,)),
    "the mark": lambda raw: b"?" + raw[1:],
    "the salt": lambda raw: raw[: len(MARK)] + bytes((raw[len(MARK)] ^ 1,)) + raw[len(MARK) + 1 :],
    "the end cut off": lambda raw: raw[:-1],
    "the end cut off at a piece": lambda raw: raw[: HEAD + 2 * SEALED_PIECE],
    "everything but the head cut off": lambda raw: raw[:HEAD],
    "cut off in the head": lambda raw: raw[: HEAD - 1],
    "nothing": lambda raw: b"",
    "two pieces changed places": lambda raw: (
        raw[:HEAD] + raw[HEAD + SEALED_PIECE : HEAD + 2 * SEALED_PIECE] + raw[HEAD : HEAD + SEALED_PIECE] + raw[HEAD + 2 * SEALED_PIECE :]
    ),
    "a piece left out": lambda raw: raw[: HEAD + SEALED_PIECE] + raw[HEAD + 2 * SEALED_PIECE :],
    "a piece twice": lambda raw: raw[: HEAD + SEALED_PIECE] + raw[HEAD : HEAD + SEALED_PIECE] + raw[HEAD + SEALED_PIECE :],
    "something behind it": lambda raw: raw + b"\0",
    "a piece behind it": lambda raw: raw + raw[HEAD : HEAD + SEALED_PIECE],
}


@pytest.mark.parametrize("change", CHANGES)
async def test_every_change_is_found(house: House, change: str) -> None:
    await house.put(some(3 * PIECE))
    await house.put_raw(CHANGES[change](await house.raw()))
    with pytest.raises(SealBroken):
        await house.read()


@pytest.mark.parametrize("change", ["the end cut off at a piece", "the last byte", "a piece behind it"])
async def test_the_end_is_looked_at_wherever_one_begins(house: House, change: str) -> None:
    await house.put(some(3 * PIECE))
    await house.put_raw(CHANGES[change](await house.raw()))
    for start in (2 * PIECE + 5, 3 * PIECE, 99 * PIECE):
        with pytest.raises(SealBroken):
            await house.read(start)


async def test_what_is_wrong_is_not_handed_on(house: House) -> None:
    await house.put(some(9 * PIECE))
    raw = await house.raw()
    at = HEAD + 6 * SEALED_PIECE
    await house.put_raw(raw[:at] + bytes((raw[at] ^ 1,)) + raw[at + 1 :])
    got = b""

    async def take() -> None:
        nonlocal got
        async for piece in house.sealed.get(KEY):
            got += piece

    with pytest.raises(SealBroken):
        await take()
    assert got == some(9 * PIECE)[: len(got)]
    assert len(got) <= 6 * PIECE


async def test_one_object_is_not_taken_for_another_even_under_one_key(house: House) -> None:
    house.parts[OTHER] = replace(house.parts[KEY], object_key=OTHER)
    await house.put(b"one")
    await house.put_raw(await house.raw(), OTHER)
    with pytest.raises(SealBroken):
        await house.read(key=OTHER)


async def test_sealing_the_same_twice_shows_nothing_of_it(house: House) -> None:
    await house.put(some(PIECE))
    first = await house.raw()
    await house.put(some(PIECE))
    second = await house.raw()
    assert all(first[HEAD + at : HEAD + at + 16] != second[HEAD + at : HEAD + at + 16] for at in range(0, PIECE, 16))


class Reads:
    """A store that reads as a vendor's library does: size first, in odd pieces, and once more from its start."""

    def __init__(self) -> None:
        self.got: list[bytes] = []

    async def put(self, key: str, file: io.BufferedIOBase, *, media_type: str, name: str) -> None:
        size = file.seek(0, io.SEEK_END)
        for step in (7, 100_001):
            file.seek(0)
            self.got.append(b"".join(iter(lambda n=step: file.read(n), b"")))  # type: ignore[misc]
        file.seek(HEAD + SEALED_PIECE - 3)
        assert file.read(6) == self.got[0][HEAD + SEALED_PIECE - 3 : HEAD + SEALED_PIECE + 3]
        assert file.tell() == HEAD + SEALED_PIECE + 3
        assert size == len(self.got[0])

    async def get(self, key: str) -> AsyncIterator[bytes]:
        for at in range(0, len(self.got[0]), 13):
            yield self.got[0][at : at + 13]


async def test_reading_it_again_gives_the_same_bytes() -> None:
    reads, known = Reads(), part(KEY)

    async def part_at(key: str) -> StoredPart | None:
        return known

    sealed = SealedObjects(cast(ObjectStore, reads), part_at, "")
    data = some(2 * PIECE + 9)
    await sealed.put(KEY, io.BytesIO(data), media_type="a/b", name="x")
    assert reads.got[0] == reads.got[1]
    assert b"".join([piece async for piece in sealed.get(KEY)]) == data


@settings(max_examples=30, deadline=None)
@given(size=st.integers(0, 4 * PIECE), start=st.integers(0, 5 * PIECE))
async def test_any_size_from_any_place(size: int, start: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        await house.put(some(size))
        assert await house.read(start) == some(size)[start:]


async def test_a_large_file_takes_little_memory(house: House) -> None:
    size = 64 * 2**20
    with tempfile.TemporaryFile() as file:
        file.truncate(size)
        tracemalloc.start()
        try:
            await house.sealed.put(KEY, file, media_type="a/b", name="x")
            got = sum([len(piece) async for piece in house.sealed.get(KEY, size // 2)])
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert got == size // 2
    assert peak < 6 * 2**20, peak
