"""How long people wait for an answer when a thousand ask for far more than can be made: `python -m bench overload`.

Everybody asks at once, and then again and again; a wait counts from the instant at which it was due. The line is as long as
`longest_wait` allows, and who comes too late is told so: both answers have to come soon, and nobody's may be an error.
"""

import asyncio
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.acknowledge import open_loop
from bench.house import PROMPT, caller, gateway, program
from bench.table import Line, latency, machine, show
from bot.program import Program
from bot.runtime import Runtime

GOAL = 3_000.0  # ms
PEOPLE = 1_000
PACE = 2.5  # seconds per picture
RATE, SECONDS = 100.0, 10.0  # of those who ask again
LONGEST_WAIT = 60  # seconds


async def measure() -> None:
    """All at once, then for a while a hundred each second."""
    said: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="bench-overload-") as folder:
        async with gateway(pace=PACE) as url, program(Path(folder), url, jobs__longest_wait=LONGEST_WAIT) as built:
            runtime = Runtime(built, ("worker",))
            async with runtime.everything(None):
                await ask(built, "first", 0, Counter())  # statements are compiled when they are first needed
                rush = await at_once(built, said)
                later = await open_loop(lambda n: ask(built, f"again-{n}", n, said), RATE, SECONDS)
                runtime.stopping.set()
    lines = [
        Line("put in line · declined · crowded", " · ".join(str(said[key]) for key in ("queued", "line-too-long", "error-crowded"))),
        Line("errors", str(sum(said.values()) - said["queued"] - said["line-too-long"] - said["error-crowded"])),
        *latency("all at the same instant", rush, GOAL),
        *latency(f"{RATE:.0f} more each second", later, GOAL),
    ]
    show(f"{PEOPLE} people ask for more than can be made", lines, "From inside the process.", machine())


async def at_once(built: Program, said: Counter[str]) -> list[float]:
    """Everybody's first request, all due at the same instant."""
    began = time.monotonic()

    async def one(number: int) -> float:
        await ask(built, "rush", number, said)
        return time.monotonic() - began

    return await asyncio.gather(*(one(number) for number in range(PEOPLE)))


async def ask(built: Program, key: str, number: int, said: Counter[str]) -> None:
    """One request, and what was said to it."""
    answer = await built.dispatch(caller(f"person-{number % PEOPLE}", key), "imagine", {"prompt": PROMPT, "quality": "low"})
    first = answer.reply.lines[0].key
    said["queued" if first in ("queued", "working") else first] += 1


if __name__ == "__main__":
    asyncio.run(measure())
