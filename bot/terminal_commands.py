"""`python -m bot imagine` and `say`: the terminal as a chat."""

from pathlib import Path
from typing import Annotated

import typer

from bot import terminal
from bot.command_line import ConfigFile, DataDir, OutFile, SpokenLanguage, quiet, run_to_end
from bot.launching import launchable
from core.pricing import Quality, Shape
from core.text import choose_locale

commands = typer.Typer()

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask about the price.")]
STANDARD_OUT = Path("inkmirage.png")


@commands.command()
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
    raise typer.Exit(run_to_end(terminal.imagine(quiet(config, data_dir, launchable), dict(values), reference or [], wish)))


@commands.command()
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
    raise typer.Exit(run_to_end(terminal.say(quiet(config, data_dir, launchable), line, wish)))


def _place(config: Path | None, data_dir: Path | None) -> tuple[str, ...]:
    """The flags of this command that say where everything is, for the next one."""
    given = {"--config": config, "--data-dir": data_dir}
    return tuple(word for flag, path in given.items() if path for word in (flag, str(path)))
