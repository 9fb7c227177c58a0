"""How a commit wakes the workers of this process. Those of other processes find the work by polling."""

import asyncio


class Wake:
    """Every waiter sees every call."""

    def __init__(self) -> None:
        self._waiters: set[asyncio.Event] = set()
        self.calls = 0

    def __call__(self) -> None:
        """There may be something to do."""
        self.calls += 1
        for waiter in self._waiters:
            waiter.set()

    async def wait(self, seconds: float, *, since: int | None = None) -> None:
        """Return at the next call, or after so many seconds. With `since` (an earlier `calls`) a call in between counts, too."""
        if since is not None and since != self.calls:
            return
        waiter = asyncio.Event()
        self._waiters.add(waiter)
        try:
            async with asyncio.timeout(seconds):  # not `wait_for`: on Python 3.11 it loses a cancellation that comes along with the call
                await waiter.wait()
        except TimeoutError:
            return
        finally:
            self._waiters.discard(waiter)
