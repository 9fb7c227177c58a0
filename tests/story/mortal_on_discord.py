"""The program on Discord, as `--only discord,worker` runs it, that dies where it is told to; otherwise it stops when it is asked to."""

import asyncio
from datetime import timedelta
from multiprocessing.connection import Connection

import adapters.discord.parts  # noqa: F401  # the program imports it late; here it is wanted before the life begins
from bot.config_sources import load
from bot.runtime import Runtime
from bot.wiring import build
from tests.story.mortal import dying_at


async def main(settings: dict[str, object], step: str, ago: timedelta, steps: Connection) -> None:
    program = await build(load(None, settings), ambient=dying_at(step, ago, steps), usage_delay=0.05)
    try:
        await Runtime(program, ("discord", "worker")).run(None)
    finally:
        await program.close()


def run(settings: dict[str, object], step: str, ago: timedelta, steps: Connection) -> None:
    """The whole life of the process, `ago` by the wall clock."""
    asyncio.run(main(settings, step, ago, steps))
