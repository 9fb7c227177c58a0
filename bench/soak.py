"""Whether the program grows while it runs: `python -m bench soak` (an hour; `--minutes 5` for less).

The whole program in this process, the sandbox gateway in another, and in a third one Telegram, which brings updates to our webhook, and
people at the playground. A picture or two in each second and some commands, at a steady rate and by people who keep coming, so that what
is remembered of each of them would show. Every quarter of a minute the program is looked at; growth is the slope of a straight line
through what was seen after the warm-up. Should it grow, a few more minutes with `tracemalloc` say where.
"""

import argparse
import asyncio
import gc
import math
import os
import random
import sys
import tempfile
import threading
import time
import tracemalloc
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import fmean
from typing import TypeVar

import aiohttp
import psutil

from bench.acknowledge import instants
from bench.elsewhere import Elsewhere, Json, elsewhere, told_what_to_do
from bench.house import PRICE, PROMPT, gateway, program
from bench.table import Line, below, console, machine, show
from bot.runtime import Runtime, listen
from tests.loopback_telegram.messages import Message
from tests.loopback_telegram.people import Person
from tests.loopback_telegram.server import LoopbackTelegram

MINUTES = 60.0
EVERY = 15.0  # seconds from look to look
WARM_UP = 0.25  # of the time: what is loaded, compiled and cached once
SETTLED = 15  # minutes after which even a long run counts as warm
LOOKS_AT = (5, 15, 30, 60)  # minutes
PICTURE = 256 * 1024
PACE = 4.0
RATE = 0.75  # pictures a second on each of the two surfaces
SEARCHING = 5.0  # minutes with tracemalloc
GROWTH_GOAL = 2.0  # per cent of the memory in an hour
MIB = 2**20
NEWCOMERS = 0.25  # of those who ask
CIRCLE = 150  # of those who came before, this many may ask again
SOON = 90.0
NEVER = 7 * 24 * 3600.0  # seconds; longer than anything here takes


T = TypeVar("T")


# --- the people, in their own process -------------------------------------------------------------------------------


class World:
    """People on Telegram and at the playground who keep asking. Chance has a fixed seed: two runs do the same."""

    def __init__(self, telegram: LoopbackTelegram) -> None:
        self._telegram = telegram
        self._chance = random.Random(8)
        self._chats: deque[Person] = deque(maxlen=CIRCLE)
        self._seats: deque[str] = deque(maxlen=CIRCLE)
        self._numbers = count()
        self._done: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()

    async def begin(self, url: str) -> Json:
        """Ask from now on, until this process ends."""
        await self._telegram.polled(within=SOON)
        session = aiohttp.ClientSession(base_url=url, headers={"X-Playground": "1"}, timeout=aiohttp.ClientTimeout(SOON))
        self._keep(self._steadily(self._chat))
        self._keep(self._steadily(lambda: self._sit(session)))
        return {}

    async def counts(self) -> Json:
        """What came of it so far."""
        return dict(self._done)

    def _keep(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _steadily(self, ask: Callable[[], Awaitable[None]]) -> None:
        async for _ in instants(1 / RATE, NEVER):
            self._keep(self._counted(ask))

    async def _counted(self, ask: Callable[[], Awaitable[None]]) -> None:
        try:
            await ask()
        except Exception as error:  # noqa: BLE001 - whatever it was, the table says that something failed
            self._done[f"failed: {type(error).__name__}"] += 1

    async def _chat(self) -> None:
        """Look at the balance, ask for a picture, say yes, and see it come."""
        person = self._somebody(self._chats) or self._telegram.user(f"Person {next(self._numbers)}")
        said = await person.says("/balance")
        await self._telegram.message_in(person.private, lambda message: "spend" in message.text, after=said, within=SOON)
        said = await person.says(f"/imagine {PROMPT} {next(self._numbers)} --quality low")
        offer = await self._telegram.message_in(person.private, lambda message: bool(message.labels), after=said, within=SOON)
        await person.press(offer, offer.labels[0], within=SOON)
        await self._telegram.pulse.until(lambda: _has_come(offer), SOON)
        self._done["pictures on Telegram"] += 1
        self._chats.append(person)

    async def _sit(self, session: aiohttp.ClientSession) -> None:
        """Look at the balance, ask for a picture, and watch the chat until it is there."""
        nonce = f"soak-{next(self._numbers):08d}"
        person = self._somebody(self._seats) or (await _posted(session, "/api/people", {"name": nonce}))["uid"]
        look = await _posted(session, "/api/run", {"person": person, "nonce": f"{nonce}-look", "command": "balance"})
        asked = {"person": person, "nonce": nonce, "command": "imagine", "values": {"prompt": f"{PROMPT} {nonce}", "quality": "low"}}
        await _posted(session, "/api/run", asked | {"seen": PRICE})
        since = str(look["messages"][-1]["revision"])
        async with asyncio.timeout(SOON), session.get("/api/events", params={"person": person, "after": since}) as events:
            async for line in events.content:
                if b"/files/" in line:
                    break
        self._done["pictures at the playground"] += 1
        self._seats.append(person)

    def _somebody(self, circle: deque[T]) -> T | None:
        """Somebody who was here before and waits for nothing; now and then nobody, so that a newcomer must do it."""
        if self._chance.random() < NEWCOMERS or not circle:
            return None
        circle.rotate(self._chance.randrange(len(circle)))
        return circle.popleft()


def _has_come(message: Message) -> bool:
    return message.shape.photo is not None and "#" in message.text


async def _posted(session: aiohttp.ClientSession, path: str, body: Json) -> Json:
    async with session.post(path, json=body) as answer:
        answer.raise_for_status()
        return dict(await answer.json())


async def serve() -> None:
    """Telegram and the people, until standard input ends."""
    async with LoopbackTelegram() as telegram:
        world = World(telegram)
        place = {"token": telegram.token, "api_base": telegram.api_base, "file_base": telegram.file_base}
        await told_what_to_do(place, {"begin": world.begin, "counts": world.counts})


# --- the program ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Look:
    """The program at one moment: minutes since the start, bytes in RAM, and what else might pile up."""

    minute: float
    resident: int
    tasks: int
    files: int
    threads: int
    blocks: int
    spooled: int
    kept: int

    def __str__(self) -> str:
        return (
            f"minute {self.minute:.0f}: {self.tasks} tasks, {self.files} open files, {self.threads} threads, "
            f"{self.blocks / 1e6:.3f} million blocks"
        )


def look(began: float, folder: Path) -> Look:
    """Look now."""
    process = psutil.Process()
    return Look(
        minute=(time.monotonic() - began) / 60,
        resident=process.memory_info().rss,
        tasks=len(asyncio.all_tasks()),
        files=process.num_fds(),
        threads=threading.active_count(),
        blocks=sys.getallocatedblocks(),
        spooled=len(os.listdir(folder / "tmp")),
        kept=sum(1 for _ in os.scandir(folder / "objects")),
    )


@dataclass(frozen=True)
class Trend:
    """A straight line by least squares: its slope, and the standard error of that."""

    slope: float
    error: float

    @property
    def rises(self) -> bool:
        """Whether it is more than chance would do. Looks in a row resemble each other, so this calls too much a rise, never too little."""
        return self.slope > 2 * self.error


def trend(points: Sequence[tuple[float, float]]) -> Trend:
    """The line through these points, at least three."""
    middle_x, middle_y = (fmean(column) for column in zip(*points, strict=True))
    spread = sum((x - middle_x) ** 2 for x, _ in points)
    slope = sum((x - middle_x) * (y - middle_y) for x, y in points) / spread
    left = sum((y - middle_y - slope * (x - middle_x)) ** 2 for x, y in points)
    return Trend(slope, math.sqrt(left / (len(points) - 2) / spread))


async def measure(minutes: float) -> None:
    """One table, and where the memory went if there is more and more of it."""
    server = listen("127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.getsockname()[1]}"
    async with elsewhere("bench.soak") as world:
        place = {f"telegram__{name}": value for name, value in (await world.heard()).items()}
        more = {"app__base_url": url, "app__log_level": "error", "telegram__mode": "webhook", "mayi__concurrency": 32, **place}
        with tempfile.TemporaryDirectory(prefix="bench-soak-") as name:
            folder = Path(name)
            async with gateway(pace=PACE, picture=PICTURE) as gateway_url, program(folder, gateway_url, **more) as built:
                runtime = Runtime(built, ("web", "telegram", "worker", "clock"))
                async with runtime.everything(server):
                    await world.do("begin", url)
                    await soaked(world, folder, minutes)
                    runtime.stopping.set()


async def soaked(world: Elsewhere, folder: Path, minutes: float) -> None:
    """Look again and again, then report."""
    began, spent = time.monotonic(), time.process_time()
    looks: list[Look] = []
    async for _ in instants(EVERY, minutes * 60):
        looks.append(look(began, folder))
        print(f"{looks[-1]}, {looks[-1].resident / MIB:.1f} MiB", file=sys.stderr, flush=True)
    spent = (time.process_time() - spent) / (time.monotonic() - began)
    warm = [one for one in looks if one.minute >= min(SETTLED, WARM_UP * minutes)]
    memory = trend([(one.minute, one.resident / MIB) for one in warm])
    report(looks, warm, memory, await world.do("counts"), spent)
    if memory.rises:
        await search()


def report(looks: list[Look], warm: list[Look], memory: Trend, counts: Json, spent: float) -> None:
    """One table."""
    blocks = trend([(one.minute, float(one.blocks)) for one in warm])
    late = trend([(one.minute, one.resident / MIB) for one in looks[len(looks) * 2 // 3 :]])
    first, last = warm[0], warm[-1]
    share = 60 * memory.slope / (first.resident / MIB) * 100
    lines = [
        *(
            Line(str(one), f"{one.resident / MIB:,.1f} MiB")
            for one in (_at(looks, minute) for minute in LOOKS_AT if minute <= last.minute + 1)
        ),
        Line(f"memory after minute {first.minute:.0f}, by least squares", f"{60 * memory.slope:+.2f} ± {60 * memory.error:.2f} MiB/h"),
        Line("the same in the last third", f"{60 * late.slope:+.2f} ± {60 * late.error:.2f} MiB/h"),
        below("growth in an hour", share, GROWTH_GOAL, "% of it"),
        Line("blocks of Python's own allocator, the same line", f"{60 * blocks.slope:+,.0f} ± {60 * blocks.error:,.0f} per hour"),
        below("most files in tmp", max(one.spooled for one in looks), 8, "files", 0),
        Line("pictures stored meanwhile", f"{last.kept:,}"),
        *(Line(f"what people saw: {what}", f"{count:,}") for what, count in sorted(counts.items())),
        Line("CPU of the program", f"{spent:.0%} of a core"),
    ]
    show(f"{last.minute:.0f} minutes of a steady load", lines, machine())


def _at(looks: list[Look], minute: float) -> Look:
    return min(looks, key=lambda one: abs(one.minute - minute))


async def search() -> None:
    """Print which lines of code hold more and more. It costs time and memory, so nothing is measured meanwhile."""
    tracemalloc.start()
    await asyncio.sleep(60)
    gc.collect()
    before = tracemalloc.take_snapshot()
    await asyncio.sleep(SEARCHING * 60)
    gc.collect()
    for grown in tracemalloc.take_snapshot().compare_to(before, "lineno")[:15]:
        console.print(f"  {grown}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench.soak", description="Whether the program grows while it runs.")
    parser.add_argument("--minutes", type=float, default=MINUTES)
    asyncio.run(measure(parser.parse_args().minutes))


if __name__ == "__main__":
    asyncio.run(serve()) if sys.argv[1:] == ["serve"] else main()
