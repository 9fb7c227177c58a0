"""Copies of people's data as they lie in the object store: sealed, each part with a key of its own that lies in the database (PRV-78).

Whoever has the store has noise, and dropping the row destroys a copy even where its object could not be deleted. Every other object passes
through untouched.

A sealed object is a mark, a salt, and pieces of 64 KiB, each with its own seal (AES-256-GCM). The key of the pieces follows from the part's
key, the salt and the object's name; the nonce of a piece is its number and whether it is the last one. So a piece that was changed, moved,
left out or taken from elsewhere is found before a byte of it is handed on, and so is an end that was cut off.
"""

import io
import os
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.ports import ObjectMissing, ObjectStore, StoredObject, StoreUnavailable
from core.rights.storage import StoredPart

PREFIX = "copies/"
PIECE = 64 * 1024
TAG = 16
SEALED_PIECE = PIECE + TAG
MARK = b"InkMirage 1\n"
SALT = 16
HEAD = len(MARK) + SALT
AT_ONCE = 4 * SEALED_PIECE

PartAt = Callable[[str], Awaitable[StoredPart | None]]
"""The part whose object has this key."""


class SealBroken(StoreUnavailable):
    """What lies in the store is not what was sealed: changed, shortened, put together anew, or another object."""


class SealedObjects:
    """Port `ObjectStore` around another one."""

    def __init__(self, inner: ObjectStore, part_at: PartAt, pages: str) -> None:
        """`pages` is the address below which owners fetch their copies, by the copy's reference."""
        self._inner = inner
        self._part_at = part_at
        self._pages = pages

    async def put(self, key: str, file: BinaryIO, *, media_type: str, name: str) -> None:
        """See `ObjectStore.put`. Sealed while it is read: nothing lies anywhere else. Raises `ObjectMissing` without a part."""
        if not key.startswith(PREFIX):
            return await self._inner.put(key, file, media_type=media_type, name=name)
        salt = secrets.token_bytes(SALT)
        sealed = io.BufferedReader(_Sealing(file, _cipher(await self._known(key), salt), MARK + salt), AT_ONCE)
        # The page that hands it out knows its name; the store need not.
        return await self._inner.put(key, sealed, media_type="application/octet-stream", name="sealed")

    async def get(self, key: str, start: int = 0) -> AsyncIterator[bytes]:
        """See `ObjectStore.get`. `start`: where to begin, in the file as it was. Raises `SealBroken`, too."""
        if not key.startswith(PREFIX):
            async for piece in self._inner.get(key):
                yield piece
            return
        part = await self._known(key)
        async for piece in _opened(part, self._inner.get(key), start):
            yield piece

    async def head(self, key: str) -> StoredObject | None:
        """See `ObjectStore.head`. The size is that of the file as it was."""
        found = await self._inner.head(key)
        return StoredObject(key, unsealed_size(found.size), found.media_type) if found and key.startswith(PREFIX) else found

    async def link(self, key: str, *, download: bool = False) -> str:
        """See `ObjectStore.link`. To a sealed object nothing leads but the page where its owner signs in."""
        if not key.startswith(PREFIX):
            return await self._inner.link(key, download=download)
        part = await self._part_at(key)
        return f"{self._pages}/{part.ref}" if part else self._pages

    async def delete(self, key: str) -> None:
        """See `ObjectStore.delete`."""
        await self._inner.delete(key)

    async def keys(self, prefix: str) -> list[str]:
        """See `ObjectStore.keys`."""
        return await self._inner.keys(prefix)

    async def delete_prefix(self, prefix: str) -> int:
        """See `ObjectStore.delete_prefix`."""
        return await self._inner.delete_prefix(prefix)

    async def _known(self, key: str) -> StoredPart:
        part = await self._part_at(key)
        if part is None:
            raise ObjectMissing
        return part


def sealed_size(size: int) -> int:
    """How large a file of this size is once it is sealed."""
    return HEAD + size + TAG * max(1, -(-size // PIECE))


def unsealed_size(size: int) -> int:
    """The way back; 0 for what is no sealed object."""
    body = max(0, size - HEAD)
    return max(0, body - TAG * -(-body // SEALED_PIECE))


class _Sealing(io.RawIOBase):
    """The sealed bytes of a file, made while they are read; from any place, and the same again each time."""

    def __init__(self, file: BinaryIO, cipher: AESGCM, head: bytes) -> None:
        super().__init__()
        self._file = file
        self._cipher = cipher
        self._head = head
        self._size = file.seek(0, os.SEEK_END)
        self._last = max(0, -(-self._size // PIECE) - 1)
        self._end = sealed_size(self._size)
        self._at = 0
        self._made: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = max(0, {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._end}[whence] + offset)
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        found = self._from_here()[: len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)

    def _from_here(self) -> bytes:
        if self._at >= self._end:
            return b""
        if self._at < HEAD:
            return self._head[self._at :]
        number, within = divmod(self._at - HEAD, SEALED_PIECE)
        return self._piece(number)[within:]

    def _piece(self, number: int) -> bytes:
        if self._made[0] != number:
            self._file.seek(number * PIECE)
            self._made = number, self._cipher.encrypt(_nonce(number, number == self._last), self._file.read(PIECE), None)
        return self._made[1]


async def _opened(part: StoredPart, sealed: AsyncIterator[bytes], start: int) -> AsyncIterator[bytes]:
    """The file from a place on. The pieces before it are fetched and dropped unopened: stores are read from their beginning."""
    opening: _Opening | None = None
    waiting = bytearray()
    async for some in sealed:
        waiting += some
        if opening is None and len(waiting) >= HEAD:
            opening = _Opening(part, bytes(waiting[:HEAD]), start)
            del waiting[:HEAD]
        # Behind a piece that is not the last one there is at least one more byte.
        whole = (len(waiting) - 1) // SEALED_PIECE * SEALED_PIECE
        if opening is not None and whole > 0:
            plain = opening.opened(memoryview(bytes(waiting[:whole])))
            del waiting[:whole]
            if plain:
                yield plain
    if opening is None:
        raise SealBroken("head")
    if plain := opening.opened(memoryview(bytes(waiting)), last=True):
        yield plain


class _Opening:
    """Opens one piece after the other, from the one in which `start` lies."""

    def __init__(self, part: StoredPart, head: bytes, start: int) -> None:
        if not head.startswith(MARK):
            raise SealBroken("mark")
        self._cipher = _cipher(part, head[len(MARK) :])
        self._first, self._skip = divmod(start, PIECE)
        self._number = 0

    def opened(self, sealed: memoryview, *, last: bool = False) -> bytes:
        """What these whole pieces hold; the last one is looked at whatever `start` is."""
        plain = []
        for at in range(0, len(sealed), SEALED_PIECE) if sealed else (0,):
            if self._number >= self._first or last:
                plain.append(self._one(sealed[at : at + SEALED_PIECE], last))
            self._number += 1
        return b"".join(plain)

    def _one(self, sealed: memoryview, last: bool) -> bytes:
        try:
            plain = self._cipher.decrypt(_nonce(self._number, last), bytes(sealed), None)
        except (InvalidTag, ValueError):
            raise SealBroken("seal") from None
        if self._number < self._first:
            return b""
        return plain[self._skip :] if self._number == self._first else plain


def _cipher(part: StoredPart, salt: bytes) -> AESGCM:
    """For the pieces of one sealing: with a fresh salt each, two sealings under one key never share a nonce."""
    return AESGCM(HKDF(SHA256(), 32, salt, part.object_key.encode()).derive(bytes.fromhex(part.key)))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes((last,))
