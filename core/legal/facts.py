"""What the legal documents are made from: the data map, the register and the numbers of this operator."""

import json
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from core.legal.processors import REGISTER, STRIPE, Agreement, Entry, with_agreements
from core.legal.versions import PUBLISHED, Kind, current
from core.privacy.rules import ACCOUNT, Basis, Category, Days, Erase, PrivacyRule, Purpose, Recipient, Retention, Rule, Statutory

E = TypeVar("E", bound=Enum)

PROMISED_DAYS = 30
"""From the confirmed deletion of an account until nothing of it is left, backups included (privacy.md D3)."""


LONGER_WITH_CREDITS = 12
"""Months by which credits keep an account alive that nobody uses (PRV-49)."""


@dataclass(frozen=True)
class MappedField:
    """One column of the data map."""

    table: str
    column: str
    rule: PrivacyRule


@dataclass(frozen=True)
class Controller:
    """Who is responsible in law (GDPR Art. 13(1)); `authority` watches over them. The last two are for those who need them."""

    name: str = ""
    address: str = ""
    authority: str = ""
    representative: str = ""
    officer: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of what has to be known before launch and is not (PRV-02)."""
        return tuple(name for name in ("name", "address", "authority") if not getattr(self, name).strip())


@dataclass(frozen=True)
class Facts:
    """`fields` is the data map, `contact` the address on the pages, the days are those of PRV-51, the months those of PRV-49 (0: an account
    never ends by itself), `recipients` whoever is on the register with the agreements that were made."""

    fields: tuple[MappedField, ...]
    contact: str
    grace_days: int
    purge_days: int
    backup_days: int
    recipients: tuple[Entry, ...] = REGISTER
    controller: Controller = Controller()
    inactivity_months: int = 24


FACTS_FOLDER = "facts"


def facts_file(release: str, folder: Path = PUBLISHED) -> Path:
    """Where it is written down what the texts of a release rest on (`core/legal/snapshot.py`)."""
    return folder / FACTS_FOLDER / f"{release}.json"


def published_facts(fields: tuple[MappedField, ...], folder: Path = PUBLISHED) -> Facts:
    """What the published texts say: this data map, and of the operator what was written down when they were made. Reads a file."""
    file = facts_file(current(Kind.PRIVACY).id, folder)
    if not file.is_file():
        return Facts(fields, "privacy@inkmirage.com", grace_days=7, purge_days=1, backup_days=21)
    told = json.loads(file.read_text("utf-8"))
    return Facts(fields, **_operator(told["operator"], told["recipients"]))


def _operator(told: dict[str, Any], recipients: Container[str]) -> dict[str, Any]:
    register = (*REGISTER, STRIPE) if STRIPE.id in recipients else REGISTER
    made = {id: Agreement(agreed["id"], date.fromisoformat(agreed["date"])) for id, agreed in told["agreements"].items()}
    own = {"recipients": with_agreements(register, made), "controller": Controller(**told["controller"])}
    return {name: value for name, value in told.items() if name != "agreements"} | own


@dataclass(frozen=True)
class Holding:
    """What one table holds about a person, its columns taken together: `about` is what most of them are. The longest retention is first."""

    table: str
    about: Category
    purposes: tuple[Purpose, ...]
    bases: tuple[Basis, ...]
    recipients: tuple[Recipient, ...]
    retentions: tuple[Retention, ...]
    erasures: tuple[Erase, ...]


def holdings(fields: Iterable[MappedField]) -> tuple[Holding, ...]:
    """One holding per table that says anything about a person; by what it is about, then by name."""
    rules: dict[str, list[Rule]] = {}
    for field in fields:
        if isinstance(field.rule, Rule):
            rules.setdefault(field.table, []).append(field.rule)
    order = list(Category)
    return tuple(sorted((_holding(table, found) for table, found in rules.items()), key=lambda one: (order.index(one.about), one.table)))


def impersonal(fields: Iterable[MappedField]) -> tuple[str, ...]:
    """The tables that say nothing about any person, by name."""
    rules: dict[str, bool] = {}
    for field in fields:
        rules[field.table] = rules.get(field.table, False) or isinstance(field.rule, Rule)
    return tuple(sorted(table for table, personal in rules.items() if not personal))


def _holding(table: str, rules: Sequence[Rule]) -> Holding:
    about = Counter(rule.category for rule in rules).most_common(1)[0][0]
    own = [rule for rule in rules if not _only_says_whose(rule, about)] or list(rules)
    return Holding(
        table=table,
        about=about,
        purposes=_in_order(Purpose, (purpose for rule in own for purpose in rule.purposes)),
        bases=_in_order(Basis, (rule.basis for rule in own)),
        recipients=_in_order(Recipient, (recipient for rule in own for recipient in rule.recipients)),
        retentions=tuple(sorted({rule.retention for rule in own}, key=_length, reverse=True)),
        erasures=_in_order(Erase, (rule.erase for rule in own)),
    )


def _only_says_whose(rule: Rule, about: Category) -> bool:
    """A column that only says whose row it is lives and dies with the row, and serves whatever the row serves."""
    if about is Category.IDENTIFIER:
        return rule.purposes == tuple(Purpose)
    return rule.category is Category.IDENTIFIER


def _in_order(kind: type[E], found: Iterable[E]) -> tuple[E, ...]:
    present = set(found)
    return tuple(member for member in kind if member in present)


def _length(retention: Retention) -> tuple[int, int, str]:
    """Days first, the shortest in front; then what goes with the account; then what a law keeps longer."""
    match retention:
        case Days(days):
            return (0, days, "")
        case Statutory(record):
            return (2, 0, record)
        case _:
            assert retention == ACCOUNT
            return (1, 0, "")
