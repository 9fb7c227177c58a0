"""A simulated world: vendors, people, time, and a program that dies and starts again. Everything in it follows from one seed."""

import asyncio
import contextlib
import hashlib
import logging
import shutil
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from contextvars import Context, copy_context
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

from bot import runtime
from core import payments
from core.storage.payments import ProviderEvent
from core.storage.unit_of_work import UnitOfWork
from tests.simulation.bank import START, Bank
from tests.simulation.chance import Chance, Faults
from tests.simulation.life import Life, empty_database
from tests.simulation.loop import VirtualLoop
from tests.simulation.points import LIFE
from tests.simulation.vendors import Carrier, Chats, Maker, Shelf

T = TypeVar("T")
DOWN = 2.0
"""Seconds until a supervisor starts a program that has died."""
REMEMBERED = 60
TOLD_EVERY = 60.0
"""Seconds between two looks at who waits: with real ones, half of a run would be nothing else."""
PLATFORMS = {"telegram": False, "discord": True, "web": True}
"""Whether a platform takes the same key once."""
Deadly = Callable[[int, str], bool]
"""Whether the program dies at this visit of a crash point, counted from 1."""


class Lost(Exception):
    """The program died before it had answered."""


class Broken(AssertionError):
    """Something is not as it must be."""


def never(visit: int, point: str) -> bool:
    """Nobody dies."""
    return False


class World:
    """`deadly` may be changed while the world turns; `skew` is by how much the wall clock is wrong, `wishes` how often people wanted
    money back."""

    def __init__(self, chance: Chance, folder: Path, likely: Mapping[str, float], deadly: Deadly = never) -> None:
        self.chance = chance
        self.faults = Faults(chance.stream("faults"), likely)
        self.deadly = deadly
        self.skew = timedelta(0)
        self.points: Counter[str] = Counter()
        self.deaths: Counter[str] = Counter()
        self.errors: list[str] = []
        self.wishes = 0
        self.latest: deque[str] = deque(maxlen=REMEMBERED)
        self._trace = hashlib.sha256()
        self._folder = folder
        self._lives = 0
        self._loop = asyncio.get_running_loop()
        self._telling: set[asyncio.Task[None]] = set()
        self.life: Life | None = None
        self._build_vendors()

    def _build_vendors(self) -> None:
        outside = self.faults, self._loop.time
        self.maker = Maker(self.chance.stream("maker"), *outside)
        self.shelf = Shelf(self.chance.stream("shelf"), *outside)
        self.carrier = Carrier(self.chance.stream("carrier"), *outside)
        self.chats = {
            name: Chats(name, self.chance.stream(name), *outside, knows_keys=knows_keys) for name, knows_keys in PLATFORMS.items()
        }
        self.cards = Bank("stripe", self.chance.stream("stripe"), *outside, self.tell)
        self.stars = Bank("telegram", self.chance.stream("stars"), *outside, self.tell)

    # --- time ------------------------------------------------------------------------------------

    def now(self) -> datetime:
        """The wall clock, as the program sees it."""
        return START + timedelta(seconds=self._loop.time()) + self.skew

    @property
    def seconds(self) -> float:
        """How long the run has lasted."""
        return self._loop.time()

    # --- what happens ----------------------------------------------------------------------------

    @property
    def visits(self) -> int:
        """How many crash points were passed."""
        return self.points.total()

    @property
    def trace(self) -> str:
        """A digest of everything that happened, in order, with its time."""
        return self._trace.hexdigest()

    def note(self, line: str) -> None:
        """Something has happened."""
        whole = f"{self._loop.time():.6f} {line}"
        self._trace.update(whole.encode())
        self.latest.append(whole)

    def passed(self, life: Life, point: str) -> None:
        """The program is at a crash point, and dies there if it is to."""
        self.points[point] += 1
        self.note(f"[{life.number}] {point}")
        if self.deadly(self.visits, point):
            self.deaths[point] += 1
            self.note(f"[{life.number}] DIES")
            life.die()

    def broken(self, where: str, error: BaseException | str) -> None:
        """Something that must never happen."""
        self.errors.append(f"{where}: {error!r}")

    # --- the program -----------------------------------------------------------------------------

    def next_folder(self) -> Path:
        """Where the next life finds its files."""
        return self._folder / f"life-{self._lives + 1}"

    async def keep_alive(self) -> None:
        """Start the program, and again whenever it has died."""
        while True:
            folder = self.next_folder()
            if not folder.exists():
                shutil.copytree(empty_database(), folder)
            self._lives += 1
            self.life = life = Life(self, self._lives, folder)
            running = life.spawn(life.run())
            try:
                await life.ended.wait()
            finally:
                await life.close()
                await asyncio.gather(running, return_exceptions=True)
            if not running.cancelled() and running.exception():
                self.broken("start", running.exception() or "")
            shutil.rmtree(folder)
            await asyncio.sleep(DOWN)

    async def alive(self) -> Life:
        """The program, as soon as it is there."""
        while self.life is None or self.life.dead or not self.life.ready.is_set():  # noqa: ASYNC110  # of which life nobody knows
            await asyncio.sleep(0.5)
        return self.life

    async def inside(self, work: Callable[[Life], Coroutine[Any, Any, T]]) -> T:
        """Have the program do something. Raises `Lost` if it dies meanwhile, whether or not it was done."""
        life = await self.alive()
        task = life.spawn(work(life))
        await asyncio.wait({task})
        if life.dead or task.cancelled():
            raise Lost
        return task.result()

    async def insist(self, work: Callable[[Life], Coroutine[Any, Any, T]]) -> T:
        """The same, until it is done."""
        while True:
            try:
                return await self.inside(work)
            except Lost:
                await asyncio.sleep(1.0)

    async def look(self, work: Callable[[UnitOfWork], T]) -> T:
        """What stands in the database, without passing a crash point."""
        life = await self.alive()
        return await life.program.store._inner.read(work)  # type: ignore[attr-defined,no-any-return]

    # --- providers tell --------------------------------------------------------------------------

    def tell(self, event: ProviderEvent, after: float) -> None:
        """A notice is on its way; its provider repeats it until somebody takes it."""
        task = self._loop.create_task(self._told(event, after), context=_nobodys())
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _told(self, event: ProviderEvent, after: float) -> None:
        await asyncio.sleep(after)
        self.note(f"told {event.provider} {event.event_ref}")
        await self.insist(lambda life: _received(life, event))

    @property
    def quiet(self) -> bool:
        """No notice is on its way."""
        return not self._telling


async def _received(life: Life, event: ProviderEvent) -> None:
    ambient = life.program.ambient
    if await payments.receive(life.program.store, ambient, replace(event, id=ambient.new_id())):
        life.program.wake()


def _nobodys() -> Context:
    context = copy_context()
    context.run(LIFE.set, None)
    return context


class _Alarm(logging.Handler):
    """What the program logs as a failure of its own is one of the run."""

    def __init__(self, world: World) -> None:
        super().__init__(logging.ERROR)
        self._world = world

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            self._world.broken(record.getMessage(), error)


@contextlib.contextmanager
def _heard(world: World) -> Iterator[None]:
    root, alarm = logging.getLogger(), _Alarm(world)
    level = root.level
    root.addHandler(alarm)
    root.setLevel(logging.ERROR)
    try:
        yield
    finally:
        root.removeHandler(alarm)
        root.setLevel(level)


def _in_a_life(loop: asyncio.AbstractEventLoop, work: Any, **kwargs: Any) -> "asyncio.Task[Any]":
    """Task factory: whatever a life of the program begins is known to it."""
    context = kwargs.get("context")
    life = context.get(LIFE) if context is not None else LIFE.get()
    task: asyncio.Task[Any] = asyncio.Task(work, loop=loop, **kwargs)
    if isinstance(life, Life):
        life.tasks[task] = None
        task.add_done_callback(lambda done: life.tasks.pop(done, None))
    return task


Script = Callable[[World], Awaitable[T]]


def turn(chance: Chance, folder: Path, likely: Mapping[str, float], script: Script[T], deadly: Deadly = never) -> T:
    """Let a world turn until its script is over; what comes of it."""

    async def main() -> T:
        world = World(chance, folder, likely, deadly)
        with _heard(world):
            keeping = asyncio.create_task(world.keep_alive())
            try:
                return await script(world)
            finally:
                world.deadly = never
                for task in [keeping, *world._telling]:
                    task.cancel()
                await asyncio.gather(keeping, *world._telling, return_exceptions=True)

    loop = VirtualLoop()
    loop.set_task_factory(_in_a_life)
    with chance.secrets(), patch.object(runtime, "TELL_SECONDS", TOLD_EVERY):
        try:
            return loop.run_until_complete(main())
        finally:
            loop.close()
