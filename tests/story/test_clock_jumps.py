"""The wall clock jumps while pictures wait and are made: nobody pays twice, nobody is locked out, and the books stay in order."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from core import throttle
from core.access import Attempt
from core.ambient import Ambient
from core.errors import DomainError
from core.generate import generate_one
from core.storage.unit_of_work import UnitOfWork
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.clock import START, FakeClock, MovableClock
from tests.story.house import open_house

JUMPS = [timedelta(hours=-1), timedelta(days=1)]


@pytest.mark.parametrize("jump", JUMPS, ids=str)
async def test_pictures_that_wait_and_run_through_a_jump_end_once(jump: timedelta, tmp_path: Path) -> None:
    clock = MovableClock()
    async with open_house(tmp_path, ambient=Ambient(now=clock.now), overrides={"mayi.concurrency": 1}) as house:
        jobs = [(await house.run(who, "imagine", {"prompt": "a fox [[sb:ok pace=1]]"}, seen=12)).job or "" for who in ("ada", "eve", "ida")]
        await asyncio.sleep(0.4)
        clock.advance(seconds=jump.total_seconds())
        for job in jobs:
            assert (await house.posted(job)).pictures
        assert [house.surface.times[job] for job in jobs] == [1, 1, 1]
        assert len(house.sandbox.charges) == 3, "nothing was asked for twice"
        for who in ("ada", "eve", "ida"):
            balance = await house.balance(who)
            assert (balance.available, balance.held) == (28, 0)
        again = await house.run("ada", "imagine", {"prompt": "a heron"}, seen=12)
        assert (await house.posted(again.job or "")).pictures

        def breaches(uow: UnitOfWork) -> list[str]:
            assert isinstance(uow, SqlUnitOfWork)
            return [str(item) for item in verify(uow.connection, clock.now()) if not item.ok]

        assert await house.program.store.read(breaches) == []


async def test_what_a_dead_worker_left_behind_does_not_wait_for_the_old_time_to_come_again(tmp_path: Path) -> None:
    clock = MovableClock()
    async with open_house(tmp_path, ambient=Ambient(now=clock.now), working=False) as house:
        store, shop = house.program.store, house.program.workshop
        job = (await house.run("ada", "imagine", {"prompt": "a fox"}, seen=12)).job or ""
        lease = clock.now() + timedelta(seconds=10)
        assert await store.write(lambda uow: uow.jobs.claim("dead", clock.now(), lease_until=lease, at_once=4, per_person=2))
        clock.advance(hours=-1)
        assert not await generate_one(shop, "worker")
        assert await store.write(lambda uow: uow.jobs.mend_times(clock.now())) == 1
        clock.advance(seconds=31)
        assert await generate_one(shop, "worker")
        assert await store.write(lambda uow: uow.jobs.mend_times(clock.now())) == 0, "what waits as long as it has to is left alone"
        found = await store.read(lambda uow: uow.jobs.get(job))
        assert found is not None
        assert found.pictures[0].lost == 1


@pytest.mark.parametrize("jump", JUMPS, ids=str)
async def test_a_throttle_does_not_lock_out_for_the_length_of_a_jump(jump: timedelta, tmp_path: Path) -> None:
    clock = FakeClock(START)
    async with open_house(tmp_path, ambient=Ambient(now=clock.now), working=False) as house:
        store = house.program.store

        def tries(uow: UnitOfWork) -> None:
            throttle.allow(uow, Attempt.CODE_OF_ACCOUNT, "somebody", clock.now())

        for _ in range(5):
            await store.write(tries)
        with pytest.raises(DomainError):
            await store.write(tries)
        clock.advance(seconds=jump.total_seconds())
        await store.write(tries)
