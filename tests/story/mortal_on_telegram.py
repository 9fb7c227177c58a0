"""The program on Telegram, as `--only …` runs it, that dies where it is told to; otherwise it stops when it is asked to."""

import asyncio
from datetime import timedelta
from multiprocessing.connection import Connection

import adapters.telegram.parts  # noqa: F401  # the program imports it late; here it is wanted before the life begins
from bot.config_sources import load
from bot.runtime import Runtime, listen
from bot.wiring import build
from tests.story.mortal import dying_at


async def main(settings: dict[str, object], roles: tuple[str, ...], step: str, ago: timedelta, steps: Connection) -> None:
    chosen = load(None, settings)
    server = listen("127.0.0.1", 0) if "web" in roles else None
    if server is not None:
        chosen = chosen.at_port(server.getsockname()[1])
    program = await build(chosen, ambient=dying_at(step, ago, steps), usage_delay=0.05)
    try:
        await Runtime(program, roles).run(server)
    finally:
        await program.close()


def run(settings: dict[str, object], roles: tuple[str, ...], step: str, ago: timedelta, steps: Connection) -> None:
    """The whole life of the process, `ago` by the wall clock."""
    asyncio.run(main(settings, roles, step, ago, steps))
