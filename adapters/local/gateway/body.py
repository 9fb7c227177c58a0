"""Request bodies, taken in piece by piece: hashed, limited, unpacked, and cut into form parts (`mayi-wire.md` §1.2, §3)."""

import hashlib
import zlib
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field

import python_multipart
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

from adapters.local.gateway.wire import invalid

MOST_PARTS = 200
SLICE = 64 * 1024


@dataclass
class FormPart:
    """A part of a form. `data` holds at most the first `keep` bytes of a file; `size` and `sha256` are those of the whole."""

    name: str = ""
    filename: str | None = None
    media_type: str = ""
    size: int = 0
    sha256: str = ""
    data: bytearray = field(default_factory=bytearray)


@dataclass
class Body:
    """A whole request body: `data` for anything but a form, `parts` for a form."""

    size: int = 0
    sha256: str = ""
    data: bytearray = field(default_factory=bytearray)
    parts: list[FormPart] | None = None


async def read_body(pieces: AsyncGenerator[bytes, None], headers: dict[str, str], *, limit: int, keep: int) -> Body:
    """Take in a body of at most `limit` bytes, packed or not, keeping the first `keep` bytes of each file.

    Raises `Refused` with a 413 when it is longer and a 400 when it cannot be unpacked or is not the form it claims to be."""
    body, whole = Body(), hashlib.sha256()
    form = _form(headers.get("content-type", ""), keep)
    unpack = _Unpacker(headers.get("content-encoding", ""))
    if _declared(headers) > limit:
        raise invalid("request body is too large", status=413)
    async with aclosing(pieces):
        async for piece in pieces:
            for data in unpack.feed(piece):
                body.size += len(data)
                if body.size > limit:
                    raise invalid("request body is too large", status=413)
                whole.update(data)
                if form:
                    form.feed(data)
                else:
                    body.data += data
    body.sha256 = whole.hexdigest()
    body.parts = form.finish() if form else None
    return body


def _declared(headers: dict[str, str]) -> int:
    text = headers.get("content-length", "")
    return int(text) if text.isdecimal() else 0


def _form(content_type: str, keep: int) -> "_Form | None":
    kind, options = parse_options_header(content_type)
    return _Form(options.get(b"boundary", b""), keep) if kind == b"multipart/form-data" else None


class _Unpacker:
    """Undoes gzip and deflate, a bounded slice at a time, so that a small body cannot become a large one unnoticed."""

    def __init__(self, encoding: str) -> None:
        if encoding not in ("", "identity", "gzip", "deflate"):
            raise invalid("unsupported content encoding")
        self._inflate = zlib.decompressobj(wbits=47 if encoding == "gzip" else 15) if encoding in ("gzip", "deflate") else None

    def feed(self, piece: bytes) -> "list[bytes] | _Slices":
        return [piece] if self._inflate is None else _Slices(self._inflate, piece)


class _Slices:
    """The unpacked slices of one packed piece, made one at a time."""

    def __init__(self, inflate: "zlib._Decompress", piece: bytes) -> None:
        self._inflate = inflate
        self._rest = piece

    def __iter__(self) -> "_Slices":
        return self

    def __next__(self) -> bytes:
        if not self._rest:
            raise StopIteration
        try:
            data = self._inflate.decompress(self._rest, SLICE)
        except zlib.error:
            raise invalid("request body cannot be decompressed") from None
        self._rest = self._inflate.unconsumed_tail
        return data


class _Form:
    """Collects the parts of a multipart body as they pass by."""

    def __init__(self, boundary: bytes, keep: int) -> None:
        if not boundary:
            raise invalid("multipart boundary is missing")
        self._keep = keep
        self._parts: list[FormPart] = []
        self._hash = hashlib.sha256()
        self._header = b""
        self._value = b""
        self._complete = False
        self._parser = python_multipart.MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._on_header,
                "on_header_value": self._on_value,
                "on_header_end": self._on_header_end,
                "on_part_data": self._on_data,
                "on_part_end": self._on_part_end,
                "on_end": self._on_end,
            },
        )

    def feed(self, data: bytes) -> None:
        try:
            self._parser.write(data)
        except FormParserError:
            raise invalid("multipart body is malformed") from None

    def finish(self) -> list[FormPart]:
        if not self._complete:
            raise invalid("multipart body is malformed")
        return self._parts

    def _begin(self) -> None:
        if len(self._parts) == MOST_PARTS:
            raise invalid("too many parts")
        self._parts.append(FormPart())
        self._hash = hashlib.sha256()

    def _on_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        part, name = self._parts[-1], self._header.lower()
        if name == b"content-disposition":
            _, options = parse_options_header(self._value)
            part.name = options.get(b"name", b"").decode(errors="replace")
            part.filename = options[b"filename"].decode(errors="replace") if b"filename" in options else None
        elif name == b"content-type":
            part.media_type = self._value.decode("latin-1")
        self._header = self._value = b""

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        part, piece = self._parts[-1], data[start:end]
        part.size += len(piece)
        self._hash.update(piece)
        room = len(piece) if part.filename is None else max(0, self._keep - len(part.data))
        part.data += piece[:room]

    def _on_part_end(self) -> None:
        self._parts[-1].sha256 = self._hash.hexdigest()

    def _on_end(self) -> None:
        self._complete = True
