"""A Discord on loopback."""

from collections.abc import AsyncIterator

import pytest

from tests.loopback_discord.server import LoopbackDiscord


@pytest.fixture
async def discord_server() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as server:
        yield server
