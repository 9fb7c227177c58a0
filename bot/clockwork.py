"""The timetable, kept going: begun anew when the wall clock jumps, which it goes by, and when it stands still (architecture.md §8)."""

import asyncio
import logging
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.program import Program
from bot.supervision import waited
from bot.timetable import timetable
from core.ambient import Ambient

LOOK_SECONDS = 2.0
JUMP = timedelta(seconds=10)
"""What the wall clock may be wrong by between two looks; corrections of a time server come in smaller steps."""
LATE = timedelta(minutes=10)
"""An entry that is due for so long means that nothing is begun any more."""

log = logging.getLogger(__name__)


class StandsStill(Exception):
    """The scheduler does not begin what is due."""


class Drift:
    """How far the wall clock has gone more, or less, than time has passed since the last look."""

    def __init__(self, ambient: Ambient) -> None:
        self._ambient = ambient
        self._last = self._offset()

    def jumped(self) -> timedelta | None:
        """By how much it jumped since the last look, if it did."""
        before, self._last = self._last, self._offset()
        moved = self._last - before
        return moved if abs(moved) > JUMP else None

    def _offset(self) -> timedelta:
        """The wall clock less the time that has passed since some moment."""
        return self._ambient.now() - datetime.min.replace(tzinfo=self._ambient.now().tzinfo) - timedelta(seconds=self._ambient.elapsed())


async def run_by_the_clock(program: Program, stopping: asyncio.Event) -> None:
    """Run the timetable until `stopping`. Raises `StandsStill`."""
    drift = Drift(program.ambient)
    while not stopping.is_set():
        clock = timetable(program)
        clock.start()
        try:
            await _until_it_jumps(program.ambient, clock, drift, stopping)
        finally:
            clock.shutdown(wait=False)
        if not stopping.is_set():
            await program.store.write(lambda uow: uow.jobs.mend_times(program.ambient.now()))
            program.wake()


async def _until_it_jumps(ambient: Ambient, clock: AsyncIOScheduler, drift: Drift, stopping: asyncio.Event) -> None:
    while not stopping.is_set():
        await waited(stopping, LOOK_SECONDS)
        if (jump := drift.jumped()) is not None:
            # Set back, it would sleep until the old time comes again; set forward, all of it is late.
            log.warning("the wall clock jumped", extra={"seconds": round(jump.total_seconds())})
            return
        if any(entry.next_run_time and entry.next_run_time < ambient.now() - LATE for entry in clock.get_jobs()):
            raise StandsStill
