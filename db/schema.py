"""The schema in force: migrations in order, then the triggers of this version (Alembic configured in code, no alembic.ini)."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from db import triggers
from db.errors import DatabaseNewer
from db.turns import keep_turn, take_turns

TURN = "schema"
MARK_READ = {"sqlite": "PRAGMA user_version", "postgresql": "SELECT obj_description('alembic_version'::regclass)"}
MARK_SET = {"sqlite": "PRAGMA user_version = {}", "postgresql": "COMMENT ON TABLE alembic_version IS '{}'"}
"""Where a database says which older programs work with it: eight digits, the migration it is at and `works_from` (docs/decisions/0036)."""


def upgrade(connection: Connection, place: str) -> None:
    """Run what is missing, all inside the transaction of the caller: a failure leaves the old schema. What a later version has made, and
    says that this one works with, is left as it is: its guards, too. Raises `DatabaseNewer`."""
    take_turns(connection, TURN)  # several processes may start at once
    if not is_current(connection, place):
        command.upgrade(configuration(connection), "head")
        _set_mark(connection)
    if not _is_later(connection) and triggers.missing_triggers(connection):
        triggers.install(connection)


def starts_wait(connection: Connection) -> None:
    """From now on no program gets past `upgrade` until the connection closes; those that are at it are waited for. PostgreSQL only."""
    keep_turn(connection, TURN)


def revisions(connection: Connection) -> set[str]:
    """What the database says of itself; nothing if it was never set up."""
    return set(MigrationContext.configure(connection).get_current_heads())


def is_current(connection: Connection, place: str) -> bool:
    """Whether no migration is missing. Changes nothing. Raises `DatabaseNewer`."""
    if _is_later(connection):
        if not _works_with_us(connection):
            raise DatabaseNewer(place)
        return True
    return revisions(connection) == set(_scripts(connection).get_heads())


def _scripts(connection: Connection) -> ScriptDirectory:
    return ScriptDirectory.from_config(configuration(connection))


def _is_later(connection: Connection) -> bool:
    """Whether a program with more migrations than this one has been here."""
    return bool(revisions(connection) - {script.revision for script in _scripts(connection).walk_revisions()})


def _works_with_us(connection: Connection) -> bool:
    """The mark counts only for the migration that it was set with."""
    said = str(connection.execute(text(MARK_READ[connection.dialect.name])).scalar_one() or "").zfill(8)
    at, works_from = said[:4], said[4:]
    return revisions(connection) == {at} and works_from <= max(_scripts(connection).get_heads())


def _set_mark(connection: Connection) -> None:
    """What the migrations say of the programs before them; one that says nothing works only with its own and later ones."""
    scripts = list(_scripts(connection).walk_revisions())
    works_from = max(getattr(script.module, "works_from", None) or script.revision for script in scripts)
    connection.exec_driver_sql(MARK_SET[connection.dialect.name].format(max(script.revision for script in scripts) + works_from))


def configuration(connection: Connection) -> Config:
    """Where the migrations lie and on which connection they run."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
