"""Discord's own list of what it sold for us: with every event lost, whoever paid gets their credits all the same (wallet.md §3.2)."""

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta

import discord
from discord import Entitlement

from adapters.discord.client import LONGEST_WAIT
from adapters.discord.entitlements import TROUBLE, Entitlements

PAGE = 100
"""As many as Discord gives at once."""
AHEAD = timedelta(days=1)
"""No clock is so wrong that something was sold later than this."""

log = logging.getLogger(__name__)


class SoldList:
    """Reads the list from its newest end. A connection of its own, because it is also read where nobody else talks to Discord."""

    def __init__(self, token: str, entitlements: Entitlements, now: Callable[[], datetime]) -> None:
        self._token = token
        self._entitlements = entitlements
        self._now = now

    async def newest(self) -> None:
        """Note what is new, back to a page with nothing to do. Safe to run twice, at once."""
        await self._read(None)

    async def since(self, moment: datetime) -> None:
        """Note everything since then, which also shows what was taken back meanwhile."""
        await self._read(moment)

    async def _read(self, since: datetime | None) -> None:
        try:
            async with discord.Client(intents=discord.Intents.none(), max_ratelimit_timeout=LONGEST_WAIT) as client:
                await client.login(self._token)
                async for page in self._pages(client):
                    noted = await self._entitlements.note(client, page)
                    if noted.new:
                        log.warning("sales found that nobody told us of", extra={"provider": "discord", "payments": noted.new})
                    if page[0].created_at < since if since else noted.nothing:
                        return
        except (*TROUBLE, discord.LoginFailure) as error:
            # The next time begins at the same end.
            log.warning("list of sales not read", extra={"provider": "discord", "error": type(error).__name__})

    async def _pages(self, client: discord.Client) -> AsyncIterator[Sequence[Entitlement]]:
        """Page by page, oldest first in each. The library's own walk would begin at the newest, go on to what is newer still, and leave
        deleted ones out; a page before a given moment is all that we ask of it."""
        before: discord.abc.Snowflake | datetime = self._now() + AHEAD
        while True:
            found = [one async for one in client.entitlements(limit=PAGE, before=before, exclude_ended=False, exclude_deleted=False)]
            if not found:
                return
            page = sorted(found, key=lambda one: one.id)
            yield page
            before = discord.Object(page[0].id)
