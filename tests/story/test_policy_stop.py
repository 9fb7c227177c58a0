"""Five prompts that the gateway's own policy blocks stop everybody, whichever processes had asked, before the account is banned."""

import asyncio
import contextlib
import logging
from pathlib import Path

import pytest

from bot.program import not_ready
from core.ambient import Ambient
from core.generate import give_up_waiting
from core.reply import Reply, Tone
from tests.clock import MovedClock
from tests.story.house import House, open_house, until

FOX = "a fox in the rain"


async def ended(house: House, who: str, words: str, *others: House) -> Reply:
    """How a request ends; any of the processes may make it, and post it."""
    offer = await house.say(who, f"/imagine {words}", key=f"{who}-asks")
    job = (await house.press(who, offer, "make", key=f"{who}-agrees")).job
    assert job is not None
    await until(lambda: any(job in one.surface.posts for one in (house, *others)))
    return next(one.surface.posts[job] for one in (house, *others) if job in one.surface.posts)


async def blocked(house: House, who: str, *others: House) -> None:
    """One more of them, with the credits back."""
    end = await ended(house, who, f"{FOX} [[sb:guard]]", *others)
    assert end.tone is Tone.REFUSAL
    assert (await house.balance(who)).posted == 40


async def test_blocks_of_two_processes_stop_both_on_postgres(tmp_path: Path, postgres_url: str, caplog: pytest.LogCaptureFixture) -> None:
    async with contextlib.AsyncExitStack() as stack:
        folders = [tmp_path / name for name in ("one", "other")]
        overrides: dict[str, object] = {"database.url": postgres_url}
        one, other = [await stack.enter_async_context(open_house(folder, overrides=overrides)) for folder in folders]
        for number in range(4):
            await blocked(one, f"person-{number}", other)
        assert (await ended(one, "ann", FOX, other)).pictures, "four are borne"
        await blocked(one, "person-4", other)
        asked = [len(house.sandbox.journal) for house in (one, other)]
        for house, who in ((one, "bob"), (other, "cat")):
            offer = await house.say(who, f"/imagine {FOX}", key=f"{who}-asks")
            assert (await house.press(who, offer, "make", key=f"{who}-agrees")).tone is Tone.WORKING
            assert await not_ready(house.program) == ["gateway"]
        await asyncio.sleep(0.5)  # both look several times
        assert await one.program.store.read(lambda uow: uow.jobs.waiting()) == 2
        assert [len(house.sandbox.journal) for house in (one, other)] == asked
    levels = [record.levelno for record in caplog.records if record.name == "core.policy_stop"]
    assert levels == [logging.WARNING] * 4 + [logging.CRITICAL]


async def test_who_waits_meanwhile_has_their_credits_back_and_after_thirty_days_it_goes_on(tmp_path: Path) -> None:
    clock = MovedClock()
    async with open_house(tmp_path, ambient=Ambient(now=clock.now), overrides={"mayi.policy_blocks": 1}) as house:
        await blocked(house, "ann")
        offer = await house.say("bob", f"/imagine {FOX}")
        started = await house.press("bob", offer, "make")
        assert started.job is not None
        with clock.moved(minutes=11):
            await give_up_waiting(house.program.workshop)
            await until(lambda: started.job in house.surface.posts)
        assert house.surface.posts[started.job].pictures == ()
        assert ((await house.balance("bob")).posted, (await house.balance("bob")).held) == (40, 0)
        with clock.moved(hours=721):
            assert await not_ready(house.program) == []
            assert (await ended(house, "cat", FOX)).pictures
