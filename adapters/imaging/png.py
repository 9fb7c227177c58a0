"""The outer form of a PNG file: its chunks, checked, and which of them make the picture. Nothing is decompressed here."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from core.ports import BadImage

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER = struct.Struct(">I4s")
_CRC = struct.Struct(">I")

# The chunks a picture is drawn from, with their exact length where the format fixes one: a longer one would have room for a text (PRV-08).
_KEPT: dict[bytes, int | None] = {
    b"IHDR": 13, b"PLTE": None, b"IDAT": None, b"IEND": 0, b"tRNS": None,
    b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"iCCP": None, b"pHYs": 9,
}  # fmt: skip


@dataclass(frozen=True)
class Outline:
    """Size in pixels as declared, and the stretches of the file that are the picture: one, if nothing else is in it."""

    width: int
    height: int
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
    if kinds[0] != b"IHDR" or kinds.count(b"IHDR") != 1 or b"IDAT" not in kinds:
        raise BadImage("damaged")
    width, height = struct.unpack_from(">II", data, 16)
    return Outline(width, height, tuple(kept))


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and end of each chunk up to IEND. Raises `BadImage` where one is cut off or its CRC is wrong."""
    view, start = memoryview(data), len(SIGNATURE)
    while start + 12 <= len(data):
        length, kind = _HEADER.unpack_from(data, start)
        end = start + 12 + length
        if end > len(data) or zlib.crc32(view[start + 4 : end - 4]) != _CRC.unpack_from(data, end - 4)[0]:
            break
        yield kind, start, end
        if kind == b"IEND":
            return
        start = end
    raise BadImage("damaged")
