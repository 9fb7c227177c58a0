"""A person to us, and how each chat platform knows them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AskMode(StrEnum):
    """When a price has to be confirmed by a button before it is charged."""

    ALWAYS = "always"
    ABOVE = "above"
    NEVER = "never"


@dataclass(frozen=True)
class Account:
    """One person. `locale` is their own choice, `None` until they make one; `ask_above` is in credits."""

    id: str
    created_at: datetime
    storage_prefix: str
    locale: str | None = None
    email: str | None = None
    ask_mode: AskMode = AskMode.ALWAYS
    ask_above: int = 0

    def must_confirm(self, price: int, seen: int | None) -> bool:
        """Whether this price still needs a yes. A price that stood on the very button that was pressed is already a yes."""
        if seen == price or self.ask_mode is AskMode.NEVER:
            return False
        return self.ask_mode is AskMode.ALWAYS or price > self.ask_above


@dataclass(frozen=True)
class Person:
    """An identity as a list of people shows it (the playground's person picker)."""

    uid: str
    name: str
    account_id: str
    locale_hint: str | None = None
