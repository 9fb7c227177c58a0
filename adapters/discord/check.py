"""Whether Discord would let us work: `python -m bot check`."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import aiohttp
import discord

LOOK_AT = 20
SECONDS = 20.0
GREETING_SECONDS = 10.0
HELLO = 10


async def trouble(token: str) -> str | None:
    """What is wrong, as a code: token, scope, gateway, unreachable; `None` if all is well. Posts nothing and identifies nowhere."""
    client = discord.Client(intents=discord.Intents.none())
    try:
        async with asyncio.timeout(SECONDS), client:
            await client.login(token)
            return await _scope(client) or await _gateway()
    except discord.LoginFailure:
        return "token"
    except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError):
        return "unreachable"


async def sale_trouble(token: str, skus: Sequence[str]) -> AsyncIterator[tuple[str, str]]:
    """What keeps Discord from selling these, as the sku concerned (empty: all of them) and a code: sale-nothing, sale-team, sale-absent,
    sale-kind, unreachable."""
    if not skus:
        yield "", "sale-nothing"
    client = discord.Client(intents=discord.Intents.none())
    try:
        async with asyncio.timeout(SECONDS), client:
            await client.login(token)
            if (await client.application_info()).team is None:
                yield "", "sale-team"
            kinds = {str(sku.id): sku.type for sku in await client.fetch_skus()}
    except (discord.LoginFailure, discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError):
        yield "", "unreachable"
        return
    for sku in skus:
        if kinds.get(sku) is not discord.SKUType.consumable:
            yield sku, "sale-kind" if sku in kinds else "sale-absent"


async def _scope(client: discord.Client) -> str | None:
    """A server that invited the bot without `applications.commands` shows none of our commands."""
    assert client.application_id is not None
    for guild in await client.http.get_guilds(LOOK_AT):
        try:
            await client.http.get_guild_commands(client.application_id, guild["id"])
        except discord.Forbidden:
            return "scope"
    return None


async def _gateway() -> str | None:
    """Connect and hear the greeting: some networks let HTTPS through and WebSockets not."""
    address = discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    try:
        async with asyncio.timeout(GREETING_SECONDS), aiohttp.ClientSession() as session, session.ws_connect(address) as socket:
            greeting = await socket.receive_json()
    except (aiohttp.ClientError, TimeoutError, TypeError, ValueError):
        return "gateway"
    return None if greeting.get("op") == HELLO else "gateway"
