"""The record of processing activities (GDPR Art. 30(1)), made from the data map and the register (PRV-89): for authorities, in English."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from core.legal import tables
from core.legal.document import Words, said
from core.legal.facts import PROMISED_DAYS, Facts, Holding, holdings
from core.legal.processors import Entry, Role
from core.privacy.rules import Category
from core.text import FALLBACK, Catalogue

DOCS = Path(__file__).parents[2] / "docs"
OPEN = "not settled"

PEOPLE = (
    "people who write to the bot in Discord or Telegram, or use the web pages",
    "people who manage a server in which the bot is",
    "people who are shown in or named by what others upload or write",
)
"""Categories of data subjects: whoever the columns of the map can say anything about."""

MEASURES = (
    "connections to everybody on the register, and of browsers in production, are encrypted (TLS)",
    "sign-in by links that work once and end after minutes; cookies and links are kept as hashes only",
    "files lie under random names and are reached by links that end after five minutes at most",
    "copies of a person's data are sealed with a key that is kept apart from them",
    "logs hold no prompts, addresses, tokens or names, and are cleaned by a filter before they are written",
    "addresses of web requests are kept shortened, those of attempts as hashes under a key that is destroyed after a week",
    "every column has a privacy rule, without which the program does not start; periods are kept by the clock",
    "deletion is a ledger of steps that goes on after a crash, is looked over at the end, and is proved by a receipt",
    "rights are given only to whoever controls two channels of an account; requests are logged without anything about the person",
)
"""A general description, as Art. 32(1) asks for."""


def record(facts: Facts, catalogue: Catalogue) -> dict[str, Any]:
    """The seven items, by their letters in the article."""
    found = holdings(facts.fields)
    return {
        "a_controller": {**asdict(facts.controller), "contact": facts.contact},
        "activities": [
            _activity(category, found, facts, catalogue) for category in Category if any(one.about is category for one in found)
        ],
        "d_recipients": [_recipient(entry, catalogue) for entry in facts.recipients],
        "f_deletion": {"days_at_most": PROMISED_DAYS, "grace": facts.grace_days, "purge": facts.purge_days, "backups": facts.backup_days},
        "g_security": list(MEASURES),
    }


def _activity(category: Category, found: Iterable[Holding], facts: Facts, catalogue: Catalogue) -> dict[str, Any]:
    mine = [one for one in found if one.about is category]
    names = {recipient for one in mine for recipient in one.recipients}
    present = [entry for entry in facts.recipients if entry.recipient in names]
    return {
        "name": _say(tables.word("category", category), catalogue),
        "b_purposes": _once(purpose.value for one in mine for purpose in one.purposes),
        "legal_bases": _once(basis.value for one in mine for basis in one.bases),
        "c_people": list(PEOPLE),
        "c_data": [{"table": one.table, "what": _say(tables.table_name(one.table), catalogue)} for one in mine],
        "d_recipients": [entry.name for entry in present],
        "e_transfers": [_transfer(entry) for entry in present],
        "f_periods": [{"table": one.table, "kept": [str(retention) for retention in one.retentions]} for one in mine],
    }


def _transfer(entry: Entry) -> dict[str, str]:
    own = "decides for itself" if entry.role is Role.INDEPENDENT else OPEN
    return {"to": entry.name, "region": entry.region or own, "safeguard": entry.transfer or own}


def _recipient(entry: Entry, catalogue: Catalogue) -> dict[str, Any]:
    agreement = {"id": entry.agreement or OPEN, "date": entry.agreed_on.isoformat() if entry.agreed_on else OPEN}
    return {
        "name": entry.name,
        "role": entry.role.value,
        "purposes": [purpose.value for purpose in entry.purposes],
        "receives": [_say(words, catalogue) for words in tables.sent(entry)],
        "agreement": agreement if entry.role is Role.PROCESSOR else None,
        "page": entry.page,
    }


def _say(words: Words, catalogue: Catalogue) -> str:
    return said(words, catalogue, FALLBACK)


def _once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def as_markdown(made: dict[str, Any]) -> str:
    """The same record for people."""
    controller = [
        f"- {name}: {value or OPEN}" for name, value in made["a_controller"].items() if value or name in ("name", "address", "contact")
    ]
    deletion = made["f_deletion"]
    lines = [
        "# Record of processing activities (GDPR Art. 30(1))",
        "",
        "Made from the data map and the register of recipients by `make privacy-docs`; do not edit. `ropa.json` says the same to machines.",
        *_part("(a) Controller", controller),
        *(line for activity in made["activities"] for line in _activity_lines(activity)),
        *_part("(d) Recipients", [_recipient_line(one) for one in made["d_recipients"]]),
        *_part(
            "(f) Deletion of an account",
            [
                f"- nothing is left after {deletion['days_at_most']} days at most: {deletion['grace']} to change one's mind, "
                f"{deletion['purge']} for the purge, {deletion['backups']} until the last backup is gone"
            ],
        ),
        *_part("(g) Security", [f"- {measure}" for measure in made["g_security"]]),
    ]
    return "\n".join(lines) + "\n"


def _part(title: str, lines: list[str]) -> list[str]:
    return ["", f"## {title}", "", *lines]


def _activity_lines(activity: dict[str, Any]) -> list[str]:
    kept = {one["table"]: "; ".join(one["kept"]) for one in activity["f_periods"]}
    transfers = "; ".join(f"{one['to']}: {one['region']}, {one['safeguard']}" for one in activity["e_transfers"]) or "none"
    return [
        *_part(activity["name"], []),
        f"- (b) purposes: {', '.join(activity['b_purposes'])}; on the ground of {', '.join(activity['legal_bases'])}",
        f"- (c) people: {'; '.join(activity['c_people'])}",
        f"- (d) recipients: {', '.join(activity['d_recipients']) or 'none'}",
        f"- (e) transfers: {transfers}",
        "",
        "| (c) data | table | (f) kept |",
        "| --- | --- | --- |",
        *(f"| {one['what']} | `{one['table']}` | {kept[one['table']]} |" for one in activity["c_data"]),
    ]


def _recipient_line(one: dict[str, Any]) -> str:
    agreement = one["agreement"]
    bound = f"agreement {agreement['id']} of {agreement['date']}" if agreement else "decides for itself"
    return f"- {one['name']} ({one['role']}; {bound}): {'; '.join(one['receives'])}; for {', '.join(one['purposes'])}; {one['page']}"


def record_files(facts: Facts, catalogue: Catalogue) -> dict[str, str]:
    """What the files of the record should hold, by their names in the folder of documents."""
    made = record(facts, catalogue)
    return {"ropa.json": json.dumps(made, ensure_ascii=False, indent=1) + "\n", "ropa.md": as_markdown(made)}


def write_record(facts: Facts, catalogue: Catalogue, folder: Path = DOCS) -> list[str]:
    """Write the record; the names of the files that changed."""
    wanted = record_files(facts, catalogue)
    late = [name for name, words in wanted.items() if not (folder / name).is_file() or (folder / name).read_text("utf-8") != words]
    for name in late:
        (folder / name).write_text(wanted[name], "utf-8", newline="\n")
    return late
