"""A press being answered: soon, and with words only if there is something to say to this person alone (platforms.md B5)."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

SOON = 4.0
MOST_ALERT = 200

log = logging.getLogger(__name__)


class PressAnswer:
    """Answers one press once: with an alert or a link if that is known soon, else with nothing, so that the button rests."""

    def __init__(self, bot: ExtBot[None], id: str) -> None:
        self._bot = bot
        self._id = id
        self._answered = False

    async def plain(self) -> None:
        """Nothing to say."""
        await self._answer()

    async def alert(self, words: str) -> bool:
        """Words for this person alone; false if it is too late for them."""
        return await self._answer(text=words if len(words) <= MOST_ALERT else f"{words[: MOST_ALERT - 1]}…", show_alert=True)

    async def open(self, url: str) -> bool:
        """Take the person to the private chat; false if it is too late."""
        return await self._answer(url=url)

    @contextlib.asynccontextmanager
    async def soon(self) -> AsyncIterator[None]:
        """While the body finds out what to say; after some seconds the press is answered without words, and after the body in any case."""
        waiting = asyncio.create_task(self._in_time())
        try:
            yield
        finally:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
            await self.plain()

    async def _in_time(self) -> None:
        await asyncio.sleep(SOON)
        await self.plain()

    async def _answer(self, *, text: str | None = None, show_alert: bool | None = None, url: str | None = None) -> bool:
        if self._answered:
            return False
        self._answered = True
        try:
            await self._bot.answer_callback_query(self._id, text=text, show_alert=show_alert, url=url)
        except BadRequest:
            return False  # After a restart it is too late (platforms.md B5).
        except TelegramError as error:
            log.info("press not answered", extra={"error": type(error).__name__})
            return False
        return True
