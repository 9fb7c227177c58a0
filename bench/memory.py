"""What a job that waits and a picture that lands cost in memory: `python -m bench memory`.

Resident memory of the program, each time in a fresh process that has made a few pictures before, so that what every process loads once
is not counted. Waiting: a thousand jobs in the queue; in another process three hundred that were asked for and have not come. Landing:
fifty pictures arrive in the same moment; the peak while they do is compared with the moment before.
"""

import asyncio
import contextlib
import gc
import json
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from bench.house import PROMPT, ROOT, gateway, imagine, program
from bench.table import below, machine, show
from bot.program import Program
from bot.runtime import Runtime
from core.ambient import Ambient, Step

WAITING_GOAL = 64.0  # KiB
LANDING_GOAL = 0.5  # MiB
QUEUED = 1000
ASKED = 300
LANDING = 50
WARM_UP = 6
NEVER = 600.0  # seconds; longer than anything here takes
MIB = 2**20

Steps = Counter[Step]


def resident() -> int:
    """Bytes in RAM now, without what only waits to be collected."""
    gc.collect()
    return int(psutil.Process().memory_info().rss)


class Peak:
    """The highest resident memory of this process while a block runs, looked at every few milliseconds."""

    def __init__(self) -> None:
        self.bytes = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def _look(self) -> None:
        process = psutil.Process()
        while not self._over.wait(0.004):
            self.bytes = max(self.bytes, process.memory_info().rss)

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


@contextlib.asynccontextmanager
async def house(at_once: int, previews: int) -> AsyncIterator[tuple[Program, Steps]]:
    """The running program after its first few pictures. Markers in the prompts say how long a picture takes."""
    steps: Steps = Counter()
    limits = {"mayi__concurrency": at_once, "mayi__previews": previews, "mayi__read_timeout": NEVER, "jobs__lease": NEVER}
    ambient = Ambient(reached=lambda step: steps.update([step]))
    with tempfile.TemporaryDirectory(prefix="bench-memory-") as folder:
        async with gateway(pace=0.1) as url, program(Path(folder), url, ambient=ambient, **limits) as built:
            runtime = Runtime(built, ("worker",))
            async with runtime.everything(None):
                for number in range(WARM_UP):
                    await imagine(built, f"first-{number}", "warm-up")
                    await until(lambda number=number: steps[Step.DELIVERED] > number)  # type: ignore[misc]
                yield built, steps
                runtime.stopping.set()


async def until(true: Callable[[], bool]) -> None:
    """Wait for something to become true, but not for ever."""
    async with asyncio.timeout(120):
        while not true():  # noqa: ASYNC110  # it is counted elsewhere, and nobody tells
            await asyncio.sleep(0.02)


async def ask(built: Program, jobs: int, pace: float) -> None:
    """So many people ask for a picture that takes so long."""
    for number in range(jobs):
        await imagine(built, f"person-{number}", "ask", f"{PROMPT} [[sb:ok pace={pace}]]")


async def queued() -> float:
    """KiB per job that waits in the queue, behind four that never end."""
    async with house(at_once=4, previews=2) as (built, steps):
        await ask(built, 4, NEVER)
        await until(lambda: steps[Step.ASKING] == WARM_UP + 4)
        before = resident()
        await ask(built, QUEUED, NEVER)
        await asyncio.sleep(4)  # long enough for everybody to be told their place once
        return (resident() - before) / QUEUED / 1024


async def asked() -> float:
    """KiB per job whose picture was asked for and has not come."""
    async with house(at_once=ASKED, previews=2) as (built, steps):
        before = resident()
        await ask(built, ASKED, NEVER)
        await until(lambda: steps[Step.ASKING] == WARM_UP + ASKED)
        await asyncio.sleep(1)
        return (resident() - before) / ASKED / 1024


async def landing(previews: int) -> float:
    """MiB per picture of fifty that arrive together."""
    async with house(at_once=LANDING, previews=previews) as (built, steps):
        pace = 8.0 * (previews + 1)  # the first frame comes after all have asked
        await ask(built, LANDING, pace)
        await until(lambda: steps[Step.ASKING] == WARM_UP + LANDING)
        before = resident()
        with Peak() as peak:
            await until(lambda: steps[Step.DELIVERED] == WARM_UP + LANDING)
        return (peak.bytes - before) / LANDING / MIB


Case = Callable[[], Awaitable[float]]
CASES: dict[str, Case] = {"queued": queued, "asked": asked, "landing": lambda: landing(0), "landing-with-previews": lambda: landing(2)}


async def one(case: Case) -> float:
    """The figure of one case."""
    return await case()


def measured(case: str) -> float:
    """The figure of one case, from a process of its own."""
    said = subprocess.run([sys.executable, "-m", "bench.memory", case], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return float(json.loads(said.stdout))


def main() -> None:
    """One table. Two cases at a time, because memory does not mind."""
    with ThreadPoolExecutor(2) as both:
        waits, asks, bare, framed = both.map(measured, CASES)
    lines = [
        below(f"a job that waits in the queue (of {QUEUED:,})", waits, WAITING_GOAL, "KiB"),
        below(f"a job whose picture was asked for (of {ASKED:,})", asks, WAITING_GOAL, "KiB"),
        below(f"a picture that lands (of {LANDING} at once), without previews", bare, LANDING_GOAL, "MiB", 2),
        below("the same, each with two preview frames", framed, LANDING_GOAL, "MiB", 2),
    ]
    show("Memory of the program", lines, machine())


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(asyncio.run(one(CASES[sys.argv[1]]))))
    else:
        main()
