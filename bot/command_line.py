"""What every command needs: its settings, a log that keeps out of the way, and one line about what kept it from working.

Exit codes: 0 well, 1 refused or found wanting, 2 cannot start.
"""

import asyncio
import contextlib
import errno
from collections.abc import Callable, Coroutine, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer
from rich.console import Console

from bot import logs
from bot.config import Settings
from bot.config_sources import ConfigError, load
from bot.hindrances import CannotListen, LibraryMissing, NoPlace
from bot.private_files import secret_key
from core.ports import TokenRefused
from core.rights.tombstones import TombstonesMissing
from db.errors import DatabaseProblem

T = TypeVar("T")

CANNOT_START = 2
HELP_FOR = {
    "database-in-use": "Another InkMirage works with {place} already. Stop it, or choose another folder with --data-dir.",
    "database-unwritable": "{place} cannot be written to. Check its owner and permissions, or choose another folder with --data-dir.",
    "database-missing": "There is no database at {place} yet. It is made when the program runs; or choose another folder with --data-dir.",
    "database-older": "The schema of {place} is not up to date. Nothing was changed. Say `python -m bot migrate` for it first.",
    "database-not-empty": "There are rows in {place} already. Nothing was changed. Choose an empty database.",
    "database-corrupt": "{place} is not a database of InkMirage, or it is damaged. Nothing was changed. Put a backup in its place.",
    "database-newer": "{place} was made by a newer InkMirage than this one. Nothing was changed. Update the program.",
    "database-unreachable": "The database server {place} does not answer or does not let us in. Check database.url.",
}
LISTENING = {
    "taken": "Port {port} on {host} is taken. Stop the other program, or choose another port with --port.",
    "not-ours": "This machine does not have the address {host}. Choose another with --host; 127.0.0.1 is for this machine alone.",
    "no-rights": "Port {port} on {host} needs rights that this program does not have. Choose a port above 1023 with --port.",
    "unknown-host": "There is no address for the name {host}. Choose another with --host; 127.0.0.1 is for this machine alone.",
    "other": "Nobody can listen on port {port} of {host} here. Choose another address with --host, or another --port.",
}
NO_TOMBSTONES = (
    "People have left whose marks are not where they should be, so a restored backup could bring them back unseen. Nothing is served. "
    "Put the objects under tombstones/ back, and the secret key that they were made with (docs/decisions/0021)."
)
NO_ROOM = "There is no room left on the disk, or it cannot be written to. Make room, or choose another folder with --data-dir."
NO_ROOM_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)

ConfigFile = Annotated[Path | None, typer.Option("--config", help="Settings file; config.toml if it is there.")]
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Where everything is kept.")]
PlatformName = Annotated[str, typer.Argument(help="discord, telegram or playground.")]
PlatformUid = Annotated[str, typer.Argument(help="The platform's id of the person.")]
OutFile = Annotated[Path, typer.Option("--out", help="Where to save it.")]
SpokenLanguage = Annotated[str, typer.Option("--language", help="en, zh-CN, es or de.", envvar="LANG")]


def fail(message: str, code: int = CANNOT_START) -> NoReturn:
    """Say why, and end."""
    Console(stderr=True, soft_wrap=True).print(message, markup=False, highlight=False)
    raise typer.Exit(code)


def settings_of(config: Path | None, data_dir: Path | None, **more: object) -> Settings:
    """The settings of this file, these flags and the environment; a mistake in them is said and ends the command."""
    overrides = {"app.data_dir": str(data_dir) if data_dir else None, **more}
    try:
        return load(config, {key: value for key, value in overrides.items() if value is not None})
    except ConfigError as error:
        fail(str(error))


def complete(settings: Settings, more: Iterable[str] = ()) -> Settings:
    """The same settings, if they are enough to work with. `more`: what else is missing, a sentence each."""
    if missing := [*settings.missing(), *more]:
        fail(f"Not ready for {settings.app.environment}:\n" + "\n".join(f"  {line}" for line in missing))
    return settings


def run_to_end(work: Coroutine[Any, Any, T]) -> T:
    """Run it, and say in one line what kept it from starting."""
    with explained():
        return asyncio.run(work)


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """Say in one line what an operator can do something about."""
    try:
        yield
    except DatabaseProblem as problem:
        fail(HELP_FOR.get(problem.code, problem.code).format(place=problem.place))
    except TokenRefused as refused:
        fail(f"{refused.platform.capitalize()} refuses the token. Check [{refused.platform}] token in the settings.")
    except TombstonesMissing:
        fail(NO_TOMBSTONES)
    except LibraryMissing:
        fail("telemetry.otlp_endpoint needs the libraries of the extra `telemetry`; make installs them. Or leave it empty.")
    except CannotListen as place:
        fail(LISTENING[place.why].format(host=place.host, port=place.port))
    except NoPlace as place:
        fail(f"{place.path} cannot be written: choose another place with --out.")
    except OSError as error:
        if error.errno in NO_ROOM_ERRORS:
            fail(NO_ROOM)
        if error.filename is None:
            raise
        fail(HELP_FOR["database-unwritable"].format(place=error.filename))


def start_log(settings: Settings, level: str) -> None:
    """Start logging. The key that nobody configured is a secret like the others."""
    logs.setup(level, settings.app.log_format, [*settings.secrets(), secret_key(settings).decode("utf-8", "replace")])


def quiet(config: Path | None, data_dir: Path | None, enough: Callable[[Settings], Settings] = complete) -> Settings:
    """The settings, if they are `enough`, with a log that keeps out of a conversation."""
    settings = enough(settings_of(config, data_dir))
    with explained():
        start_log(settings, "error")
    return settings
