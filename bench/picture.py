"""What one picture costs us in processor time, stage by stage: `python -m bench picture`.

One at a time, each span of CPU is counted for the stage it was spent in; then many are in flight in the running program, and the sum
is divided. In between, a bare loop downloads the very same bytes and uploads the picture in them to the same store with the same client:
what nobody could do without. Gateway and store speak TLS and live in other processes.
"""

import asyncio
import contextlib
import os
import ssl
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO, Self

import aiohttp
import pybase64

from adapters.r2.store import R2Objects
from bench.faraway import faraway
from bench.house import imagine, program, settled
from bench.table import Line, at_least, below, machine, show
from bot.program import Program
from bot.runtime import Runtime
from core.ambient import Ambient, Step
from core.deliver import deliver_one
from core.generate import generate_one
from core.ports import ImageMaker, ImageOrder, ObjectStore, Preview, Spooled
from core.workshop import Workshop

GOAL = 22.0  # ms
RATIO_GOAL = 1.7  # times what only downloading and uploading costs
SHARE_GOAL = 60  # per cent
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
    """The same request and the same bytes to the same store, with nothing done to them that storing does not need."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._session = aiohttp.ClientSession(
            base_url=f"{settings['mayi__base_url']}/",
            headers={"Authorization": "Bearer sk-bench"},
            connector=aiohttp.TCPConnector(ssl=tls()),
        )
        self._order = {"model": "gpt-image-2", "prompt": "a fox in the rain", "n": 1, "size": "1024x1024", "quality": "low"}
        self._settings = settings
        self._numbers = count()
        self._exits = AsyncExitStack()

    async def __aenter__(self) -> Self:
        given = {name.removeprefix("r2__"): value for name, value in self._settings.items() if name.startswith("r2__")}
        await self._exits.enter_async_context(self._session)
        self._objects = await self._exits.enter_async_context(R2Objects(**given, link_ttl=60))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._exits.aclose()

    async def one(self) -> int:
        """Download one picture and upload it; how many bytes came."""
        answer = await self._downloaded()
        with BytesIO(_picture_in(answer)) as file:
            await self._objects.put(f"bare/{next(self._numbers):08d}", file, media_type="image/png", name="fox.png")
        return len(answer)

    async def _downloaded(self) -> bytearray:
        body = bytearray()
        async with self._session.post("images/generations", json={**self._order, "stream": True, "partial_images": 2}) as answer:
            async for piece in answer.content.iter_any():
                body += piece
        return body


def tls() -> ssl.SSLContext:
    """What the program trusts, too."""
    return ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"])


def _picture_in(body: bytearray) -> bytes:
    """The last long string of the answer, which is the picture."""
    begin = body.rindex(b'"b64_json":"') + len(b'"b64_json":"')
    return pybase64.b64decode(memoryview(body)[begin : body.index(b'"', begin)], validate=True)


async def one_at_a_time(folder: Path, settings: Mapping[str, Any], bare: Bare) -> dict[str, float]:
    """Milliseconds per stage, the bare loop among them."""
    meter = Meter()
    async with program(folder, ambient=Ambient(reached=meter.reached), **settings) as built:
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


async def in_flight(folder: Path, settings: Mapping[str, Any], bare: Bare) -> tuple[float, float]:
    """Milliseconds per picture in the running program with many in flight, and per bare download with as many."""
    ours = plain = 0.0
    async with program(folder, mayi__concurrency=IN_FLIGHT, **settings) as built:
        runtime = Runtime(built, ("worker",))
        async with runtime.everything(None):
            for number in range(-1, ROUNDS):
                spent = await cpu(lambda number=number: many(built, f"round-{number}")), await cpu(lambda: both_ways(bare))  # type: ignore[misc]
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


async def both_ways(bare: Bare) -> None:
    """As many pictures down and up, as many of them at once."""
    places = asyncio.Semaphore(IN_FLIGHT)

    async def one() -> None:
        async with places:
            await bare.one()

    await asyncio.gather(*(one() for _ in range(TOGETHER)))


async def measure() -> None:
    """Both ways, on one gateway."""
    with tempfile.TemporaryDirectory(prefix="bench-picture-") as folder:
        async with faraway(Path(folder), pace=0.3) as settings, Bare(settings) as bare:
            stages = await one_at_a_time(Path(folder) / "alone", settings, bare)
            together, plain = await in_flight(Path(folder) / "together", settings, bare)
            size = await bare.one()
    total = sum(stages[stage] for stage in STAGES)
    lines = [
        *(Line(f"one at a time: {stage}", f"{stages[stage]:.1f} ms") for stage in STAGES),
        below("one at a time: all stages", total, GOAL, "ms"),
        Line("bare loop in between: the same bytes down and up", f"{stages[BARE]:.1f} ms"),
        below("one at a time: times the bare loop", total / stages[BARE], RATIO_GOAL, "×"),
        Line("of that: what the bare loop does as well (receive, store)", f"{(stages[RECEIVE] + stages[STORE]) / stages[BARE]:.1f} ×"),
        below(f"{IN_FLIGHT} in flight, whole program: per picture", together, GOAL, "ms"),
        Line(f"bare loop, {IN_FLIGHT} in flight", f"{plain:.1f} ms"),
        below(f"{IN_FLIGHT} in flight: times the bare loop", together / plain, RATIO_GOAL, "×"),
        Line("pictures per second and core: the program · the bare loop", f"{1000 / together:,.0f} · {1000 / plain:,.0f}"),
        at_least("jobs per second and core, of the bare loop's", plain / together * 100, SHARE_GOAL, "%"),
    ]
    show(
        "CPU per /imagine, one picture of 2 MiB (PNG, two preview frames)",
        lines,
        f"{size / 2**20:.1f} MiB on the wire, TLS; the sandbox's preview frames are smaller files than real ones.",
        machine(),
    )


if __name__ == "__main__":
    asyncio.run(measure())
