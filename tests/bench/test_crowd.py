"""What measurements of large databases stand on: books filled in bulk are as valid as those that the program writes."""

import asyncpg

from bench.crowd import Crowd, gather
from db.store import open_store
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.clock import START, FakeClock, ambient_of

CROWD = Crowd(30, busy=5, more=4)


async def test_a_crowd_on_postgres_has_valid_books_and_all_that_guards_them(postgres_url: str) -> None:
    store = await open_store(postgres_url, ambient_of(FakeClock()))
    connection = await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
    schema = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
    before = await connection.fetch(schema)
    await gather(postgres_url.replace("+asyncpg", ""), CROWD)
    assert await connection.fetch(schema) == before
    assert await connection.fetchval("SELECT count(*) FROM posting") == CROWD.lines
    await connection.close()

    def checks(uow: object) -> list[str]:
        assert isinstance(uow, SqlUnitOfWork)
        return [str(check) for check in verify(uow.connection, START) if not check.ok]

    broken = await store.read(checks)
    await store.close()
    assert not broken
