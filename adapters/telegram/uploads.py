"""Pictures that people send: fetched from Telegram, never by an address that would show our token (platforms.md B6, F27)."""

import asyncio
import hashlib
from collections.abc import Sequence
from io import BytesIO

from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from adapters.telegram.inbound import Attached
from adapters.telegram.limiter import Turn
from core.caller import Caller
from core.commands.spec import Command, Files
from core.errors import invalid
from core.pricing import Tariff
from core.storage.unit_of_work import UnitOfWork
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

    async def taken(self, caller: Caller, files: Sequence[Attached], command: Command) -> tuple[str, ...]:
        """Their ids with us: the same again when the same update is worked on again. Raises `DomainError`."""
        most = next(option.limit.most for option in command.options if isinstance(option.limit, Files))
        if len(files) > most:
            raise invalid("error-too-many-files", most=most, given=len(files))
        return tuple([await self._taken(caller, file, _id(caller, number)) for number, file in enumerate(files)])

    async def _taken(self, caller: Caller, file: Attached, id: str) -> str:
        if file.size > MOST_BYTES:
            raise invalid("telegram-file-too-large")
        if await self._workshop.store.read(lambda uow: _known(uow, caller, id)):
            return id
        async with self._room:
            return await accept_upload(self._workshop, self._tariff, caller, await self._fetched(file), id=id)

    async def _fetched(self, file: Attached) -> BytesIO:
        data = BytesIO()
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                there = await self._bot.get_file(file.file_id)
                if not (there.file_path or "").startswith(f"{self._bot.base_file_url}/"):
                    # The library takes the name of a file on this machine for one that lies here, and would read that.
                    raise invalid("error-reference-missing")
                await there.download_to_memory(data)
        except BadRequest as error:
            raise invalid("telegram-file-too-large" if "too big" in error.message.lower() else "error-reference-missing") from None
        except (TelegramError, TimeoutError):
            raise invalid("error-reference-missing") from None
        data.seek(0)
        return data


def _id(caller: Caller, number: int) -> str:
    """Follows from the update, whose content must not change when it is worked on once more (`KeyReused`)."""
    return hashlib.sha256(f"{caller.platform}/{caller.uid}/{caller.key}/{number}".encode()).hexdigest()[:26]


def _known(uow: UnitOfWork, caller: Caller, id: str) -> bool:
    account = uow.accounts.of(caller)
    return account is not None and uow.references.get(account.id, id) is not None
