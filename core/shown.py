"""Pictures of a reply as bytes that a chat will take: fetched from our store, and made smaller where they would be too large."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from core.ports import Imaging, ObjectMissing, ObjectStore
from core.reply import Document, Picture
from core.spool import spooled_from
from core.text import Text

MARGIN = 64 * 1024
PLAIN_ALT = Text("alt-plain")


@dataclass(frozen=True)
class Shown:
    """The bytes of a picture as a chat gets them, what to call the file, and what stands for it to those who do not see it."""

    data: bytes
    name: str
    alt: Text = PLAIN_ALT
    spoiler: bool = False
    object_key: str = ""


@dataclass(frozen=True)
class Fetched:
    """Pictures as they will be posted; `reduced` if one of them is not the original."""

    shown: tuple[Shown, ...]
    reduced: bool


@dataclass(frozen=True)
class Originals:
    """Files as they are stored: names and bytes, and names and addresses of those that a chat would not take."""

    files: tuple[tuple[str, bytes], ...] = ()
    links: tuple[tuple[str, str], ...] = ()


class Files:
    """Reads objects into files that fit."""

    def __init__(self, objects: ObjectStore, imaging: Imaging) -> None:
        self._objects = objects
        self._imaging = imaging

    async def of(self, pictures: Sequence[Picture], documents: Sequence[Document], limit: int) -> Fetched:
        """The files of these pictures, each of at most `limit` bytes, without those just deleted. Raises `StoreUnavailable`."""
        names = {document.object_key: document.name for document in documents}
        shown, reduced = [], False
        for number, picture in enumerate(pictures, 1):
            try:
                one, smaller = await self._one(picture, names.get(picture.object_key, f"inkmirage-{number}.png"), limit)
            except ObjectMissing:
                continue
            shown.append(one)
            reduced = reduced or smaller
        return Fetched(tuple(shown), reduced)

    async def _one(self, picture: Picture, name: str, limit: int) -> tuple[Shown, bool]:
        spooled = await spooled_from(self._objects.get(picture.object_key))
        try:
            if spooled.size <= limit - MARGIN:
                data = await asyncio.to_thread(spooled.file.read)
                return Shown(data, name, picture.alt, picture.spoiler, picture.object_key), False
            data = await self._imaging.smaller(spooled.file, limit - MARGIN)
        finally:
            spooled.close()
        return Shown(data, f"{name.rpartition('.')[0]}.jpg", picture.alt, picture.spoiler, picture.object_key), True

    async def links(self, documents: Sequence[Document]) -> tuple[tuple[str, str], ...]:
        """Name and address of each original; the addresses end after a while."""
        return tuple([(document.name, await self._objects.link(document.object_key, download=True)) for document in documents])

    async def originals(self, documents: Sequence[Document], limit: int) -> Originals:
        """Files byte for byte; links to those that are larger than `limit`, or have just been deleted. Raises `StoreUnavailable`."""
        found = [(document, await self._original(document, limit)) for document in documents]
        links = await self.links([document for document, data in found if data is None])
        return Originals(tuple((document.name, data) for document, data in found if data is not None), links)

    async def _original(self, document: Document, limit: int) -> bytes | None:
        try:
            spooled = await spooled_from(self._objects.get(document.object_key))
        except ObjectMissing:
            return None
        try:
            return await asyncio.to_thread(spooled.file.read) if spooled.size <= limit else None
        finally:
            spooled.close()
