"""Interactions from Discord: through the real library's state, and answered by the whole program."""

import asyncio
import functools
import json
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from tests.adapters.discord.house import FOX, inkmirage, photograph
from tests.fuzz.target import Attempt, Target, Unexpected, complaints
from tests.loopback_discord.cdn import Upload
from tests.loopback_discord.interactions import Interaction
from tests.loopback_discord.people import Person
from tests.loopback_discord.places import Channel, Guild
from tests.loopback_discord.server import LoopbackDiscord

ID, TOKEN = "700000000000000001", "token-of-this-interaction"
PLACES = ("700000000000000002", "700000000000000003", "700000000000000004", "700000000000000005")
"""They stand in an input for the interaction, and for person, server, channel and application."""

DEEPEST = 20
"""Nothing that Discord sends has more in each other."""

Json = dict[str, Any]


@dataclass
class Town:
    """A Discord whose interactions are not delivered by its gateway but by whoever wants to."""

    discord: LoopbackDiscord
    guild: Guild
    ann: Person
    deliver: Callable[[Json], None] = lambda payload: None
    seen: list[Json] = field(default_factory=list)

    def real(self) -> list[str]:
        """What the places in an input stand for here."""
        return [self.ann.id, self.guild.id, self.guild.channel("general").id, self.discord.bot.id]

    async def take(self, payload: Json, channel: Channel) -> bool:
        self.seen.append(payload)
        self.deliver(payload)
        return True


@functools.cache
def corpus() -> list[bytes]:
    """Commands, presses, forms, completions and menus as a client sends them."""
    return asyncio.run(_recorded())


async def _recorded() -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        async with _town(Path(folder)) as (town, feed):
            town.deliver = feed
            general, ann = town.guild.channel("general"), town.ann
            offer = await (await ann.command("imagine", {"prompt": FOX, "shape": "portrait", "count": 2}, channel=general)).finished()
            await (await ann.command("balance", channel=general)).finished()
            await (await ann.command("language", {"language": "de"})).finished()
            await (await ann.press(offer, offer.buttons[0]["label"])).answered()
            form = await ann.press(offer, "Change…") if any(one["label"] == "Change…" for one in offer.buttons) else None
            if form is not None and form.response is not None and form.interaction.modal:
                await (await ann.submit(form.modal, {})).answered()
            picture = Upload("fox.png", photograph(), "image/png")
            await (await ann.command("imagine", {"prompt": FOX}, attachments={"reference": picture}, channel=general)).finished()
            return [_stencil(payload, town) for payload in town.seen]


def _stencil(payload: Json, town: Town) -> bytes:
    text = json.dumps(payload).replace(payload["token"], TOKEN).replace(payload["id"], ID)
    for real, place in zip(town.real(), PLACES, strict=True):
        text = text.replace(real, place)
    return text.encode()


@asynccontextmanager
async def _town(folder: Path) -> AsyncIterator[tuple[Town, Callable[[Json], None]]]:
    async with LoopbackDiscord() as discord:
        guild = discord.guild("Painters")
        town = Town(discord, guild, discord.user("Ann", guilds=[guild]))
        async with inkmirage(discord, folder, roles=("discord",)) as program:
            assert program.discord is not None
            discord.interactions._deliver = town.take
            yield town, program.discord.client.feed


@asynccontextmanager
async def opened() -> AsyncIterator[Attempt]:
    """The program with a loopback Discord. What the library itself cannot read never reaches us."""
    numbers, shapes = count(1), {_shape(json.loads(one)) for one in corpus()}
    with tempfile.TemporaryDirectory() as folder, complaints() as check:
        async with _town(Path(folder)) as (town, feed):

            async def attempt(data: bytes) -> str:
                fresh = await _fresh(town, next(numbers))
                for place, real in zip((ID, TOKEN, *PLACES), (fresh.id, fresh.token, *town.real()), strict=True):
                    data = data.replace(place.encode(), real.encode())
                try:
                    payload = json.loads(data)
                except (ValueError, RecursionError):
                    return "not JSON"
                before = asyncio.all_tasks()
                try:
                    feed(payload)
                except Exception as error:  # noqa: BLE001 - whatever the library makes of it
                    return f"not read by the library: {type(error).__name__}"
                for _ in range(5):
                    await asyncio.sleep(0)
                await _ended(before)
                try:
                    check()
                except Unexpected:
                    if _shape(payload) in shapes:
                        raise
                    return "apologised for what Discord never sends"
                return f"answered {fresh.response.type}" if fresh.response else "no answer"

            yield attempt


async def _fresh(town: Town, number: int) -> Interaction:
    """An interaction that Discord knows of, and that nobody was told about yet."""
    origin = town.ann._origin(town.guild.channel("general"), None, "guild")
    interaction, _ = await town.discord.interactions.start(2, origin, {"name": "balance", "id": str(number), "type": 1})
    return interaction


def _shape(value: Any, depth: int = DEEPEST) -> str:
    """Which values stand where, and of what kind."""
    if isinstance(value, dict) and depth:
        return "{" + ",".join(f"{name}:{_shape(value[name], depth - 1)}" for name in sorted(value)) + "}"
    return f"[{','.join(_shape(one, depth - 1) for one in value)}]" if isinstance(value, list) and depth else type(value).__name__


async def _ended(before: set[asyncio.Task[Any]]) -> None:
    """Whatever was begun for it is over."""
    while begun := [task for task in asyncio.all_tasks() - before if task.get_name().startswith("discord.py: ")]:
        await asyncio.wait(begun, timeout=1)


TARGET = Target("discord-interactions", corpus, opened, grammar="json", examples=12)
