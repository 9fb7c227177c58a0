"""Everything around the program: a real PostgreSQL, Telegram and the gateway, and the processes between them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import aiohttp

from bench.house import gateway
from bot.config import Jobs
from tests.chaos.door import Door, open_door
from tests.chaos.processes import Seat, seated, seats
from tests.loopback_telegram import refusals
from tests.loopback_telegram.misbehaviour import SENDS
from tests.loopback_telegram.server import LoopbackTelegram

ROLES = ("worker",) * 3 + ("web",) * 2 + ("telegram,web",) * 2 + ("clock",) * 2
CONCURRENCY = 8
PACE = 1.0
"""Seconds that the gateway takes for a picture."""
PICTURE = 64 * 1024
BOTHERED = (1.0, 3.0)
"""Seconds between two troubles outside."""
GATEWAY_TROUBLE = ("drop_sse", "empty502", "moderation", "b64_trunc", "api500", "late_error", "refusal")


@dataclass
class Stage:
    """What people, the reaper and whoever judges need of it."""

    telegram: LoopbackTelegram
    gateway_url: str
    door: Door
    folder: Path
    database: str
    seats: list[Seat]

    def of(self, roles: str) -> list[Seat]:
        return [seat for seat in self.seats if seat.roles == roles]

    @property
    def lease(self) -> float:
        """Seconds after which a silent worker's picture is taken over."""
        return float(self.settings.get("jobs__lease", Jobs().lease))

    @property
    def settings(self) -> dict[str, str]:
        """As every process reads them."""
        return self.seats[0].settings


@contextlib.asynccontextmanager
async def open_stage(folder: Path, database: str, roles: tuple[str, ...] = ROLES, **more: str) -> AsyncIterator[Stage]:
    """All processes run and serve on this migrated database. `more` are settings, `section__key`."""
    async with LoopbackTelegram() as telegram, gateway(pace=PACE, picture=PICTURE) as gateway_url, open_door() as door:
        telegram.updates.webhook.pause = 0.5
        ours = _settings(telegram, gateway_url, door, database) | more
        stage = Stage(telegram, gateway_url, door, folder, database, seats(roles, folder, ours))
        door.behind = stage.of("telegram,web")
        async with seated(stage.seats):
            async with asyncio.timeout(60):
                while len(telegram.calls("setWebhook")) < len(door.behind):  # noqa: ASYNC110  # seen from outside
                    await asyncio.sleep(0.1)
            yield stage


def _settings(telegram: LoopbackTelegram, gateway_url: str, door: Door, database: str) -> dict[str, str]:
    return {
        "app__base_url": door.url,
        "app__log_format": "json",
        "database__url": database,
        "mayi__base_url": gateway_url,
        "mayi__api_key": "sk-chaos",
        "mayi__concurrency": str(CONCURRENCY),
        "telegram__mode": "webhook",
        "telegram__token": telegram.token,
        "telegram__api_base": telegram.api_base,
        "telegram__file_base": telegram.file_base,
    }


async def bother(stage: Stage, dice: Random) -> None:
    """Until it is cancelled: now and then the gateway fails, or Telegram does, or something comes twice."""
    misbehaviour = stage.telegram.misbehaviour
    async with aiohttp.ClientSession() as session:
        while True:
            await asyncio.sleep(dice.uniform(*BOTHERED))
            match dice.randrange(7):
                case 0:
                    misbehaviour.lose_webhook_answers += 1
                case 1:
                    misbehaviour.fail(SENDS)
                case 2:
                    misbehaviour.rate_limit(SENDS)
                case 3:
                    misbehaviour.duplicate_updates = dice.choice((1, 2))
                case 4:
                    misbehaviour.refuse(SENDS, refusals.broken(502), after=True)
                case _:
                    trigger = dice.choice(GATEWAY_TROUBLE)
                    async with session.get(f"{stage.gateway_url.removesuffix('/v1')}/sandbox/next", params={"trigger": trigger}):
                        pass


def calm(stage: Stage) -> None:
    """Nothing goes wrong outside any more."""
    stage.telegram.misbehaviour.calm()
    stage.telegram.misbehaviour.duplicate_updates = 1
    stage.telegram.misbehaviour.lose_webhook_answers = 0
