"""What a stored object may be called and how a browser is told to treat it: the same rules for every object store."""

import re
import unicodedata
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import quote

LONGEST_KEY = 200
LONGEST_NAME = 100

# Lower case only, so that a file system that ignores case cannot make two keys one. No part starts with a dot, so none is "..".
_KEY = re.compile(r"[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)*")


class LinkForged(Exception):
    """The signature of a link does not fit the rest of it."""


class LinkExpired(Exception):
    """The link was ours, but its time is over."""


@dataclass(frozen=True)
class LinkedFile:
    """What stands behind a link: the headers to answer with and the bytes. Nothing is open until `content` is iterated."""

    media_type: str
    disposition: str
    size: int
    content: AsyncIterator[bytes]

    @property
    def headers(self) -> dict[str, str]:
        """Everything the answer must say; private pictures are kept by no cache (PRV-21)."""
        return {
            "Content-Type": self.media_type,
            "Content-Length": str(self.size),
            "Content-Disposition": self.disposition,
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        }


def checked_key(key: str) -> str:
    """The key as it is. `ValueError` for anything but lower-case words between slashes, at most 200 characters."""
    if len(key) > LONGEST_KEY or not _KEY.fullmatch(key):
        raise ValueError("not an object key")
    return key


def checked_prefix(prefix: str) -> str:
    """The prefix with one slash at its end, so that `a/b` never reaches into `a/bc`. `ValueError` as for keys, and for an empty one."""
    return checked_key(prefix.removesuffix("/")) + "/"


def content_disposition(name: str, *, download: bool) -> str:
    """The header value that offers the name (RFC 6266), with a plain spelling beside a name that is not ASCII."""
    kind, clean = "attachment" if download else "inline", _file_name(name)
    plain = "".join(c if c.isascii() else "_" for c in clean)
    extended = "" if plain == clean else f"; filename*=UTF-8''{quote(clean, safe='')}"
    return f'{kind}; filename="{plain}"{extended}'


def _file_name(name: str) -> str:
    """No control or direction characters, nothing that means something in a path or a header, no hidden file, not too long."""
    visible = "".join(c for c in name if not unicodedata.category(c).startswith("C"))
    clean = re.sub(r'[/\\:*?"<>|%;]', "_", visible).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    if len(clean) > LONGEST_NAME:
        clean = stem[: LONGEST_NAME - 1 - len(ending)] + dot + ending if stem and len(ending) < 10 else clean[:LONGEST_NAME]
    return clean or "file"
