"""What `python -m bot check` says of the catalogue of packs."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.config_sources import load
from bot.packs import breaches, doubts
from core.pricing import Pack
from tests.bot.command import here

SKU = "123456789012345678"
SMALL = Pack("small", 100, 299, "USD", stars=230, discord_sku=SKU, discord_price=299)
LARGE = Pack("large", 500, 1299, "USD", stars=1000)


def test_the_packs_that_come_along_are_in_order() -> None:
    packs = load().tariff().packs
    assert (list(breaches(packs)), list(doubts(packs))) == ([], [])
    assert [pack.stars for pack in packs] == [230, 1000, 2700]


def test_discord_may_cost_the_same_and_less() -> None:
    assert list(breaches([SMALL, LARGE])) == list(breaches([replace(SMALL, discord_price=199)])) == []


def test_discord_may_not_be_dearer_than_the_till() -> None:
    [said] = breaches([replace(SMALL, discord_price=300, stars=0)])
    assert said == "small costs 300 cents on Discord and 299 at the till; Discord must not be dearer"


def test_discord_may_not_be_dearer_than_stars_at_what_they_are_worth() -> None:
    [said] = breaches([replace(SMALL, stars=200)])
    assert said == "small costs 299 cents on Discord and Stars worth 260 on Telegram; Discord must not be dearer"


@pytest.mark.parametrize(
    ("large", "name"),
    [
        (replace(LARGE, price=1496), "price"),
        (replace(LARGE, stars=1151), "stars"),
        (replace(LARGE, discord_sku="9" * 18, discord_price=1496), "discord_price"),
    ],
)
def test_more_credits_that_cost_more_apiece_are_named(large: Pack, name: str) -> None:
    assert list(doubts([large, SMALL])) == [f"a credit costs more in large than in the smaller small ({name})"]


def test_what_is_not_sold_for_stars_or_in_the_same_money_is_not_compared() -> None:
    assert list(doubts([replace(SMALL, stars=0), replace(LARGE, currency="EUR", price=9999)])) == []


def test_what_is_sold_in_another_currency_than_discords_must_be_compared_by_hand() -> None:
    packs = [replace(SMALL, currency="EUR", price=100)]
    assert list(breaches(packs)) == []
    assert "compare yourself" in next(doubts(packs))


async def test_check_stops_at_a_breach_and_only_notes_a_doubt(tmp_path: Path) -> None:
    pack = "[[credits.packs]]\nid = '{}'\ncredits = {}\nprice = {}\ncurrency = 'USD'\n"
    config = tmp_path / "config.toml"
    config.write_text("[mayi]\nsandbox_pace = 0.1\n" + pack.format("a", 100, 100) + pack.format("b", 200, 300), "utf-8")
    end = await here("check", cwd=tmp_path)
    assert (end.code, end.out.splitlines()[0]) == (0, "note  packs: a credit costs more in b than in the smaller a (price)")
    config.write_text(pack.format("a", 100, 100) + f"discord_sku = '{SKU}'\ndiscord_price = 101\n", "utf-8")
    end = await here("check", cwd=tmp_path)
    assert end.code == 1
    assert "WRONG packs: a costs 101 cents on Discord and 100 at the till" in end.out
