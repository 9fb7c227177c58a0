"""What fills the blanks of a mail: values of the outbox, read strictly and made harmless."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from core.text import Argument, Money, Text

Given = Mapping[str, Any]
Blank = Callable[[Given], Argument]
"""Takes what it needs out of the values of a letter. Raises `KeyError` if it is not there, `ValueError` if it makes no sense."""

PLATFORMS = ("discord", "telegram", "playground", "web")
LONGEST = 64  # characters; a name is not a place for a message

_TURNING = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
_ADDRESS_LIKE = re.compile(r"(?<=\S)([.:/@])(?=\S)")
_BREAK = "\u200b"  # has no width


def number(name: str) -> Blank:
    """A whole number."""
    return lambda given: int(given[name])


def money(name: str, currency: str) -> Blank:
    """An amount in minor units of the currency that stands under another name."""
    return lambda given: Money(int(given[name]), str(given[currency]))


def word(name: str) -> Blank:
    """A reference, a version or a number of ours, as it is."""
    return lambda given: _calm(str(given[name]))


def somebody(name: str, platform: str) -> Blank:
    """How somebody is called, and where; somebody without a name is only somewhere.

    Names are other people's: whoever chooses one to speak through our mail gets one short line, and no mail program makes a link of it.
    """

    def called(given: Given) -> Argument:
        words, place = _ADDRESS_LIKE.sub(rf"\1{_BREAK}", _calm(str(given[name]))), _place(str(given[platform]))
        return Text("mail-who", {"name": words, "platform": place}) if words else place

    return called


def instant(name: str) -> Blank:
    """A moment, from ISO 8601 with its zone."""

    def moment(given: Given) -> Argument:
        at = datetime.fromisoformat(given[name])
        if at.tzinfo is None:
            raise ValueError(f"{name} has no zone")
        return at.astimezone(UTC)

    return moment


def day(name: str) -> Blank:
    """A day, from its ISO date."""
    return lambda given: datetime.combine(date.fromisoformat(given[name]), time(), UTC)


def one_of(name: str, *allowed: str) -> Blank:
    """A word that the sentences tell apart."""

    def chosen(given: Given) -> Argument:
        value = str(given[name])
        if value not in allowed:
            raise ValueError(f"{name} is none of {', '.join(allowed)}")
        return value

    return chosen


def _place(platform: str) -> Text:
    """A platform in words; one without words of its own is called as we call it."""
    return Text(f"platform-{platform}") if platform in PLATFORMS else Text("as-is", {"words": _calm(platform)})


def _calm(words: str) -> str:
    """One line without control characters and without marks that turn the writing around, and not longer than a name."""
    visible = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in words.translate(_TURNING))
    line = " ".join(visible.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
