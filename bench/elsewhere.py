"""Another process that is told what to do, a line for each deed: whoever measures must not share an event loop with what is measured."""

import asyncio
import contextlib
import json
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from bench.house import ROOT

Json = dict[str, Any]


class Stalls:
    """How long the event loop of this process did not come round, in seconds, while a block runs."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __aenter__(self) -> "Stalls":
        self._watching = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._watching.cancel()

    async def _watch(self) -> None:
        while True:
            began = time.monotonic()
            await asyncio.sleep(0.002)
            self.seconds.append(time.monotonic() - began - 0.002)


class Elsewhere:
    """That process, from here."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def heard(self) -> Json:
        """Its next line."""
        assert self._process.stdout is not None
        return dict(json.loads(await self._process.stdout.readline()))

    async def do(self, *deed: object) -> Json:
        """Have it do something; what came of it."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{json.dumps(deed)}\n".encode())
        return await self.heard()


@contextlib.asynccontextmanager
async def elsewhere(module: str) -> AsyncIterator[Elsewhere]:
    """`python -m module serve`, until the body ends."""
    words, pipe = (sys.executable, "-m", module, "serve"), asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*words, cwd=ROOT, stdin=pipe, stdout=pipe, limit=2**20)
    try:
        yield Elsewhere(process)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def told_what_to_do(place: Mapping[str, Any], deeds: Mapping[str, Callable[..., Awaitable[Json]]]) -> None:
    """In that process: say where it is, then do what standard input says until it ends."""
    print(json.dumps(place), flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        name, *values = json.loads(line)
        print(json.dumps(await deeds[name](*values)), flush=True)
