"""Payment card numbers in what people write: never kept, wherever they come from (PRV-09)."""

import re
from collections.abc import Iterator

SHORTEST, LONGEST = 13, 19
HIDDEN = "••••"

_GROUPS = re.compile(r"\d{3,}(?:[\s.\-–—]\d{3,})*")
"""Digits in one row, or in groups as cards print them."""
_GROUP = re.compile(r"\d+")


def has_card_number(words: str) -> bool:
    """Whether 13 to 19 digits in a row, or in groups of three and more, have a card's check digit (Luhn)."""
    return next(_found(words), None) is not None


def without_card_numbers(words: str) -> str:
    """The words with every card number hidden."""
    for start, end in reversed(list(_found(words))):
        words = words[:start] + HIDDEN + words[end:]
    return words


def zeroed(words: str) -> str:
    """The words with zeros for the digits of every card number: as long as before, and still seen to hold one, but saying none."""
    for start, end in reversed(list(_found(words))):
        words = words[:start] + _GROUP.sub(lambda group: "0" * len(group[0]), words[start:end]) + words[end:]
    return words


def _found(words: str) -> Iterator[tuple[int, int]]:
    """Where card numbers begin and end, without overlap."""
    for row in _GROUPS.finditer(words):
        groups = [group.span() for group in _GROUP.finditer(words, *row.span())]
        first = 0
        while first < len(groups):
            last = _last_of_card(words, groups, first)
            if last is not None:
                yield groups[first][0], groups[last][1]
                first = last
            first += 1


def _last_of_card(words: str, groups: list[tuple[int, int]], first: int) -> int | None:
    """The last group of the longest card number that begins with this group."""
    digits, found = "", None
    for last, (start, end) in enumerate(groups[first:], first):
        digits += words[start:end]
        if len(digits) > LONGEST:
            break
        if len(digits) >= SHORTEST and _checks_out(digits):
            found = last
    return found


def _checks_out(digits: str) -> bool:
    """Luhn: every second digit from the right counts double, nine less if that has two digits."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
