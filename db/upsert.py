"""INSERT … ON CONFLICT, which SQLAlchemy spells per engine."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_once(connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert the row unless one with the same unique value is there; whether it was inserted."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return bool(connection.execute(insert(table).values(values).on_conflict_do_nothing()).rowcount)
