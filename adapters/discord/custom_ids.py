"""What a button carries: a call and the price that stood on it, in at most 100 characters (platforms.md A8)."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from core.commands.spec import Given
from core.reply import Button, Call
from core.text import Text

PRESS = r"i:(?P<command>[a-z-]+):(?P<seen>\d*):(?P<values>.{0,80})"
MODAL = "m:"
LONGEST = 100


def press_id(button: Button) -> str:
    """The custom id of a button that calls a command. Raises `ValueError` for one that does not fit."""
    assert isinstance(button.action, Call)
    return _fitting(f"i:{button.action.command}:{_price_on(button.label) or ''}:{urlencode(button.action.values)}")


def call_of(command: str, values: str) -> Call:
    """The call again, its values as words: the declaration of the command knows their types."""
    return Call(command, dict(parse_qsl(values)))


def modal_id(command: str, kept: Mapping[str, Given]) -> str:
    """The custom id of a form: the command, and the values that have no field in it."""
    lists = {name: ",".join(value) if isinstance(value, tuple | list) else str(value) for name, value in kept.items()}
    return _fitting(f"{MODAL}{command}:{urlencode(lists)}")


def submitted(custom_id: str) -> tuple[str, dict[str, str]]:
    """Command and kept values of a form."""
    command, _, kept = custom_id.removeprefix(MODAL).partition(":")
    return command, dict(parse_qsl(kept))


def _price_on(label: Text) -> int | None:
    """The price that a person reads on the button: pressing it is a yes to exactly that."""
    price = label.args.get("price")
    count = price.args.get("count") if isinstance(price, Text) else None
    return count if isinstance(count, int) else None


def _fitting(custom_id: str) -> str:
    if len(custom_id) > LONGEST:
        raise ValueError("too much for a button")
    return custom_id
