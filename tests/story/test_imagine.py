"""The main job, through the front door: ask, see the price, say yes, get picture and charge."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.ambient import Ambient, utc_now
from core.reply import Tone
from core.storage.unit_of_work import UnitOfWork
from tests.story.house import PATIENCE, House, button, open_house, until

FOX = "a fox in the rain"


async def test_price_first_then_picture_charge_and_new_balance(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        offer = await house.say("ada", f"/imagine {FOX}")
        assert "12 credits" in house.words(offer)
        assert (await house.balance("ada")).available == 40
        started = await house.press("ada", offer, "make")
        assert started.tone is Tone.WORKING
        assert started.job
        done = await house.posted(started.job)
        assert [(p.width, p.height) for p in done.pictures] == [(1024, 1024)]
        assert "Charged\n12 credits\nYou have\n28 credits" in house.words(done)
        balance = await house.balance("ada")
        assert (balance.posted, balance.held) == (28, 0)
        assert len(house.sandbox.charges) == 1
        assert house.surface.frames[started.job] == 2


async def test_count_shape_and_quality_reach_the_engine_and_the_price(tmp_path: Path) -> None:
    async with open_house(tmp_path, overrides={"credits.free_credits": 500}) as house:
        done = await house.make("ada", f"{FOX} --shape landscape --quality low --count 3")
        assert [(p.width, p.height) for p in done.pictures] == [(1536, 1024)] * 3
        assert (await house.balance("ada")).posted == 500 - 3 * 6


async def test_a_picture_is_found_in_history_and_shown_again(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        done = await house.make("ada", FOX)
        history = await house.say("ada", "/history")
        assert FOX in house.words(history)
        again = await house.press("ada", history, "show")
        assert again.pictures == done.pictures


async def test_price_seen_on_the_button_is_a_yes(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        reply = await house.run("ada", "imagine", {"prompt": FOX}, seen=12)
        assert reply.tone is Tone.WORKING
        assert (await house.balance("ada")).held == 12


async def test_a_price_that_changed_since_it_was_seen_is_asked_again(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        reply = await house.run("ada", "imagine", {"prompt": FOX}, seen=11)
        assert button(reply, "make").main
        assert (await house.balance("ada")).held == 0


@pytest.mark.parametrize(
    ("ask", "asked"), [("--ask never", False), ("--ask above --above 12", False), ("--above 11", True), ("--ask always", True)]
)
async def test_settings_decide_whether_a_price_is_asked(tmp_path: Path, ask: str, asked: bool) -> None:
    async with open_house(tmp_path, working=False) as house:
        await house.say("ada", f"/settings {ask}")
        reply = await house.say("ada", f"/imagine {FOX}")
        assert (reply.tone is Tone.PLAIN) == asked


async def test_the_same_submission_twice_is_one_job_and_one_hold(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        offer = await house.say("ada", f"/imagine {FOX}")
        replies = await asyncio.gather(*[house.press("ada", offer, "make", key="tap") for _ in range(8)])
        assert len({reply.job for reply in replies}) == 1
        assert (await house.balance("ada")).held == 12


async def test_a_button_pressed_twice_charges_once(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        offer = await house.say("ada", f"/imagine {FOX}")
        first, second = await asyncio.gather(house.press("ada", offer, "make"), house.press("ada", offer, "make"))
        assert first.job == second.job
        assert first.job
        await house.posted(first.job)
        assert (await house.balance("ada")).posted == 28
        third = await house.press("ada", offer, "make")
        assert third.pictures
        assert len(house.sandbox.charges) == 1


async def test_a_key_used_for_something_else_is_refused(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        await house.say("ada", f"/imagine {FOX}", key="one")
        reply = await house.say("ada", "/imagine a cat", key="one")
        assert reply.tone is Tone.REFUSAL


async def test_a_button_pressed_by_somebody_else_is_refused_and_costs_nobody(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        offer = await house.say("ada", f"/imagine {FOX}")
        reply = await house.press("bob", offer, "make")
        assert "somebody else" in house.words(reply)
        assert (await house.balance("ada")).held == (await house.balance("bob")).held == 0


async def test_not_enough_credits_says_how_many_are_missing_and_keeps_the_request(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        reply = await house.say("ada", f"/imagine {FOX} --quality high --count 2")
        assert "80 credits" in house.words(reply)
        assert "40 credits short" in house.words(reply)
        topped = await house.say("ada", "/topup studio")
        assert topped.buttons
        still = await house.press("ada", reply, "make")
        assert "40 credits short" in house.words(still)


async def test_again_vary_edit_original_and_delete(tmp_path: Path) -> None:
    async with open_house(tmp_path, overrides={"credits.free_credits": 500}) as house:
        done = await house.make("ada", FOX)
        offer = await house.press("ada", done, "repeat")
        assert offer.job != done.job
        varied = await house.press("ada", await house.press("ada", done, "vary"), "make")
        assert varied.job
        assert (await house.posted(varied.job)).pictures
        assert [entry.path for entry in house.sandbox.journal if entry.path.endswith("/edits")] == ["/v1/images/edits"]
        form = (await house.press("ada", done, "edit")).form
        assert form
        assert form.values["prompt"] == FOX
        documents = (await house.press("ada", done, "original")).documents
        assert [d.media_type for d in documents] == ["image/png"]
        asked = await house.press("ada", done, "delete")
        assert (await house.press("ada", asked, "delete")).job == done.job
        files = tmp_path / "objects"
        await until(lambda: not (files / done.pictures[0].object_key.replace("/", "+")).exists())
        assert "deleted" in house.words(await house.press("ada", done, "original"))


async def test_a_stranger_may_run_the_same_words_on_their_own_credits_but_not_touch_the_picture(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        done = await house.make("ada", FOX)
        refused = await house.press("ben", done, "delete")
        assert refused.private
        own = await house.press("ben", refused, "repeat")
        assert own.job != done.job
        assert own.quote == FOX
        made = await house.press("ben", own, "make")
        assert made.job is not None
        assert (await house.posted(made.job)).pictures
        assert [(await house.balance(name)).available for name in ("ada", "ben")] == [28, 28]


async def test_the_words_of_a_private_picture_are_nobody_elses(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        done = await house.make("ada", f"{FOX} --private")
        refused = await house.press("ben", done, "repeat")
        assert refused.quote is None
        assert not refused.buttons


async def test_cancel_before_it_begins_gives_everything_back(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        started = await house.press("ada", await house.say("ada", f"/imagine {FOX} --count 2"), "make")
        reply = await house.press("ada", started, "cancel")
        assert "24 credits came back" in house.words(reply)
        balance = await house.balance("ada")
        assert (balance.posted, balance.held) == (40, 0)


async def test_cancel_while_one_is_made_keeps_that_one_and_charges_only_it(tmp_path: Path) -> None:
    async with open_house(tmp_path, overrides={"jobs.per_person": 1}) as house:
        offer = await house.say("ada", f"/imagine {FOX} [[sb:slow=0.6]] --count 3")
        started = await house.press("ada", offer, "make")
        await until(lambda: bool(house.sandbox.journal))
        reply = await house.say("ada", "/cancel")
        assert "2 pictures" in house.words(reply)
        assert started.job
        done = await house.posted(started.job)
        assert len(done.pictures) == 1
        assert (await house.balance("ada")).posted == 28


async def test_a_person_nobody_can_reach_finds_the_picture_in_the_history(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        house.surface.unreachable = True
        offer = await house.say("ada", f"/imagine {FOX}")
        await house.press("ada", offer, "make")
        async with asyncio.timeout(10):
            while not (await house.say("ada", "/history")).pictures:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert (await house.balance("ada")).posted == 28


async def test_language_is_kept_for_everything_that_follows(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        await house.say("ada", "/language de")
        assert (await house.answer("ada", "/balance")).locale == "de"


async def test_when_the_gateway_stays_closed_the_waiting_get_their_credits_back(tmp_path: Path) -> None:
    """The first is told at once; whoever waits behind the closed door is told after ten minutes, not never."""
    ambient, hurry = moving()
    async with open_house(tmp_path, ambient=ambient, overrides={"mayi.concurrency": 1}) as house:
        house.sandbox.fail_next("user_inactive", 1000)
        first = await house.run("ada", "imagine", {"prompt": FOX}, seen=12)
        assert first.job
        assert "engine is closed" in house.words(await house.posted(first.job))
        waiting = await house.run("bob", "imagine", {"prompt": FOX}, seen=12)
        assert waiting.job
        await asyncio.sleep(0.3)
        assert waiting.job not in house.surface.posts
        hurry(timedelta(minutes=4, seconds=50))  # the breaker still rests, so nobody asks for it
        await asyncio.sleep(0.3)
        assert waiting.job not in house.surface.posts
        hurry(timedelta(minutes=11))
        assert "engine is closed" in house.words(await house.posted(waiting.job))
        balance = await house.balance("bob")
        assert (balance.posted, balance.held) == (40, 0)


def moving() -> tuple[Ambient, Callable[[timedelta], None]]:
    """The real world, with a wall clock that can be put forward."""
    ahead = [timedelta()]

    def hurry(by: timedelta) -> None:
        ahead[0] += by

    return Ambient(now=lambda: utc_now() + ahead[0], elapsed=lambda: time.monotonic() + ahead[0].total_seconds()), hurry


async def test_history_pages_neither_repeat_nor_skip(tmp_path: Path) -> None:
    async with open_house(tmp_path, overrides={"credits.free_credits": 500}) as house:
        await house.say("ada", "/settings --ask never")
        made = [(await house.posted(str((await house.say("ada", f"/imagine fox {n}")).job))).job for n in range(8)]
        first = await house.say("ada", "/history")
        second = await house.press("ada", first, "older")
        shown = [str(line.args["prompt"]) for page in (first, second) for line in page.lines[1:]]
        assert shown == [f"fox {n}" for n in reversed(range(len(made)))]


async def test_being_told_to_slow_down_ends_nobodys_wait(tmp_path: Path) -> None:
    ambient, hurry = moving()
    async with open_house(tmp_path, ambient=ambient, overrides={"mayi.concurrency": 1, "jobs.lease": 100_000.0}) as house:
        house.sandbox.fail_next("rpm=600")
        jobs = [(await house.run(who, "imagine", {"prompt": FOX}, seen=12)).job for who in ("ada", "bob")]
        await until_put_off(house, [str(job) for job in jobs])
        hurry(timedelta(minutes=9))
        await asyncio.sleep(0.3)
        assert not house.surface.posts
        assert len(house.sandbox.journal) == 1
        hurry(timedelta(minutes=2))
        for job in jobs:
            assert (await house.posted(str(job))).pictures


async def until_put_off(house: House, ids: list[str]) -> None:
    """Wait until one of the jobs has been told to come back later, so that its pause counts from now."""

    def latest(uow: UnitOfWork) -> datetime:
        jobs = [uow.jobs.get(id) for id in ids]
        return max(picture.due_at for job in jobs if job for picture in job.pictures)

    async with asyncio.timeout(PATIENCE):
        while await house.program.store.read(latest) <= house.program.ambient.now():  # noqa: ASYNC110  # seen from outside
            await asyncio.sleep(0.01)


async def test_a_clock_that_jumps_takes_no_picture_from_its_worker(tmp_path: Path) -> None:
    """A lease is wall-clock time; whoever is alive in this process keeps its work through a jump."""
    ambient, hurry = moving()
    async with open_house(tmp_path, ambient=ambient) as house:
        started = await house.run("ada", "imagine", {"prompt": f"{FOX} [[sb:slow=0.8]]"}, seen=12)
        await until(lambda: len(house.sandbox.journal) == 1)
        hurry(timedelta(hours=1))
        done = await house.posted(str(started.job))
        assert len(done.pictures) == 1
        assert len(house.sandbox.charges) == 1


async def test_two_tabs_saying_yes_at_once_are_one_job(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        offer = await house.say("ada", f"/imagine {FOX}")
        replies = await asyncio.gather(*(house.press("ada", offer, "make", key=f"tab-{n}") for n in range(6)))
        assert {reply.tone for reply in replies} == {Tone.WORKING}
        assert (await house.balance("ada")).held == 12


async def test_a_new_persons_first_requests_at_once_make_one_account(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        replies = await asyncio.gather(*(house.say("ada", "/balance") for _ in range(8)))
        assert {reply.tone for reply in replies} == {Tone.PLAIN}
        assert (await house.balance("ada")).posted == 40


@pytest.mark.parametrize("prompt", ["a fox —wild and free", "a fox --ar 16:9", "a map of --world"])
async def test_dashes_in_a_form_are_words_unless_they_name_an_option(tmp_path: Path, prompt: str) -> None:
    async with open_house(tmp_path, working=False) as house:
        offer = await house.run("ada", "imagine", {"prompt": f"{prompt} —shape portrait"})
        assert offer.quote == prompt
        assert "portrait" in house.words(offer)
