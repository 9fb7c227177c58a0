"""How a commit wakes the workers of this process, and of the others if the database carries news (db/news.py). All of them look now and
then anyway: news may be lost."""

import asyncio
from collections.abc import Callable


def _nobody() -> None:
    """There are no other processes, or no way to tell them."""


class Wake:
    """Every waiter sees every call. `tell` passes it on to the other processes; theirs come to `hear`, and reach those alone who wait for
    news from `afar`: each process need not look for everything whenever another has done something."""

    def __init__(self) -> None:
        self._waiters: dict[asyncio.Event, bool] = {}  # in the order in which they came
        self.tell: Callable[[], None] = _nobody
        self.calls = 0
        self.news = 0

    def __call__(self) -> None:
        """There may be something to do."""
        self.calls += 1
        self.news += 1
        for waiter in self._waiters:
            waiter.set()
        self.tell()

    def hear(self) -> None:
        """Another process says so."""
        self.news += 1
        for waiter, afar in self._waiters.items():
            if afar:
                waiter.set()

    async def wait(self, seconds: float, *, since: int | None = None, afar: bool = False) -> None:
        """Return at the next call, or after so many seconds. With `since` (an earlier `calls`, or `news` from afar) a call in between
        counts, too."""
        if since is not None and since != (self.news if afar else self.calls):
            return
        waiter = asyncio.Event()
        self._waiters[waiter] = afar
        try:
            async with asyncio.timeout(seconds):  # not `wait_for`: on Python 3.11 it loses a cancellation that comes along with the call
                await waiter.wait()
        except TimeoutError:
            return
        finally:
            del self._waiters[waiter]
