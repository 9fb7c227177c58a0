"""What people do on Telegram, in plain values: the library's shapes end here (platforms.md B2, B4)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from telegram import Message, PhotoSize, User

from adapters.telegram.places import Place

GROUP_ANONYMOUS_BOT = 1087968824
_COMMAND = re.compile(r"/([A-Za-z][\w-]*)(?:@(\w+))?(?:\s+|$)")


@dataclass(frozen=True)
class Attached:
    """A file by Telegram's name for it, and its size in bytes; 0 if Telegram does not say."""

    file_id: str
    size: int


@dataclass(frozen=True)
class Said:
    """A message of a person: its words, the pictures that came with it, and the message that it answers, with that one's pictures.

    `command` is the name that it begins with, as declared; `to_us` if that was addressed to us by name, `to_another` if to another bot.
    """

    place: Place
    user: User
    words: str
    pictures: tuple[Attached, ...]
    answers: int = 0
    shown_there: tuple[Attached, ...] = ()
    command: str = ""
    rest: str = ""
    to_us: bool = False
    to_another: bool = False


def is_person(message: Message) -> bool:
    """Whether somebody with a wallet wrote it: no bot, no channel, nobody who hides behind their group."""
    user = message.from_user
    return user is not None and not user.is_bot and message.sender_chat is None and user.id != GROUP_ANONYMOUS_BOT


def said_in(messages: Sequence[Message], username: str) -> Said:
    """What was said with these messages: one, or an album. The words of an album stand under one of its pictures."""
    first = messages[0]
    assert first.from_user is not None
    words = next((text for message in messages if (text := (message.text or message.caption or "").strip())), "")
    there = first.reply_to_message
    match = _COMMAND.match(words)
    addressee = (match[2] or "").lower() if match else ""
    return Said(
        place=place_in(first, first.from_user),
        user=first.from_user,
        words=words,
        pictures=tuple(one for message in messages for one in _files(message)),
        answers=there.message_id if there else 0,
        shown_there=tuple(_pictures(there)) if there else (),
        command=match[1].lower().replace("_", "-") if match else "",
        rest=words[match.end() :].strip() if match else "",
        to_us=addressee == username.lower(),
        to_another=addressee not in ("", username.lower()),
    )


def place_in(message: Message, user: User) -> Place:
    """Where the answer to a message goes: into its topic, as a reply to it. What only its sender sees is answered to them alone, since a
    reply to it would stand there for everybody (platforms.md F31)."""
    if "ephemeral_message_id" in message.api_kwargs:
        return Place(user.id, user.id, private=True)
    topic = message.message_thread_id if message.is_topic_message else None
    return Place(message.chat.id, user.id, message.chat.type == "private", topic or 0, message.message_id)


def _pictures(message: Message) -> Iterable[Attached]:
    """What a message shows, if those are pictures."""
    document = message.document
    return _files(message) if not document or (document.mime_type or "").startswith("image/") else ()


def _files(message: Message) -> Iterable[Attached]:
    """What came with a message, whatever it is: a file that is no picture shall be refused, not overlooked."""
    if message.photo:
        largest: PhotoSize = message.photo[-1]
        yield Attached(largest.file_id, largest.file_size or 0)
    elif message.document:
        yield Attached(message.document.file_id, message.document.file_size or 0)
