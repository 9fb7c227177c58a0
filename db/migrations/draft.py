"""Draft the next migration: `python -m db.migrations.draft "what changes"`, then `ruff format db/migrations/versions`.

It compares `db/tables/` with a fresh SQLite database at the newest migration and writes what is missing to `versions/`. Read the result
and add what Alembic cannot see: data, sequences, CHECKs of tables that exist. `tests/db/test_schema.py` says whether it is complete.

Until the first release there is only `0001_initial.py`, and the message "initial" drafts it anew.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import make_url

from db.engine import sqlite_writer
from db.ledger_ddl import LEDGER_DDL
from db.migrating import configuration


def draft(message: str) -> Path:
    """Write the migration and give back where it is."""
    if message == "initial":
        (Path(__file__).parent / "versions" / "0001_initial.py").unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        engine = sqlite_writer(make_url(f"sqlite:///{folder}/draft.db"))
        with engine.begin() as connection:
            config = configuration(connection)
            command.upgrade(config, "head")
            number = len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1
            command.revision(config, message, autogenerate=True, rev_id=f"{number:04d}")
        engine.dispose()
    path = next((Path(__file__).parent / "versions").glob(f"{number:04d}_*.py"))
    if message == "initial":
        path.write_text(path.read_text() + _per_engine())
    return path


def _per_engine() -> str:
    """What tables cannot express, as the end of the first migration."""
    lines = ["    engine = op.get_context().dialect.name"]
    for engine, statements in LEDGER_DDL.items():
        lines += [f"    if engine == {engine!r}:"] if statements else []
        lines += [f"        op.execute({statement!r})" for statement in statements]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(f"{draft(sys.argv[1])}\n")
