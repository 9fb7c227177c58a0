"""How a request says what should happen to it: `name=argument,argument option=value`, in a header or in a marker inside the prompt."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

MARKER = re.compile(r"\[\[sb:([^\[\]]{1,200})\]\]")


class BadTrigger(Exception):
    """The trigger is unknown or a number in it cannot be read; a test that misspells one should hear of it."""


@dataclass(frozen=True)
class Trigger:
    """One wish. `ok` is the name of an ordinary answer, useful with options alone: `[[sb:ok delay=0.2]]`."""

    name: str = "ok"
    args: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    text: str = ""

    def word(self, index: int, default: str = "") -> str:
        """The argument at this place."""
        return self.args[index] if index < len(self.args) and self.args[index] else default

    def number(self, default: float, *, index: int | None = None, option: str = "") -> float:
        """A number given as an option or else at a place. Raises `BadTrigger` when it is none, or negative."""
        text = self.options.get(option) or (self.word(index) if index is not None else "")
        try:
            value = float(text) if text else default
        except ValueError:
            raise BadTrigger from None
        if not 0 <= value < 1e12:
            raise BadTrigger
        return value

    def flag(self, option: str, default: bool = False) -> bool:
        """An option that is 1 or 0."""
        text = self.options.get(option)
        return default if text is None else text not in ("0", "false", "no")


OK = Trigger()


def parse(text: str) -> Trigger:
    """A trigger from its text. Raises `BadTrigger` when it is empty or not made of `name[=args] key=value …`."""
    words = text.split()
    if not words:
        raise BadTrigger
    name, _, args = words[0].partition("=")
    options = dict(word.partition("=")[::2] for word in words[1:])
    return Trigger(name, tuple(args.split(",")) if args else (), options, " ".join(words))


def marked(prompt: str) -> Trigger | None:
    """The trigger of the first marker in a prompt, if there is one."""
    found = MARKER.search(prompt)
    return parse(found[1]) if found else None


def unmarked(prompt: str) -> str:
    """The prompt as a person would have written it."""
    return " ".join(MARKER.sub(" ", prompt).split())
