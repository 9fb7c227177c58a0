"""The schema in force: migrations in order, then the triggers of this version.

A database that is current is known by its number and the names of our files. Alembic, and a migration of some thousand lines, are read only
to migrate: they were a tenth of every start and of every short command.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from db import triggers
from db.errors import DatabaseNewer
from db.turns import keep_turn, take_turns

TURN = "schema"
VERSIONS = Path(__file__).parent / "migrations" / "versions"
MARK_READ = {"sqlite": "PRAGMA user_version", "postgresql": "SELECT obj_description('alembic_version'::regclass)"}
MARK_SET = {"sqlite": "PRAGMA user_version = {}", "postgresql": "COMMENT ON TABLE alembic_version IS '{}'"}
"""Where a database says which older programs work with it: eight digits, the migration it is at and `works_from` (docs/decisions/0036)."""


def upgrade(connection: Connection, place: str) -> None:
    """Run what is missing, all inside the transaction of the caller: a failure leaves the old schema. What a later version has made, and
    says that this one works with, is left as it is: its guards, too. Raises `DatabaseNewer`."""
    take_turns(connection, TURN)  # several processes may start at once
    if not is_current(connection, place):
        from db.migrating import to_head  # most starts have nothing to migrate

        connection.exec_driver_sql(MARK_SET[connection.dialect.name].format(newest() + to_head(connection)))
    if not _is_later(connection) and triggers.missing_triggers(connection):
        triggers.install(connection)


def starts_wait(connection: Connection) -> None:
    """From now on no program gets past `upgrade` until the connection closes; those that are at it are waited for. PostgreSQL only."""
    keep_turn(connection, TURN)


def revisions(connection: Connection) -> set[str]:
    """What the database says of itself; nothing if it was never set up."""
    if not inspect(connection).has_table("alembic_version"):
        return set()
    return set(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())


def is_current(connection: Connection, place: str) -> bool:
    """Whether no migration is missing. Changes nothing. Raises `DatabaseNewer`."""
    if _is_later(connection):
        if not _works_with_us(connection):
            raise DatabaseNewer(place)
        return True
    return revisions(connection) == {newest()}


def ours() -> frozenset[str]:
    """The migrations of this program: each follows the one with the number before it, which its file begins with."""
    return frozenset(path.name[:4] for path in VERSIONS.glob("[0-9][0-9][0-9][0-9]_*.py"))


def newest() -> str:
    """The last one."""
    return max(ours())


def _is_later(connection: Connection) -> bool:
    """Whether a program with more migrations than this one has been here."""
    return bool(revisions(connection) - ours())


def _works_with_us(connection: Connection) -> bool:
    """The mark counts only for the migration that it was set with."""
    said = str(connection.execute(text(MARK_READ[connection.dialect.name])).scalar_one() or "").zfill(8)
    at, works_from = said[:4], said[4:]
    return revisions(connection) == {at} and works_from <= newest()
