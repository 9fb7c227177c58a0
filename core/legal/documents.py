"""The legal documents, each made from the same facts. Pure: the same facts give the same document."""

from collections.abc import Callable, Mapping

from core.legal import tables
from core.legal.document import Bullets, Document, Paragraph, Section, Words, listed, phrases
from core.legal.facts import Facts
from core.legal.privacy_policy import privacy_policy
from core.legal.processors import Entry, Role
from core.legal.sections import deletion, exceptions, paragraphs, section, titled, with_contact
from core.legal.versions import Kind
from core.text import Text, text


def terms(facts: Facts) -> Document:
    """What a person and we may expect of each other."""
    return titled(
        Kind.TERMS,
        section("terms", "service", *paragraphs("terms-service", "terms-available")),
        section("terms", "credits", *paragraphs("terms-price", "terms-bought", "terms-welcome", "terms-unused")),
        section("terms", "failures", *paragraphs("terms-back", "terms-declined")),
        section("terms", "refunds", *paragraphs("terms-refunds", "terms-statutory"), with_contact("terms-refund-contact", facts)),
        section("terms", "content", Paragraph(text("legal-terms-forbidden")), _forbidden(), *paragraphs("terms-yours", "terms-report")),
        section("terms", "age", *paragraphs("terms-age")),
        section("terms", "changes", *paragraphs("terms-changes")),
        section("terms", "contact", with_contact("terms-contact", facts)),
    )


def _forbidden() -> Bullets:
    return Bullets(tuple(Text(f"legal-terms-no-{what}") for what in ("law", "children", "people", "rights", "misuse")))


def cookies(facts: Facts) -> Document:
    """The cookies of the web pages."""
    return titled(
        Kind.COOKIES,
        section("cookies", "list", Paragraph(text("legal-cookies-all")), tables.cookies()),
        section("cookies", "none", *paragraphs("cookies-none", "cookies-reading", "cookies-consent")),
        section("cookies", "contact", with_contact("contact-write", facts)),
    )


def processors(facts: Facts) -> Document:
    """Everybody who receives data from us, with everything we know about the arrangement (PRV-18)."""
    return titled(
        Kind.PROCESSORS,
        *(Section(entry.name, entry.id, (Bullets(_arrangement(entry)),)) for entry in facts.recipients),
        section("processors", "changes", *paragraphs("processors-new")),
        opening=paragraphs("processors-intro", "processors-open"),
    )


def _arrangement(entry: Entry) -> tuple[Words, ...]:
    known: list[tuple[str, Words]] = [
        ("role", tables.word("role", entry.role)),
        ("receives", phrases(tables.sent(entry))),
        ("why", listed(tables.what_for(entry))),
        *(_agreed(entry) if entry.role is Role.PROCESSOR else _own_terms()),
        ("page", entry.page),
    ]
    return tuple(tables.line(Text(f"legal-column-{name}"), value) for name, value in known)


def _agreed(entry: Entry) -> list[tuple[str, Words]]:
    agreement = f"{entry.agreement} ({entry.agreed_on.isoformat()})" if entry.agreement and entry.agreed_on else entry.agreement
    facts = [("where", entry.region), ("transfer", entry.transfer), ("agreement", agreement)]
    more = [("their-retention", entry.retention), ("incident", entry.incident)]
    deletion = tables.word("deletion", entry.deletion) if entry.deletion else text("legal-not-settled")
    return [*((name, tables.settled(fact)) for name, fact in facts + more), ("deletion", deletion)]


def _own_terms() -> list[tuple[str, Words]]:
    return [("agreement", text("legal-own-terms")), ("deletion", text("legal-own-deletion"))]


def retention(facts: Facts) -> Document:
    """How long everything is kept, and what becomes of it when the account is deleted."""
    return titled(
        Kind.RETENTION,
        section("retention", "table", Paragraph(text("legal-retention-generated")), tables.retention(facts)),
        section("retention", "account", deletion(facts), *exceptions(facts)),
        section("retention", "elsewhere", *paragraphs("kept-files", "kept-platform", "kept-logs")),
    )


BUILDERS: Mapping[Kind, Callable[[Facts], Document]] = {
    Kind.PRIVACY: privacy_policy,
    Kind.TERMS: terms,
    Kind.COOKIES: cookies,
    Kind.PROCESSORS: processors,
    Kind.RETENTION: retention,
}
