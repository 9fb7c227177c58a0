"""Everything of one kind of database into the other: nothing is lost, nothing differs, and nothing half done is ever seen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import IntegrityError

from adapters.local.objects import LocalObjects
from core.ambient import Ambient, utc_now
from core.rights.export import export
from core.storage.unit_of_work import UnitOfWork
from core.text import Catalogue
from core.wallet import LotKind
from db.errors import DatabaseInUse, DatabaseMissing, DatabaseNewer, DatabaseNotEmpty
from db.moving import Move, copy, move
from db.person_rows import NOBODYS, SqlPersonRows
from db.store import open_reader, open_store, postgres_alone, sqlite_alone, visit
from db.tables import METADATA
from db.triggers import missing_triggers
from tests.clock import FakeClock
from tests.core.rights.people import connection_of, put_files, settle
from tests.core.rights.reader import Bag
from tests.db.rows import arrive, run, scalar
from tests.postgres_server import run_sql
from tests.story.house import open_house

FOX = "a fox in the rain"


def url_of(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


async def write(url: str, ambient: Ambient, work: Callable[[UnitOfWork], Any]) -> None:
    store = await open_store(url, ambient)
    try:
        await store.write(work)
    finally:
        await store.close()


async def rows_at(url: str) -> dict[str, set[tuple[Any, ...]]]:
    def look(uow: UnitOfWork) -> dict[str, set[tuple[Any, ...]]]:
        raw = {table.name: text(f"SELECT * FROM {table.name}").columns(*table.columns) for table in METADATA.sorted_tables}
        return {name: {tuple(map(repr, row)) for row in connection_of(uow).execute(asked)} for name, asked in raw.items()}

    return await visit(url, look)


class TestEveryTable:
    """Two people with rows in every table."""

    @pytest.fixture
    async def moved(self, sqlite_url: str, postgres_url: str, ambient: Ambient) -> tuple[str, str]:
        for who in ("ann", "bob"):
            await write(sqlite_url, ambient, lambda uow, who=who: settle(uow, who))  # type: ignore[misc]
        async with sqlite_alone(make_url(sqlite_url)) as before, postgres_alone(make_url(postgres_url)) as after:
            arrived = await after.run_sync(lambda connection: copy(before, connection))
            await after.commit()
        assert [one for one in arrived if not one.same] == []
        assert {one.table for one in arrived if not one.after.rows} <= NOBODYS.keys()
        return sqlite_url, postgres_url

    async def test_every_row_is_there_and_no_other(self, moved: tuple[str, str]) -> None:
        before, after = [await rows_at(url) for url in moved]
        assert before == after

    async def test_everybodys_copy_is_the_same_before_and_after(self, moved: tuple[str, str], tmp_path: Path, clock: FakeClock) -> None:
        objects = LocalObjects(tmp_path / "objects", base_url="http://x.example", secret=b"k", link_ttl=60, now=clock.now)
        for who in ("ann", "bob"):
            await put_files(objects, who)
            first, second = [await self.copy_of(url, who, objects, tmp_path / f"{who}-{n}.zip") for n, url in enumerate(moved)]
            assert len(first) > 60
            assert first == second

    async def copy_of(self, url: str, who: str, objects: LocalObjects, path: Path) -> dict[str, bytes]:
        reader = await open_reader(url)
        now = FakeClock().now
        with path.open("wb") as out:
            await export(reader, objects, Ambient(now=now), Catalogue(), who, "en", out, lambda _: None, source=SqlPersonRows())
        await reader.close()
        bag = Bag(path)
        return {name: bag.bytes(name) for name in bag.names}

    async def test_the_guards_and_references_are_back_and_numbers_go_on(self, moved: tuple[str, str], ambient: Ambient) -> None:
        _, url = moved
        store = await open_store(url, ambient)
        assert await store.read(lambda uow: missing_triggers(connection_of(uow))) == []
        highest = await store.read(lambda uow: scalar(uow, "SELECT max(seq) FROM ledger_txn"))
        assert await store.write(lambda uow: uow.ledger.grant("ann", 7, LotKind.PROMO, key="later", now=ambient.now())) == highest + 1
        for forbidden in ("DELETE FROM posting", "UPDATE identity SET account_id = 'nobody'"):
            with pytest.raises(IntegrityError):
                await store.write(lambda uow, statement=forbidden: run(uow, statement))  # type: ignore[misc]
        await store.close()


async def lived_in(folder: Path) -> str:
    """The file of a program that people have used."""
    async with open_house(folder) as house:
        for who in ("ada", "bob", "chen"):
            await house.make(who, f"{FOX} for {who} 🦊")
        await house.say("ada", "/topup starter")
        await house.say("bob", "/language de")
        await house.say("chen", f"/imagine {FOX}")
    return url_of(folder / "inkmirage.db")


@pytest.fixture
async def blank_url(postgres_server: str, postgres_url: str) -> str:
    """A database in which nothing was ever set up."""
    name = f"{make_url(postgres_url).database}_blank"
    await run_sql(postgres_server, f"CREATE DATABASE {name}")
    return f"{postgres_server}/{name}"


def broken(found: Move) -> list[str]:
    return [moved.table for moved in found.tables if not moved.same] + [check.name for check in found.checks if not check.ok]


async def test_there_and_back_again_on_postgres(tmp_path: Path, blank_url: str) -> None:
    source, back = await lived_in(tmp_path / "first"), url_of(tmp_path / "back.db")
    assert broken(await move(source, blank_url, utc_now())) == []
    assert broken(await move(blank_url, back, utc_now())) == []
    first, second, third = [await rows_at(url) for url in (source, blank_url, back)]
    assert len(first["job"]) == 4
    assert first == second == third


async def test_who_moved_goes_on_working_on_postgres(tmp_path: Path, blank_url: str) -> None:
    await move(await lived_in(tmp_path), blank_url, utc_now())
    async with open_house(tmp_path, overrides={"database.url": blank_url}) as house:
        assert (await house.balance("ada")).posted == 28
        offer = await house.run("ada", "imagine", {"prompt": FOX}, key="later")
        started = await house.press("ada", offer, "make", key="later, yes")
        assert started.job
        await house.posted(started.job)
        assert (await house.balance("ada")).posted == 16


async def test_not_while_a_program_works_with_either_on_postgres(
    sqlite_url: str, postgres_url: str, blank_url: str, ambient: Ambient
) -> None:
    there = await open_store(postgres_url, ambient)
    await there.write(lambda uow: None)
    for source, target in ((sqlite_url, postgres_url), (postgres_url, sqlite_url)):
        with pytest.raises(DatabaseInUse):
            await move(source, target, utc_now())
    await there.close()
    here = await open_store(sqlite_url, ambient)
    with pytest.raises(DatabaseInUse):
        await move(sqlite_url, blank_url, utc_now())
    await here.close()
    assert (await move(sqlite_url, blank_url, utc_now())).well


async def test_only_into_an_empty_database_of_this_version_on_postgres(sqlite_url: str, postgres_url: str, ambient: Ambient) -> None:
    await write(postgres_url, ambient, arrive("ann"))
    with pytest.raises(DatabaseNotEmpty):
        await move(sqlite_url, postgres_url, utc_now())
    await write(postgres_url, ambient, lambda uow: run(uow, "UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseNewer):
        await move(sqlite_url, postgres_url, utc_now())


async def test_only_from_a_database_of_this_version_on_postgres(
    tmp_path: Path, sqlite_url: str, postgres_url: str, ambient: Ambient
) -> None:
    with pytest.raises(DatabaseMissing):
        await move(url_of(tmp_path / "none.db"), postgres_url, utc_now())
    assert not (tmp_path / "none.db").exists()
    await write(sqlite_url, ambient, lambda uow: run(uow, "UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseNewer):
        await move(sqlite_url, postgres_url, utc_now())


async def test_broken_books_are_not_moved_on_postgres(sqlite_url: str, blank_url: str, ambient: Ambient) -> None:
    def work(uow: UnitOfWork) -> None:
        run(uow, "UPDATE wallet SET posted = posted + 1, version = version + 1")

    await write(sqlite_url, ambient, arrive("ann"))
    await write(sqlite_url, ambient, lambda uow: uow.ledger.grant("a-ann", 5, LotKind.PROMO, key="k", now=ambient.now()))
    await write(sqlite_url, ambient, work)
    found = await move(sqlite_url, blank_url, utc_now())
    assert not found.well
    assert broken(found)
    with pytest.raises(DatabaseMissing):
        await open_reader(blank_url)


async def test_a_row_that_arrives_otherwise_is_noticed_on_postgres(sqlite_url: str, postgres_url: str, ambient: Ambient) -> None:
    await write(sqlite_url, ambient, arrive("ann"))
    async with sqlite_alone(make_url(sqlite_url)) as before, postgres_alone(make_url(postgres_url)) as after:

        def step(connection: Connection) -> list[str]:
            connection.exec_driver_sql(
                "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := 'Anne'; RETURN NEW; END $$"
            )
            connection.exec_driver_sql("CREATE TRIGGER spoil BEFORE INSERT ON identity FOR EACH ROW EXECUTE FUNCTION spoil()")
            return [one.table for one in copy(before, connection) if not one.same]

        assert await after.run_sync(step) == ["identity"]
