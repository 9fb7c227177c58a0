"""What two releases rest on, compared: whatever is more, longer or weaker for people is material, and what is less is not (PRV-66)."""

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.legal.facts import Controller, MappedField, facts_file, published_facts
from core.legal.processors import Agreement, with_agreements
from core.legal.proposal import Difference, differences, proposed
from core.legal.publishing import outdated, publish
from core.legal.snapshot import as_json, recorded, snapshot
from core.legal.versions import Change, Kind, current
from core.privacy.rules import ACCOUNT, Basis, Category, Days, Erase, Export, Purpose, Recipient, Rule, Statutory
from tests.core.legal.facts import CATALOGUE, FACTS

Mutate = Callable[[dict[str, Any]], object]
NOW = snapshot(FACTS, CATALOGUE)
RULE = Rule(Category.DEVICE, (Purpose.SECURE,), Basis.INTEREST, Days(7), Export.SHOW, Erase.DELETE)


def mutated(change: Mutate) -> dict[str, Any]:
    new = copy.deepcopy(dict(NOW))
    change(new)
    return new


def of(rule: Rule) -> dict[str, Any]:
    """A rule as it is written down."""
    facts = replace(FACTS, fields=(MappedField("t", "c", rule),))
    found: dict[str, Any] = snapshot(facts, CATALOGUE)["fields"]["t.c"]
    return found


def add(rule: Rule) -> Mutate:
    return lambda new: new["fields"].update({"visit.place": of(rule)})


def put(where: str, **values: Any) -> Mutate:
    return lambda new: new["fields"][where].update(values)


MATERIAL: dict[str, tuple[Mutate, Difference]] = {
    "a recipient": (lambda new: new["recipients"].update(x={**new["recipients"]["mayi"], "name": "X"}), Difference.RECIPIENT),
    "a recipient replaced": (lambda new: new["recipients"]["resend"].update(name="Another carrier"), Difference.RECIPIENT),
    "a recipient gets more": (lambda new: new["recipients"]["mayi"]["fields"].append("address"), Difference.MORE),
    "a purpose for a recipient": (lambda new: new["recipients"]["r2"]["purposes"].append("secure"), Difference.MORE),
    "a purpose for a column": (put("account.email", purposes=["auth", "mail", "generate"]), Difference.PURPOSE),
    "a recipient of a column": (put("web_visit.network", recipients=["mayi.one"]), Difference.RECIPIENT),
    "another ground": (put("web_visit.network", basis="consent"), Difference.GROUND),
    "a longer period": (put("web_visit.network", days=91), Difference.RETENTION),
    "days to the life of the account": (put("web_visit.network", days="account"), Difference.RETENTION),
    "the account to what a law wants": (put("account.locale", days="law"), Difference.RETENTION),
    "out of the copy": (put("job.prompt", export="INTERNAL"), Difference.RIGHT),
    "kept after deletion": (put("job.prompt", erase="KEEP"), Difference.RIGHT),
    "only anonymised": (put("job.prompt", erase="ANONYMISE"), Difference.RIGHT),
    "a new kind": (lambda new: new["fields"].update({"face.scan": {**of(RULE), "category": "biometrics"}}), Difference.CATEGORY),
    "a new column kept longer": (add(replace(RULE, retention=Days(4000))), Difference.RETENTION),
    "a new column with a purpose": (add(replace(RULE, purposes=(Purpose.GENERATE,))), Difference.PURPOSE),
    "a new column with a recipient": (add(replace(RULE, recipients=(Recipient.MAYI,))), Difference.RECIPIENT),
    "a cookie": (lambda new: new["cookies"].update(ad={"seconds": 1, "attributes": ""}), Difference.COOKIE),
    "a cookie that lives longer": (lambda new: new["cookies"]["lang"].update(seconds=10**9), Difference.COOKIE),
    "other words about the sale of data": (lambda new: new["promises"].update({"legal-use-sale": "x"}), Difference.PROMISE),
    "other words about training": (lambda new: new["promises"].update({"legal-use-training": "x"}), Difference.PROMISE),
    "another age": (lambda new: new["promises"].update({"legal-children-age": "x"}), Difference.PROMISE),
    "a right that is gone": (lambda new: new["promises"].pop("legal-right-take"), Difference.PROMISE),
    "longer backups": (lambda new: new["operator"].update(backup_days=22), Difference.RETENTION),
    "less time to change one's mind": (lambda new: new["operator"].update(grace_days=1), Difference.RIGHT),
}


@pytest.mark.proves("PRV-66", "T-POL")
@pytest.mark.parametrize("name", MATERIAL)
def test_more_longer_or_weaker_is_material(name: str) -> None:
    change, what = MATERIAL[name]
    found = differences(NOW, mutated(change))
    assert what in {one.what for one in found}
    assert proposed(NOW, mutated(change)) is Change.MATERIAL


MINOR: dict[str, Mutate] = {
    "nothing": lambda new: None,
    "a shorter period": put("web_visit.network", days=30),
    "a purpose less": put("account.email", purposes=["auth"]),
    "a column less": lambda new: new["fields"].pop("web_visit.network"),
    "a recipient less": lambda new: new["recipients"].pop("resend"),
    "a cookie less": lambda new: new["cookies"].pop("lang"),
    "into the copy": put("account.storage_prefix", export="SHOW"),
    "a column like the others of its kind": add(RULE),
    "an open point that is settled": lambda new: new["recipients"]["mayi"].update(region="EU", transfer="none needed", retention="30 days"),
    "an operator who was not named": lambda new: new["operator"]["controller"].update(name="Ink Ltd"),
    "another address to write to": lambda new: new["operator"].update(contact="x@example.org"),
}


@pytest.mark.proves("PRV-66", "T-POL")
@pytest.mark.parametrize("name", MINOR)
def test_less_or_the_same_is_minor(name: str) -> None:
    assert differences(NOW, mutated(MINOR[name])) == []


@pytest.mark.parametrize(
    ("name", "was", "now"),
    [("region", "EU", "US"), ("transfer", "adequacy", "SCC"), ("retention", "30 days", "60 days")],
)
def test_what_was_settled_and_is_another_way_now_is_material(name: str, was: str, now: str) -> None:
    old, new = (mutated(lambda one, value=value: one["recipients"]["mayi"].update({name: value})) for value in (was, now))  # type: ignore[misc]
    assert {one.where for one in differences(old, new)} == {"mayi"}


def test_another_controller_is_material() -> None:
    old, new = (mutated(lambda one, name=name: one["operator"]["controller"].update(name=name)) for name in ("A", "B"))  # type: ignore[misc]
    assert [one.what for one in differences(old, new)] == [Difference.CONTROLLER]


def test_texts_of_which_nothing_is_written_down_are_taken_for_material() -> None:
    assert proposed(None, NOW) is Change.MATERIAL


def test_every_way_of_keeping_has_its_place() -> None:
    for retention in (ACCOUNT, Days(3), Statutory("payment records")):
        assert of(replace(RULE, retention=retention))["days"] in ("account", 3, "law")
    weaker = [erase for erase in Erase if erase.name != "DELETE" and differences(NOW, mutated(put("job.prompt", erase=erase.name)))]
    assert weaker == [Erase.ANONYMISE, Erase.KEEP, Erase.EXPIRES]


def test_what_is_written_down_gives_the_facts_back(tmp_path: Path) -> None:
    told = replace(
        FACTS,
        contact="x@example.org",
        grace_days=5,
        controller=Controller("Ink Ltd", "1 Dye Lane", "The Authority"),
        recipients=with_agreements(FACTS.recipients, {"mayi": Agreement("D-1", date(2026, 11, 1))}),
    )
    publish(told, CATALOGUE, tmp_path)
    assert published_facts(FACTS.fields, tmp_path) == told
    assert recorded(current(Kind.PRIVACY).id, tmp_path) == snapshot(told, CATALOGUE)
    assert outdated(told, CATALOGUE, tmp_path) == []
    words = (tmp_path / f"privacy/{current(Kind.PRIVACY).id}/en.txt").read_text("utf-8")
    for part in ("Ink Ltd, 1 Dye Lane", "The Authority"):
        assert part in words
    assert "who is responsible in law: name" not in words
    assert "D-1 (2026-11-01)" in (tmp_path / f"processors/{current(Kind.PROCESSORS).id}/en.txt").read_text("utf-8")


def test_without_a_record_the_texts_are_outdated(tmp_path: Path) -> None:
    publish(FACTS, CATALOGUE, tmp_path)
    file = facts_file(current(Kind.PRIVACY).id, tmp_path)
    file.write_text(as_json({**NOW, "fields": {}}), "utf-8")
    assert outdated(FACTS, CATALOGUE, tmp_path) == [f"facts/{file.name}"]
