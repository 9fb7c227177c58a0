"""Posts by stored address: a job's own message becomes its picture, and what cannot be shown there finds another way (platforms.md B7)."""

import asyncio
import logging
import math
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from telegram.error import BadRequest

from adapters.telegram.actions import COURTESY, Actions
from adapters.telegram.cards import Card, Person
from adapters.telegram.limiter import Turn, Urgency
from adapters.telegram.places import PLATFORM, Place, place_of
from adapters.telegram.post import MessageGone, Moved, NotShown, ShutOut, Unsure
from adapters.telegram.shows import Shows, card_of
from core.ambient import Ambient
from core.caller import Address
from core.ports import PartPosted, Posted, TakenBack, TryLater, Unreachable
from core.reply import Reply
from core.storage.store import Store
from core.storage.unit_of_work import UnitOfWork
from core.text import FALLBACK, choose_locale, text

BETWEEN_EDITS = {True: 3.0, False: 8.0}
"""Seconds between two edits of one message, in a private chat and in a group, which is allowed twenty messages a minute."""
PATIENCE = 3.0
DELIVERY_SECONDS = 150.0
PROGRESS_SECONDS = 20.0
AT_FIRST_SECONDS = 30.0
TAKE_BACK_SECONDS = 30.0
MOST_REMEMBERED = 2000
RESULT = Turn(Urgency.RESULT, PATIENCE)
TAKING_BACK = Turn(Urgency.BROADCAST, PATIENCE)
DELETABLE = timedelta(hours=48)

log = logging.getLogger(__name__)


class TelegramMessenger:
    """Port `Messenger` for Telegram. `here` is set once Telegram has told us who we are."""

    def __init__(self, here: asyncio.Event, shows: Shows, actions: Actions, store: Store, ambient: Ambient) -> None:
        self._here = here
        self._shows = shows
        self._actions = actions
        self._store = store
        self._ambient = ambient
        self._began = ambient.elapsed()
        # Until when a job's message rests before its next edit; on the clock of `Ambient.elapsed`.
        self._rests: dict[str, float] = {}
        self._under_way: dict[str, asyncio.Lock] = {}
        self._pictured: dict[str, float] = {}

    async def deliver(self, address: Address, reply: Reply, *, key: str, locale: str) -> Sequence[Posted]:
        """See `Messenger.deliver`."""
        await self._at_first()
        if not self._here.is_set():
            raise TryLater
        self._actions.ended(key)
        # Progress that is still on its way must not come after the end.
        _note(self._rests, key, math.inf)
        try:
            async with asyncio.timeout(DELIVERY_SECONDS), self._turn(key):
                return await self._delivered(place_of(address), reply, locale)
        except TimeoutError:
            raise TryLater from None

    async def _at_first(self) -> None:
        """A process that has just begun waits until Telegram has told it who it is, rather than put the delivery off."""
        left = self._began + AT_FIRST_SECONDS - self._ambient.elapsed()
        if left > 0 and not self._here.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._here.wait()

    async def _delivered(self, asked: Place, reply: Reply, locale: str) -> Sequence[Posted]:
        """Where it was asked for, then to the person alone. What is private never goes where others read."""
        place = await self._present(asked)
        for where in _ways(place, private=reply.private):
            if await self._store.read(lambda uow, at=where: uow.doors.is_shut(PLATFORM, str(at.chat))):  # type: ignore[misc]
                continue
            if self._shows.post.rests(where) > PATIENCE:
                raise TryLater
            card = await self._card(reply, locale, where)
            if where.elsewhere:
                card = replace(card, more=(text("telegram-from-elsewhere"),))
            with suppress(ShutOut):
                return await self._posted(where, card)
        raise Unreachable

    async def _card(self, reply: Reply, locale: str, place: Place) -> Card:
        person = await self._store.read(lambda uow: uow.accounts.person(PLATFORM, str(place.user))) if place.called else None
        return card_of(reply, locale, place, to=Person(place.user, person.name) if person else None)

    async def _posted(self, place: Place, card: Card) -> Sequence[Posted]:
        try:
            where, sent = await self._shows.put(place, card, RESULT)
        except (Unsure, BadRequest) as error:
            # Sent twice without a word of either, or refused for what it is: once more would be a third picture, or the same refusal.
            # It is kept, and named when the person is here again.
            log.warning("picture kept", extra={"error": type(error).__name__})
            raise Unreachable from None
        posted = [Posted(str(where.chat), str(message), erasable=True) for message in sent]
        if where.album:
            raise PartPosted(posted, where.address())
        return posted

    async def progress(self, address: Address, reply: Reply, *, key: str, locale: str, preview: bytes | None) -> None:
        """See `Messenger.progress`. The first thing to be left out when there is little room."""
        place = place_of(address)
        if not self._here.is_set():
            return
        now = self._ambient.elapsed()
        if reply.progress and reply.progress.percent and self._rests.get(key) != math.inf:
            self._actions.working(key, place)
        if not place.message or now < self._rests.get(key, -math.inf):
            return
        _note(self._rests, key, now + BETWEEN_EDITS[place.private])
        try:
            async with asyncio.timeout(PROGRESS_SECONDS), self._turn(key):
                if self._rests.get(key) != math.inf:
                    await self._show_progress(place, await self._card(reply, locale, place), key, preview)
        except (TimeoutError, TryLater, NotShown, BadRequest) as error:
            log.info("progress not shown", extra={"job": key, "error": type(error).__name__})
            if isinstance(error, ShutOut | Moved | MessageGone):
                # Refusals are counted, and nothing will change before the end (platforms.md F30).
                _note(self._rests, key, math.inf)

    async def take_back(self, posted: Posted, *, at: datetime) -> TakenBack:
        """See `Messenger.take_back`. Nobody's picture waits for it: it goes when there is room, and a flood wait is for later."""
        await self._at_first()
        if not self._here.is_set():
            raise TryLater
        locale = await self._store.read(lambda uow: _locale_of(uow, posted.chat))
        if locale is None:
            return TakenBack.NO_ACCESS
        try:
            async with asyncio.timeout(TAKE_BACK_SECONDS):
                return await self._taken_back(Place(int(posted.chat), 0, private=False, message=int(posted.message)), locale, at)
        except TimeoutError:
            raise TryLater from None

    async def _taken_back(self, place: Place, locale: str, at: datetime) -> TakenBack:
        words = self._shows.renderer.plain(text("telegram-taken-back"), locale)
        try:
            gone = await self._shows.post.remove(place, words, TAKING_BACK)
        except MessageGone as refused:
            old = at + DELETABLE <= self._ambient.now()
            return TakenBack.GONE if not refused.stands else TakenBack.TOO_OLD if old else TakenBack.NO_ACCESS
        except NotShown:
            return TakenBack.NO_ACCESS
        return TakenBack.GONE if gone else TakenBack.BLANKED

    async def _show_progress(self, place: Place, card: Card, key: str, preview: bytes | None) -> None:
        if preview is None:
            await self._shows.progressed(place, card, COURTESY, pictured=key in self._pictured)
            return
        await self._shows.framed(place, card, preview, COURTESY)
        _note(self._pictured, key, math.inf)

    async def _present(self, place: Place) -> Place:
        """The place under the id that its chat has now."""
        chat = int(await self._store.read(lambda uow: uow.doors.now_called(PLATFORM, str(place.chat))))
        return place if chat == place.chat else place.moved(chat)

    def _turn(self, key: str) -> asyncio.Lock:
        """Edits of one message go one after another."""
        lock = self._under_way.get(key) or self._under_way.setdefault(key, asyncio.Lock())
        if len(self._under_way) > MOST_REMEMBERED:
            self._under_way = {name: one for name, one in self._under_way.items() if one.locked() or name == key}
        return lock


def _locale_of(uow: UnitOfWork, chat: str) -> str | None:
    """The language for a chat: a group's says nothing about anyone. `None` if it is closed to us, or its messages went with its old id."""
    if uow.doors.is_shut(PLATFORM, chat) or uow.doors.now_called(PLATFORM, chat) != chat:
        return None
    person = uow.accounts.person(PLATFORM, chat)  # a private chat is called as its person is
    return choose_locale(uow.accounts.get(person.account_id).locale, person.locale_hint) if person else FALLBACK


def _ways(place: Place, *, private: bool) -> Iterator[Place]:
    if place.private or not private:
        yield place
    if not place.private:
        yield replace(place.alone(), elsewhere=not private)


def _note(notes: dict[str, float], key: str, value: float) -> None:
    notes[key] = value
    while len(notes) > MOST_REMEMBERED:
        notes.pop(next(iter(notes)))
