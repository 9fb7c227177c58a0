"""Draft the next migration: `python -m db.migrations.draft "what changes"`.

It compares `db/tables.py` with a fresh SQLite database at the newest migration and writes what is missing to `versions/`. Read the
result, add what Alembic cannot see (CHECKs of existing tables, data, sequences), format it with ruff, and run `pytest tests/db/test_schema.py`.

Until the first release there is only `0001_initial.py`, and it may be drafted anew: delete it, run this with the message
"initial", and add the sequence that its test will ask for.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import make_url

from db.engine import sqlite_writer
from db.schema import configuration


def draft(message: str) -> Path:
    """Write the migration and give back where it is."""
    with tempfile.TemporaryDirectory() as folder:
        engine = sqlite_writer(make_url(f"sqlite:///{folder}/draft.db"))
        with engine.begin() as connection:
            config = configuration(connection)
            command.upgrade(config, "head")
            number = len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1
            script = command.revision(config, message, autogenerate=True, rev_id=f"{number:04d}")
        engine.dispose()
    assert script and not isinstance(script, list)
    return Path(script.path)


if __name__ == "__main__":
    sys.stdout.write(f"{draft(sys.argv[1])}\n")
