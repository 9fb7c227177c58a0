"""The migrated database is what `db/tables/` says, on both engines."""

import re
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from core.ambient import Ambient
from core.storage.unit_of_work import UnitOfWork
from db import triggers
from db.ledger_ddl import LEDGER_DDL
from db.schema import VERSIONS, ours
from db.store import SqlStore, migrate, open_store
from db.tables import METADATA
from db.unit_of_work import SqlUnitOfWork
from tests.db.rows import run, scalar
from tests.postgres_server import run_sql

ALEMBIC = "alembic_version"
TABLES = {table.name: table for table in METADATA.sorted_tables}


def on_connection(work: Callable[[Connection], Any]) -> Callable[[UnitOfWork], Any]:
    return lambda unit: work(cast(SqlUnitOfWork, unit).connection)


def test_a_migration_follows_the_one_with_the_number_before() -> None:
    """Whether a database is current is read off the names of the files (`db/schema.py`)."""
    scripts = list(ScriptDirectory(str(VERSIONS.parent)).walk_revisions())
    assert {script.revision for script in scripts} == ours()
    assert [script.down_revision for script in scripts] == [*sorted(ours(), reverse=True)[1:], None]


@pytest.mark.proves("T-DM-2")
async def test_alembic_finds_nothing_to_do(store: SqlStore) -> None:
    def differences(connection: Connection) -> list[Any]:
        return list(compare_metadata(MigrationContext.configure(connection), METADATA))

    assert await store.read(on_connection(differences)) == []


@pytest.mark.proves("T-DM-2")
def test_the_sqlite_schema_is_word_for_word_that_of_the_tables(migrated_file: Path, tmp_path: Path) -> None:
    """Alembic does not compare CHECKs, STRICT or the conditions of partial indexes; the text of the schema has them all."""
    engine = create_engine(f"sqlite:///{tmp_path / 'direct.db'}")
    METADATA.create_all(engine)
    engine.dispose()
    assert _sqlite_schema(migrated_file) == _sqlite_schema(tmp_path / "direct.db")


def _sqlite_schema(file: Path) -> dict[str, list[str]]:
    with sqlite3.connect(file) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL").fetchall()
    connection.close()
    return {name: _lines(sql) for name, sql in rows if name != ALEMBIC}


def _lines(sql: str) -> list[str]:
    """The order of constraints says nothing."""
    return sorted(re.sub(r"[\"\s]+", " ", line).strip(" ,") for line in sql.splitlines())


def test_every_constraint_has_a_name_by_which_a_migration_can_change_it(migrated_file: Path) -> None:
    lines = [line for name, sql in _sqlite_schema(migrated_file).items() if name in TABLES for line in sql]
    rules = [line for line in lines if re.search(r"\b(PRIMARY KEY|UNIQUE|FOREIGN KEY|REFERENCES|CHECK)\b", line)]
    assert len(rules) > 100
    assert [line for line in rules if not line.startswith("CONSTRAINT ")] == []


@pytest.mark.proves("T-DM-2")
async def test_the_postgres_schema_is_that_of_the_tables(postgres_url: str, postgres_server: str) -> None:
    url = make_url(postgres_url)
    direct = f"{url.database}_direct"
    await run_sql(postgres_server, f"CREATE DATABASE {direct}")
    engine = create_async_engine(url.set(database=direct))
    async with engine.begin() as connection:
        await connection.run_sync(METADATA.create_all)
    assert await _postgres_schema(url.set(database=direct)) == await _postgres_schema(url)
    await engine.dispose()
    await run_sql(postgres_server, f"DROP DATABASE {direct} WITH (FORCE)")


async def _postgres_schema(url: Any) -> set[tuple[str, ...]]:
    engine = create_async_engine(url)
    queries = (
        "SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid > 0",
        "SELECT tablename::text, indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT table_name::text, column_name::text, data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') "
        "FROM information_schema.columns WHERE table_schema = 'public'",
    )
    async with engine.connect() as connection:
        rows = [tuple(row) for query in queries for row in await connection.execute(text(query))]
    await engine.dispose()
    return {row for row in rows if row[0] != ALEMBIC and "pg_" not in row[0]}


@pytest.mark.proves("PRV-03", "T-DM-1")
async def test_every_real_column_has_a_privacy_rule(store: SqlStore) -> None:
    """PRV-03 looks at the tables as declared; this looks at those that exist."""

    def real(connection: Connection) -> set[tuple[str, str]]:
        look = inspect(connection)
        return {(table, column["name"]) for table in look.get_table_names() for column in look.get_columns(table)}

    columns = await store.read(on_connection(real))
    assert len(columns) > 100
    unexplained = {(table, name) for table, name in columns if table != ALEMBIC and "privacy" not in TABLES[table].columns[name].info}
    assert unexplained == set()


async def test_every_sqlite_table_is_strict(migrated_file: Path) -> None:
    with sqlite3.connect(migrated_file) as connection:
        loose = [row[1] for row in connection.execute("PRAGMA table_list") if not row[5] and not row[1].startswith("sqlite_")]
    connection.close()
    assert loose == [ALEMBIC]


async def test_what_the_ledger_needs_beyond_tables_is_there(postgres_url: str) -> None:
    store = await open_store(postgres_url, Ambient())
    assert LEDGER_DDL["postgresql"] == ("CREATE SEQUENCE ledger_seq AS BIGINT",)
    assert await store.write(lambda unit: scalar(unit, "SELECT nextval('ledger_seq')")) == 1
    await store.close()


async def test_migrating_again_changes_nothing(database_url: str) -> None:
    await migrate(database_url)
    store = await open_store(database_url, Ambient())
    assert await store.read(on_connection(triggers.missing_triggers)) == []
    await store.close()


NAME = "guard_posting_delete_never_deleted"
OLD_NAME = "guard_of_an_earlier_version"
ON_SQLITE = {
    "dropped": [f"DROP TRIGGER {NAME}"],
    "weakened": [f"DROP TRIGGER {NAME}", f"CREATE TRIGGER {NAME} BEFORE DELETE ON posting BEGIN SELECT 1; END"],
    "unknown": [f"CREATE TRIGGER {OLD_NAME} BEFORE DELETE ON posting BEGIN SELECT 1; END"],
}
ON_POSTGRES = {
    "dropped": [f"DROP TRIGGER {NAME} ON posting"],
    "disabled": [f"ALTER TABLE posting DISABLE TRIGGER {NAME}"],
    "enabled only at the origin": [f"ALTER TABLE posting ENABLE TRIGGER {NAME}"],
    "weakened": [f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN OLD; END$$"],
    "unknown": [f"CREATE TRIGGER {OLD_NAME} BEFORE UPDATE ON posting FOR EACH ROW EXECUTE FUNCTION {NAME}()"],
}


@pytest.mark.parametrize("damage", ON_SQLITE)
async def test_sqlite_triggers_that_are_not_as_they_should_be_are_found_and_put_right(sqlite_url: str, damage: str) -> None:
    await _damaged_and_put_right(sqlite_url, ON_SQLITE[damage], OLD_NAME if damage == "unknown" else NAME)


@pytest.mark.parametrize("damage", ON_POSTGRES)
async def test_postgres_triggers_that_are_not_as_they_should_be_are_found_and_put_right(postgres_url: str, damage: str) -> None:
    await _damaged_and_put_right(postgres_url, ON_POSTGRES[damage], OLD_NAME if damage == "unknown" else NAME)


async def _damaged_and_put_right(url: str, statements: list[str], name: str) -> None:
    store = await open_store(url, Ambient())
    for statement in statements:
        await store.write(partial(run, statement=statement))
    assert await store.read(on_connection(triggers.missing_triggers)) == [name]
    await store.close()
    store = await open_store(url, Ambient())
    assert await store.read(on_connection(triggers.missing_triggers)) == []
    await store.close()
