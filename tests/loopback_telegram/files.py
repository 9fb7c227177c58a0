"""What Telegram keeps of files: their ids, the sizes of a photo, and the addresses to fetch them from."""

import asyncio
import io
import mimetypes
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import PurePath
from typing import Any

from PIL import Image, UnidentifiedImageError

from tests.clock import MovableClock
from tests.loopback_discord.cdn import Upload
from tests.loopback_telegram.exchange import Exchange
from tests.loopback_telegram.refusals import Json, bad, too_large

MB = 1 << 20
PHOTO, DOCUMENT, DOWNLOAD = 10 * MB, 50 * MB, 20 * MB
#: The longer sides of the sizes that are made of a photo.
SIDES = (90, 320, 1280)
LINK_LIFETIME = timedelta(hours=1)


@dataclass(eq=False, repr=False)
class StoredFile:
    """A file that Telegram has."""

    file_id: str
    unique_id: str
    name: str
    data: bytes = field(repr=False)
    kind: str
    pixels: tuple[int, int] | None = None

    def __repr__(self) -> str:
        return f"<{self.name} {len(self.data)} bytes>"

    def payload(self) -> Json:
        """What is common to all objects that describe a file."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.data)}

    def as_document(self) -> Json:
        return self.payload() | {"file_name": self.name, "mime_type": self.kind}


@dataclass(eq=False)
class Photo:
    """A photo, smallest size first."""

    sizes: tuple[StoredFile, ...]

    @property
    def largest(self) -> StoredFile:
        return self.sizes[-1]

    @property
    def pixels(self) -> tuple[int, int]:
        return self.largest.pixels or (0, 0)

    @property
    def data(self) -> bytes:
        return self.largest.data

    def payload(self) -> list[Json]:
        sized = ((size, size.pixels or (0, 0)) for size in self.sizes)
        return [size.payload() | {"width": width, "height": height} for size, (width, height) in sized]


class Files:
    """Everything that was ever uploaded; ids stay good."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        self._numbers = count(1)
        self._files: dict[str, StoredFile] = {}
        self._photos: dict[str, Photo] = {}
        self._links: dict[str, tuple[StoredFile, datetime]] = {}

    # Keeping ---------------------------------------------------------------------------------------------------------

    def keep(self, data: bytes, name: str, kind: str, pixels: tuple[int, int] | None = None) -> StoredFile:
        number = next(self._numbers)
        shelf = "AgACAgIAAx" if pixels else "BQACAgIAAx"
        stored = StoredFile(f"{shelf}kBAAM{number:06d}", f"AQAD{number:06d}", name, data, kind, pixels)
        self._files[stored.file_id] = stored
        return stored

    async def photo(self, data: bytes) -> Photo:
        """A photo of this picture, re-encoded in its sizes."""
        if len(data) > PHOTO:
            raise bad(f"file of size {len(data)} bytes is too big for a photo; the maximum size is {PHOTO} bytes")
        made = await asyncio.to_thread(sizes_of, data)
        stored = tuple(self.keep(jpeg, "photo.jpg", "image/jpeg", pixels) for jpeg, pixels in made)
        photo = Photo(stored)
        self._photos |= {size.file_id: photo for size in stored}
        return photo

    def document(self, upload: Upload) -> StoredFile:
        if len(upload.data) > DOCUMENT:
            raise too_large()
        return self.keep(upload.data, upload.filename, upload.kind)

    # What a call names -----------------------------------------------------------------------------------------------

    async def photo_of(self, call: Exchange, value: Any, part: str = "photo") -> Photo:
        """The photo that a field of a call names or brings."""
        upload = uploaded(call, value, part)
        if upload is not None:
            return await self.photo(upload.data)
        return self.known_photo(value)

    def known_photo(self, value: Any) -> Photo:
        """The photo with this id."""
        known = self._known(value)
        if known.file_id not in self._photos:
            raise bad("can't use file of type Document as Photo")
        return self._photos[known.file_id]

    def document_of(self, call: Exchange, value: Any, part: str = "document") -> StoredFile:
        upload = uploaded(call, value, part)
        if upload is not None:
            return self.document(upload)
        known = self._known(value)
        if known.file_id in self._photos:
            raise bad("can't use file of type Photo as Document")
        return known

    def _known(self, value: Any) -> StoredFile:
        """A file by its id. Addresses are refused, as Telegram refuses those of hosts that it does not like (platforms.md §B6)."""
        if str(value).startswith(("http://", "https://")):
            raise bad("failed to get HTTP URL content")
        if value not in self._files:
            raise bad("wrong file identifier/HTTP URL specified")
        return self._files[value]

    # Fetching --------------------------------------------------------------------------------------------------------

    async def get_file(self, call: Exchange) -> Json:
        stored = self._files.get(call.body.get("file_id", ""))
        if stored is None:
            raise bad("invalid file_id")
        if len(stored.data) > DOWNLOAD:
            raise bad("file is too big")
        path = self._path(stored)
        self._links[path] = stored, self._clock.now() + LINK_LIFETIME
        return stored.payload() | {"file_path": path}

    def fetched(self, path: str) -> StoredFile | None:
        """The file at a path that `getFile` gave within the hour."""
        stored, until = self._links.get(path, (None, self._clock.now()))
        return stored if until > self._clock.now() else None

    def _path(self, stored: StoredFile) -> str:
        shelf = "photos" if stored.file_id in self._photos else "documents"
        ending = PurePath(stored.name).suffix or mimetypes.guess_extension(stored.kind) or ""
        return f"{shelf}/file_{int(stored.unique_id[4:])}{ending}"


def uploaded(call: Exchange, value: Any, part: str) -> Upload | None:
    """The file that came with the call: as the field itself, or as `attach://` names it."""
    if value is None:
        if part not in call.uploads:
            raise bad(f"there is no {part} in the request")
        return call.uploads[part]
    name = str(value).removeprefix("attach://")
    if name == value:
        return None
    if name not in call.uploads:
        raise bad("wrong file identifier/HTTP URL specified")
    return call.uploads[name]


def sizes_of(data: bytes) -> list[tuple[bytes, tuple[int, int]]]:
    """The JPEGs that Telegram makes of a picture; none is enlarged."""
    try:
        picture = Image.open(io.BytesIO(data))
        check_sides(*picture.size)
        whole = picture.convert("RGB")
    except (UnidentifiedImageError, OSError):
        raise bad("IMAGE_PROCESS_FAILED") from None
    longest = max(whole.size)
    return [_jpeg(whole, side) for side in (*(side for side in SIDES[:-1] if side < longest), min(longest, SIDES[-1]))]


def check_sides(width: int, height: int) -> None:
    """Width and height together up to 10,000, one at most twenty times the other."""
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")


def _jpeg(picture: Image.Image, side: int) -> tuple[bytes, tuple[int, int]]:
    small = picture.copy()
    small.thumbnail((side, side))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=87)
    return out.getvalue(), small.size


def painted(width: int = 64, height: int = 48, colour: str = "red") -> bytes:
    """A PNG of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()
