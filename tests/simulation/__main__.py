"""Simulate: `python -m tests.simulation`. Exit code 1 if a run fails; each failing run prints how to see it again.

python -m tests.simulation --seeds 2000           seeds 0 to 1999: people, faults and crashes at random
python -m tests.simulation --seeds 500 --from 2000
python -m tests.simulation --seed 17              one of them, with the end of its trace
python -m tests.simulation --exhaustive           every story with a crash at every crash point in turn
python -m tests.simulation --exhaustive --story picture
python -m tests.simulation --story picture --at 57  one of those, with the end of its trace
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from tests.simulation.scenarios import STORIES
from tests.simulation.sweep import Run, at_random, dies_at, undisturbed

PROCESSES = 2
SPOKEN = 250
"""Runs until a line says how far it is."""
AT_ONCE = 8
"""Runs that a process is given together."""


class Tally:
    """What many runs came to, together."""

    def __init__(self) -> None:
        self.runs = 0
        self.failed: list[str] = []
        self.points: Counter[str] = Counter()
        self.deaths: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self._began = time.monotonic()

    def add(self, run: Run) -> None:
        """Count it, and say at once if it failed."""
        self.runs += 1
        for mine, theirs in ((self.points, run.points), (self.deaths, run.deaths), (self.faults, run.faults)):
            mine.update(theirs)
        if self.runs % SPOKEN == 0:
            print(f"... {self.runs} runs, {len(self.failed)} failed, {time.monotonic() - self._began:.0f} s", file=sys.stderr, flush=True)
        if run.failure:
            self.failed.append(run.name)
            print(f"FAILED  python -m tests.simulation {run.name}\n        {run.failure[:800]}", flush=True)

    def lines(self) -> Iterator[str]:
        """The report."""
        yield "faults injected: " + (", ".join(f"{kind} {number}" for kind, number in sorted(self.faults.items())) or "none")
        missed = sorted(self.points.keys() - self.deaths.keys())
        yield f"crash points: {len(self.deaths)} of {len(self.points)} by name were the last one"
        yield from (f"    never: {point} (passed {self.points[point]} times)" for point in missed)
        yield (
            f"{self.runs} runs, {self.points.total()} steps, {self.deaths.total()} crashes, {self.faults.total()} faults, "
            f"{len(self.failed)} failed, {time.monotonic() - self._began:.0f} s"
        )


def main() -> int:
    """Do what the command line says."""
    chosen = _arguments()
    if chosen.seed is not None:
        return _show(at_random(chosen.seed))
    if chosen.at is not None:
        return _show(dies_at(chosen.story, chosen.at, undisturbed(chosen.story)))
    tally = Tally()
    with ProcessPoolExecutor(chosen.processes, get_context("spawn")) as pool:
        if chosen.exhaustive:
            stories = [chosen.story] if chosen.story else list(STORIES)
            _exhaust(tally, stories, pool)
        else:
            _count(tally, pool.map(at_random, range(chosen.first, chosen.first + chosen.seeds), chunksize=AT_ONCE))
    print("\n".join(tally.lines()), flush=True)
    return 1 if tally.failed else 0


def _arguments() -> argparse.Namespace:
    arguments = argparse.ArgumentParser(prog="python -m tests.simulation", description="Simulate people, vendors and crashes.")
    arguments.add_argument("--seeds", type=int, default=200, help="how many")
    arguments.add_argument("--from", type=int, default=0, dest="first", help="the first of them")
    arguments.add_argument("--processes", type=int, default=PROCESSES)
    arguments.add_argument("--seed", type=int, help="one of them, with its trace")
    arguments.add_argument("--exhaustive", action="store_true", help="every story, every crash point")
    arguments.add_argument("--story", choices=list(STORIES), help="one of the stories")
    arguments.add_argument("--at", type=int, help="the visit of a crash point at which the program dies")
    chosen = arguments.parse_args()
    if chosen.at is not None and not chosen.story:
        arguments.error("--at goes with --story")
    return chosen


def _exhaust(tally: Tally, stories: Iterable[str], pool: ProcessPoolExecutor) -> None:
    for story in stories:
        calm = undisturbed(story)
        tally.add(calm)
        if calm.failure:
            continue
        first, last = calm.span
        before = len(tally.failed)
        _count(tally, pool.map(partial(dies_at, story, calm=calm), range(first + 1, last + 1), chunksize=AT_ONCE))
        print(f"{story}: {last - first} crash points, {len(tally.failed) - before} ends that differ", flush=True)


def _count(tally: Tally, runs: Iterable[Run]) -> None:
    for run in runs:
        tally.add(run)


def _show(run: Run) -> int:
    print("\n".join(run.latest))
    print(f"{run.name}: {run.failure or 'fine'}; {run.points.total()} steps, {run.seconds:.0f} simulated seconds, trace {run.trace}")
    print(f"died at: {', '.join(run.deaths) or 'nowhere'}")
    return 1 if run.failure else 0


if __name__ == "__main__":
    sys.exit(main())
