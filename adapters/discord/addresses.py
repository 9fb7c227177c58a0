"""Where Discord is. Elsewhere than at its own address only for tests and proxies; the library keeps these for the whole process."""

import discord
import yarl


def use_addresses(*, api_base: str, gateway_url: str, cdn_base: str) -> None:
    """Point the library at these; empty means Discord's own (platforms.md A15)."""
    if api_base:
        discord.http.Route.BASE = api_base
    if gateway_url:
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"{gateway_url.rstrip('/')}/")
    if cdn_base:
        discord.asset.Asset.BASE = cdn_base
