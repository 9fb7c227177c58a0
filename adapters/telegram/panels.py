"""A form as rows of buttons: Telegram has no forms, so every choice is a button, and the words are asked for (platforms.md E)."""

from collections.abc import Iterator

from adapters.telegram.cards import marked
from core.commands.spec import Command, Given, Kind, Option, Span
from core.pricing import Tariff
from core.prompts import shortened
from core.reply import Button, Call, Form
from core.text import Catalogue

MOST_CHOICES = 5
IN_A_ROW = 3
LONGEST_LABEL = 24


class Panels:
    """Makes the rows of a form; pressing one changes the job that the form stands for."""

    def __init__(self, catalogue: Catalogue, tariff: Tariff) -> None:
        self._catalogue = catalogue
        self._tariff = tariff

    def rows(self, form: Form, command: Command, job: str, locale: str) -> tuple[tuple[Button, ...], ...]:
        """Buttons for everything that can be chosen without typing, as it is now."""
        made = (self._row(option, form.values.get(option.name, option.default), command, job, locale) for option in command.options)
        return tuple(part for row in made for part in _folded(tuple(row)))

    def _row(self, option: Option, value: Given | None, command: Command, job: str, locale: str) -> Iterator[Button]:
        for choice, label in self._choices(option, command, locale):
            chosen = str(value).lower() == choice
            to = str(not value).lower() if option.kind is Kind.FLAG else choice
            yield Button(marked(shortened(label, LONGEST_LABEL), chosen=chosen), Call("change", {"job": job, option.name: to}))

    def _choices(self, option: Option, command: Command, locale: str) -> Iterator[tuple[str, str]]:
        match option.kind:
            case Kind.CHOICE:
                for choice in option.choices:
                    yield choice, self._catalogue.format(command.choice_text(option, choice, self._tariff), locale)
            case Kind.NUMBER if isinstance(option.limit, Span) and option.limit.high - option.limit.low < MOST_CHOICES:
                for number in range(option.limit.low, option.limit.high + 1):
                    yield str(number), str(number)
            case Kind.FLAG:
                yield "true", self._catalogue.format(command.option_text(option), locale)


def _folded(row: tuple[Button, ...]) -> Iterator[tuple[Button, ...]]:
    """Three words side by side at most; numbers are short."""
    width = len(row) if all(len(str(b.label.args["words"])) <= 3 for b in row) else IN_A_ROW if _is_short(row) else 1
    for start in range(0, len(row), width or 1):
        yield row[start : start + width]


def _is_short(row: tuple[Button, ...]) -> bool:
    return all(len(str(button.label.args["words"])) <= 17 for button in row)
