"""A reply as messages: a text, a picture, an album with its buttons behind it, or files (platforms.md B6, B7)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from telegram import InputMediaDocument, InputMediaPhoto, Message
from telegram.error import BadRequest

from adapters.telegram.cards import MOST_CAPTION, MOST_TEXT, Card, Person, Renderer
from adapters.telegram.limiter import Turn
from adapters.telegram.places import PLATFORM, Place
from adapters.telegram.post import FileUnknown, Media, MessageGone, NotText, Post
from core.ambient import Ambient
from core.ports import StoreUnavailable, TryLater
from core.reply import Button, Picture, Reply
from core.shown import Files, Shown
from core.storage import Store, UnitOfWork
from core.text import Text, text

PHOTO_BYTES = 10_000_000
DOCUMENT_BYTES = 50_000_000
MOST_TOGETHER = 10


class Shows:
    """Puts replies into chats. Raises what `Post` raises, and `TryLater` while the object store is away."""

    def __init__(self, post: Post, renderer: Renderer, files: Files, store: Store, ambient: Ambient) -> None:
        self.post = post
        self.renderer = renderer
        self._files = files
        self._store = store
        self._ambient = ambient

    async def anew(self, place: Place, card: Card, turn: Turn) -> tuple[int, ...]:
        """New messages; the last one carries the buttons."""
        if card.reply.pictures:
            return await self._with_media(card, lambda one, media: self._new_pictures(place, one, media, turn))
        if card.reply.documents:
            return await self._new_documents(place, card, turn)
        sent = await self.post.text(place, self.renderer.words(card, MOST_TEXT), self.renderer.keyboard(card), turn)
        return (sent.message_id,)

    async def instead(self, place: Place, card: Card, turn: Turn) -> tuple[int, ...]:
        """In the place of `place.message`; new messages if that is gone."""
        try:
            if card.reply.pictures:
                return await self._with_media(card, lambda one, media: self._pictures_instead(place, one, media, turn))
            await self.post.retext(place, self.renderer.words(card, MOST_TEXT), self.renderer.keyboard(card), turn)
            return (place.message,)
        except NotText:
            if card.reply.progress is not None:
                return (place.message,)  # the end of the job, or a frame of it, has overtaken this news
            # A preview of a picture that did not come about must not stay.
            sent = await self.anew(replace(place, message=0), card, turn)
            await self._taken_back(place, turn)
            return sent
        except MessageGone:
            return await self.anew(replace(place, message=0), card, turn)

    async def framed(self, place: Place, card: Card, frame: bytes, turn: Turn) -> None:
        """A preview frame in `place.message`."""
        media = InputMediaPhoto(frame, caption=self.renderer.words(card, MOST_CAPTION), parse_mode="HTML", filename="preview.jpg")
        await self.post.rephoto(place, media, self.renderer.keyboard(card), turn)

    async def progressed(self, place: Place, card: Card, turn: Turn, *, pictured: bool) -> None:
        """News of a job in `place.message`, which shows a preview frame if it is `pictured`."""
        words, keyboard = self.renderer.words(card, MOST_CAPTION), self.renderer.keyboard(card)
        change = self.post.recaption if pictured else self.post.retext
        await change(place, words, keyboard, turn)

    async def _new_pictures(self, place: Place, card: Card, media: Sequence[Media], turn: Turn) -> tuple[int, ...]:
        if not media:
            return await self.anew(place, self._wordy(card), turn)
        if len(media) > 1:
            return await self._album(place, card, media, turn)
        return (await self._photo(place, card, media[0], turn),)

    async def _photo(self, place: Place, card: Card, one: Media, turn: Turn) -> int:
        words, keyboard = self.renderer.words(card, MOST_CAPTION), self.renderer.keyboard(card)
        try:
            sent = await self.post.photo(place, one, words, keyboard, turn)
        except BadRequest:
            # Not a shape that Telegram shows as a photo (platforms.md F25): as a file it takes it.
            assert isinstance(one.source, bytes)
            sent = await self.post.document(place, one.source, one.name, words, keyboard, turn)
        await self._remember(place, [(one, sent)])
        return sent.message_id

    async def _album(self, place: Place, card: Card, media: Sequence[Media], turn: Turn) -> tuple[int, ...]:
        """An album has no buttons, so they stand under the words behind it."""
        items = [InputMediaPhoto(one.source, has_spoiler=one.spoiler, filename=one.name) for one in media[:MOST_TOGETHER]]
        sent = await self.post.album(place, items, turn)
        await self._remember(place, list(zip(media, sent, strict=False)))
        words = await self.anew(replace(place, request=sent[0].message_id), self._wordy(card), turn)
        return (*(message.message_id for message in sent), *words)

    async def _pictures_instead(self, place: Place, card: Card, media: Sequence[Media], turn: Turn) -> tuple[int, ...]:
        if len(media) != 1:
            sent = await self._new_pictures(replace(place, message=0), card, media, turn)
            await self._taken_back(place, turn)
            return sent
        one = media[0]
        words = self.renderer.words(card, MOST_CAPTION)
        photo = InputMediaPhoto(one.source, caption=words, parse_mode="HTML", has_spoiler=one.spoiler, filename=one.name)
        message = await self.post.rephoto(place, photo, self.renderer.keyboard(card), turn)
        if message is not None:
            await self._remember(place, [(one, message)])
        return (place.message,)

    async def _taken_back(self, place: Place, turn: Turn) -> None:
        try:
            await self.post.remove(place, "…", turn)
        except MessageGone:
            return

    async def _new_documents(self, place: Place, card: Card, turn: Turn) -> tuple[int, ...]:
        """The files themselves; what Telegram would not take is left as a link."""
        try:
            originals = [(document, await self._files.original(document, DOCUMENT_BYTES)) for document in card.reply.documents]
            links = await self._files.links([document for document, data in originals if data is None])
        except StoreUnavailable:
            raise TryLater from None
        words = self.renderer.words(replace(card, links=links), MOST_CAPTION)
        files = [(document.name, data) for document, data in originals if data is not None]
        if not files:
            sent: list[Message] = [await self.post.text(place, words, None, turn)]
        elif len(files) == 1:
            sent = [await self.post.document(place, files[0][1], files[0][0], words, None, turn)]
        else:
            captions = [words, *("" for _ in files[1:])]
            items = [
                InputMediaDocument(data, filename=name, caption=caption, parse_mode="HTML")
                for (name, data), caption in zip(files, captions, strict=True)
            ]
            sent = list(await self.post.album(place, items, turn))
        return tuple(message.message_id for message in sent)

    async def _with_media(self, card: Card, show: Callable[[Card, Sequence[Media]], Awaitable[tuple[int, ...]]]) -> tuple[int, ...]:
        """Show with the names by which Telegram knows the pictures; with the bytes where it knows none, or has forgotten."""
        keys = [picture.object_key for picture in card.reply.pictures]
        names = await self._store.read(lambda uow: uow.sent_files.names(PLATFORM, keys))
        media, complete = await self._media(card, names)
        try:
            return await show(complete, media)
        except FileUnknown:
            await self._store.write(lambda uow: _forget(uow, keys))
        media, complete = await self._media(card, {})
        return await show(complete, media)

    async def _media(self, card: Card, names: dict[str, str]) -> tuple[list[Media], Card]:
        """The pictures of a card, and the card with links to the originals and what is to be said about the files."""
        reply = card.reply
        titles = {document.object_key: document.name for document in reply.documents}
        unknown = [picture for picture in reply.pictures if picture.object_key not in names]
        try:
            fetched = await self._files.of(unknown, reply.documents, PHOTO_BYTES)
            links = await self._files.links(reply.documents)
        except StoreUnavailable:
            raise TryLater from None
        data = {one.object_key: one for one in fetched.shown}
        found = [_media_of(picture, names, titles, data) for picture in reply.pictures]
        more: tuple[Text, ...] = (text("link-ended"),) if links else ()
        return [one for one in found if one is not None], replace(card, links=links, more=(*card.more, *more))

    def _wordy(self, card: Card) -> Card:
        return replace(card, reply=replace(card.reply, pictures=(), documents=()))

    async def _remember(self, place: Place, sent: Sequence[tuple[Media, Message]]) -> None:
        """Telegram's names for the pictures, so that they need not be sent again."""
        names = [(one.object_key, message.photo[-1].file_id) for one, message in sent if message.photo and isinstance(one.source, bytes)]
        now = self._ambient.now()

        def work(uow: UnitOfWork) -> None:
            person = uow.accounts.person(PLATFORM, str(place.user))
            if person is None:
                return
            for key, name in names:
                uow.sent_files.remember(PLATFORM, key, name, person.account_id, now)

        if names:
            await self._store.write(work)


def _forget(uow: UnitOfWork, keys: Sequence[str]) -> None:
    for key in keys:
        uow.sent_files.forget(PLATFORM, key)


def _media_of(picture: Picture, names: dict[str, str], titles: dict[str, str], data: dict[str, Shown]) -> Media | None:
    """`None` for a picture that has been deleted meanwhile."""
    name = titles.get(picture.object_key, "inkmirage.png")
    if picture.object_key in names:
        return Media(picture.object_key, names[picture.object_key], name, picture.spoiler)
    shown = data.get(picture.object_key)
    return Media(picture.object_key, shown.data, shown.name, picture.spoiler) if shown else None


def card_of(reply: Reply, locale: str, place: Place, *, to: Person | None = None, rows: tuple[tuple[Button, ...], ...] = ()) -> Card:
    """The card of a reply in a place."""
    return Card(reply, locale, public=not place.private, to=to, rows=rows)
