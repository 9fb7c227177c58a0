"""The record of processing (GDPR Art. 30(1)) is made, whole, and what is in the repository (T-DM-8, PRV-89)."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core.legal.facts import Controller, MappedField, holdings
from core.legal.processors import REGISTER, Agreement, with_agreements
from core.legal.record import DOCS, record, record_files, write_record
from core.privacy.rules import Basis, Category, Days, Erase, Export, Purpose, Rule
from tests.core.legal.facts import CATALOGUE, FACTS, PUBLISH


@pytest.mark.proves("PRV-89", "T-DM-8")
def test_the_record_in_the_repository_is_what_map_and_register_say() -> None:
    late = [name for name, words in record_files(FACTS, CATALOGUE).items() if (DOCS / name).read_text("utf-8") != words]
    assert not late, f"{late} of docs are outdated: {PUBLISH}"


@pytest.mark.proves("PRV-89")
def test_it_has_the_seven_items_of_the_article() -> None:
    made = record(FACTS, CATALOGUE)
    for activity in made["activities"]:
        letters = {name[0] for name in activity if name[1] == "_"} | {name[0] for name in made if name[1] == "_"}
        assert letters == set("abcdefg")
        assert activity["b_purposes"]
        assert activity["c_data"]
        assert [one["table"] for one in activity["f_periods"]] == [one["table"] for one in activity["c_data"]]
    assert made["g_security"]
    assert {one["name"] for one in made["d_recipients"]} == {entry.name for entry in REGISTER}


@pytest.mark.proves("PRV-89")
def test_every_table_about_people_is_in_it_once() -> None:
    listed = [one["table"] for activity in record(FACTS, CATALOGUE)["activities"] for one in activity["c_data"]]
    assert sorted(listed) == sorted(one.table for one in holdings(FACTS.fields))


def test_a_new_column_a_controller_and_an_agreement_show(tmp_path: Path) -> None:
    rule = Rule(Category.DEVICE, (Purpose.SECURE,), Basis.INTEREST, Days(12), Export.SHOW, Erase.DELETE)
    assert set(write_record(FACTS, CATALOGUE, tmp_path)) == {"ropa.json", "ropa.md"}
    assert write_record(FACTS, CATALOGUE, tmp_path) == []
    for changed, words in (
        (replace(FACTS, fields=(*FACTS.fields, MappedField("wallet", "place", rule))), "12 days"),
        (replace(FACTS, controller=Controller("Ink Ltd", "1 Dye Lane", "The Authority")), "Ink Ltd"),
        (replace(FACTS, recipients=with_agreements(REGISTER, {"mayi": Agreement("D-1", date(2026, 11, 1))})), "D-1 of 2026-11-01"),
    ):
        assert write_record(changed, CATALOGUE, tmp_path)
        assert words in (tmp_path / "ropa.md").read_text("utf-8")
