"""Base64 text turned into picture bytes while it arrives: strict, bounded, hashed, and never whole in memory."""

import hashlib
import re
import tempfile
from pathlib import Path
from typing import BinaryIO, cast

import pybase64

from core.ports import Spooled

PICTURE_LIMIT = 32 * 2**20
FRAME_LIMIT = 8 * 2**20

# One write to the file per four or five pieces from the socket; more would not be measurably faster.
_FILE_BUFFER = 64 * 1024
_HEAD = 12
_WHITESPACE = b" \t\r\n"
_ESCAPE = re.compile(rb"\\(?:[/nrt]|u00([0-9a-fA-F]{2}))")
_HALF_ESCAPE = re.compile(rb"\\(?:u[0-9a-fA-F]{0,3})?\Z")


def media_type_of(head: bytes) -> str | None:
    """What the first twelve bytes say the file is; `None` if it is none of the three kinds a gateway may send (mayi-wire.md §6.5)."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    return None


class Landing:
    """A picture or a preview frame on its way into a temporary file below `directory`, counted and hashed as it comes."""

    def __init__(self, directory: Path, limit: int = PICTURE_LIMIT) -> None:
        self.size = 0
        self.overflowed = False
        self._directory = directory
        self._limit = limit
        self._file: BinaryIO | None = None
        self._hash = hashlib.sha256()
        self._head = b""

    def write(self, data: bytes) -> None:
        """Take the next bytes; beyond the limit they are only counted."""
        self.size += len(data)
        self.overflowed = self.overflowed or self.size > self._limit
        if self.overflowed or not data:
            return
        if self._file is None:
            self._file = cast(BinaryIO, tempfile.TemporaryFile(dir=self._directory, buffering=_FILE_BUFFER))  # noqa: SIM115 - see close
        if len(self._head) < _HEAD:
            self._head = (self._head + data)[:_HEAD]
        self._hash.update(data)
        self._file.write(data)

    def frame(self) -> BinaryIO | None:
        """The file at its start, if it is small enough to be shown as a preview; it stays the landing's own."""
        if self._file is None or self.overflowed or self.size > FRAME_LIMIT:
            return None
        self._file.seek(0)
        return self._file

    def spooled(self) -> Spooled | None:
        """Hand the file over, at its start; `None` if what came is no picture of a known kind or too large."""
        media_type = media_type_of(self._head)
        if self._file is None or self.overflowed or media_type is None:
            return None
        file, self._file = self._file, None
        file.seek(0)
        return Spooled(file, media_type, self.size, self._hash.hexdigest())

    def close(self) -> None:
        """Give the space back, unless the file was handed over."""
        if self._file is not None:
            self._file.close()
            self._file = None


class Base64Decoder:
    """Decodes the raw content of a JSON string into a landing. `broken` once it met anything but strict, padded base64.

    Whitespace and the JSON escapes that an encoder may use for `/`, `+`, `=` and line ends are not errors.
    """

    def __init__(self, sink: Landing) -> None:
        self.broken = False
        self._sink = sink
        self._rest = b""
        self._escape = b""
        self._padded = False

    def feed(self, piece: bytes) -> None:
        """Decode the next piece, cut anywhere."""
        if self._escape or b"\\" in piece:
            piece = self._unescaped(self._escape + piece)
        if not self.broken:
            self._decode(self._rest + piece)

    def finish(self) -> None:
        """No more comes; a rest that is not a whole group of four makes the text broken."""
        self.broken = self.broken or bool(self._escape) or bool(self._rest.translate(None, _WHITESPACE))

    def _unescaped(self, piece: bytes) -> bytes:
        half = _HALF_ESCAPE.search(piece)
        self._escape = half[0] if half else b""
        return _ESCAPE.sub(_unescape, piece[: half.start()] if half else piece)

    def _decode(self, data: bytes) -> None:
        whole = 0 if self._padded else len(data) & ~3
        self._rest = data[whole:]
        if self._padded:
            self.broken = bool(data.translate(None, _WHITESPACE))
        elif whole:
            self._decode_groups(data, whole)

    def _decode_groups(self, data: bytes, whole: int) -> None:
        groups = data[:whole]
        try:
            decoded = pybase64.b64decode(groups, validate=True)
        except ValueError:
            # Clean text never pays for this: whitespace is looked for only where strict decoding failed.
            squeezed = data.translate(None, _WHITESPACE)
            self.broken = len(squeezed) == len(data)
            if not self.broken:
                self._decode(squeezed)
            return
        self._padded = groups.endswith(b"=")
        self._sink.write(decoded)


def _unescape(match: re.Match[bytes]) -> bytes:
    if match[1] is not None:
        return bytes([int(match[1], 16)])
    return b"/" if match[0] == b"\\/" else b""
