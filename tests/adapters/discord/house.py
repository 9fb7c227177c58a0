"""The whole program behind the loopback Discord."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from bot.config import load
from bot.runtime import Runtime
from bot.wiring import Program, build
from core.ambient import Ambient
from tests.loopback_discord.server import API, LoopbackDiscord

PACE = 0.4


def settings(discord: LoopbackDiscord, folder: Path, **more: object) -> dict[str, object]:
    """As an operator would write them; `more` with `__` for the dot."""
    return {
        "app.data_dir": str(folder),
        "mayi.sandbox_pace": PACE,
        "discord.token": discord.token,
        "discord.api_base": f"{discord.url}{API}",
        "discord.gateway_url": discord.gateway.address,
        "discord.cdn_base": f"{discord.url}/cdn",
        **{name.replace("__", "."): value for name, value in more.items()},
    }


@contextlib.asynccontextmanager
async def inkmirage(
    discord: LoopbackDiscord,
    folder: Path,
    *,
    roles: tuple[str, ...] = ("discord", "worker"),
    ambient: Ambient | None = None,
    **more: object,
) -> AsyncIterator[Program]:
    """Running until the body ends, connected before it begins."""
    program = await build(load(None, settings(discord, folder, **more)), ambient=ambient, usage_delay=0.1)
    try:
        runtime = Runtime(program, roles)
        async with runtime.everything(None):
            if "discord" in roles:
                assert program.discord is not None
                await program.discord.here.wait()
                await discord.gateway.ready()
            try:
                yield program
            finally:
                runtime.stopping.set()
    finally:
        await program.close()
