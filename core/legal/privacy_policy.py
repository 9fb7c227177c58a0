"""The privacy policy: every point we promise, with the tables made from what the program really stores and sends."""

from core.legal import tables
from core.legal.document import Block, Bullets, Document, Paragraph, Section, Words
from core.legal.facts import Facts
from core.legal.sections import deletion, paragraphs, section, titled, with_contact
from core.legal.versions import Kind
from core.text import Text, text


def privacy_policy(facts: Facts) -> Document:
    """The whole policy, in the order in which people are used to read one."""
    return titled(
        Kind.PRIVACY,
        _held(facts),
        section("privacy", "use", *_use(facts)),
        section(
            "privacy", "recipients", *paragraphs("given-intro"), tables.receivers(facts), *paragraphs("given-agreement", "given-transfer")
        ),
        section("privacy", "rights", *_rights(facts)),
        section("privacy", "cookies", *paragraphs("cookies-all"), tables.cookies(), *paragraphs("cookies-none", "cookies-reading")),
        _retention(facts),
        section("privacy", "children", *paragraphs("children-age", "children-known"), with_contact("children-contact", facts)),
        section("privacy", "changes", *paragraphs("changes-versions", "changes-material", "changes-ahead")),
        section("privacy", "contact", with_contact("contact-write", facts)),
        section("privacy", "open", *paragraphs("open-intro"), _open(facts)),
    )


def _held(facts: Facts) -> Section:
    kinds = Bullets(tuple(Text(f"legal-held-{kind}") for kind in ("chat", "email", "content", "billing", "web")))
    nobody = tables.about_nobody(facts)
    rest = (Paragraph(text("legal-held-nobody", tables=nobody)),) if nobody else ()
    words = paragraphs("held-intro")
    return section("privacy", "held", *words, kinds, *paragraphs("held-source", "held-table"), *tables.held(facts), *rest)


def _use(facts: Facts) -> tuple[Block, ...]:
    more = paragraphs("use-sale", "use-training", "use-automatic")
    return (*paragraphs("use-intro"), tables.purposes(facts), *paragraphs("use-grounds"), tables.bases(facts), *more)


def _rights(facts: Facts) -> tuple[Block, ...]:
    rights = Bullets(
        tuple(Text(f"legal-right-{right}") for right in ("access", "correct", "delete", "take", "limit", "object", "withdraw"))
    )
    how = (with_contact("rights-how", facts), *paragraphs("rights-proof", "rights-regions", "rights-complaint"))
    return (*paragraphs("rights-intro"), rights, *how)


def _retention(facts: Facts) -> Section:
    more = paragraphs("kept-law", "kept-unused", "kept-files", "kept-platform", "kept-logs")
    return section("privacy", "retention", *paragraphs("kept-intro"), tables.schedule(facts), deletion(facts), *more)


def _open(facts: Facts) -> Bullets:
    points: list[Words] = [Text(f"legal-open-{point}") for point in ("review", "controller", "years", "logs")]
    asked = [tables.line(entry.name, tables.missing(entry)) for entry in facts.recipients if entry.unsettled]
    return Bullets((*points, *asked))
