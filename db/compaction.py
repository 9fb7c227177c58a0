"""No byte of what was deleted stays in the database's files (PRV-40). privacy.md §7 has the measurements behind every step.

SQLite: the file is written anew, and the write-ahead log is emptied. There are no full-text tables; one would need its own `rebuild` first.

PostgreSQL: every table is written anew, then the planner's statistics, which quote values. Old segments of the server's write-ahead
log are given back where that is permitted; otherwise, and in its archives, they age out within the backup budget. A transaction that
began before the deletion, anybody's, keeps what it may still see; and a table that the role does not own is skipped by the server
with nothing but a warning. So each table is looked at afterwards. The role must own the tables and the database.
"""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from core.storage.errors import CompactionBlocked
from db import engine
from db.postgres import DEADLOCK, LOCK_TIMEOUT
from db.tables import METADATA

T = TypeVar("T")
PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)  # seconds after each attempt, in which other writes go on; our own reads end sooner
CHECKPOINT_WAIT = 200  # milliseconds for which an attempt waits for readers, and writes for the attempt

# Less than everybody else's 2 s: who queues up behind our request for a table must not be refused because of it.
LOCK_WAIT = "1s"
FORBIDDEN = "42501"
PASSING = ("08", "40", "53", "55", "57", "58")  # classes of SQLSTATE: connection, rollback, resources, state of an object, operator, system

log = logging.getLogger(__name__)


class Alone(Protocol):
    """`GroupCommitWriter.alone`."""

    def __call__(self, step: Callable[[sqlite3.Connection], T], /) -> Awaitable[T]:
        """Run the step between two commits."""


async def compact_sqlite(alone: Alone, file: Path) -> None:
    """Write the file anew and empty its log. Raises `CompactionBlocked`."""
    # The log first: while somebody reads it, it cannot shrink, and every VACUUM would add the whole database to it.
    await _empty_log(alone, file)
    await alone(_vacuum)
    await _empty_log(alone, file)


async def _empty_log(alone: Alone, file: Path) -> None:
    for pause in PAUSES:
        if await alone(partial(_log_is_empty, file)):
            return
        await asyncio.sleep(pause)
    raise CompactionBlocked("in-use")


def _vacuum(connection: sqlite3.Connection) -> None:
    with _sqlite_failures():
        connection.execute("VACUUM")


def _log_is_empty(file: Path, connection: sqlite3.Connection) -> bool:
    """After an attempt to make it so. `-shm` holds page numbers only; `-journal` is of another mode and should not be there."""
    connection.execute(f"PRAGMA busy_timeout={CHECKPOINT_WAIT}")
    try:
        with _sqlite_failures():
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.execute(f"PRAGMA busy_timeout={engine.PRAGMAS['busy_timeout']}")
    return not busy and not any(_size(file.with_name(file.name + suffix)) for suffix in ("-wal", "-journal"))


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


@contextmanager
def _sqlite_failures() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:  # a damaged file is another error, and goes on as what it is
        busy = (error.sqlite_errorcode & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        raise CompactionBlocked("in-use" if busy else "disk") from error


async def compact_postgres(url: URL) -> None:
    """Write every table and the statistics anew, one after another, each under its own short lock. Raises `CompactionBlocked`."""
    async with _maintenance(url) as connection:
        await _take_turn(connection)
        deleted = await _now(connection)
        for table in _tables(connection):
            await _rewrite(connection, "VACUUM (FULL, ANALYZE)", table, deleted)
        await _forget_statistics(connection)
        await _rewrite(connection, "VACUUM (FULL)", "pg_catalog.pg_statistic", await _now(connection))
        await _cycle_log(connection)


@asynccontextmanager
async def _maintenance(url: URL) -> AsyncIterator[AsyncConnection]:
    """A connection of its own, outside transactions and without the short limits; its end gives back everything it holds."""
    server = engine.postgres_migrator(url)
    try:
        async with server.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.exec_driver_sql("SET statement_timeout = 0")
            await connection.exec_driver_sql(f"SET lock_timeout = '{LOCK_WAIT}'")
            yield connection
    except (OSError, DBAPIError) as error:
        if isinstance(error, DBAPIError) and not _may_pass(error):
            raise
        raise CompactionBlocked("permission" if _sqlstate(error) == FORBIDDEN else "server") from error
    finally:
        await server.dispose()


def _tables(connection: AsyncConnection) -> list[str]:
    """Every table of ours. The smallest is first: it shows old snapshots and locks before anything large is written."""
    preparer = connection.dialect.identifier_preparer
    return ["alembic_version", *(preparer.format_table(table) for table in METADATA.tables.values())]


async def _take_turn(connection: AsyncConnection) -> None:
    """One process at a time. Asked for, not waited for: a statement that waits holds a snapshot, which would hold up the other one."""
    for pause in PAUSES:
        if await _scalar(connection, "SELECT pg_try_advisory_lock(hashtextextended('compaction', 0))"):
            return
        await asyncio.sleep(pause)
    raise CompactionBlocked("lock")


async def _now(connection: AsyncConnection) -> str:
    """A transaction id younger than that of everything that is committed."""
    return str(await _scalar(connection, "SELECT CAST(CAST(pg_current_xact_id() AS xid) AS text)"))


async def _rewrite(connection: AsyncConnection, vacuum: str, table: str, deleted: str) -> None:
    """Until it holds nothing that was deleted before that transaction."""
    await _insist(lambda: _attempt(connection, vacuum, table, deleted))


async def _insist(attempt: Callable[[], Awaitable[str]]) -> None:
    """Again and again until nothing blocks it, or for the last time."""
    blocked = ""
    for pause in PAUSES:
        try:
            blocked = await attempt()
        except DBAPIError as error:
            if _sqlstate(error) not in (LOCK_TIMEOUT, DEADLOCK):
                raise
            blocked = "lock"
        if not blocked:
            return
        await asyncio.sleep(pause)
    raise CompactionBlocked(blocked)


async def _attempt(connection: AsyncConnection, vacuum: str, table: str, deleted: str) -> str:
    """What still blocks it, if anything does. A rewritten table has another file, and is frozen up to the oldest snapshot that counted."""
    before = await _scalar(connection, "SELECT pg_relation_filenode(CAST(CAST(:name AS text) AS regclass))", name=table)
    await connection.exec_driver_sql(f"{vacuum} {table}")
    found = await connection.execute(
        text(
            "SELECT pg_relation_filenode(oid) <> :before, age(relfrozenxid) <= age(CAST(CAST(:deleted AS text) AS xid)) "
            "FROM pg_class WHERE oid = CAST(CAST(:name AS text) AS regclass)"
        ),
        {"name": table, "before": before, "deleted": deleted},
    )
    rewritten, clean = found.one()
    if not rewritten:
        raise CompactionBlocked("permission")
    return "" if clean else "in-use"


async def _forget_statistics(connection: AsyncConnection) -> None:
    """ANALYZE leaves the statistics of a table that has become empty as they were; a change of type, also to the same one, drops them."""
    for table in _tables(connection):
        columns = (await connection.execute(text(_COLUMNS_WITH_STATISTICS), {"name": table})).all()
        if columns and await _scalar(connection, f"SELECT NOT EXISTS (SELECT 1 FROM {table})"):  # noqa: S608 (a table of ours)
            changes = ", ".join(f"ALTER COLUMN {name} TYPE {kind}" for name, kind in columns)
            await _insist(partial(_alter, connection, f"ALTER TABLE {table} {changes}"))


async def _alter(connection: AsyncConnection, statement: str) -> str:
    await connection.exec_driver_sql(statement)
    return ""


_COLUMNS_WITH_STATISTICS = """
    SELECT quote_ident(a.attname), format_type(a.atttypid, a.atttypmod)
           || CASE WHEN a.attcollation = 0 THEN '' ELSE ' COLLATE ' || CAST(CAST(a.attcollation AS regcollation) AS text) END
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid
    JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname
    WHERE c.oid = CAST(CAST(:name AS text) AS regclass)
"""


async def _cycle_log(connection: AsyncConnection) -> None:
    """Begin a new segment and let go of those before it. Many a role may not; then they age out by themselves."""
    for statement in ("SELECT pg_switch_wal()", "CHECKPOINT"):
        try:
            await connection.exec_driver_sql(statement)
        except DBAPIError as error:
            if _sqlstate(error) != FORBIDDEN:
                raise
            log.info("the server's log is left to age")


async def _scalar(connection: AsyncConnection, query: str, **values: object) -> Any:
    return (await connection.execute(text(query), values)).scalar_one()


def _may_pass(error: DBAPIError) -> bool:
    state = _sqlstate(error)
    return error.connection_invalidated or state.startswith(PASSING) or state == FORBIDDEN


def _sqlstate(error: BaseException) -> str:
    return getattr(getattr(error, "orig", None), "sqlstate", None) or ""
