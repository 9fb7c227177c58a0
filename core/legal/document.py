"""A legal document as a value: what it says, in sentences of the catalogue. How it looks is up to whoever shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

from core.text import Catalogue, Text

Words = Text | str
"""A sentence of the catalogue, or something that is the same in every language: a name, an address of the web, a fact."""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph."""

    words: Words


@dataclass(frozen=True)
class Bullets:
    """A list without an order."""

    items: tuple[Words, ...]


@dataclass(frozen=True)
class Table:
    """Rows under column names; the first cell of a row says what the row is about."""

    head: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.head) for row in self.rows):
            raise ValueError("every row of a table needs a cell for every column")


Block = Paragraph | Bullets | Table


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it; `anchor` is its place in an address and the same in every language."""

    heading: Words
    anchor: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A whole document. `version` is a version's id, `effective` midnight UTC of the day from which it is to apply."""

    title: Words
    version: str
    effective: datetime
    opening: tuple[Block, ...]
    sections: tuple[Section, ...]


def listed(words: Sequence[Words]) -> Words:
    """Several words as one, with the commas of the language. Raises `ValueError` if there is none."""
    return _joined(words, "both")


def phrases(words: Sequence[Words]) -> Words:
    """Several phrases as one, parted so that commas inside them do no harm. Raises `ValueError` if there is none."""
    return _joined(words, "legal-phrases")


def _joined(words: Sequence[Words], sentence: str) -> Words:
    if not words:
        raise ValueError("nothing to list")
    return reduce(lambda first, second: Text(sentence, {"first": first, "second": second}), words)


def said(words: Words, catalogue: Catalogue, locale: str) -> str:
    """The finished words as plain text."""
    return catalogue.format(words, locale) if isinstance(words, Text) else words


def as_text(document: Document, catalogue: Catalogue, locale: str) -> str:
    """The document as plain text: for files, hashes and comparison. One line per paragraph, item and cell, so that a change is one line."""
    say = _Speaker(catalogue, locale)
    lines = [f"# {say(document.title)}", *_blocks(document.opening, say)]
    for section in document.sections:
        lines += ["", f"## {say(section.heading)}", *_blocks(section.blocks, say)]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class _Speaker:
    catalogue: Catalogue
    locale: str

    def __call__(self, words: Words) -> str:
        return said(words, self.catalogue, self.locale)


def _blocks(blocks: Sequence[Block], say: _Speaker) -> list[str]:
    return [line for block in blocks for line in ("", *_block(block, say))]


def _block(block: Block, say: _Speaker) -> list[str]:
    match block:
        case Paragraph(words):
            return [say(words)]
        case Bullets(items):
            return [f"- {say(item)}" for item in items]
        case Table(head, rows):
            return [line for row in rows for line in _row(head, row, say)]


def _row(head: Sequence[Words], row: Sequence[Words], say: _Speaker) -> list[str]:
    cells = [Text("legal-line", {"name": name, "value": cell}) for name, cell in zip(head[1:], row[1:], strict=True)]
    return [f"* {say(row[0])}", *(f"  {say(cell)}" for cell in cells)]
