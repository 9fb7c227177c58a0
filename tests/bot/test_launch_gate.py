"""Production does not start while the legal texts are not in order, and says everything that is missing (PRV-02)."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot import legal
from bot.config import Settings
from bot.config_sources import load
from core.legal import privacy_policy, publishing, sections
from core.legal.facts import published_facts
from core.legal.processors import REGISTER, Deletion, Entry, Role
from core.legal.publishing import publish
from core.legal.versions import Kind, Status, Version, current
from core.text import Catalogue
from db.privacy_map import mapped_fields
from tests.bot.command import bot, here

REAL: dict[str, object] = {
    "app.environment": "production",
    "app.base_url": "https://ink.example",
    "web.secret_key": "k" * 32,
    "web.playground": False,
    "mayi.api_key": "sk-1",
    "storage.kind": "r2",
    "r2.endpoint_url": "https://r2.example",
    "r2.bucket": "b",
    "r2.access_key_id": "a",
    "r2.secret_access_key": "s",
    "resend.api_key": "re_1",
    "resend.sender": "Ink <ink@ink.example>",
}
"""Every part is a real one: what is left are the legal texts."""

TOLD: dict[str, object] = {
    "privacy.controller_name": "Ink Ltd",
    "privacy.controller_address": "1 Dye Lane, Inkford",
    "privacy.controller_authority": "The Authority of Inkland",
    **{f"privacy.dpa.{id}.{key}": value for id in ("mayi", "r2", "resend") for key, value in (("id", f"D-{id}"), ("date", "2026-11-01"))},
}
"""What an operator says who has everything in order."""


def settled(entry: Entry) -> Entry:
    if entry.role is Role.INDEPENDENT:
        return entry
    known = {"region": "EU", "transfer": "none needed", "retention": "29 days", "incident": "security@vendor.example"}
    return replace(entry, deletion=Deletion.API, **known)  # type: ignore[arg-type]


def final(kind: Kind) -> Version:
    return replace(current(kind), status=Status.PUBLISHED)


@pytest.fixture
def in_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """As if everything about processors were known, nothing open, and the texts final: published for the operator of `TOLD`."""
    monkeypatch.setattr(legal, "REGISTER", tuple(map(settled, REGISTER)))
    monkeypatch.setattr(privacy_policy, "UNSETTLED", ())
    for module in (legal, publishing, sections, privacy_policy):
        monkeypatch.setattr(module, "current", final)
    publish(legal.facts(load(overrides={**REAL, **TOLD})), Catalogue(), tmp_path / "published")
    return tmp_path / "published"


def settings(**changed: object) -> Settings:
    return load(overrides={**REAL, **TOLD, **{name.replace("__", "."): value for name, value in changed.items()}})


@pytest.mark.proves("PRV-02")
async def test_production_does_not_start_with_drafts_and_names_everything(tmp_path: Path) -> None:
    values = {key.replace(".", "__"): str(value) for key, value in REAL.items()}
    end = await bot("run", "--port", "0", cwd=tmp_path, **values)
    assert end.code == 2
    assert "Traceback" not in end.err
    for kind in Kind:
        assert f"legal text {kind} 2026-12-11 is a draft" in end.err
    for key in ("controller_name", "controller_address", "controller_authority", "dpa.mayi", "dpa.r2", "dpa.resend"):
        assert f"privacy.{key} is empty" in end.err
    assert "processor mayi.one: region" in end.err
    assert not (tmp_path / "data").exists()


async def test_check_lists_the_same(tmp_path: Path) -> None:
    end = await here("check", cwd=tmp_path, app__environment="production")
    assert end.code == 1
    for sentence in legal.obstacles(load(overrides={"app.environment": "production"})):
        assert f"WRONG launch: {sentence}" in end.out


async def test_a_conversation_on_the_command_line_is_no_way_around(tmp_path: Path) -> None:
    values = {key.replace(".", "__"): str(value) for key, value in REAL.items()}
    end = await here("say", "/balance", cwd=tmp_path, **values)
    assert (end.code, "privacy.controller_name is empty" in end.err) == (2, True)


def test_nothing_is_asked_of_a_development() -> None:
    assert legal.obstacles(load()) == []


def test_with_everything_in_order_the_gate_is_open(in_order: Path) -> None:
    assert legal.obstacles(settings(), folder=in_order) == []


@pytest.mark.proves("PRV-02")
@pytest.mark.parametrize("key", sorted(TOLD))
def test_one_empty_field_closes_it_by_name(in_order: Path, key: str) -> None:
    found = legal.obstacles(settings(**{key.replace(".", "__"): ""}), folder=in_order)
    assert any(sentence.startswith(key.removesuffix(".id").removesuffix(".date")) for sentence in found)


def test_whoever_is_not_in_use_needs_no_agreement(in_order: Path) -> None:
    without = {"resend__api_key": "", "privacy__dpa__resend__id": ""}
    found = legal.obstacles(settings(**without), folder=in_order)
    assert not [sentence for sentence in found if "dpa" in sentence]


@pytest.mark.proves("PRV-02")
@pytest.mark.parametrize("status", [Status.DRAFT, Status.PLACEHOLDER])
def test_a_text_that_is_not_final_closes_it(in_order: Path, monkeypatch: pytest.MonkeyPatch, status: Status) -> None:
    monkeypatch.setattr(legal, "current", lambda kind: replace(final(kind), status=status if kind is Kind.TERMS else Status.PUBLISHED))
    assert [sentence.split(" (")[0] for sentence in legal.obstacles(settings(), folder=in_order)] == [
        f"legal text terms 2026-12-11 is a {status}"
    ]


@pytest.mark.proves("PRV-02")
@pytest.mark.parametrize("changed", [{"privacy__backup_days": 14}, {"privacy__contact": "x@y.example"}, {"privacy__dpa__r2__id": "D-9"}])
def test_settings_that_the_texts_do_not_say_close_it(in_order: Path, changed: dict[str, object]) -> None:
    (sentence,) = legal.obstacles(settings(**changed), folder=in_order)
    assert sentence.startswith("published texts do not say what map, register and settings say")


@pytest.mark.proves("PRV-01", "PRV-02")
def test_a_byte_that_changed_in_a_published_text_closes_it(in_order: Path) -> None:
    file = in_order / "privacy/2026-12-11/de.txt"
    file.write_bytes(file.read_bytes() + b" ")
    (sentence,) = legal.obstacles(settings(), folder=in_order)
    assert "privacy/2026-12-11/de.txt" in sentence


@pytest.mark.proves("PRV-02", "PRV-17", "PRV-18")
def test_a_processor_of_whom_something_is_not_known_closes_it(in_order: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legal, "REGISTER", (replace(settled(REGISTER[0]), region=""), *map(settled, REGISTER[1:])))
    assert any(sentence.startswith("processor mayi.one: region not settled") for sentence in legal.obstacles(settings(), folder=in_order))


def test_an_operator_who_says_nothing_has_the_texts_that_lie_here() -> None:
    assert legal.facts(load()) == published_facts(mapped_fields())


@pytest.mark.proves("PRV-18")
def test_an_agreement_has_a_real_date() -> None:
    with pytest.raises(Exception, match=r"privacy\.dpa\.mayi\.date"):
        load(overrides={"privacy.dpa.mayi.date": "soon"})
    made = legal.facts(load(overrides=TOLD)).recipients[0]
    assert (made.agreement, made.agreed_on) == ("D-mayi", date(2026, 11, 1))
