"""Taking back what was posted on Telegram: deleted for two days, then blanked, and said out loud where neither can be (PRV-38, T-ER-11)."""

import time

import pytest

from bot.program import Program
from core.accounts import Standing
from core.ambient import Ambient
from core.ports import TakenBack, TryLater
from core.rights.standing import freeze
from core.storage.platforms import PostedMessage
from core.storage.unit_of_work import UnitOfWork
from tests.adapters.telegram.house import FOX, SOON, Scene, inkmirage, made, offered, settled
from tests.clock import in_a_hurry
from tests.loopback_telegram import refusals
from tests.loopback_telegram.messages import Message
from tests.loopback_telegram.people import Person
from tests.loopback_telegram.places import Chat

GONE, BLANKED, TOO_OLD, NO_ACCESS = TakenBack.GONE, TakenBack.BLANKED, TakenBack.TOO_OLD, TakenBack.NO_ACCESS
ASKING = ("deleteMessage", "editMessageText", "editMessageMedia")
REMOVED = "This message was removed."
A_DAY = {"hours": 47}
TWO_DAYS = {"hours": 48}


def together(scene: Scene) -> Ambient:
    """The program's clock and Telegram's are one."""
    return Ambient(now=scene.telegram.clock.now, elapsed=in_a_hurry)


async def remembered(program: Program, person: Person, where: Chat | None = None) -> list[PostedMessage]:
    """What was posted for a person in a chat, by default in their own."""
    known = await program.store.read(lambda uow: uow.accounts.person("telegram", str(person.id)))
    assert known is not None
    found = await program.store.read(lambda uow: uow.posted.of(known.account_id))
    return [one for one in found if one.posted.chat == str((where or person.private).id)]


async def take_back(program: Program, one: PostedMessage) -> TakenBack:
    return await program.workshop.messengers["telegram"].take_back(one.posted, at=one.at)


async def everything(program: Program, person: Person, where: Chat | None = None) -> set[TakenBack]:
    """What becomes of all that was posted for a person in a chat."""
    return {await take_back(program, one) for one in await remembered(program, person, where)}


def standing(scene: Scene, chat: Chat) -> list[Message]:
    return [message for message in chat.visible() if message.sender is scene.telegram.bot]


async def questioned(program: Program, scene: Scene) -> Message:
    """What asks Ann for words, as a reply to it."""
    said = await scene.ann.says("/imagine")
    question = await scene.telegram.message_in(said.chat, lambda message: message.shape.markup, after=said, within=SOON)
    await settled(program)
    return question


def asked(scene: Scene) -> int:
    return sum(call.method in ASKING for call in scene.telegram.exchanges)


@pytest.mark.proves("PRV-38", "T-ER-11")
@pytest.mark.parametrize("group", [False, True])
async def test_what_is_younger_than_two_days_is_deleted_and_asking_again_changes_nothing(scene: Scene, group: bool) -> None:
    where = scene.group if group else None
    chat = where or scene.ann.private
    async with inkmirage(scene.telegram, scene.folder, ambient=together(scene)) as program:
        await made(scene, scene.ann, where=where)
        await offered(scene, scene.ann, "a cat", where)
        await settled(program)
        scene.telegram.advance(**A_DAY)
        assert standing(scene, chat)
        assert await everything(program, scene.ann, where) == {GONE}
        assert standing(scene, chat) == []
        assert await everything(program, scene.ann, where) == {GONE}
        assert not [call for call in scene.telegram.exchanges if call.method in ASKING[1:] and REMOVED in call.words]


@pytest.mark.proves("PRV-38", "T-ER-11")
@pytest.mark.parametrize("group", [False, True])
async def test_what_is_older_stands_and_shows_nothing_of_anyone(scene: Scene, group: bool) -> None:
    where = scene.group if group else None
    chat = where or scene.ann.private
    async with inkmirage(scene.telegram, scene.folder, ambient=together(scene)) as program:
        picture = await made(scene, scene.ann, where=where)
        words = await offered(scene, scene.ann, "a cat", where)
        await settled(program)
        before = picture.photo
        scene.telegram.advance(**TWO_DAYS)
        for _ in range(2):
            assert await everything(program, scene.ann, where) == {BLANKED}
            assert {message.text for message in standing(scene, chat)} == {REMOVED}
            assert not any(message.buttons for message in standing(scene, chat))
        assert words.photo is None, "words stay words"
        assert picture.photo is not None
        assert picture.photo is not before


async def test_the_placeholder_speaks_the_language_of_a_private_chat_and_in_a_group_nobodys(scene: Scene) -> None:
    scene.ann.language = "de"
    async with inkmirage(scene.telegram, scene.folder, ambient=together(scene)) as program:
        await offered(scene, scene.ann)
        await offered(scene, scene.ann, FOX, scene.group)
        await settled(program)
        scene.telegram.advance(**TWO_DAYS)
        assert await everything(program, scene.ann) == {BLANKED}
        assert await everything(program, scene.ann, scene.group) == {BLANKED}
        assert {message.text for message in standing(scene, scene.ann.private)} == {"Diese Nachricht wurde entfernt."}
        assert {message.text for message in standing(scene, scene.group)} == {REMOVED}


async def test_pictures_and_files_that_were_sent_together_are_blanked_one_by_one(scene: Scene) -> None:
    """Among files only a file can take the place of a file."""
    async with inkmirage(scene.telegram, scene.folder, ambient=together(scene)) as program:
        offer = await offered(scene, scene.ann, f"{FOX} --count 2 --quality low")
        await scene.ann.press(offer, offer.labels[0])
        chat, of = offer.chat, scene.telegram.message_in
        last = await of(chat, lambda message: "Original files" in message.labels, within=SOON)
        await scene.ann.press(last, "Original files")
        await of(chat, lambda message: message.document and message.album, within=SOON)
        await settled(program)
        shown = {message.photo.payload()[0]["file_id"] for message in standing(scene, chat) if message.photo}
        files = [message.document.data for message in standing(scene, chat) if message.document]
        scene.telegram.advance(**TWO_DAYS)
        assert await everything(program, scene.ann) == {BLANKED, GONE}, "what showed the progress has made way already"
        left = standing(scene, chat)
        assert sum(bool(message.album and message.document) for message in left) == len(files) == 2
        assert {message.text for message in left} == {REMOVED}
        assert not shown & {message.photo.payload()[0]["file_id"] for message in left if message.photo}
        assert not any(message.document.data in files for message in left if message.document)


@pytest.mark.proves("PRV-38", "T-ER-11")
async def test_an_old_question_can_be_neither_deleted_nor_changed(scene: Scene) -> None:
    """Telegram lets nobody edit what asked for a reply."""
    async with inkmirage(scene.telegram, scene.folder, ambient=together(scene)) as program:
        question = await questioned(program, scene)
        scene.telegram.advance(**TWO_DAYS)
        before = asked(scene)
        assert await everything(program, scene.ann) == {TOO_OLD}
        assert not question.deleted
        assert asked(scene) - before == 2, "it is not asked for what it cannot become"


async def test_a_young_message_that_telegram_keeps_is_not_called_too_old(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder, ambient=together(scene)) as program:
        question = await questioned(program, scene)
        scene.telegram.misbehaviour.refuse("deleteMessage", refusals.bad("message can't be deleted"))
        assert await everything(program, scene.ann) == {NO_ACCESS}
        assert not question.deleted


@pytest.mark.parametrize("how", ["blocked", "thrown out", "left"])
async def test_a_closed_chat_is_asked_no_more_than_once(scene: Scene, how: str) -> None:
    where = None if how == "blocked" else scene.group
    async with inkmirage(scene.telegram, scene.folder, ambient=together(scene)) as program:
        for words in ("a fox", "a cat", "a dog"):
            await offered(scene, scene.ann, words, where)
        await settled(program)
        if how == "blocked":
            scene.ann.blocked = True  # what Telegram says of it is still on its way
        else:
            scene.group.bot_status = "kicked" if how == "thrown out" else "left"
        before, chat = asked(scene), where or scene.ann.private
        assert await everything(program, scene.ann, where) == {NO_ACCESS}
        assert asked(scene) - before == 1
        assert len(standing(scene, chat)) == 3


async def test_messages_of_a_group_that_has_another_id_cannot_be_named_any_more(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder, ambient=together(scene)) as program:
        await offered(scene, scene.ann, FOX, scene.group)
        await settled(program)
        larger = await scene.group.migrate()
        assert await everything(program, scene.ann, scene.group) == {NO_ACCESS}
        assert len(standing(scene, scene.group)) == 1
        assert standing(scene, larger) == []


async def test_a_long_flood_wait_is_for_later(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder, ambient=together(scene)) as program:
        offer = await offered(scene, scene.ann)
        await settled(program)
        (one,) = await remembered(program, scene.ann)
        scene.telegram.misbehaviour.flood(offer.chat, retry_after=30, fits="deleteMessage")
        before, began = asked(scene), time.monotonic()
        for _ in range(3):
            with pytest.raises(TryLater):
                await take_back(program, one)
        assert asked(scene) - before == 1, "while the chat rests nothing is asked"
        assert time.monotonic() - began < 30
        assert not offer.deleted
    async with inkmirage(scene.telegram, scene.folder, ambient=together(scene)) as program:
        assert await take_back(program, one) is GONE
        assert offer.deleted


async def test_a_flood_that_does_not_end_is_left_after_some_tries(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder, ambient=together(scene)) as program:
        await offered(scene, scene.ann)
        await settled(program)
        (one,) = await remembered(program, scene.ann)
        scene.telegram.misbehaviour.rate_limit("deleteMessage", retry_after=1, times=100)
        before = asked(scene)
        with pytest.raises(TryLater):
            await take_back(program, one)
        assert asked(scene) - before <= 4


async def test_when_telegram_is_away_it_is_asked_again_later(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder, ambient=together(scene)) as program:
        offer = await offered(scene, scene.ann)
        await settled(program)
        (one,) = await remembered(program, scene.ann)
        bad = scene.telegram.misbehaviour
        bad.fail("deleteMessage", status=502)
        with pytest.raises(TryLater):
            await take_back(program, one)
        bad.cut("deleteMessage", after=False, times=2)
        with pytest.raises(TryLater):
            await take_back(program, one)
        assert not offer.deleted
        bad.cut("deleteMessage", after=True)
        assert await take_back(program, one) is GONE, "it had taken effect, and only the answer was lost"
        assert offer.deleted


async def test_an_album_whose_person_is_leaving_meanwhile_is_taken_back_and_has_no_words(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        offer = await offered(scene, scene.ann, f"{FOX} --count 2 --quality low")
        held = scene.telegram.misbehaviour.hang("sendMediaGroup", 1.0)
        await scene.ann.press(offer, offer.labels[0])
        await scene.telegram.pulse.until(lambda: held.met, SOON)
        await program.store.write(lambda uow: leaves(uow, program, scene.ann))
        await scene.telegram.pulse.until(lambda: not [one for one in standing(scene, scene.ann.private) if one.album], SOON)
        await settled(program)
        assert standing(scene, scene.ann.private) == [offer]


def leaves(uow: UnitOfWork, program: Program, person: Person) -> None:
    """The first step of an erasure (`core/rights/erasing.py`)."""
    known = uow.accounts.person("telegram", str(person.id))
    assert known is not None
    freeze(uow, uow.accounts.get(known.account_id), Standing.LOCKED, program.ambient.now())
