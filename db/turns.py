"""Named locks for the few places where a row lock is not enough."""

import hashlib

from sqlalchemy import Connection, text


def take_turns(connection: Connection, name: str) -> None:
    """Wait until nobody else holds this name, and hold it until the transaction ends.

    PostgreSQL only. SQLite has one writer, so there everybody takes turns anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _number(name)})


def try_turn(connection: Connection, name: str) -> bool:
    """Hold this name until the transaction ends if nobody else does; never waits. Always true on SQLite."""
    if connection.dialect.name != "postgresql":
        return True
    return bool(connection.execute(text("SELECT pg_try_advisory_xact_lock(:number)"), {"number": _number(name)}).scalar_one())


def keep_turn(connection: Connection, name: str) -> None:
    """Wait until nobody else holds this name, and hold it until the connection closes. PostgreSQL only, like `take_turns`."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": _number(name)})


def try_to_keep(connection: Connection, name: str) -> bool:
    """Hold this name until the connection closes if nobody else does; never waits. PostgreSQL only."""
    return bool(connection.execute(text("SELECT pg_try_advisory_lock(:number)"), {"number": _number(name)}).scalar_one())


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
