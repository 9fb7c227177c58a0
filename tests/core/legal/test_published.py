"""What was published stays as it is, and what is published now is what map and register say now."""

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from core.legal import publishing, sections
from core.legal.facts import Facts, MappedField
from core.legal.publishing import AlreadyPublished, outdated, publish
from core.legal.versions import (
    PUBLISHED,
    SUMS,
    VERSIONS,
    Change,
    Kind,
    Mark,
    Status,
    Version,
    changes,
    current,
    sums,
    version,
    versions,
)
from core.privacy.rules import Basis, Category, Days, Erase, Export, PrivacyRule, Purpose, Rule
from core.text import LOCALES
from tests.core.legal.facts import CATALOGUE, FACTS, PUBLISH

ALL = [pytest.param(version, id=f"{version.kind}-{version.id}") for version in VERSIONS]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the published texts that a test may spoil."""
    return Path(shutil.copytree(PUBLISHED, tmp_path / "published"))


def changed_facts() -> Facts:
    rule = Rule(Category.DEVICE, (Purpose.SECURE,), Basis.INTEREST, Days(12), Export.SHOW, Erase.DELETE)
    return replace(FACTS, fields=(*FACTS.fields, MappedField("wallet", "place", rule)))


@pytest.mark.proves("PRV-01")
@pytest.mark.parametrize("each", ALL)
def test_a_version_has_a_text_in_every_language_and_none_has_changed(each: Version) -> None:
    """A text that was shown to people is evidence. If this fails, put the text back and add a new version."""
    assert set(each.languages) == set(LOCALES)
    for locale in each.languages:
        assert hashlib.sha256(each.words(locale).encode()).hexdigest() == each.sha256(locale), f"{each.kind} {each.id} {locale} was changed"


def test_every_file_of_the_folder_belongs_to_a_version_and_is_summed() -> None:
    files = {str(path.relative_to(PUBLISHED)) for path in PUBLISHED.rglob("*.txt")}
    assert files == set(sums()) == {f"{each.kind}/{each.id}/{locale}.txt" for each in VERSIONS for locale in each.languages}


PLACEHOLDER = {
    "en": "22cdcf63a06b7f4ab0d87690ff40831afe0a8f3bc166d8d2205802d22b5ed539",
    "zh-CN": "81018d741b32eef683f377418cb1a25f779516b9fd2a9918d9779c9b0c1e1291",
    "es": "61ff17426b33d5f65a958c3dfc5aecc7692942cd0baa3874e55a5a426b284e40",
    "de": "4869eb4ba3e92b35dfd58cd9991b4688977699026f503bbc6d2a3e34e64d15c4",
}
"""Written down here too: whoever changes a text that was shown, and its sum with it, still has to pass this."""


def test_the_texts_of_the_first_version_are_those_that_were_shown() -> None:
    first = version(Kind.PRIVACY, "2026-05-01")
    assert first is not None
    assert {locale: hashlib.sha256(first.words(locale).encode()).hexdigest() for locale in first.languages} == PLACEHOLDER


@pytest.mark.proves("PRV-89", "T-DM-8")
def test_the_current_texts_are_what_map_and_register_say() -> None:
    old = outdated(FACTS, CATALOGUE)
    assert not old, f"{old} no longer say what the data map, the register or the sentences say: {PUBLISH}"


def test_a_new_column_with_a_new_rule_makes_the_texts_outdated() -> None:
    old = outdated(changed_facts(), CATALOGUE)
    assert {path.split("/")[0] for path in old} == {"privacy", "retention", "facts"}
    assert {path.rsplit("/", 1)[1] for path in old} == {*(f"{locale}.txt" for locale in LOCALES), "2026-12-11.json"}


@pytest.mark.proves("PRV-01")
def test_one_changed_byte_is_noticed(folder: Path) -> None:
    path = "terms/2026-12-11/de.txt"
    content = (folder / path).read_bytes()
    (folder / path).write_bytes(content[:-1] + b" \n")
    assert outdated(FACTS, CATALOGUE, folder) == [path]
    assert hashlib.sha256((folder / path).read_bytes()).hexdigest() != sums(folder)[path]


def test_publishing_writes_the_drafts_and_their_sums(folder: Path) -> None:
    changed = publish(changed_facts(), CATALOGUE, folder)
    assert len(changed) == 2 * len(LOCALES) + 1
    assert outdated(changed_facts(), CATALOGUE, folder) == []
    assert {path: hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in sums(folder)} == sums(folder)
    assert publish(changed_facts(), CATALOGUE, folder) == []


def test_publishing_can_begin_with_an_empty_folder(tmp_path: Path) -> None:
    publish(FACTS, CATALOGUE, tmp_path)
    assert outdated(FACTS, CATALOGUE, tmp_path) == []
    assert (tmp_path / SUMS).is_file()


def test_a_draft_becomes_final_once_and_is_never_written_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def final(kind: Kind) -> Version:
        return replace(current(kind), status=Status.PUBLISHED)

    for module in (publishing, sections):
        monkeypatch.setattr(module, "current", final)
    assert len([path for path in publish(FACTS, CATALOGUE, folder) if path.endswith(".txt")]) == len(Kind) * len(LOCALES)
    assert "draft" not in (folder / "terms/2026-12-11/en.txt").read_text("utf-8")
    before = (folder / SUMS).read_bytes()
    with pytest.raises(AlreadyPublished) as refusal:
        publish(changed_facts(), CATALOGUE, folder)
    assert len(refusal.value.paths) == 2 * len(LOCALES)
    assert (folder / SUMS).read_bytes() == before
    assert outdated(FACTS, CATALOGUE, folder) == []


@pytest.mark.proves("PRV-66", "T-POL")
def test_what_final_texts_rest_on_cannot_become_worse_unseen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No text says column by column what is in a copy; the record does, and a column that is withheld from now on is a weaker right."""
    for module in (publishing, sections):
        monkeypatch.setattr(module, "current", lambda kind: replace(current(kind), status=Status.PUBLISHED))
    publish(FACTS, CATALOGUE, folder)
    fields = [replace(one, rule=_withheld(one.rule)) if (one.table, one.column) == ("job", "prompt") else one for one in FACTS.fields]
    with pytest.raises(AlreadyPublished, match="facts/"):
        publish(replace(FACTS, fields=tuple(fields)), CATALOGUE, folder)
    more = MappedField("job", "again", next(one.rule for one in FACTS.fields if (one.table, one.column) == ("job", "shape")))
    assert publish(replace(FACTS, fields=(*FACTS.fields, more)), CATALOGUE, folder) == []


def _withheld(rule: PrivacyRule) -> PrivacyRule:
    assert isinstance(rule, Rule)
    return replace(rule, export=Export.INTERNAL)


def test_versions_are_in_order_and_say_why() -> None:
    old, new = versions(Kind.PRIVACY)
    assert (old.id, old.status) == ("2026-05-01", Status.PLACEHOLDER)
    assert (new.id, new.status, new.change) == ("2026-12-11", Status.DRAFT, Change.MATERIAL)
    assert all(each.summary and each.id == each.effective.date().isoformat() for each in VERSIONS)
    assert current(Kind.PRIVACY) is new
    assert version(Kind.PRIVACY, "2020-01-01") is None


def test_a_text_in_a_language_of_which_there_is_none_is_an_error() -> None:
    with pytest.raises(LookupError, match="fr"):
        current(Kind.TERMS).words("fr")


@pytest.mark.proves("PRV-59")
@pytest.mark.parametrize("locale", LOCALES)
def test_a_comparison_holds_both_texts_whole(locale: str) -> None:
    old, new = versions(Kind.PRIVACY)
    lines = changes(old, new, locale)
    assert [line.words for line in lines if line.mark is not Mark.ADDED] == old.words(locale).splitlines()
    assert [line.words for line in lines if line.mark is not Mark.REMOVED] == new.words(locale).splitlines()
    assert {line.mark for line in lines} == set(Mark)


def test_a_version_compared_with_itself_has_only_kept_lines() -> None:
    version = current(Kind.COOKIES)
    assert {line.mark for line in changes(version, version, "en")} == {Mark.KEPT}
