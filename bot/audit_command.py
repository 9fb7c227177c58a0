"""`python -m bot audit`: what the operator's people did."""

from datetime import timedelta
from typing import Annotated

import typer

from bot import desk
from bot.command_line import ConfigFile, DataDir, run_to_end, settings_of
from core.ambient import utc_now

commands = typer.Typer()


@commands.command()
def audit(
    days: Annotated[int, typer.Option(min=1, max=36500, help="How far back.")] = 90, config: ConfigFile = None, data_dir: DataDir = None
) -> None:
    """What the operator's people did, one line each: when, which role, what, and of which request, voucher or release. Names nobody."""
    for line in run_to_end(desk.done(settings_of(config, data_dir), utc_now() - timedelta(days=days))):
        typer.echo(line)
