"""Which versions of the legal documents there are, and their texts (PRV-01, PRV-59).

A text that was shown to people never changes: it lies as a file below `published/`, and `SHA256SUMS` beside it holds its hash. Only the
files of a draft may be written again (`core/legal/publishing.py`). How a text is changed is told in `docs/legal/README.md`.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path

from core.text import LOCALES, Text, text

PUBLISHED = Path(__file__).parent / "published"
SUMS = "SHA256SUMS"


class Kind(StrEnum):
    """The legal documents, by the word they have in addresses."""

    PRIVACY = "privacy"
    TERMS = "terms"
    COOKIES = "cookies"
    PROCESSORS = "processors"
    RETENTION = "retention"


class Status(StrEnum):
    """How far a version has come. Only a published one may be in force in production (PRV-02)."""

    PLACEHOLDER = "placeholder"
    DRAFT = "draft"
    PUBLISHED = "published"


class Change(StrEnum):
    """Whether people have to be told 14 days ahead (PRV-60, PRV-66)."""

    MATERIAL = "material"
    MINOR = "minor"


@dataclass(frozen=True)
class Version:
    """One version of one document. `effective` is midnight UTC of the day from which it is to apply.

    `summary` says in plain words what is different from the version before, `reason` why the change is material or minor.
    """

    kind: Kind
    id: str
    effective: datetime
    status: Status
    change: Change
    reason: Text
    summary: tuple[Text, ...]
    languages: tuple[str, ...] = LOCALES

    def words(self, locale: str) -> str:
        """The whole text in one of its languages, as it was published. Raises `LookupError` for another language."""
        return _read(self._path(locale))

    def sha256(self, locale: str) -> str:
        """The hash of that text, as it was written down when the text was made. Raises `LookupError` for another language."""
        return sums()[self._path(locale)]

    def _path(self, locale: str) -> str:
        if locale not in self.languages:
            raise LookupError(f"{self.kind} {self.id} has no text in {locale}")
        return path_of(self.kind, self.id, locale)


def path_of(kind: Kind, version: str, locale: str) -> str:
    """Where the text lies below the folder of published texts."""
    return f"{kind}/{version}/{locale}.txt"


def sums(folder: Path = PUBLISHED) -> Mapping[str, str]:
    """The hashes as they were written down, by path (the format of sha256sum)."""
    lines = (folder / SUMS).read_text("utf-8").splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


@cache
def _read(path: str) -> str:
    return (PUBLISHED / path).read_text("utf-8")


FIRST_DAY = datetime(2026, 5, 1, tzinfo=UTC)
LAUNCH_DAY = datetime(2026, 12, 11, tzinfo=UTC)
LAUNCH = "2026-12-11"

VERSIONS = (
    Version(
        Kind.PRIVACY,
        "2026-05-01",
        FIRST_DAY,
        Status.PLACEHOLDER,
        Change.MATERIAL,
        text("legal-reason-first"),
        (text("legal-summary-first"),),
    ),
    Version(
        Kind.PRIVACY,
        LAUNCH,
        LAUNCH_DAY,
        Status.DRAFT,
        Change.MATERIAL,
        text("legal-reason-detailed"),
        tuple(Text(f"legal-summary-{part}") for part in ("register", "platforms", "web", "periods", "open")),
    ),
    *(
        Version(kind, LAUNCH, LAUNCH_DAY, Status.DRAFT, Change.MATERIAL, text("legal-reason-first"), (text("legal-summary-first"),))
        for kind in (Kind.TERMS, Kind.COOKIES, Kind.PROCESSORS, Kind.RETENTION)
    ),
)


def versions(kind: Kind) -> tuple[Version, ...]:
    """The versions of a document, the oldest first."""
    return tuple(sorted((version for version in VERSIONS if version.kind is kind), key=lambda version: version.effective))


def version(kind: Kind, id: str) -> Version | None:
    """The version of this id, if there is one."""
    return next((found for found in versions(kind) if found.id == id), None)


def current(kind: Kind) -> Version:
    """The newest version: the one that is made from the data map and the register."""
    return versions(kind)[-1]


class Mark(StrEnum):
    """What became of a line between two versions."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Line:
    """One line of a comparison."""

    mark: Mark
    words: str


def changes(old: Version, new: Version, locale: str) -> tuple[Line, ...]:
    """Both texts as one: what stayed, what went and what came, in reading order. Takes some milliseconds. Raises `LookupError`."""
    before, after = old.words(locale).splitlines(), new.words(locale).splitlines()
    lines: list[Line] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += [Line(Mark.KEPT, words) for words in before[i:j]]
        else:
            lines += [Line(Mark.REMOVED, words) for words in before[i:j]] + [Line(Mark.ADDED, words) for words in after[k:m]]
    return tuple(lines)
