"""Two processes with the clock's role on one database: whatever is due happens once, although both begin it in the same moment."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.timetable import timetable
from core.ambient import Ambient
from core.storage.unit_of_work import UnitOfWork
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.clock import MovedClock
from tests.story.house import House, open_house

PEOPLE = [f"person-{number}" for number in range(3)]


@contextlib.asynccontextmanager
async def two_clocks(data: Path, url: str, clock: MovedClock) -> AsyncIterator[tuple[House, House]]:
    overrides: dict[str, object] = {"database.url": url, "credits.free_days": 30}
    async with contextlib.AsyncExitStack() as stack:
        one, other = [
            await stack.enter_async_context(open_house(data / name, ambient=Ambient(now=clock.now), working=False, overrides=overrides))
            for name in ("one", "other")
        ]
        yield one, other


async def strike(*houses: House) -> None:
    """Every entry of every timetable, all at once."""
    await asyncio.gather(*(job.func() for house in houses for job in timetable(house.program).get_jobs()))


async def rows(house: House, sql: str) -> list[tuple[object, ...]]:
    def work(uow: UnitOfWork) -> list[tuple[object, ...]]:
        assert isinstance(uow, SqlUnitOfWork)
        return [tuple(row) for row in uow.connection.execute(text(sql))]

    return await house.program.store.read(work)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("days", [31, 780])
async def test_every_entry_at_once_in_two_processes_does_its_work_once_on_postgres(
    days: int, tmp_path: Path, postgres_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """After a month drafts, orders and welcome credits are over, after two years without a sign of life an account."""
    clock = MovedClock()
    async with two_clocks(tmp_path, postgres_url, clock) as (one, other):
        for who in PEOPLE:
            await one.say(who, "/imagine a fox in the rain")
            await one.say(who, "/topup starter")
        with clock.moved(days=days):
            for _ in range(2):
                await strike(one, other)
            left = {(await one.balance(who)).available for who in PEOPLE}
            assert left == {0}
            assert await rows(one, "SELECT count(*) FROM ledger_txn WHERE kind = 'expiry'") == [(len(PEOPLE),)]
            assert await rows(one, "SELECT count(*) FROM job") == [(0,)], "drafts are dropped"
            assert await rows(one, "SELECT count(*) FROM payment_order WHERE state = 'open'") == [(0,)]
            told = await rows(one, "SELECT account_id, count(*) FROM notice GROUP BY account_id")
            assert [times for _, times in told] == ([1] * len(PEOPLE) if days > 700 else [])

            def sound(uow: UnitOfWork) -> list[str]:
                assert isinstance(uow, SqlUnitOfWork)
                return [str(check) for check in verify(uow.connection, clock.now()) if not check.ok]

            assert await one.program.store.read(sound) == []
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
