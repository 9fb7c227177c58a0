"""Who sells, for receipts: what the settings say, what they take from elsewhere, and what `check` misses before money is taken."""

import pytest

from bot.config_sources import ConfigError, load
from bot.seller import lacking, seller, sells
from core.billing import Seller, TaxNote

CONTROLLER = {"privacy.controller_name": "Ink Ltd", "privacy.controller_address": "1 Dye Lane", "privacy.contact": "ask@ink.example"}
STARS = {"telegram.token": "1:x"}
CARDS = {"stripe.api_key": "sk_test_1"}
LIVE = {"app.environment": "production", **CONTROLLER}


def test_without_any_setting_we_are_called_by_the_name_of_the_program() -> None:
    assert seller(load()) == Seller(contact="privacy@inkmirage.com")


def test_what_the_texts_say_of_the_controller_need_not_be_said_twice() -> None:
    assert seller(load(None, CONTROLLER)) == Seller("Ink Ltd", "1 Dye Lane", contact="ask@ink.example")
    own = {"seller.name": "Shop Ltd", "seller.address": "2 Quay", "seller.contact": "shop@ink.example"}
    assert seller(load(None, {**CONTROLLER, **own})) == Seller("Shop Ltd", "2 Quay", contact="shop@ink.example")


@pytest.mark.parametrize(("percent", "rate"), [("0", 0), ("19", 1900), ("8.1", 810), ("5.55", 555), (8.1, 810), (7, 700)])
def test_a_rate_is_exact(percent: object, rate: int) -> None:
    assert seller(load(None, {"seller.tax_percent": percent})).tax_rate == rate


def test_everything_else_is_taken_over() -> None:
    given = {"seller.tax_id": "DE1", "seller.tax_note": "small-business", "seller.series_prefix": "HH", "seller.platforms": "discord"}
    said = seller(load(None, given))
    assert (said.tax_id, said.tax_note, said.series_prefix, said.platforms) == ("DE1", TaxNote.SMALL_BUSINESS, "HH", ("discord",))


@pytest.mark.parametrize(
    "wrong",
    [
        {"seller.tax_percent": "19.999"},
        {"seller.tax_percent": "-1"},
        {"seller.tax_percent": "100"},
        {"seller.tax_note": "none of your business"},
        {"seller.tax_note": "small-business", "seller.tax_percent": "19"},
        {"seller.series_prefix": "hh-"},
        {"seller.series_prefix": "TOOLONG"},
    ],
)
def test_what_no_receipt_could_say_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match="seller"):
        load(None, wrong)


def test_who_takes_money() -> None:
    assert sells(load()) == set()
    assert sells(load(None, {**STARS, **CARDS})) == {"telegram", "stripe"}
    assert sells(load(None, {**STARS, "credits.packs": '[{"id": "a", "credits": 1, "price": 1, "currency": "EUR"}]'})) == set()


def test_nothing_is_missing_where_no_money_is_taken() -> None:
    assert list(lacking(load(None, {"app.environment": "production"}))) == []
    assert list(lacking(load(None, {**STARS, **CARDS}))) == []


def test_where_platforms_sell_a_name_and_an_address_will_do() -> None:
    assert list(lacking(load(None, {**LIVE, **STARS}))) == []
    bare = list(lacking(load(None, {"app.environment": "production", "privacy.contact": "", **STARS})))
    assert [line.split()[0] for line in bare] == ["seller.name", "seller.address", "seller.contact"]


def test_where_we_sell_the_tax_is_said_or_why_there_is_none() -> None:
    [nothing] = lacking(load(None, {**LIVE, **CARDS}))
    assert "neither seller.tax_percent nor seller.tax_note" in nothing
    [nameless] = lacking(load(None, {**LIVE, **CARDS, "seller.tax_percent": "19"}))
    assert "seller.tax_id is empty" in nameless
    assert list(lacking(load(None, {**LIVE, **CARDS, "seller.tax_percent": "19", "seller.tax_id": "DE1"}))) == []
    assert list(lacking(load(None, {**LIVE, **CARDS, "seller.tax_note": "small-business"}))) == []
    [own] = lacking(load(None, {**LIVE, **STARS, "seller.platforms": "[]"}))
    assert "tax_percent" in own
