"""Messages: what they show, and what they were before."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING

from tests.clock import MovableClock
from tests.loopback_telegram.entities import Marked
from tests.loopback_telegram.files import Photo, StoredFile
from tests.loopback_telegram.limits import Keyboard
from tests.loopback_telegram.places import Account, Chat, Places
from tests.loopback_telegram.refusals import Json
from tests.loopback_telegram.updates import Updates
from tests.waiting import Pulse

if TYPE_CHECKING:
    from tests.loopback_telegram.people import Person
    from tests.loopback_telegram.queries import Pressed


class NotPossible(Exception):
    """No Telegram app would let a person do this."""


@dataclass(frozen=True)
class Shape:
    """What a message shows at one time; the words of a picture or a document are its caption."""

    words: Marked = field(default_factory=Marked)
    photo: Photo | None = None
    document: StoredFile | None = None
    spoiler: bool = False
    above: bool = False
    keyboard: Keyboard = ()
    #: A markup that is no inline keyboard; the API never gives it back.
    markup: Json | None = None
    #: `{"invoice": …}`, and what service messages say: `{"migrate_to_chat_id": …}`.
    invoice: Json | None = None
    service: Json | None = None

    @property
    def media(self) -> bool:
        return self.photo is not None or self.document is not None

    def payload(self) -> Json:
        """The part of a Message that an edit can change."""
        body: Json = dict(self.service or {}) | ({"invoice": self.invoice} if self.invoice else {})
        text, marks = ("caption", "caption_entities") if self.media else ("text", "entities")
        if self.photo:
            body["photo"] = self.photo.payload()
        if self.document:
            body["document"] = self.document.as_document()
        if self.words.text:
            body[text] = self.words.text
        if self.words.entities:
            body[marks] = list(self.words.entities)
        return body | self._more()

    def _more(self) -> Json:
        rows = [[dict(button) for button in row] for row in self.keyboard]
        more: Json = {"reply_markup": {"inline_keyboard": rows}} if rows else {}
        more |= {"has_media_spoiler": True} if self.spoiler else {}
        return more | ({"show_caption_above_media": True} if self.above else {})


@dataclass(frozen=True)
class Version:
    """A shape, and since when it was so."""

    at: datetime
    shape: Shape


@dataclass(eq=False, repr=False, kw_only=True)
class Message:
    """A message, with everything it has been."""

    id: int
    chat: Chat
    sender: Account
    shape: Shape
    at: datetime
    reply_to: "Message | None" = None
    thread: int | None = None
    album: str | None = None
    via: Account | None = None
    inline_id: str | None = None
    silent: bool = False
    edited_at: datetime | None = None
    deleted: bool = False
    #: The emoji that the bot put on it.
    reactions: list[str] = field(default_factory=list)
    history: list[Version] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.history.append(Version(self.at, self.shape))

    def __repr__(self) -> str:
        return f"<Message {self.id} of {self.sender.name} {self.text[:60]!r} buttons {self.labels}>"

    @property
    def text(self) -> str:
        """The text, or the caption."""
        return self.shape.words.text

    @property
    def photo(self) -> Photo | None:
        return self.shape.photo

    @property
    def document(self) -> StoredFile | None:
        return self.shape.document

    @property
    def edits(self) -> list[Version]:
        """Every later version, with the time it was made."""
        return self.history[1:]

    @property
    def rows(self) -> list[list[str]]:
        """The labels of the buttons, row by row."""
        return [[button["text"] for button in row] for row in self.shape.keyboard]

    @property
    def buttons(self) -> list[Json]:
        return [button for row in self.shape.keyboard for button in row]

    @property
    def labels(self) -> list[str]:
        return [button["text"] for button in self.buttons]

    def button(self, what: str) -> Json:
        """The button with this label, or with this callback data."""
        found = [button for button in self.buttons if button["text"] == what]
        found += [button for button in self.buttons if button.get("callback_data") == what]
        if not found:
            raise NotPossible(f"no button {what!r} among {self.labels}")
        return found[0]

    def address(self, label: str) -> str:
        """Where the button with this label leads."""
        return str(self.button(label).get("url", ""))

    async def press(self, what: str, *, by: "Person", within: float = 5.0) -> "Pressed":
        """`by` presses the button with this label."""
        return await by.press(self, what, within=within)

    def payload(self, *, nested: bool = False) -> Json:
        """The Message of the API; one that is quoted in another does not quote in turn."""
        body: Json = {
            "message_id": self.id,
            "date": int(self.at.timestamp()),
            "chat": self.chat.payload(),
            "from": self.sender.payload(),
        } | self.shape.payload()
        body |= {"edit_date": int(self.edited_at.timestamp())} if self.edited_at else {}
        body |= {"media_group_id": self.album} if self.album else {}
        body |= {"via_bot": self.via.payload()} if self.via else {}
        return body | self._thread() | ({} if nested else self._quoted())

    def _thread(self) -> Json:
        if self.thread is None:
            return {}
        return {"message_thread_id": self.thread} | ({"is_topic_message": True} if self.chat.forum else {})

    def _quoted(self) -> Json:
        """What it replies to; in a topic, what does not reply quotes the message that opened the topic."""
        quoted = self.reply_to or (self.chat.find(self.thread) if self.chat.forum else None)
        return {"reply_to_message": quoted.payload(nested=True)} if quoted and quoted is not self else {}


class Messages:
    """Every message is written, rewritten and deleted here, whoever does it."""

    def __init__(self, clock: MovableClock, places: Places, updates: Updates, pulse: Pulse) -> None:
        self._clock, self._places, self._updates, self._pulse = clock, places, updates, pulse
        self._albums, self._inline = count(13_000_000_000_000_001), count(1)
        self.by_inline_id: dict[str, Message] = {}

    def post(
        self,
        chat: Chat,
        sender: Account,
        shape: Shape,
        *,
        reply_to: Message | None = None,
        thread: int | None = None,
        album: str | None = None,
        via: Account | None = None,
        silent: bool = False,
    ) -> Message:
        """A new message; the bot hears of it if it should."""
        number, now = next(chat.numbers), self._clock.now()
        thread = thread if thread is not None else _thread_of(chat, reply_to)
        message = Message(id=number, chat=chat, sender=sender, shape=shape, at=now, reply_to=reply_to, thread=thread, album=album, via=via)
        message.silent = silent
        self._name_inline(message)
        chat.messages.append(message)
        self._tell(message)
        return message

    def rewrite(self, message: Message, shape: Shape) -> Message:
        """The message becomes this; the bot hears of it if somebody else did it."""
        message.edited_at = self._clock.now()
        message.shape = shape
        message.history.append(Version(message.edited_at, shape))
        if message.sender is not self._places.bot and message.via is not self._places.bot and message.chat.hears(message):
            self._updates.publish("edited_message", message.payload())
        self._pulse.beat()
        return message

    def remark(self, message: Message, keyboard: Keyboard) -> Message:
        """Other buttons below the message. That is not marked as an edit."""
        message.shape = replace(message.shape, keyboard=keyboard)
        message.history.append(Version(self._clock.now(), message.shape))
        self._pulse.beat()
        return message

    def remove(self, message: Message) -> None:
        message.deleted = True
        self._pulse.beat()

    def new_album(self) -> str:
        return str(next(self._albums))

    def serve(self, chat: Chat, sender: Account, said: Json) -> Message:
        """A service message."""
        return self.post(chat, sender, Shape(service=said))

    def _name_inline(self, message: Message) -> None:
        """A message that came by way of the bot and has buttons can be edited by a name of its own."""
        if message.via is self._places.bot and message.shape.keyboard:
            message.inline_id = f"BAAAAInline{next(self._inline):05d}"
            self.by_inline_id[message.inline_id] = message

    def _tell(self, message: Message) -> None:
        chat = message.chat
        if chat.hears(message):
            self._updates.publish("message", message.payload())
        if message.sender.bot and not message.shape.service:
            chat.last_bot = message.sender
        self._pulse.beat()


def _thread_of(chat: Chat, reply_to: Message | None) -> int | None:
    """The topic of the message that is answered; in other supergroups the first message of a thread of replies."""
    if reply_to is None or chat.kind != "supergroup":
        return None
    return reply_to.thread if chat.forum else reply_to.thread or reply_to.id
