"""What a step of the books costs, and how many fit into a second: `python -m bench ledger`.

Slices of plain one-row commits and of the same database's ledger work take turns, so that both see the same disk and the same load
(wallet.md §5.7). Each hold and each capture is one ledger transaction; a job is one of each.
"""

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from statistics import median

import asyncpg
from sqlalchemy import make_url

from bench.table import Line, at_least, latency, machine, show
from core.accounts import Account
from core.ambient import Ambient, utc_now
from core.caller import Address, Caller
from core.storage.unit_of_work import UnitOfWork
from core.wallet import LotKind
from db.engine import PRAGMAS, sqlite_writer
from db.ledger import SqlLedger
from db.store import SqlStore, open_store
from tests.postgres_server import PostgresAbsent, run_sql, running_server

NOW = utc_now()
LATER = NOW + timedelta(hours=1)
STEPS = 1000
CALLERS = 16
SLICES = 5
SLICE = 1.0  # seconds
LATENCY = 100.0  # ms
NUMBERS = count()
WORD = "a row of about the size of a posting, with some text in it"

Raw = Callable[[], Awaitable[float]]


async def people(store: SqlStore) -> None:
    """One rich person for each caller."""
    for number in range(CALLERS):
        name = f"p{number}"

        def arrive(unit: UnitOfWork, name: str = name) -> None:
            unit.accounts.create(Account(name, NOW, name), Caller("web", name, name, "k", Address("web", name)))
            unit.ledger.grant(name, 10**9, LotKind.PAID, key=name, now=NOW)

        await store.write(arrive)


# --- the ledger ----------------------------------------------------------------------------------------------------


async def ledger_slice(store: SqlStore, waits: list[float]) -> float:
    """Ledger transactions per second with many callers; how long each took is added to `waits`."""
    began, before = time.monotonic(), len(waits)
    await asyncio.gather(*(jobs(store, f"p{number}", began + SLICE, waits) for number in range(CALLERS)))
    return (len(waits) - before) / (time.monotonic() - began)


async def jobs(store: SqlStore, person: str, until: float, waits: list[float]) -> None:
    """Hold and capture, again and again."""

    async def timed(work: Callable[[UnitOfWork], None]) -> None:
        began = time.monotonic()
        await store.write(work)
        waits.append(time.monotonic() - began)

    while time.monotonic() < until:
        name = f"j{next(NUMBERS)}"
        await timed(lambda unit, id=name: unit.ledger.hold(person, 5, hold_id=id, job_id=id, key=id, now=NOW, expires_at=LATER))  # type: ignore[misc]
        await timed(lambda unit, id=name: unit.ledger.capture(id, 5, now=NOW))  # type: ignore[misc]


# --- plain commits -------------------------------------------------------------------------------------------------


@asynccontextmanager
async def sqlite_raw(file: Path) -> AsyncIterator[Raw]:
    """Commits per second of the driver alone, with the pragmas of our writer."""
    connection = sqlite3.connect(file, isolation_level=None)
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")
    connection.execute("CREATE TABLE raw (id INTEGER PRIMARY KEY, word TEXT)")

    async def raw() -> float:
        began, done = time.monotonic(), 0
        while time.monotonic() < began + SLICE:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO raw (word) VALUES (?)", (WORD,))
            connection.execute("COMMIT")
            done += 1
        return done / (time.monotonic() - began)

    yield raw
    connection.close()


@asynccontextmanager
async def postgres_raw(address: str) -> AsyncIterator[Raw]:
    """Commits per second of the driver alone, by as many callers as the ledger has."""
    pool = await asyncpg.create_pool(address.replace("+asyncpg", ""), min_size=CALLERS, max_size=CALLERS)
    await pool.execute("CREATE TABLE raw (id bigserial PRIMARY KEY, word text)")

    async def one(until: float) -> int:
        done = 0
        async with pool.acquire() as connection:
            while time.monotonic() < until:
                await connection.execute("INSERT INTO raw (word) VALUES ($1)", WORD)
                done += 1
        return done

    async def raw() -> float:
        began = time.monotonic()
        return sum(await asyncio.gather(*(one(began + SLICE) for _ in range(CALLERS)))) / (time.monotonic() - began)

    yield raw
    await pool.close()


# --- side by side --------------------------------------------------------------------------------------------------


async def compare(raw: Raw, store: SqlStore, goal: float, connections: str) -> list[Line]:
    """Slices in turn, the first of each to warm up; the medians."""
    await raw()
    await ledger_slice(store, [])
    waits: list[float] = []
    figures = [(await raw(), await ledger_slice(store, waits)) for _ in range(SLICES)]
    plain, ours = (median(column) for column in zip(*figures, strict=True))
    ratio = median(ledger / commits for commits, ledger in figures)
    return [
        Line(f"plain one-row commits, {connections}", f"{plain:,.0f} per second"),
        Line(f"ledger transactions, {CALLERS} callers", f"{ours:,.0f} per second"),
        Line(f"hold and capture jobs, {CALLERS} callers", f"{ours / 2:,.0f} per second"),
        at_least("ledger transactions to plain commits, slice by slice", ratio * 100, goal, "%"),
        *latency("one ledger transaction", waits, LATENCY),
    ]


async def on_sqlite(file: Path) -> list[Line]:
    """The comparison on a fresh file, then the cost of each step."""
    store = await open_store(f"sqlite+aiosqlite:///{file}", Ambient())
    await people(store)
    async with sqlite_raw(file) as raw:
        lines = await compare(raw, store, 80, "one connection")
    await store.close()
    return lines + step_costs(file)


async def on_postgres(server: str) -> list[Line]:
    """The comparison on a fresh database."""
    await run_sql(server, "CREATE DATABASE bench")
    store = await open_store(f"{server}/bench", Ambient())
    await people(store)
    async with postgres_raw(f"{server}/bench") as raw:
        lines = await compare(raw, store, 40, f"{CALLERS} connections")
    await store.close()
    return lines


def step_costs(file: Path) -> list[Line]:
    """Processor time per step, one after another in one transaction that is rolled back."""
    engine = sqlite_writer(make_url(f"sqlite+aiosqlite:///{file}"))
    lines = []
    with engine.connect() as connection:
        ledger = SqlLedger(connection)

        def hold(name: str) -> None:
            ledger.hold("p0", 5, hold_id=name, job_id=name, key=name, now=NOW, expires_at=LATER)

        steps: dict[str, Callable[[int], object]] = {
            "grant": lambda number: ledger.grant("p1", 5, LotKind.PAID, key=f"g{number}", now=NOW),
            "hold": lambda number: hold(f"a{number}"),
            "capture": lambda number: ledger.capture(f"a{number}", 5, now=NOW),
            "hold again": lambda number: hold(f"b{number}"),
            "part capture": lambda number: ledger.capture(f"b{number}", 3, now=NOW),
            "hold once more": lambda number: hold(f"c{number}"),
            "release": lambda number: ledger.release(f"c{number}", now=NOW),
            "repeat of a capture": lambda number: ledger.capture(f"a{number}", 5, now=NOW),
        }
        for name, step in steps.items():
            began = time.process_time()
            for number in range(STEPS):
                step(number)
            lines.append(Line(f"CPU without the commit: {name}", f"{(time.process_time() - began) / STEPS * 1e6:,.0f} µs"))
        connection.rollback()
    engine.dispose()
    return lines


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="bench-ledger-") as folder:
        show("Ledger on SQLite (WAL, synchronous=FULL)", asyncio.run(on_sqlite(Path(folder) / "bench.db")), machine())
    try:
        with running_server() as server:
            show("Ledger on PostgreSQL (fsync on)", asyncio.run(on_postgres(server)), machine())
    except PostgresAbsent as absent:
        show("Ledger on PostgreSQL: SKIPPED, NOT MEASURED", [], str(absent))


if __name__ == "__main__":
    main()
