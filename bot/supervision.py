"""Tasks that stay at work: one that ends or breaks is begun again, later each time, is reported, and takes nobody with it."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine

from core.ambient import Ambient
from core.ports import TokenRefused

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
HEALTHY_AFTER = 120.0
"""Who was at work for so many seconds begins again with the first pause."""

log = logging.getLogger(__name__)


def nobody(task: str) -> None:
    """Nobody counts."""


class Supervisor:
    """`restarted` is called with a task's name each time that it is begun again: who counts restarts listens there."""

    def __init__(self, ambient: Ambient, restarted: Callable[[str], None] = nobody) -> None:
        self._ambient = ambient
        self._restarted = restarted

    async def keep(self, name: str, work: Callable[[], Awaitable[object]], until: asyncio.Event) -> None:
        """Have this work done until it ends because `until` is set. Raises `TokenRefused`, which no repetition mends."""
        pause = FIRST_PAUSE
        while True:
            began = self._ambient.elapsed()
            await self._once(name, work, until)
            if until.is_set():
                return
            pause = FIRST_PAUSE if self._ambient.elapsed() - began > HEALTHY_AFTER else pause
            await waited(until, pause)
            pause = min(2 * pause, LONGEST_PAUSE)
            if not until.is_set():
                log.warning("task restarted", extra={"task": name})
                self._restarted(name)

    async def _once(self, name: str, work: Callable[[], Awaitable[object]], until: asyncio.Event) -> None:
        try:
            await work()
        except TokenRefused:
            raise
        except asyncio.CancelledError:
            if being_cancelled():
                raise
            log.error("task cancelled by nobody", extra={"task": name})
        except (Exception, SystemExit):  # the latter is a library's idea of an error: the process is ours to end
            log.exception("task failed", extra={"task": name, "incident": self._ambient.new_id()[:8]})
        else:
            if not until.is_set():
                log.error("task ended by itself", extra={"task": name})


def being_cancelled() -> bool:
    """Whether somebody wants the present task to end, as opposed to a cancellation that leaked out of something it waited for."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def waited(event: asyncio.Event, seconds: float) -> None:
    """Wait for the event, but no longer than so many seconds."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


async def ended_by(event: asyncio.Event, work: Coroutine[object, object, object]) -> None:
    """Have this work done until the event, which cuts it off."""
    doing, waiting = asyncio.create_task(work), asyncio.create_task(event.wait())
    try:
        await asyncio.wait({doing, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            await doing
    finally:
        for task in (doing, waiting):
            task.cancel()
        await asyncio.gather(doing, waiting, return_exceptions=True)
