"""What the database held about a person at one moment, in a temporary file: no transaction waits while pictures are fetched (PRV-73).

The file has no name, so it is gone with the process whatever becomes of it (PRV-80).
"""

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any

from core.rights.held import Counted, HeldTable, PersonRows
from core.storage.unit_of_work import UnitOfWork

LEDGER = "ledger"
_BATCH = 64 * 1024
_BREAKS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""JSON leaves these as they are, and some readers take them for the end of a line."""


@dataclass(frozen=True)
class _Section:
    start: int
    end: int


class Snapshot:
    """One JSON object per row, table after table, as it will be in the bundle."""

    def __init__(self, tables: tuple[HeldTable, ...]) -> None:
        self.as_of = datetime.fromtimestamp(0, UTC)
        self.tables = tuple(table for table in tables if table.shown)
        self.counted: dict[str, Counted] = {}
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        self._sections: dict[str, _Section] = {}

    def take(self, rows: PersonRows, uow: UnitOfWork, account_id: str, now: datetime) -> None:
        """Read everything. A read may be repeated, so this starts anew each time. Raises `LookupError` for an unknown account."""
        self._file.seek(0)
        self._file.truncate()
        self.as_of = now
        held = rows.of(uow, account_id)
        for table in self.tables:
            self.counted[table.name] = held.count(table.name)
            self._keep(table.name, held.rows(table.name))
        self._keep(LEDGER, map(vars, held.entries()))

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a table. Several may be read at a time."""
        section = self._sections[name]
        at = section.start
        while at < section.end:
            self._file.seek(at)
            for line in self._file.readlines(min(_BATCH, section.end - at - 1)):  # it reads on until it has more than that
                at += len(line)
                yield line

    def located(self, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """The rows of a table, each with the place to find it again."""
        at = self._sections[name].start
        for line in self.lines(name):
            yield at, json.loads(line)
            at += len(line)

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """The rows of a table."""
        return map(json.loads, self.lines(name))

    def row(self, place: int) -> dict[str, Any]:
        """The row at a place that `located` gave."""
        self._file.seek(place)
        found: dict[str, Any] = json.loads(self._file.readline())
        return found

    def close(self) -> None:
        """Give the space back. Safe to call twice."""
        self._file.close()

    def _keep(self, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
        start = self._file.tell()
        for row in rows:
            self._file.write(line_of(row))
        self._sections[name] = _Section(start, self._file.tell())


def line_of(row: Mapping[str, Any]) -> bytes:
    """A row as one line of JSON, its keys as they come."""
    words = json.dumps(dict(row), ensure_ascii=False, separators=(",", ":"), default=_plain)
    for character, escaped in _BREAKS.items():
        words = words.replace(character, escaped)
    return f"{words}\n".encode()


def instant(at: datetime) -> str:
    """A moment as everything in the bundle writes it: UTC, ISO 8601."""
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return instant(value)
    raise TypeError(f"no JSON for {type(value).__name__}")
