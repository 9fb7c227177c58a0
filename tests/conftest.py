"""Fixtures for every test: the event loop, a clock to move, and a migrated database on either engine."""

import contextlib
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import anyio
import pytest

from core.ambient import Ambient
from db.store import SqlStore, migrate, open_store
from tests import empty_database
from tests.clock import FakeClock, ambient_of
from tests.postgres_server import PostgresAbsent, Server, own_server, run_sql, running_server
from tests.wanting import do_without

ENGINES = ("sqlite", "postgres")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def ambient(clock: FakeClock) -> Ambient:
    return ambient_of(clock)


@pytest.fixture(scope="session")
def migrated_file() -> Path:
    """An empty SQLite database with the present schema, to be copied."""
    return empty_database.migrated_file()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A server with the database `template`, one for each test process."""
    with postgres_or_skip(), running_server() as server:
        anyio.run(run_sql, server, "CREATE DATABASE template")
        anyio.run(migrate, f"{server}/template")
        yield server


@contextlib.contextmanager
def postgres_or_skip() -> Iterator[None]:
    """Without a PostgreSQL on this machine the test is skipped, or fails where one is required."""
    try:
        yield
    except PostgresAbsent as absent:
        do_without("postgres", str(absent))


@pytest.fixture
def failing_server() -> Iterator[Server]:
    """A server of the test's own with the migrated database `ink`, to be stopped and started."""
    with postgres_or_skip(), own_server() as server:
        anyio.run(run_sql, server.address, "CREATE DATABASE ink")
        anyio.run(migrate, f"{server.address}/ink")
        yield server


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """A fresh migrated file."""
    return f"sqlite+aiosqlite:///{shutil.copy(migrated_file, tmp_path / 'ink.db')}"


@pytest.fixture
async def postgres_url(postgres_server: str) -> AsyncIterator[str]:
    """A fresh migrated database on the session's server."""
    name = f"test_{os.urandom(6).hex()}"
    await run_sql(postgres_server, f"CREATE DATABASE {name} TEMPLATE template")
    yield f"{postgres_server}/{name}"
    await run_sql(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh migrated database; every test that asks for it runs on both engines."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def store(database_url: str, ambient: Ambient) -> AsyncIterator[SqlStore]:
    """An open store; every test that asks for it runs on both engines."""
    opened = await open_store(database_url, ambient)
    yield opened
    await opened.close()
