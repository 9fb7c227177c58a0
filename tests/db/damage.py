"""Books whose storage is damaged: `python -m tests.db.damage 1200` tries so many images of a write-ahead log and prints what came of them.

What survives of a log is a prefix of its commits. Whatever the damage, each prefix must be a valid ledger, and nothing that was
acknowledged before the damaged place may be missing (wallet.md §5.3).
"""

import contextlib
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import anyio
from sqlalchemy import Connection, Engine, event, make_url

from core.facts import FactKind
from core.wallet import HoldRefused, HoldResolved
from db import engine
from db.ledger import SqlLedger
from db.store import migrate
from db.verify import verify
from tests.db.books import START, finish_job, hold_for_job
from tests.db.money import MoneyDesk, fact

T = TypeVar("T")
JOBS = 300
PEOPLE = ("ann", "bob", "cleo")
PRICE = 12
HEADER, FRAME = 32, 24
"""Bytes before the first frame of a log, and before the page of each frame."""

State = tuple[int, ...]
_STATE = """
    SELECT (SELECT count(*) FROM ledger_txn), (SELECT count(*) FROM posting), (SELECT count(*) FROM command_log),
        (SELECT count(*) FROM inbox), (SELECT count(*) FROM inbox WHERE state = 'done'), (SELECT count(*) FROM payment_order),
        (SELECT coalesce(sum(posted), 0) FROM wallet), (SELECT coalesce(sum(held), 0) FROM wallet),
        (SELECT count(*) FROM account), (SELECT count(*) FROM job WHERE state = 'finished')"""
_MONEY = (
    "SELECT seq, line, account, wallet_id, amount, balance_after, version FROM posting ORDER BY seq, line",
    "SELECT id, account_id, posted, held, version FROM wallet ORDER BY id",
    "SELECT id, wallet_id, amount, captured, state FROM hold ORDER BY id",
    "SELECT id, wallet_id, kind, granted, remaining, expired FROM lot ORDER BY id",
)
"""What a bit more or less makes of somebody's credits."""


class LoggedBooks:
    """Implements `tests.db.books.Books`: every step is a commit of its own, and stays in the log."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.log = file.with_name(f"{file.name}-wal")
        self.commits: list[tuple[int, State]] = []
        self._engine = engine.sqlite_writer(make_url(f"sqlite+aiosqlite:///{file}"))
        event.listen(self._engine, "connect", lambda raw, _: raw.execute("PRAGMA wal_autocheckpoint=0"))

    def begin(self) -> None:
        """Nothing begins."""

    def forget(self) -> None:
        """Let go of the file; its log is written back."""
        self._engine.dispose()

    def run(self, work: Callable[[Connection], T]) -> T:
        """Commit, and remember where in the log that ends and what is there then."""
        with self._engine.begin() as connection:
            result = work(connection)
            state = _state(connection)
        self.commits.append((self.log.stat().st_size, state))
        return result


def _state(connection: Connection) -> State:
    return tuple(connection.exec_driver_sql(_STATE).one())


@dataclass(frozen=True)
class Recorded:
    """A database, its log, and what had been acknowledged when the log was so long."""

    file: Path
    log: bytes
    begun: State
    commits: tuple[tuple[int, State], ...]

    def acknowledged(self, length: int) -> State:
        """What must be there if the first `length` bytes of the log are."""
        return next((state for end, state in reversed(self.commits) if end <= length), self.begun)


def record(template: Path, folder: Path, jobs: int = JOBS, seed: int = 0) -> Recorded:
    """People who pay, and have pictures made that are charged or not: some hundred commits that are in the log alone."""
    file = Path(shutil.copy(template, folder / "recorded.db"))
    books = LoggedBooks(file)
    with _opened(file) as before:
        begun = _state(before)
    desk, dice = MoneyDesk(books), random.Random(seed)
    desk.arrive(*PEOPLE)
    for number in range(jobs):
        _live(desk, dice, number)
    base = Path(shutil.copy(file, folder / "base.db"))
    recorded = Recorded(base, books.log.read_bytes(), begun, tuple(books.commits))
    books.forget()
    return recorded


def _live(desk: MoneyDesk, dice: random.Random, number: int) -> None:
    who = dice.choice(PEOPLE)
    if number % 10 == 0:
        order = desk.order(who, 100, 299)
        desk.hear(fact(FactKind.PAID, "stripe", f"charge{number}", 299, order=order.id))
        desk.settle()
        return
    hold = f"hold{number}"
    with contextlib.suppress(HoldRefused):
        desk.books.run(lambda connection: hold_for_job(connection, who, PRICE, hold))
        with contextlib.suppress(HoldResolved):
            desk.books.run(lambda connection: _resolve(connection, hold, dice.choice((0, PRICE // 2, PRICE))))


def _resolve(connection: Connection, hold: str, captured: int) -> None:
    ledger = SqlLedger(connection)
    if captured:
        ledger.capture(hold, captured, now=START)
    else:
        ledger.release(hold, now=START)
    finish_job(connection, hold)


# --- damage ------------------------------------------------------------------------------------------------------------


def cut(log: bytes, at: int, dice: random.Random) -> bytes:
    """The end is missing."""
    return log[:at]


def flipped(log: bytes, at: int, dice: random.Random) -> bytes:
    """One bit is another one."""
    return log[:at] + bytes([log[at] ^ 1 << dice.randrange(8)]) + log[at + 1 :]


def zeroed(log: bytes, at: int, dice: random.Random) -> bytes:
    """The file is as long as it was, and its end was never written."""
    return log[:at] + bytes(len(log) - at)


DAMAGES = (cut, flipped, zeroed)


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[Connection]:
    made: Engine = engine.sqlite_readers(make_url(f"sqlite+aiosqlite:///{file}"))
    try:
        with made.connect() as connection:
            yield connection
    finally:
        made.dispose()


def after(recorded: Recorded, log: bytes, folder: Path) -> tuple[State, list[str]]:
    """What a program finds that starts on this log, and what is wrong with it."""
    file = Path(shutil.copy(recorded.file, folder / "image.db"))
    for suffix in ("-shm", "-wal"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    file.with_name(f"{file.name}-wal").write_bytes(log)
    with _opened(file) as connection:
        wrong = [f"integrity: {line}" for (line,) in connection.exec_driver_sql("PRAGMA integrity_check") if line != "ok"]
        wrong += [str(check) for check in verify(connection, START) if not check.ok]
        return _state(connection), wrong


def tried(recorded: Recorded, seed: int, folder: Path) -> tuple[str, State]:
    """One image: the kind of damage and what survived. Raises `AssertionError`."""
    dice = random.Random(seed)
    damage = DAMAGES[seed % len(DAMAGES)]
    at = dice.randrange(len(recorded.log))
    log = damage(recorded.log, at, dice)
    survived, wrong = after(recorded, log, folder)
    assert not wrong, f"image {seed} ({damage.__name__} at {at}): {wrong}"
    must = recorded.acknowledged(_intact(recorded.log, log, at))
    assert survived == must, f"image {seed} ({damage.__name__} at {at}): {survived} and not {must}"
    return damage.__name__, survived


def _intact(log: bytes, damaged: bytes, at: int) -> int:
    """How many bytes from the start are as they were: zeros may take the place of zeros."""
    return next((place for place in range(at, len(damaged)) if damaged[place] != log[place]), len(damaged))


# --- a page of the database --------------------------------------------------------------------------------------------


def money(file: Path) -> list[Any] | None:
    """Everything in the books, or nothing if it cannot even be read."""
    try:
        with contextlib.closing(sqlite3.connect(file)) as connection:
            return [connection.execute(query).fetchall() for query in _MONEY]
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return None


def noticed(file: Path) -> bool:
    """Whether `integrity_check` or `ledger verify` sees that something is wrong."""
    try:
        with _opened(file) as connection:
            sound = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
            return not sound or any(not check.ok for check in verify(connection, START))
    except Exception:  # noqa: BLE001  # whatever keeps the file from being read has been noticed
        return True


def page_flips(recorded: Recorded, folder: Path, wanted: int, seed: int = 0) -> tuple[int, list[int]]:
    """Flip single bits of the whole database until so many have changed the books: how many were tried, and the places of those that
    nobody noticed."""
    file, dice = folder / "pages.db", random.Random(seed)
    sound = Path(shutil.copy(recorded.file, folder / "sound.db"))
    sound.with_name("sound.db-wal").write_bytes(recorded.log)
    with contextlib.closing(sqlite3.connect(sound)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
    data, before = bytearray(sound.read_bytes()), money(sound)
    tries, changed, missed = 0, 0, []
    while changed < wanted:
        tries += 1
        at, bit = dice.randrange(100, len(data)), 1 << dice.randrange(8)
        data[at] ^= bit
        file.write_bytes(data)
        data[at] ^= bit
        if money(file) != before:
            changed += 1
            missed += [] if noticed(file) else [at]
    return tries, missed


def main(images: int) -> int:
    """Try so many images; a line for each that fails, and the count."""
    began, kinds, prefixes, failed = time.monotonic(), Counter[str](), set[State](), 0
    with tempfile.TemporaryDirectory(prefix="damage-") as name:
        folder = Path(name)
        anyio.run(migrate, f"sqlite+aiosqlite:///{folder}/template.db")
        recorded = record(folder / "template.db", folder)
        print(f"{JOBS} jobs, {len(recorded.commits)} commits, {len(recorded.log)} bytes of log", flush=True)
        for seed in range(images):
            try:
                kind, survived = tried(recorded, seed, folder)
            except AssertionError as failure:
                failed += 1
                print(f"FAILED  {failure}", flush=True)
            else:
                kinds[kind] += 1
                prefixes.add(survived)
        tries, missed = page_flips(recorded, folder, images // 10)
    counted = ", ".join(f"{number} {kind}" for kind, number in kinds.items())
    print(f"{images} images ({counted}), {len(prefixes)} different prefixes, {failed} failed, {time.monotonic() - began:.0f} s")
    print(f"{tries} bits of pages flipped, {images // 10} changed the books, {len(missed)} of them unnoticed: {missed[:10]}")
    return 1 if failed or missed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1200))
