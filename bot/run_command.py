"""`python -m bot run`: the program itself."""

import gc
from typing import Annotated

import typer

from bot.collecting import nothing_collected
from bot.command_line import ConfigFile, DataDir, fail, run_to_end, settings_of, start_log
from bot.config import Settings
from bot.launching import launchable
from bot.runtime import ROLES, Runtime, listen
from bot.wiring import build

commands = typer.Typer()


@commands.command()
def run(
    config: ConfigFile = None,
    data_dir: DataDir = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    only: Annotated[str, typer.Option(help=f"Roles of this process, of: {', '.join(ROLES)}.")] = ",".join(ROLES),
) -> None:
    """Run the program (the default)."""
    settings = launchable(settings_of(config, data_dir, **{"web.host": host, "web.port": port}))
    roles = tuple(role.strip() for role in only.split(",") if role.strip())
    if unknown := [role for role in roles if role not in ROLES]:
        fail(f"There is no role {unknown[0]!r}; the roles are {', '.join(ROLES)}.")
    if not roles:
        fail(f"A process needs a role; the roles are {', '.join(ROLES)}.")
    run_to_end(_serve(settings, roles))


async def _serve(settings: Settings, roles: tuple[str, ...]) -> None:
    server = listen(settings.web.host, settings.web.port) if "web" in roles else None
    if server:
        settings = settings.at_port(server.getsockname()[1])
    try:
        start_log(settings, settings.app.log_level)
        with nothing_collected():
            program = await build(settings, site="web" in roles)
        try:
            with nothing_collected():
                runtime = Runtime(program, roles)
                # What is here now stays to the end. Looking through all of it again and again held everybody up for 0.1 to 0.2 s each time.
                gc.collect()
                gc.freeze()
            if server:
                typer.echo(f"InkMirage is here: {settings.base_url}")
            await runtime.run(server)
        finally:
            await program.close()
    finally:
        if server:
            server.close()
