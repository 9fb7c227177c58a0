"""How fast one person may go: kind answers that name the time, cost nothing, and never stand between people and their rights."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.ambient import Ambient
from core.caller import Seat
from core.reply import Reply
from tests.clock import FakeClock
from tests.story.house import House, open_house, settings_for

FOX = "a fox"
LIMITS: dict[str, object] = {
    "abuse.guard": "on",
    "abuse.commands_per_minute": 20,
    "abuse.pictures_per_hour": 6,
    "abuse.pictures_per_day": 9,
    "abuse.pictures_of_place": 5,
    "abuse.most_waiting": 4,
    "credits.free_credits": 500,
}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def house(tmp_path: Path, clock: FakeClock) -> AsyncIterator[House]:
    async with open_house(tmp_path, ambient=Ambient(now=clock.now), working=False, overrides=LIMITS) as house:
        yield house


async def begun(house: House, who: str = "ada", count: int = 1, *, place: str = "") -> Reply:
    """A request whose price was agreed to before."""
    caller = replace(house.caller(who, seen=4 * count), seat=Seat(place, "c") if place else None)
    return (await house.program.dispatch(caller, "imagine", {"prompt": FOX, "quality": "low", "count": count})).reply


async def cancelled(house: House, who: str = "ada") -> None:
    await house.say(who, "/cancel")


async def test_too_many_commands_in_a_minute_wait_for_the_next_one(house: House, clock: FakeClock) -> None:
    clock.advance(seconds=30)
    for _ in range(20):
        assert "You can spend" in house.words(await house.say("ada", "/balance"))
    answer = await house.answer("ada", "/balance")
    assert answer.status == 429
    assert "It goes on at 12:01" in house.words(answer.reply)
    assert "You can spend" in house.words(await house.say("bob", "/balance"))
    clock.advance(seconds=29)
    assert "It goes on at 12:01" in house.words(await house.say("ada", "/balance"))
    clock.advance(seconds=1)
    assert "You can spend" in house.words(await house.say("ada", "/balance"))


async def test_rights_are_never_in_a_queue(house: House) -> None:
    for _ in range(25):
        await house.say("ada", "/balance")
    for command in ("/privacy", "/help", "/export-my-data", "/delete-me", "/report", "/appeal"):
        assert "It goes on" not in house.words(await house.say("ada", command)), command


async def test_an_hour_has_so_many_pictures_and_the_time_is_named(house: House, clock: FakeClock) -> None:
    assert (await begun(house, count=4)).job
    assert "more than 6 pictures in this hour" in house.words(await begun(house, count=4))
    assert (await begun(house, count=2)).job
    refused = await begun(house)
    assert "goes on at 1:00" in house.words(refused)
    assert (await house.balance("ada")).held == 24
    assert (await begun(house, "bob")).job
    clock.advance(minutes=60)
    assert (await begun(house)).job


async def test_an_offer_is_counted_when_it_begins(house: House) -> None:
    offers = [await house.run("ada", "imagine", {"prompt": FOX, "quality": "low", "count": 4}) for _ in range(2)]
    assert (await house.press("ada", offers[0], "make")).job
    assert "in this hour" in house.words(await house.press("ada", offers[1], "make"))


async def test_a_day_has_so_many_as_well(house: House, clock: FakeClock) -> None:
    for _ in range(2):
        assert (await begun(house, count=4)).job
        clock.advance(minutes=60)
    assert (await begun(house)).job
    refused = house.words(await begun(house))
    assert "more than 9 pictures today" in refused
    assert "January 6, 2026" in refused
    clock.advance(hours=10)
    assert (await begun(house)).job


async def test_only_so_many_requests_are_under_way_at_once(house: House) -> None:
    for _ in range(4):
        assert (await begun(house)).job
    assert "4 of your requests are under way" in house.words(await begun(house))
    await cancelled(house)
    assert (await begun(house)).job


async def test_a_place_has_so_many_and_other_places_have_their_own(house: House, clock: FakeClock) -> None:
    assert (await begun(house, "ada", 4, place="one")).job
    assert "one place can have in an hour (5)" in house.words(await begun(house, "bob", 2, place="one"))
    assert (await begun(house, "bob", 2, place="two")).job
    assert (await begun(house, "bob", 2)).job
    clock.advance(minutes=60)
    assert (await begun(house, "bob", 2, place="one")).job


async def test_a_refusal_is_counted_by_every_process(tmp_path: Path, clock: FakeClock) -> None:
    """What one has answered, the other knows."""
    async with open_house(tmp_path, ambient=Ambient(now=clock.now), working=False, overrides=LIMITS) as first:
        for number in range(20):
            await first.say("ada", "/balance", key=f"k{number}")
    async with open_house(tmp_path, ambient=Ambient(now=clock.now), working=False, overrides=LIMITS) as second:
        assert "It goes on at 12:01" in second.words(await second.say("ada", "/balance", key="another"))


async def test_who_begins_payment_after_payment_is_slowed_down(house: House, clock: FakeClock) -> None:
    for _ in range(20):
        assert (await house.run("ada", "topup", {"pack": "starter"})).buttons
        clock.advance(seconds=60)
    refused = await house.run("ada", "topup", {"pack": "starter"})
    assert "tried too often" in house.words(refused)
    clock.advance(hours=2)
    assert (await house.run("ada", "topup", {"pack": "starter"})).buttons


async def test_where_nothing_is_guarded_nobody_is_slowed_down(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False, overrides={"credits.free_credits": 500}) as house:
        for _ in range(100):
            assert "You can spend" in house.words(await house.say("ada", "/balance"))


def test_the_limits_of_production_are_generous(tmp_path: Path) -> None:
    pace = settings_for(tmp_path, "http://127.0.0.1", **{"app.environment": "production"}).fair_use().pace
    assert (pace.commands_per_minute, pace.pictures_per_hour, pace.most_waiting) == (60, 120, 20)
    assert not settings_for(tmp_path, "http://127.0.0.1").fair_use().pace.counts_pictures
