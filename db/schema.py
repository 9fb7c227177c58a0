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
    scripts = ScriptDirectory.from_config(configuration(connection))
    known = {script.revision for script in scripts.walk_revisions()}
    present = set(MigrationContext.configure(connection).get_current_heads())
    if present - known:
        raise DatabaseNewer(place)
    if present != set(scripts.get_heads()):
        command.upgrade(configuration(connection), "head")
    if triggers.missing_triggers(connection):
        triggers.install(connection)


def configuration(connection: Connection) -> Config:
    """Where the migrations lie and on which connection they run."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
