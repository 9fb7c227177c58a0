"""The tables of the legal documents, made from the data map, the register and the list of cookies: none is written by hand (PRV-89)."""

from collections.abc import Sequence
from enum import Enum
from functools import reduce

from core.legal.cookies import COOKIES, Cookie
from core.legal.document import Block, Bullets, Paragraph, Table, Words, listed, phrases
from core.legal.facts import Facts, Holding, holdings, impersonal
from core.legal.processors import Entry, Role
from core.privacy.rules import ACCOUNT, Basis, Category, Days, Purpose, Recipient, Retention, Statutory
from core.text import Text, text

NAMES = {Recipient.MAYI: "mayi.one", Recipient.R2: "Cloudflare R2", Recipient.RESEND: "Resend", Recipient.STRIPE: "Stripe"}
"""Recipients with a name of their own; the platforms are named in words."""


def word(group: str, member: Enum) -> Text:
    """The sentence for a member of one of the map's closed lists: `legal-purpose-auth`."""
    return Text(f"legal-{group}-{member.name.lower().replace('_', '-')}")


def table_name(table: str) -> Text:
    """What a table holds, in words."""
    return Text(f"legal-table-{table.replace('_', '-')}")


def period(retention: Retention) -> Text:
    """How long, in words."""
    match retention:
        case Days(days):
            return text("legal-kept-days", days=days)
        case Statutory(record):
            return Text(f"legal-kept-law-{record.replace(' ', '-')}")
        case _:
            assert retention == ACCOUNT
            return text("legal-kept-account")


def kept(holding: Holding) -> Text:
    """How long what a table holds is kept: the longest period, and shorter ones of parts of it."""
    return reduce(lambda longer, shorter: text("legal-kept-parts", longer=longer, shorter=shorter), map(period, holding.retentions))


def held(facts: Facts) -> tuple[Block, ...]:
    """What is held, why, on which ground, who receives it, how long: a table per category, a row per table of the database."""
    blocks: list[Block] = []
    for category in Category:
        rows = tuple(_held_row(holding, facts.recipients) for holding in holdings(facts.fields) if holding.about is category)
        if rows:
            blocks += [Paragraph(word("category", category)), Table(_head("what", "why", "basis", "recipients", "kept"), rows)]
    return tuple(blocks)


def _held_row(holding: Holding, recipients: Sequence[Entry]) -> tuple[Words, ...]:
    return (
        table_name(holding.table),
        listed([word("purpose", purpose) for purpose in holding.purposes]),
        listed([word("basis", basis) for basis in holding.bases]),
        _receivers(holding, recipients),
        kept(holding),
    )


def _receivers(holding: Holding, recipients: Sequence[Entry]) -> Words:
    present = {entry.recipient for entry in recipients}
    names = [_receiver(recipient) for recipient in holding.recipients if recipient in present]
    return listed(names) if names else text("legal-nobody")


def _receiver(recipient: Recipient) -> Words:
    return NAMES.get(recipient) or text("legal-recipient-platform")


def about_nobody(facts: Facts) -> Words | None:
    """The tables that say nothing about any person, in words; `None` if there is none."""
    tables = impersonal(facts.fields)
    return phrases([table_name(table) for table in tables]) if tables else None


def bases(facts: Facts) -> Bullets:
    """The legal grounds that the map rests on, and what each is for."""
    used = {basis for holding in holdings(facts.fields) for basis in holding.bases}
    return Bullets(tuple(word("ground", basis) for basis in Basis if basis in used))


def purposes(facts: Facts) -> Bullets:
    """The purposes that the map names; the list is closed (PRV-12)."""
    used = {purpose for holding in holdings(facts.fields) for purpose in holding.purposes}
    return Bullets(tuple(word("purpose-long", purpose) for purpose in Purpose if purpose in used))


def schedule(facts: Facts) -> Bullets:
    """The periods, each with what is kept that long at most."""
    groups: dict[Retention, list[Words]] = {}
    for holding in sorted(holdings(facts.fields), key=lambda one: _rank(one.retentions[0])):
        groups.setdefault(holding.retentions[0], []).append(table_name(holding.table))
    return Bullets(tuple(line(period(retention), phrases(names)) for retention, names in groups.items()))


def _rank(retention: Retention) -> tuple[int, int]:
    return (0, retention.days) if isinstance(retention, Days) else (2, 0) if isinstance(retention, Statutory) else (1, 0)


def retention(facts: Facts) -> Table:
    """What is kept how long, and what becomes of it when the account is deleted: a row per table of the database."""
    rows = tuple(
        (table_name(holding.table), kept(holding), phrases([word("erase", erase) for erase in holding.erasures]))
        for holding in holdings(facts.fields)
    )
    return Table(_head("what", "kept", "erased"), rows)


def receivers(facts: Facts) -> Table:
    """Everybody outside who receives data: who, in which role, what, what for, where."""
    head = _head("who", "role", "receives", "why", "where")
    return Table(head, tuple((*_who(entry), listed(what_for(entry)), _where(entry)) for entry in facts.recipients))


def _who(entry: Entry) -> tuple[Words, Words, Words]:
    return entry.name, word("role", entry.role), phrases(sent(entry))


def _where(entry: Entry) -> Words:
    return settled(entry.region) if entry.role is Role.PROCESSOR else text("legal-own-page")


def sent(entry: Entry) -> list[Words]:
    """Exactly what it is sent, field by field."""
    return [Text(f"legal-sent-{entry.id}-{field}") for field in entry.fields]


def what_for(entry: Entry) -> list[Words]:
    """The purposes of what it is sent."""
    return [word("purpose", purpose) for purpose in entry.purposes]


def settled(fact: str) -> Words:
    """The fact, or that it is not settled yet."""
    return fact or text("legal-not-settled")


def missing(entry: Entry) -> Words:
    """What is not settled yet about somebody who receives data."""
    return listed([Text(f"legal-missing-{name.replace('_', '-')}") for name in entry.unsettled])


def cookies() -> Table:
    """Every cookie: name, purpose, lifetime, attributes."""
    return Table(_head("cookie", "why", "ends", "attributes"), tuple(_cookie(cookie) for cookie in COOKIES))


def _cookie(cookie: Cookie) -> tuple[Words, ...]:
    ends = text("legal-cookie-browser") if cookie.lifetime is None else text("legal-cookie-days", days=cookie.lifetime.days)
    return cookie.name, Text(cookie.purpose), ends, cookie.attributes


def line(name: Words, value: Words) -> Text:
    """A name and what belongs to it, with the colon of the language."""
    return text("legal-line", name=name, value=value)


def _head(*columns: str) -> tuple[Text, ...]:
    return tuple(Text(f"legal-column-{column}") for column in columns)
