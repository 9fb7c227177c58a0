"""A reply as messages: a text, a picture, an album with its buttons behind it, or files (platforms.md B6, B7)."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from telegram import InputMediaDocument, InputMediaPhoto, Message
from telegram.error import BadRequest

from adapters.telegram.cards import MOST_CAPTION, MOST_TEXT, Card, Person, Renderer
from adapters.telegram.limiter import Turn
from adapters.telegram.media import Media, Shelf
from adapters.telegram.places import Place
from adapters.telegram.post import HTML, FileUnknown, MessageGone, Moved, NotShown, NotText, Post
from core.ports import TryLater
from core.reply import Button, Reply

BEHIND = 6.0
"""Seconds that the words of an album may be held back: more than a busy group has between two messages, less than a delivery rests
before somebody else takes it up (core/deliver.py)."""
Sent = tuple[int, ...]

log = logging.getLogger(__name__)


class Shows:
    """Puts replies into chats; gives the numbers of the messages, the last of which carries the buttons.

    Raises what `Post` raises, and `TryLater` while the object store is away.
    """

    def __init__(self, post: Post, renderer: Renderer, shelf: Shelf) -> None:
        self.post = post
        self.renderer = renderer
        self._shelf = shelf

    async def put(self, place: Place, card: Card, turn: Turn) -> tuple[Place, Sent]:
        """In the place of `place.message` if there is one, else anew; where that was in the end, if the chat has got another id.

        Of several pictures only these: where the place that comes back has an `album`, the same card put there once more says its words.
        """
        try:
            return await self._put(place, card, turn)
        except Moved as there:
            return await self._put(place.moved(there.chat), card, turn)

    async def _put(self, place: Place, card: Card, turn: Turn) -> tuple[Place, Sent]:
        if place.album:
            return replace(place, album=False), await self._behind(place, card, replace(turn, patience=BEHIND))
        sent = await (self.instead(place, card, turn) if place.message else self.anew(place, card, turn))
        is_album = bool(card.reply.pictures) and len(sent) > 1
        return (replace(place, album=True, request=sent[0]) if is_album else place), sent

    async def anew(self, place: Place, card: Card, turn: Turn) -> Sent:
        """New messages."""
        if card.reply.pictures:
            return await self._with_media(card, lambda one, media: self._new_pictures(place, one, media, turn))
        if card.reply.documents:
            return await self._new_documents(place, card, turn)
        sent = await self.post.text(place, self.renderer.words(card, MOST_TEXT), self.renderer.keyboard(card), turn)
        return (sent.message_id,)

    async def instead(self, place: Place, card: Card, turn: Turn) -> Sent:
        """In the place of `place.message`; as new messages if that cannot be, and then the old one goes."""
        try:
            if card.reply.pictures:
                return await self._with_media(card, lambda one, media: self._pictures_instead(place, one, media, turn))
            await self.post.retext(place, self.renderer.words(card, MOST_TEXT), self.renderer.keyboard(card), turn)
            return (place.message,)
        except MessageGone as gone:
            if isinstance(gone, NotText) and card.reply.progress is not None:
                # It shows a frame already. Whether the job has ended meanwhile is for whoever asked to look at afterwards.
                await self.progressed(place, card, turn, pictured=True)
                return (place.message,)
            return await self._anew_and_away(place, card, turn, stands=gone.stands)

    async def framed(self, place: Place, card: Card, frame: bytes, turn: Turn) -> None:
        """A preview frame in `place.message`."""
        media = InputMediaPhoto(frame, caption=self.renderer.words(card, MOST_CAPTION), parse_mode=HTML, filename="preview.jpg")
        await self.post.rephoto(place, media, self.renderer.keyboard(card), turn)

    async def progressed(self, place: Place, card: Card, turn: Turn, *, pictured: bool) -> None:
        """News of a job in `place.message`, which shows a preview frame if it is `pictured`."""
        words, keyboard = self.renderer.words(card, MOST_CAPTION), self.renderer.keyboard(card)
        change = self.post.recaption if pictured else self.post.retext
        await change(place, words, keyboard, turn)

    async def _anew_and_away(self, place: Place, card: Card, turn: Turn, *, stands: bool = True) -> Sent:
        sent = await self.anew(replace(place, message=0), card, turn)
        if stands:
            await self.away(place, turn)
        return sent

    async def away(self, place: Place, turn: Turn) -> None:
        """Take `place.message` back, if that can be: a courtesy that must not bring back what was already sent."""
        try:
            await self.post.remove(place, "…", turn)
        except (NotShown, TryLater) as error:
            log.info("message left standing", extra={"error": type(error).__name__})

    async def _with_media(self, card: Card, show: Callable[[Card, Sequence[Media]], Awaitable[Sent]]) -> Sent:
        """Show the pictures by the names that Telegram has for them; if it has forgotten one, once more with the bytes."""
        media, complete = await self._shelf.pictures(card)
        try:
            return await show(complete, media)
        except FileUnknown:
            await self._shelf.forget(card)
        media, complete = await self._shelf.pictures(card)
        return await show(complete, media)

    async def _new_pictures(self, place: Place, card: Card, media: Sequence[Media], turn: Turn) -> Sent:
        if not media:
            return await self.anew(place, _in_words(card), turn)
        if len(media) > 1:
            return await self._album(place, media, turn)
        return (await self._photo(place, card, media[0], turn),)

    async def _photo(self, place: Place, card: Card, one: Media, turn: Turn) -> int:
        words, keyboard = self.renderer.words(card, MOST_CAPTION), self.renderer.keyboard(card)
        try:
            sent = await self.post.photo(place, one, words, keyboard, turn)
        except BadRequest:
            if isinstance(one.source, str):
                raise FileUnknown from None
            # Not a shape that Telegram shows as a photo (platforms.md F25): as a file it takes it.
            sent = await self.post.document(place, one.source, one.name, words, keyboard, turn)
        await self._shelf.remember(place.user, [(one, sent)])
        return sent.message_id

    async def _album(self, place: Place, media: Sequence[Media], turn: Turn) -> Sent:
        """An album has no buttons, so they will stand under the words behind it."""
        sent = await self._pictures_together(place, media, turn)
        await self._shelf.remember(place.user, list(zip(media, sent, strict=False)))
        return tuple(message.message_id for message in sent)

    async def _behind(self, place: Place, card: Card, turn: Turn) -> Sent:
        """The words of an album, with their buttons; then what it took the place of goes."""
        sent = await self.anew(replace(place, message=0), _in_words(await self._shelf.linked(card)), turn)
        if place.message:
            await self.away(place, turn)
        return sent

    async def _pictures_together(self, place: Place, media: Sequence[Media], turn: Turn) -> Sequence[Message]:
        """As photos, or as files if Telegram would not show one of them as a photo (platforms.md F25)."""
        items = [InputMediaPhoto(one.source, has_spoiler=one.spoiler, filename=one.name) for one in media]
        try:
            return await self.post.album(place, items, turn)
        except BadRequest:
            if any(isinstance(one.source, str) for one in media):
                raise FileUnknown from None
        return await self.post.album(place, [InputMediaDocument(one.source, filename=one.name) for one in media], turn)

    async def _pictures_instead(self, place: Place, card: Card, media: Sequence[Media], turn: Turn) -> Sent:
        if len(media) != 1:
            sent = await self._new_pictures(replace(place, message=0), card, media, turn)
            if not media:
                await self.away(place, turn)
            return sent
        one = media[0]
        words = self.renderer.words(card, MOST_CAPTION)
        photo = InputMediaPhoto(one.source, caption=words, parse_mode=HTML, has_spoiler=one.spoiler, filename=one.name)
        message = await self.post.rephoto(place, photo, self.renderer.keyboard(card), turn)
        if message is not None:
            await self._shelf.remember(place.user, [(one, message)])
        return (place.message,)

    async def _new_documents(self, place: Place, card: Card, turn: Turn) -> Sent:
        """The files themselves, under one caption."""
        files, complete = await self._shelf.originals(card)
        words = self.renderer.words(complete, MOST_CAPTION)
        if not files:
            return ((await self.post.text(place, words, None, turn)).message_id,)
        if len(files) == 1:
            name, data = files[0]
            return ((await self.post.document(place, data, name, words, None, turn)).message_id,)
        items = [InputMediaDocument(data, filename=name) for name, data in files]
        items[0] = InputMediaDocument(files[0][1], filename=files[0][0], caption=words, parse_mode=HTML)
        return tuple(message.message_id for message in await self.post.album(place, items, turn))


def _in_words(card: Card) -> Card:
    """The same without its pictures and files."""
    return replace(card, reply=replace(card.reply, pictures=(), documents=()))


def card_of(reply: Reply, locale: str, place: Place, *, to: Person | None = None, rows: tuple[tuple[Button, ...], ...] = ()) -> Card:
    """The card of a reply in a place."""
    return Card(reply, locale, public=not place.private, to=to, rows=rows)
