"""The traps of Discord (platforms.md F), each walked into with the whole program and the real client."""

import asyncio
import contextlib
import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from adapters.discord import front
from bot.config_sources import load
from bot.program import Program
from bot.wiring import build
from core.ambient import Ambient
from tests.adapters.discord.house import FOX, MAKE, SOON, Scene, balance, inkmirage, is_done, made, offered, photograph, settings
from tests.clock import MovedClock
from tests.loopback_discord import limits, places, refusals
from tests.loopback_discord.cdn import Upload
from tests.loopback_discord.exchange import Exchange
from tests.loopback_discord.messages import Message, Shape
from tests.loopback_discord.misbehaviour import CALLBACK, DELIVERY
from tests.loopback_discord.people import Call

LONG = f"{FOX} [[sb:ok pace=2]]"
HEAVY = f"{FOX} [[sb:ok bytes=900000]]"
POSTING = r"POST /channels/.+/messages"
TYPED_PRIVATE = f"{FOX} --private"


async def begun(scene: Scene, prompt: str = LONG, **options: object) -> Call:
    """Ann has said yes, and her picture is being made."""
    _, offer = await offered(scene, scene.ann, prompt, **options)
    pressed = await scene.ann.press(offer, MAKE)
    await pressed.until(lambda message: "being made" in message.text, SOON)
    return pressed


async def settled(program: Program) -> None:
    """Nothing waits to be made or to be delivered."""
    async with asyncio.timeout(SOON):
        while await program.store.read(lambda uow: uow.jobs.waiting() + uow.jobs.undelivered()):  # noqa: ASYNC110 - as an operator would see it
            await asyncio.sleep(0.05)


def media_in(call: Exchange) -> list[dict[str, Any]]:
    """The pictures that a call shows."""
    components = (call.body or {}).get("components") or []
    return [item for each in limits.walk(components) for item in each.get("items", [])]


def pictures_of(message: Message) -> list[dict[str, Any]]:
    return [item for each in limits.walk(list(message.shape.components)) for item in each.get("items", [])]


def shown_in(scene: Scene) -> list[Message]:
    """The finished pictures that stand in the channel for everybody."""
    return [message for message in scene.general.visible_to(scene.ben) if is_done(message)]


# --- buttons and forms ------------------------------------------------------------------------------------------------


async def test_f01_buttons_stay_alive_when_views_end(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder) as program:
        done = await made(scene, scene.ann)
        for button in ("Edit prompt", "Original file", "Delete"):
            await scene.ann.press(done, button)
        again = await scene.ann.press(done, "Again · 12 credits")
        await again.until(is_done, SOON)
        assert program.discord is not None
        views = program.discord.client._connection._view_store
        assert (views._views, views._synced_message_views, views._modals) == ({}, {}, {}), "no view is kept, so none can end"
        assert len(views._dynamic_items) == 1
        assert (await (await scene.ann.press(done, "Delete")).follow_up()).labels == ["Delete for good"]


async def test_f02_a_form_of_another_process_is_read(scene: Scene) -> None:
    picture = Upload("mine.png", photograph(), "image/png")
    async with inkmirage(scene.discord, scene.folder):
        files = {"reference": picture, "reference-2": picture, "reference-3": picture, "reference-4": picture}
        call = await scene.ann.command("imagine", {"prompt": FOX, "spoiler": True}, channel=scene.general, attachments=files)
        form = (await scene.ann.press(await call.finished(SOON), "Change")).modal
    await scene.discord.gateway.left()
    async with inkmirage(scene.discord, scene.folder):
        offer = await (await scene.ann.submit(form, {"prompt": "a hare"})).finished()
        assert "a hare" in offer.text
        assert "4 reference pictures" in offer.text


async def test_a_prompt_that_is_too_long_for_the_form_is_cut_and_the_form_says_so(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder):
        _, offer = await offered(scene, scene.ann, "fox " * 1200)
        form = (await scene.ann.press(offer, "Change")).modal
        notes = [outer.get("description") for outer in form.data["components"]]
        assert "first 4,000 characters" in str(notes[0])
        assert not any(notes[1:])


async def test_the_button_of_a_two_year_old_message(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder):
        done = await made(scene, scene.ann)
    await scene.discord.gateway.left()
    scene.discord.advance(days=730)
    async with inkmirage(scene.discord, scene.folder):
        again = await scene.ann.press(done, "Again · 12 credits")
        assert await again.until(is_done, SOON) is not done


async def test_a_button_that_nobody_knows_any_more_is_answered(scene: Scene) -> None:
    button = {"type": limits.BUTTON, "id": 2, "style": 2, "label": "Old", "custom_id": "redo/7"}
    row = {"type": limits.ACTION_ROW, "id": 1, "components": [button]}
    old = await scene.discord.messages.post(
        scene.discord.messages.made(scene.general, scene.discord.bot, Shape("An old message", components=(row,)))
    )
    async with inkmirage(scene.discord, scene.folder):
        answer = (await scene.ann.press(old, "Old")).message
        assert "no longer here" in answer.text
        assert not scene.ben.sees(answer)


# --- the clock and the token ------------------------------------------------------------------------------------------


async def test_f03_acknowledged_before_the_database_is_asked(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder):
        with locked(scene.folder):
            call = await scene.ann.command("imagine", {"prompt": FOX}, channel=scene.general)
            assert call.response is not None
            assert call.response.deferred
            assert call.response.elapsed < 3
        assert "12 credits" in (await call.finished()).text


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Nobody else can write to the database."""
    with contextlib.closing(sqlite3.connect(folder / "inkmirage.db", isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        yield
        database.execute("ROLLBACK")


async def test_f03_a_late_acknowledgement_is_told_to_the_operator(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    async with inkmirage(scene.discord, scene.folder):
        scene.discord.misbehaviour.slow(CALLBACK, 1.1)
        await (await scene.ann.command("help", channel=scene.general)).finished()
        assert any("acknowledged late" in record.message for record in caplog.records)


async def test_f04_what_is_delivered_twice_is_answered_once_and_charged_once(scene: Scene) -> None:
    """As two processes see it while one replaces the other; tests/story/test_discord_processes.py has both of them."""
    scene.discord.misbehaviour.duplicate_interactions = True
    async with inkmirage(scene.discord, scene.folder) as program:
        asked = await scene.ann.command("help", channel=scene.general)
        await asked.finished()
        again = await scene.ann.press(await made(scene, scene.ann), "Again · 12 credits")
        await again.until(is_done, SOON)
        await settled(program)
        assert len(shown_in(scene)) == 2
        assert (await balance(program, scene.ann)).available == 16
        assert [refusal.code for refusal in again.refused] == [40060]
        edits = [call for call in scene.discord.calls("PATCH", "/webhooks") if asked.interaction.token in call.path]
        assert len(edits) == 1, "who was late stays silent"


async def test_f05_the_picture_comes_as_a_message_when_the_token_is_too_old(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder) as program:
        await begun(scene)
        scene.discord.advance(minutes=16)
        await settled(program)
        [message] = shown_in(scene)
        assert message.interaction is None
        assert message.shape.pings == (scene.ann.id,), "it stands far from the request, so its person is called"


async def test_f06_a_token_that_is_not_found_is_no_failure(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder) as program:
        await begun(scene)
        scene.discord.misbehaviour.token_not_found(times=100)
        await settled(program)
        assert len(shown_in(scene)) == 1
        assert (await balance(program, scene.ann)).available == 28


async def test_a_private_picture_never_comes_to_the_channel(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder) as program:
        await begun(scene, private=True)
        scene.discord.advance(minutes=16)
        await settled(program)
        assert shown_in(scene) == []
        assert any(map(is_done, scene.ann.dm.messages))


async def test_a_picture_that_was_typed_as_private_never_comes_to_the_channel(scene: Scene) -> None:
    """The answer was begun in public, before anybody had read the words; and nothing is asked before it is made."""
    async with inkmirage(scene.discord, scene.folder) as program:
        await (await scene.ann.command("settings", {"ask": "never"}, channel=scene.general)).finished()
        call = await scene.ann.command("imagine", {"prompt": TYPED_PRIVATE}, channel=scene.general)
        await call.follow_up(within=SOON)
        await settled(program)
        assert any(map(is_done, scene.ann.dm.messages))
        assert [message for message in scene.general.visible_to(scene.ben) if FOX in message.text or message.files] == []


# --- what a message holds ---------------------------------------------------------------------------------------------


async def test_f07_automod_gets_the_picture_without_the_prompt(scene: Scene) -> None:
    scene.discord.misbehaviour.blocked_words.add("fox")
    async with inkmirage(scene.discord, scene.folder):
        done = await made(scene, scene.ann)
        assert "fox" not in str(done.payload())
        refused = [call for call in scene.discord.calls("PATCH", "/webhooks") if call.status == 400]
        assert all("fox" in call.words for call in refused), "nothing is sent again without a change"


async def test_f08_pictures_are_uploaded(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder):
        await made(scene, scene.ann)
        shown = [item["media"]["url"] for call in scene.discord.calls("PATCH") for item in media_in(call)]
        assert shown
        assert all(url.startswith("attachment://") for url in shown)


async def test_f09_edits_by_workers_say_that_they_have_components(scene: Scene) -> None:
    """They go through the webhook behind the token; the answer to an interaction needs no saying."""
    async with inkmirage(scene.discord, scene.folder):
        await made(scene, scene.ann)
        assert {call.query.get("with_components") for call in scene.discord.calls("PATCH", "/webhooks") if call.uploads} == {"1"}


async def test_f10_a_picture_is_found_in_the_components(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder):
        done = await made(scene, scene.ann)
        assert done.payload()["attachments"] == []
        ready = await (await scene.ben.context_menu("Vary this picture", done)).finished(SOON)
        assert ready.labels == ["Describe the change"]


@pytest.mark.proves("PRV-04")
async def test_f11_no_address_of_discords_files_is_stored(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder) as program:
        files = {"reference": Upload("mine.png", photograph(), "image/png")}
        call = await scene.ann.command("imagine", {"prompt": FOX}, channel=scene.general, attachments=files)
        pressed = await scene.ann.press(await call.finished(SOON), "Make it · 14 credits")
        await pressed.until(is_done, SOON)
        await settled(program)
        stored = [file for file in scene.folder.rglob("*") if file.is_file() and b"attachments/" in file.read_bytes()]
        assert stored == []


async def test_a_spoiler_stays_hidden(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder):
        done = await made(scene, scene.ann, spoiler=True)
        assert [item["spoiler"] for item in pictures_of(done)] == [True]
        shown = await (await scene.ann.command("show", channel=scene.general)).until(is_done, SOON)
        assert [item["spoiler"] for item in pictures_of(shown)] == [True]


async def test_a_picture_above_the_limit_is_reduced_and_the_original_is_linked(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(places.GUILD_FILE_LIMITS, 0, 400_000)
    scene.ann.file_limit = 400_000
    async with inkmirage(scene.discord, scene.folder):
        done = await made(scene, scene.ann, HEAVY)
        [file] = done.files
        assert file.data.startswith(b"\xff\xd8")
        assert file.size <= 400_000
        assert "smaller copy" in done.text
        assert "](http" in done.text


async def test_a_larger_limit_of_the_person_does_not_hold_for_the_bot(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """A subscription lifts the limit of answers, but not of what the bot posts when the token is gone."""
    monkeypatch.setitem(places.GUILD_FILE_LIMITS, 0, 400_000)
    monkeypatch.setattr("adapters.discord.messenger.DEFAULT_LIMIT", 400_000)
    scene.ann.file_limit = 50 * places.MIB
    async with inkmirage(scene.discord, scene.folder) as program:
        await begun(scene, f"{FOX} [[sb:ok bytes=900000 pace=2]]")
        scene.discord.advance(minutes=16)
        await settled(program)
        assert [message.files[0].size <= 400_000 for message in shown_in(scene)] == [True]


@pytest.mark.proves("PRV-07")
async def test_a_message_loses_its_pictures_when_they_are_deleted(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder):
        done = await made(scene, scene.ann)
        question = await (await scene.ann.press(done, "Delete")).follow_up()
        await scene.ann.press(question, "Delete for good")
        await scene.discord.pulse.until(lambda: not done.files, SOON)
        assert "deleted" in done.text
        assert FOX not in done.text


# --- who may see what -------------------------------------------------------------------------------------------------


async def test_the_answer_to_a_press_on_a_private_message_is_private(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder):
        done = await made(scene, scene.ann, private=True)
        assert "You have" in done.text
        again = await (await scene.ann.press(done, "Again · 12 credits")).until(is_done, SOON)
        assert not scene.ben.sees(again)


@pytest.mark.proves("PRV-82", "T-GROUP")
async def test_in_a_group_others_read_along(scene: Scene) -> None:
    cat = scene.discord.user("Cat")
    group = scene.discord.group(scene.ann, scene.ben, cat)
    async with inkmirage(scene.discord, scene.folder):
        call = await scene.ann.command("imagine", {"prompt": FOX}, channel=group, installed_by="user")
        offer = await call.finished()
        assert cat.sees(offer)
        assert "You have" not in offer.text
        done = await (await scene.ann.press(offer, MAKE)).until(is_done, SOON)
        assert "You have" not in done.text
        wealth = await (await scene.ann.command("balance", channel=group, installed_by="user")).finished()
        assert not cat.sees(wealth)


async def test_where_only_the_person_has_brought_the_bot(scene: Scene) -> None:
    """Five follow-ups at most to one interaction, and nothing through the channel: the bot is not there."""
    scene.ann.installed_app = True
    cafe = scene.discord.guild("Cafe", with_bot=False)
    cafe.members += [scene.ann, scene.ben]
    room = cafe.channel("general")
    async with inkmirage(scene.discord, scene.folder) as program:
        call = await scene.ann.command("imagine", {"prompt": LONG}, channel=room, installed_by="user")
        offer = await call.finished()
        done = await (await scene.ann.press(offer, MAKE)).until(is_done, SOON)
        assert scene.ben.sees(done)
        for _ in range(7):
            assert "for good" in (await (await scene.ann.press(done, "Delete")).follow_up()).text
        assert max(len(interaction.followups) for interaction in scene.discord.interactions.all) == 1
        again = await scene.ann.press(done, "Again · 12 credits")
        await again.until(lambda message: "being made" in message.text, SOON)
        scene.discord.advance(minutes=16)
        await settled(program)
        assert any(map(is_done, scene.ann.dm.messages))
        assert {call.parts["channel_id"] for call in scene.discord.calls("POST", "/messages")} == {scene.ann.dm.id}


async def test_where_external_apps_are_switched_off_the_answer_is_for_one_person(scene: Scene) -> None:
    cafe = scene.discord.guild("Cafe", with_bot=False, external_apps=False)
    cafe.members += [scene.ann, scene.ben]
    async with inkmirage(scene.discord, scene.folder) as program:
        call = await scene.ann.command("imagine", {"prompt": FOX}, channel=cafe.channel("general"), installed_by="user")
        done = await (await scene.ann.press(await call.finished(), MAKE)).until(is_done, SOON)
        assert scene.ann.sees(done)
        assert not scene.ben.sees(done)
        await settled(program)
        account = (await program.store.read(lambda uow: uow.accounts.people("discord")))[0].account_id
        posted = await program.store.read(lambda uow: uow.posted.of(account))
        assert not any(one.posted.erasable for one in posted if one.posted.chat != str(scene.ann.dm.id))


# --- limits and bad days ----------------------------------------------------------------------------------------------


async def test_a_rate_limit_is_waited_for(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder) as program:
        pressed = await begun(scene)
        limited = scene.discord.misbehaviour.rate_limit(DELIVERY, times=2, retry_after=0.3)
        done = await pressed.until(is_done, SOON)
        assert limited.met == 2
        await settled(program)
        assert shown_in(scene) == [done]


async def test_a_rate_limit_that_lasts_does_not_hold_up_the_work(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.discord.messenger.PROGRESS_SECONDS", 0.2)
    monkeypatch.setattr("adapters.discord.messenger.DELIVERY_SECONDS", 0.2)
    async with inkmirage(scene.discord, scene.folder, jobs__poll=0.1) as program:
        _, offer = await offered(scene, scene.ann)
        pressed = await scene.ann.press(offer, MAKE)
        await pressed.until(lambda message: "Price" not in message.text)
        scene.discord.misbehaviour.rate_limit(DELIVERY, times=5, retry_after=600)
        async with asyncio.timeout(SOON):
            while (await balance(program, scene.ann)).held:  # noqa: ASYNC110 - as an operator would see it
                await asyncio.sleep(0.05)


@pytest.mark.parametrize("by_token", [True, False], ids=["by the token", "by the channel"])
async def test_what_discord_will_not_take_now_is_delivered_later_and_once(scene: Scene, by_token: bool) -> None:
    """A 429 without `Via`: what stands before Discord has shut this machine out for now."""
    clock = MovedClock()
    async with inkmirage(scene.discord, scene.folder, ambient=Ambient(now=clock.now), jobs__poll=0.1) as program:
        await begun(scene)
        if by_token:
            scene.discord.misbehaviour.rate_limit(DELIVERY, times=100, via=False)
        else:
            scene.discord.advance(minutes=16)
            scene.discord.misbehaviour.rate_limit(POSTING, times=100, via=False)
        async with asyncio.timeout(SOON):
            while not await program.store.read(lambda uow: uow.jobs.undelivered()):  # noqa: ASYNC110 - as an operator would see it
                await asyncio.sleep(0.05)
        await asyncio.sleep(0.3)
        assert shown_in(scene) == []
        scene.discord.misbehaviour.troubles.clear()
        with clock.moved(seconds=12):
            await settled(program)
        assert len(shown_in(scene)) == 1


@pytest.mark.parametrize("may_look_back", [True, False], ids=["seen", "by its nonce"])
async def test_an_answer_that_got_lost_on_the_way_back_makes_no_second_message(scene: Scene, may_look_back: bool) -> None:
    clock = MovedClock()
    if not may_look_back:
        scene.guild.bot_permissions = places.USUAL & ~places.READ_MESSAGE_HISTORY
    async with inkmirage(scene.discord, scene.folder, ambient=Ambient(now=clock.now), jobs__poll=0.1) as program:
        # Who we are was told before, or that would be a message of its own.
        await (await scene.ann.command("balance", {}, channel=scene.ann.dm)).finished()
        await begun(scene)
        scene.discord.advance(minutes=16)
        lost = scene.discord.misbehaviour.refuse(POSTING, refusals.rate_limited(1, via=False), after=True)
        await scene.discord.pulse.until(lambda: lost.met, SOON)
        await asyncio.sleep(0.3)
        with clock.moved(seconds=12):
            await settled(program)
        posts = scene.discord.calls("POST", "/messages")
        assert [call.status for call in posts] == ([429] if may_look_back else [429, 200])
        assert all(call.body["enforce_nonce"] is True for call in posts)
        assert len(shown_in(scene)) == 1


async def test_trouble_of_discord_itself_is_tried_again_at_once(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder) as program:
        pressed = await begun(scene)
        broken = scene.discord.misbehaviour.fail(DELIVERY, times=2)
        done = await pressed.until(is_done, SOON)
        await settled(program)
        assert broken.met == 2
        assert shown_in(scene) == [done]


@pytest.mark.parametrize(("haste", "least"), [(0.0, 1), (30.0, 3)], ids=["within three seconds", "later"])
async def test_progress_is_shown_every_three_seconds_at_most(scene: Scene, haste: float, least: int) -> None:
    began = time.monotonic()
    ambient = Ambient(elapsed=lambda: began + haste * (time.monotonic() - began))
    async with inkmirage(scene.discord, scene.folder, ambient=ambient) as program:
        _, offer = await offered(scene, scene.ann, FOX, count=3)
        pressed = await scene.ann.press(offer, "Make it · 36 credits")
        await pressed.until(lambda message: bool(message.files) and "3 pictures" in message.text, SOON)
        await settled(program)
        edits = [call for call in scene.discord.calls("PATCH", "/webhooks") if pressed.interaction.token in call.path]
        progress = edits[1:-1]  # the first is the answer to the press, the last the end
        assert least <= len(progress) <= 1 + (ambient.elapsed() - began) / 3


async def test_f30_a_dead_token_is_not_tried_again_and_again(scene: Scene) -> None:
    began = time.monotonic()
    ambient = Ambient(elapsed=lambda: began + 30 * (time.monotonic() - began))
    async with inkmirage(scene.discord, scene.folder, ambient=ambient) as program:
        _, offer = await offered(scene, scene.ann, f"{FOX} [[sb:ok pace=1]]", count=3)
        pressed = await scene.ann.press(offer, "Make it · 36 credits")
        await pressed.until(lambda message: "being made" in message.text, SOON)
        scene.discord.advance(minutes=16)
        await settled(program)
        refused = [call for call in scene.discord.exchanges if call.status in (401, 403, 404, 429)]
        assert len(refused) <= 2, "once for progress, once for the end"


async def test_f30_a_closed_door_is_not_knocked_at_again_today(scene: Scene) -> None:
    scene.ann.accepts_dms = False
    scene.guild.bot_permissions = places.VIEW_CHANNEL
    async with inkmirage(scene.discord, scene.folder) as program:
        for _ in range(2):
            await begun(scene)
            scene.discord.advance(minutes=16)
            await settled(program)
        statuses = [call.status for call in scene.discord.calls("POST", "/messages")]
        assert statuses == [403, 403], "the channel once and the person once, for two pictures"
        assert (await balance(program, scene.ann)).available == 16


# --- the connection ---------------------------------------------------------------------------------------------------


async def test_a_dropped_connection_is_resumed_while_a_picture_is_being_made(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder):
        pressed = await begun(scene)
        await scene.discord.gateway.drop()
        asked = asyncio.create_task(scene.ben.command("help", channel=scene.general))  # said while nobody listened
        await pressed.until(is_done, SOON)
        assert (await asked).response is not None
        assert (scene.discord.gateway.identifies, scene.discord.gateway.resumes) == (1, 1)


@contextlib.asynccontextmanager
async def trying(scene: Scene, **more: object) -> AsyncIterator[Program]:
    """The program keeps trying to connect, as long as the body lasts."""
    program = await build(load(None, settings(scene.discord, scene.folder, **more)))
    stopping = asyncio.Event()
    assert program.discord is not None
    task = asyncio.create_task(program.discord.run(stopping))
    try:
        yield program
    finally:
        stopping.set()
        await task
        await program.close()


async def test_f14_few_session_starts_are_left_alone(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    scene.discord.gateway.identifies = 950
    async with trying(scene) as program:
        assert program.discord is not None
        await scene.discord.pulse.until(lambda: scene.discord.calls("GET", "/gateway/bot"), SOON)
        await asyncio.sleep(0.5)
        assert scene.discord.gateway.identifies == 950
        assert any("so many sessions" in record.message for record in caplog.records)


async def test_f14_a_lost_session_is_not_begun_again_when_few_starts_are_left(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder) as program:
        assert program.discord is not None
        scene.discord.gateway.identifies = 950
        scene.discord.gateway.forget()
        await scene.discord.gateway.drop()
        async with asyncio.timeout(SOON):
            while program.discord.here.is_set():  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.05)
        assert scene.discord.gateway.identifies == 950


async def test_f14_failed_starts_come_less_and_less_often(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "FIRST_PAUSE", 0.1)
    scene.discord.misbehaviour.refuse("GET /gateway/bot", refusals.not_found(), times=1000)
    async with trying(scene):
        await asyncio.sleep(3)
    starts = len(scene.discord.calls("GET", "/users/@me"))
    assert 3 <= starts <= 5, "after 0.2, 0.4, 0.8 and 1.6 seconds"
    assert scene.discord.gateway.identifies == 0


async def test_f28_what_is_being_made_is_delivered_before_the_client_closes(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder) as program:
        pressed = await begun(scene)
    assert is_done(pressed.message)
    assert program.discord is not None
    assert program.discord.client.is_closed()


async def test_f28_a_program_that_only_posts_stops_when_it_is_told_to(scene: Scene) -> None:
    async with asyncio.timeout(15), inkmirage(scene.discord, scene.folder, roles=("worker",)) as program:
        assert program.discord is not None
        await program.discord.here.wait()
    assert scene.discord.gateway.identifies == 0


# --- what nobody expected ---------------------------------------------------------------------------------------------


async def test_every_interaction_ends_in_an_answer_with_an_incident(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    async with inkmirage(scene.discord, scene.folder) as program:
        done = await made(scene, scene.ann)
        await settled(program)
        with contextlib.closing(sqlite3.connect(scene.folder / "inkmirage.db", isolation_level=None)) as database:
            database.execute("ALTER TABLE identity RENAME TO elsewhere")
            answers = [
                await (await scene.ann.command("balance", channel=scene.general)).finished(SOON),
                await (await scene.ann.context_menu("Vary this picture", done)).finished(SOON),
                await (await scene.ann.press(done, "Delete")).follow_up(within=SOON),
                (await scene.ann.press(done, "Edit prompt")).message,
            ]
            assert await scene.ann.autocomplete("show", "id", "fox", channel=scene.general) == []
            database.execute("ALTER TABLE elsewhere RENAME TO identity")
        for answer in answers:
            assert "Something broke on our side" in answer.text
            assert not scene.ben.sees(answer)
            assert answer.text.split()[-1] in incidents(caplog)
        assert not any(FOX in record.getMessage() for record in caplog.records)


def incidents(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [getattr(record, "incident", "") for record in caplog.records if record.levelno >= logging.ERROR]


async def test_a_refused_file_is_refused_in_the_language_that_was_chosen(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder):
        await (await scene.ann.command("language", {"language": "de"}, channel=scene.general)).finished()
        files = {"reference": Upload("mine.png", b"nothing", "image/png")}
        call = await scene.ann.command("imagine", {"prompt": FOX, "private": True}, channel=scene.general, attachments=files)
        assert "Diese Datei" in (await call.finished(SOON)).text


@pytest.mark.parametrize("event", ["ENTITLEMENT_CREATE", "ENTITLEMENT_UPDATE", "ENTITLEMENT_DELETE"])
async def test_f12_f13_an_entitlement_is_no_money_while_nothing_is_sold_on_discord(scene: Scene, event: str) -> None:
    """Sent once, twice, or by mistake: nothing is credited, and nothing is consumed that could not be bought again."""
    async with inkmirage(scene.discord, scene.folder) as program:
        await (await scene.ann.command("balance", channel=scene.general)).finished(SOON)
        before = await balance(program, scene.ann)
        entitlement = {
            "id": "1019653849998299136",
            "sku_id": "1019475255913222144",
            "application_id": scene.discord.bot.id,
            "user_id": scene.ann.id,
            "type": 8,
            "deleted": event.endswith("DELETE"),
            "consumed": False,
            "starts_at": None,
            "ends_at": None,
        }
        for _ in range(2):
            assert await scene.discord.gateway.dispatch(event, entitlement)
        done = await made(scene, scene.ann)
        assert done.files, "the connection lives"
        assert (await balance(program, scene.ann)).available == before.available - 12
        assert scene.discord.calls(route="entitlements") == []


async def test_f29_the_tests_discord_answers_as_discord_py_needs_it(scene: Scene) -> None:
    """JSON without a charset, and a rate limit that names the proxy it came through; without either, other tests would prove nothing."""
    scene.discord.misbehaviour.rate_limit(r"GET /users/@me", retry_after=0.01)
    bot = {"Authorization": f"Bot {scene.discord.token}"}
    async with aiohttp.ClientSession(headers=bot) as session:
        limited = await session.get(f"{scene.discord.url}/api/v10/users/@me")
        assert (limited.status, "Via" in limited.headers) == (429, True)
        known = await session.get(f"{scene.discord.url}/api/v10/users/@me")
        assert (known.status, known.headers["Content-Type"]) == (200, "application/json")
