"""The door to Telegram: the private chat with the bot, through the real python-telegram-bot."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from core.commands import COMMANDS
from core.reply import Value
from core.text import Text
from tests.adapters.telegram.house import settings
from tests.loopback_telegram.messages import Message
from tests.loopback_telegram.people import Person
from tests.loopback_telegram.server import LoopbackTelegram
from tests.story.doors.door import SOON, Door, House, Shown, Sight, named, open_house, typed, words

LANGUAGES = {"en": "en", "de": "de", "es": "es", "zh-CN": "zh-hans"}
CHOSEN = "● "
NOTIFIES = frozenset({"text_mention"})


class TelegramDoor(Door):
    def __init__(self, house: House, telegram: LoopbackTelegram, person: Person, locale: str) -> None:
        super().__init__(house)
        self.locale = locale
        self._telegram = telegram
        self._person = person

    async def says(self, line: str, *pictures: bytes) -> None:
        await self.rests()
        if not pictures:
            await self._person.says(line)
        elif len(pictures) == 1:
            name, kind = named(pictures[0])
            await self._person.sends_document(pictures[0], name, line, kind=kind)
        else:
            await self._person.sends_album(pictures, line)

    async def runs(self, command: str, **options: Value) -> None:
        await self.says(typed(command.replace("-", "_"), options))

    async def presses(self, shown: Shown, label: str, *, times: int = 1) -> None:
        await self.rests()
        message = self._message(shown)
        await asyncio.gather(*(self._person.press(message, label) for _ in range(times)))

    async def changes(self, shown: Shown, label: str, **options: Value) -> None:
        """There are no forms: every choice is a button, and words are asked for."""
        reword = words("button-reword", self.locale)
        await self.presses(shown, label)
        panel = await self.sees(reword)
        for name, value in options.items():
            if name != "prompt":
                choice, chosen = self._label(name, value)
                await self.presses(panel, choice)
                panel = await self.sees(chosen, reword)
        if "prompt" in options:
            await self.presses(panel, reword)
            question = await self.sees(words("telegram-ask-again", self.locale))
            await self.rests()
            await self._person.says(str(options["prompt"]), reply_to=self._message(question))

    def _label(self, name: str, value: Value) -> tuple[str, str]:
        """What stands on the button of a choice before and after it is pressed: a word, and the price as a bare number."""
        imagine = next(command for command in COMMANDS if command.name == "imagine")
        option = next(option for option in imagine.options if option.name == name)
        if value is True:
            return f"☐ {self._words(imagine.option_text(option))}", f"☑ {self._words(imagine.option_text(option))}"
        if not option.choices:
            return f"×{value}", f"{CHOSEN}×{value}"
        text = imagine.choice_text(option, str(value), self.house.tariff)
        word, price = self._words(text).split(" · ")[0], text.args.get("price")
        label = f"{word} · {price.args['count']}" if isinstance(price, Text) else word
        return label, f"{CHOSEN}{label}"

    def _words(self, text: Text) -> str:
        return words(text.key, self.locale, **text.args)

    async def look(self) -> list[Shown]:
        chat = self._person.private
        spoken = [message for message in chat.visible() if message.sender is self._telegram.bot]
        notices = [Shown(f"notice {number}", 1, notice.text, aside=True) for number, notice in enumerate(chat.notices)]
        return [*_together(spoken), *notices]

    def _message(self, shown: Shown) -> Message:
        return next(message for message in self._person.private.visible() if str(message.id) == shown.id)


def _together(messages: list[Message]) -> Iterator[Shown]:
    """An album is one thing to see, with the words and buttons that stand behind it."""
    for message in messages:
        if message.album is None:
            album = message.reply_to.album if message.reply_to else None
            yield _shown(message, [other for other in messages if album and other.album == album])


def _shown(message: Message, album: list[Message]) -> Shown:
    return Shown(
        id=str(message.id),
        version=len(message.history),
        text=message.text,
        labels=tuple(message.labels),
        pictures=tuple(Sight(one.photo.data, one.shape.spoiler) for one in [*album, message] if one.photo is not None),
        files=(message.document.data,) if message.document else (),
        links=tuple((message.shape.words.piece(one), one["url"]) for one in message.shape.words.entities if one["type"] == "text_link"),
        ways=tuple((button["text"], button["url"]) for button in message.buttons if "url" in button),
        calls=any(one["type"] in NOTIFIES for one in message.shape.words.entities),
    )


@contextlib.asynccontextmanager
async def telegram_door(folder: Path, locale: str, *, working: bool) -> AsyncIterator[TelegramDoor]:
    async with LoopbackTelegram() as telegram:
        ann = telegram.user("Ann", language=LANGUAGES[locale])
        async with open_house(folder, settings(telegram, folder), "telegram", *(["worker"] if working else [])) as house:
            await telegram.polled(SOON)
            yield TelegramDoor(house, telegram, ann, locale)
