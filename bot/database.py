"""`python -m bot migrate` and `database`: what is done with a database as a whole."""

from typing import Annotated

import typer

from bot.command_line import ConfigFile, DataDir, fail, quiet, run_to_end, settings_of
from core.ambient import utc_now
from db.moving import Move, alike, move
from db.store import migrate as bring_up_to_date

commands = typer.Typer()
database = typer.Typer(help="The database as a whole.")
commands.add_typer(database, name="database")

Address = Annotated[str, typer.Option("--to", help="postgresql+asyncpg://user@host/name, or sqlite+aiosqlite:///path for the way back.")]


@commands.command()
def migrate(config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """Bring the database's schema up to date."""
    run_to_end(bring_up_to_date(settings_of(config, data_dir).database_url))
    typer.echo("The schema is current.")


@database.callback()
def about() -> None:
    """Commands about the whole database."""


@database.command("move")
def move_database(to: Address, config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """Everything of the configured database into an empty one of the other kind. The program must not run.

    All of it arrives, or nothing: rows and contents are compared table by table, and the books are checked where they are then.
    Exit code 1 if anything differs; nothing was moved then. The old database stays as it was.
    """
    source = quiet(config, data_dir).database_url
    target = settings_of(config, data_dir, **{"database.url": to}).database_url
    if alike(source, target):
        fail("Both databases are of one kind. Use its own tools: `VACUUM INTO` for SQLite, `pg_dump` for PostgreSQL.")
    found = run_to_end(move(source, target, utc_now()))
    _tell(found)
    if not found.well:
        fail("Something differs or is broken (!), so nothing was moved.", 1)
    typer.echo("Moved. Set [database] url to the new address before the program starts again. The old database is a backup of everybody")
    typer.echo("who is in it now: delete it within [privacy] backup_days.")


def _tell(found: Move) -> None:
    width = max(len(moved.table) for moved in found.tables)
    for moved in found.tables:
        rows = f"{moved.before.rows:>9} {moved.after.rows:>9} rows"
        typer.echo(f"{' ' if moved.same else '!'} {moved.table:<{width}} {rows}   {moved.before}  {moved.after}")
    for check in found.checks:
        typer.echo(f"{' ' if check.ok else '!'} {check}")
