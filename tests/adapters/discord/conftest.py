"""A Discord on loopback."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.discord.house import Scene
from tests.loopback_discord.server import LoopbackDiscord
from tests.loopback_discord.specification import VARIABLE, Specification, description


@pytest.fixture
async def discord_server() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as server:
        yield server


@pytest.fixture
async def scene(discord_server: LoopbackDiscord, tmp_path: Path) -> Scene:
    guild = discord_server.guild("Painters")
    ann, ben = (discord_server.user(name, guilds=[guild]) for name in ("Ann", "Ben"))
    return Scene(discord_server, guild, guild.channel("general"), ann, ben, tmp_path)


@pytest.fixture
def specification() -> Specification:
    file = description()
    if not file.is_file():
        pytest.skip(f"CALLS AND ANSWERS ARE NOT CHECKED AGAINST DISCORD'S OWN DESCRIPTION: there is no {file}; {VARIABLE} names its folder")
    return Specification(file)
