"""The door to Discord: direct messages with the bot, through the real discord.py."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from core.reply import Value
from tests.adapters.discord.house import settings
from tests.loopback_discord import limits
from tests.loopback_discord.cdn import Upload
from tests.loopback_discord.messages import Message
from tests.loopback_discord.people import CHAT_INPUT, Call, Person
from tests.loopback_discord.server import LoopbackDiscord
from tests.story.doors.door import Door, House, Shown, Sight, named, open_house

BOT_DM = 1
LOCALES = {"en": "en-US", "de": "de", "es": "es-ES", "zh-CN": "zh-CN"}

_LINK = re.compile(r"(?<!\\)\[((?:\\.|[^\]\\])*)\]\((https?://[^)\s]+)\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_KEPT = re.compile(r"[\ue000-\ue0ff]")
_LOOKS = [
    (re.compile(r"^(?:> |-# |#{1,3} )", re.MULTILINE), ""),
    (re.compile(r"(\*\*\*|\*\*|\*|__|_|~~|\|\||```|`)(\S(?:.*?\S)?)\1"), r"\2"),
    (re.compile(r"<t:\d+(?::\w)?>"), "a time"),
    (re.compile(r"<(?:@[!&]?|#)\d+>"), "a name"),
]


def read(markdown: str) -> str:
    """The text as the app shows it: markup turned into looks and gone, escaped signs as themselves."""
    text = _LINK.sub(r"\1", _ESCAPED.sub(lambda match: match[0] if match[1] in "[]" else chr(0xE000 + ord(match[1])), markdown))
    text = _ESCAPED.sub(lambda match: chr(0xE000 + ord(match[1])), text)
    for _ in range(3):  # looks may stand inside others
        for mark, shown in _LOOKS:
            text = mark.sub(shown, text)
    return _KEPT.sub(lambda match: chr(ord(match[0]) - 0xE000), text)


def _upload(data: bytes) -> Upload:
    name, kind = named(data)
    return Upload(name, data, kind)


def _typed(values: dict[str, Value]) -> dict[str, list[str] | str | bool]:
    """Values as a form takes them: what is picked from a menu stands in a list."""
    return {name: value if name == "prompt" or isinstance(value, bool) else [str(value)] for name, value in values.items()}  # type: ignore[misc]


class DiscordDoor(Door):
    def __init__(self, house: House, discord: LoopbackDiscord, person: Person, locale: str) -> None:
        super().__init__(house)
        self.locale = locale
        self._discord = discord
        self._person = person

    async def says(self, line: str, *pictures: bytes) -> None:
        name, _, rest = line.removeprefix("/").partition(" ")
        known = self._discord.commands.offered(name, CHAT_INPUT, None, BOT_DM, frozenset({"guild"}))
        if known is None:
            await self._gives(name, {}, stale={"id": "1", "name": name, "type": CHAT_INPUT, "description": "", "options": []})
            return
        first = next(iter(known.get("options") or []), None)
        await self._gives(name, {first["name"]: rest} if first and rest else {}, pictures)

    async def runs(self, command: str, **options: Value) -> None:
        await self._gives(command, options)

    async def _gives(self, name: str, options: dict[str, Value], pictures: Sequence[bytes] = (), **more: object) -> None:
        await self.rests()
        names = ["reference", *(f"reference-{number}" for number in range(2, 5))]
        files = {option: _upload(data) for option, data in zip(names, pictures, strict=False)}
        await self._person.command(name, options, attachments=files, **more)  # type: ignore[arg-type]

    async def presses(self, shown: Shown, label: str, *, times: int = 1) -> None:
        await self._pressed(shown, label, times)

    async def _pressed(self, shown: Shown, label: str, times: int = 1) -> Call:
        await self.rests()
        message = self._message(shown)
        return (await asyncio.gather(*(self._person.press(message, label) for _ in range(times))))[0]

    async def changes(self, shown: Shown, label: str, **options: Value) -> None:
        form = (await self._pressed(shown, label)).modal
        await self._person.submit(form, _typed(options))

    async def look(self) -> list[Shown]:
        there = self._person.dm.visible_to(self._person)
        return [self._shown(message) for message in there if message.author is self._discord.bot and not message.loading]

    def _message(self, shown: Shown) -> Message:
        return next(message for message in self._person.dm.messages if message.id == shown.id)

    def _shown(self, message: Message) -> Shown:
        return Shown(
            id=message.id,
            version=len(message.history),
            text=read(message.text),
            labels=tuple(message.labels),
            pictures=tuple(_pictures(message)),
            files=tuple(_files(message)),
            links=tuple((read(name), url) for name, url in _LINK.findall(message.text)),
            ways=tuple((button["label"], button["url"]) for button in message.buttons if "url" in button),
            aside=message.ephemeral,
            calls=bool(message.shape.pings),
        )


def _pictures(message: Message) -> list[Sight]:
    galleries = [each for each in limits.walk(list(message.shape.components)) if each["type"] == limits.MEDIA_GALLERY]
    items = [item for gallery in galleries for item in gallery["items"]]
    found = [(message.file_at(str(item["media"]["url"])), item) for item in items]
    return [Sight(file.data, bool(item.get("spoiler"))) for file, item in found if file is not None]


def _files(message: Message) -> list[bytes]:
    cards = [each for each in limits.walk(list(message.shape.components)) if each["type"] == limits.FILE]
    found = [message.file_at(str(card["file"]["url"])) for card in cards]
    return [file.data for file in found if file is not None]


@contextlib.asynccontextmanager
async def discord_door(folder: Path, locale: str, *, working: bool) -> AsyncIterator[DiscordDoor]:
    async with LoopbackDiscord() as discord:
        ann = discord.user("Ann", locale=LOCALES[locale], guilds=[discord.guild("Painters")])
        async with open_house(folder, settings(discord, folder), "discord", *(["worker"] if working else [])) as house:
            await discord.gateway.ready()
            yield DiscordDoor(house, discord, ann, locale)
