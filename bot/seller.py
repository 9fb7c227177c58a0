"""Who sells credits, as the settings say, and what is missing before money is taken."""

from collections.abc import Iterator

from bot.config import Settings
from core.billing import Seller

OURS = "InkMirage"
"""How we are called where nobody has said who sells: only where the program is tried out."""


def seller(settings: Settings) -> Seller:
    """What receipts say of the seller."""
    given, known = settings.seller, settings.privacy
    return Seller(
        name=given.name or known.controller_name or OURS,
        address=given.address or known.controller_address,
        tax_id=given.tax_id,
        contact=given.contact or known.contact,
        tax_rate=int(given.tax_percent * 100),
        tax_note=given.tax_note,
        series_prefix=given.series_prefix,
        platforms=tuple(given.platforms),
    )


def lacking(settings: Settings) -> Iterator[str]:
    """What receipts would have to say and cannot, a sentence each; nothing outside production, or where nothing is sold."""
    providers = sells(settings)
    if settings.app.environment != "production" or not providers:
        return
    given, known = settings.seller, settings.privacy
    for key, value in (
        ("name", given.name or known.controller_name),
        ("address", given.address or known.controller_address),
        ("contact", given.contact or known.contact),
    ):
        if not value:
            yield f"seller.{key} is empty (a receipt has to say who sells)"
    if providers <= {*given.platforms}:
        return
    if not given.tax_percent and not given.tax_note:
        yield "neither seller.tax_percent nor seller.tax_note is set (a receipt says the tax, or why there is none)"
    if given.tax_percent and not given.tax_id:
        yield "seller.tax_id is empty (a receipt that shows tax has to name it)"


def sells(settings: Settings) -> set[str]:
    """The providers through whom these settings take money."""
    packs = settings.tariff().packs
    taken = {
        "stripe": settings.stripe.api_key.get_secret_value() and packs,
        "telegram": settings.telegram.token.get_secret_value() and any(pack.stars for pack in packs),
        "discord": settings.discord.token.get_secret_value() and any(pack.discord_sku for pack in packs),
    }
    return {provider for provider, is_taken in taken.items() if is_taken}
