"""The privacy policy: every point we promise, with the tables made from what the program really stores and sends."""

from core.legal import tables
from core.legal.document import Block, Bullets, Document, Paragraph, Section, Words
from core.legal.facts import Controller, Facts
from core.legal.sections import deletion, exceptions, paragraphs, section, titled, with_contact
from core.legal.versions import Kind, Status, current
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
        section("privacy", "contact", *_controller(facts.controller), with_contact("contact-write", facts)),
        *_open(facts),
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
    more = paragraphs("kept-files", "kept-platform", "kept-logs")
    return section("privacy", "retention", *paragraphs("kept-intro"), tables.schedule(facts), deletion(facts), *exceptions(facts), *more)


def _controller(who: Controller) -> tuple[Paragraph, ...]:
    """Who is responsible in law, as far as the operator has said so."""
    if not who.name:
        return ()
    known = [Paragraph(text("legal-controller-is", name=who.name, address=who.address))]
    more = (("representative", who.representative), ("officer", who.officer), ("authority", who.authority))
    return (*known, *(Paragraph(Text(f"legal-controller-{what}", {"words": words})) for what, words in more if words))


UNSETTLED = ("years", "logs")
"""What still has to be decided about the program itself; whoever decides it takes the word out of here (PRV-02)."""


def open_points(facts: Facts) -> tuple[str, ...]:
    """What has to be settled before launch. A published text was looked over, and the settings name who is responsible."""
    settled = {"review": current(Kind.PRIVACY).status is Status.PUBLISHED, "controller": not facts.controller.missing}
    return (*(point for point, done in settled.items() if not done), *UNSETTLED)


def _open(facts: Facts) -> tuple[Section, ...]:
    points: list[Words] = [Text(f"legal-open-{point}") for point in open_points(facts)]
    asked = [tables.line(entry.name, tables.missing(entry)) for entry in facts.recipients if entry.unsettled]
    return (section("privacy", "open", *paragraphs("open-intro"), Bullets((*points, *asked))),) if points or asked else ()
