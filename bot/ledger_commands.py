"""`python -m bot ledger`: whether the books are right."""

import json
from typing import Annotated

import typer

from bot.command_line import ConfigFile, DataDir, run_to_end, settings_of
from core.ambient import utc_now
from db.store import visit
from db.verify import verify

commands = typer.Typer()
ledger = typer.Typer(help="The books.")
commands.add_typer(ledger, name="ledger")


@ledger.command("verify")
def ledger_verify(
    config: ConfigFile = None, data_dir: DataDir = None, as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False
) -> None:
    """Check every invariant of the books. Reads only, also while the program runs. Exit code 1 on a breach."""
    settings = settings_of(config, data_dir)

    found = run_to_end(visit(settings.database_url, lambda uow: verify(uow.connection, utc_now())))
    if as_json:
        typer.echo(json.dumps([vars(item) for item in found], default=str))
    for item in found if not as_json else []:
        typer.echo(str(item))
    raise typer.Exit(0 if all(item.ok for item in found) else 1)
