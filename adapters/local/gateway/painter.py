"""The painting threads, so that the event loop never waits for a picture."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from adapters.local.gateway.painting import Painted, Sheet, paint

Result = TypeVar("Result")

THREADS = 2
HEAVY_KEPT = 8


class Painter:
    """Paints in a few threads, and keeps the heavy pictures of benchmarks, which all show the same."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, "sandbox-painter")
        self._heavy: dict[tuple[int, int, str, int, int], asyncio.Future[Painted]] = {}

    async def paint(self, sheet: Sheet) -> Painted:
        """The picture of this sheet."""
        return await self._paint_heavy(sheet) if sheet.file_size else await self.call(lambda: paint(sheet))

    async def call(self, work: Callable[[], Result]) -> Result:
        """Run anything else that takes CPU."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def close(self) -> None:
        """Let the threads end; what nobody waits for any more is not begun."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _paint_heavy(self, sheet: Sheet) -> Painted:
        key = (sheet.width, sheet.height, sheet.output_format, sheet.frames, sheet.file_size)
        if key not in self._heavy:
            if len(self._heavy) == HEAVY_KEPT:
                self._heavy.pop(next(iter(self._heavy)))
            self._heavy[key] = asyncio.get_running_loop().run_in_executor(self._threads, paint, sheet)
        return await asyncio.shield(self._heavy[key])
