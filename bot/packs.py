"""What is wrong or odd about the catalogue of packs, for `python -m bot check`."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from core.pricing import DISCORDS, Pack

CENTS_PER_TEN_STARS = 13
"""What ten Stars bring, in US cents. People pay more for them, so this is the lowest that a pack can be said to cost in Stars."""

PRICES: dict[str, Callable[[Pack], int]] = {
    "price": lambda pack: pack.price,
    "stars": lambda pack: pack.stars,
    "discord_price": lambda pack: pack.discord_price,
}


def breaches(packs: Sequence[Pack]) -> Iterator[str]:
    """Where Discord would be dearer than another channel before taxes, which its rules forbid (wallet.md §3.2)."""
    for pack in (pack for pack in packs if pack.discord_sku):
        if pack.currency == DISCORDS and pack.discord_price > pack.price:
            yield f"{pack.id} costs {pack.discord_price} cents on Discord and {pack.price} at the till; Discord must not be dearer"
        if pack.stars and 10 * pack.discord_price > CENTS_PER_TEN_STARS * pack.stars:
            worth = CENTS_PER_TEN_STARS * pack.stars // 10
            yield f"{pack.id} costs {pack.discord_price} cents on Discord and Stars worth {worth} on Telegram; Discord must not be dearer"


def doubts(packs: Sequence[Pack]) -> Iterator[str]:
    """Where more credits cost more apiece, in any of the prices; and what cannot be compared."""
    for name, price in PRICES.items():
        for small, large in combinations(sorted((pack for pack in packs if price(pack)), key=lambda pack: pack.credits), 2):
            same_money = name != "price" or small.currency == large.currency
            if same_money and price(large) * small.credits > price(small) * large.credits:
                yield f"a credit costs more in {large.id} than in the smaller {small.id} ({name})"
    for pack in packs:
        if pack.discord_sku and pack.currency != DISCORDS:
            yield f"{pack.id} is sold in {pack.currency}; whether Discord is dearer you must compare yourself"
