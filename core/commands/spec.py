"""A command is declared once, as a frozen dataclass: this reads the declaration and checks values against it (style.md §3.6)."""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from core.cards import without_card_numbers
from core.errors import InvalidOption, invalid
from core.pricing import Tariff
from core.prompts import shortened
from core.reply import Reply, Value
from core.text import Argument, Text

EVERYWHERE: frozenset[str] = frozenset()
Given = Value | tuple[str, ...] | list[str]
Handler = Callable[[Any, Any], Reply]
ChoiceArgs = Callable[[Tariff, str, str], Mapping[str, Argument]]
"""What the label of a choice needs to know: tariff, option name, choice."""


def _no_args(tariff: Tariff, option: str, choice: str) -> Mapping[str, Argument]:
    return {}


@dataclass(frozen=True)
class Span:
    """The inclusive range of a whole number. `off`: nought means none, and may be written so."""

    low: int
    high: int
    off: bool = False


@dataclass(frozen=True)
class Prose:
    """Free text of at most `limit` characters; it takes the words that are not options."""

    limit: int


@dataclass(frozen=True)
class Files:
    """Up to `most` attached pictures; the value is a tuple of upload ids."""

    most: int


@dataclass(frozen=True)
class Known:
    """A text for which the surface can offer completions, by this name (`history`)."""

    source: str


@dataclass(frozen=True)
class Mention:
    """A text that names something of the platform by its id: `channel` or `role`."""

    what: str


MOST_QUOTED = 40
"""Characters of what somebody gave that are said back to them when it cannot be used."""

OFF = frozenset({"off", "no", "none", "never"})
Constraint = Span | Prose | Files | Known | Mention


@dataclass(frozen=True)
class Nothing:
    """The request of a command without options."""


class Kind(StrEnum):
    """What an input for an option must be able to take."""

    TEXT = "text"
    PROSE = "prose"
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    FILES = "files"


@dataclass(frozen=True)
class Option:
    """One option of a command, as every surface needs it."""

    name: str
    kind: Kind
    required: bool
    default: Given | None
    choices: tuple[str, ...] = ()
    limit: Constraint | None = None


@dataclass(frozen=True)
class Command:
    """A command: its request class, its handler, and what a surface must know before the handler runs.

    `private`: the answer is for the asker alone. `menu`: listed for people (otherwise only buttons call it). `form`: the answer is a
    form, which some platforms open only as the very first response. `surfaces`: where it exists, if not everywhere. `manager`: for
    those who run a community. `right`: it serves a person's rights, so that it works in every standing of an account. `fleeting`:
    nothing of what was given with it is remembered, not even a hash, so a repeat runs again. `sheds`: it may be declined while the
    database is crowded; never what pays, stops, or serves a right.
    Words come from the catalogue: `command-<name>` with `.description`, `.option-<option>`, `.choice-<option>-<value>`.
    """

    name: str
    request: type
    handler: Handler
    private: bool = False
    menu: bool = True
    form: bool = False
    surfaces: frozenset[str] = EVERYWHERE
    manager: bool = False
    right: bool = False
    fleeting: bool = False
    sheds: bool = False
    choice_args: ChoiceArgs = _no_args
    options: tuple[Option, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "options", _options_of(self.request))

    def on(self, platform: str) -> bool:
        """Whether this surface has it."""
        return not self.surfaces or platform in self.surfaces

    @property
    def description(self) -> Text:
        """What the command does, in one line."""
        return Text(f"command-{self.name}.description")

    def option_text(self, option: Option) -> Text:
        """What the option is, in one line."""
        return Text(f"command-{self.name}.option-{option.name}")

    def choice_text(self, option: Option, choice: str, tariff: Tariff) -> Text:
        """The label of a choice, with its price where it has one."""
        return Text(f"command-{self.name}.choice-{option.name}-{choice}", self.choice_args(tariff, option.name, choice))

    def bind(self, values: Mapping[str, Given]) -> Any:
        """The typed request. Raises `InvalidOption` for an unknown name, a missing option, or a value outside its limits."""
        known = {option.name: option for option in self.options}
        for name in values:
            if name not in known:
                raise unknown_option(name, known)
        missing = [option.name for option in self.options if option.required and option.name not in values]
        if missing:
            raise invalid("error-option-missing", option=missing[0], command=self.name)
        types_ = {f.name: _bare(hint) for f, hint in _hinted(self.request)}
        return self.request(**{name: _checked(known[name], types_[name], value) for name, value in values.items()})


def unknown_option(name: str, known: Mapping[str, object]) -> InvalidOption:
    """An `InvalidOption` that names the nearest option there is."""
    near, quoted = get_close_matches(name, known, n=1, cutoff=0.5), shortened(name, MOST_QUOTED)
    if near:
        return invalid("error-option-unknown-near", option=quoted, near=near[0])
    return invalid("error-option-unknown", option=quoted)


def _hinted(request: type) -> list[tuple[Field[Any], Any]]:
    hints = get_type_hints(request, include_extras=True)
    return [(f, hints[f.name]) for f in fields(request)]


def _options_of(request: type) -> tuple[Option, ...]:
    return tuple(_option(f, hint) for f, hint in _hinted(request))


def _option(f: Field[Any], hint: Any) -> Option:
    bare = _bare(hint)
    limit = next((x for x in getattr(hint, "__metadata__", ()) if isinstance(x, Constraint)), None)
    choices = tuple(member.value for member in bare) if issubclass(bare, StrEnum) else ()
    required = f.default is MISSING and f.default_factory is MISSING
    default = None if f.default is MISSING else f.default
    return Option(f.name, _kind(bare, limit), required, default, choices, limit)


def _kind(bare: type, limit: Constraint | None) -> Kind:
    if issubclass(bare, StrEnum):
        return Kind.CHOICE
    if isinstance(limit, Files):
        return Kind.FILES
    if isinstance(limit, Prose):
        return Kind.PROSE
    return {bool: Kind.FLAG, int: Kind.NUMBER}.get(bare, Kind.TEXT)


def _bare(hint: Any) -> type:
    """The plain class inside `Annotated[... | None, ...]`."""
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
    bare: type = get_origin(hint) or hint
    return bare


def _checked(option: Option, bare: type, value: Given) -> Any:
    if option.kind is Kind.FILES:
        return _files(option, value)
    if option.kind is Kind.CHOICE:
        return _choice(option, bare, value)
    if option.kind is Kind.FLAG:
        return _flag(option, value)
    if option.kind is Kind.NUMBER:
        return _number(option, value)
    return _words(option, value)


def _files(option: Option, value: Given) -> tuple[str, ...]:
    names = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, tuple | list) else ()
    assert isinstance(option.limit, Files)
    if len(names) > option.limit.most:
        raise invalid("error-too-many-files", most=option.limit.most, given=len(names))
    return tuple(str(name) for name in names)


def _choice(option: Option, bare: type, value: Given) -> Any:
    try:
        return bare(str(value).strip().lower())
    except ValueError:
        raise invalid("error-choice-unknown", option=option.name, value=_short(value), choices=", ".join(option.choices)) from None


def _flag(option: Option, value: Given) -> bool:
    word = str(value).strip().lower()
    if word in {"true", "yes", "on", "1", "y", ""}:
        return True
    if word in {"false", "no", "off", "0", "n"}:
        return False
    raise invalid("error-flag-unknown", option=option.name, value=_short(value))


def _number(option: Option, value: Given) -> int:
    span = option.limit if isinstance(option.limit, Span) else Span(-(2**53), 2**53)
    if span.off and str(value).strip().lower() in OFF:
        return 0
    try:
        number = int(str(value).strip())
    except ValueError:
        raise invalid("error-not-a-number", option=option.name, value=_short(value), low=span.low, high=span.high) from None
    if not span.low <= number <= span.high:
        raise invalid("error-out-of-range", option=option.name, value=_short(value), low=span.low, high=span.high)
    return number


def _words(option: Option, value: Given) -> str:
    words = str(value)
    if isinstance(option.limit, Prose) and len(words) > option.limit.limit:
        raise invalid("error-too-long", option=option.name, length=len(words), limit=option.limit.limit)
    return words


def _short(value: Given) -> str:
    return shortened(without_card_numbers(str(value)), MOST_QUOTED)
