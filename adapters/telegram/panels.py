"""A form as rows of buttons: Telegram has no forms, so every choice is a button, and the words are asked for (platforms.md E)."""

from collections.abc import Iterator

from adapters.telegram.cards import marked
from core.commands.spec import Command, Kind, Option, Span
from core.pricing import Tariff
from core.prompts import shortened
from core.reply import Button, Call, Form
from core.text import Catalogue, Text

MOST_CHOICES = 5
LONGEST_LABEL = 24
SEPARATOR = " · "


class Panels:
    """Makes the rows of a form; pressing one changes the job that the form stands for."""

    def __init__(self, catalogue: Catalogue, tariff: Tariff) -> None:
        self._catalogue = catalogue
        self._tariff = tariff

    def rows(self, form: Form, command: Command, job: str, locale: str, *, private: bool) -> tuple[tuple[Button, ...], ...]:
        """Buttons for everything that can be chosen without typing, as it is now. In a private chat everything is private anyway."""
        options = [option for option in command.options if not (private and option.name == "private")]
        choices = [self._row(option, form, command, job, locale) for option in options if option.kind is not Kind.FLAG]
        switches = [button for option in options if option.kind is Kind.FLAG for button in self._row(option, form, command, job, locale)]
        return tuple(tuple(row) for row in (*choices, switches) if row)

    def _row(self, option: Option, form: Form, command: Command, job: str, locale: str) -> list[Button]:
        value = form.values.get(option.name, option.default)
        return [
            Button(
                marked(shortened(label, LONGEST_LABEL), chosen=str(value).lower() == choice, switch=option.kind is Kind.FLAG),
                Call("change", {"job": job, option.name: str(not value).lower() if option.kind is Kind.FLAG else choice}),
            )
            for choice, label in self._choices(option, command, locale)
        ]

    def _choices(self, option: Option, command: Command, locale: str) -> Iterator[tuple[str, str]]:
        match option.kind:
            case Kind.CHOICE:
                for choice in option.choices:
                    yield choice, self._short(command, option, choice, locale)
            case Kind.NUMBER if isinstance(option.limit, Span) and option.limit.high - option.limit.low < MOST_CHOICES:
                for number in range(option.limit.low, option.limit.high + 1):
                    yield str(number), f"×{number}"
            case Kind.FLAG:
                yield "true", self._catalogue.format(command.option_text(option), locale)

    def _short(self, command: Command, option: Option, choice: str, locale: str) -> str:
        """The choice in a word, and its price as a bare number: three must stand side by side on a phone."""
        text = command.choice_text(option, choice, self._tariff)
        word = self._catalogue.format(text, locale).split(SEPARATOR)[0]
        price = text.args.get("price")
        return f"{word}{SEPARATOR}{price.args['count']}" if isinstance(price, Text) else word
