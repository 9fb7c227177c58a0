"""What the law wants said beside the data itself (GDPR Art. 15(1), PRV-28), made from the data map like the legal pages."""

from typing import Any

from core.legal import tables
from core.legal.document import Block, Bullets, Paragraph, Section, Words, said
from core.legal.facts import Facts, Holding, MappedField, holdings, published_facts
from core.legal.processors import Entry
from core.privacy.rules import Category
from core.rights.held import HeldTable
from core.text import Catalogue, Text, text

RIGHTS = ("access", "correct", "delete", "take", "limit", "object", "withdraw")


def facts_of(held: tuple[HeldTable, ...]) -> Facts:
    """The facts of the published texts, from the tables that an export is made from."""
    return published_facts(tuple(MappedField(table.name, column.name, column.rule) for table in held for column in table.columns))


def processing(facts: Facts) -> tuple[Section, ...]:
    """For people: what is held, why, who receives it, how long, which rights there are, and where it comes from."""
    return (
        _section("held", *tables.held(facts)),
        _section("use", tables.purposes(facts), tables.bases(facts)),
        _section("recipients", _say("legal-given-intro"), tables.receivers(facts), _say("legal-given-transfer")),
        _section("kept", tables.schedule(facts)),
        _section("rights", Bullets(tuple(Text(f"legal-right-{right}") for right in RIGHTS)), *_how(facts)),
        _section("source", _say("legal-held-source")),
        _section("automatic", _say("legal-use-automatic")),
    )


def as_data(facts: Facts, as_of: str, catalogue: Catalogue, locale: str) -> dict[str, Any]:
    """For machines: the same nine facts for every category that is held; the words are in the person's language."""

    def say(words: Words) -> str:
        return said(words, catalogue, locale)

    general = {
        "rights": [say(Text(f"legal-right-{right}")) for right in RIGHTS],
        "complaint": say(text("legal-rights-complaint")),
        "source": say(text("legal-held-source")),
        "automated_decisions": say(text("legal-use-automatic")),
        "transfers": say(text("legal-given-transfer")),
        "contact": facts.contact,
    }
    found = holdings(facts.fields)
    about = [category for category in Category if any(one.about is category for one in found)]
    return {
        "as_of": as_of,
        "language": locale,
        "categories": [
            {
                "category": category.value,
                "name": say(tables.word("category", category)),
                "records": [_holding(one, facts) | {"name": say(tables.table_name(one.table))} for one in found if one.about is category],
                **general,
            }
            for category in about
        ],
        "recipients": [_recipient(entry, say) for entry in facts.recipients],
    }


def _holding(one: Holding, facts: Facts) -> dict[str, Any]:
    present = {entry.recipient for entry in facts.recipients}
    return {
        "table": one.table,
        "purposes": [purpose.value for purpose in one.purposes],
        "bases": [basis.value for basis in one.bases],
        "recipients": [recipient.value for recipient in one.recipients if recipient in present],
        "retention": [str(retention) for retention in one.retentions],
        "erasure": [erase.value for erase in one.erasures],
    }


def _recipient(entry: Entry, say: Any) -> dict[str, Any]:
    return {
        "name": entry.name,
        "role": entry.role.value,
        "receives": [say(words) for words in tables.sent(entry)],
        "region": entry.region or None,
        "safeguard": entry.transfer or None,
        "page": entry.page,
    }


def _how(facts: Facts) -> tuple[Block, ...]:
    return Paragraph(text("legal-rights-how", contact=facts.contact)), _say("legal-rights-complaint")


def _section(name: str, *blocks: Block) -> Section:
    return Section(Text(f"rights-heading-{name}"), name, blocks)


def _say(key: str) -> Paragraph:
    return Paragraph(Text(key))
