"""`python -m bot check`: whether everything is well, said."""

import typer

from bot import check as checks
from bot import logs
from bot.command_line import ConfigFile, DataDir, run_to_end, settings_of

commands = typer.Typer()


@commands.command()
def check(config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """Look at everything that could keep the program from working."""
    settings = settings_of(config, data_dir)
    logs.setup("error", settings.app.log_format, settings.secrets())

    async def look() -> bool:
        well = True
        for line in checks.exposed(config, settings):
            typer.echo("note  " + line)
        async for fine, line in checks.findings(settings):
            typer.echo({True: "ok    ", False: "WRONG ", None: "note  "}[fine] + line)
            well = well and fine is not False
        return well

    raise typer.Exit(0 if run_to_end(look()) else 1)
