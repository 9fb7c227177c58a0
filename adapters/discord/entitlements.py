"""Entitlements: Discord's word that somebody has bought one of our packs (platforms.md A11)."""

import logging
from collections.abc import Sequence

import aiohttp
import discord
from discord import EntitlementType

from core.sales import Counter, Noted, Sale, Sold

HOW = {
    EntitlementType.purchase: Sold.BOUGHT,
    EntitlementType.developer_gift: Sold.GIVEN,
    EntitlementType.free_purchase: Sold.GIVEN,
    EntitlementType.user_gift: Sold.GIVEN,
    EntitlementType.test_mode_purchase: Sold.TRIED,
}
"""Everything else is no purchase of a consumable. In particular `application_subscription`: that is what an entitlement is that was made
for a test with the API, and those must not be made for consumables."""
TROUBLE = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError, TimeoutError)

log = logging.getLogger(__name__)


class Entitlements:
    """Notes entitlements at the counter, and uses up those whose credits are given: only then can the same pack be bought again."""

    def __init__(self, counter: Counter, *, practice: bool) -> None:
        """`practice`: what the team buys in Discord's test mode gives credits, as promotion. Never where real people pay."""
        self._counter = counter
        self._how = {**HOW, EntitlementType.test_mode_purchase: Sold.GIVEN} if practice else HOW

    async def note(self, client: discord.Client, found: Sequence[discord.Entitlement], *, deleted: bool = False) -> Noted:
        """Credits first. One that cannot be used up now is found again. `deleted`: that these are gone is why we are told of them."""
        noted = await self._counter.note([self._sale(one, client.application_id, deleted) for one in found])
        for one in found:
            if str(one.id) in noted.usable:
                await _use_up(client, one)
        return noted

    def _sale(self, one: discord.Entitlement, application: int | None, deleted: bool) -> Sale:
        return Sale(
            ref=str(one.id),
            sku=str(one.sku_id),
            buyer=str(one.user_id or ""),
            # What belongs to a server is nobody's own, though somebody has paid for it.
            how=self._how.get(one.type, Sold.ODD) if one.application_id == application and one.guild_id is None else Sold.ODD,
            at=one.created_at,
            used=one.consumed,
            taken_back=deleted or one.deleted,
        )


async def _use_up(client: discord.Client, one: discord.Entitlement) -> None:
    """Another process may be doing the same, and an answer may be lost: what counts is how it stands afterwards."""
    try:
        await one.consume()
    except TROUBLE as error:
        if not await _is_used(client, one):
            log.warning("purchase not used up: tried again later", extra={"error": type(error).__name__})


async def _is_used(client: discord.Client, one: discord.Entitlement) -> bool:
    try:
        return (await client.fetch_entitlement(one.id)).consumed
    except TROUBLE:
        return False
