"""What an operator is told when the database cannot be used, and that nothing was changed then."""

import os
import shutil
import sqlite3
from pathlib import Path

import anyio
import pytest
from sqlalchemy import make_url

from core.ambient import Ambient
from core.storage.unit_of_work import UnitOfWork
from db.errors import DatabaseCorrupt, DatabaseInUse, DatabaseNewer, DatabaseProblem, DatabaseUnreachable, DatabaseUnwritable
from db.store import SqlStore, migrate, needs_migration, open_reader, open_store
from db.triggers import missing_triggers, remove
from tests.core.rights.people import connection_of
from tests.db.rows import arrive, names, run, scalar
from tests.postgres_server import free_port, run_sql

VERSIONS = Path(__file__).parents[2] / "db" / "migrations" / "versions"


def url_of(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def opens(url: str) -> bool:
    store = await open_store(url, Ambient())
    await store.close()
    return True


async def test_a_new_file_in_a_new_folder(tmp_path: Path) -> None:
    assert await opens(url_of(tmp_path / "new" / "folder" / "ink.db"))


async def test_a_file_that_is_in_use(sqlite_url: str, ambient: Ambient) -> None:
    store = await open_store(sqlite_url, ambient)
    with pytest.raises(DatabaseInUse) as told:
        await open_store(sqlite_url, ambient)
    with pytest.raises(DatabaseInUse):
        await migrate(sqlite_url)
    assert told.value.code == "database-in-use"
    assert told.value.place == make_url(sqlite_url).database
    await store.write(arrive("ann"))
    await store.close()
    assert await opens(sqlite_url)


@pytest.mark.parametrize("where", ["file/ink.db", "folder", "file/deeper/ink.db"])
async def test_a_place_that_cannot_be_written(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("a file, where a folder is needed")
    (tmp_path / "folder").mkdir()
    with pytest.raises(DatabaseUnwritable):
        await open_store(url_of(tmp_path / where), Ambient())


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may write everywhere")
async def test_a_folder_without_permission(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir(mode=0o500)
    with pytest.raises(DatabaseUnwritable):
        await open_store(url_of(tmp_path / "folder" / "ink.db"), Ambient())


def garbage(path: Path) -> None:
    path.write_bytes(b"this has never been a database " * 400)


def damaged_schema(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 3000)


def cut_short(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(4096)


@pytest.mark.parametrize("damage", [garbage, damaged_schema, cut_short])
async def test_a_file_that_is_no_database_or_a_damaged_one(sqlite_url: str, damage: object) -> None:
    path = Path(str(make_url(sqlite_url).database))
    assert callable(damage)
    damage(path)
    before = path.read_bytes()
    with pytest.raises(DatabaseCorrupt) as told:
        await open_store(sqlite_url, Ambient())
    assert told.value.code == "database-corrupt"
    assert path.read_bytes() == before


async def test_a_schema_from_the_future_and_back(database_url: str, ambient: Ambient) -> None:
    store = await open_store(database_url, ambient)
    await store.write(lambda unit: run(unit, "UPDATE alembic_version SET version_num = '9999'"))
    await store.close()
    with pytest.raises(DatabaseNewer):
        await open_store(database_url, ambient)
    visitor = await open_reader(database_url)
    assert await visitor.read(names) == set()
    await visitor.close()


MARKS = {"sqlite": "PRAGMA user_version = {}", "postgresql": "COMMENT ON TABLE alembic_version IS '{}'"}


async def made_by_a_later_version(url: str, ambient: Ambient, mark: str) -> None:
    """One that has a migration 9999 and a guard which this one does not know."""
    store = await open_store(url, ambient)

    def work(unit: UnitOfWork) -> None:
        run(unit, "UPDATE alembic_version SET version_num = '9999'")
        run(unit, MARKS[connection_of(unit).dialect.name].format(mark))
        remove(connection_of(unit))

    await store.write(work)
    await store.close()


async def test_what_a_later_version_says_this_one_works_with_is_opened_and_left_alone(database_url: str, ambient: Ambient) -> None:
    await made_by_a_later_version(database_url, ambient, "99990001")
    store = await open_store(database_url, ambient)
    assert await store.read(lambda unit: missing_triggers(connection_of(unit)))
    await store.write(arrive("ann"))
    await store.close()
    assert not await needs_migration(database_url)


@pytest.mark.parametrize("mark", ["99999999", "99990002", "00010001", "0"])
async def test_what_works_with_later_versions_alone_is_refused(database_url: str, ambient: Ambient, mark: str) -> None:
    await made_by_a_later_version(database_url, ambient, mark)
    with pytest.raises(DatabaseNewer):
        await open_store(database_url, ambient)


async def test_a_database_says_which_programs_work_with_it(store: SqlStore) -> None:
    read = {"sqlite": "PRAGMA user_version", "postgresql": "SELECT obj_description('alembic_version'::regclass)"}
    newest = max(path.name[:4] for path in VERSIONS.glob("[0-9]*.py"))
    said = await store.read(lambda unit: scalar(unit, read[connection_of(unit).dialect.name]))
    assert str(said).zfill(8)[:4] == newest


async def test_an_opening_that_failed_lets_the_file_go(sqlite_url: str) -> None:
    path = str(make_url(sqlite_url).database)
    with sqlite3.connect(path) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    other.close()
    with pytest.raises(DatabaseNewer):
        await open_store(sqlite_url, Ambient())
    with sqlite3.connect(path) as other:
        other.execute("UPDATE alembic_version SET version_num = '0001'")
    other.close()
    assert await opens(sqlite_url)


async def test_a_server_that_does_not_answer() -> None:
    with pytest.raises(DatabaseUnreachable) as told:
        await open_store(f"postgresql+asyncpg://ink:secret@127.0.0.1:{free_port()}/ink", Ambient())
    assert "secret" not in str(told.value)


async def test_a_database_that_the_server_does_not_have(postgres_server: str) -> None:
    with pytest.raises(DatabaseUnreachable):
        await open_store(f"{postgres_server}/no_such_database", Ambient())


async def test_another_kind_of_database() -> None:
    with pytest.raises(ValueError, match="mysql"):
        await open_store("mysql://127.0.0.1/ink", Ambient())


def test_every_problem_has_its_own_code() -> None:
    kinds = DatabaseProblem.__subclasses__()
    assert len({kind.code for kind in kinds}) == len(kinds)


async def test_several_processes_may_start_on_one_empty_server_database(postgres_server: str) -> None:
    name = f"empty_{os.urandom(6).hex()}"
    await run_sql(postgres_server, f"CREATE DATABASE {name}")
    async with anyio.create_task_group() as group:
        for _ in range(3):
            group.start_soon(migrate, f"{postgres_server}/{name}")
    await run_sql(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


async def test_a_copy_of_the_file_is_a_database_of_its_own(sqlite_url: str, ambient: Ambient, tmp_path: Path) -> None:
    store = await open_store(sqlite_url, ambient)
    await store.write(arrive("ann"))
    await store.close()
    copy = shutil.copy(str(make_url(sqlite_url).database), tmp_path / "copy.db")
    visitor = await open_reader(url_of(Path(copy)))
    assert await visitor.read(names) == {"ann"}
    await visitor.close()
