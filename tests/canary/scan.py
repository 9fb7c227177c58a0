"""Looks for canaries in everything that can hold bytes, and says every place where one was found (privacy.md §5.1).

    scanner = Scanner(canaries)
    found = scanner.scan(data_dir, log_file, Path(f"/proc/{pid}/environ"), answer_bytes)
    found += await connection.run_sync(scanner.rows)
    assert found.clean, found

Scan while the program runs and again after it was killed. Beside the bytes of a database scan its rows: PostgreSQL compresses long
repeated text, and either engine may cut a long value at the end of a page.
"""

import base64
import io
import json
import os
import re
import shutil
import stat
import subprocess
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, inspect, text

from tests.canary.tokens import SHORTEST, Canary

CHUNK = 4 << 20  # bytes in memory at a time
OVERLAP = 512  # bytes; more than the longest spelling of a canary, wrapped lines included
BEGINNING = 6  # bytes of a spelling that are searched for; the rest is then compared
IN_MEMORY = 16 << 20  # bytes unpacked in memory; more goes to a temporary file
MOST_UNPACKED = 1 << 30  # bytes out of one stream
DEEPEST = 6  # containers within containers
ROWS = 500  # rows fetched at a time

GZIP, ZIP = b"\x1f\x8b\x08", b"PK\x03\x04"
STORED, DEFLATED = 0, 8  # methods of a zip entry


@dataclass(frozen=True)
class Hit:
    """A canary, the place with its offset (`pictures.zip@0>a.txt@120`), and how it was spelt there."""

    label: str
    where: str
    encoding: str

    def __str__(self) -> str:
        return f"{self.label}: {self.where} ({self.encoding})"


@dataclass
class Findings:
    """What a scan found, what it could not look into, and how many bytes it saw (unpacked ones included)."""

    hits: list[Hit] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    size: int = 0

    @property
    def clean(self) -> bool:
        """Whether everything was looked into, that was something, and nothing was found."""
        return bool(self.size) and not self.hits and not self.unread

    @property
    def labels(self) -> set[str]:
        """The edges of which something is left."""
        return {hit.label for hit in self.hits}

    def __add__(self, other: "Findings") -> "Findings":
        return Findings(self.hits + other.hits, self.unread + other.unread, self.size + other.size)

    def __str__(self) -> str:
        left = [str(hit) for hit in self.hits] + [f"not looked into: {place}" for place in self.unread]
        return "\n".join([f"{self.size} bytes seen, {len(self.hits)} hits", *left])


@dataclass(frozen=True)
class Spelling:
    """One way to write one canary, in lower case."""

    spelt: bytes
    label: str
    encoding: str


def spellings(token: str) -> Iterator[tuple[str, bytes]]:
    """How a token may be written, in lower case: both sides of a comparison are lowered. Encoded forms depend on the capitals inside."""
    for form in sorted({token, token.lower(), token.upper()}):
        plain, wide = form.encode(), form.encode("utf-16-le")[:-1]  # without the last zero it is the same in both byte orders
        yield "text", plain
        yield "utf-16", wide
        for offset in range(3):
            yield f"base64+{offset}", _base64_core(plain, offset)
            yield f"base64url+{offset}", _base64_core(plain, offset).translate(bytes.maketrans(b"+/", b"-_"))
        yield "hex", plain.hex().encode()
        yield "hex of utf-16", wide.hex().encode()
        yield "url", b"".join(b"%%%02x" % byte for byte in plain)
        yield "json", b"".join(b"\\u%04x" % byte for byte in plain)
    if token.isdecimal() and (size := (int(token).bit_length() + 7) // 8) >= BEGINNING:  # fewer bytes turn up by chance
        yield "integer", int(token).to_bytes(size, "big")
        yield "integer", int(token).to_bytes(size, "little")


def _base64_core(plain: bytes, offset: int) -> bytes:
    """The characters that `plain` alone decides, when `offset` bytes modulo three stand before it."""
    encoded = base64.b64encode(bytes(offset) + plain)
    return encoded[(0, 2, 3)[offset] : (offset + len(plain)) * 8 // 6]


def _zlib_starts() -> bytes:
    """The two bytes that a zlib stream begins with: any window size, a checksum of five bits, no dictionary."""
    pairs = [
        bytes([first, second])
        for first in range(0x08, 0x80, 0x10)
        for second in range(256)
        if not (first << 8 | second) % 31 and not second & 0x20
    ]
    return b"|".join(map(re.escape, pairs))


CONTAINER = re.compile(b"|".join((re.escape(ZIP), re.escape(GZIP), _zlib_starts())), re.DOTALL)
FOLD = re.compile(rb"=?\r?\n[ \t]?")  # a line that goes on in the next: base64, quoted-printable, headers of mails


class Scanner:
    """Knows the spellings of some canaries. Reads only; safe beside a running program, also in its own process."""

    def __init__(self, canaries: Iterable[Canary]) -> None:
        self._spellings: dict[bytes, set[Spelling]] = defaultdict(set)
        for canary in canaries:
            for encoding, spelt in spellings(canary.token):
                self._spellings[spelt[:BEGINNING].lower()].add(Spelling(spelt.lower(), canary.label, encoding))
        if not self._spellings:
            raise ValueError("no canaries: everything would look clean")

    def scan(self, *places: Path | bytes) -> Findings:
        """Files, folders with everything in them (names too), and bytes. What cannot be read or is not there is `unread`."""
        found = Findings()
        for place in places:
            if isinstance(place, bytes):
                self._stream(io.BytesIO(place), "bytes", found)
            elif place.is_dir():
                self._folder(place, found)
            else:
                self._file(place, found)
        return found

    def rows(self, connection: Connection) -> Findings:
        """Every value of every column of every table, decompressed and decoded by the database; on PostgreSQL the statistics, too."""
        found = Findings()
        inspector = inspect(connection)
        quote = connection.dialect.identifier_preparer.quote
        for schema in inspector.get_schema_names():
            if not schema.startswith("pg_") and schema != "information_schema":
                for table in (*inspector.get_table_names(schema), *_materialized(inspector, schema)):
                    self._query(connection, f"SELECT * FROM {quote(schema)}.{quote(table)}", table, found)
        if connection.dialect.name == "postgresql":
            sample = "CAST(most_common_vals AS text) AS common, CAST(histogram_bounds AS text) AS bounds"
            self._query(connection, f"SELECT tablename, attname, {sample} FROM pg_stats", "pg_stats", found)
        return found

    def _query(self, connection: Connection, query: str, name: str, found: Findings) -> None:
        result = connection.execute(text(query), execution_options={"yield_per": ROWS})
        columns = list(result.keys())
        for part in result.partitions():
            for column, values in zip(columns, zip(*part, strict=True), strict=True):
                content = b"\n".join(_as_bytes(value) for value in values if value is not None)
                self._stream(io.BytesIO(content), f"{name}.{column}", found)

    def _folder(self, folder: Path, found: Findings) -> None:
        seen: set[tuple[int, int]] = set()
        for top, folders, files in os.walk(folder, followlinks=True, onerror=lambda error: found.unread.append(str(error.filename))):
            about = os.stat(top)
            if (about.st_dev, about.st_ino) in seen:
                folders.clear()
                continue
            seen.add((about.st_dev, about.st_ino))
            for name in (*folders, *files):
                self._name(Path(top) / name, found)
            for name in sorted(files):
                self._file(Path(top) / name, found, may_vanish=True)

    def _name(self, path: Path, found: Findings) -> None:
        names = [path.name, str(path.readlink())] if path.is_symlink() else [path.name]
        for hit in self._hits(os.fsencode("\n".join(names)), f"name of {path}", 0, 0):
            found.hits.append(hit)

    def _file(self, path: Path, found: Findings, *, may_vanish: bool = False) -> None:
        try:
            if stat.S_ISREG(path.stat().st_mode):
                with _opened(path) as stream:
                    self._stream(stream, str(path), found)
        except FileNotFoundError:
            if not may_vanish:
                found.unread.append(str(path))
        except OSError:
            found.unread.append(str(path))

    def _stream(self, stream: IO[bytes], where: str, found: Findings, depth: int = 0) -> None:
        start, known = 0, b""
        while block := stream.read(CHUNK):
            data = known + block
            found.size += len(block)
            found.hits += self._hits(data, where, start - len(known), len(known))
            self._containers(stream, data, start - len(known), len(known), where, found, depth)
            start += len(block)
            known = data[-OVERLAP:]
            stream.seek(start)

    def _hits(self, data: bytes, where: str, start: int, known: int) -> Iterator[Hit]:
        """In `data`, which lies at `start`; what ends within the first `known` bytes was found before."""
        seen = set()
        for at, spelling in self._spelt(data.lower()):
            seen.add(spelling)
            if at + len(spelling.spelt) > known:
                yield Hit(spelling.label, f"{where}@{start + at}", spelling.encoding)
        if b"\n" in data and b"\0" not in data:
            for at, spelling in self._spelt(FOLD.sub(b"", data).lower()):
                if spelling not in seen:
                    yield Hit(spelling.label, f"{where}@{start + at} or later", f"{spelling.encoding}, wrapped")

    def _spelt(self, lowered: bytes) -> Iterator[tuple[int, Spelling]]:
        # One `find` for each beginning is faster than one expression for all, and as fast whatever the data are.
        for beginning, family in self._spellings.items():
            at = -1
            while (at := lowered.find(beginning, at + 1)) >= 0:
                for spelling in family:
                    if lowered.startswith(spelling.spelt, at):
                        yield at, spelling

    def _containers(self, stream: IO[bytes], data: bytes, start: int, known: int, where: str, found: Findings, depth: int) -> None:
        """Unpack whatever seems to begin in `data`. Most of it is chance and ends at once."""
        at = max(known - len(ZIP), -1)  # one that began in the last bytes of the block before was not whole yet
        while match := CONTAINER.search(data, at + 1):
            at = match.start()
            if match.end() <= known or data[max(at - 4, 0) : at] == b"IDAT":  # a PNG's pixels hold no text
                continue
            place = f"{where}@{start + at}>"
            if match[0] == ZIP:
                self._zip_entry(stream, start + at, place, found, depth)
            elif match[0] == GZIP:
                self._packed(stream, start + at, 31, f"{place}gzip", found, depth)
            else:
                self._packed(stream, start + at, 15, f"{place}zlib", found, depth)

    def _zip_entry(self, stream: IO[bytes], at: int, place: str, found: Findings, depth: int) -> None:
        stream.seek(at)
        header = stream.read(30)
        version, flags, method = (int.from_bytes(header[n : n + 2], "little") for n in (4, 6, 8))
        name_size, extra_size = (int.from_bytes(header[n : n + 2], "little") for n in (26, 28))
        if len(header) < 30 or version > 63:
            return  # four bytes by chance
        name = stream.read(name_size).decode("utf-8", "replace")
        if flags & 1 or method not in (STORED, DEFLATED):
            found.unread.append(place + name)
        elif method == DEFLATED:
            self._packed(stream, at + 30 + name_size + extra_size, -15, place + name, found, depth)

    def _packed(self, stream: IO[bytes], at: int, window: int, place: str, found: Findings, depth: int) -> None:
        stream.seek(at)
        first = stream.read(1024)
        decoder = zlib.decompressobj(window)
        begun, broken = _inflated(decoder, first)
        if broken and len(begun) < SHORTEST:
            return
        if depth == DEEPEST:
            found.unread.append(f"{place} (too deep)")
            return
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as unpacked:
            unpacked.write(begun)
            while not broken and not decoder.eof and (block := decoder.unconsumed_tail or stream.read(64 << 10)):
                part, broken = _inflated(decoder, block)
                if unpacked.tell() + len(part) > MOST_UNPACKED:
                    found.unread.append(f"{place} (too large)")
                    break
                unpacked.write(part)
            unpacked.seek(0)
            self._stream(unpacked, place, found, depth + 1)


def _inflated(decoder: Any, block: bytes) -> tuple[bytes, bool]:
    """What comes out of the block, as far as it is sound, and whether it was damaged."""
    kept = decoder.copy()
    try:
        return decoder.decompress(block, CHUNK), False
    except zlib.error:
        out = io.BytesIO()
    try:
        for at in range(len(block)):
            out.write(kept.decompress(block[at : at + 1]))
    except zlib.error:
        pass
    return out.getvalue(), True


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """Whoever closes a file drops all locks that his process has on it, so an SQLite file of our own process is read by another one."""
    if not _of_sqlite(path):
        with path.open("rb", buffering=0) as stream:
            yield stream
        return
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as copy:
        with subprocess.Popen(["cat", "--", str(path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reading:
            assert reading.stdout
            shutil.copyfileobj(reading.stdout, copy)
        if reading.returncode:
            raise FileNotFoundError(path) if not path.exists() else OSError(f"unreadable: {path}")
        copy.seek(0)
        yield copy


def _of_sqlite(path: Path) -> bool:
    beside = (path.with_name(path.name + suffix) for suffix in ("-wal", "-shm", "-journal"))
    return path.suffix in (".db", ".sqlite", ".sqlite3") or path.name.endswith("-shm") or any(file.exists() for file in beside)


def _materialized(inspector: Any, schema: str) -> list[str]:
    names: list[str] = inspector.get_materialized_view_names(schema) if inspector.dialect.name == "postgresql" else []
    return names


def _as_bytes(value: object) -> bytes:
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
    return str(value).encode("utf-8", "surrogatepass")
