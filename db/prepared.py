"""SQL for the hot path: compiled once per engine, and on SQLite run on the driver's own cursor.

A conditional UPDATE of one row took 16 µs on the cursor, 58 µs through `exec_driver_sql` and 74 to 91 µs as a cached Core construct, and
a wallet step has five to eight statements. What is lost is rebuilt here: named parameters, instants, the transaction that the first
statement begins, and SQLAlchemy's exceptions.
"""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, CursorResult, text
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError

from db.columns import Instant

_INSTANT = Instant()

DIFFERENCES = {
    "sqlite": {"next_seq": "(SELECT coalesce(max(seq), 0) + 1 FROM ledger_txn)", "for_update": ""},
    "postgresql": {"next_seq": "nextval('ledger_seq')", "for_update": "FOR UPDATE"},
}
"""The two spellings in which the engines differ. SQLite has one writer, so the highest number is safe to count on."""


class Prepared:
    """One statement with `:named` parameters; `{next_seq}` and `{for_update}` stand for the engine's own words.

    Every method raises SQLAlchemy's `DBAPIError` family. On SQLite its text never shows parameters; elsewhere the engine decides.
    """

    def __init__(self, sql: str) -> None:
        self._sql = sql
        self._compiled: dict[str, tuple[str, tuple[str, ...]]] = {}

    def rows(self, connection: Connection, **values: object) -> list[tuple[Any, ...]]:
        """Every row that the statement gives; instants as microseconds."""
        result = self._execute(connection, values)
        rows = result.fetchall()
        result.close()
        return cast("list[tuple[Any, ...]]", rows)

    def run(self, connection: Connection, **values: object) -> int:
        """How many rows the statement touched."""
        result = self._execute(connection, values)
        touched: int = result.rowcount
        result.close()
        return touched

    def _execute(self, connection: Connection, values: dict[str, object]) -> "DBAPICursor | CursorResult[Any]":
        dialect = connection.dialect
        sql, names = self._compiled.get(dialect.name) or self._compile(connection)
        parameters = tuple(_plain(values[name]) for name in names)
        if dialect.name != "sqlite":  # a round trip dwarfs the bookkeeping, and only SQLAlchemy knows a lost connection when it sees one
            return connection.exec_driver_sql(sql, parameters)
        if not connection.in_transaction():
            connection.begin()  # as SQLAlchemy would: without it SQLite commits every statement alone
        cursor = connection.connection.cursor()
        try:
            cursor.execute(sql, parameters)
        except dialect.loaded_dbapi.Error as error:
            raise DBAPIError.instance(sql, None, error, dialect.loaded_dbapi.Error, hide_parameters=True, dialect=dialect) from error
        return cursor

    def _compile(self, connection: Connection) -> tuple[str, tuple[str, ...]]:
        dialect = connection.dialect
        compiled = text(self._sql.format_map(DIFFERENCES[dialect.name])).compile(dialect=dialect)
        names = tuple(compiled.positiontup or ())
        self._compiled[dialect.name] = compiled.string, names
        return self._compiled[dialect.name]


def _plain(value: object) -> object:
    """Instants as the columns keep them."""
    return _INSTANT.process_bind_param(value, None) if isinstance(value, datetime) else value  # type: ignore[arg-type]


def instant(micros: int) -> datetime:
    """The instant that a column's microseconds stand for."""
    return cast(datetime, _INSTANT.process_result_value(micros, None))  # type: ignore[arg-type]
