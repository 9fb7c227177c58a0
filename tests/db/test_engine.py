"""Every connection is what wallet.md §2.6 and §2.7 demand: asked of the connection itself."""

import asyncio
import sqlite3

import pytest
from sqlalchemy import make_url

from core.ambient import Ambient
from core.storage.unit_of_work import UnitOfWork
from db.engine import READERS
from db.store import SqlStore, open_reader, open_store
from tests.db.rows import scalar

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 5000,
    "secure_delete": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "mmap_size": 0,
    "fullfsync": 1,
    "checkpoint_fullfsync": 1,
}

LIMITS = {"lock_timeout": "2s", "statement_timeout": "10s", "idle_in_transaction_session_timeout": "15s", "synchronous_commit": "on"}


def pragmas(unit: UnitOfWork) -> dict[str, object]:
    return {name: scalar(unit, f"PRAGMA {name}") for name in (*PRAGMAS, "query_only")}


def settings(unit: UnitOfWork) -> dict[str, object]:
    return {name: scalar(unit, f"SHOW {name}") for name in (*LIMITS, "transaction_isolation", "transaction_read_only")}


async def test_pragmas_of_the_sqlite_writer(sqlite_url: str, ambient: Ambient) -> None:
    store = await open_store(sqlite_url, ambient)
    assert await store.write(pragmas) == {**PRAGMAS, "query_only": 0}
    await store.close()


async def test_pragmas_of_every_sqlite_reader(sqlite_url: str, ambient: Ambient) -> None:
    store = await open_store(sqlite_url, ambient)
    for read in await asyncio.gather(*(store.read(pragmas) for _ in range(READERS * 2))):
        assert read == {**PRAGMAS, "query_only": 1}
    visitor = await open_reader(sqlite_url)
    assert await visitor.read(pragmas) == {**PRAGMAS, "query_only": 1}
    await visitor.close()
    await store.close()


async def test_limits_of_postgres(postgres_url: str, ambient: Ambient) -> None:
    store = await open_store(postgres_url, ambient)
    for _ in range(2):  # a connection goes back and forth between reading and writing
        assert await store.write(settings) == {**LIMITS, "transaction_isolation": "read committed", "transaction_read_only": "off"}
        assert await store.read(settings) == {**LIMITS, "transaction_isolation": "repeatable read", "transaction_read_only": "on"}
    await store.close()


@pytest.mark.parametrize("value", [2**62, -(2**62)])
async def test_whole_numbers_have_64_bits(store: SqlStore, value: int) -> None:
    assert await store.read(lambda unit: scalar(unit, "SELECT CAST(:value AS BIGINT)", value=value)) == value


async def test_a_sqlite_work_owns_the_file_before_its_first_statement(sqlite_url: str, ambient: Ambient) -> None:
    """BEGIN IMMEDIATE: a transaction that reads first and writes later can then never be refused for what happened in between."""
    store = await open_store(sqlite_url, ambient)

    def intrude(_: UnitOfWork) -> None:
        other = sqlite3.connect(str(make_url(sqlite_url).database), timeout=0, isolation_level=None)
        try:
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
        finally:
            other.close()

    await store.write(intrude)
    await store.close()
