"""Pictures that people send: fetched from Telegram, never by an address that would show our token (platforms.md B6, F27)."""

import asyncio
from collections.abc import Sequence
from io import BytesIO

from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from adapters.telegram.inbound import Attached
from adapters.telegram.limiter import Turn
from core.caller import Caller
from core.errors import invalid
from core.pricing import Tariff
from core.uploads import accept_upload
from core.workshop import Workshop

MOST_BYTES = 20_000_000
"""Telegram gives bots no larger files."""
AT_ONCE = 3
FETCH_SECONDS = 30.0


class Uploads:
    """Takes pictures over. Some at a time, since each is held in memory for a moment."""

    def __init__(self, bot: ExtBot[Turn], workshop: Workshop, tariff: Tariff) -> None:
        self._bot = bot
        self._workshop = workshop
        self._tariff = tariff
        self._room = asyncio.Semaphore(AT_ONCE)

    async def taken(self, caller: Caller, files: Sequence[Attached]) -> tuple[str, ...]:
        """Their ids with us. Raises `DomainError`."""
        return tuple([await self._taken(caller, file) for file in files])

    async def _taken(self, caller: Caller, file: Attached) -> str:
        if file.size > MOST_BYTES:
            raise invalid("telegram-file-too-large")
        async with self._room:
            return await accept_upload(self._workshop, self._tariff, caller, await self._fetched(file))

    async def _fetched(self, file: Attached) -> BytesIO:
        data = BytesIO()
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                await (await self._bot.get_file(file.file_id)).download_to_memory(data)
        except BadRequest as error:
            raise invalid("telegram-file-too-large" if "too big" in error.message.lower() else "error-reference-missing") from None
        except (TelegramError, TimeoutError):
            raise invalid("error-reference-missing") from None
        data.seek(0)
        return data
