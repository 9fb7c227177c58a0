"""Books to experiment with: one connection inside one transaction that never commits, so every experiment starts empty.

What COMMIT would check is checked after every step instead (`settle`), so deferred constraints count here too.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar

from sqlalchemy import Connection, Engine, text
from sqlalchemy.ext.asyncio import AsyncEngine

from db.ledger import SqlLedger

T = TypeVar("T")
START = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Books(Protocol):
    """A database in which experiments leave no trace."""

    def begin(self) -> None:
        """Start an experiment."""

    def run(self, work: Callable[[Connection], T]) -> T:
        """Run one unit of work and check what COMMIT would check."""

    def forget(self) -> None:
        """End the experiment; the database is as before."""


class SqliteBooks:
    """On the synchronous driver, as the program's own writer."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self) -> None:
        """See `Books`."""
        self._connection = self._engine.connect()
        self._connection.begin()

    def run(self, work: Callable[[Connection], T]) -> T:
        """See `Books`. SQLite cannot check deferred constraints early, but it can list what breaks them."""
        result = work(self._connection)
        assert self._connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        return result

    def forget(self) -> None:
        """See `Books`."""
        self._connection.rollback()
        self._connection.close()


class PostgresBooks:
    """On asyncpg, one step of a private event loop at a time."""

    def __init__(self, engine: AsyncEngine, loop: asyncio.AbstractEventLoop) -> None:
        self._engine = engine
        self._loop = loop

    def begin(self) -> None:
        """See `Books`."""
        self._connection = self._loop.run_until_complete(self._engine.connect().start())
        self._loop.run_until_complete(self._connection.begin().start())

    def run(self, work: Callable[[Connection], T]) -> T:
        """See `Books`."""
        return self._loop.run_until_complete(self._connection.run_sync(lambda connection: _settled(connection, work)))

    def forget(self) -> None:
        """See `Books`."""
        self._loop.run_until_complete(self._connection.rollback())
        self._loop.run_until_complete(self._connection.close())


def _settled(connection: Connection, work: Callable[[Connection], T]) -> T:
    result = work(connection)
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    connection.exec_driver_sql("SET CONSTRAINTS ALL DEFERRED")
    return result


def open_wallet(connection: Connection, name: str) -> None:
    """An account of this name with an empty wallet `<name>-wallet`."""
    connection.execute(
        text("INSERT INTO account (id, created_at, seen_at, ask_mode, ask_above, storage_prefix) VALUES (:name, 0, 0, 'never', 0, :name)"),
        {"name": name},
    )
    connection.execute(
        text("INSERT INTO wallet (id, account_id, posted, held, version) VALUES (:wallet, :name, 0, 0, 0)"),
        {"wallet": f"{name}-wallet", "name": name},
    )


def hold_for_job(
    connection: Connection,
    account: str,
    amount: int,
    hold_id: str,
    *,
    key: str | None = None,
    now: datetime = START,
    expires_at: datetime | None = None,
    merge_id: str | None = None,
) -> None:
    """A hold with its working job, as `/imagine` makes them. Raises what `SqlLedger.hold` raises; a repeat adds no second job."""
    job_id = f"job-of-{hold_id}"
    SqlLedger(connection).hold(
        account, amount, hold_id=hold_id, job_id=job_id, key=key or job_id, now=now, expires_at=expires_at or now + HOUR
    )
    connection.execute(
        text("""
            INSERT INTO job (id, account_id, merge_id, code, state, prompt, shape, quality, count, private, spoiler, unit_price, hold_id,
                             locale, address, created_at, delivery, delivery_attempts)
            SELECT :job, :account, CAST(:merge AS TEXT), 'A1', 'working', 'a fox', 'square', 'low', 1, 0, 0, 1, :hold,
                   'en', 'null', 0, 'none', 0
            WHERE NOT EXISTS (SELECT 1 FROM job WHERE id = CAST(:job AS TEXT))"""),
        {"job": job_id, "account": account, "hold": hold_id, "merge": merge_id},
    )


def finish_job(connection: Connection, hold_id: str) -> None:
    """The job's side of a resolved hold."""
    connection.execute(
        text("UPDATE job SET state = 'finished', outcome = 'done', finished_at = 0 WHERE hold_id = :hold"), {"hold": hold_id}
    )


def use_voucher(connection: Connection, account: str, seq: int, credits: int) -> None:
    """A voucher of this worth, and that its credits are this transaction's."""
    connection.execute(
        text("""
            INSERT INTO voucher (id, code_hash, credits, most, used, reason, role, created_at, expires_at)
            VALUES ('v', 'v', :credits, 1, 1, 'a test', 'desk', 0, 1)"""),
        {"credits": credits},
    )
    connection.execute(
        text("INSERT INTO voucher_use (voucher_id, wallet_id, who, seq, at) VALUES ('v', :wallet, 'w', :seq, 0)"),
        {"wallet": f"{account}-wallet", "seq": seq},
    )


def dawdle(connection: Connection) -> None:
    """Leave others time to come between this and the end of the transaction; SQLite lets nobody in."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_sleep(0.05)"))
