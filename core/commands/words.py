"""Commands as people type them: `/imagine a fox in the rain --shape portrait --count 2`."""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from core.commands.spec import MOST_QUOTED, Command, Given, Kind, Option, unknown_option
from core.errors import NotFound, invalid
from core.prompts import shortened
from core.reply import Button, Call
from core.text import Text, text

_NAME = re.compile(r"^/([A-Za-z][A-Za-z0-9_-]*)(?:@\w+)?(?:\s+|$)")
_SWITCH = re.compile(r"(?:^|(?<=\s))(--|—)([A-Za-z][A-Za-z_-]*)(?:=|\s+|$)")
_LOOSE_WORD = r'"([^"]*)"|(\S+)'


@dataclass(frozen=True)
class Typed:
    """A command name and the values found in the words behind it."""

    command: Command
    values: dict[str, Given]


def parse(line: str, commands: dict[str, Command]) -> Typed:
    """The command and values in a typed line. A line without a slash is a prompt for `/imagine`.

    Raises `NotFound` for an unknown command, `InvalidOption` for an unknown option or one without its value.
    """
    match = _NAME.match(line.strip())
    if not match:
        command = commands["imagine"]
        return Typed(command, split_options(line, command))
    name = match[1].lower().replace("_", "-")
    if name not in commands or not commands[name].menu:
        raise _no_such_command(name, commands)
    return Typed(commands[name], split_options(line.strip()[match.end() :], commands[name]))


def _no_such_command(name: str, commands: dict[str, Command]) -> NotFound:
    """Says which command may have been meant, and offers the list of all."""
    listed = [command.name for command in commands.values() if command.menu]
    near = [longer for longer in listed if longer.startswith(f"{name}-")] or get_close_matches(name, listed, n=1, cutoff=0.6)
    help_ = (Button(text("button-help"), Call("help", {})),)
    if near:
        return NotFound(Text("error-command-unknown-near", {"command": shortened(name, MOST_QUOTED), "near": near[0]}), help_)
    return NotFound(Text("error-command-unknown", {"command": shortened(name, MOST_QUOTED)}), help_)


def split_options(words: str, command: Command, *, strict: bool = True) -> dict[str, Given]:
    """Take `--option value` out of the words; what is left goes to the command's free text, or its first option.

    `strict` refuses options that do not exist; otherwise they are words like any other. A long dash, which phones make of two short
    ones, is one only before an option's name: "a fox —wild and free" is a prompt.
    """
    values: dict[str, Given] = {}
    known = {option.name: option for option in command.options if option.kind is not Kind.FILES}
    rest, start = words, 0
    while match := _SWITCH.search(rest, start):
        option = known.get(match[2].lower().replace("_", "-"))
        if option is None:
            if strict and match[1] == "--":
                raise unknown_option(match[2], known)
            start = match.end(1)
            continue
        value, end = _value_after(rest, match.end(), option)
        values[option.name] = value
        rest = f"{rest[: match.start()].rstrip()} {rest[end:].lstrip()}".strip()
        start = 0
    return {**_leftover(rest.strip(), command), **values}


def _value_after(words: str, start: int, option: Option) -> tuple[Given, int]:
    """The value behind a switch and where it ends. A yes/no switch may stand alone."""
    match = re.compile(_LOOSE_WORD).match(words, start)
    if option.kind is Kind.FLAG:
        if match and (match[2] or "").lower() in {"yes", "no", "true", "false", "on", "off"}:
            return match[2], match.end()
        return True, start
    if not match or (match[2] or "").startswith("--"):
        raise invalid("error-option-empty", option=option.name)
    return match[1] if match[1] is not None else match[2], match.end()


def _leftover(rest: str, command: Command) -> dict[str, Given]:
    if not rest:
        return {}
    free = [option for option in command.options if option.kind is not Kind.FILES]
    if not free:
        raise invalid("error-no-options", command=command.name)
    prose = next((option for option in free if option.kind is Kind.PROSE), None)
    if prose or len(free) == 1:
        return {(prose or free[0]).name: rest}
    return {free[0].name: rest.split()[0]}
