"""Stored objects as files in one folder, and the signed links that lead to them (embedded mode).

One object is one file, so that replacing it is one rename: first the bytes as they are (any viewer opens the file), then a tail that holds
the media type and the download name as JSON, the length of that JSON, and a mark that shows the file is whole.
The folder is flat, with `+` for the `/` of a key: no key can lead out of it, and erasing leaves no folder that names an account.
"""

import asyncio
import errno
import hashlib
import hmac
import json
import logging
import os
import shutil
import struct
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from core.objects import LinkedFile, LinkExpired, LinkForged, checked_key, checked_prefix, content_disposition
from core.ports import ObjectMissing, StoredObject, StoreUnavailable

logger = logging.getLogger(__name__)

_MARK = b"\nInkMirage\x00"
_TAIL = struct.Struct(f">I{len(_MARK)}s")
_PIECE = 256 * 1024
_UNFINISHED = ".put-"
_ABANDONED_AFTER = 3600.0  # seconds; far longer than any put takes


@dataclass(frozen=True)
class _Description:
    size: int
    media_type: str
    name: str


class LocalObjects:
    """Port `ObjectStore` over a folder. `open_link` is what the web server answers links with."""

    def __init__(self, root: Path, *, base_url: str, secret: bytes, link_ttl: int, now: Callable[[], datetime]) -> None:
        """`link_ttl` in seconds; `now` must be aware of its zone. Makes the folder (0700) and removes what a crash left half written."""
        if not secret:
            raise ValueError("links need a secret")
        self._root = root
        self._base_url = base_url.rstrip("/")
        self._link_key = hmac.digest(secret, b"inkmirage object links 1", hashlib.sha256)
        self._link_ttl = link_ttl
        self._now = now
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        root.chmod(0o700)
        _remove_abandoned(root)

    async def put(self, key: str, file: BinaryIO, *, media_type: str, name: str) -> None:
        """See `ObjectStore.put`. On return the bytes have reached the disk."""
        path = self._path(key)
        with _translated():
            await asyncio.to_thread(_write, path, file, _tail(media_type, name))

    async def get(self, key: str) -> AsyncIterator[bytes]:
        """See `ObjectStore.get`. A put that comes in between does not mix into the pieces."""
        async for piece in _pieces(self._path(key)):
            yield piece

    async def head(self, key: str) -> StoredObject | None:
        """See `ObjectStore.head`."""
        try:
            described = await self._described(key)
        except ObjectMissing:
            return None
        return StoredObject(key=key, size=described.size, media_type=described.media_type)

    async def link(self, key: str, *, download: bool = False) -> str:
        """See `ObjectStore.link`."""
        expires = int(self._now().timestamp()) + self._link_ttl
        signature = self._signature(checked_key(key), expires, download)
        return f"{self._base_url}/files/{key}?e={expires}&d={int(download)}&s={signature}"

    async def open_link(self, key: str, expires: int, download: bool, signature: str) -> LinkedFile:
        """What the link leads to. Raises `LinkForged`, `LinkExpired`, `ObjectMissing`, `StoreUnavailable`."""
        expected = self._signature(key, expires, download).encode()
        if not hmac.compare_digest(expected, signature.encode(errors="replace")):
            raise LinkForged
        if self._now().timestamp() >= expires:
            raise LinkExpired
        described = await self._described(key)
        disposition = content_disposition(described.name, download=download)
        return LinkedFile(described.media_type, disposition, described.size, _pieces(self._path(key)))

    async def delete(self, key: str) -> None:
        """See `ObjectStore.delete`."""
        path = self._path(key)
        with _translated():
            await asyncio.to_thread(_remove, self._root, [path])

    async def keys(self, prefix: str) -> list[str]:
        """See `ObjectStore.keys`. Reads the names of the whole folder."""
        start = checked_prefix(prefix).replace("/", "+")
        with _translated():
            return await asyncio.to_thread(_starting_with, self._root, start)

    async def delete_prefix(self, prefix: str) -> int:
        """See `ObjectStore.delete_prefix`. Reads the names of the whole folder: about 0.1 s per 100,000 objects."""
        start = checked_prefix(prefix).replace("/", "+")
        with _translated():
            return await asyncio.to_thread(_remove_starting_with, self._root, start)

    def _path(self, key: str) -> Path:
        return self._root / checked_key(key).replace("/", "+")

    def _signature(self, key: str, expires: int, download: bool) -> str:
        said = f"{expires}\n{int(download)}\n{key}".encode(errors="replace")
        return hmac.new(self._link_key, said, hashlib.sha256).hexdigest()

    async def _described(self, key: str) -> _Description:
        path = self._path(key)
        with _translated():
            return await asyncio.to_thread(_describe, path)


@contextmanager
def _translated() -> Iterator[None]:
    """The disk's errors in the port's words."""
    try:
        yield
    except OSError as error:
        code = errno.errorcode.get(error.errno or 0, "unknown")
        logger.warning("local object store failed", extra={"code": code})
        raise StoreUnavailable(code) from None


def _tail(media_type: str, name: str) -> bytes:
    description = json.dumps({"media_type": media_type, "name": name}).encode()
    return description + _TAIL.pack(len(description), _MARK)


def _write(path: Path, file: BinaryIO, tail: bytes) -> None:
    file.seek(0)
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent, prefix=_UNFINISHED)  # 0600
    try:
        with open(descriptor, "wb") as target:
            shutil.copyfileobj(file, target, _PIECE)
            target.write(tail)
            target.flush()
            os.fsync(target.fileno())
        os.replace(unfinished, path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Without this a rename or a removal may be undone by a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _describe(path: Path) -> _Description:
    file, described = _open(path)
    file.close()
    return described


def _open(path: Path) -> tuple[BinaryIO, _Description]:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise ObjectMissing from None
    try:
        return file, _read_tail(file)
    except BaseException:
        file.close()
        raise


def _read_tail(file: BinaryIO) -> _Description:
    """Leaves the file at its start. A file without our tail is none of ours."""
    end = file.seek(0, os.SEEK_END)
    if end < _TAIL.size:
        raise ObjectMissing
    file.seek(end - _TAIL.size)
    length, mark = _TAIL.unpack(file.read(_TAIL.size))
    size = end - _TAIL.size - length
    if mark != _MARK or size < 0:
        raise ObjectMissing
    file.seek(size)
    described = json.loads(file.read(length))
    file.seek(0)
    return _Description(size, described["media_type"], described["name"])


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with _translated():
        file, described = await asyncio.to_thread(_open, path)
    left = described.size
    with file:
        while left:
            with _translated():
                piece = await asyncio.to_thread(file.read, min(_PIECE, left))
            if not piece:
                raise StoreUnavailable("shortened")
            left -= len(piece)
            yield piece


def _remove(root: Path, paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
    _sync_folder(root)


def _starting_with(root: Path, start: str) -> list[str]:
    return sorted(entry.name.replace("+", "/") for entry in os.scandir(root) if entry.name.startswith(start))


def _remove_starting_with(root: Path, start: str) -> int:
    found = [Path(entry.path) for entry in os.scandir(root) if entry.name.startswith(start)]
    _remove(root, found)
    return len(found)


def _remove_abandoned(root: Path) -> None:
    """Half-written files hold pictures nobody owns. Young ones may be another process's work, and file times are the wall clock's."""
    for path in root.glob(f"{_UNFINISHED}*"):
        try:
            if path.stat().st_mtime < time.time() - _ABANDONED_AFTER:
                path.unlink()
        except FileNotFoundError:
            continue
