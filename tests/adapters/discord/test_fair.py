"""Who asks for much waits behind those who ask for little."""

import asyncio
from pathlib import Path

from tests.adapters.discord.house import inkmirage
from tests.loopback_discord.messages import Message
from tests.loopback_discord.people import Call
from tests.loopback_discord.server import LoopbackDiscord

EAGER = 6
SOON = 30.0


def is_done(message: Message) -> bool:
    return bool(message.files) and "Here is your picture" in message.text


async def test_one_picture_each_comes_before_the_second_of_who_asked_for_six(discord_server: LoopbackDiscord, tmp_path: Path) -> None:
    """All have said yes before the first picture is begun, the eager one first of all; one is made at a time."""
    guild = discord_server.guild("Painters")
    general = guild.channel("general")
    eager, *others = (discord_server.user(name, guilds=[guild]) for name in ("Eager", "Ann", "Ben", "Eve"))
    calls: list[Call] = []
    async with inkmirage(discord_server, tmp_path, roles=("discord",)):
        for person in [eager] * EAGER + others:
            asked = await person.command("imagine", {"prompt": "a fox", "quality": "low"}, channel=general)
            calls.append(await person.press(await asked.finished(), "Make it · 4 credits"))
            await calls[-1].until(lambda message: "Price" not in message.text)
    await discord_server.gateway.left()
    async with inkmirage(discord_server, tmp_path, roles=("worker",), mayi__concurrency=1, mayi__sandbox_pace=0.15):
        done = await asyncio.gather(*(call.until(is_done, SOON) for call in calls))
    served = sorted(zip((message.edits[-1].at for message in done), (call.interaction.origin.person.name for call in calls), strict=True))
    assert [name for _, name in served] == ["Eager", "Ann", "Ben", "Eve", *["Eager"] * (EAGER - 1)]
