"""Migrations, run by Alembic, which is configured in code: there is no alembic.ini.

Imported only where a migration is run or drafted (`db/schema.py` says why), and nowhere at the top of a file.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def to_head(connection: Connection) -> str:
    """Run what is missing, inside the transaction of the caller; the oldest program that works with the outcome, by its newest
    migration. A migration that says nothing of that works only with its own and later ones."""
    config = configuration(connection)
    command.upgrade(config, "head")
    scripts = ScriptDirectory.from_config(config).walk_revisions()
    return max(getattr(script.module, "works_from", None) or script.revision for script in scripts)


def configuration(connection: Connection) -> Config:
    """Where the migrations lie and on which connection they run."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
