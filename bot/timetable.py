"""What happens by the clock. Every entry is safe to run twice, at the same time, in any number of processes (architecture.md §8)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.audit import look_through
from bot.metrics import Metrics
from bot.program import Program, rights_kit
from bot.self_test import run_if_due
from core import disputes, hints, payments
from core.engine_funds import FundsAlarm
from core.reconcile import Sweep
from core.removal import remove_references
from core.rights import parcels, policies, tombstones
from core.rights.holding import end_due
from core.rights.inactivity import Limits, look_for_absent
from core.rights.monitor import Desk, watch_deadlines
from core.rights.purging import sweep_late
from core.rights.retention import keep_to_periods
from core.storage.errors import DatabaseLost
from core.storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

DRAFTS_KEPT = timedelta(days=1)
SWEPT_BACK = timedelta(days=35)
SALES_SWEPT_BACK = timedelta(days=366)
SESSIONS_OPEN = timedelta(hours=26)
"""A checkout is open for a day, and stands in the book where it began."""


def timetable(program: Program) -> AsyncIOScheduler:
    """A scheduler, not yet started."""
    clock = AsyncIOScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 300})
    for name, every, work in entries(program):
        trigger = IntervalTrigger(seconds=round(every.total_seconds()), timezone=clock.timezone)  # or it looks for the machine's own
        # At once, too: a program that never runs for a whole hour has promised the same.
        clock.add_job(_guarded(name, work, program.metrics), trigger, id=name, next_run_time=program.ambient.now())
    return clock


def entries(program: Program) -> list[tuple[str, timedelta, Callable[[], Awaitable[object]]]]:
    """What happens how often, by name."""
    now, shop, home = program.ambient.now, program.workshop, program.settings.base_url
    absence = Limits(program.settings.promise(), program.settings.privacy.inactivity_months)

    def write(work: Callable[[UnitOfWork], int]) -> Callable[[], Awaitable[object]]:
        return _until_done(lambda: program.store.write(work))

    return [
        ("expire lots", timedelta(minutes=10), write(lambda uow: uow.ledger.expire_lots(now()))),
        ("expire orders", timedelta(minutes=10), _until_done(lambda: payments.expire_orders(program.store, program.ambient))),
        ("settle payments", timedelta(minutes=10), lambda: payments.settle_early(shop)),
        ("forgive debts", timedelta(hours=6), write(lambda uow: disputes.forgive_old(uow, now()))),
        ("drop drafts", timedelta(hours=1), write(lambda uow: uow.jobs.drop_drafts(now() - DRAFTS_KEPT))),
        ("keep to periods", timedelta(hours=1), lambda: keep_to_periods(program.store, program.ambient)),
        ("end of absence", timedelta(hours=6), lambda: look_for_absent(program.store, program.ambient, absence)),
        ("watch deadlines", timedelta(minutes=30), lambda: watch_deadlines(program.store, program.ambient, desk(program))),
        ("end holds", timedelta(minutes=30), lambda: end_due(shop)),
        ("remove references", timedelta(hours=1), _until_done(lambda: remove_references(shop))),
        ("gather stragglers", timedelta(minutes=1), lambda: program.store.write(lambda uow: uow.merges.gather(now()))),
        ("seal merges", timedelta(minutes=10), write(lambda uow: uow.merges.seal(now()))),
        ("late arrivals", timedelta(minutes=10), lambda: sweep_late(rights_kit(program))),
        ("forget folders", timedelta(hours=1), write(lambda uow: uow.erasures.forget_prefixes(now()))),
        ("forget payments", timedelta(hours=1), write(lambda uow: uow.erasures.forget_payments(now()))),
        ("forget tombstones", timedelta(hours=1), lambda: tombstones.forget(program.workshop)),
        ("tell of releases", timedelta(minutes=1), _until_done(lambda: policies.step(program.store, program.ambient, home))),
        ("sweep copies", timedelta(minutes=10), _until_done(lambda: parcels.sweep(shop))),
        ("empty mailbox", timedelta(hours=1), program.mailbox.forget),
        *_sweeps(program),
        *_funds(program),
        *_audit(program),
        *([("self-test", timedelta(minutes=10), lambda: run_if_due(program, desk(program)))] if program.settings.tests_itself else []),
    ]


def _sweeps(program: Program) -> list[tuple[str, timedelta, Callable[[], Awaitable[object]]]]:
    """What providers have in their books. A book is read far back at every start as well, since a notification that was lost while nobody
    was there may lie behind others that have come."""
    return [*_stars(program), *_sales(program), *_stripe(program)]


def _stars(program: Program) -> list[tuple[str, timedelta, Callable[[], Awaitable[object]]]]:
    if program.telegram is None:
        return []
    now, sweep = program.ambient.now, Sweep(program.workshop, "telegram", program.telegram.stars)
    return [
        ("sweep stars", timedelta(minutes=10), sweep.newest),
        ("sweep stars far back", timedelta(days=1), lambda: sweep.since(now() - SWEPT_BACK)),
    ]


def _sales(program: Program) -> list[tuple[str, timedelta, Callable[[], Awaitable[object]]]]:
    """What Discord has sold for us. It is read over a year, because refunds come late, and less than the archive of payments is kept, so
    that nothing comes back of which we have forgotten that it was credited."""
    if program.sold is None:
        return []
    now, sold = program.ambient.now, program.sold
    return [
        ("sweep sales", timedelta(minutes=10), sold.newest),
        ("sweep sales far back", timedelta(days=1), lambda: sold.since(now() - SALES_SWEPT_BACK)),
    ]


def _stripe(program: Program) -> list[tuple[str, timedelta, Callable[[], Awaitable[object]]]]:
    if program.stripe is None or program.hints is None:
        return []
    now, shop, book = program.ambient.now, program.workshop, program.stripe.book
    return [
        ("look into payment hints", timedelta(minutes=10), program.hints.look_into),
        ("sweep stripe", timedelta(minutes=10), lambda: hints.sweep(shop, book, now() - SESSIONS_OPEN)),
        ("sweep stripe far back", timedelta(days=1), lambda: hints.sweep(shop, book, now() - SWEPT_BACK)),
    ]


def _funds(program: Program) -> list[tuple[str, timedelta, Callable[[], Awaitable[object]]]]:
    below = program.settings.mayi.alarm_below
    alarm = FundsAlarm(program.maker, program.ambient, desk(program), below)
    return [("look at funds", timedelta(hours=1), alarm.look)] if below else []


def _audit(program: Program) -> list[tuple[str, timedelta, Callable[[], Awaitable[object]]]]:
    every = timedelta(minutes=program.settings.metrics.verify_minutes)
    return [("verify books", every, lambda: look_through(program.store, program.ambient, program.metrics))] if every else []


def desk(program: Program) -> Desk:
    """Where the operator is told of requests that wait."""
    return Desk(program.settings.privacy.contact, program.workshop.mailer, program.catalogue, program.links, program.paper)


def _until_done(part: Callable[[], Awaitable[int]]) -> Callable[[], Awaitable[object]]:
    """Repeat work that is done in parts until a part finds nothing. Each is a transaction of its own, so nobody waits for all of it."""

    async def run() -> None:
        while await part():
            pass

    return run


def _guarded(name: str, work: Callable[[], Awaitable[object]], metrics: Metrics) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        try:
            await work()
            metrics.ran(name, "done")
        except asyncio.CancelledError:
            # The program stops. Every entry may be cut off anywhere; raised on, the scheduler would call that a failure.
            log.info("timetable entry stopped", extra={"entry": name})
        except DatabaseLost:
            log.warning("timetable entry put off", extra={"entry": name})
        except Exception:
            metrics.ran(name, "failed")
            log.exception("timetable entry failed", extra={"entry": name})

    return run
