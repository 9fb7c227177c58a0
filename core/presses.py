"""What a button carries on platforms that give back a short text when it is pressed: the call, and the price that stood on it."""

from urllib.parse import parse_qsl, urlencode

from core.reply import Button, Call
from core.text import Text

PRESS = r"(?P<command>[a-z-]+):(?P<seen>[0-9]{0,9}):(?P<values>.*)"


def packed(button: Button) -> str:
    """The button's call as text, and the price that a person reads on it: pressing it is a yes to exactly that."""
    assert isinstance(button.action, Call)
    return f"{button.action.command}:{price_on(button) or ''}:{urlencode(button.action.values)}"


def call_of(command: str, values: str) -> Call:
    """The call again, its values as words: the declaration of the command knows their types."""
    return Call(command, dict(parse_qsl(values)))


def price_on(button: Button) -> int | None:
    """The price in credits that stands on the button."""
    price = button.label.args.get("price")
    count = price.args.get("count") if isinstance(price, Text) else None
    return count if isinstance(count, int) else None
