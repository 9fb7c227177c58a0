"""Books to experiment with, on both engines."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest
from sqlalchemy import make_url

from db import engine
from tests.conftest import ENGINES
from tests.db.books import Books, PostgresBooks, SqliteBooks
from tests.postgres_server import run_sql


@pytest.fixture(scope="module", params=ENGINES)
def any_books(request: pytest.FixtureRequest) -> Books:
    """Empty books, shared by the tests of one file; every test that asks for them runs on both engines."""
    books: Books = request.getfixturevalue(f"{request.param}_books")
    return books


@pytest.fixture
def books(any_books: Books) -> Iterator[Books]:
    """Books within one experiment."""
    any_books.begin()
    yield any_books
    any_books.forget()


@pytest.fixture(scope="module")
def sqlite_books(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    file = shutil.copy(migrated_file, tmp_path_factory.mktemp("books") / "books.db")
    writer = engine.sqlite_writer(make_url(f"sqlite+aiosqlite:///{file}"))
    yield SqliteBooks(writer)
    writer.dispose()


@pytest.fixture(scope="module")
def postgres_books(postgres_server: str) -> Iterator[Books]:
    name = f"books_{os.urandom(6).hex()}"
    anyio.run(run_sql, postgres_server, f"CREATE DATABASE {name} TEMPLATE template")
    loop = asyncio.new_event_loop()
    server = engine.postgres(make_url(f"{postgres_server}/{name}"))
    yield PostgresBooks(server, loop)
    loop.run_until_complete(server.dispose())
    loop.close()
    anyio.run(run_sql, postgres_server, f"DROP DATABASE {name} WITH (FORCE)")
