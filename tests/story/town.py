"""One program on three platforms, and a person with a chat on each."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from core.text import LOCALES
from tests.adapters.discord.house import settings as on_discord
from tests.adapters.telegram.house import settings as on_telegram
from tests.lines import BRIEF
from tests.loopback_discord.server import LoopbackDiscord
from tests.loopback_telegram.server import LoopbackTelegram
from tests.story.doors.door import BLANK, SOON, Door, House, open_house, words
from tests.story.doors.on_discord import DiscordDoor
from tests.story.doors.on_playground import OURS, PlaygroundDoor
from tests.story.doors.on_telegram import TelegramDoor

GIFT, PRICE = 9, 2


@dataclass
class Town:
    """One program on three platforms; Annabel on Discord and Bartholomew on Telegram are one human being, and Cornelia is perhaps, too."""

    house: House
    discord: DiscordDoor
    telegram: TelegramDoor
    playground: PlaygroundDoor
    on_discord: LoopbackDiscord
    on_telegram: LoopbackTelegram

    @property
    def doors(self) -> tuple[Door, ...]:
        return self.discord, self.telegram, self.playground


@contextlib.asynccontextmanager
async def town(folder: Path) -> AsyncIterator[Town]:
    async with LoopbackDiscord() as discord, LoopbackTelegram() as telegram:
        annabel = discord.user("Annabel", guilds=[discord.guild("Painters")])
        bartholomew = telegram.user("Bartholomew")
        prices = {"credits.free_credits": GIFT, "credits.prices.low": PRICE}
        given = {**on_discord(discord, folder), **on_telegram(telegram, folder), **prices}
        async with (
            open_house(folder, given, "discord", "telegram", "worker") as house,
            httpx.AsyncClient(base_url=house.base_url, timeout=SOON, limits=BRIEF) as http,
        ):
            await discord.gateway.ready()
            await telegram.polled(SOON)
            seated = await http.post("/api/people", json={"name": "Cornelia", "locale": "en"}, headers=OURS)
            playground = PlaygroundDoor(house, http, seated.raise_for_status().json()["uid"], "en")
            doors = DiscordDoor(house, discord, annabel, "en"), TelegramDoor(house, telegram, bartholomew, "en"), playground
            found = Town(house, *doors, discord, telegram)
            yield found
            broken = [words(key, tag, incident=BLANK) for key in ("error-unexpected", "error-unsure") for tag in LOCALES]
            for door in found.doors:
                assert not [shown for shown in await door.look() if any(shown.reads(sentence) for sentence in broken)]
