"""The races that only a database with many writers can lose, through the whole program."""

import asyncio
from pathlib import Path

from core.reply import Tone
from tests.story.house import open_house

FOX = "a fox in the rain"


async def test_the_main_job_on_postgres(tmp_path: Path, postgres_url: str) -> None:
    async with open_house(tmp_path, overrides={"database.url": postgres_url, "credits.free_credits": 100}) as house:
        done = await house.make("ada", FOX, count=4)
        assert len(done.pictures) == 4
        balance = await house.balance("ada")
        assert (balance.posted, balance.held) == (52, 0)


async def test_two_tabs_saying_yes_at_once_on_postgres_are_one_job(tmp_path: Path, postgres_url: str) -> None:
    async with open_house(tmp_path, working=False, overrides={"database.url": postgres_url}) as house:
        offer = await house.say("ada", f"/imagine {FOX}")
        replies = await asyncio.gather(*(house.press("ada", offer, "make", key=f"tab-{n}") for n in range(8)))
        assert {reply.tone for reply in replies} == {Tone.WORKING}
        assert (await house.balance("ada")).held == 12


async def test_a_new_persons_first_requests_at_once_on_postgres_make_one_account(tmp_path: Path, postgres_url: str) -> None:
    async with open_house(tmp_path, working=False, overrides={"database.url": postgres_url}) as house:
        replies = await asyncio.gather(*(house.say("ada", "/balance") for _ in range(8)))
        assert {reply.tone for reply in replies} == {Tone.PLAIN}
        assert (await house.balance("ada")).posted == 40


async def test_many_people_at_once_on_postgres(tmp_path: Path, postgres_url: str) -> None:
    async with open_house(tmp_path, overrides={"database.url": postgres_url}) as house:
        people = [f"person-{n}" for n in range(12)]
        done = await asyncio.gather(*(house.make(who, FOX) for who in people))
        assert [len(reply.pictures) for reply in done] == [1] * len(people)
        assert {(await house.balance(who)).posted for who in people} == {28}


async def test_a_request_that_one_process_took_wakes_the_workers_of_another_on_postgres(tmp_path: Path, postgres_url: str) -> None:
    """They would look by themselves in an hour."""
    overrides: dict[str, object] = {"database.url": postgres_url, "jobs.poll": 3600.0}
    async with (
        open_house(tmp_path / "front", working=False, overrides=overrides) as front,
        open_house(tmp_path / "worker", overrides=overrides) as worker,
    ):
        offer = await front.say("ada", f"/imagine {FOX}")
        started = await front.press("ada", offer, "make")
        assert started.job is not None
        assert (await worker.posted(started.job)).pictures
