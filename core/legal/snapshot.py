"""What a release rests on, as data: map, register, cookies, the operator's facts, and the promises whose words matter.

It is written beside the texts when these are, so that two releases can be compared years later (PRV-66), and so that the texts can be
made again from what stood in them (PRV-89).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from core.legal.cookies import COOKIES
from core.legal.facts import Facts, facts_file
from core.legal.processors import Entry
from core.legal.versions import PUBLISHED
from core.privacy.rules import Days, Retention, Rule, Statutory
from core.text import Argument, Catalogue, Text

PROMISES = (
    "legal-use-sale",
    "legal-use-training",
    "legal-use-automatic",
    "legal-children-",
    "legal-right-",
    "legal-rights-",
    "legal-changes-",
)
"""Beginnings of the names of sentences that promise something: with other words there, it may be another promise."""

Snapshot = Mapping[str, Any]
"""JSON: `operator`, `fields` by `table.column`, `recipients` by id, `cookies` by name, `promises` by sentence."""


def snapshot(facts: Facts, catalogue: Catalogue) -> Snapshot:
    """What texts that are made of these facts rest on."""
    return {
        "operator": _operator(facts),
        "fields": {f"{field.table}.{field.column}": _rule(field.rule, facts) for field in facts.fields if isinstance(field.rule, Rule)},
        "recipients": {entry.id: _recipient(entry) for entry in facts.recipients},
        "cookies": {cookie.name: {"seconds": cookie.max_age, "attributes": cookie.attributes} for cookie in COOKIES},
        "promises": {key: _hash(catalogue, key) for key in sorted(catalogue.keys()) if key.startswith(PROMISES)},
    }


def as_json(what: Mapping[str, Any]) -> str:
    """As it is written: the same facts give the same bytes."""
    return json.dumps(what, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def recorded(release: str, folder: Path = PUBLISHED) -> Snapshot | None:
    """What was written down for a release; `None` if nothing was. Reads a file."""
    file = facts_file(release, folder)
    found: Snapshot | None = json.loads(file.read_text("utf-8")) if file.is_file() else None
    return found


def _operator(facts: Facts) -> dict[str, Any]:
    made = {entry.id: {"id": entry.agreement, "date": entry.agreed_on.isoformat()} for entry in facts.recipients if entry.agreed_on}
    days = {name: getattr(facts, name) for name in ("contact", "grace_days", "purge_days", "backup_days", "inactivity_months")}
    return {**days, "controller": asdict(facts.controller), "agreements": made}


def _rule(rule: Rule, facts: Facts) -> dict[str, Any]:
    present = {entry.recipient for entry in facts.recipients}
    return {
        "category": rule.category.value,
        "purposes": sorted(rule.purposes),
        "basis": rule.basis.value,
        "recipients": sorted(present.intersection(rule.recipients)),
        "days": _days(rule.retention),
        "export": rule.export.name,
        "erase": rule.erase.name,
    }


def _days(retention: Retention) -> int | str:
    """Of a period that depends on the account or on a law, the words."""
    return retention.days if isinstance(retention, Days) else "law" if isinstance(retention, Statutory) else "account"


def _recipient(entry: Entry) -> dict[str, Any]:
    same = {"name": entry.name, "role": entry.role.value, "region": entry.region, "transfer": entry.transfer, "retention": entry.retention}
    deletion = entry.deletion.value if entry.deletion else ""
    return {**same, "deletion": deletion, "purposes": sorted(entry.purposes), "fields": sorted(entry.fields)}


BLANKS: Mapping[str, Argument] = {"contact": "", "days": 0, "promise": 0, "grace": 0, "purge": 0, "backup": 0}
"""What stands in the blanks of a promise while its words are compared."""


def _hash(catalogue: Catalogue, key: str) -> str:
    return hashlib.sha256(catalogue.format(Text(key, BLANKS), "en").encode()).hexdigest()[:16]
