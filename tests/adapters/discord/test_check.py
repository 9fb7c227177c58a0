"""`python -m bot check` says what Discord has against us."""

import asyncio
from pathlib import Path

import pytest

from bot.check import findings
from bot.config_sources import load
from tests.adapters.discord.house import settings
from tests.loopback_discord.server import LoopbackDiscord


async def line(discord: LoopbackDiscord, folder: Path, **more: object) -> tuple[bool | None, str]:
    lines = [found async for found in findings(load(None, settings(discord, folder, **more)))]
    return next(found for found in lines if found[1].startswith("discord"))


async def test_all_is_well(discord_server: LoopbackDiscord, tmp_path: Path) -> None:
    discord_server.guild("Painters")
    assert await line(discord_server, tmp_path) == (True, "discord: well")


async def test_a_bad_token(discord_server: LoopbackDiscord, tmp_path: Path) -> None:
    well, words = await line(discord_server, tmp_path, discord__token="another")
    assert not well
    assert "refuses the token" in words
    assert "another" not in words


async def test_a_server_without_our_commands(discord_server: LoopbackDiscord, tmp_path: Path) -> None:
    discord_server.guild("Painters", commands_scope=False)
    well, words = await line(discord_server, tmp_path)
    assert not well
    assert "applications.commands" in words


async def test_a_gateway_that_cannot_be_reached(discord_server: LoopbackDiscord, tmp_path: Path) -> None:
    well, words = await line(discord_server, tmp_path, discord__gateway_url="ws://127.0.0.1:9/")
    assert not well
    assert "WebSockets" in words
    well, words = await line(discord_server, tmp_path, discord__api_base="http://127.0.0.1:9/api/v10")
    assert not well
    assert "does not answer" in words


async def test_a_gateway_that_keeps_silent(discord_server: LoopbackDiscord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As behind a firewall that swallows what it does not let through."""
    monkeypatch.setattr("adapters.discord.check.GREETING_SECONDS", 0.3)
    monkeypatch.setattr("adapters.discord.check.SECONDS", 2.0)
    silent = asyncio.Event()

    async def swallow(_: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        await silent.wait()
        to.close()

    async with await asyncio.start_server(swallow, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        well, words = await line(discord_server, tmp_path, discord__gateway_url=f"ws://{host}:{port}/")
        silent.set()
    assert not well
    assert "WebSockets" in words
