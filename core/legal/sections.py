"""The parts that every legal document is put together from."""

from core.legal.document import Block, Document, Paragraph, Section
from core.legal.facts import LONGER_WITH_CREDITS, PROMISED_DAYS, Facts
from core.legal.versions import Kind, Status, current
from core.text import Text, text


def titled(kind: Kind, *sections: Section, opening: tuple[Block, ...] = ()) -> Document:
    """The document of the current version, which says in front what it is: a draft says so."""
    version = current(kind)
    about = text("legal-version", version=version.id, status=Text(f"legal-status-{version.status}"), effective=version.effective)
    warning = () if version.status is Status.PUBLISHED else paragraphs("draft")
    return Document(Text(f"legal-{kind}-title"), version.id, version.effective, (Paragraph(about), *warning, *opening), sections)


def section(document: str, anchor: str, *blocks: Block) -> Section:
    """A section with its heading, `legal-<document>-heading-<anchor>`."""
    return Section(Text(f"legal-{document}-heading-{anchor}"), anchor, blocks)


def paragraphs(*names: str) -> tuple[Paragraph, ...]:
    """Paragraphs by the names of their sentences, without `legal-`."""
    return tuple(Paragraph(Text(f"legal-{name}")) for name in names)


def with_contact(name: str, facts: Facts) -> Paragraph:
    """A paragraph that names the address to write to."""
    return Paragraph(Text(f"legal-{name}", {"contact": facts.contact}))


def deletion(facts: Facts) -> Paragraph:
    """By when nothing is left of a deleted account, and how that time is made up."""
    days = {"grace": facts.grace_days, "purge": facts.purge_days, "backup": facts.backup_days}
    return Paragraph(Text("legal-kept-deletion", {"promise": PROMISED_DAYS, **days}))


def exceptions(facts: Facts) -> tuple[Paragraph, ...]:
    """What outlives an account, and when one ends because nobody uses it (PRV-49, PRV-53, PRV-85)."""
    months = facts.inactivity_months
    unused = text("legal-kept-unused", months=months, longer=months + LONGER_WITH_CREDITS)
    return (*paragraphs("kept-law", "kept-hold"), Paragraph(unused))
