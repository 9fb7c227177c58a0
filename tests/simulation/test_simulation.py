"""A few seeds and stories in every run of the tests; `make simulate` has thousands of them (docs/decisions/0037)."""

import asyncio
from pathlib import Path

import pytest

from tests.simulation.chance import NO_FAULTS, Chance
from tests.simulation.ending import demand, settled
from tests.simulation.loop import Stuck, VirtualLoop
from tests.simulation.person import Person
from tests.simulation.scenarios import STORIES
from tests.simulation.sweep import Run, at_random, dies_at, undisturbed
from tests.simulation.world import Broken, World, never, turn

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # who dies closes no files
SEEDS = [seed for seed in range(26) if seed != 8]
"""Without one that waits a whole day for a charge of which nobody knows: that takes longer than all others together."""
DEADLY = 72
"""A seed of several crashes."""
SWEPT = ("picture", "cancelled")
EVERY = 5
"""Of the crash points of a story, here; `make simulate ARGS=--exhaustive` takes all."""


def explained(run: Run) -> str:
    return f"python -m tests.simulation {run.name}: {run.failure}"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_seed_ends_in_order(seed: int) -> None:
    run = at_random(seed)
    assert not run.failure, explained(run)
    assert run.points.total() > 500, "a run in which nothing happens proves nothing"


def test_the_same_seed_is_the_same_run() -> None:
    first, second = at_random(DEADLY), at_random(DEADLY)
    assert first.trace == second.trace
    assert first.deaths.total() > 1
    assert first.trace != undisturbed("picture").trace


@pytest.mark.parametrize("story", STORIES)
def test_an_undisturbed_story_ends_in_order(story: str) -> None:
    run = undisturbed(story)
    assert not run.failure, explained(run)


@pytest.mark.parametrize("story", SWEPT)
def test_wherever_the_program_dies_the_story_ends_the_same(story: str) -> None:
    calm = undisturbed(story)
    first, last = calm.span
    for visit in range(first + 1, last + 1, EVERY):
        run = dies_at(story, visit, calm)
        assert run.deaths.total() == 1
        assert not run.failure, explained(run)


def test_who_dies_at_every_start_is_noticed(tmp_path: Path) -> None:
    """The simulator itself: a program that comes to nothing is not taken for one that has nothing to do."""

    async def script(world: World) -> None:
        await Person(world, "discord", "ann").asks("a fox")
        world.deadly = lambda visit, point: point.startswith("core.deliver.deliver_one, committed")
        await settled(world, patience=60)
        await demand(world)

    undisturbed("picture")  # makes the empty database
    with pytest.raises(Broken, match="still open"):
        turn(Chance("dies for ever"), tmp_path, NO_FAULTS, script, never)


def test_time_passes_only_when_nothing_is_ready() -> None:
    loop = VirtualLoop()

    async def waits() -> float:
        await asyncio.gather(asyncio.sleep(3600), asyncio.sleep(60), asyncio.to_thread(sum, [1, 2]))
        return loop.time()

    assert loop.run_until_complete(waits()) == pytest.approx(3600)
    with pytest.raises(Stuck):
        loop.run_until_complete(loop.create_future())
    loop.close()
