"""How workers are woken: nobody sleeps through a call, and nobody sleeps on who was told to go."""

import asyncio

import pytest

from bot.wake import Wake


@pytest.mark.parametrize("ticks", range(5))
async def test_whoever_is_called_and_told_to_go_in_the_same_moment_goes(ticks: int) -> None:
    wake, gone = Wake(), asyncio.Event()

    async def worker() -> None:
        try:
            while True:
                await wake.wait(60)
        finally:
            gone.set()

    task = asyncio.create_task(worker())
    await asyncio.sleep(0.01)
    wake()
    for _ in range(ticks):
        await asyncio.sleep(0)
    task.cancel()
    async with asyncio.timeout(5):
        await gone.wait()


async def test_every_waiter_sees_every_call_and_none_waits_longer_than_it_wants() -> None:
    wake = Wake()
    waiters = [asyncio.create_task(wake.wait(60)) for _ in range(3)]
    await asyncio.sleep(0)
    wake()
    async with asyncio.timeout(5):
        await asyncio.gather(*waiters)
        await wake.wait(0.01)
        await wake.wait(60, since=0)
