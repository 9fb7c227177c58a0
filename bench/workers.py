"""How much more several workers do than one: `python -m bench workers`.

One PostgreSQL; one, two, three, four processes with the role `worker`, as an operator would start them; gateway and object store over TLS
on the same machine. Jobs are in the queue before the workers are let loose, and the time counts from when a third of them is delivered
until nine tenths are: so what each process does once (statements it compiles, lines it opens) is left out, and so is running dry. On a
machine whose processors are busy with gateway, store and database as well, pictures per second say little: what must not grow with the
number of workers is what a job costs.
"""

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import text

from bench.faraway import faraway
from bench.house import PRICE, PROMPT, ROOT, imagine, program
from bench.scale import server_time
from bench.table import Line, below, machine, show
from bot.program import Program
from db.unit_of_work import SqlUnitOfWork
from tests.postgres_server import PostgresAbsent, run_sql, running_server

MOST = 4
JOBS = 480
BEFORE, UNTIL = JOBS // 3, JOBS * 9 // 10  # delivered when measuring begins and ends
PEOPLE = 40
AT_ONCE = 24  # of all workers together
PACE = 0.5
FLAT = 1.3
KEY = "k" * 64
LONGEST = 300.0  # seconds


@dataclass(frozen=True)
class Run:
    """What so many workers did."""

    workers: int
    rate: float  # jobs per second
    ours: float  # ms of all workers per job
    server: float  # ms of PostgreSQL per job
    stored: int
    charged: int


@contextlib.asynccontextmanager
async def workers(count: int, settings: dict[str, Any], folder: Path) -> AsyncIterator[list[psutil.Process]]:
    """So many processes that make pictures, each with a folder of its own."""
    running = [await _worker(settings | {"app__data_dir": str(folder / f"worker-{number}")}) for number in range(count)]
    try:
        yield [psutil.Process(one.pid) for one in running]
    finally:
        for one in running:
            with contextlib.suppress(ProcessLookupError):
                one.send_signal(signal.SIGTERM)
        await asyncio.gather(*(one.wait() for one in running))


async def _worker(settings: dict[str, Any]) -> asyncio.subprocess.Process:
    environment = os.environ | {f"INKMIRAGE_{name.upper()}": value for name, value in settings.items()}
    words = (sys.executable, "-m", "bot", "run", "--only", "worker")
    return await asyncio.create_subprocess_exec(*words, cwd=ROOT, env=environment)


async def one_run(server: str, faraway_settings: dict[str, str], folder: Path, count: int) -> Run:
    """Fill the queue, let the workers loose, and count."""
    await run_sql(server, f"CREATE DATABASE workers{count}")
    shared: dict[str, Any] = faraway_settings | {
        "database__url": f"{server}/workers{count}",
        "web__secret_key": KEY,
        "mayi__concurrency": str(AT_ONCE),
        "mayi__api_key": "sk-bench",
        "app__log_level": "error",
        "jobs__drain_seconds": "1",
    }
    async with program(folder / f"asking-{count}", **shared) as built:
        for number in range(JOBS):
            await imagine(built, f"person-{number % PEOPLE}", f"job-{number}", f"{PROMPT} {number}")
        async with workers(count, shared, folder / str(count)) as processes:
            await delivered(built, BEFORE)
            began, ours, theirs, first = time.monotonic(), _spent(processes), server_time(), await left(built)
            await delivered(built, UNTIL)
            seconds, done = time.monotonic() - began, first - await left(built)
            ours, theirs = _spent(processes) - ours, server_time() - theirs
            await delivered(built, JOBS)
        stored, charged = await built.store.read(_books)
    return Run(count, done / seconds, ours / done * 1000, theirs / done * 1000, stored, charged)


async def left(built: Program) -> int:
    """Jobs that are not delivered."""
    return await built.store.read(lambda uow: uow.jobs.waiting() + uow.jobs.undelivered())


async def delivered(built: Program, jobs: int) -> None:
    """Wait until so many are."""
    async with asyncio.timeout(LONGEST):
        while await left(built) > JOBS - jobs:  # noqa: ASYNC110  # as an operator would see it
            await asyncio.sleep(0.1)


def _spent(processes: list[psutil.Process]) -> float:
    return float(sum(times.user + times.system for times in (one.cpu_times() for one in processes)))


def _books(uow: object) -> tuple[int, int]:
    """How many pictures are stored, and how many credits were charged."""
    assert isinstance(uow, SqlUnitOfWork)
    stored = text("SELECT count(*) FROM picture WHERE state = 'stored'")
    charged = text("SELECT coalesce(sum(amount), 0) FROM posting WHERE account = 'consumed'")
    return uow.connection.execute(stored).scalar_one(), uow.connection.execute(charged).scalar_one()


async def measure(server: str) -> list[Run]:
    """One to four workers, with one gateway and one store."""
    with tempfile.TemporaryDirectory(prefix="bench-workers-") as name:
        async with faraway(Path(name), pace=PACE) as settings:
            return [await one_run(server, settings, Path(name), count) for count in range(1, MOST + 1)]


def report(runs: list[Run]) -> None:
    """One table."""
    one, last = runs[0], runs[-1]
    wrong = sum(abs(run.stored - JOBS) + abs(run.charged - JOBS * PRICE) for run in runs)
    lines = [
        *(
            Line(
                f"{run.workers} workers: jobs per second ({run.rate / one.rate:.2f}× of one)",
                f"{run.rate:.1f} · {run.ours:.0f} + {run.server:.0f} ms CPU per job",
            )
            for run in runs
        ),
        below(f"CPU of the workers per job, {MOST} to 1", last.ours / one.ours, FLAT, "×", 2),
        below("pictures too many or too few, credits charged too many or too few", wrong, 0, "", 0),
    ]
    show(f"{JOBS} pictures of 2 MiB by 1 to {MOST} workers on one PostgreSQL", lines, machine())


def main() -> None:
    """Measure and print."""
    try:
        with running_server() as server:
            report(asyncio.run(measure(server)))
    except PostgresAbsent as absent:
        show("Several workers on PostgreSQL: SKIPPED, NOT MEASURED", [], str(absent))


if __name__ == "__main__":
    main()
