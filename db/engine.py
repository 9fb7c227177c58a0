"""How connections are made: SQLite with every pragma that makes it correct, PostgreSQL with every limit (wallet.md §2.6, §2.7)."""

from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

READERS = 4
POSTGRES_CONNECTIONS = 10
CONNECT_SECONDS = 10.0
COMMAND_SECONDS = 15.0
"""Beyond the server's own `statement_timeout`: after so long it is the line that is dead."""
OUR_NAME = "inkmirage"
"""How the program's connections are called on the server."""

PRAGMAS = {
    "busy_timeout": "5000",
    "foreign_keys": "ON",
    "recursive_triggers": "ON",
    "trusted_schema": "OFF",
    "secure_delete": "ON",
    "mmap_size": "0",
    "synchronous": "FULL",
    # Without these two, macOS reports a commit as written while the drive still holds it in its cache.
    "fullfsync": "ON",
    "checkpoint_fullfsync": "ON",
}

# Transactions are begun by us, never by the driver: its own rules lose updates or fail with "locked" (wallet.md §2.6).
_SQLITE_ARGUMENTS = {"isolation_level": None, "check_same_thread": False}

_POSTGRES_SETTINGS = {
    "application_name": OUR_NAME,
    "lock_timeout": "2s",
    "statement_timeout": "10s",
    "idle_in_transaction_session_timeout": "15s",
    "synchronous_commit": "on",
}

_SOON_MISSED = {"tcp_keepalives_idle": "3", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "2"}
"""The server notices within some seconds when the other end is gone without a word."""


def _sqlite(url: URL, connections: int) -> Engine:
    """On the synchronous driver. `hide_parameters`: the text of an error must not show anybody's words or address (PRV-06)."""
    synchronous = url.set(drivername="sqlite+pysqlite")
    return create_engine(
        synchronous,
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        connect_args=_SQLITE_ARGUMENTS,
        hide_parameters=True,
    )


def sqlite_writer(url: URL) -> Engine:
    """The one connection that writes, on the synchronous driver: a whole batch runs in one thread without a hop per statement."""
    engine = _sqlite(url, 1)
    _on_connect(engine, {**PRAGMAS, "journal_mode": "WAL"})
    _on_begin(engine, "BEGIN IMMEDIATE")
    return engine


def sqlite_readers(url: URL) -> Engine:
    """A few connections that cannot write; each read sees one snapshot. Synchronous like the writer, and for the same reason."""
    engine = _sqlite(url, READERS)
    _on_connect(engine, {**PRAGMAS, "query_only": "ON"})
    _on_begin(engine, "BEGIN")
    return engine


def sqlite_visitor(url: URL) -> AsyncEngine:
    """For a second process that only looks (`ledger verify`): the file itself is opened for reading."""
    file = URL.create(url.drivername, database=f"file:{url.database}", query={"mode": "ro", "uri": "true"})
    engine = create_async_engine(file, pool_size=1, max_overflow=0, connect_args=_SQLITE_ARGUMENTS, hide_parameters=True)
    _on_connect(engine.sync_engine, {**PRAGMAS, "query_only": "ON"})
    _on_begin(engine.sync_engine, "BEGIN")
    return engine


def postgres(url: URL) -> AsyncEngine:
    """READ COMMITTED: a waiting UPDATE sees the newest row, so conditional updates lose nothing (wallet.md §2.7).

    A connection is not tried before it is used (`pool_pre_ping`): that is three round trips of some eleven, and a transaction that
    finds its line dead is repeated on a new one anyway (`db.postgres.repeated`).
    """
    return create_async_engine(
        url,
        isolation_level="READ COMMITTED",
        pool_size=POSTGRES_CONNECTIONS,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"server_settings": _POSTGRES_SETTINGS, "timeout": CONNECT_SECONDS, "command_timeout": COMMAND_SECONDS},
    )


def postgres_snapshots(engine: AsyncEngine) -> AsyncEngine:
    """The same connections for reading: every statement of a transaction sees one snapshot, and none can write."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def postgres_news(url: URL) -> AsyncEngine:
    """For the one connection on which processes tell each other that there is something to do, and see that they live."""
    settings = {"application_name": "inkmirage-news", "lock_timeout": _POSTGRES_SETTINGS["lock_timeout"], **_SOON_MISSED}
    arguments = {"server_settings": settings, "timeout": CONNECT_SECONDS, "command_timeout": COMMAND_SECONDS}
    return create_async_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool, hide_parameters=True, connect_args=arguments)


def postgres_migrator(url: URL) -> AsyncEngine:
    """One connection without the short limits: a migration may take its time."""
    return create_async_engine(
        url, poolclass=NullPool, hide_parameters=True, connect_args={"server_settings": {"application_name": f"{OUR_NAME}-migrate"}}
    )


def postgres_seat(url: URL) -> AsyncEngine:
    """One connection outside of any transaction."""
    return create_async_engine(
        url,
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
        connect_args={"server_settings": {"application_name": OUR_NAME, **_SOON_MISSED}},
    )


def _on_connect(engine: Engine, pragmas: dict[str, str]) -> None:
    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _: object) -> None:
        cursor = connection.cursor()
        for name, value in pragmas.items():
            cursor.execute(f"PRAGMA {name}={value}")
        cursor.close()


def _on_begin(engine: Engine, statement: str) -> None:
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)
