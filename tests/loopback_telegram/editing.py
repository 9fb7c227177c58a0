"""What the bot does to messages that are there: rewrite, take the buttons off, delete."""

from dataclasses import replace
from datetime import timedelta

from tests.clock import MovableClock
from tests.loopback_telegram import limits
from tests.loopback_telegram.exchange import Exchange
from tests.loopback_telegram.messages import Message, Messages, Shape
from tests.loopback_telegram.places import Places
from tests.loopback_telegram.refusals import Json, bad, not_modified
from tests.loopback_telegram.sending import Sending

DELETABLE = timedelta(hours=48)


class Editing:
    """The methods that change messages."""

    def __init__(self, clock: MovableClock, places: Places, messages: Messages, sending: Sending) -> None:
        self._clock, self._places, self._messages, self._sending = clock, places, messages, sending

    async def edit_message_text(self, call: Exchange) -> Json | bool:
        message = self._own(call)
        if message.shape.media or message.shape.invoice:
            raise bad("there is no text in the message to edit")
        return self._become(message, Shape(limits.text(call.body), keyboard=limits.keyboard(call.body.get("reply_markup"))))

    async def edit_message_caption(self, call: Exchange) -> Json | bool:
        message = self._own(call)
        if not message.shape.media:
            raise bad("there is no caption in the message to edit")
        above, keyboard = bool(call.body.get("show_caption_above_media")), limits.keyboard(call.body.get("reply_markup"))
        return self._become(message, replace(message.shape, words=limits.caption(call.body), above=above, keyboard=keyboard))

    async def edit_message_media(self, call: Exchange) -> Json | bool:
        """Another picture; a message of text becomes one with a picture (platforms.md §B7)."""
        message, keyboard = self._own(call), limits.keyboard(call.body.get("reply_markup"))
        if message.shape.invoice:
            raise bad("message can't be edited")
        if message.inline_id and any(str(name).startswith("attach://") for name in call.body["media"].values()):
            raise bad("can't upload new files when editing an inline message")
        shape = await self._sending.shape_of(call, call.body.get("media") or {})
        if message.album and (shape.document is None) is not (message.document is None):
            raise bad("can't use the media of the specified type in the album")
        return self._become(message, replace(shape, keyboard=keyboard))

    async def edit_message_reply_markup(self, call: Exchange) -> Json | bool:
        message, keyboard = self._own(call), limits.keyboard(call.body.get("reply_markup"))
        if keyboard == message.shape.keyboard:
            raise not_modified()
        return _answer(self._messages.remark(message, keyboard), call)

    async def delete_message(self, call: Exchange) -> bool:
        chat = self._places.open(call.body.get("chat_id"))
        if (message := chat.find(call.body.get("message_id"))) is None:
            raise bad("message to delete not found")
        if (refusal := self._kept(message)) is not None:
            raise bad(refusal)
        self._messages.remove(message)
        return True

    async def delete_messages(self, call: Exchange) -> bool:
        """Those that are there and may be deleted; the others are passed over."""
        chat, wanted = self._places.open(call.body.get("chat_id")), call.body.get("message_ids") or []
        if not 1 <= len(wanted) <= 100:
            raise bad("message_ids must be a list of 1-100 numbers")
        for message in [found for number in wanted if (found := chat.find(number)) is not None]:
            if self._kept(message) is None:
                self._messages.remove(message)
        return True

    def _kept(self, message: Message) -> str | None:
        """Why this message cannot be deleted."""
        chat, own = message.chat, message.sender is self._places.bot
        if message.at + DELETABLE <= self._clock.now() and (own or chat.private):
            return "message can't be deleted for everyone"
        may = own or chat.private or chat.bot_status == "administrator"
        return None if may else "message can't be deleted"

    def _own(self, call: Exchange) -> Message:
        """The message of the bot that a call wants to change."""
        if (inline_id := call.body.get("inline_message_id")) is not None:
            return self._inline(inline_id)
        found = self._places.open(call.body.get("chat_id")).find(call.body.get("message_id"))
        if found is None:
            raise bad("message to edit not found")
        if found.sender is not self._places.bot or found.shape.service or found.shape.markup:
            raise bad("message can't be edited")  # a keyboard that is not below the message cannot be taken back with an edit
        return found

    def _inline(self, inline_id: str) -> Message:
        message = self._messages.by_inline_id.get(inline_id)
        if message is None or message.deleted:
            raise bad("MESSAGE_ID_INVALID")
        return message

    def _become(self, message: Message, shape: Shape) -> Json | bool:
        if shape == message.shape:
            raise not_modified()
        self._messages.rewrite(message, shape)
        return True if message.inline_id else message.payload()


def _answer(message: Message, call: Exchange) -> Json | bool:
    return True if "inline_message_id" in call.body else message.payload()
