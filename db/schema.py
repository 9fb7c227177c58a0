"""The schema in force: migrations in order, then the triggers of this version (Alembic configured in code, no alembic.ini)."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from db import triggers
from db.errors import DatabaseNewer
from db.turns import take_turns


def upgrade(connection: Connection, place: str) -> None:
    """Run what is missing, all inside the transaction of the caller: a failure leaves the old schema. Raises `DatabaseNewer`."""
    take_turns(connection, "schema")  # several processes may start at once
    if not is_current(connection, place):
        command.upgrade(configuration(connection), "head")
    if triggers.missing_triggers(connection):
        triggers.install(connection)


def revisions(connection: Connection) -> set[str]:
    """What the database says of itself; nothing if it was never set up."""
    return set(MigrationContext.configure(connection).get_current_heads())


def is_current(connection: Connection, place: str) -> bool:
    """Whether no migration is missing. Changes nothing. Raises `DatabaseNewer`."""
    scripts = ScriptDirectory.from_config(configuration(connection))
    present = revisions(connection)
    if present - {script.revision for script in scripts.walk_revisions()}:
        raise DatabaseNewer(place)
    return present == set(scripts.get_heads())


def configuration(connection: Connection) -> Config:
    """Where the migrations lie and on which connection they run."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
