"""What one picture costs us in processor time, stage by stage: `python -m bench picture`.

One at a time, each span of CPU is counted for the stage it was spent in; then many are in flight in the running program, and the sum
is divided. In between, a bare loop downloads the very same bytes and writes them to a file: what nobody could do without.
"""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import aiohttp

from bench.house import gateway, imagine, program, settled
from bench.table import Line, below, machine, show
from bot.runtime import Runtime
from bot.wiring import Program
from core.ambient import Ambient, Step
from core.deliver import deliver_one
from core.generate import generate_one
from core.ports import ImageMaker, ImageOrder, ObjectStore, Preview, Spooled
from core.workshop import Workshop

GOAL = 25.0  # ms
WARM_UP, ALONE = 3, 15
ROUNDS, TOGETHER = 2, 32
IN_FLIGHT = 16

ACCEPT, CLAIM, PROGRESS, RECEIVE, PREVIEWS = "accept, hold, message", "claim", "progress", "receive, decode, hash", "preview frames"
CHECK, STORE, SETTLE, DELIVER = "check and strip", "store", "settle", "deliver"
BARE = "bare loop"
STAGES = (ACCEPT, CLAIM, PROGRESS, RECEIVE, PREVIEWS, CHECK, STORE, SETTLE, DELIVER)
NEXT = {
    Step.CLAIMED: PROGRESS,
    Step.ASKING: RECEIVE,
    Step.MADE: CHECK,
    Step.STORED: SETTLE,
    Step.SETTLED: PROGRESS,
    Step.DELIVERING: DELIVER,
}


class Meter:
    """Charges the CPU time of the whole process to one stage at a time."""

    def __init__(self) -> None:
        self._stages = [ACCEPT]
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.spent = dict.fromkeys((*STAGES, BARE), 0.0)
        self._since = time.process_time()

    def reached(self, step: Step) -> None:
        """The program says how far it is: what comes now belongs to the next stage."""
        if step in NEXT:
            self.switch(NEXT[step])

    def switch(self, stage: str) -> None:
        """From now on it is this stage."""
        self._charge()
        self._stages[-1] = stage

    @contextlib.contextmanager
    def inside(self, stage: str) -> Iterator[None]:
        """A stage within another."""
        self._charge()
        self._stages.append(stage)
        try:
            yield
        finally:
            self._charge()
            self._stages.pop()

    def _charge(self) -> None:
        now = time.process_time()
        self.spent[self._stages[-1]] += now - self._since
        self._since = now


class MeteredMaker:
    """Port `ImageMaker`: what is done with a preview frame is not receiving."""

    def __init__(self, maker: ImageMaker, meter: Meter) -> None:
        self._maker = maker
        self._meter = meter
        self.usage = maker.usage
        self.resting = maker.resting
        self.closed = maker.closed

    async def make(self, order: ImageOrder, preview: Preview) -> Spooled:
        """See `ImageMaker.make`."""

        async def metered(frame: BinaryIO) -> None:
            with self._meter.inside(PREVIEWS):
                await preview(frame)

        return await self._maker.make(order, metered)


class MeteredObjects:
    """Port `ObjectStore`: storing is a stage of its own."""

    def __init__(self, objects: ObjectStore, meter: Meter) -> None:
        self._objects = objects
        self._meter = meter

    async def put(self, *given: Any, **named: Any) -> None:
        """See `ObjectStore.put`."""
        with self._meter.inside(STORE):
            await self._objects.put(*given, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._objects, name)


class Bare:
    """The same request and the same bytes, with nothing done to them."""

    def __init__(self, url: str) -> None:
        self._session = aiohttp.ClientSession(base_url=f"{url}/", headers={"Authorization": "Bearer sk-bench"})
        self._order = {"model": "gpt-image-2", "prompt": "a fox in the rain", "n": 1, "size": "1024x1024", "quality": "low"}

    async def one(self) -> int:
        """Download one picture into a file; how many bytes."""
        size = 0
        order = {**self._order, "stream": True, "partial_images": 2}
        with tempfile.TemporaryFile() as file:
            async with self._session.post("images/generations", json=order) as answer:
                async for piece in answer.content.iter_any():
                    size += file.write(piece)
        return size

    async def aclose(self) -> None:
        """Close the connections."""
        await self._session.close()


async def one_at_a_time(folder: Path, url: str, bare: Bare) -> dict[str, float]:
    """Milliseconds per stage, the bare loop among them."""
    meter = Meter()
    async with program(folder, url, ambient=Ambient(reached=meter.reached)) as built:
        own = built.workshop
        shop = replace(own, maker=MeteredMaker(own.maker, meter), objects=MeteredObjects(own.objects, meter))
        for number in range(WARM_UP + ALONE):
            if number == WARM_UP:
                meter.forget()
            await alone(built, meter, shop, f"job-{number}")
            await bare.one()
    return {stage: spent / ALONE * 1000 for stage, spent in meter.spent.items()}


async def alone(built: Program, meter: Meter, shop: Workshop, name: str) -> None:
    """One job from the request to the delivered message, while nothing else runs."""
    meter.switch(ACCEPT)
    await imagine(built, "somebody", name)
    meter.switch(CLAIM)
    await generate_one(shop, "bench")
    meter.switch(DELIVER)
    await deliver_one(shop)
    meter.switch(BARE)


async def in_flight(folder: Path, url: str, bare: Bare) -> tuple[float, float]:
    """Milliseconds per picture in the running program with many in flight, and per bare download with as many."""
    ours = plain = 0.0
    async with program(folder, url, mayi__concurrency=IN_FLIGHT) as built:
        runtime = Runtime(built, ("worker",))
        async with runtime.everything(None):
            for number in range(-1, ROUNDS):
                spent = await cpu(lambda number=number: many(built, f"round-{number}")), await cpu(lambda: downloads(bare))  # type: ignore[misc]
                if number >= 0:
                    ours, plain = ours + spent[0], plain + spent[1]
            runtime.stopping.set()
    return ours / ROUNDS / TOGETHER * 1000, plain / ROUNDS / TOGETHER * 1000


async def cpu(work: Callable[[], Awaitable[object]]) -> float:
    """Processor time of the whole process while this is done, in seconds."""
    began = time.process_time()
    await work()
    return time.process_time() - began


async def many(built: Program, name: str) -> None:
    """A round of jobs by as many people, until all are delivered."""
    await asyncio.gather(*(imagine(built, f"person-{number}", name) for number in range(TOGETHER)))
    await settled(built)


async def downloads(bare: Bare) -> None:
    """As many downloads, as many of them at once."""
    places = asyncio.Semaphore(IN_FLIGHT)

    async def one() -> None:
        async with places:
            await bare.one()

    await asyncio.gather(*(one() for _ in range(TOGETHER)))


async def measure() -> None:
    """Both ways, on one gateway."""
    with tempfile.TemporaryDirectory(prefix="bench-picture-") as folder:
        async with gateway(pace=0.3) as url, contextlib.aclosing(Bare(url)) as bare:
            stages = await one_at_a_time(Path(folder) / "alone", url, bare)
            together, plain = await in_flight(Path(folder) / "together", url, bare)
            size = await bare.one()
    total = sum(stages[stage] for stage in STAGES)
    lines = [
        *(Line(f"one at a time: {stage}", f"{stages[stage]:.1f} ms") for stage in STAGES),
        below("one at a time: all stages", total, GOAL, "ms"),
        Line("bare loop in between", f"{stages[BARE]:.1f} ms · ours is {total / stages[BARE]:.1f}×"),
        below(f"{IN_FLIGHT} in flight, whole program: per picture", together, GOAL, "ms"),
        Line(f"bare loop, {IN_FLIGHT} in flight", f"{plain:.1f} ms · ours is {together / plain:.1f}×"),
    ]
    show(
        "CPU per /imagine, one picture of 2 MiB (PNG, two preview frames)",
        lines,
        f"{size / 2**20:.1f} MiB on the wire, plain HTTP; the sandbox's preview frames are smaller files than real ones.",
        machine(),
    )


if __name__ == "__main__":
    asyncio.run(measure())
