"""Processes wake each other through PostgreSQL, also after their connections were cut."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from itertools import count

import asyncpg

from core.ambient import Ambient
from db.news import PostgresNews
from db.store import open_news

SOON = 10.0
LINES = "FROM pg_stat_activity WHERE application_name = 'inkmirage-news' AND datname = current_database()"


class Ear:
    """Counts what it hears."""

    def __init__(self) -> None:
        self.times = 0
        self._count = count(1)

    def __call__(self) -> None:
        self.times = next(self._count)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(SOON):
        while not true():  # noqa: ASYNC110 - it comes from another connection
            await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def process(url: str) -> AsyncIterator[tuple[PostgresNews, Ear]]:
    """One that listens already."""
    ear = Ear()
    news = open_news(url, ear, Ambient())
    assert news is not None
    running = asyncio.create_task(news.run())
    try:
        await until(lambda: ear.times == 1)
        yield news, ear
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_what_one_tells_the_others_hear_and_not_itself_on_postgres(postgres_url: str) -> None:
    async with process(postgres_url) as (one, own), process(postgres_url) as (_, second), process(postgres_url) as (_, third):
        for _ in range(50):
            one.tell()
        await until(lambda: second.times > 1 and third.times > 1)
        await asyncio.sleep(0.1)
        assert (own.times, second.times, third.times) == (1, 2, 2), "fifty at once are one"


async def test_a_line_that_is_cut_is_replaced_and_who_missed_something_looks_on_postgres(postgres_url: str) -> None:
    async with process(postgres_url) as (one, own), process(postgres_url) as (_, other):
        connection = await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
        await connection.execute(f"SELECT pg_terminate_backend(pid) {LINES}")
        one.tell()
        await until(lambda: own.times == 2 and other.times >= 2)
        heard = other.times
        one.tell()
        await until(lambda: other.times > heard)
        assert await connection.fetchval(f"SELECT count(*) {LINES}") == 2
        await connection.close()


def test_a_file_has_one_process_that_needs_no_news() -> None:
    assert open_news("sqlite+aiosqlite:///ink.db", lambda: None, Ambient()) is None
