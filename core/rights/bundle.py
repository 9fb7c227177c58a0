"""A BagIt bag (RFC 8493) in a zip file, written in one go: nothing but its list of names is kept in memory (PRV-70, PRV-81).

Everything is stored uncompressed. Pictures are compressed already, and so no text, however it repeats itself, can make a file that
unpacks to a multiple of its size.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

PIECE = 256 * 1024
PAYLOAD = "data/"
ENTRY = 256
"""Bytes that a file costs beside its own: what the zip says of it, and its line in a manifest, without its name."""
NAMED = 3
"""So often its name is written."""
ENDING = 4096
"""The manifests' own entries, `bagit.txt` and `bag-info.txt`."""


@dataclass(frozen=True)
class Written:
    """A file that is in the bundle: its size in bytes and its hash."""

    name: str
    size: int
    sha256: str


class Bundle:
    """Adds files, one after the other, and ends with the manifests. Names are the caller's own, never a word of a person."""

    def __init__(self, out: BinaryIO, *, folder: str, as_of: datetime) -> None:
        """`out` need not be seekable. Everything lies in one folder, so that unpacking scatters nothing."""
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_STORED)
        self._folder = folder
        self._as_of = as_of.astimezone(UTC)
        self._written: dict[str, Written] = {}
        self._size = ENDING

    def has(self, name: str) -> bool:
        """Whether there is a file of this name."""
        return name in self._written

    @property
    def files(self) -> tuple[Written, ...]:
        """What has been written so far."""
        return tuple(self._written.values())

    @property
    def size(self) -> int:
        """How large the zip would be at most if it were closed now, in bytes."""
        return self._size

    def add(self, name: str, pieces: Iterable[bytes], sha256: str = "") -> Written:
        """Write one file; with its hash, if that is known. Raises `ValueError` for a name that is taken or leads elsewhere."""
        if self.has(name) or not _is_plain(name):
            raise ValueError("no name for a new file")
        digest, size = hashlib.sha256(), 0
        with self._zip.open(self._entry(name), "w", force_zip64=True) as target:
            for piece in pieces:
                if not sha256:
                    digest.update(piece)
                size += len(piece)
                target.write(piece)
        self._size += cost(self._entry(name).filename, size)
        self._written[name] = Written(name, size, sha256 or digest.hexdigest())
        return self._written[name]

    def add_file(self, name: str, file: BinaryIO, sha256: str = "") -> Written:
        """Write a copy of the rest of an open file; with its hash, if that is known."""
        return self.add(name, iter(lambda: file.read(PIECE), b""), sha256)

    def add_json(self, name: str, value: Any) -> Written:
        """Write one JSON document, for people as much as for machines."""
        return self.add(name, (f"{json.dumps(value, ensure_ascii=False, indent=2)}\n".encode(),))

    def close(self, info: Mapping[str, str]) -> None:
        """Write the manifests and end the file. `info` becomes `bag-info.txt`."""
        payload = [file for file in self.files if file.name.startswith(PAYLOAD)]
        oxum = f"{sum(file.size for file in payload)}.{len(payload)}"
        self._lines("manifest-sha256.txt", map(_checksum, payload))
        self._lines("bagit.txt", ("BagIt-Version: 1.0", "Tag-File-Character-Encoding: UTF-8"))
        self._lines("bag-info.txt", (f"{label}: {value}" for label, value in {**info, "Payload-Oxum": oxum}.items()))
        tags = [file for file in self.files if not file.name.startswith(PAYLOAD)]
        self._lines("tagmanifest-sha256.txt", map(_checksum, tags))
        self._zip.close()

    def abandon(self) -> None:
        """Let go of a file that is not going to be whole; what is in it must not be used."""
        self._zip.close()

    def _lines(self, name: str, lines: Iterable[str]) -> None:
        self.add(name, (f"{line}\n".encode() for line in lines))

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(f"{self._folder}/{name}", self._as_of.timetuple()[:6])
        entry.create_system, entry.external_attr = 3, 0o100600 << 16  # an ordinary file, for its owner alone
        return entry


def cost(name: str, size: int) -> int:
    """By how many bytes a file of this name and size makes a bundle larger, at most."""
    return size + ENTRY + NAMED * len(name)


def gathered(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of a good size: a write per line costs more than the line."""
    piece = bytearray()
    for line in lines:
        piece += line
        if len(piece) >= PIECE:
            yield bytes(piece)
            piece.clear()
    if piece:
        yield bytes(piece)


def _is_plain(name: str) -> bool:
    return name.isascii() and not name.startswith("/") and all(part.strip(".") for part in name.split("/")) and name.isprintable()


def _checksum(file: Written) -> str:
    return f"{file.sha256}  {file.name}"
