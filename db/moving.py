"""Everything of one database into another one of the other kind, and the proof that it arrived (docs/decisions/0036).

The guards of `db/triggers.py` let books grow step by step and refuse rows that are over already, so they are taken away before and put
back after. On PostgreSQL the same happens with foreign keys: put back, they are checked for all rows at once. Everything is one
transaction of the target, so nobody ever sees it without them, and a move that failed has left nothing.
"""

import hashlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import URL, BigInteger, Connection, Table, TableClause, Text, column, insert, make_url, select, table, text
from sqlalchemy.ext.asyncio import AsyncConnection

from db import triggers
from db.errors import DatabaseMissing, DatabaseNotEmpty, DatabaseOlder
from db.schema import is_current, revisions, upgrade
from db.store import postgres_alone, sqlite_alone
from db.tables import METADATA
from db.verify import Check, verify

TABLES = METADATA.sorted_tables
AT_ONCE = 1000
"""Rows in memory at a time."""
WHENEVER = timedelta(days=36500)
"""How long ago somebody stopped the program is no fault of the books."""
FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""


@dataclass(frozen=True)
class Content:
    """How many rows, and a number that depends on all that is in them, but not on their order."""

    rows: int = 0
    sum: int = 0

    def plus(self, rows: list[tuple[Any, ...]]) -> "Content":
        """With these rows, too."""
        more = sum(int.from_bytes(hashlib.blake2b(repr(row).encode(), digest_size=32).digest()) for row in rows)
        return Content(self.rows + len(rows), (self.sum + more) % 2**256)

    def __str__(self) -> str:
        return f"{self.sum:064x}"[:12]


@dataclass(frozen=True)
class Moved:
    """A table as it was, and as it arrived."""

    table: str
    before: Content
    after: Content

    @property
    def same(self) -> bool:
        """Whether the same rows are there."""
        return self.before == self.after


@dataclass(frozen=True)
class Move:
    """What became of every table, and of the books where they are now. Kept only if all is `well`."""

    tables: list[Moved]
    checks: list[Check]

    @property
    def well(self) -> bool:
        """Nothing differs, and no invariant is broken."""
        return all(moved.same for moved in self.tables) and all(check.ok for check in self.checks)


def alike(source: str, target: str) -> bool:
    """Whether both are of one kind, which has tools of its own for that."""
    return make_url(source).get_backend_name() == make_url(target).get_backend_name()


async def move(source: str, target: str, now: datetime) -> Move:
    """Between SQLite and PostgreSQL, in either direction. The target is empty, or not even set up; without `well` it stays so.

    Raises `DatabaseInUse` if a program works with either, `DatabaseMissing`, `DatabaseOlder`, `DatabaseNewer`, `DatabaseNotEmpty`, and
    what `open_store` raises.
    """
    here, there = make_url(source), make_url(target)
    _expect(here)
    async with _opened(here) as (before, run), _opened(there) as (after, run_there):
        run = run or run_there
        assert run is not None  # one of the two is a PostgreSQL
        found: Move = await run(lambda _: _moved(before, after, _place(here), _place(there), now))
    return found


Runs = Callable[[Callable[[Connection], Any]], Any]


@asynccontextmanager
async def _opened(url: URL) -> AsyncIterator[tuple[Connection, Runs | None]]:
    """A synchronous connection, and what runs functions that use it if that takes an event loop."""
    if url.get_backend_name() == "sqlite":
        async with sqlite_alone(url) as connection:
            yield connection, None
    else:
        async with postgres_alone(url) as asynchronous:
            yield _inner(asynchronous), asynchronous.run_sync


def _expect(url: URL) -> None:
    """Looking for a file must not make one."""
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        raise DatabaseMissing(str(url.database))


def _inner(connection: AsyncConnection) -> Connection:
    inner = connection.sync_connection
    assert inner is not None
    return inner


def _place(url: URL) -> str:
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def _moved(before: Connection, after: Connection, here: str, there: str, now: datetime) -> Move:
    _ready(before, after, here, there)
    moved = copy(before, after)
    move = Move(moved, verify(after, now, WHENEVER))
    if move.well:
        after.commit()
    else:
        after.rollback()
    return move


def _ready(before: Connection, after: Connection, here: str, there: str) -> None:
    if not revisions(before):
        raise DatabaseMissing(here)
    if not is_current(before, here):
        raise DatabaseOlder(here)
    if not revisions(after):
        upgrade(after, there)
    elif not is_current(after, there):
        raise DatabaseOlder(there)
    if any(after.execute(select(_raw(one)).limit(1)).first() for one in TABLES):
        raise DatabaseNotEmpty(there)


def copy(before: Connection, after: Connection) -> list[Moved]:
    """All rows of all tables, within the transaction of the caller, to a database that has none."""
    with _unguarded(after):
        contents = {one.name: _copied(before, after, _raw(one)) for one in TABLES}
    if after.dialect.name == "postgresql":
        after.execute(text("SELECT setval('ledger_seq', coalesce(max(seq), 0) + 1, false) FROM ledger_txn"))
        after.execute(text("ANALYZE"))
    return [Moved(one.name, contents[one.name], _content(after, _raw(one))) for one in TABLES]


@contextmanager
def _unguarded(connection: Connection) -> Iterator[None]:
    """Rows may come in any order and state; in the end all that was demanded is demanded again."""
    triggers.remove(connection)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        yield
    else:
        keys = connection.execute(text(FOREIGN_KEYS)).all()
        for owner, name, _ in keys:
            connection.exec_driver_sql(f"ALTER TABLE {owner} DROP CONSTRAINT {name}")
        yield
        for owner, name, meaning in keys:
            connection.exec_driver_sql(f"ALTER TABLE {owner} ADD CONSTRAINT {name} {meaning}")
    triggers.install(connection)


def _raw(one: Table) -> TableClause:
    """The table without the types of `db/columns.py`: values go as they are stored."""
    kinds = ((own.name, getattr(own.type, "impl", own.type)) for own in one.columns)
    return table(one.name, *(column(name, Text() if isinstance(kind, Text) else BigInteger()) for name, kind in kinds))


def _copied(before: Connection, after: Connection, one: TableClause) -> Content:
    content = Content()
    for rows in _batches(before, one):
        after.execute(insert(one), [dict(zip(one.columns.keys(), row, strict=True)) for row in rows])
        content = content.plus(rows)
    return content


def _content(connection: Connection, one: TableClause) -> Content:
    content = Content()
    for rows in _batches(connection, one):
        content = content.plus(rows)
    return content


def _batches(connection: Connection, one: TableClause) -> Iterator[list[tuple[Any, ...]]]:
    found = connection.execute(select(one).execution_options(yield_per=AT_ONCE))
    for rows in found.partitions():
        yield [tuple(row) for row in rows]
