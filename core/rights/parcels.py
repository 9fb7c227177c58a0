"""The parts of a copy as stored objects: first a row that says where it will lie and how it is sealed, then the object (PRV-78, PRV-80).

So whatever dies when, nothing lies in the store that no row tells of. Should the row go first after all, because a copy was called off in
the moment in which a part of it arrived, `strays` finds what is left; without its row nobody can open it anyway.
"""

import asyncio
import hashlib
import logging
import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from core.ports import StoreUnavailable
from core.rights.kit import Kit
from core.rights.requests import Request, RequestState
from core.rights.storage import StoredPart
from core.rights.threads import in_thread
from core.storage.unit_of_work import UnitOfWork
from core.workshop import Workshop

log = logging.getLogger(__name__)

PREFIX = "copies/"
MEDIA_TYPE = "application/zip"
LIFE = timedelta(days=7)
"""Of a copy, once it is ready (PRV-78)."""
KEY_BYTES = 32
PIECE = 256 * 1024
TRIES = 3
"""How often a store that does not answer is asked to take one part."""


class Lost(Exception):
    """This attempt is over: the copy was called off, or another worker has taken it on."""


@dataclass(frozen=True)
class Attempt:
    """A worker's turn at a copy. It lasts as long as `request` is being carried out and nobody has claimed it again."""

    kit: Kit
    request: Request
    account_id: str

    def holds(self, uow: UnitOfWork) -> Request:
        """The request as it stands now. Raises `Lost`."""
        current = uow.rights.get(self.request.ref)
        if current is None or current.state is not RequestState.RUNNING or current.attempts != self.request.attempts:
            raise Lost
        return current


@dataclass
class Parcels:
    """A shelf for the parts of one attempt (`core.rights.parts.Shelf`). `folder` is where they wait until they are stored.

    They have no name there, so they are gone with the process.
    """

    attempt: Attempt
    folder: Path | None
    keys: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._place = f"{PREFIX}{self.attempt.kit.shop.ambient.new_id()}"
        self._waiting: dict[int, BinaryIO] = {}

    async def begin(self, number: int) -> BinaryIO:
        """An empty file."""
        self._waiting[number] = await in_thread(lambda: tempfile.TemporaryFile(dir=self.folder))  # noqa: SIM115 - closed by `keep` or `close`
        return self._waiting[number]

    async def keep(self, number: int, file: BinaryIO) -> None:
        """Store the part, sealed. Raises `Lost`, `StoreUnavailable`."""
        kit, store = self.attempt.kit, self.attempt.kit.shop.store
        part = self._described(number, await in_thread(lambda: file.seek(0, os.SEEK_END)))
        kit.reached("a part written")
        await store.write(lambda uow: self._note(uow, part))
        self.keys.append(part.object_key)
        kit.reached("a part noted")
        whole = replace(part, sha256=await self._put(part, file))
        kit.reached("a part stored")
        await store.write(lambda uow: self._mark(uow, whole))
        self._waiting.pop(number).close()
        kit.reached("a part marked")

    async def withdraw(self) -> bool:
        """Delete what this attempt has stored, and its rows if they still are there; false if it is complete after all, and stays.

        What cannot be deleted now is found later.
        """
        shop = self.attempt.kit.shop
        if await shop.store.read(self._is_complete):
            return False
        with suppress(StoreUnavailable):
            for key in self.keys:
                await shop.objects.delete(key)
            await shop.store.write(self._drop)
        return True

    def close(self) -> None:
        """Give the space back."""
        for file in self._waiting.values():
            file.close()

    def _note(self, uow: UnitOfWork, part: StoredPart) -> None:
        self.attempt.holds(uow)
        uow.parts.add(part)

    def _mark(self, uow: UnitOfWork, part: StoredPart) -> None:
        self.attempt.holds(uow)
        uow.parts.stored(part)

    def _is_complete(self, uow: UnitOfWork) -> bool:
        current = uow.rights.get(self.attempt.request.ref)
        return current is not None and current.state is RequestState.READY and self._are_ours(uow)

    def _are_ours(self, uow: UnitOfWork) -> bool:
        return {part.object_key for part in uow.parts.of(self.attempt.request.ref)} <= set(self.keys)

    def _drop(self, uow: UnitOfWork) -> None:
        if self._are_ours(uow):
            uow.parts.drop(self.attempt.request.ref)

    def _described(self, number: int, size: int) -> StoredPart:
        now = self.attempt.kit.shop.ambient.now()
        alone = number == 1 and not self.keys
        return StoredPart(
            ref=self.attempt.request.ref,
            part=number,
            account_id=self.attempt.account_id,
            object_key=f"{self._place}/part-{number}",
            key=secrets.token_hex(KEY_BYTES),
            name=f"inkmirage-{now:%Y-%m-%d}.zip" if alone else f"inkmirage-{now:%Y-%m-%d}-part-{number}.zip",
            size=size,
            sha256="",
            complete=False,
            downloads=0,
            created_at=now,
            expires_at=now + LIFE,
        )

    async def _put(self, part: StoredPart, file: BinaryIO) -> str:
        """Store it; its hash, which is made beside that."""
        hashing = asyncio.ensure_future(in_thread(lambda: _hash(file)))
        try:
            await self._patiently(part, file)
        finally:
            await asyncio.wait({hashing})
        return await hashing

    async def _patiently(self, part: StoredPart, file: BinaryIO) -> None:
        objects = self.attempt.kit.shop.objects
        for _ in range(TRIES - 1):
            with suppress(StoreUnavailable):
                return await objects.put(part.object_key, file, media_type=MEDIA_TYPE, name=part.name)
        return await objects.put(part.object_key, file, media_type=MEDIA_TYPE, name=part.name)


def _hash(file: BinaryIO) -> str:
    """Of a whole file, wherever somebody else reads it."""
    digest, at = hashlib.sha256(), 0
    while piece := os.pread(file.fileno(), PIECE, at):
        digest.update(piece)
        at += len(piece)
    return digest.hexdigest()


async def empty(shop: Workshop, ref: str) -> None:
    """Delete the objects of a copy, look whether they are gone, and forget its parts. Raises `StoreUnavailable`."""
    for part in await shop.store.read(lambda uow: uow.parts.of(ref)):
        await shop.objects.delete(part.object_key)
        if await shop.objects.head(part.object_key) is not None:
            raise StoreUnavailable("still there")
    await shop.store.write(lambda uow: uow.parts.drop(ref))


async def sweep(shop: Workshop) -> int:
    """Delete what is left of copies whose time is over or whose request has ended, however it ended (PRV-80), and objects of which no row
    tells; how much that was. In parts, so that nobody waits for all of it: run it until it says 0."""
    now = shop.ambient.now()
    stale = await shop.store.read(lambda uow: uow.parts.stale(now))
    try:
        for ref in (refs := {part.ref for part in stale}):
            await empty(shop, ref)
        return len(refs) + await strays(shop)
    except StoreUnavailable:
        log.warning("object store away, copies stay for now")
        return 0


async def strays(shop: Workshop) -> int:
    """Delete objects of copies of which no row tells; how many. Raises `StoreUnavailable`."""
    keys = await shop.objects.keys(PREFIX)
    known = await shop.store.read(lambda uow: {key for key in keys if uow.parts.by_key(key) is not None})
    for key in (lost := [key for key in keys if key not in known]):
        await shop.objects.delete(key)
    if lost:
        log.warning("objects of copies that no row told of are deleted", extra={"objects": len(lost)})
    return len(lost)
