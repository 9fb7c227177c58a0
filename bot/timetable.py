"""What happens by the clock. Every entry is safe to run twice, at the same time, in any number of processes (architecture.md §8)."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.wiring import Program
from core import payments
from core.access import DAY_KEYS_KEPT, STOP_LIFE, VISITS_KEPT
from core.mail.news import NEWS_KEPT
from core.removal import remove_references
from core.storage import UnitOfWork

log = logging.getLogger(__name__)

DRAFTS_KEPT = timedelta(days=1)
ANSWERS_KEPT = timedelta(days=2)
LETTERS_KEPT = timedelta(days=7)
LINKS_KEPT = timedelta(days=4) - STOP_LIFE  # after they have expired; a day is enough to tell people so
OFFERS_KEPT = timedelta(hours=23)


def timetable(program: Program) -> AsyncIOScheduler:
    """A scheduler, not yet started."""
    clock = AsyncIOScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 300})
    for name, every, work in _entries(program):
        trigger = IntervalTrigger(seconds=round(every.total_seconds()))
        # At once, too: a program that never runs for a whole hour has promised the same.
        clock.add_job(_guarded(name, work), trigger, id=name, next_run_time=program.ambient.now())
    return clock


def _entries(program: Program) -> list[tuple[str, timedelta, Callable[[], Awaitable[object]]]]:
    now, shop = program.ambient.now, program.workshop

    def write(work: Callable[[UnitOfWork], int]) -> Callable[[], Awaitable[object]]:
        return _until_done(lambda: program.store.write(work))

    return [
        ("expire lots", timedelta(minutes=10), write(lambda uow: uow.ledger.expire_lots(now()))),
        ("expire orders", timedelta(minutes=10), _until_done(lambda: payments.expire_orders(program.store, program.ambient))),
        ("settle payments", timedelta(minutes=10), lambda: payments.settle_due(shop)),
        ("drop drafts", timedelta(hours=1), write(lambda uow: uow.jobs.drop_drafts(now() - DRAFTS_KEPT))),
        ("forget answers", timedelta(hours=1), write(lambda uow: uow.requests.forget(now() - ANSWERS_KEPT))),
        ("remove references", timedelta(hours=1), _until_done(lambda: remove_references(shop))),
        ("forget updates", timedelta(hours=1), write(lambda uow: uow.updates.forget(now() - ANSWERS_KEPT))),
        ("forget questions", timedelta(hours=1), write(lambda uow: uow.questions.forget(now() - ANSWERS_KEPT))),
        ("forget letters", timedelta(hours=1), write(lambda uow: uow.letters.forget(now() - LETTERS_KEPT))),
        ("forget notices", timedelta(hours=1), write(lambda uow: uow.notices.forget(now() - LETTERS_KEPT))),
        ("forget links", timedelta(hours=1), write(lambda uow: uow.links.forget(now() - LINKS_KEPT))),
        ("forget offers", timedelta(hours=1), write(lambda uow: uow.offers.forget(now() - OFFERS_KEPT))),
        ("forget sessions", timedelta(hours=1), write(lambda uow: uow.sessions.forget(now()))),
        ("forget visits", timedelta(hours=1), write(lambda uow: uow.visits.forget(now() - VISITS_KEPT))),
        ("forget attempts", timedelta(hours=1), write(lambda uow: uow.attempts.forget(now() - DAY_KEYS_KEPT))),
        ("forget marks", timedelta(hours=1), write(lambda uow: uow.accounts.forget_marks(now()))),
        ("forget mail news", timedelta(hours=1), write(lambda uow: uow.mail_log.forget(now() - NEWS_KEPT))),
        ("gather stragglers", timedelta(minutes=1), lambda: program.store.write(lambda uow: uow.merges.gather(now()))),
        ("seal merges", timedelta(minutes=10), write(lambda uow: uow.merges.seal(now()))),
        ("empty mailbox", timedelta(hours=1), program.mailbox.forget),
    ]


def _until_done(part: Callable[[], Awaitable[int]]) -> Callable[[], Awaitable[object]]:
    """Repeat work that is done in parts until a part finds nothing. Each is a transaction of its own, so nobody waits for all of it."""

    async def run() -> None:
        while await part():
            pass

    return run


def _guarded(name: str, work: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        try:
            await work()
        except Exception:
            log.exception("timetable entry failed", extra={"entry": name})

    return run
