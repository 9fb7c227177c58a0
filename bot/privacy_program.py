"""What the operator's people type about people's data and needs the whole program."""

from collections.abc import Callable

from bot import self_test
from bot.command_line import start_log
from bot.config import Settings
from bot.timetable import desk
from bot.wiring import build


async def replay(settings: Settings) -> None:
    """Start as far as nobody who has left is in the database, and serve nothing. Raises what `build` raises."""
    start_log(settings, "warning")
    await (await build(settings, site=False)).close()


async def prove(settings: Settings, say: Callable[[str], None]) -> bool | None:
    """See `self_test.run_now`."""
    return await self_test.run_now(settings, desk, say)
