"""News from Telegram: stored before it is confirmed, then worked on chat by chat, by any number of processes (platforms.md B8, F21–F23)."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from adapters.telegram.kept import is_for_us, kept_of
from adapters.telegram.places import PLATFORM
from core.ambient import Ambient
from core.backoff import pause
from core.cards import zeroed
from core.ports import TryLater
from core.prompts import printable
from core.storage.errors import DatabaseLost
from core.storage.platforms import Update
from core.storage.store import Store
from core.storage.unit_of_work import UnitOfWork
from core.trace import entered

ALLOWED = ("message", "callback_query", "inline_query", "my_chat_member", "pre_checkout_query")
ALBUM = timedelta(seconds=1.5)
"""The pictures of an album come one by one, a moment apart."""
LEASE = timedelta(seconds=10)
BEAT_SECONDS = 3.0
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=1), timedelta(seconds=60)
LONGEST_TRIED = timedelta(hours=6)
"""After an outage longer than this nobody waits for the answer any more."""
WRITTEN = frozenset({"text", "caption", "query", "first_name", "last_name", "title"})
MOST_LOST = 5
"""An update whose work died or broke so often is not tried again, so that its chat goes on."""
AT_ONCE = 400
"""Most of them only wait for their turn to send, which costs next to nothing."""
IN_A_ROUND = 32
"""Between two rounds others have their turn on the event loop."""
POLL_SECONDS = 0.5
LARGEST = 2**63 - 1
"""No database counts further."""

Work = Callable[[Sequence[Update]], Awaitable[None]]
"""Raises `TryLater` to have it done again; everything else it deals with itself."""

log = logging.getLogger(__name__)


class Inbox:
    """Stores what comes, and hands it on: of each chat one after another, of different chats side by side."""

    def __init__(self, store: Store, ambient: Ambient) -> None:
        self._store = store
        self._ambient = ambient
        self._owner = ambient.new_owner()
        self._arrived = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()
        self._numbers: set[int] = set()

    async def put(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Store updates as Telegram sent them; those that are known already are left alone. Only after this may Telegram be told."""
        now = self._ambient.now()
        found = [update for raw in updates if (update := _update(raw)) is not None]

        def work(uow: UnitOfWork) -> None:
            for update in found:
                uow.updates.add(update, now=now, due_at=now + ALBUM if update.album else now)
            uow.after_commit(self._arrived.set)

        if found:
            await self._store.write(work)

    async def run(self, work: Work) -> None:
        """Work on what is due until it is cancelled; what is under way then is finished by `finish`."""
        async with self._kept():
            while True:
                self._arrived.clear()
                if not await self._taken_up(work):
                    await self._news()

    async def _taken_up(self, work: Work) -> bool:
        """Begin what is due; whether there was something."""
        try:
            claimed = await self._claimed()
        except DatabaseLost:
            return False
        except Exception:
            log.exception("updates not read")
            return False
        # A clock that jumps does not make it somebody else's.
        for update in (update for update in claimed if update.number not in self._numbers):
            self._begin(update, work)
        return bool(claimed)

    async def _news(self) -> None:
        """Until something has come or is done here, or it is time to look anyway."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(POLL_SECONDS):
                await self._arrived.wait()

    async def finish(self, seconds: float) -> None:
        """Wait for what is under way; what is left goes on after a restart."""
        if not self._under_way:
            return
        async with self._kept():
            _, left = await asyncio.wait(self._under_way, timeout=seconds)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    async def _claimed(self) -> list[Update]:
        room = min(IN_A_ROUND, AT_ONCE - len(self._under_way))
        if room <= 0 or not await self._store.read(lambda uow: uow.updates.waiting()):
            return []
        now = self._ambient.now()
        return await self._store.write(lambda uow: uow.updates.claim(self._owner, now, lease_until=now + LEASE, limit=room))

    @contextlib.asynccontextmanager
    async def _kept(self) -> AsyncIterator[None]:
        """What is under way stays ours while the body runs, so that only a dead process loses it, and soon."""
        beating = asyncio.create_task(self._beat())
        try:
            yield
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            if self._under_way:
                await self._renewed()

    async def _renewed(self) -> None:
        now, numbers = self._ambient.now(), sorted(self._numbers)
        try:
            await self._store.write(lambda uow: uow.updates.renew(PLATFORM, self._owner, numbers, now, lease_until=now + LEASE))
        except DatabaseLost:
            return
        except Exception:
            log.exception("updates not kept")

    def _begin(self, update: Update, work: Work) -> None:
        self._numbers.add(update.number)
        task = asyncio.create_task(self._worked(update, work))
        self._under_way.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # Its lease is not renewed any more, so it is worked on again soon.
            log.error("update not finished", exc_info=None if isinstance(error, DatabaseLost) else error)
        # The next of the same chat may go now.
        self._arrived.set()

    async def _worked(self, update: Update, work: Work) -> None:
        """One update, with all of its album. It stops its chat for as long as Telegram is away, and not for ever."""
        try:
            with entered(self._ambient.new_trace):
                await self._work_on(update, work)
        finally:
            self._numbers.discard(update.number)

    async def _work_on(self, update: Update, work: Work) -> None:
        together = await self._store.read(lambda uow: uow.updates.together(update))
        try:
            if update.lost < MOST_LOST:
                await work(together)
            else:
                log.error("update quarantined", extra={"attempts": update.lost})
        except TryLater:
            if update.received_at is None or self._ambient.now() - update.received_at < LONGEST_TRIED:
                await self._put_back(update)
                return
            log.warning("update given up", extra={"attempts": update.attempts})
        else:
            self._measure(update)
        numbers = [one.number for one in together]
        await asyncio.shield(self._store.write(lambda uow: uow.updates.done(PLATFORM, numbers)))

    def _measure(self, update: Update) -> None:
        """On Telegram the answer is the first sign that somebody was heard."""
        if update.received_at is not None:
            self._ambient.measures.acknowledged(PLATFORM, self._ambient.now() - update.received_at)

    async def _put_back(self, update: Update) -> None:
        due_at = self._ambient.now() + pause(update.attempts - 1, FIRST_PAUSE, LONGEST_PAUSE)
        await self._store.write(lambda uow: uow.updates.put_back(PLATFORM, update.number, due_at))


def _update(raw: Mapping[str, Any]) -> Update | None:
    """`None` for what is no update at all."""
    kept = kept_of(raw)
    number, message = kept.get("update_id"), kept.get("message", {})
    if number is None or not 0 <= number <= LARGEST or not is_for_us(message):
        return None
    album = message.get("media_group_id")
    return Update(PLATFORM, number, _line_of(kept), _storable(kept), album=str(album) if album else None)


def _storable(value: Any, name: str = "") -> Any:
    """What was said, without what no database takes, and without the digits of payment cards, which are written nowhere (PRV-09). Only
    where people write: every tenth of Telegram's own numbers would pass for a card."""
    if isinstance(value, str):
        return zeroed(printable(value)) if name in WRITTEN else printable(value)
    if isinstance(value, Mapping):
        return {inner: _storable(content, inner) for inner, content in value.items()}
    return [_storable(content, name) for content in value] if isinstance(value, list) else value


def _line_of(update: Mapping[str, Any]) -> str:
    """In whose line it stands: that of its chat. Presses stand in that of their message, because Telegram waits for their answer, and they
    are about what stands in the chat already; checkouts and inline queries wait for nobody (platforms.md F17)."""
    pressed = update.get("callback_query", {}).get("message") or {}
    there = update.get("message") or pressed or update.get("my_chat_member") or {}
    chat = there.get("chat", {}).get("id", f"alone-{update['update_id']}")
    return f"{chat}/{pressed.get('message_id')}" if pressed else str(chat)
