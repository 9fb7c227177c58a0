"""INSERT … ON CONFLICT, which SQLAlchemy spells per engine."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite

from db.prepared import Prepared


def insert_once(connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert the row unless one with the same unique value is there; whether it was inserted."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return bool(connection.execute(insert(table).values(values).on_conflict_do_nothing()).rowcount)


def adding_once(table: Table) -> Prepared:
    """An INSERT of one row, with a parameter for each column, that does nothing if its key is there."""
    return Prepared(_insert(table).on_conflict_do_nothing())


def putting(table: Table, *changed: str) -> Prepared:
    """An INSERT of one row, with a parameter for each column. If its key is there, these columns of that row change instead."""
    insert = _insert(table)
    return Prepared(insert.on_conflict_do_update(index_elements=table.primary_key, set_={name: insert.excluded[name] for name in changed}))


def _insert(table: Table) -> postgresql.Insert:
    """SQLite's compiler spells PostgreSQL's construct as well: the two clauses are the same."""
    return postgresql.insert(table).values({column.name: bindparam(column.name) for column in table.c})
