"""Taking back what was posted on Discord: one by one, where the bot is or an interaction's token still lives (PRV-38, T-ER-11)."""

import asyncio
import time

import pytest

from bot.program import Program
from core.ports import TakenBack, TryLater
from core.storage.platforms import PostedMessage
from core.storage.unit_of_work import UnitOfWork
from tests.adapters.discord.house import FOX, MAKE, SOON, Scene, inkmirage, is_done, made, offered
from tests.loopback_discord import places, refusals
from tests.loopback_discord.messages import Message
from tests.loopback_discord.people import Person
from tests.loopback_discord.places import Channel

GONE, NO_ACCESS, TOKEN_DEAD = TakenBack.GONE, TakenBack.NO_ACCESS, TakenBack.TOKEN_DEAD
DELETING = r"DELETE /channels/.+"


async def remembered(program: Program, person: Person, *messages: Message) -> list[PostedMessage]:
    """These messages for a person, once they are written down."""
    ids = {message.id for message in messages}

    def look(uow: UnitOfWork) -> list[PostedMessage]:
        known = uow.accounts.person("discord", person.id)
        return [one for one in uow.posted.of(known.account_id) if one.posted.message in ids] if known else []

    async with asyncio.timeout(SOON):
        while len(found := await program.store.read(look)) < len(ids):  # noqa: ASYNC110 - as an operator would see it
            await asyncio.sleep(0.05)
    return found


async def take_back(program: Program, one: PostedMessage) -> TakenBack:
    return await program.workshop.messengers["discord"].take_back(one.posted, at=one.at)


async def everything(program: Program, person: Person, *messages: Message) -> set[TakenBack]:
    """What becomes of these messages for a person."""
    return {await take_back(program, one) for one in await remembered(program, person, *messages)}


def deletions(scene: Scene) -> int:
    return len(scene.discord.calls("DELETE", "/channels/"))


async def asked_in(person: Person, channel: Channel, words: str = FOX) -> Message:
    """What the bot offers to somebody who alone has brought it there."""
    return await (await person.command("imagine", {"prompt": words}, channel=channel, installed_by="user")).finished()


def cafe(scene: Scene) -> places.Guild:
    """A server that has Ann among its members, but not the bot."""
    scene.ann.installed_app = True
    guild = scene.discord.guild("Cafe", with_bot=False)
    guild.members += [scene.ann, scene.ben]
    return guild


@pytest.mark.proves("PRV-38", "T-ER-11")
async def test_where_the_bot_is_messages_of_any_age_are_deleted_and_asking_again_changes_nothing(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder) as program:
        done = await made(scene, scene.ann)
        alone = await (await scene.ann.command("imagine", {"prompt": "a cat"})).finished()
        await remembered(program, scene.ann, done, alone)
        scene.discord.advance(days=20)
        for _ in range(2):
            assert await everything(program, scene.ann, done, alone) == {GONE}
            assert done.deleted
            assert alone.deleted


@pytest.mark.proves("PRV-38", "T-ER-11")
async def test_what_only_one_person_sees_stays_with_them(scene: Scene) -> None:
    """Neither is it there for the bot, nor is it said to be gone."""
    async with inkmirage(scene.discord, scene.folder) as program:
        hidden = await (await scene.ann.command("imagine", {"prompt": FOX, "private": True}, channel=scene.general)).finished()
        assert not scene.ben.sees(hidden)
        assert await everything(program, scene.ann, hidden) == {TOKEN_DEAD}
        assert scene.ann.sees(hidden)


async def test_a_server_that_has_thrown_the_bot_out_is_asked_once(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder) as program:
        offers = [(await offered(scene, scene.ann, words))[1] for words in ("a fox", "a cat", "a dog")]
        await remembered(program, scene.ann, *offers)
        await scene.discord.expel_bot(scene.guild)
        assert await everything(program, scene.ann, *offers) == {NO_ACCESS}
        assert deletions(scene) == 1
        assert not any(offer.deleted for offer in offers)


@pytest.mark.parametrize("why", ["channel is gone", "channel is closed"])
async def test_a_channel_that_the_bot_cannot_get_at_keeps_its_messages(scene: Scene, why: str) -> None:
    async with inkmirage(scene.discord, scene.folder) as program:
        _, offer = await offered(scene, scene.ann)
        await remembered(program, scene.ann, offer)
        if why == "channel is gone":
            del scene.discord.places.channels[scene.general.id]
        else:
            scene.general.bot_permissions = places.SEND_MESSAGES
        assert await everything(program, scene.ann, offer) == {NO_ACCESS}


@pytest.mark.parametrize("locked", [False, True])
async def test_a_thread_that_sleeps_is_woken_unless_it_was_closed(scene: Scene, locked: bool) -> None:
    thread = scene.discord.thread(scene.general, "Foxes")
    async with inkmirage(scene.discord, scene.folder) as program:
        offer = await (await scene.ann.command("imagine", {"prompt": FOX}, channel=thread)).finished()
        await remembered(program, scene.ann, offer)
        thread.archived, thread.locked = True, locked
        assert await everything(program, scene.ann, offer) == {NO_ACCESS if locked else GONE}
        assert offer.deleted is not locked


@pytest.mark.proves("PRV-38", "T-ER-11")
async def test_where_only_the_person_brought_the_bot_the_token_deletes_for_fifteen_minutes(scene: Scene) -> None:
    room = cafe(scene).channel("general")
    async with inkmirage(scene.discord, scene.folder) as program:
        offer = await asked_in(scene.ann, room)
        done = await (await scene.ann.press(offer, MAKE)).until(is_done, SOON)
        cat = await asked_in(scene.ann, room, "a cat")
        await remembered(program, scene.ann, done, cat)
        scene.discord.advance(minutes=14)
        for _ in range(2):
            assert await everything(program, scene.ann, done, cat) == {GONE}
            assert done.deleted
            assert cat.deleted
        assert deletions(scene) == 0, "nothing is asked of a channel where the bot is not"


async def test_after_fifteen_minutes_nothing_reaches_it_unless_the_bot_was_let_in(scene: Scene) -> None:
    guild = cafe(scene)
    async with inkmirage(scene.discord, scene.folder) as program:
        offers = [await asked_in(scene.ann, guild.channel("general"), words) for words in ("a fox", "a cat")]
        await remembered(program, scene.ann, *offers)
        scene.discord.advance(minutes=16)
        assert await everything(program, scene.ann, *offers) == {TOKEN_DEAD}
        assert deletions(scene) == 1
        assert not any(offer.deleted for offer in offers)
    await scene.discord.invite_bot(guild)
    async with inkmirage(scene.discord, scene.folder) as program:
        assert await everything(program, scene.ann, *offers) == {GONE}
        assert all(offer.deleted for offer in offers)


async def test_a_program_that_was_started_anew_has_no_tokens(scene: Scene) -> None:
    room = cafe(scene).channel("general")
    async with inkmirage(scene.discord, scene.folder) as program:
        offer = await asked_in(scene.ann, room)
        await remembered(program, scene.ann, offer)
    async with inkmirage(scene.discord, scene.folder) as program:
        assert await everything(program, scene.ann, offer) == {TOKEN_DEAD}
        assert not offer.deleted


@pytest.mark.parametrize("trouble", ["long wait", "banned", "away", "token refused"])
async def test_what_discord_will_not_do_now_is_for_later(scene: Scene, trouble: str) -> None:
    async with inkmirage(scene.discord, scene.folder) as program:
        _, offer = await offered(scene, scene.ann)
        (one,) = await remembered(program, scene.ann, offer)
        bad = scene.discord.misbehaviour
        if trouble == "long wait":
            bad.rate_limit(DELETING, retry_after=60)
        elif trouble == "banned":
            bad.rate_limit(DELETING, retry_after=60, via=False)
        elif trouble == "away":
            bad.fail(DELETING, status=503)
        else:
            bad.refuse(DELETING, refusals.unauthorized())
        began = time.monotonic()
        with pytest.raises(TryLater):
            await take_back(program, one)
        assert deletions(scene) == 1
        assert time.monotonic() - began < 30
        assert not offer.deleted
    async with inkmirage(scene.discord, scene.folder) as program:
        assert await take_back(program, one) is GONE
        assert offer.deleted


async def test_a_wait_that_does_not_end_is_left_after_a_while(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder) as program:
        _, offer = await offered(scene, scene.ann)
        (one,) = await remembered(program, scene.ann, offer)
        scene.discord.misbehaviour.rate_limit(DELETING, retry_after=0.05, times=100)
        with pytest.raises(TryLater):
            await take_back(program, one)
        assert deletions(scene) <= 5
