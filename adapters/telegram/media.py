"""Pictures and files on their way to Telegram: by its own name for them where it has them already, else as bytes (platforms.md B6)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import Message

from adapters.telegram.cards import Card
from adapters.telegram.places import PLATFORM
from core.ambient import Ambient
from core.ports import StoreUnavailable, TryLater
from core.reply import Document, Picture
from core.shown import Files, Shown
from core.storage.store import Store
from core.storage.unit_of_work import UnitOfWork

PHOTO_BYTES = 10_000_000
DOCUMENT_BYTES = 50_000_000


@dataclass(frozen=True)
class Media:
    """A picture on its way: its bytes, or Telegram's own name for it."""

    object_key: str
    source: bytes | str
    name: str
    spoiler: bool


class Shelf:
    """Takes from our store what a card shows. Raises `TryLater` while the store is away."""

    def __init__(self, files: Files, store: Store, ambient: Ambient) -> None:
        self._files = files
        self._store = store
        self._ambient = ambient

    async def pictures(self, card: Card) -> tuple[list[Media], Card]:
        """The pictures of a card without those just deleted, and the card with links to the originals."""
        keys = [picture.object_key for picture in card.reply.pictures]
        names = await self._store.read(lambda uow: uow.sent_files.names(PLATFORM, keys))
        unknown = [picture for picture in card.reply.pictures if picture.object_key not in names]
        try:
            fetched = await self._files.of(unknown, card.reply.documents, PHOTO_BYTES)
            links = await self._files.links(card.reply.documents)
        except StoreUnavailable:
            raise TryLater from None
        sources: dict[str, bytes | str] = {**{one.object_key: one.data for one in fetched.shown}, **names}
        media = [_media(picture, sources, _titles(card, fetched.shown)) for picture in card.reply.pictures if picture.object_key in sources]
        return media, replace(card, links=links)

    async def linked(self, card: Card) -> Card:
        """The card with links to the originals."""
        return replace(card, links=await self._files.links(card.reply.documents))

    async def originals(self, card: Card) -> tuple[list[tuple[str, bytes]], Card]:
        """Name and bytes of each file, and the card with links to those that Telegram would not take."""
        try:
            found = await self._files.originals(card.reply.documents, DOCUMENT_BYTES)
        except StoreUnavailable:
            raise TryLater from None
        return list(found.files), replace(card, links=found.links)

    async def remember(self, person: int, sent: Sequence[tuple[Media, Message]]) -> None:
        """Telegram's names for what was sent to this person as bytes."""
        names = [(one.object_key, message.photo[-1].file_id) for one, message in sent if message.photo and isinstance(one.source, bytes)]
        now = self._ambient.now()

        def work(uow: UnitOfWork) -> None:
            owner = uow.accounts.person(PLATFORM, str(person))
            for key, name in names if owner else ():
                uow.sent_files.remember(PLATFORM, key, name, owner.account_id, now)  # type: ignore[union-attr]

        if names:
            await self._store.write(work)

    async def forget(self, card: Card) -> None:
        """Telegram does not know these pictures after all."""

        def work(uow: UnitOfWork) -> None:
            for picture in card.reply.pictures:
                uow.sent_files.forget(PLATFORM, picture.object_key)

        await self._store.write(work)


def _titles(card: Card, fetched: Sequence[Shown]) -> dict[str, str]:
    """What to call each file: what was made smaller has another ending."""
    documents: Sequence[Document] = card.reply.documents
    return {document.object_key: document.name for document in documents} | {one.object_key: one.name for one in fetched}


def _media(picture: Picture, sources: dict[str, bytes | str], titles: dict[str, str]) -> Media:
    return Media(picture.object_key, sources[picture.object_key], titles.get(picture.object_key, "inkmirage.png"), picture.spoiler)
