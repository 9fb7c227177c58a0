"""What was deleted is gone from the disk while the program runs, or the caller is told that it may not be (PRV-40)."""

import asyncio
import inspect
import re
import resource
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import Engine, event, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine

from core.ambient import Ambient
from core.storage.errors import CompactionBlocked
from core.storage.unit_of_work import UnitOfWork
from db import compaction, engine
from db.compaction import compact_postgres
from db.errors import StoreClosed
from db.store import SqlStore, open_store
from tests.canary.scan import Findings, Scanner
from tests.canary.tokens import Canaries
from tests.clock import START
from tests.db.papers import answer
from tests.db.rows import arrive, names, run, scalar
from tests.postgres_server import run_sql

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds
MANY = 20  # canaries: enough for a histogram of the planner, few enough that it is not compressed


class Person:
    """Somebody who leaves traces, next to a neighbour who stays."""

    def __init__(self, seed: str) -> None:
        self.gone, self.stays = Canaries(f"{seed}, who goes"), Canaries(f"{seed}, who stays")

    def talk(self, unit: UnitOfWork) -> None:
        for number in range(MANY):
            for who, words in (("gone", self.gone), ("stays", self.stays)):
                token = words.word(f"{who}: message {number}")
                unit.chats.post(f"chat of {who}", token, "bot", "en", answer(token), id=f"m-{token}", now=START)

    def leave(self, unit: UnitOfWork) -> None:
        assert run(unit, "DELETE FROM chat_message WHERE chat = 'chat of gone'") == MANY

    def left_in(self, *places: Path) -> Findings:
        return Scanner(self.gone).scan(*places)

    def is_there(self, unit: UnitOfWork) -> bool:
        return bool(scalar(unit, "SELECT count(*) FROM chat_message WHERE chat = 'chat of stays'") == MANY)


@pytest.fixture
def person(request: pytest.FixtureRequest) -> Person:
    return Person(request.node.name)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is blocked for good need not be waited for."""
    monkeypatch.setattr(compaction, "PAUSES", (0.01, 0.01))
    monkeypatch.setattr(compaction, "CHECKPOINT_WAIT", 10)
    monkeypatch.setattr(compaction, "LOCK_WAIT", "50ms")


class TestSqlite:
    @pytest.fixture
    async def opened(self, sqlite_url: str, ambient: Ambient) -> AsyncIterator[SqlStore]:
        store = await open_store(sqlite_url, ambient)
        yield store
        await store.close()

    @pytest.mark.proves("PRV-40", "T-ER-1")
    async def test_no_byte_is_left_while_the_program_runs(self, opened: SqlStore, tmp_path: Path, person: Person) -> None:
        await opened.write(person.talk)
        await asyncio.gather(*(opened.read(person.is_there) for _ in range(engine.READERS)))  # their connections stay open
        await opened.write(person.leave)
        assert len(person.left_in(tmp_path).labels) == MANY
        await opened.compact()
        found = person.left_in(tmp_path)
        assert found.clean, found
        assert await opened.read(person.is_there)

    @pytest.mark.proves("PRV-40", "T-ER-1")
    async def test_what_somebody_deleted_carelessly_goes_too(
        self, sqlite_url: str, tmp_path: Path, person: Person, ambient: Ambient
    ) -> None:
        """An earlier version, or a hand at the file: without `secure_delete`, deleted rows stay in free pages until VACUUM."""
        store = await open_store(sqlite_url, ambient)
        await store.write(person.talk)
        await store.close()
        careless = sqlite3.connect(file_of(sqlite_url))
        careless.execute("PRAGMA secure_delete=OFF")
        careless.execute("DELETE FROM chat_message WHERE chat = 'chat of gone'")
        careless.commit()
        careless.close()
        store = await open_store(sqlite_url, ambient)
        await store.write(arrive("ann"))
        assert person.left_in(file_of(sqlite_url)).hits
        await store.compact()
        found = person.left_in(tmp_path)
        assert found.clean, found
        await store.close()

    @pytest.mark.proves("PRV-40", "T-ER-19")
    async def test_a_reader_who_stays_is_never_passed_over(self, opened: SqlStore, tmp_path: Path, person: Person, hasty: None) -> None:
        await opened.write(person.talk)
        with reading(tmp_path / "ink.db"):
            await opened.write(person.leave)
            for _ in range(2):
                with pytest.raises(CompactionBlocked) as told:
                    await opened.compact()
                assert told.value.reason == "in-use"
            assert person.left_in(tmp_path).hits
            assert await opened.write(arrive("ann")) == "a-ann"
        await opened.compact()
        found = person.left_in(tmp_path)
        assert found.clean, found

    async def test_a_reader_makes_the_log_no_larger_however_often_it_is_asked(self, opened: SqlStore, tmp_path: Path, hasty: None) -> None:
        await opened.write(arrive("ann"))
        sizes = []
        with reading(tmp_path / "ink.db"):
            for _ in range(3):
                with pytest.raises(CompactionBlocked):
                    await opened.compact()
                sizes.append((tmp_path / "ink.db-wal").stat().st_size)
        assert sizes[0] == sizes[-1] < (tmp_path / "ink.db").stat().st_size

    async def test_a_reading_of_our_own_is_waited_for(self, opened: SqlStore, tmp_path: Path, person: Person) -> None:
        begun, enough = threading.Event(), threading.Event()

        def look(unit: UnitOfWork) -> set[str]:
            scalar(unit, "SELECT count(*) FROM chat_message")
            begun.set()
            enough.wait(PATIENCE)
            return names(unit)

        await opened.write(person.talk)
        looking = asyncio.create_task(opened.read(look))
        await asyncio.to_thread(begun.wait, PATIENCE)
        await opened.write(person.leave)
        compacting = asyncio.create_task(opened.compact())
        await asyncio.sleep(0.3)
        assert not compacting.done()
        enough.set()
        await compacting
        await looking
        assert person.left_in(tmp_path).clean

    async def test_works_that_come_meanwhile_are_all_committed(self, opened: SqlStore, sqlite_url: str) -> None:
        people = [f"p{number}" for number in range(300)]
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(
                opened.compact(), *(opened.write(arrive(uid)) for uid in people[:150]),
                opened.compact(), *(opened.write(arrive(uid)) for uid in people[150:]),
                *(opened.read(names) for _ in range(30)),
            )  # fmt: skip
            await opened.write(arrive("last"))
        with sqlite3.connect(file_of(sqlite_url)) as other:
            assert {uid for (uid,) in other.execute("SELECT uid FROM identity")} == {*people, "last"}
        other.close()

    async def test_a_full_disk_is_told_and_the_program_goes_on(self, opened: SqlStore, tmp_path: Path, person: Person) -> None:
        await opened.write(person.talk)
        await opened.write(person.leave)
        await opened.compact()
        with no_room(beyond=(tmp_path / "ink.db").stat().st_size // 2), pytest.raises(CompactionBlocked) as told:
            await opened.compact()
        assert told.value.reason == "disk"
        assert await opened.write(arrive("ann")) == "a-ann"
        await opened.compact()
        assert person.left_in(tmp_path).clean
        assert await opened.read(names) == {"ann"}
        assert await opened.read(lambda unit: scalar(unit, "PRAGMA integrity_check")) == "ok"

    async def test_the_writer_waits_for_locks_as_before(self, opened: SqlStore) -> None:
        await opened.compact()
        assert await opened.write(lambda unit: scalar(unit, "PRAGMA busy_timeout")) == int(engine.PRAGMAS["busy_timeout"])

    async def test_a_closed_store_is_not_compacted(self, opened: SqlStore) -> None:
        await opened.close()
        with pytest.raises(StoreClosed):
            await opened.compact()

    async def test_there_is_no_table_that_keeps_words_of_its_own(self, opened: SqlStore) -> None:
        """A full-text index keeps deleted words through VACUUM: who adds one must make `compact` rebuild it first."""
        assert not await opened.read(lambda unit: scalar(unit, "SELECT count(*) FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL%'"))


class TestConnections:
    FACTORIES = ("sqlite_writer", "sqlite_readers", "sqlite_visitor")
    OTHERS = ("postgres", "postgres_snapshots", "postgres_migrator", "postgres_news", "postgres_seat")

    @pytest.mark.proves("PRV-40", "T-ER-18")
    @pytest.mark.parametrize("factory", FACTORIES)
    async def test_every_sqlite_connection_overwrites_what_it_deletes(self, factory: str, sqlite_url: str) -> None:
        made = getattr(engine, factory)(make_url(sqlite_url))
        # Some builds have it on from the start; only who turns it on has it now.
        event.listen(as_sync(made), "connect", lambda connection, _: connection.execute("PRAGMA secure_delete=OFF"), insert=True)
        if isinstance(made, AsyncEngine):
            async with made.connect() as connection:
                assert (await connection.execute(text("PRAGMA secure_delete"))).scalar_one() == 1
            await made.dispose()
        else:
            with made.connect() as connection:
                assert connection.execute(text("PRAGMA secure_delete")).scalar_one() == 1
            made.dispose()

    @pytest.mark.proves("PRV-40", "T-ER-18")
    def test_there_is_no_other_way_to_a_connection(self) -> None:
        public = {name for name, thing in vars(engine).items() if inspect.isfunction(thing) and thing.__module__ == engine.__name__}
        assert {name for name in public if not name.startswith("_")} == {*self.FACTORIES, *self.OTHERS}
        ways = re.compile(
            r"\b(create_engine|create_async_engine|engine_from_config)\(|\b(sqlite3|aiosqlite|asyncpg)\.(connect|create_pool)\("
        )
        sources = [path for folder in ("core", "db", "adapters", "bot") for path in (ROOT / folder).rglob("*.py")]
        assert {str(path.relative_to(ROOT)) for path in sources if ways.search(path.read_text("utf-8"))} == {"db/engine.py"}


class TestPostgres:
    @pytest.fixture
    async def opened(self, postgres_url: str, ambient: Ambient) -> AsyncIterator[SqlStore]:
        store = await open_store(postgres_url, ambient)
        yield store
        await store.close()

    @pytest.fixture
    async def data(self, postgres_server: str) -> AsyncIterator[Path]:
        """The server's folder, while it does not keep old segments of its log for the next use."""
        await run_sql(postgres_server, "ALTER SYSTEM SET wal_recycle = off")
        await run_sql(postgres_server, "SELECT pg_reload_conf()")
        async with connected(f"{postgres_server}/postgres") as other:
            yield Path(await other.fetchval("SHOW data_directory"))
        await run_sql(postgres_server, "ALTER SYSTEM RESET wal_recycle")
        await run_sql(postgres_server, "SELECT pg_reload_conf()")

    @pytest.mark.proves("PRV-40", "T-ER-2")
    async def test_no_byte_is_left_in_the_servers_folder(
        self, opened: SqlStore, postgres_url: str, postgres_server: str, data: Path, person: Person
    ) -> None:
        await opened.write(person.talk)
        async with connected(postgres_url) as other:
            await other.execute("ANALYZE")
        await opened.write(person.leave)
        assert len(person.left_in(data / "pg_wal").labels) == MANY
        await run_sql(postgres_server, "CHECKPOINT")
        assert len(person.left_in(data / "base").labels) == MANY
        await opened.compact()
        after = person.left_in(data, data.parent / "log")
        assert after.clean, after
        assert await opened.read(person.is_there)

    @pytest.mark.proves("PRV-40", "T-ER-2")
    async def test_statistics_quote_nobody(self, opened: SqlStore, postgres_url: str, person: Person) -> None:
        """Neither those of a table that still has rows, nor of one that has become empty, which ANALYZE passes over."""
        await opened.write(person.talk)
        everybody = Scanner([*person.gone, *person.stays])
        async with connected(postgres_url) as other:
            await other.execute("ANALYZE")
            assert quoted(everybody, await statistics(other)) == {"gone", "stays"}
            await opened.write(person.leave)
            await opened.compact()
            assert quoted(everybody, await statistics(other)) == {"stays"}
            await opened.write(lambda unit: run(unit, "DELETE FROM chat_message"))
            await other.execute("ANALYZE")
            assert quoted(everybody, await statistics(other)) == {"stays"}
            await opened.compact()
            assert quoted(everybody, await statistics(other)) == set()

    async def test_the_file_that_held_the_statistics_is_gone(
        self, opened: SqlStore, postgres_url: str, postgres_server: str, data: Path, person: Person
    ) -> None:
        """New statistics stand beside the old ones until the space is wanted."""
        await opened.write(person.talk)
        async with connected(postgres_url) as other:
            await other.execute("ANALYZE")
            await opened.write(person.leave)
            await run_sql(postgres_server, "CHECKPOINT")
            before = data / await other.fetchval("SELECT pg_relation_filepath('pg_statistic')")
            assert person.left_in(before).hits
            await opened.compact()
            after = data / await other.fetchval("SELECT pg_relation_filepath('pg_statistic')")
        assert not before.exists() or not before.stat().st_size
        assert person.left_in(after).clean

    @pytest.mark.proves("PRV-40", "T-ER-19")
    async def test_an_older_snapshot_is_never_passed_over(
        self, opened: SqlStore, postgres_url: str, data: Path, person: Person, hasty: None
    ) -> None:
        """VACUUM FULL copies what somebody may still see, and reports success."""
        await opened.write(person.talk)
        async with connected(postgres_url) as other:
            async with other.transaction(isolation="repeatable_read", readonly=True):
                await other.fetchval("SELECT 1")
                await opened.write(person.leave)
                with pytest.raises(CompactionBlocked) as told:
                    await opened.compact()
                assert told.value.reason == "in-use"
                await run_sql(postgres_url.rpartition("/")[0], "CHECKPOINT")
                assert person.left_in(data / "base").hits
            await opened.compact()
        after = person.left_in(data / "base")
        assert after.clean, after

    async def test_a_table_that_somebody_holds_is_waited_for_and_then_told(self, opened: SqlStore, postgres_url: str, hasty: None) -> None:
        async with connected(postgres_url) as other:
            async with other.transaction():
                await other.execute("LOCK TABLE chat_message IN ACCESS SHARE MODE")
                with pytest.raises(CompactionBlocked) as told:
                    await opened.compact()
                assert told.value.reason == "lock"
            await opened.compact()

    async def test_a_table_that_the_role_may_not_touch_is_never_passed_over(
        self, opened: SqlStore, postgres_url: str, role: str, hasty: None
    ) -> None:
        """The server skips it, warns, and reports success."""
        async with connected(postgres_url) as other:
            await other.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}")
            with pytest.raises(CompactionBlocked) as told:
                await compact_postgres(make_url(postgres_url).set(username=role))
            assert told.value.reason == "permission"
            await other.execute(f"DROP OWNED BY {role}")

    async def test_who_owns_the_database_needs_no_other_power(self, postgres_server: str, role: str, data: Path, person: Person) -> None:
        await run_sql(postgres_server, f"CREATE DATABASE {role} OWNER {role}")
        address = make_url(f"{postgres_server}/{role}").set(username=role)
        store = await open_store(address.render_as_string(hide_password=False), Ambient())
        await store.write(person.talk)
        await store.write(person.leave)
        await store.compact()
        await store.close()
        await run_sql(postgres_server, "CHECKPOINT")
        after = person.left_in(data / "base")
        assert after.clean, after

    async def test_several_processes_may_compact_and_write_at_once(self, opened: SqlStore, postgres_url: str) -> None:
        other = await open_store(postgres_url, Ambient())
        people = [f"p{number}" for number in range(100)]
        async with asyncio.timeout(PATIENCE):
            results = await asyncio.gather(
                opened.compact(), other.compact(),
                *(store.write(arrive(uid)) for store, uid in zip([opened, other] * 50, people, strict=True)),
                return_exceptions=True,
            )  # fmt: skip
        assert {result.reason for result in results if isinstance(result, CompactionBlocked)} <= {"lock", "in-use"}
        assert results[2:] == [f"a-{uid}" for uid in people]
        await other.compact()
        await other.close()
        assert await opened.read(names) == set(people)

    async def test_a_server_that_goes_away_is_told(self, opened: SqlStore, postgres_url: str) -> None:
        with pytest.raises(CompactionBlocked) as told:
            await compact_postgres(make_url(postgres_url).set(port=1))
        assert told.value.reason == "server"

    @pytest.fixture
    async def role(self, postgres_server: str, person: Person) -> AsyncIterator[str]:
        name = "role_" + Canaries("roles").word(str(id(person)))
        await run_sql(postgres_server, f"CREATE ROLE {name} LOGIN")
        yield name
        await run_sql(postgres_server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await run_sql(postgres_server, f"DROP ROLE {name}")


def as_sync(made: Engine | AsyncEngine) -> Engine:
    return made.sync_engine if isinstance(made, AsyncEngine) else made


def file_of(url: str) -> Path:
    return Path(str(make_url(url).database))


@contextmanager
def reading(file: Path) -> Iterator[None]:
    """Somebody who looks at the file and does not stop."""
    other = sqlite3.connect(f"file:{file}?mode=ro", uri=True, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM account").fetchone()
    try:
        yield
    finally:
        other.close()


@contextmanager
def no_room(beyond: int) -> Iterator[None]:
    """No file of this process can grow further."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (beyond, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        yield connection
    finally:
        await connection.close()


async def statistics(connection: asyncpg.Connection) -> bytes:
    rows = await connection.fetch("SELECT CAST(most_common_vals AS text), CAST(histogram_bounds AS text) FROM pg_stats")
    return b"\n".join(str(value).encode() for row in rows for value in row)


def quoted(scanner: Scanner, content: bytes) -> set[str]:
    return {label.split(":")[0] for label in scanner.scan(content).labels}
