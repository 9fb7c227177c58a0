"""What people press. What only changes its own message does so in place; the rest gets a message of its own (platforms.md B5)."""

import re

from telegram import CallbackQuery, Message
from telegram.ext import ExtBot

from adapters.telegram.answers import Answers
from adapters.telegram.cards import Person, Renderer
from adapters.telegram.desk import Desk
from adapters.telegram.links import private_link
from adapters.telegram.places import PLATFORM, Place
from adapters.telegram.presses import PressAnswer
from core.caller import Caller
from core.commands.dispatch import Answer
from core.commands.spec import Command
from core.presses import PRESS, call_of
from core.reply import Call, Reply, Tone
from core.text import choose_locale, text

IN_PLACE = frozenset({"make", "cancel", "change", "delete"})
IN_PLACE_ALONE = frozenset({"settings", "language", "older", "older-receipts", "born"})
INSTEAD = {"edit": "change"}
"""Telegram has no forms: what would open one elsewhere shows its choices as buttons."""


class Buttons:
    """Hands presses to the desk. Strangers who press get a friendly word that only they see."""

    def __init__(self, desk: Desk, answers: Answers, renderer: Renderer, bot: ExtBot[None]) -> None:
        self._desk = desk
        self._answers = answers
        self._renderer = renderer
        self._bot = bot

    async def pressed(self, key: str, query: CallbackQuery) -> None:
        """One press, answered in any case."""
        press = PressAnswer(self._bot, query.id)
        async with press.soon():
            match = re.fullmatch(PRESS, query.data or "")
            if match is None or query.message is None:
                await press.alert(self._renderer.plain(text("error-button-unknown"), choose_locale(query.from_user.language_code)))
                return
            call = call_of(INSTEAD.get(match["command"], match["command"]), match["values"])
            await self._call(press, key, query, call, int(match["seen"]) if match["seen"] else None)

    async def _call(self, press: PressAnswer, key: str, query: CallbackQuery, call: Call, seen: int | None) -> None:
        place, command = _place(query), self._desk.commands.get(call.command)
        if command is not None and command.private and not place.private:
            await press.open(_way(self._answers.username, command, call))
            return
        in_place = call.command in IN_PLACE or (place.private and call.command in IN_PLACE_ALONE)
        if _is_own(query, place):
            # First of all: whatever there is to say to the one for whom the message was made can be said in the chat.
            await press.plain()
        at = place if in_place else _beside(place)
        caller = _caller(key, query, at, seen)
        answer = await self._desk(caller, call.command, dict(call.values))
        await self._answered(press, caller, place, answer, call, in_place=in_place)

    async def _answered(self, press: PressAnswer, caller: Caller, place: Place, answer: Answer, call: Call, *, in_place: bool) -> None:
        reply = answer.reply
        if _is_a_word_aside(reply, place):
            told = await press.alert(self._renderer.plain(reply.lines[0], answer.locale))
            if told or not place.private:
                return  # too late for them alone, and not for everybody
        if reply.private and reply.job is not None and not place.private and await press.open(await self._answers.way_to(reply)):
            return
        await press.plain()
        if call.command == "delete" and reply.job is not None:
            # Before it is said, since what says so is about the same job.
            await self._answers.taken_back(reply.job, answer.locale)
        if in_place and (reply.job is not None or place.private) and reply.tone is not Tone.WARNING:
            await self._answers.put(caller, place, answer)
        else:
            to = None if place.private else Person(place.user, caller.name)
            await self._answers.put(caller, _beside(place), answer, to=to)


def _beside(place: Place) -> Place:
    """A message of its own, as a reply to the one with the button."""
    return Place(place.chat, place.user, place.private, place.topic, request=place.message, called=not place.private)


def _is_a_word_aside(reply: Reply, place: Place) -> bool:
    """A refusal that needs no buttons; among others it is said to the one person alone even if it had some."""
    return reply.tone is Tone.REFUSAL and reply.job is None and bool(reply.lines) and not (reply.buttons and place.private)


def _is_own(query: CallbackQuery, place: Place) -> bool:
    """Whether the presser is surely the one for whom the message was made."""
    asked = query.message.reply_to_message if isinstance(query.message, Message) else None
    return place.private or (asked is not None and asked.from_user is not None and asked.from_user.id == place.user)


def _way(username: str, command: Command, call: Call) -> str:
    try:
        return private_link(username, call)
    except ValueError:
        return private_link(username, Call(command.name, {}))


def _place(query: CallbackQuery) -> Place:
    """Where the button is. Of a message that Telegram keeps no longer only chat and number are known."""
    message = query.message
    assert message is not None
    request, topic = 0, None
    if isinstance(message, Message):
        request = message.reply_to_message.message_id if message.reply_to_message else 0
        topic = message.message_thread_id if message.is_topic_message else None
    return Place(message.chat.id, query.from_user.id, message.chat.type == "private", topic or 0, request, message.message_id)


def _caller(key: str, query: CallbackQuery, place: Place, seen: int | None) -> Caller:
    user = query.from_user
    return Caller(PLATFORM, str(user.id), user.full_name, key, place.address(), user.language_code, price_seen=seen, group=place.group)
