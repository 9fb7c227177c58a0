"""`python -m bot`: the commands people type, and exit codes (0 well, 1 refused or found wanting, 2 cannot start)."""

import gc
import json
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot import check as checks
from bot import desk, logs, terminal
from bot.appeals import appeals
from bot.command_line import (
    ConfigFile,
    DataDir,
    OutFile,
    SpokenLanguage,
    complete,
    fail,
    quiet,
    run_to_end,
    settings_of,
    start_log,
)
from bot.config import Settings
from bot.database import database
from bot.jobs import jobs
from bot.money_commands import money
from bot.privacy_commands import privacy
from bot.runtime import ROLES, Runtime, listen
from bot.wiring import build
from core.ambient import utc_now
from core.pricing import Quality, Shape
from core.text import choose_locale
from db.store import migrate as bring_up_to_date
from db.store import visit
from db.verify import verify

app = typer.Typer(add_completion=False, no_args_is_help=False, pretty_exceptions_enable=False, help="InkMirage: pictures for credits.")
ledger = typer.Typer(help="The books.")
app.add_typer(ledger, name="ledger")
app.add_typer(privacy, name="privacy")
app.add_typer(money, name="money")
app.add_typer(appeals, name="appeals")
app.add_typer(jobs, name="jobs")
app.add_typer(database, name="database")

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask about the price.")]
STANDARD_OUT = Path("inkmirage.png")


@app.callback(invoke_without_command=True)
def main(context: typer.Context) -> None:
    """Without a command, the program runs."""
    if context.invoked_subcommand is None:
        run()


@app.command()
def run(
    config: ConfigFile = None,
    data_dir: DataDir = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    only: Annotated[str, typer.Option(help=f"Roles of this process, of: {', '.join(ROLES)}.")] = ",".join(ROLES),
) -> None:
    """Run the program (the default)."""
    settings = complete(settings_of(config, data_dir, **{"web.host": host, "web.port": port}), launching=True)
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
        program = await build(settings)
        try:
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


@app.command()
def imagine(
    prompt: Annotated[str, typer.Argument(help="What the picture should show.")],
    shape: Annotated[Shape, typer.Option(help="Its shape.")] = Shape.SQUARE,
    quality: Annotated[Quality, typer.Option(help="How much work goes into it.")] = Quality.MEDIUM,
    count: Annotated[str, typer.Option(help="How many, 1 to 4.")] = "1",
    reference: Annotated[list[Path] | None, typer.Option(help="A picture to work from; up to four.", exists=True, dir_okay=False)] = None,
    out: OutFile = STANDARD_OUT,
    yes: Yes = False,
    language: SpokenLanguage = "en",
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """Make a picture here, without a chat."""
    values = {"prompt": prompt, "shape": shape.value, "quality": quality.value, "count": count}
    wish = terminal.Wish(choose_locale(language.split(".")[0]), out, yes, _place(config, data_dir))
    raise typer.Exit(run_to_end(terminal.imagine(quiet(config, data_dir, launching=True), dict(values), reference or [], wish)))


@app.command()
def say(
    line: Annotated[str, typer.Argument(help='A command as in every chat, like "/balance"; "/help" lists them. Other words are a prompt.')],
    out: OutFile = STANDARD_OUT,
    yes: Yes = False,
    language: SpokenLanguage = "en",
    config: ConfigFile = None,
    data_dir: DataDir = None,
) -> None:
    """Say a line as in a chat and print the answer."""
    wish = terminal.Wish(choose_locale(language.split(".")[0]), out, yes, _place(config, data_dir))
    raise typer.Exit(run_to_end(terminal.say(quiet(config, data_dir, launching=True), line, wish)))


def _place(config: Path | None, data_dir: Path | None) -> tuple[str, ...]:
    """The flags of this command that say where everything is, for the next one."""
    given = {"--config": config, "--data-dir": data_dir}
    return tuple(word for flag, path in given.items() if path for word in (flag, str(path)))


@app.command()
def migrate(config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """Bring the database's schema up to date."""
    run_to_end(bring_up_to_date(settings_of(config, data_dir).database_url))
    typer.echo("The schema is current.")


@app.command()
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


@app.command()
def audit(
    days: Annotated[int, typer.Option(min=1, max=36500, help="How far back.")] = 90, config: ConfigFile = None, data_dir: DataDir = None
) -> None:
    """What the operator's people did, one line each: when, which role, what, and of which request, voucher or release. Names nobody."""
    for line in run_to_end(desk.done(settings_of(config, data_dir), utc_now() - timedelta(days=days))):
        typer.echo(line)


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


if __name__ == "__main__":
    app()
