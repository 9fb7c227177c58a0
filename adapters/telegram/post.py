"""Messages out: sent, replaced and taken back, with Telegram's refusals turned into what they mean (platforms.md B6, B7, F19, F20)."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from telegram import ForceReply, InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto, LabeledPrice, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError, TimedOut
from telegram.ext import ExtBot

from adapters.telegram.limiter import Dropped, Limiter, Turn
from adapters.telegram.links import payload_of
from adapters.telegram.media import Media
from adapters.telegram.places import PLATFORM, Place
from adapters.telegram.request import LineBroke
from core.ambient import Ambient
from core.ports import TryLater
from core.pricing import STARS
from core.reply import Call, Invoice
from core.storage.store import Store

HTML = ParseMode.HTML
UNCHANGED = "message is not modified"
NO_CHAT = (
    "chat not found",
    "not enough rights",
    "have no rights",
    "topic_closed",
    "topic_deleted",
    "message thread not found",
    "chat_write_forbidden",
    "peer_id_invalid",
)
NO_FILE = ("wrong file identifier", "wrong remote file", "file_reference", "wrong file_id", "failed to get http url content")
NOT_FOUND = "not found"
NEVER_BEGUN = "can't initiate conversation"
"""Whoever has not spoken to us yet has shut no door."""
NO_TEXT = "there is no text in the message to edit"
REMOVED = Path(__file__).parent / "removed.png"

Sent = TypeVar("Sent")

log = logging.getLogger(__name__)


class NotShown(Exception):
    """A message could not be put where it should be; what that means, the kinds say."""


class ShutOut(NotShown):
    """We may not write in this chat."""


class Moved(NotShown):
    """The chat is a supergroup now, under another id."""

    def __init__(self, chat: int) -> None:
        super().__init__("moved")
        self.chat = chat


class MessageGone(NotShown):
    """The message to be changed is not there any more, or (`stands`) cannot be changed so."""

    def __init__(self, *, stands: bool) -> None:
        super().__init__("message gone")
        self.stands = stands


class NotText(MessageGone):
    """The message is a picture, which cannot become words again."""


class FileUnknown(NotShown):
    """Telegram does not know a file by the name that it had given it."""


class Unsure(NotShown):
    """It left, and nobody knows whether it arrived."""


class Post:
    """What is sent and changed. Every method raises `ShutOut`, `Moved`, `Unsure` and `TryLater` (Telegram is away, or wants a pause)."""

    def __init__(self, bot: ExtBot[Turn], limiter: Limiter, store: Store, ambient: Ambient) -> None:
        self._bot = bot
        self._limiter = limiter
        self._store = store
        self._ambient = ambient

    def rests(self, place: Place) -> float:
        """Seconds for which Telegram wants nothing for this chat."""
        return self._limiter.rests(place.chat)

    async def text(self, place: Place, words: str, keyboard: InlineKeyboardMarkup | ForceReply | None, turn: Turn) -> Message:
        """A new message of words."""
        return await self._tried(
            place,
            lambda: self._bot.send_message(
                text=words, parse_mode=HTML, reply_markup=keyboard, rate_limit_args=turn, disable_notification=False, **_there(place)
            ),
        )

    async def photo(self, place: Place, one: Media, words: str, keyboard: InlineKeyboardMarkup | None, turn: Turn) -> Message:
        """A new message with a picture. Raises `FileUnknown`."""
        return await self._tried(
            place,
            lambda: self._bot.send_photo(
                photo=one.source,
                caption=words,
                parse_mode=HTML,
                reply_markup=keyboard,
                has_spoiler=one.spoiler,
                filename=one.name,
                rate_limit_args=turn,
                **_there(place),
            ),
        )

    async def album(self, place: Place, media: Sequence[InputMediaPhoto | InputMediaDocument], turn: Turn) -> Sequence[Message]:
        """Two to ten pictures or files together. Raises `FileUnknown`."""
        return await self._tried(place, lambda: self._bot.send_media_group(media=media, rate_limit_args=turn, **_there(place)))

    async def invoice(self, place: Place, invoice: Invoice, title: str, description: str, turn: Turn) -> Message:
        """A new invoice in Stars, sent once: whether it arrived or not, asking for another costs nothing. Raises `Unsure`."""
        return await self._once(
            place,
            lambda: self._bot.send_invoice(
                title=title,
                description=description,
                # The order alone, without a seal: only we can write an invoice of this bot, nobody is shown its payload or can guess one
                # (128 random bits), and the row binds account, pack and price, which are compared before and after the payment.
                payload=invoice.order,
                provider_token="",
                currency=STARS,
                prices=[LabeledPrice(title, invoice.stars)],
                # Without it everybody could pay from a copy; with it a copy leads here, to an offer of one's own (platforms.md B11).
                start_parameter=payload_of(Call("topup", {})),
                protect_content=True,
                rate_limit_args=turn,
                **_there(place),
            ),
        )

    async def document(
        self, place: Place, file: bytes, name: str, words: str, keyboard: InlineKeyboardMarkup | None, turn: Turn
    ) -> Message:
        """A file as it is."""
        return await self._tried(
            place,
            lambda: self._bot.send_document(
                document=file,
                filename=name,
                caption=words,
                parse_mode=HTML,
                reply_markup=keyboard,
                disable_content_type_detection=True,
                rate_limit_args=turn,
                **_there(place),
            ),
        )

    async def retext(self, place: Place, words: str, keyboard: InlineKeyboardMarkup | None, turn: Turn) -> None:
        """Other words in `place.message`. Raises `MessageGone`, `NotText` for a picture."""
        await self._changed(
            place,
            lambda: self._bot.edit_message_text(
                words, place.chat, place.message, parse_mode=HTML, reply_markup=keyboard, rate_limit_args=turn
            ),
        )

    async def recaption(self, place: Place, words: str, keyboard: InlineKeyboardMarkup | None, turn: Turn) -> None:
        """Other words under the picture of `place.message`. Raises `MessageGone`."""
        await self._changed(
            place,
            lambda: self._bot.edit_message_caption(
                place.chat, place.message, caption=words, parse_mode=HTML, reply_markup=keyboard, rate_limit_args=turn
            ),
        )

    async def rephoto(
        self, place: Place, media: InputMediaPhoto | InputMediaDocument, keyboard: InlineKeyboardMarkup | None, turn: Turn
    ) -> Message | None:
        """A picture in `place.message`, which may have been a text; `None` if nothing changed. Raises `MessageGone`, `FileUnknown`."""
        return await self._changed(
            place,
            lambda: self._bot.edit_message_media(
                media=media, chat_id=place.chat, message_id=place.message, reply_markup=keyboard, rate_limit_args=turn
            ),
        )

    async def remove(self, place: Place, words: str, turn: Turn) -> bool:
        """Take `place.message` back. False if it stands and shows only `words`: after 48 hours nothing can be deleted (platforms.md F26).

        Raises `MessageGone` if it can be neither deleted nor changed.
        """
        try:
            await self._changed(place, lambda: self._bot.delete_message(place.chat, place.message, rate_limit_args=turn))
        except MessageGone as gone:
            if gone.stands:
                await self._blank(place, words, turn)
                return False
        return True

    async def _blank(self, place: Place, words: str, turn: Turn) -> None:
        """Nothing but `words`, in place of others or under a grey field, whichever the message can become."""
        try:
            await self.retext(place, words, None, turn)
        except NotText:
            await self._grey(place, words, turn)

    async def _grey(self, place: Place, words: str, turn: Turn) -> None:
        field = REMOVED.read_bytes()
        try:
            await self.rephoto(place, InputMediaPhoto(field, caption=words, parse_mode=HTML), None, turn)
        except MessageGone:
            # Among files that were sent together only a file may take the place of a file.
            await self.rephoto(place, InputMediaDocument(field, caption=words, parse_mode=HTML, filename=REMOVED.name), None, turn)

    async def action(self, place: Place, turn: Turn) -> None:
        """ "… is sending a photo", for five seconds."""
        await self._tried(place, lambda: self._bot.send_chat_action(place.chat, "upload_photo", place.topic or None, rate_limit_args=turn))

    async def _changed(self, place: Place, change: Callable[[], Awaitable[Any]]) -> Message | None:
        """What the message is now; `None` if it was so before. A change may be made any number of times."""
        try:
            found = await self._tried(place, change)
        except Unsure:
            raise TryLater from None
        except BadRequest as error:
            words = error.message.lower()
            if UNCHANGED in words:
                return None
            raise (NotText if NO_TEXT in words else MessageGone)(stands=NOT_FOUND not in words) from None
        return found if isinstance(found, Message) else None

    async def _tried(self, place: Place, doing: Callable[[], Awaitable[Sent]]) -> Sent:
        """Do it; what left without an answer may have arrived, and is done once more, never oftener (platforms.md F19)."""
        try:
            return await self._once(place, doing)
        except Unsure:
            log.info("telegram did not say whether it arrived")
        return await self._once(place, doing)

    async def _once(self, place: Place, doing: Callable[[], Awaitable[Sent]]) -> Sent:
        try:
            return await doing()
        except (Forbidden, ChatMigrated, InvalidToken) as error:
            raise await self._closed(place, error) from None
        except BadRequest as error:  # before `TelegramError`, which it also is (platforms.md F20)
            raise self._meant(error) from None
        except Dropped:
            raise TryLater from None
        except (TimedOut, LineBroke):
            raise Unsure from None
        except TelegramError as error:
            log.info("telegram would not take it now", extra={"error": type(error).__name__})
            raise TryLater from None

    def _meant(self, error: BadRequest) -> Exception:
        words = error.message.lower()
        if any(word in words for word in NO_FILE):
            return FileUnknown()
        if any(word in words for word in NO_CHAT):
            return ShutOut()
        return error

    async def _closed(self, place: Place, error: TelegramError) -> Exception:
        """Noted for good, so that nobody knocks there again and again (platforms.md F30)."""
        if isinstance(error, ChatMigrated):
            await self._store.write(lambda uow: uow.doors.moved(PLATFORM, str(place.chat), str(error.new_chat_id), self._ambient.now()))
            return Moved(error.new_chat_id)
        if isinstance(error, InvalidToken):
            return TryLater()
        if NEVER_BEGUN not in error.message.lower():
            await self._store.write(lambda uow: uow.doors.shut(PLATFORM, str(place.chat), self._ambient.now()))
        return ShutOut()


def _there(place: Place) -> dict[str, Any]:
    """Where a new message goes: as a reply to what was asked, if that still stands."""
    to = ReplyParameters(place.request, allow_sending_without_reply=True) if place.request else None
    return {"chat_id": place.chat, "message_thread_id": place.topic or None, "reply_parameters": to}
