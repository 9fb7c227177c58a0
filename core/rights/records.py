"""The records of a bundle: a file per table with its JSON Schema, the ledger as a spreadsheet, and the proof that nothing is missing."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from core.rights.bundle import Bundle, Written, gathered
from core.rights.held import HeldColumn, HeldTable, Kind
from core.rights.snapshot import LEDGER, Snapshot

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet would carry out."""

GRANT = "withheld: a credential that a platform lent us with an address"
OTHER = "withheld: in rows that name two people, what speaks of the other one"

_TYPES: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.INTEGER: {"type": "integer"},
    Kind.FLAG: {"type": "boolean"},
    Kind.INSTANT: {"type": "string", "format": "date-time"},
    Kind.DOCUMENT: {},
}


@dataclass(frozen=True)
class Coverage:
    """What the database counted in one column, and what is in the file."""

    table: str
    column: str
    file: str
    rows_in_source: int
    rows_in_file: int
    values_in_source: int
    values_in_file: int
    sha256: str

    @property
    def equal(self) -> bool:
        """Whether the file has all of it."""
        return (self.rows_in_source, self.values_in_source) == (self.rows_in_file, self.values_in_file)


def write_records(bundle: Bundle, snapshot: Snapshot) -> list[Coverage]:
    """Every table that shows anything, then the ledger; what is in them, counted while it is written."""
    covered = [line for table in snapshot.tables for line in _write_table(bundle, snapshot, table)]
    bundle.add("data/ledger.csv", gathered(_ledger(snapshot)))
    return covered


def record_file(table: str) -> str:
    """The name of a table's file."""
    return f"data/{table}.jsonl"


def withheld(tables: tuple[HeldTable, ...]) -> list[dict[str, str]]:
    """Everything that is stored and is not in the bundle, with the reason (PRV-29)."""
    found = [{"table": table.name, "column": "*", "reason": table.nobodys} for table in tables if table.nobodys]
    for table in tables:
        if not table.nobodys:
            found += [
                {"table": table.name, "column": column.name, "reason": column.withheld} for column in table.columns if not column.shown
            ]
            found += [{"table": table.name, "column": column.name, "reason": OTHER} for column in table.shown if column.one_sided]
            documents = [column for column in table.shown if column.kind is Kind.DOCUMENT]
            found += [{"table": table.name, "column": f"{column.name}.grant", "reason": GRANT} for column in documents]
    return found


def _write_table(bundle: Bundle, snapshot: Snapshot, table: HeldTable) -> list[Coverage]:
    filled: Counter[str] = Counter()
    file = bundle.add(record_file(table.name), gathered(_counting(snapshot.lines(table.name), filled)))
    bundle.add_json(f"schema/{table.name}.schema.json", _schema(table))
    return [_covered(snapshot, table, column, file, filled) for column in table.shown]


def _counting(lines: Iterator[bytes], filled: Counter[str]) -> Iterator[bytes]:
    for line in lines:
        filled[""] += 1
        filled.update(name for name, value in json.loads(line).items() if value is not None)
        yield line


def _covered(snapshot: Snapshot, table: HeldTable, column: HeldColumn, file: Written, filled: Counter[str]) -> Coverage:
    source = snapshot.counted[table.name]
    counts = source.rows, filled[""], source.values[column.name], filled[column.name]
    return Coverage(table.name, column.name, file.name, *counts, file.sha256)


def _schema(table: HeldTable) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": table.name,
        "description": "One line of the file. Later versions may add properties.",
        "type": "object",
        "properties": {column.name: _property(column) for column in table.shown},
        "required": [column.name for column in table.shown],
    }


def _property(column: HeldColumn) -> dict[str, Any]:
    kind = _TYPES[column.kind]
    if column.nullable and "type" in kind:
        return kind | {"type": [kind["type"], "null"]}
    return dict(kind)


def _ledger(snapshot: Snapshot) -> Iterator[bytes]:
    yield _cells("at", "kind", "credits", "balance", "wallet", "request")
    for entry in snapshot.rows(LEDGER):
        yield _cells(*entry.values())


def _cells(*values: object) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([_harmless(value) for value in values])
    return line.getvalue().encode()


def _harmless(value: object) -> object:
    """Words that a spreadsheet would take for a formula get an apostrophe in front; numbers are ours and stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA) else value
