"""What a step of the books costs, and how many fit into a second: `python -m bench.ledger`.

Prints the processor time of each step without its commit, then ledger transactions per second through the store (group commit,
`synchronous=FULL`) beside plain one-row commits on the same file, in alternating slices so that both see the same disk.
"""

import asyncio
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import make_url

from core.accounts import Account
from core.ambient import Ambient, utc_now
from core.caller import Address, Caller
from core.wallet import LotKind
from db.engine import PRAGMAS, sqlite_writer
from db.ledger import SqlLedger
from db.store import SqlStore, open_store

NOW = utc_now()
LATER = NOW + timedelta(hours=1)
STEPS = 2000
CALLERS = 64
SLICES = 5
SLICE = 1.0  # seconds
NUMBERS = count()


async def people(store: SqlStore) -> None:
    """One rich person for each caller."""
    for number in range(CALLERS):
        name = f"p{number}"
        caller = Caller("web", name, name, "k", Address("web", name))
        account = Account(name, NOW, name)
        await store.write(lambda unit, account=account, caller=caller: unit.accounts.create(account, caller))  # type: ignore[misc]
        await store.write(lambda unit, name=name: unit.ledger.grant(name, 10**9, LotKind.PAID, key=name, now=NOW))  # type: ignore[misc]


def step_costs(file: Path) -> None:
    """Microseconds of processor time per step, one after another in one transaction that is rolled back."""
    engine = sqlite_writer(make_url(f"sqlite+aiosqlite:///{file}"))
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
            print(f"{name:<22}{(time.process_time() - began) / STEPS * 1e6:8.0f} µs")
        connection.rollback()
    engine.dispose()


async def jobs(store: SqlStore, person: str, until: float) -> int:
    """Hold and capture, again and again; how many ledger transactions."""
    done = 0
    while time.monotonic() < until:
        name = f"j{next(NUMBERS)}"
        await store.write(
            lambda unit, name=name: unit.ledger.hold(person, 5, hold_id=name, job_id=name, key=name, now=NOW, expires_at=LATER)  # type: ignore[misc]
        )
        await store.write(lambda unit, name=name: unit.ledger.capture(name, 5, now=NOW))  # type: ignore[misc]
        done += 2
    return done


async def ledger_slice(store: SqlStore) -> float:
    """Ledger transactions per second with many callers."""
    began = time.monotonic()
    done = await asyncio.gather(*(jobs(store, f"p{number}", began + SLICE) for number in range(CALLERS)))
    return sum(done) / (time.monotonic() - began)


def raw_slice(connection: sqlite3.Connection) -> float:
    """Plain one-row commits per second."""
    began, done = time.monotonic(), 0
    while time.monotonic() < began + SLICE:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO raw (word) VALUES ('a row of about the size of a posting, with some text in it')")
        connection.execute("COMMIT")
        done += 1
    return done / (time.monotonic() - began)


async def compare(file: Path) -> None:
    """Alternate slices, then the ratio of the medians."""
    store = await open_store(f"sqlite+aiosqlite:///{file}", Ambient())
    raw = sqlite3.connect(file, isolation_level=None)
    for name, value in PRAGMAS.items():
        raw.execute(f"PRAGMA {name}={value}")
    raw.execute("CREATE TABLE raw (id INTEGER PRIMARY KEY, word TEXT)")
    figures = [(raw_slice(raw), await ledger_slice(store)) for _ in range(SLICES)]
    raw.close()
    await store.close()
    plain, ledger = (sorted(column)[SLICES // 2] for column in zip(*figures, strict=True))
    print(f"{'one-row commits':<22}{plain:8.0f} per second")
    print(f"{'ledger transactions':<22}{ledger:8.0f} per second with {CALLERS} callers: {ledger / plain:.0%}")


async def prepare(file: Path) -> None:
    """A migrated file with people in it."""
    store = await open_store(f"sqlite+aiosqlite:///{file}", Ambient())
    await people(store)
    await store.close()


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="ledger-") as folder:
        file = Path(folder) / "bench.db"
        asyncio.run(prepare(file))
        step_costs(file)
        asyncio.run(compare(file))
    return 0


if __name__ == "__main__":
    sys.exit(main())
