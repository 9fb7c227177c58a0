"""Canaries: words that stand nowhere else in the world, so that where one is found, something of a person is left (privacy.md §5.1).

A token is one run of lower-case letters and digits, because a search tokenizer splits at hyphens and mail servers lower letters; it is
short and never repeats itself, because databases compress what does. All tokens of one seed begin alike: the scanner then looks for a
few beginnings, however many canaries there are.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
MARK, REST = 6, 9  # characters: the common beginning, and what tells the canaries of a seed apart
SHORTEST = 10  # characters below which a word may turn up by chance


@dataclass(frozen=True)
class Canary:
    """A token and the edge it was planted at. Raises `ValueError` for a token that a scan could miss or find by chance."""

    label: str
    token: str

    def __post_init__(self) -> None:
        if len(self.token) < SHORTEST or not (self.token.isascii() and self.token.isalnum()):
            raise ValueError(f"{self.label}: a canary is at least {SHORTEST} letters and digits of ASCII and nothing else")


class Canaries:
    """The canaries of one run. The same seed and label always give the same token, in every process."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._planted: dict[str, Canary] = {}

    def __iter__(self) -> Iterator[Canary]:
        return iter(self._planted.values())

    def __len__(self) -> int:
        return len(self._planted)

    def word(self, label: str) -> str:
        """The token for this edge, such as `discord: prompt`; from now on it is looked for."""
        mark = _letters(f"mark of {self._seed}", MARK, first=ALPHABET[:24])
        return self._plant(Canary(label, mark + _letters(f"{self._seed}\0{label}", REST)))

    def number(self, label: str, digits: int = 15) -> int:
        """A whole number for an edge where only numbers go, such as a platform's id. From 15 digits on the scanner also knows its bytes;
        raises `ValueError` below ten."""
        mark = 10 ** (MARK - 1) + _number(f"mark of {self._seed}") % (9 * 10 ** (MARK - 1))
        rest = _number(f"{self._seed}\0{label}") % 10 ** max(digits - MARK, 0)
        return int(self._plant(Canary(label, f"{mark}{rest:0{digits - MARK}}" if digits > MARK else "")))

    def address(self, label: str) -> str:
        """An e-mail address that holds the token."""
        return f"{self.word(label)}@example.org"

    def only(self, *beginnings: str) -> list[Canary]:
        """Those whose label begins so: one person's, say."""
        return [canary for canary in self if canary.label.startswith(beginnings)]

    def _plant(self, canary: Canary) -> str:
        known = self._planted.setdefault(canary.label, canary)
        if known != canary:
            raise ValueError(f"{canary.label}: planted before, as something else")
        return canary.token


def _letters(source: str, count: int, first: str = ALPHABET) -> str:
    drawn = _drawn(source)
    return first[drawn[0] % len(first)] + "".join(ALPHABET[byte % len(ALPHABET)] for byte in drawn[1:count])


def _number(source: str) -> int:
    return int.from_bytes(_drawn(source))


def _drawn(source: str) -> bytes:
    return hashlib.sha256(source.encode()).digest()
