"""Uploaded files, their signed addresses, and who may still fetch them."""

import hashlib
import hmac
import io
import mimetypes
import re
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import quote

from PIL import Image, UnidentifiedImageError

from tests.clock import MovableClock
from tests.loopback_discord.clock import Snowflakes
from tests.loopback_discord.refusals import Json, not_found

#: Discord does not state it; 24 hours is the shorter of the two lifetimes that its examples show.
LIFETIME = timedelta(hours=24)


@dataclass(frozen=True)
class Upload:
    """A file on its way to Discord."""

    filename: str
    data: bytes = field(repr=False)
    content_type: str = ""

    @property
    def kind(self) -> str:
        return self.content_type or mimetypes.guess_type(self.filename)[0] or "application/octet-stream"


def stored_name(filename: str) -> str:
    """The name as Discord keeps it: spaces and signs become underscores."""
    return re.sub(r"[^A-Za-z0-9._-]+", "_", filename)


def _pixels(data: bytes) -> tuple[int, int] | None:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return picture.size
    except UnidentifiedImageError:
        return None


@dataclass(eq=False, repr=False)
class StoredFile:
    """A file that Discord has."""

    id: str
    channel_id: str
    filename: str
    data: bytes
    content_type: str
    ephemeral: bool = False
    description: str | None = None
    pixels: tuple[int, int] | None = field(init=False)

    def __post_init__(self) -> None:
        self.pixels = _pixels(self.data)

    def __repr__(self) -> str:
        return f"<{self.filename} {self.size} bytes>"

    @property
    def path(self) -> str:
        shelf = "ephemeral-attachments" if self.ephemeral else "attachments"
        return f"{shelf}/{self.channel_id}/{self.id}/{quote(self.filename)}"

    @property
    def size(self) -> int:
        return len(self.data)


class Cdn:
    """Keeps files by path; `base` is set when the server knows its port."""

    def __init__(self, clock: MovableClock, ids: Snowflakes) -> None:
        self._clock, self._ids = clock, ids
        self._files: dict[str, StoredFile] = {}
        self.base = ""

    def put(self, upload: Upload, channel_id: str, *, ephemeral: bool = False, description: str | None = None) -> StoredFile:
        name = stored_name(upload.filename)
        stored = StoredFile(self._ids.new(), channel_id, name, upload.data, upload.kind, ephemeral, description)
        self._files[stored.path] = stored
        return stored

    def remove(self, stored: StoredFile) -> None:
        self._files.pop(stored.path, None)

    def url(self, stored: StoredFile) -> str:
        """A fresh signed address, good for LIFETIME."""
        now = self._clock.now()
        expires, issued = (f"{int(at.timestamp()):x}" for at in (now + LIFETIME, now))
        return f"{self.base}/{stored.path}?ex={expires}&is={issued}&hm={_signature(stored.path, expires, issued)}&"

    def own(self, url: str) -> StoredFile | None:
        """The file behind an address of this CDN, whether or not it has expired."""
        return self._files.get(url.removeprefix(f"{self.base}/").partition("?")[0])

    def fetched(self, path: str, query: dict[str, str]) -> StoredFile:
        """The file, if the signature is right and not too old; else 404."""
        expires, issued = query.get("ex", ""), query.get("is", "")
        stored = self._files.get(quote(path))
        genuine = hmac.compare_digest(_signature(quote(path), expires, issued), query.get("hm", ""))
        if stored is None or not genuine or int(expires, 16) < self._clock.now().timestamp():
            raise not_found()
        return stored

    def attachment(self, stored: StoredFile) -> Json:
        """The attachment object of the API."""
        url = self.url(stored)
        more: Json = {"width": stored.pixels[0], "height": stored.pixels[1]} if stored.pixels else {}
        if stored.description is not None:
            more["description"] = stored.description
        if stored.ephemeral:
            more["ephemeral"] = True
        return {
            "id": stored.id,
            "filename": stored.filename,
            "size": stored.size,
            "url": url,
            "proxy_url": url,
            "content_type": stored.content_type,
            "flags": 0,
        } | more

    def media(self, stored: StoredFile) -> Json:
        """The unfurled media item that shows this file in a component."""
        url = self.url(stored)
        width, height = stored.pixels or (None, None)
        return {
            "id": stored.id,
            "url": url,
            "proxy_url": url,
            "width": width,
            "height": height,
            "content_type": stored.content_type,
            "attachment_id": stored.id,
            "loading_state": 2,
            "flags": 0,
        }


def foreign_media(media_id: str, url: str) -> Json:
    """An external picture: Discord has not fetched it yet and may never show it."""
    return {
        "id": media_id,
        "url": url,
        "proxy_url": url,
        "width": 0,
        "height": 0,
        "content_type": None,
        "loading_state": 1,
        "flags": 0,
    }


def _signature(path: str, expires: str, issued: str) -> str:
    return hmac.new(b"loopback", f"{path}|{expires}|{issued}".encode(), hashlib.sha256).hexdigest()


def plain_avatar(number: int) -> bytes:
    """A one-colour PNG for addresses of avatars and icons."""
    out = io.BytesIO()
    Image.new("RGB", (16, 16), ((number * 61) % 256, 101, 242)).save(out, "PNG")
    return out.getvalue()
