"""Telegram from start to stop: who we are, our menus, updates by polling or webhook, and work on them (platforms.md B8, C, F21, F32)."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import ExtBot

from adapters.telegram.actions import Actions
from adapters.telegram.answers import Answers
from adapters.telegram.bots import WaitingBot
from adapters.telegram.inbox import ALLOWED, Inbox
from adapters.telegram.intake import Intake
from adapters.telegram.limiter import wait_of
from adapters.telegram.manifest import Manifest
from adapters.telegram.places import PLATFORM
from core.ports import Seat, TokenRefused

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
FINISH_SECONDS = 20.0
MOST_CONNECTIONS = 40
STAND_BY_SECONDS = 2.0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Hook:
    """Where Telegram shall bring updates, and what it must send along so that nobody else can."""

    url: str
    secret: str


class Front:
    """One bot at work. `here` is set once Telegram has told us who we are: then messages can be sent."""

    def __init__(
        self,
        bots: tuple[WaitingBot, ExtBot[None]],
        inbox: Inbox,
        intake: Intake,
        answers: Answers,
        actions: Actions,
        manifest: Manifest,
        marks: Path,
        hook: Hook | None,
        seat: Seat,
    ) -> None:
        """`marks` is the folder where the fingerprint of the menus is kept; without a `hook` updates are fetched, by who has the `seat`."""
        self._bot, self._prompt = bots
        self._inbox = inbox
        self._intake = intake
        self._answers = answers
        self._actions = actions
        self._manifest = manifest
        self._marks = marks
        self._hook = hook
        self._seat = seat
        self.here = asyncio.Event()
        self.refused = False
        self._was_here = False

    async def run(self, stopping: asyncio.Event, drained: asyncio.Event, *, connect: bool = True) -> None:
        """Take updates until `stopping`, and send until `drained`; without `connect` only send. Raises `TokenRefused`."""
        try:
            if not await self._known(drained):
                return
            signs = asyncio.create_task(self._actions.run())
            if connect:
                await self._listen(stopping)
            await drained.wait()
            signs.cancel()
            await asyncio.gather(signs, return_exceptions=True)
        finally:
            self.here.clear()
            await self._bot.shutdown()
            await self._prompt.shutdown()

    async def _known(self, drained: asyncio.Event) -> bool:
        """Ask who we are until Telegram says so; false if the program ends. Raises `TokenRefused`."""

        async def ask() -> None:
            await self._bot.initialize()
            await self._prompt.initialize()

        self.refused = False
        if not await self._insisted(ask, drained):
            if self.refused and not self._was_here:
                raise TokenRefused(PLATFORM)
            return False
        self._was_here = True
        self._answers.username = self._bot.username
        self.here.set()
        return True

    async def _listen(self, stopping: asyncio.Event) -> None:
        """Updates in and worked on. What is under way when the program stops is finished; the rest is stored. Raises what broke one of the
        two, so that whoever watches over us begins both anew."""
        working = asyncio.create_task(self._inbox.run(self._intake.work))
        coming = asyncio.create_task(self._take(stopping))
        ending = asyncio.create_task(stopping.wait())
        try:
            await asyncio.wait({working, coming, ending}, return_when=asyncio.FIRST_COMPLETED)
            if not stopping.is_set():
                (working if working.done() else coming).result()
        finally:
            for task in (coming, working, ending):
                task.cancel()
            await asyncio.gather(coming, working, ending, return_exceptions=True)
            await self._inbox.finish(FINISH_SECONDS)

    async def _take(self, stopping: asyncio.Event) -> None:
        menus = asyncio.create_task(self._insisted(self._tell_menus, stopping))
        try:
            if self._hook is not None:
                await self._insisted(self._set_hook, stopping)
                await stopping.wait()
            else:
                await self._fetch(stopping)
        finally:
            menus.cancel()
            await asyncio.gather(menus, return_exceptions=True)

    async def _fetch(self, stopping: asyncio.Event) -> None:
        """One process fetches, and the others stand by: Telegram answers the newest that asks and refuses the one before."""
        try:
            while not stopping.is_set():
                if await self._seat.mine():
                    await self._insisted(self._unset_hook, stopping)
                    await self._fetch_while_ours(stopping)
                else:
                    await self._stand_by(stopping)
        finally:
            await self._seat.leave()

    async def _stand_by(self, stopping: asyncio.Event) -> None:
        log.info("another process fetches the updates; this one stands by")
        while not stopping.is_set() and not await self._seat.mine():
            await waited(stopping, STAND_BY_SECONDS)

    async def _fetch_while_ours(self, stopping: asyncio.Event) -> None:
        """Long polling. Updates are confirmed by asking for what comes after them, which happens once they are stored."""
        offset, pause = 0, FIRST_PAUSE
        while not stopping.is_set() and await self._seat.mine():
            try:
                found = await self._bot.raw_updates(offset, ALLOWED)
                await self._inbox.put(found)
                offset = max([offset, *(int(update["update_id"]) + 1 for update in found)])
                pause = FIRST_PAUSE
            except asyncio.CancelledError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is, the updates are still there when it is over
                self._log_away(error)
                await waited(stopping, pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    async def _insisted(self, doing: Callable[[], Awaitable[None]], ending: asyncio.Event) -> bool:
        """Do it, again and again while Telegram is away; false if that can never be, or the program ends."""
        pause = FIRST_PAUSE
        while not ending.is_set():
            try:
                await doing()
            except (InvalidToken, Forbidden):
                self.refused = True
                log.error("telegram refuses the token: see [telegram] token in the settings")
                return False
            except BadRequest as error:
                log.error("telegram does not take our settings", extra={"error": _said(error)})
                return False
            except Exception as error:  # noqa: BLE001 - `_log_away` logs it
                self._log_away(error)
                await waited(ending, wait_of(error) if isinstance(error, RetryAfter) else pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                return True
        return False

    async def _tell_menus(self) -> None:
        """Send the menus if they are not those that Telegram knows."""
        mark = self._marks / f"telegram-menus-{self._bot.id}"
        fingerprint = self._manifest.fingerprint()
        if mark.exists() and mark.read_text("ascii") == fingerprint:
            return
        for menu in self._manifest.menus():
            await self._bot.set_my_commands(menu.commands, scope=menu.scope, language_code=menu.language or None)
        mark.touch(0o600)
        mark.write_text(fingerprint, "ascii")
        log.info("telegram knows the menus")

    async def _set_hook(self) -> None:
        """The list of updates is said in full and compared: a list that is left out stays what it was (platforms.md F32)."""
        assert self._hook is not None
        info = await self._bot.get_webhook_info()
        if info.url != self._hook.url or set(info.allowed_updates) != set(ALLOWED):
            log.info("telegram is told where to bring updates")
        # The secret cannot be read back, so it is told anew at every start.
        await self._bot.set_webhook(
            self._hook.url, secret_token=self._hook.secret, allowed_updates=ALLOWED, max_connections=MOST_CONNECTIONS
        )

    async def _unset_hook(self) -> None:
        await self._bot.delete_webhook()

    def _log_away(self, error: Exception) -> None:
        if isinstance(error, Conflict):
            log.warning('a program with another database fetches the updates of this bot; with mode = "webhook" any number can work')
        elif isinstance(error, NetworkError | RetryAfter):
            log.warning("telegram is away", extra={"error": type(error).__name__})
        else:
            log.error("updates not fetched", exc_info=error)


def _said(error: BadRequest) -> str:
    """Telegram's words about our own settings; they hold nothing of anybody."""
    return error.message[:120]


async def waited(event: asyncio.Event, seconds: float) -> None:
    """Wait for the event, but no longer than so many seconds."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
