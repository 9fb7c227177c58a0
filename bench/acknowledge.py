"""How long people wait for an answer while pictures land: `python -m bench acknowledge`.

In this process the program serves the playground with 200 pictures asked for at any time; each takes so long that they keep landing.
People, in a process of their own, go on sending `/imagine` and `/balance` at fixed instants over HTTP, whether or not earlier requests
were answered, and some come from inside this process straight to the dispatch. A wait counts from the instant a request was due.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import count
from pathlib import Path

import aiohttp

from bench.house import PRICE, ROOT, caller, gateway, imagine, program
from bench.table import Line, latency, machine, show
from bot import runtime as runtime_module
from bot.runtime import Runtime, listen
from bot.wiring import Program
from core.ambient import Ambient, Step

GOAL = 100.0  # ms
IN_FLIGHT = 200
PACE = 25.0  # seconds per picture: eight land in each
SECONDS = 20.0
RATE = IN_FLIGHT / PACE  # requests per second, of each kind
GUESTS = 50
LIMITS = {"mayi__concurrency": IN_FLIGHT, "jobs__per_person": IN_FLIGHT}

Waits = list[float]


async def due(every: float, seconds: float) -> AsyncIterator[float]:
    """Instants of the monotonic clock, each as it comes."""
    first = time.monotonic()
    for number in range(int(seconds / every)):
        instant = first + number * every
        await asyncio.sleep(max(0.0, instant - time.monotonic()))
        yield instant


async def open_loop(send: Callable[[int], Awaitable[object]], rate: float, seconds: float) -> Waits:
    """Send at fixed instants; how long each took from its instant to its answer."""
    waits: Waits = []

    async def one(number: int, instant: float) -> None:
        await send(number)
        waits.append(time.monotonic() - instant)

    numbers = count()
    async with asyncio.TaskGroup() as group:
        async for instant in due(1 / rate, seconds):
            group.create_task(one(next(numbers), instant))
    return waits


# --- the people, in their own process ------------------------------------------------------------------------------


async def people(url: str) -> dict[str, Waits]:
    """Ask over HTTP; the waits by command."""
    async with aiohttp.ClientSession(base_url=url, headers={"X-Playground": "1"}, timeout=aiohttp.ClientTimeout(120)) as session:
        who = [await _arrive(session, number) for number in range(GUESTS)]

        async def ask(number: int, command: str, body: dict[str, object]) -> None:
            words = {"person": who[number % len(who)], "nonce": f"{command}-{number:08d}", "command": command, **body}
            async with session.post("/api/run", json=words) as answer:
                answer.raise_for_status()
                await answer.read()

        order = {"values": {"prompt": "a fox in the rain", "quality": "low"}, "seen": PRICE}
        waits = await asyncio.gather(
            open_loop(lambda number: ask(number, "imagine", order), RATE / 2, SECONDS),
            open_loop(lambda number: ask(number, "balance", {}), RATE, SECONDS),
        )
    return dict(zip(("imagine", "balance"), waits, strict=True))


async def _arrive(session: aiohttp.ClientSession, number: int) -> str:
    async with session.post("/api/people", json={"name": f"Guest {number}"}) as answer:
        answer.raise_for_status()
        return str((await answer.json())["uid"])


# --- the program ---------------------------------------------------------------------------------------------------


async def measure() -> None:
    """Fill the house, then ask from outside and inside at once."""
    steps: Counter[Step] = Counter()
    runtime_module.DRAIN_SECONDS = 1.0  # what is in flight at the end need not land
    with tempfile.TemporaryDirectory(prefix="bench-acknowledge-") as folder:
        async with (
            gateway(pace=PACE) as gateway_url,
            program(Path(folder), gateway_url, ambient=Ambient(reached=lambda step: steps.update([step])), **LIMITS) as built,
        ):
            server, runtime = listen("127.0.0.1", 0), Runtime(built, ("web", "worker"))
            async with runtime.everything(server):
                # A few more than there is room for, so that a place that becomes free is taken at once.
                await open_loop(lambda number: imagine(built, f"person-{number}", "first"), 1.2 * RATE, PACE)
                await ask_all(built, steps, f"http://127.0.0.1:{server.getsockname()[1]}")
                runtime.stopping.set()


async def ask_all(built: Program, steps: Counter[Step], url: str) -> None:
    """The waits over HTTP and in process, and how busy the house was meanwhile."""
    before, landed, began, spent = in_flight(steps), steps[Step.STORED], time.monotonic(), time.process_time()
    outside, (imagined, balances) = await asyncio.gather(from_outside(url), from_inside(built))
    seconds, spent = time.monotonic() - began, time.process_time() - spent
    lines = [
        Line("pictures in flight, before and after", f"{before} and {in_flight(steps)}"),
        Line("pictures landed meanwhile", f"{(steps[Step.STORED] - landed) / seconds:.1f} per second"),
        Line("CPU of the program meanwhile", f"{spent / seconds:.0%} of a core"),
        *latency("/imagine, in process", imagined, GOAL),
        *latency("/balance, in process", balances, GOAL),
        *latency("/imagine, playground over HTTP", outside["imagine"], GOAL),
        *latency("/balance, playground over HTTP", outside["balance"], GOAL),
    ]
    show(f"Acknowledging while {IN_FLIGHT} pictures are being made", lines, f"{2 * RATE + RATE:.0f} requests per second in all.", machine())


def in_flight(steps: Counter[Step]) -> int:
    """How many pictures are asked for at this moment."""
    return steps[Step.CLAIMED] - steps[Step.SETTLED]


async def from_inside(built: Program) -> tuple[Waits, Waits]:
    """/imagine and /balance straight to the dispatch."""
    order = {"prompt": "a fox in the rain", "quality": "low"}
    return await asyncio.gather(
        open_loop(lambda n: built.dispatch(caller(f"person-{n}", f"again-{n}"), "imagine", order), RATE / 2, SECONDS),
        open_loop(lambda n: built.dispatch(caller(f"person-{n}", f"look-{n}"), "balance", {}), RATE, SECONDS),
    )


async def from_outside(url: str) -> dict[str, Waits]:
    """What the other process measured."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.acknowledge", url, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    waits: dict[str, Waits] = json.loads(said)
    return waits


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(asyncio.run(people(sys.argv[1]))))
    else:
        asyncio.run(measure())
