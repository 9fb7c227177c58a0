"""Writing the texts of the current drafts as files, so that people, hashes and comparisons all see the same bytes (PRV-01, PRV-89)."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from core.legal.document import as_text
from core.legal.documents import BUILDERS
from core.legal.facts import Facts, facts_file
from core.legal.proposal import differences
from core.legal.snapshot import as_json, recorded, snapshot
from core.legal.versions import PUBLISHED, SUMS, Kind, Status, current, path_of, sums
from core.text import FALLBACK, Catalogue, text


def current_texts(facts: Facts, catalogue: Catalogue) -> dict[str, str]:
    """What the newest version of every document should say, in every language; by path below the folder of published texts."""
    texts = {}
    for kind in Kind:
        document, version = BUILDERS[kind](facts), current(kind)
        for locale in version.languages:
            texts[path_of(kind, version.id, locale)] = as_text(document, catalogue, locale)
    return texts


def outdated(facts: Facts, catalogue: Catalogue, folder: Path = PUBLISHED) -> list[str]:
    """The paths whose files do not say what map and register say now."""
    return [*_changed(current_texts(facts, catalogue), folder), *_changed_record(facts, catalogue, folder)]


def publish(facts: Facts, catalogue: Catalogue, folder: Path = PUBLISHED) -> list[str]:
    """Write the current texts, what they rest on, and their hashes; the paths that changed. Takes about a second: for a thread, or a
    command.

    Raises `AlreadyPublished`, and writes nothing, if something would change that stands there as a draft no longer.
    """
    changed, record = _changed(current_texts(facts, catalogue), folder), _changed_record(facts, catalogue, folder)
    fixed = [path for path in changed if _is_fixed(path, folder, catalogue)]
    if fixed := fixed + (list(record) if _record_is_fixed(folder, catalogue) else []):
        raise AlreadyPublished(fixed)
    for path, words in {**changed, **record}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(words, "utf-8", newline="\n")
    _write_sums(folder, changed)
    return [*changed, *record]


class AlreadyPublished(Exception):
    """These texts were shown to people and cannot change: add a new version in `core/legal/versions.py`."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__(", ".join(paths))
        self.paths = paths


def _changed(texts: Mapping[str, str], folder: Path) -> dict[str, str]:
    return {path: words for path, words in texts.items() if not _holds(folder / path, words)}


def _changed_record(facts: Facts, catalogue: Catalogue, folder: Path) -> dict[str, str]:
    """The record beside the texts, if it is another one now (PRV-66). Published texts keep theirs, unless something material is new."""
    release, now = current(Kind.PRIVACY).id, snapshot(facts, catalogue)
    file, before = facts_file(release, folder), recorded(release, folder)
    same = not differences(before, now) if _record_is_fixed(folder, catalogue) else _holds(file, as_json(now))
    return {} if same else {str(file.relative_to(folder)): as_json(now)}


def _record_is_fixed(folder: Path, catalogue: Catalogue) -> bool:
    return _is_fixed(path_of(Kind.PRIVACY, current(Kind.PRIVACY).id, FALLBACK), folder, catalogue)


def _holds(file: Path, words: str) -> bool:
    return file.is_file() and file.read_bytes() == words.encode()


def _is_fixed(path: str, folder: Path, catalogue: Catalogue) -> bool:
    """Whether people were shown this text as more than a draft. The file itself tells, so that a draft can become final."""
    kind, _, locale = path.removesuffix(".txt").split("/")
    if current(Kind(kind)).status is Status.DRAFT or not (folder / path).is_file():
        return False
    return catalogue.format(text("legal-draft"), locale) not in (folder / path).read_text("utf-8")


def _write_sums(folder: Path, texts: Mapping[str, str]) -> None:
    known = dict(sums(folder)) if (folder / SUMS).is_file() else {}
    known |= {path: hashlib.sha256(words.encode()).hexdigest() for path, words in texts.items()}
    (folder / SUMS).write_text("".join(f"{known[path]}  {path}\n" for path in sorted(known)), "utf-8", newline="\n")
