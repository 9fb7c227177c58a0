"""The first page: what this is, what it costs, how to begin."""

from starlette.requests import Request
from starlette.responses import Response

from adapters.web.parts import WebParts
from adapters.web.site.frame import parts_of, shown
from core.pricing import Quality, Shape, Tariff
from core.text import Money

PROMISES = (("again", "back"), ("eye", "price"), ("picture", "yours"), ("shield", "quiet"))
"""Symbol, and the last word of the sentences' names."""
QUESTIONS = ("cost", "fail", "who", "rules", "training", "password", "age", "delete")


async def home(request: Request) -> Response:
    """What InkMirage does in a breath, prices out of the tariff, and the ways in."""
    parts = parts_of(request)
    context = {
        "prices": prices(parts.tariff),
        "packs": packs(parts.tariff),
        "free": parts.tariff.free_credits,
        "free_pictures": parts.tariff.free_credits // _medium(parts.tariff),
        "per_reference": parts.tariff.per_reference,
        "example": parts.tariff.unit_price(Shape.SQUARE, Quality.MEDIUM, 0),
        "try_here": parts.playground,
        "discord": parts.discord_invite,
        "telegram": telegram_link(parts),
        "promises": PROMISES,
        "questions": QUESTIONS,
    }
    return await shown(request, "site/home.html", context, public=True)


def telegram_link(parts: WebParts) -> str | None:
    """Where to begin on Telegram, once the bot's name is known."""
    name = parts.bot_name()
    return f"https://t.me/{name}" if name else None


def prices(tariff: Tariff) -> list[tuple[Quality, int, int]]:
    """For each quality the credits for a square picture, and for a larger one."""
    return [(quality, tariff.unit_price(Shape.SQUARE, quality, 0), tariff.unit_price(Shape.PORTRAIT, quality, 0)) for quality in Quality]


def packs(tariff: Tariff) -> list[tuple[int, Money, int]]:
    """For each pack its credits, its price, and how many good pictures that is."""
    return [(pack.credits, Money(pack.price, pack.currency), pack.credits // _medium(tariff)) for pack in tariff.packs]


def _medium(tariff: Tariff) -> int:
    return max(1, tariff.unit_price(Shape.SQUARE, Quality.MEDIUM, 0))
