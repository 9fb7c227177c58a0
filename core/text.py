"""Sentences by name. The core says which sentence; the catalogue knows the words (architecture.md §9)."""

import contextlib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Union

from fluent.runtime.types import fluent_number

from core.language import Language, language_of
from core.pricing import STARS

LOCALES = ("en", "zh-CN", "es", "de")
LOCALES_FOLDER = Path(__file__).parent / "locales"
FALLBACK = "en"
LONGEST_BLANK = 1000
"""Fluent says nothing at all if a blank is filled with more characters than this."""
LANGUAGE_NAMES = {"en": "English", "zh-CN": "简体中文", "es": "Español", "de": "Deutsch"}


@dataclass(frozen=True)
class Money:
    """An amount in minor units: cents of a two-digit currency, or whole Stars."""

    minor: int
    currency: str


Argument = Union[str, int, datetime, Money, "Text"]
Escape = Callable[[str], str]


@dataclass(frozen=True)
class Text:
    """A sentence of the catalogue and what fills its blanks. `key` may name an attribute: `command-imagine.description`."""

    key: str
    args: Mapping[str, Argument] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.key, tuple(sorted(self.args))))


def text(key: str, **args: Argument) -> Text:
    """Short spelling of `Text(key, {...})`."""
    return Text(key, args)


class MissingSentence(LookupError):
    """The catalogue has no such sentence in any language: a programming error that the catalogue tests catch."""


def as_written(value: str) -> str:
    """The escape of surfaces that show plain text."""
    return value


def choose_locale(*wishes: str | None) -> str:
    """The first wish we speak: the person's own choice, then the platform's tag, then English."""
    for wish in wishes:
        locale = _spoken(wish)
        if locale:
            return locale
    return FALLBACK


def _spoken(tag: str | None) -> str | None:
    if not tag:
        return None
    language = tag.replace("_", "-").split("-")[0].lower()
    return next((locale for locale in LOCALES if locale.split("-")[0] == language), None)


class Catalogue:
    """Every sentence a person can read, in every language. Strings put into a sentence are escaped for the surface."""

    def __init__(self, folder: Path = LOCALES_FOLDER) -> None:
        """`folder` holds `<tag>/*.ftl`. A language is read when it is first spoken."""
        self._folder = folder
        self._languages: dict[str, Language] = {}

    def _language(self, locale: str) -> Language:
        return self._languages.get(locale) or self._languages.setdefault(locale, language_of(self._folder / locale))

    def warm(self) -> None:
        """Read the files of every language now, so that nobody waits for them later. For a thread."""
        for locale in LOCALES:
            self._language(locale)

    def format(self, text: Text, locale: str, escape: Escape = as_written) -> str:
        """The finished sentence. Raises `MissingSentence` when no language has it."""
        for tag in (locale, FALLBACK):
            language = self._language(tag)
            if language.has(text.key):
                filled = {name: self._filled(value, locale, escape) for name, value in text.args.items()}
                words, errors = language.format(text.key, filled)
                if errors:
                    raise MissingSentence(f"{text.key} in {tag}: {errors[0]!r}")
                return words
        raise MissingSentence(text.key)

    def has(self, key: str, locale: str) -> bool:
        """Whether this language itself (not the fallback) has the sentence."""
        return self._language(locale).has(key)

    def plain(self, prefix: str, locale: str) -> dict[str, str]:
        """Every sentence without blanks whose name starts with the prefix."""
        words = {}
        for key in self.keys():
            if key.startswith(prefix):
                with contextlib.suppress(MissingSentence):
                    words[key] = self.format(Text(key), locale)
        return words

    def keys(self, locale: str = FALLBACK) -> list[str]:
        """The names of all sentences of a language, attributes included as `name.attribute`."""
        return self._language(locale).keys()

    def _filled(self, value: Argument, locale: str, escape: Escape) -> object:
        if isinstance(value, Text):
            return self.format(value, locale, escape)
        if isinstance(value, Money) and value.currency == STARS:
            return self.format(Text("money-stars", {"count": value.minor}), locale, escape)
        if isinstance(value, Money):
            return fluent_number(value.minor / 100, style="currency", currency=value.currency)
        return _isolated(_fitting(value, escape)) if isinstance(value, str) else value


def _fitting(words: str, escape: Escape) -> str:
    """The words as the surface shows them, cut to what Fluent takes in one blank: a sentence that cannot be said would tell nothing."""
    shown = escape(words)
    while len(shown) > LONGEST_BLANK:
        words = f"{words[: len(words) * LONGEST_BLANK // len(shown) - 1]}…"
        shown = escape(words)
    return shown


def _isolated(words: str) -> str:
    """Keep right-to-left words from turning the sentence around them (Unicode bidi isolates)."""
    turns = any(unicodedata.bidirectional(character) in ("R", "AL", "RLE", "RLO", "RLI") for character in words)
    return f"\u2068{words}\u2069" if turns else words
