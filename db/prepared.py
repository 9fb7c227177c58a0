"""Statements for the hot path: compiled once per engine, and on SQLite run on the driver's own cursor.

A conditional UPDATE of one row took 16 µs on the cursor, 58 µs through `exec_driver_sql` and 74 to 91 µs as a cached Core construct, to
which building the construct anew adds several times as much; a picture needs about eighty statements. What is lost is rebuilt here:
named parameters, column types, the transaction that the first statement begins, and SQLAlchemy's exceptions.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

from sqlalchemy import BindParameter, Column, Connection, CursorResult, Table, bindparam, text
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ColumnElement, Delete, Insert, Select, Update
from sqlalchemy.types import TypeEngine

from db.columns import Instant

_INSTANT = Instant()

DIFFERENCES = {
    "sqlite": {"next_seq": "(SELECT coalesce(max(seq), 0) + 1 FROM ledger_txn)", "for_update": ""},
    "postgresql": {"next_seq": "nextval('ledger_seq')", "for_update": "FOR UPDATE"},
}
"""The two spellings in which the engines differ. SQLite has one writer, so the highest number is safe to count on."""

Convert = Callable[[Any], Any]
Statement = str | Select[Any] | Insert | Update | Delete


class _MakesRow(Protocol):
    def __call__(self, values: Iterable[Any]) -> Any: ...


@dataclass(frozen=True)
class _Form:
    """What an engine makes of a statement: its SQL, its parameters with their conversions, and what its rows become."""

    sql: str
    constants: dict[str, object]
    binds: tuple[tuple[str, Convert], ...]
    converts: tuple[tuple[int, Convert], ...]
    row: _MakesRow

    def parameters(self, values: dict[str, object]) -> tuple[object, ...]:
        """In the order of their places. Raises `KeyError` for one that is not given."""
        given = values | self.constants if self.constants else values
        return tuple([convert(given[name]) for name, convert in self.binds])

    def made(self, found: Iterable[Any]) -> Any:
        if not self.converts:
            return self.row(found)
        values = list(found)
        for place, convert in self.converts:
            values[place] = convert(values[place])
        return self.row(values)


class Prepared:
    """One statement: SQL text with `:named` parameters, or a Core construct with `bindparam`s (none of them expanding).

    In text, `{next_seq}` and `{for_update}` stand for the engine's own words, instants come back as microseconds and rows as tuples. A
    construct gives named tuples with the values that its columns stand for.

    Every method raises SQLAlchemy's `DBAPIError` family. On SQLite its text never shows parameters; elsewhere the engine decides.
    """

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._forms: dict[str, _Form] = {}

    def rows(self, connection: Connection, **values: object) -> list[Any]:
        """Every row that the statement gives."""
        form, result = self._execute(connection, values)
        found = result.fetchall()
        result.close()
        return [form.made(row) for row in found]

    def row(self, connection: Connection, **values: object) -> Any | None:
        """The first row, if there is one."""
        return next(iter(self.rows(connection, **values)), None)

    def run(self, connection: Connection, **values: object) -> int:
        """How many rows the statement touched."""
        _, result = self._execute(connection, values)
        touched: int = result.rowcount
        result.close()
        return touched

    def _execute(self, connection: Connection, values: dict[str, object]) -> "tuple[_Form, DBAPICursor | CursorResult[Any]]":
        dialect = connection.dialect
        form = self._forms.get(dialect.name) or self._forms.setdefault(dialect.name, _form(self._statement, dialect))
        parameters = form.parameters(values)
        if dialect.name != "sqlite":  # a round trip dwarfs the bookkeeping, and only SQLAlchemy knows a lost connection when it sees one
            return form, connection.exec_driver_sql(form.sql, parameters)
        if not connection.in_transaction():
            connection.begin()  # as SQLAlchemy would: without it SQLite commits every statement alone
        cursor = connection.connection.cursor()
        try:
            cursor.execute(form.sql, parameters)
        except dialect.loaded_dbapi.Error as error:
            raise DBAPIError.instance(form.sql, None, error, dialect.loaded_dbapi.Error, hide_parameters=True, dialect=dialect) from error
        return form, cursor


def adding(table: Table, *names: str) -> Prepared:
    """An INSERT of one row with a parameter for each of these columns, or for every column."""
    chosen = names or tuple(table.c.keys())
    return Prepared(table.insert().values({name: bindparam(name) for name in chosen}))


def setting(*names: str) -> dict[str, BindParameter[Any]]:
    """Values for an UPDATE that come as parameters of the columns' own names; its conditions need other names."""
    return {name: bindparam(name) for name in names}


def _form(statement: Statement, dialect: Dialect) -> _Form:
    if isinstance(statement, str):
        compiled = text(statement.format_map(DIFFERENCES[dialect.name])).compile(dialect=dialect)
        return _Form(compiled.string, {}, tuple((name, _plain) for name in compiled.positiontup or ()), (), cast(_MakesRow, tuple))
    compiled = statement.compile(dialect=dialect)
    if compiled.post_compile_params:
        raise ValueError("a list of varying length cannot be prepared")
    binds = [compiled.binds[name] for name in compiled.positiontup or ()]
    columns = tuple(statement.exported_columns)
    return _Form(
        compiled.string,
        {bind.key: bind.effective_value for bind in binds if not bind.required},
        tuple((bind.key, _writes(bind.type, dialect)) for bind in binds),
        tuple((place, convert) for place, column in enumerate(columns) if (convert := _reads(column.type, dialect))),
        _row_of(columns),
    )


def _writes(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    return kind.dialect_impl(dialect).bind_processor(dialect) or _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _reads(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _row_of(columns: tuple[ColumnElement[Any] | Column[Any], ...]) -> _MakesRow:
    row: Any = namedtuple("Row", [str(column.key) for column in columns], rename=True)  # type: ignore[misc]
    return cast(_MakesRow, row._make)


def _plain(value: object) -> object:
    """Instants as the columns keep them."""
    return _INSTANT.process_bind_param(value, None) if isinstance(value, datetime) else value  # type: ignore[arg-type]


def instant(micros: int) -> datetime:
    """The instant that a column's microseconds stand for."""
    return cast(datetime, _INSTANT.process_result_value(micros, None))  # type: ignore[arg-type]
