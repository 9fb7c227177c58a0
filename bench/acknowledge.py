"""How long people wait for an answer while pictures land: `python -m bench acknowledge`.

In this process the program serves the playground, first with nothing else to do, then with 200 pictures in flight that keep landing.
People in a process of their own send `/imagine` and `/balance` over HTTP, others come from inside this process straight to the
dispatch; all at fixed instants, whether or not earlier requests were answered, and a wait counts from the instant it was due.
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

from bench.house import PRICE, PROMPT, ROOT, caller, gateway, imagine, program
from bench.table import Line, latency, machine, show
from bot.program import Program
from bot.runtime import Runtime, listen
from core.ambient import Ambient, Step

GOAL = 100.0  # ms
IN_FLIGHT = 200
PACE = 40.0  # seconds per picture, so that five land in each
RATE = IN_FLIGHT / PACE  # of each kind of request, from inside and outside together, per second
FILL, SLACK = 15.0, 15.0  # seconds in which people ask, and the most it takes until all of it is under way
QUIET, BUSY = 5.0, 16.0  # seconds of measuring
GUESTS = 40
LIMITS = {"mayi__concurrency": IN_FLIGHT, "jobs__per_person": IN_FLIGHT}

Waits = list[float]
Asked = dict[str, Waits]


async def open_loop(send: Callable[[int], Awaitable[object]], rate: float, seconds: float) -> Waits:
    """Send at fixed instants; how long each took from its instant to its answer."""
    waits: Waits = []

    async def one(number: int, instant: float) -> None:
        await send(number)
        waits.append(time.monotonic() - instant)

    numbers = count()
    async with asyncio.TaskGroup() as group:
        async for instant in instants(1 / rate, seconds):
            group.create_task(one(next(numbers), instant))
    return waits


async def instants(every: float, seconds: float) -> AsyncIterator[float]:
    """Instants of the monotonic clock, each as it comes."""
    first = time.monotonic()
    for number in range(int(seconds / every)):
        instant = first + number * every
        await asyncio.sleep(max(0.0, instant - time.monotonic()))
        yield instant


# --- the people, in their own process ------------------------------------------------------------------------------


async def people(url: str, name: str, seconds: float) -> Asked:
    """Ask over HTTP once we are told to; the waits by command."""
    async with aiohttp.ClientSession(base_url=url, headers={"X-Playground": "1"}, timeout=aiohttp.ClientTimeout(120)) as session:
        who = [await _arrive(session, number) for number in range(GUESTS)]
        print("here", flush=True)
        await asyncio.to_thread(sys.stdin.readline)

        async def ask(number: int, command: str, body: dict[str, object]) -> None:
            words = {"person": who[number % GUESTS], "nonce": f"{name}-{command}-{number:06d}", "command": command, **body}
            async with session.post("/api/run", json=words) as answer:
                answer.raise_for_status()
                await answer.read()

        order = {"values": {"prompt": PROMPT, "quality": "low"}, "seen": PRICE}
        waits = await asyncio.gather(
            open_loop(lambda number: ask(number, "imagine", order), RATE / 2, seconds),
            open_loop(lambda number: ask(number, "balance", {}), RATE, seconds),
        )
    return dict(zip(("imagine", "balance"), waits, strict=True))


async def _arrive(session: aiohttp.ClientSession, number: int) -> str:
    async with session.post("/api/people", json={"name": f"Guest {number}"}) as answer:
        answer.raise_for_status()
        return str((await answer.json())["uid"])


# --- the program ---------------------------------------------------------------------------------------------------


async def measure() -> None:
    """The quiet house, the filling, the busy house."""
    steps: Counter[Step] = Counter()
    with tempfile.TemporaryDirectory(prefix="bench-acknowledge-") as folder:
        async with (
            gateway(pace=PACE) as gateway_url,
            program(Path(folder), gateway_url, ambient=Ambient(reached=lambda step: steps.update([step])), **LIMITS) as built,
        ):
            server, runtime = listen("127.0.0.1", 0), Runtime(built, ("web", "worker"))
            async with runtime.everything(server):
                url = f"http://127.0.0.1:{server.getsockname()[1]}"
                await ask_all(built, url, "first", 2.0)  # statements are compiled when they are first needed
                quiet = await ask_all(built, url, "quiet", QUIET)
                await fill(built, steps)
                at_first, landed, spent = in_flight(steps), steps[Step.MADE], time.process_time()
                began = time.monotonic()
                busy = await ask_all(built, url, "busy", BUSY)
                seconds = time.monotonic() - began
                spent, landed = (time.process_time() - spent) / seconds, steps[Step.MADE] - landed
                runtime.stopping.set()
            report(quiet, busy, f"{at_first} and {in_flight(steps)}", landed / seconds, spent)


def in_flight(steps: Counter[Step]) -> int:
    """How many pictures are asked for and have not come."""
    return steps[Step.ASKING] - steps[Step.MADE]


async def fill(built: Program, steps: Counter[Step]) -> None:
    """As many jobs as may be in flight, each with another time to go, so that they land one after another once all are under way."""

    async def one(number: int) -> None:
        pace = FILL + SLACK + (PACE - FILL) * number / IN_FLIGHT
        await imagine(built, f"person-{number}", "first", f"{PROMPT} [[sb:ok pace={pace:.1f}]]")

    give_up = time.monotonic() + FILL + SLACK
    await open_loop(one, IN_FLIGHT / FILL, FILL)
    while in_flight(steps) < IN_FLIGHT and time.monotonic() < give_up:  # noqa: ASYNC110  # it is counted elsewhere, and nobody tells
        await asyncio.sleep(0.1)


async def ask_all(built: Program, url: str, name: str, seconds: float) -> Asked:
    """The waits from inside and outside, measured at the same time."""
    words = (sys.executable, "-m", "bench.acknowledge", url, name, str(seconds))
    pipe = asyncio.subprocess.PIPE
    others = await asyncio.create_subprocess_exec(*words, cwd=ROOT, stdin=pipe, stdout=pipe)
    assert others.stdout is not None
    await others.stdout.readline()  # they have arrived, so that starting them is not measured
    (said, _), inside = await asyncio.gather(others.communicate(b"go\n"), from_inside(built, name, seconds))
    outside: Asked = json.loads(said)
    return inside | {f"/{command}, playground over HTTP": waits for command, waits in outside.items()}


async def from_inside(built: Program, name: str, seconds: float) -> Asked:
    """The waits of those who need no HTTP."""
    order = {"prompt": PROMPT, "quality": "low"}
    imagined, balances = await asyncio.gather(
        open_loop(lambda n: built.dispatch(caller(f"person-{n}", f"{name}-more-{n}"), "imagine", order), RATE / 2, seconds),
        open_loop(lambda n: built.dispatch(caller(f"person-{n}", f"{name}-look-{n}"), "balance", {}), RATE, seconds),
    )
    return {"/imagine, in process": imagined, "/balance, in process": balances}


def report(quiet: Asked, busy: Asked, flying: str, landed: float, spent: float) -> None:
    """One table."""
    lines = [
        Line("pictures in flight, before and after", flying),
        Line("pictures landed meanwhile, CPU of the program", f"{landed:.1f} per second · {spent:.0%} of a core"),
        *(line for what, waits in busy.items() for line in latency(what, waits, GOAL)),
        *(latency(f"with nothing in flight: {what}", waits)[1] for what, waits in quiet.items()),
    ]
    show(
        f"Acknowledging while {IN_FLIGHT} pictures of 2 MiB are being made", lines, f"{3 * RATE:.0f} requests per second in all.", machine()
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(asyncio.run(people(sys.argv[1], sys.argv[2], float(sys.argv[3])))))
    else:
        asyncio.run(measure())
