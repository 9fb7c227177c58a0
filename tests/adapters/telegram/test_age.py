"""The age screen on Telegram: buttons in one message, and nothing typed that would stay in the chat (PRV-54, PRV-55; T-AGE)."""

import json
import re
from typing import Any

import pytest

from core.storage.unit_of_work import UnitOfWork
from db.unit_of_work import SqlUnitOfWork
from tests.adapters.telegram.house import FOX, MAKE, SOON, Scene, inkmirage, settled
from tests.core.rights.database import files_with, standing_alone
from tests.loopback_telegram.exchange import Exchange
from tests.loopback_telegram.messages import Message
from tests.loopback_telegram.people import Person

YEAR = re.compile(r"\b(?:19|20)\d\d\b")


async def asked(scene: Scene, person: Person, words: str = FOX) -> Message:
    said = await person.says(words)
    return await scene.telegram.message_in(said.chat, lambda message: "When were you born?" in message.text, after=said, within=SOON)


async def answers(scene: Scene, person: Person, question: Message, decade: str, year: str, month: str, then: str) -> None:
    for choice, shows in ((decade, "And the year?"), (year, "And the month?"), (month, then)):
        await person.press(question, choice)
        await turned(scene, question, shows)


async def turned(scene: Scene, question: Message, words: str) -> None:
    await scene.telegram.message_in(question.chat, lambda message: message is question and words in message.text, within=SOON)


def names(call: Exchange, year: str) -> bool:
    """Whether what we sent says the year otherwise than in the list of a whole decade."""
    content: dict[str, Any] = dict(call.body)
    markup = content.pop("reply_markup", None)
    keys = json.loads(markup) if isinstance(markup, str) else markup or {}
    labels = [button for row in keys.get("inline_keyboard", []) for button in row]
    listed = {button["text"] for button in labels if re.fullmatch(YEAR, button["text"])}
    said = [button["text"] for button in labels if len(listed) < 7] + [button.get("callback_data", "") for button in labels]
    return bool(standing_alone(int(year)).search(" ".join([json.dumps(content, default=str), *said]).encode()))


async def test_three_presses_in_one_message_and_the_request_again(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder, privacy__age_screen="on") as program:
        question = await asked(scene, scene.ann)
        assert not [message for message in question.chat.visible() if MAKE in message.labels]
        await answers(scene, scene.ann, question, "1980–1989", "1984", "May", "Thank you")
        assert "mayi.one" in question.text, "and hears whom they deal with"
        offer = await scene.ann.says(FOX)
        await scene.telegram.message_in(offer.chat, lambda message: MAKE in message.labels, after=offer, within=SOON)
        await settled(program)
        mine = [message for message in question.chat.visible() if message.sender is scene.telegram.bot]
        assert len(mine) == 2, "the question became the answer; the other is the offer"


@pytest.mark.proves("PRV-54", "T-AGE")
async def test_neither_what_we_keep_nor_what_we_send_says_the_year(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder, privacy__age_screen="on") as program:
        await answers(scene, scene.ann, await asked(scene, scene.ann), "1980–1989", "1984", "May", "Thank you")
        await answers(scene, scene.ben, await asked(scene, scene.ben), "2010–2019", "2015", "August", "You cannot use InkMirage yet")
        for year in ("1984", "2015"):
            assert not [call.method for call in scene.telegram.exchanges if names(call, year)]
            assert not files_with(scene.folder, standing_alone(int(year))), "also not in news that is still open"
        await settled(program)

        def known(uow: UnitOfWork) -> list[str]:
            assert isinstance(uow, SqlUnitOfWork)
            return list(uow.connection.exec_driver_sql("SELECT uid FROM identity").scalars())

        assert await program.store.read(known) == [str(scene.ann.id)]


async def test_a_command_without_words_and_a_photograph_are_asked_the_same(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder, privacy__age_screen="on") as program:
        await asked(scene, scene.ann, "/imagine")
        photo = await scene.ann.sends_photo(caption=FOX)
        first = await scene.telegram.message_in(
            photo.chat, lambda message: "one question before that" in message.text, after=photo, within=SOON
        )
        assert "/start" in first.text
        said = await scene.ann.says("/report")
        await scene.telegram.message_in(said.chat, lambda message: "one message is enough" in message.text, after=said, within=SOON)
        await settled(program)
        assert await program.store.read(lambda uow: uow.accounts.people("telegram")) == []


@pytest.mark.proves("PRV-54", "PRV-82", "T-AGE", "T-GROUP")
async def test_in_a_group_nobody_reads_the_question(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder, privacy__age_screen="on") as program:
        said = await scene.ann.says(f"/imagine@InkMirageBot {FOX}", where=scene.group)
        there = await scene.telegram.message_in(scene.group, lambda message: message.sender is scene.telegram.bot, after=said, within=SOON)
        assert "born" not in there.text
        await settled(program)
