"""One's own finished pictures, to be shown in any chat: `@bot` and some words (platforms.md B12)."""

import logging

from telegram import InlineQuery, InlineQueryResultCachedPhoto, InlineQueryResultsButton
from telegram.error import BadRequest
from telegram.ext import ExtBot

from adapters.telegram.places import PLATFORM
from core.caller import Address, Caller
from core.prompts import shortened
from core.storage.store import Store
from core.storage.unit_of_work import UnitOfWork
from core.text import Catalogue, choose_locale, text

LOOKED_AT = 50
MOST_RESULTS = 24
MOST_CAPTION = 300
CACHED_SECONDS = 5

log = logging.getLogger(__name__)


class Sharing:
    """Answers inline queries. Nothing is made there: Telegram waits for seconds only."""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store = store
        self._catalogue = catalogue

    async def answer(self, bot: ExtBot[None], query: InlineQuery) -> None:
        """The pictures that fit the words, newest first; a way to the first picture for who has none."""
        user = query.from_user
        caller = Caller(PLATFORM, str(user.id), user.full_name, query.id, Address(PLATFORM, ""), user.language_code)
        locale, found = await self._store.read(lambda uow: _fitting(uow, caller, query.query.strip().lstrip("#").lower()))
        label = self._catalogue.format(text("telegram-make-one"), locale)
        try:
            await bot.answer_inline_query(
                query.id,
                found[:MOST_RESULTS],
                cache_time=CACHED_SECONDS,
                is_personal=True,
                button=None if found else InlineQueryResultsButton(label, start_parameter="help"),
            )
        except BadRequest as error:  # mostly too late: whoever has typed on waits for another answer by now
            log.info("inline query not answered", extra={"error": type(error).__name__})


def _fitting(uow: UnitOfWork, caller: Caller, words: str) -> tuple[str, list[InlineQueryResultCachedPhoto]]:
    """What is hidden until clicked is not offered: it would lie open in the list, and in the chat."""
    account = uow.accounts.of(caller)
    locale = choose_locale(account.locale if account else None, caller.locale_hint)
    jobs = uow.jobs.recent(account.id, limit=LOOKED_AT) if account else []
    wanted = [job for job in jobs if not job.spoiler and words in f"{job.code} {job.prompt}".lower()]
    names = uow.sent_files.names(PLATFORM, [picture.object_key for job in wanted for picture in job.stored])
    return locale, [
        InlineQueryResultCachedPhoto(
            picture.id, names[picture.object_key], title=f"#{job.code}", caption=shortened(job.prompt, MOST_CAPTION)
        )
        for job in wanted
        for picture in job.stored
        if picture.object_key in names
    ]
