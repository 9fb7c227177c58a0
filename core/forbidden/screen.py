"""Which prompts are plainly forbidden, and why: a short list of words that must not stand near each other (docs/decisions/0040).

The gateway's account is everybody's, and it is closed for all if too many of the wrong prompts reach it (mayi-wire.md §5.4). The lists are
kept narrow: whoever is stopped although nothing was wrong is told how to have a human look at it (`refusals.py`).
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from core.forbidden import spelling
from core.forbidden.spelling import Reading, plain, readings

NEAR = 8
"""Four words, or eight Chinese signs: further apart, two words have nothing to do with each other."""

YOUNG = "under18"
"""Stands in the lists for a number below 18."""

ADULT = 18
SHORTEST = 3
"""So many letters stand before any ending."""

_ENDING = "*"


class Ground(StrEnum):
    """Why a prompt was refused. The last two are said by others: the gateway, and the model behind it."""

    MINORS = "minors"
    SEXUAL_VIOLENCE = "sexual-violence"
    THREATS = "threats"
    WEAPONS = "weapons"
    SELF_HARM = "self-harm"
    GATEWAY = "gateway"
    MODEL = "model"


@dataclass(frozen=True)
class Rule:
    """Words of each of these groups near each other are forbidden."""

    ground: Ground
    groups: frozenset[str]


@dataclass(frozen=True)
class Phrase:
    """Words in a row that belong to a group; an innocent phrase belongs to none. The last sign of a word may stand for any ending."""

    words: tuple[str, ...]
    group: str | None

    def begins(self, words: tuple[str, ...], at: int) -> bool:
        """Whether it stands there."""
        there = words[at : at + len(self.words)]
        return len(there) == len(self.words) and all(map(_is, self.words, there))


@dataclass(frozen=True)
class Spot:
    """Where words of a group stand."""

    group: str
    begins: int
    ends: int


@dataclass(frozen=True)
class Screen:
    """The rules, and the phrases by the word with which they begin, or by the first letters of a word that may have any ending. Without
    rules it lets everything through."""

    rules: tuple[Rule, ...] = ()
    phrases: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    beginnings: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    lookalikes: Mapping[int, str] = field(default_factory=dict)

    def ground(self, prompt: str) -> Ground | None:
        """Why this prompt is forbidden; `None` if it is not."""
        if not self.rules:
            return None
        return next((found for reading in readings(prompt, self.lookalikes) if (found := self._ground(reading))), None)

    def _ground(self, reading: Reading) -> Ground | None:
        spots = tuple(self._spots(reading))
        groups = {spot.group for spot in spots}
        return next((rule.ground for rule in self.rules if rule.groups <= groups and _together(rule, spots)), None)

    def _spots(self, reading: Reading) -> Iterator[Spot]:
        """Every place that counts, in order. What belongs to an innocent phrase does not."""
        innocent_until = 0
        for at, word in enumerate(reading.words):
            if at < innocent_until or not (candidates := self._candidates(word)):
                continue
            here = [phrase for phrase in candidates if phrase.begins(reading.words, at)]
            innocent = max((len(phrase.words) for phrase in here if phrase.group is None), default=0)
            innocent_until = at + innocent
            if not innocent:
                yield from (Spot(phrase.group or "", reading.places[at], reading.places[at + len(phrase.words) - 1]) for phrase in here)

    def _candidates(self, word: str) -> tuple[Phrase, ...]:
        found = self.phrases.get(word, ()) + self.beginnings.get(word[:SHORTEST], ())
        return found + self.phrases.get(YOUNG, ()) if _is_young(word) else found


def _is(wanted: str, found: str) -> bool:
    if wanted.endswith(_ENDING):
        return found.startswith(wanted[:-1])
    return found == wanted or (wanted == YOUNG and _is_young(found))


def _is_young(word: str) -> bool:
    return len(word) <= 2 and word.isdecimal() and 0 < int(word) < ADULT


def _together(rule: Rule, spots: Iterable[Spot]) -> bool:
    """Whether all groups of the rule stand near each other. Looks at each spot once, however long the prompt is."""
    last: dict[str, int] = {}
    for spot in spots:
        if spot.group not in rule.groups:
            continue
        last[spot.group] = spot.ends
        if len(last) == len(rule.groups) and spot.begins - min(last.values()) <= NEAR:
            return True
    return False


# --- reading the lists ---------------------------------------------------------------------------


@lru_cache(maxsize=1)
def read(*documents: str) -> Screen:
    """The screen of these lists, as TOML; later ones add to earlier ones. Raises `ValueError`, whose text says what is wrong.

    Settings are checked by it, and then several parts ask for the same one.
    """
    given = [tomllib.loads(document) for document in documents]
    lookalikes = {ord(pair[0]): pair[1:] for one in given for pair in _list_of(one, "lookalikes")}
    rules = tuple(_rule(entry) for one in given for entry in one.get("rules", ()))
    phrases = [_phrase(words, None, lookalikes) for one in given for words in _list_of(one, "innocent")]
    groups = [(name, words) for one in given for name, listed in one.get("groups", {}).items() for words in listed]
    phrases += [_phrase(words, name, lookalikes) for name, words in groups]
    if unknown := {name for rule in rules for name in rule.groups} - {name for name, _ in groups}:
        raise ValueError(f"no group is called {sorted(unknown)[0]}")
    whole = _by(phrases, lambda first: "" if first.endswith(_ENDING) else first)
    beginnings = _by(phrases, lambda first: first[:SHORTEST] if first.endswith(_ENDING) else "")
    return Screen(rules, whole, beginnings, lookalikes)


def _by(phrases: Iterable[Phrase], key: Callable[[str], str]) -> Mapping[str, tuple[Phrase, ...]]:
    """Phrases by what the key makes of their first word, if it makes anything of it."""
    found: dict[str, tuple[Phrase, ...]] = {}
    for phrase in phrases:
        if first := key(phrase.words[0]):
            found[first] = (*found.get(first, ()), phrase)
    return found


@cache
def own_list() -> str:
    """What the program itself knows to be forbidden."""
    return resources.files("core.forbidden").joinpath("words.toml").read_text("utf-8")


def _list_of(document: Mapping[str, Any], name: str) -> list[str]:
    found = document.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ValueError(f"{name} is no list of words")
    return found


def _rule(entry: Mapping[str, Any]) -> Rule:
    grounds = [ground.value for ground in Ground]
    if entry.get("ground") not in grounds or not entry.get("together"):
        raise ValueError(f"a rule needs together = [groups], and a ground of: {', '.join(grounds)}")
    return Rule(Ground(entry["ground"]), frozenset(entry["together"]))


def _phrase(words: str, group: str | None, lookalikes: Mapping[int, str]) -> Phrase:
    """One line of a list. Spelt like prompts are read, so that both meet. Raises `ValueError`."""
    parts: list[str] = []
    for word in words.split():
        ending = _ENDING if word.endswith(_ENDING) else ""
        spelt = [YOUNG] if word == YOUNG else list(spelling.read(plain(word, lookalikes)).words)
        parts += spelt[:-1] + [one + ending for one in spelt[-1:]]
    if not parts or (parts[0].endswith(_ENDING) and len(parts[0]) <= SHORTEST):
        raise ValueError(f"{words!r} is too short")
    return Phrase(tuple(parts), group)
