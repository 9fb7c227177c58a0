"""What a button carries: a call and the price that stood on it, in at most 100 characters (platforms.md A8)."""

import os
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlencode

from core import presses
from core.commands.spec import Given
from core.reply import Button

PRESS = f"i:{presses.PRESS}"
MODAL = "m:"
LONGEST = 100


def press_id(button: Button) -> str:
    """The custom id of a button that calls a command. Raises `ValueError` for one that does not fit."""
    return _fitting(f"i:{presses.packed(button)}")


def modal_id(command: str, kept: Mapping[str, Given]) -> str:
    """The custom id of a form: the command, and the values that have no field in it."""
    words = {name: _packed(value) if isinstance(value, tuple | list) else str(value) for name, value in kept.items()}
    return _fitting(f"{MODAL}{command}:{urlencode(words, safe=',|')}")


def _packed(values: Sequence[str]) -> str:
    """`job-x-|0,1` for `job-x-0` and `job-x-1`: the references of one job differ in their last sign only, and four would not fit."""
    same = os.path.commonprefix(list(values))  # noqa: RUF071 - ids, not paths
    return f"{same}|{','.join(value.removeprefix(same) for value in values)}"


def unpacked(words: str) -> list[str]:
    """The list that travelled in a form."""
    same, _, ends = words.partition("|")
    return [f"{same}{end}" for end in ends.split(",")]


def submitted(custom_id: str) -> tuple[str, dict[str, str]]:
    """Command and kept values of a form."""
    command, _, kept = custom_id.removeprefix(MODAL).partition(":")
    return command, dict(parse_qsl(kept))


def _fitting(custom_id: str) -> str:
    if len(custom_id) > LONGEST:
        raise ValueError("too much for a button")
    return custom_id
