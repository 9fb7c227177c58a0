"""Everything that the legal documents can come to say has words, in every language."""

import re
from enum import Enum
from pathlib import Path

import pytest

from core.legal import tables
from core.legal.cookies import COOKIES
from core.legal.processors import REGISTER, STRIPE, Deletion, Role
from core.legal.versions import VERSIONS, Status
from core.privacy.rules import Basis, Category, Erase, Purpose
from core.text import LOCALES, LOCALES_FOLDER
from tests.core.legal.facts import CATALOGUE, FACTS

GROUPS: dict[str, type[Enum]] = {
    "basis": Basis,
    "category": Category,
    "deletion": Deletion,
    "erase": Erase,
    "ground": Basis,
    "purpose": Purpose,
    "purpose-long": Purpose,
    "role": Role,
}
NAMED = re.compile(r"^(legal-[a-z0-9-]+) =", re.MULTILINE)
BLANK = re.compile(r"\$([a-z]+)")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_table_of_the_database_has_a_name_in_words(locale: str) -> None:
    names = {field.table: tables.table_name(field.table).key for field in FACTS.fields}
    assert len(names) > 30
    wordless = [f"{key} (table {table})" for table, key in names.items() if not CATALOGUE.has(key, locale)]
    assert not wordless, f"say in core/locales/{locale}/legal.ftl what these tables hold, then publish the texts: {wordless}"


def test_no_table_has_words_that_is_not_there() -> None:
    """Words of a table that went away would be read by nobody and mislead whoever looks for them."""
    known = {tables.table_name(field.table).key for field in FACTS.fields}
    assert {key for key in legal_keys() if key.startswith("legal-table-")} - known == set()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("group", GROUPS)
def test_every_word_of_the_map_has_a_translation(group: str, locale: str) -> None:
    assert [member.name for member in GROUPS[group] if not CATALOGUE.has(tables.word(group, member).key, locale)] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_everything_on_the_register_has_words(locale: str) -> None:
    keys = [text.key for entry in (*REGISTER, STRIPE) for text in tables.sent(entry) if not isinstance(text, str)]
    keys += [f"legal-missing-{name.replace('_', '-')}" for entry in (*REGISTER, STRIPE) for name in entry.unsettled]
    keys += [cookie.purpose for cookie in COOKIES] + [f"legal-status-{status}" for status in Status]
    keys += [text.key for version in VERSIONS for text in (version.reason, *version.summary)]
    assert [key for key in keys if not CATALOGUE.has(key, locale)] == []


@pytest.mark.parametrize("locale", LOCALES[1:])
def test_a_translation_fills_the_blanks_of_the_english_sentence(locale: str) -> None:
    """All of them, too: a policy that leaves out the address in one language is another policy."""

    def blanks(tag: str) -> dict[str, set[str]]:
        words = (LOCALES_FOLDER / tag / "legal.ftl").read_text("utf-8")
        starts = [*NAMED.finditer(words)]
        ends = [start.start() for start in starts[1:]] + [len(words)]
        return {start[1]: set(BLANK.findall(words, start.end(), end)) for start, end in zip(starts, ends, strict=True)}

    assert blanks(locale) == blanks("en")


@pytest.mark.parametrize("locale", LOCALES[1:])
def test_nothing_was_left_in_english(locale: str) -> None:
    same = {key for key in legal_keys() if sentence(key, locale) == sentence(key, "en")}
    assert same <= SAME_EVERYWHERE


#: Words that are spelt alike in two of the languages, and sentences that are only marks around their blanks.
SAME_EVERYWHERE = {
    "legal-cookies-title",
    "legal-line",
    "legal-kept-days",  # begins with the choice of a plural
    "legal-kept-unused",  # the same
    "legal-cookie-days",
    "legal-phrases",
    "legal-privacy-heading-cookies",
    "legal-column-cookie",
    "legal-column-where",
    "legal-missing-region",
    "legal-purpose-mail",
    "legal-terms-heading-credits",
}


def legal_keys() -> list[str]:
    return NAMED.findall((LOCALES_FOLDER / "en" / "legal.ftl").read_text("utf-8"))


def sentence(key: str, locale: str) -> str:
    words = (LOCALES_FOLDER / locale / "legal.ftl").read_text("utf-8")
    found = re.search(rf"^{key} = (.*)$", words, re.MULTILINE)
    assert found, key
    return found[1]


def test_every_sentence_is_used() -> None:
    """A promise that stands in the catalogue but on no page is a trap for whoever edits it."""
    sources = "".join(path.read_text("utf-8") for path in (Path(__file__).parents[3] / "core" / "legal").glob("*.py"))
    grouped = (*(f"legal-{group}-" for group in GROUPS), "legal-table-", "legal-column-", "legal-sent-", "legal-missing-", "legal-status-")
    named = (*grouped, "legal-summary-", "legal-held-", "legal-open-", "legal-right-", "legal-terms-no-", "legal-kept-law-")
    loose = [key for key in legal_keys() if not key.startswith(named) and "-heading-" not in key and not key.endswith("-title")]
    assert [key for key in loose if key.removeprefix("legal-") not in sources] == []
