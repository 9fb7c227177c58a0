"""What a picture costs. Pure; the operator's tariff comes from the configuration."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """The three sizes that every gateway kind understands (mayi-wire.md §2.1)."""

    SQUARE = "square"
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return {Shape.SQUARE: (1024, 1024), Shape.PORTRAIT: (1024, 1536), Shape.LANDSCAPE: (1536, 1024)}[self]


class Quality(StrEnum):
    """How much work the engine puts in."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


STARS = "XTR"
"""Telegram's own money, by its currency code. A Star has no smaller unit."""
DISCORDS = "USD"
"""The money in which Discord's prices are compared with ours."""
STARS_ALONE = frozenset({"telegram"})
"""Platforms where credits are bought with Stars and in no other way; not even a hint at one is allowed there (platforms.md B11)."""


@dataclass(frozen=True)
class Pack:
    """Credits for sale: `price` in minor units of `currency`.

    In the catalogue also what it costs elsewhere: in whole `stars` (0: not sold for Stars), and as the Discord SKU of this id ("": not sold
    there) at `discord_price` in US cents, which is Discord's to charge: here it is compared, and written into the books.
    """

    id: str
    credits: int
    price: int
    currency: str
    stars: int = 0
    discord_sku: str = ""
    discord_price: int = 0

    def for_stars(self) -> "Pack":
        """The same credits at their price in Stars."""
        return Pack(self.id, self.credits, self.stars, STARS)

    def on_discord(self) -> "Pack":
        """The same credits at their price on Discord, which sells them."""
        return Pack(self.id, self.credits, self.discord_price, DISCORDS, discord_sku=self.discord_sku)


@dataclass(frozen=True)
class WelcomeRules:
    """When somebody new gets the welcome credits (docs/decisions/0040): once they have been on their platform for `account_days`, as far as
    it tells; `per_place` newcomers a day in one community and `per_day` anywhere, those beyond on the day after. 0: not limited."""

    account_days: int = 0
    per_place: int = 0
    per_day: int = 0


@dataclass(frozen=True)
class Tariff:
    """Prices in credits: a base per quality, a surcharge in percent for the larger shapes, and so much per reference picture.

    Also what it takes to come in: whoever is new gets `free_credits`, once they are `age_limit` years old (`None`: nobody is asked), and
    by the rules of `welcome`.
    `sellers` are the platforms that sell packs by themselves.
    """

    base: Mapping[Quality, int]
    large_percent: int
    per_reference: int
    packs: tuple[Pack, ...]
    free_credits: int
    free_days: int | None
    age_limit: int | None = None
    sellers: frozenset[str] = frozenset()
    welcome: WelcomeRules = WelcomeRules()

    def unit_price(self, shape: Shape, quality: Quality, references: int) -> int:
        """The price of one picture, in whole credits (the surcharge is rounded up)."""
        base = self.base[quality]
        surcharge = 0 if shape is Shape.SQUARE else -(-base * self.large_percent // 100)
        return base + surcharge + self.per_reference * references

    def on_sale(self, platform: str) -> tuple[Pack, ...]:
        """The packs that a platform may sell, each at its price there."""
        if platform in STARS_ALONE:
            return tuple(pack.for_stars() for pack in self.packs if pack.stars)
        if platform in self.sellers:
            return tuple(pack.on_discord() for pack in self.packs if pack.discord_sku)
        return self.packs

    def pack(self, id: str) -> Pack | None:
        """The pack of this name, if it is for sale."""
        return next((pack for pack in self.packs if pack.id == id), None)
