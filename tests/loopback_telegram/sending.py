"""What the bot sends: text, photos, documents, albums, and signs of life."""

from dataclasses import dataclass, replace
from typing import Any

from tests.loopback_telegram import limits
from tests.loopback_telegram.exchange import Exchange
from tests.loopback_telegram.files import Files
from tests.loopback_telegram.messages import Message, Messages, Shape
from tests.loopback_telegram.places import Chat, Places
from tests.loopback_telegram.refusals import Json, bad

ALBUM = range(2, 11)
_DOING = {"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document"}
_DOING |= {"choose_sticker", "find_location", "record_video_note", "upload_video_note"}
#: A few of the emoji that Telegram allows as reactions.
REACTIONS = set(
    "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾😡"
)


@dataclass(frozen=True)
class Destination:
    """Where a message of the bot goes."""

    chat: Chat
    thread: int | None
    reply_to: Message | None
    silent: bool


class Sending:
    """The methods that make new messages."""

    def __init__(self, places: Places, messages: Messages, files: Files) -> None:
        self._places, self._messages, self._files = places, messages, files

    async def send_message(self, call: Exchange) -> Json:
        to = self.destination(call)
        return self.post(to, self._dressed(Shape(limits.text(call.body)), call.body)).payload()

    async def send_photo(self, call: Exchange) -> Json:
        to, caption = self.destination(call), limits.caption(call.body)
        photo = await self._files.photo_of(call, call.body.get("photo"))
        return self.post(to, self._dressed(Shape(caption, photo=photo), call.body)).payload()

    async def send_document(self, call: Exchange) -> Json:
        to, caption = self.destination(call), limits.caption(call.body)
        document = self._files.document_of(call, call.body.get("document"))
        return self.post(to, self._dressed(Shape(caption, document=document), call.body)).payload()

    async def send_media_group(self, call: Exchange) -> list[Json]:
        to, media = self.destination(call), call.body.get("media") or []
        if len(media) not in ALBUM:
            raise bad(f"Too {'few' if len(media) < ALBUM.start else 'many'} messages to send as an album")
        if len({item.get("type") for item in media}) > 1 and any(item.get("type") == "document" for item in media):
            raise bad("document can't be mixed with other media types")
        shapes = [await self.shape_of(call, item) for item in media]
        album = self._messages.new_album()
        return [self.post(to, shape, album).payload() for shape in shapes]

    async def send_chat_action(self, call: Exchange) -> bool:
        chat, action = self._places.open(call.body.get("chat_id")), call.body.get("action")
        if action not in _DOING:
            raise bad("wrong parameter action in request")
        chat.actions.append(action)
        return True

    async def set_message_reaction(self, call: Exchange) -> bool:
        chat = self._places.open(call.body.get("chat_id"))
        message, wanted = chat.find(call.body.get("message_id")), call.body.get("reaction") or []
        if message is None:
            raise bad("message to react not found")
        if len(wanted) > 1:
            raise bad("REACTIONS_TOO_MANY")
        if any(reaction.get("type") != "emoji" or reaction.get("emoji") not in REACTIONS for reaction in wanted):
            raise bad("REACTION_INVALID")
        message.reactions = [reaction["emoji"] for reaction in wanted]
        return True

    # For the others that send ----------------------------------------------------------------------------------------

    def destination(self, call: Exchange) -> Destination:
        """Where this call writes; refused when it cannot."""
        chat = self._places.open(call.body.get("chat_id"))
        thread = call.body.get("message_thread_id")
        if thread is not None and thread not in chat.topics:
            raise bad("message thread not found")
        reply_to = _replied(chat, call.body.get("reply_parameters"))
        return Destination(chat, thread, reply_to, bool(call.body.get("disable_notification")))

    def post(self, to: Destination, shape: Shape, album: str | None = None) -> Message:
        bot = self._places.bot
        return self._messages.post(to.chat, bot, shape, reply_to=to.reply_to, thread=to.thread, album=album, silent=to.silent)

    async def shape_of(self, call: Exchange, media: Any) -> Shape:
        """What an InputMedia shows."""
        kind = media.get("type")
        caption, spoiler, above = limits.caption(media), bool(media.get("has_spoiler")), bool(media.get("show_caption_above_media"))
        if kind == "photo":
            photo = await self._files.photo_of(call, media.get("media"), "media")
            return Shape(caption, photo=photo, spoiler=spoiler, above=above)
        if kind == "document":
            return Shape(caption, document=self._files.document_of(call, media.get("media"), "media"))
        raise bad("can't parse InputMedia: this Telegram serves photos and documents")

    def _dressed(self, shape: Shape, body: Json) -> Shape:
        """With buttons, and hidden if that is wanted."""
        markup = body.get("reply_markup")
        spoiler, above = bool(body.get("has_spoiler")), bool(body.get("show_caption_above_media"))
        return replace(shape, spoiler=spoiler, above=above, keyboard=limits.keyboard(markup), markup=limits.other_markup(markup))


def _replied(chat: Chat, parameters: Any) -> Message | None:
    """The message that is replied to."""
    if not parameters:
        return None
    if (found := chat.find(parameters.get("message_id"))) is None and not parameters.get("allow_sending_without_reply"):
        raise bad("message to be replied not found")
    return found
