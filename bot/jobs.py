"""`python -m bot jobs`: what keeps failing, and needs somebody's eye."""

from typing import Annotated

import typer

from bot.command_line import ConfigFile, DataDir, quiet, run_to_end
from db.store import visit
from db.troubles import Trouble, failing, quarantined

commands = typer.Typer()
jobs = typer.Typer(help="What keeps failing.")
commands.add_typer(jobs, name="jobs")


@jobs.callback()
def _group() -> None:
    """Without this, a group of one command would be that command."""


@jobs.command("list")
def list_jobs(
    given_up: Annotated[bool, typer.Option("--quarantined", help="Pictures that broke whoever had them, and were given up.")] = False,
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """What was tried many times and is not done; what a person was told is the code of a job. Says nothing about people."""
    settings, wanted = quiet(config, data_dir), quarantined if given_up else failing
    found = run_to_end(visit(settings.database_url, lambda uow: list(wanted(uow.connection))))
    for trouble in found:
        typer.echo(_line(trouble))
    if not found:
        typer.echo("Nothing keeps failing.", err=True)


def _line(trouble: Trouble) -> str:
    at = trouble.at.strftime("%Y-%m-%d %H:%M") if trouble.at else "not ended"
    return f"{at:<16}  {trouble.where:<15}  {trouble.id}  {trouble.attempts} attempts"
