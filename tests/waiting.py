"""Waiting for something to become so, without looking at fixed intervals."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Pulse:
    """Beats whenever something at the server has changed."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def beat(self) -> None:
        self._next.set()
        self._next = asyncio.Event()

    async def until(self, found: Callable[[], T | None], within: float) -> T:
        """What `found` gives once that is not empty; TimeoutError after `within` seconds of the wall clock."""
        async with asyncio.timeout(within):
            while not (result := found()):
                await self._next.wait()
        return result
