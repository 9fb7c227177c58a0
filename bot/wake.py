"""How a commit wakes the workers of this process. Those of other processes find the work by polling."""

import asyncio


class Wake:
    """Every waiter sees every call."""

    def __init__(self) -> None:
        self._waiters: set[asyncio.Event] = set()

    def __call__(self) -> None:
        """There may be something to do."""
        for waiter in self._waiters:
            waiter.set()

    async def wait(self, seconds: float) -> None:
        """Return at the next call, or after so many seconds."""
        waiter = asyncio.Event()
        self._waiters.add(waiter)
        try:
            await asyncio.wait_for(waiter.wait(), seconds)
        except TimeoutError:
            return
        finally:
            self._waiters.discard(waiter)
