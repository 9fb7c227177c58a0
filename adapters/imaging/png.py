"""PNG files without drawing them: the chunks, checked, which of them make the picture, and whether every row can be drawn."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from isal import isal_zlib

from core.ports import BadImage

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER = struct.Struct(">I4s")
_CRC = struct.Struct(">I")

# The chunks a picture is drawn from, with their exact length where the format fixes one: a longer one would have room for a text (PRV-08).
_KEPT: dict[bytes, int | None] = {
    b"IHDR": 13, b"PLTE": None, b"IDAT": None, b"IEND": 0, b"tRNS": None,
    b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"iCCP": None, b"pHYs": 9,
}  # fmt: skip

_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # per pixel, by colour type
_INDEXED = 3
_ONE_PASS = ((0, 0, 1, 1),)
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))  # first column and row, steps
_PIECE = 256 * 1024
_LAST_FILTER = 4  # none, sub, up, average, Paeth


@dataclass(frozen=True)
class Outline:
    """What the header declares, and the stretches of the file that are the picture: one, if nothing else is in it."""

    width: int
    height: int
    bits_per_pixel: int
    interlaced: bool
    kept: tuple[tuple[int, int], ...]


def outline(data: bytes) -> Outline:
    """Walk the whole file, check every CRC, and leave out metadata and whatever follows the end. Raises `BadImage`."""
    kept = [(0, len(SIGNATURE))]
    kinds: list[bytes] = []
    for kind, start, end in _chunks(data):
        kinds.append(kind)
        if kind not in _KEPT or _KEPT[kind] not in (None, end - start - 12):
            continue
        if kept[-1][1] == start:
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    if not data.startswith(b"\0\0\0\x0dIHDR", 8) or kinds.count(b"IHDR") != 1 or b"IDAT" not in kinds:
        raise BadImage("damaged")
    width, height, depth, colour, compression, filtering, interlace = struct.unpack_from(">IIBBBBB", data, 16)
    if compression or filtering or interlace > 1 or (colour == _INDEXED and b"PLTE" not in kinds):
        raise BadImage("damaged")
    return Outline(width, height, depth * _SAMPLES.get(colour, 1), bool(interlace), tuple(kept))


def can_be_drawn(data: bytes, form: Outline) -> bool:
    """Decompress everything, a piece at a time: all rows are there, and each begins with a filter that exists. No decoder asks for more."""
    passes = tuple(_passes(form))
    at, size = 0, passes[-1].end if passes else 0
    try:
        for piece in _inflated(data, size):
            if not all(_filters_exist(piece, at, rows) for rows in passes):
                return False
            at += len(piece)
    except isal_zlib.IsalError:  # type: ignore[misc]  # the stubs take the class for an instance
        return False
    return at == size


@dataclass(frozen=True)
class _Rows:
    """Where the rows of one pass lie in the decompressed stream; each begins with its filter byte."""

    start: int
    end: int
    length: int


def _passes(form: Outline) -> Iterator[_Rows]:
    """The one pass, or the seven of Adam7."""
    end = 0
    for left, top, across, down in _ADAM7 if form.interlaced else _ONE_PASS:
        columns, rows = -(-(form.width - left) // across), -(-(form.height - top) // down)
        if columns > 0 and rows > 0:
            start, length = end, 1 + (columns * form.bits_per_pixel + 7) // 8
            end = start + rows * length
            yield _Rows(start, end, length)


def _inflated(data: bytes, size: int) -> Iterator[bytes]:
    """The decompressed image data in pieces, no more than `size` bytes of it. Raises `IsalError`."""
    inflate, left = isal_zlib.decompressobj(), size
    for kind, start, end in _chunks(data):
        rest = data[start + 8 : end - 4] if kind == b"IDAT" else b""
        while rest and left:
            piece = inflate.decompress(rest, min(left, _PIECE))
            rest = inflate.unconsumed_tail
            left -= len(piece)
            yield piece


def _filters_exist(piece: bytes, at: int, rows: _Rows) -> bool:
    """Whether every row that begins in this piece, which lies `at` so many bytes into the stream, has one of the five filters."""
    first = max(rows.start, at + (rows.start - at) % rows.length)
    return max(piece[max(0, first - at) : max(0, rows.end - at) : rows.length], default=0) <= _LAST_FILTER


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and end of each chunk up to IEND. Raises `BadImage` where one is cut off or its CRC is wrong."""
    view, start = memoryview(data), len(SIGNATURE)
    while start + 12 <= len(data):
        length, kind = _HEADER.unpack_from(data, start)
        end = start + 12 + length
        if end > len(data) or isal_zlib.crc32(view[start + 4 : end - 4]) != _CRC.unpack_from(data, end - 4)[0]:
            break
        yield kind, start, end
        if kind == b"IEND":
            return
        start = end
    raise BadImage("damaged")
