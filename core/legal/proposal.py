"""Whether a change of the legal texts is material: found by comparing what two releases rest on (PRV-66).

People may call a change material that is not found to be so, and never the other way round.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from core.legal.snapshot import Snapshot
from core.legal.versions import Change
from core.privacy.rules import Erase, Export


class Difference(StrEnum):
    """What makes a change material, in the words of the policy."""

    UNRECORDED = "nothing is written down about the texts before"
    CATEGORY = "a new kind of data"
    PURPOSE = "a new purpose"
    GROUND = "another legal ground"
    RECIPIENT = "a new recipient"
    REGION = "another region or transfer"
    MORE = "a recipient gets more"
    RETENTION = "a longer period"
    RIGHT = "a weaker right"
    PROMISE = "other words of a promise (sale, training, age, rights)"
    CONTROLLER = "another responsible operator"
    COOKIE = "a new or longer cookie"


@dataclass(frozen=True)
class Found:
    """One difference, and where it is: a column, a recipient, a cookie, a sentence."""

    what: Difference
    where: str


def differences(old: Snapshot | None, new: Snapshot) -> list[Found]:
    """Everything that makes the step from one release to the next material. What is only taken away or shortened does not."""
    if old is None:
        return [Found(Difference.UNRECORDED, "")]
    return [*_fields(old["fields"], new["fields"]), *_recipients(old["recipients"], new["recipients"]), *_others(old, new)]


def proposed(old: Snapshot | None, new: Snapshot) -> Change:
    """The class that a release has at least."""
    return Change.MATERIAL if differences(old, new) else Change.MINOR


Rules = Mapping[str, Mapping[str, Any]]


def _fields(old: Rules, new: Rules) -> Iterator[Found]:
    known = _Known(old.values())
    for where, rule in new.items():
        yield from (Found(what, where) for what in known.news(rule))
        if before := old.get(where):
            yield from (Found(what, where) for what in _against(before, rule))


class _Known:
    """What was held before about each kind of data, all columns taken together."""

    def __init__(self, rules: Iterable[Mapping[str, Any]]) -> None:
        self._kinds: dict[str, list[Mapping[str, Any]]] = {}
        for rule in rules:
            self._kinds.setdefault(rule["category"], []).append(rule)

    def news(self, rule: Mapping[str, Any]) -> Iterator[Difference]:
        """What no column of the kind had."""
        there = self._kinds.get(rule["category"])
        if there is None:
            yield Difference.CATEGORY
            return
        if not _all(there, "purposes").issuperset(rule["purposes"]):
            yield Difference.PURPOSE
        if not _all(there, "recipients").issuperset(rule["recipients"]):
            yield Difference.RECIPIENT
        if rule["basis"] not in {one["basis"] for one in there}:
            yield Difference.GROUND
        if _period(rule) > max(map(_period, there)):
            yield Difference.RETENTION
        if any(right(rule) > max(map(right, there)) for right in (_copied, _erased)):
            yield Difference.RIGHT


def _against(before: Mapping[str, Any], rule: Mapping[str, Any]) -> Iterator[Difference]:
    """What is worse for people than it was in the same column."""
    if not set(before["purposes"]).issuperset(rule["purposes"]):
        yield Difference.PURPOSE
    if not set(before["recipients"]).issuperset(rule["recipients"]):
        yield Difference.RECIPIENT
    if before["basis"] != rule["basis"]:
        yield Difference.GROUND
    if _period(rule) > _period(before):
        yield Difference.RETENTION
    if _copied(rule) > _copied(before) or _erased(rule) > _erased(before):
        yield Difference.RIGHT


def _all(rules: Iterable[Mapping[str, Any]], name: str) -> set[str]:
    return {value for rule in rules for value in rule[name]}


def _period(rule: Mapping[str, Any]) -> tuple[int, int]:
    """Days are shorter than the life of an account, and that is shorter than what a law wants."""
    days = rule["days"]
    return (0, days) if isinstance(days, int) else (2 if days == "law" else 1, 0)


def _copied(rule: Mapping[str, Any]) -> int:
    """How far it is from being in a person's copy."""
    return {Export.SHOW.name: 0, Export.FILE.name: 0, Export.COPY.name: 1}.get(rule["export"], 2)


def _erased(rule: Mapping[str, Any]) -> int:
    """How far it is from being gone with the account."""
    order = ((Erase.DELETE, Erase.OBJECT, Erase.NULLIFY), (Erase.ANONYMISE,), (Erase.EXPIRES,), (Erase.KEEP,))
    return next(far for far, kinds in enumerate(order) if Erase[rule["erase"]] in kinds)


def _recipients(old: Rules, new: Rules) -> Iterator[Found]:
    for id, entry in new.items():
        before = old.get(id)
        if before is None or (before["name"], before["role"]) != (entry["name"], entry["role"]):
            yield Found(Difference.RECIPIENT, id)
            continue
        if not (set(before["fields"]).issuperset(entry["fields"]) and set(before["purposes"]).issuperset(entry["purposes"])):
            yield Found(Difference.MORE, id)
        # What was open and is settled now was said to be open: that is no change.
        if any(before[name] and before[name] != entry[name] for name in ("region", "transfer")):
            yield Found(Difference.REGION, id)
        if before["retention"] and before["retention"] != entry["retention"]:
            yield Found(Difference.RETENTION, id)


def _others(old: Snapshot, new: Snapshot) -> Iterator[Found]:
    for name, cookie in new["cookies"].items():
        before = old["cookies"].get(name)
        if before is None or _lives(cookie) > _lives(before):
            yield Found(Difference.COOKIE, name)
    for key in sorted(old["promises"].keys() | new["promises"].keys()):
        if old["promises"].get(key) != new["promises"].get(key):
            yield Found(Difference.PROMISE, key)
    was, now = old["operator"], new["operator"]
    if was["controller"]["name"] and was["controller"]["name"] != now["controller"]["name"]:
        yield Found(Difference.CONTROLLER, "name")
    for name in ("purge_days", "backup_days"):
        if now[name] > was[name]:
            yield Found(Difference.RETENTION, name)
    if now["grace_days"] < was["grace_days"]:
        yield Found(Difference.RIGHT, "grace_days")


def _lives(cookie: Mapping[str, Any]) -> int:
    return cookie["seconds"] or 0
