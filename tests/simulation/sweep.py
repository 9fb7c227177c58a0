"""The two modes: a seed at random, and every crash point of a story in turn."""

import asyncio
import tempfile
import traceback
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.simulation.chance import NO_FAULTS, Chance, swarm
from tests.simulation.crowd import crowd
from tests.simulation.ending import Books, books, demand, settled
from tests.simulation.life import empty_database
from tests.simulation.scenarios import STORIES
from tests.simulation.world import Deadly, World, never, turn

SCRATCH = Path("/dev/shm")
"""Memory, where there is such a place: what is simulated is the end of a process, which loses nothing that was written."""
DEADLINESS = (0.0, 0.002, 0.005, 0.01)
RARE = 3
"""A point that was passed less often is that much the likelier to be the last."""
MOST_DEATHS = 4


@dataclass
class Run:
    """What came of one run."""

    name: str
    failure: str = ""
    trace: str = ""
    books: Books = field(default_factory=dict)
    points: Counter[str] = field(default_factory=Counter)
    deaths: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    span: tuple[int, int] = (0, 0)
    latest: list[str] = field(default_factory=list)


def scratch() -> "tempfile.TemporaryDirectory[str]":
    """A folder for the files of one run."""
    return tempfile.TemporaryDirectory(prefix="simulation-", dir=SCRATCH if SCRATCH.is_dir() else None)


def _turned(run: Run, chance: Chance, likely: Mapping[str, float], story: str, deadly: Deadly) -> Run:
    """Play a story to its end, and keep what is known of it even if it fails."""

    async def script(world: World) -> None:
        try:
            await world.alive()
            begun = world.visits
            await (STORIES[story] if story else crowd)(world)
            await settled(world)
            run.span = (begun, world.visits)
            await demand(world)
            run.books = await books(world)
        finally:
            run.trace, run.seconds, run.latest = world.trace, world.seconds, list(world.latest)
            run.points, run.deaths, run.faults = world.points, world.deaths, world.faults.counted

    empty_database()  # made by a loop of its own
    with scratch() as folder:
        try:
            turn(chance, Path(folder), likely, script, deadly)
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001  # whatever it is, this run has failed
            run.failure = f"{type(error).__name__}: {error}"
            run.latest += traceback.format_exception(error)
    return run


def at_random(seed: int) -> Run:
    """One seed: people, faults and crashes."""
    chance = Chance(seed)
    return _turned(Run(f"--seed {seed}"), chance, swarm(chance.stream("swarm")), "", _dice(chance.stream("deaths")))


def _dice(dice: Random) -> Deadly:
    """Dies now and then, rather where it has not often been."""
    seen: Counter[str] = Counter()
    rate, left = dice.choice(DEADLINESS), MOST_DEATHS

    def deadly(visit: int, point: str) -> bool:
        nonlocal left
        seen[point] += 1
        dies = left > 0 and dice.random() < rate * (RARE if seen[point] < RARE else 1)
        left -= dies
        return dies

    return deadly


def undisturbed(story: str) -> Run:
    """A story in which nothing goes wrong: how it must end."""
    return _turned(Run(f"--story {story}"), Chance(story), NO_FAULTS, story, never)


def dies_at(story: str, visit: int, calm: Run) -> Run:
    """The same story with one crash, at this visit of a crash point; it must end as the calm one."""
    run = Run(f"--story {story} --at {visit}")
    _turned(run, Chance(story), NO_FAULTS, story, lambda now, point: now == visit)
    if not run.failure and run.books != calm.books:
        run.failure = f"another end: {differences(calm.books, run.books)}"
    return run


def differences(calm: Books, other: Books) -> str:
    """Where two ends differ."""
    return "; ".join(f"{name}: {calm[name]} became {other[name]}" for name in calm if calm[name] != other[name])
