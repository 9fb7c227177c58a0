"""By which way the server finds the rows of each statement that a job needs: what it reads of a large table, and along which index."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
from sqlalchemy import Engine, event

MANY = 10_000  # rows from which on a table must not be read from one end to the other
_PLANNED = re.compile(r"\s*(SELECT|UPDATE|DELETE|WITH|INSERT)")
_WAY = re.compile(r"(Index Only Scan|Bitmap Index Scan|Index Scan|Seq Scan)(?: Backward)?(?: using (\w+))? on (\w+)")


@dataclass(frozen=True)
class Plan:
    """One statement, how the server would carry it out, and which tables are large."""

    statement: str
    text: str
    large: frozenset[str]

    @property
    def ways(self) -> list[str]:
        """Each scan with its index, or with the table if it goes through the whole of it, in the order of the plan."""
        found = (way.groups() for way in _WAY.finditer(self.text))
        return list(dict.fromkeys(f"{kind}: {index or on}" for kind, index, on in found))

    @property
    def walks(self) -> bool:
        """Whether a large table is read from one end to the other."""
        return bool(self.large & set(re.findall(r"Seq Scan on (\w+)", self.text)))

    @property
    def index_only(self) -> bool:
        """Whether no table had to be looked at, only indexes (and tables so small that nobody looks at their indexes)."""
        ways = [way for way in self.ways if not way.startswith("Seq Scan")]
        return bool(ways) and all(way.startswith("Index Only Scan") for way in ways)

    @property
    def short(self) -> str:
        """The statement in one line, with the columns it asks for left out."""
        line = " ".join(self.statement.split())
        return re.sub(r"^SELECT (?!count|max|coalesce)(?:(?!\bFROM\b).){60,}?\bFROM\b", "SELECT … FROM", line)


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """Every statement with its parameters, while the body runs."""
    sent: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, parameters: Any, ___: object, many: bool) -> None:
        sent.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    yield sent
    event.remove(Engine, "before_cursor_execute", note)


async def planned(connection: asyncpg.Connection, sent: list[tuple[str, Any]]) -> list[Plan]:
    """The plan of each different statement, with the parameters it was last sent with."""
    rows = await connection.fetch("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > $1", MANY)
    large = frozenset(row["relname"] for row in rows)
    different = {statement: parameters for statement, parameters in sent if _PLANNED.match(statement)}
    return [Plan(statement, await _plan(connection, statement, parameters), large) for statement, parameters in different.items()]


async def _plan(connection: asyncpg.Connection, statement: str, parameters: Any) -> str:
    return "\n".join(row[0] for row in await connection.fetch(f"EXPLAIN {statement}", *parameters))
