"""What a job costs when there are many people and long books: `python -m bench scale` (`bench.scale 1 3`: two of the five sizes).

Each size is a fresh PostgreSQL database, filled by `bench.crowd`. A job is everything but the picture's bytes: the request, hold, claim,
capture, result and message, one job after another and by people chosen at random. Counted is what does not depend on who else is on the
machine: processor time of the program and of the server, and statements. At the largest size every statement shows its plan.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from random import Random

import asyncpg
import psutil
from PIL import Image
from rich.markup import escape

from bench.crowd import Crowd, gather, uid
from bench.house import imagine, program
from bench.plans import Plan, planned, statements
from bench.table import Line, below, console, machine, show
from bot.program import Program
from core.ambient import Ambient
from core.deliver import deliver_one
from core.generate import generate_one
from core.ports import ImageOrder, Preview, Spooled
from core.workshop import Workshop
from db.store import open_store
from tests.postgres_server import PostgresAbsent, run_sql, running_server

SIZES = (Crowd(1_000), Crowd(10_000), Crowd(100_000), Crowd(1_000_000), Crowd(1_000_000, busy=100_000, more=40))
WARM_UP, JOBS = 40, 200
FLAT = 1.3


class Instant:
    """Port `ImageMaker`: a very small picture, at once."""

    def __init__(self) -> None:
        file = BytesIO()
        Image.new("RGB", (16, 16), "red").save(file, "PNG")
        self._data = file.getvalue()

    async def make(self, order: ImageOrder, preview: Preview) -> Spooled:
        """See `ImageMaker.make`."""
        return Spooled(BytesIO(self._data), "image/png", len(self._data), "")

    async def usage(self) -> None:
        """See `ImageMaker.usage`."""

    def resting(self) -> None:
        """See `ImageMaker.resting`."""

    def closed(self) -> None:
        """See `ImageMaker.closed`."""


@dataclass
class Cost:
    """Of one job in the mean."""

    crowd: Crowd
    ours: float = 0.0  # ms
    server: float = 0.0  # ms
    statements: float = 0.0
    plans: list[Plan] = field(default_factory=list)
    megabytes: float = 0.0

    def __str__(self) -> str:
        return f"{self.ours:.1f} + {self.server:.1f} ms · {self.statements:.0f} statements"


async def cost(server: str, crowd: Crowd, *, plans: bool) -> Cost:
    """Fill, measure, and drop the database again."""
    found, address = Cost(crowd), f"{server}/scale"
    await run_sql(server, "CREATE DATABASE scale")
    await (await open_store(address, Ambient())).close()
    plain = address.replace("+asyncpg", "")
    await gather(plain, crowd)
    connection = await asyncpg.connect(plain)
    found.megabytes = await connection.fetchval("SELECT pg_database_size('scale')") / 2**20
    with tempfile.TemporaryDirectory(prefix="bench-scale-") as folder:
        async with program(Path(folder), "http://127.0.0.1:9/v1", database__url=address) as built:
            await measured(built, found)
            if plans:
                found.plans = await explained(built, connection, crowd)
    await connection.close()
    await run_sql(server, "DROP DATABASE scale WITH (FORCE)")
    print(f"{crowd}: {found}", file=sys.stderr, flush=True)
    return found


async def measured(built: Program, found: Cost) -> None:
    """Add the figures of so many jobs."""
    chance, shop = Random(found.crowd.people), replace(built.workshop, maker=Instant())

    async def some(name: str, count: int) -> None:
        for number in range(count):
            await job(built, shop, uid(chance.randint(1, found.crowd.people)), f"{name}-{number}")

    await some("first", WARM_UP)
    began, server = time.process_time(), server_time()
    with statements() as sent:
        await some("then", JOBS)
    found.ours = (time.process_time() - began) / JOBS * 1000
    found.server = (server_time() - server) / JOBS * 1000
    found.statements = len(sent) / JOBS


async def job(built: Program, shop: Workshop, person: str, key: str) -> None:
    """From the request to the message, while nothing else runs."""
    await imagine(built, person, key)
    await generate_one(shop, key)
    await deliver_one(shop)


async def explained(built: Program, connection: asyncpg.Connection, crowd: Crowd) -> list[Plan]:
    """The plans of one more job."""
    with statements() as sent:
        await job(built, replace(built.workshop, maker=Instant()), uid(crowd.people), "plans")
    return await planned(connection, sent)


def server_time() -> float:
    """Seconds of processor time that our PostgreSQL has used, its present connections counted."""
    servers = (one for one in psutil.Process().children(recursive=True) if one.name() == "postgres")
    return sum(_spent(one) for one in servers)


def _spent(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


def report(costs: list[Cost]) -> None:
    """One table of figures, and one of the ways to the rows at the largest size."""
    lines = [Line(f"{one.crowd.people:,} people, {one.crowd.lines:,} lines, {one.megabytes:,.0f} MiB", str(one)) for one in costs]
    first, last = costs[0], costs[-1]
    walks = [plan for plan in last.plans if plan.walks]
    index_only = sum(plan.index_only for plan in last.plans)
    lines += [
        below("largest to smallest: CPU of both", (last.ours + last.server) / (first.ours + first.server), FLAT, "×", 2),
        below("largest to smallest: CPU of the server", last.server / first.server, FLAT, "×", 2),
        below("largest to smallest: statements", last.statements / first.statements, FLAT, "×", 2),
        below(f"of {len(last.plans)} different statements, those that walk through a large table", len(walks), 0, "statements", 0),
        Line("those that read rows from indexes alone", f"{index_only} statements"),
    ]
    show("A job without its bytes on PostgreSQL: CPU of program + server", lines, machine())
    show("Its statements at the largest size, and along which index each goes", [_way(plan) for plan in last.plans if plan.ways])
    for walk in walks:
        console.print(f"{walk.short[:160]}\n{walk.text}")


def _way(plan: Plan) -> Line:
    return Line(escape(plan.short[:150]), "\n".join(plan.ways), met=False if plan.walks else None)


async def measure(server: str, crowds: list[Crowd]) -> list[Cost]:
    """Every size in turn, from the smallest."""
    return [await cost(server, crowd, plans=crowd is crowds[-1]) for crowd in crowds]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench.scale", description="What a job costs when there are many people and long books.")
    parser.add_argument(
        "sizes", nargs="*", type=int, metavar="1…5", help="which of the sizes, instead of all; the last has ten million lines"
    )
    crowds = [SIZES[number - 1] for number in parser.parse_args().sizes] or list(SIZES)
    try:
        with running_server() as server:
            report(asyncio.run(measure(server, crowds)))
    except PostgresAbsent as absent:
        show("Many people on PostgreSQL: SKIPPED, NOT MEASURED", [], str(absent))


if __name__ == "__main__":
    main()
