"""The database as the core sees it, opened by its address."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext, suppress
from functools import partial, wraps
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import URL, Connection, Engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from core.ambient import Ambient
from core.ports import Seat
from core.storage.unit_of_work import UnitOfWork
from db import engine
from db.compaction import compact_postgres, compact_sqlite
from db.errors import DatabaseCorrupt, DatabaseInUse, DatabaseMissing, DatabaseUnreachable, DatabaseUnwritable
from db.news import PostgresNews
from db.postgres import PostgresWriter, Reach
from db.process_lock import ProcessLock
from db.reader import Reader, SnapshotReader, ThreadReader
from db.schema import is_current, revisions, starts_wait, upgrade
from db.seats import OnlySeat, PostgresSeat
from db.unit_of_work import SqlUnitOfWork
from db.writer import GroupCommitWriter

T = TypeVar("T")
MOST_WRITES = 400
"""Waiting at once. The dearest, somebody's very first request, was measured at 3.5 ms on a loaded machine, so whoever comes last still has
their answer within three seconds."""


class Writer(Protocol):
    """What carries out the writes of one kind of database."""

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run and commit."""

    async def close(self) -> None:
        """Finish what was begun."""


class FileWriter(Writer, Protocol):
    """What carries out the writes of a SQLite file."""

    async def alone(self, step: Callable[[sqlite3.Connection], T]) -> T:
        """Run a step between two transactions."""


FileWriterOf = Callable[[Engine, Callable[[], str]], FileWriter]


class SqlStore:
    """Implements `core.storage.store.Store`; see there. `seat` gives the place of this name, which one process of all has at a time."""

    def __init__(
        self,
        writer: Writer,
        reader: Reader,
        compaction: Callable[[], Awaitable[None]],
        ambient: Ambient,
        lock: ProcessLock | None = None,
        seat: Callable[[str], Seat] = lambda _: OnlySeat(),
    ) -> None:
        self._writer = writer
        self._reader = reader
        self._compaction = compaction
        self._ambient = ambient
        self._lock = lock
        self._writes = 0
        self.seat = seat

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run and commit; an exception rolls back this work alone. The work may be run more than once, so its only effect must be
        on the unit of work. Raises `StoreClosed`, `CommitLost`, `DatabaseUnreachable`."""
        self._writes += 1
        try:
            return await self._writer.write(self._timed("write", work))
        finally:
            self._writes -= 1

    def crowded(self) -> bool:
        """Whether so many writes wait that one more would take seconds. Who may decline a request then does; nothing else is refused,
        because what is under way must be able to end."""
        return self._writes >= MOST_WRITES

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run on a snapshot that cannot be written to."""
        return await self._reader.read(self._timed("read", work))

    def _timed(self, what: str, work: Callable[[UnitOfWork], T]) -> Callable[[UnitOfWork], T]:
        """The same work, which says when it begins how long it stood in line for a connection."""
        elapsed, waited = self._ambient.elapsed, self._ambient.measures.waited
        asked = elapsed()

        @wraps(work)  # a failure, or whoever watches, is to see whose work it is
        def begun(uow: UnitOfWork) -> T:
            waited(what, elapsed() - asked)
            return work(uow)

        return begun

    async def compact(self) -> None:
        """Leave no byte of what was deleted, as far as the program reaches (PRV-40; `db/compaction.py` says how far that is).

        Raises `CompactionBlocked`, `StoreClosed`."""
        await self._compaction()

    async def close(self) -> None:
        """Finish what is queued and let go of the database. Safe to call twice."""
        # Readers first: the last SQLite connection to close writes the WAL back, and that must be the writer (wallet.md §2.6).
        await self._reader.close()
        await self._writer.close()
        if self._lock:
            self._lock.release()
            self._lock = None


async def open_store(address: str, ambient: Ambient, *, file_writer: FileWriterOf = GroupCommitWriter) -> SqlStore:
    """Open `sqlite+aiosqlite:///path` or `postgresql+asyncpg://…`, bringing the schema up to date. The simulator has its own `file_writer`.

    Raises `DatabaseInUse`, `DatabaseUnwritable`, `DatabaseCorrupt`, `DatabaseNewer`, `DatabaseUnreachable`; `ValueError` for another kind.
    """
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url, ambient, file_writer)
    if url.get_backend_name() == "postgresql":
        return await _open_postgres(url, ambient)
    raise ValueError(f"no such kind of database: {url.get_backend_name()}")


def open_news(address: str, heard: Callable[[], None], ambient: Ambient) -> PostgresNews | None:
    """How the processes on this database wake each other, and see that one is gone; on SQLite there is only one."""
    url = make_url(address)
    return PostgresNews(engine.postgres_news(url), heard, ambient) if url.get_backend_name() == "postgresql" else None


async def open_reader(address: str) -> SnapshotReader:
    """Only look, also while the program runs (`ledger verify`). Takes no lock and changes nothing, not even the schema.

    Raises `DatabaseMissing`, `DatabaseUnwritable` (it cannot be opened), `DatabaseCorrupt`, `DatabaseUnreachable`.
    """
    url = make_url(address)
    at_file = url.get_backend_name() == "sqlite"
    reader = _sqlite_visitor(url) if at_file else SnapshotReader(engine.postgres_snapshots(engine.postgres(url)))
    try:
        with _sqlite_errors(str(url.database)) if at_file else _postgres_errors(url):
            if not await reader.read(lambda unit: revisions(unit.connection)):
                raise DatabaseMissing(url.render_as_string(hide_password=True) if not at_file else str(url.database))
    except BaseException:
        await reader.close()
        raise
    return reader


async def visit(address: str, work: Callable[[SqlUnitOfWork], T]) -> T:
    """Run on a snapshot of a database that may be in use by the program. Raises what `open_reader` raises."""
    reader = await open_reader(address)
    url = make_url(address)
    try:
        with _sqlite_errors(str(url.database)) if url.get_backend_name() == "sqlite" else nullcontext():
            return await reader.read(work)
    finally:
        await reader.close()


async def change(address: str, ambient: Ambient, work: Callable[[UnitOfWork], T]) -> T:
    """Carry out one work on a database that may be in use by the program: SQLite lets its writers take turns. Raises what `open_reader`
    raises; there is no schema but the present one for it to work on."""
    await (await open_reader(address)).close()
    url = make_url(address)
    at_file = url.get_backend_name() == "sqlite"
    writer: Writer = (
        GroupCommitWriter(engine.sqlite_writer(url), ambient.new_id) if at_file else PostgresWriter(engine.postgres(url), ambient.new_id)
    )
    try:
        with _sqlite_errors(str(url.database)) if at_file else nullcontext():
            return await writer.write(work)
    finally:
        await writer.close()


async def needs_migration(address: str) -> bool:
    """Whether the next start changes the schema. Raises what `open_reader` raises, and `DatabaseNewer`."""
    place = make_url(address).render_as_string(hide_password=True)
    return not await visit(address, lambda uow: is_current(uow.connection, place))


def _sqlite_visitor(url: URL) -> SnapshotReader:
    if not Path(url.database or "").exists():
        raise DatabaseMissing(str(url.database))
    return SnapshotReader(engine.sqlite_visitor(url))


async def migrate(address: str) -> None:
    """Bring the schema up to date and nothing else (`python -m bot migrate`). Raises what `open_store` raises."""
    await (await open_store(address, Ambient())).close()


def _open_sqlite(url: URL, ambient: Ambient, file_writer: FileWriterOf) -> SqlStore:
    path = Path(url.database or "")
    with _sqlite_errors(str(path)):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = ProcessLock(path)
        _keep_private(path)
        writing = engine.sqlite_writer(url)
        try:
            with writing.begin() as connection:
                upgrade(connection, str(path))
        except BaseException:
            writing.dispose()
            lock.release()
            raise
    writer = file_writer(writing, ambient.new_id)
    return SqlStore(
        writer, ThreadReader(engine.sqlite_readers(url), engine.READERS), partial(compact_sqlite, writer.alone, path), ambient, lock
    )


def _keep_private(path: Path) -> None:
    """Nobody else on this machine reads it, whatever the umask says. What SQLite puts beside it gets the permissions of the file itself."""
    path.touch(0o600)
    for file in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))):
        # A file that somebody else owns is theirs to open or close.
        with suppress(FileNotFoundError, PermissionError):
            file.chmod(0o600)


async def _open_postgres(url: URL, ambient: Ambient) -> SqlStore:
    place = url.render_as_string(hide_password=True)
    migrator = engine.postgres_migrator(url)
    with _postgres_errors(url):
        connection = await migrator.connect()
    try:
        async with connection.begin():
            await connection.run_sync(upgrade, place)
    finally:
        await connection.close()
        await migrator.dispose()
    working = engine.postgres(url)
    reach = Reach(working)
    reader = SnapshotReader(engine.postgres_snapshots(working), reach)
    writer, seat = PostgresWriter(working, ambient.new_id, reach), partial(PostgresSeat, url)
    return SqlStore(writer, reader, partial(compact_postgres, url), ambient, seat=seat)


@asynccontextmanager
async def sqlite_alone(url: URL) -> AsyncIterator[Connection]:
    """One transaction that no program interferes with, not even by starting; it is kept if the body commits it.

    Raises `DatabaseInUse`, `DatabaseUnwritable`, `DatabaseCorrupt`."""
    path = Path(url.database or "")
    with _sqlite_errors(str(path)):
        lock = ProcessLock(path)
        writing = engine.sqlite_writer(url)
        try:
            with writing.connect() as connection:
                yield connection
        finally:
            writing.dispose()
            lock.release()


@asynccontextmanager
async def postgres_alone(url: URL) -> AsyncIterator[AsyncConnection]:
    """The same on PostgreSQL, on one snapshot. Raises `DatabaseInUse`, `DatabaseUnreachable`."""
    migrator = engine.postgres_migrator(url)
    with _postgres_errors(url):
        connection = await migrator.connect()
    try:
        await connection.run_sync(starts_wait)
        await connection.commit()  # the snapshot begins when nobody changes the schema any more
        await connection.execution_options(isolation_level="REPEATABLE READ")
        if await connection.scalar(text(_AT_WORK)):
            raise DatabaseInUse(url.render_as_string(hide_password=True))
        yield connection
    finally:
        await connection.close()
        await migrator.dispose()


_AT_WORK = f"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = '{engine.OUR_NAME}'"  # noqa: S608

_UNWRITABLE = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
_CORRUPT = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


@contextmanager
def _postgres_errors(url: URL) -> Iterator[None]:
    try:
        yield
    except (OSError, DBAPIError) as error:
        raise DatabaseUnreachable(url.render_as_string(hide_password=True)) from error


@contextmanager
def _sqlite_errors(place: str) -> Iterator[None]:
    """Name what an operator can do something about; leave everything else as it is."""
    try:
        yield
    except OSError as error:
        raise DatabaseUnwritable(place) from error
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the upper bits only refine it
        if code in _UNWRITABLE:
            raise DatabaseUnwritable(place) from error
        if code in _CORRUPT:
            raise DatabaseCorrupt(place) from error
        raise
