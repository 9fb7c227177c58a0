"""One delivery step: a finished job becomes a message at its stored address, once."""

import contextlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core import results, trace
from core.accounts import Standing
from core.ambient import Step
from core.jobs import Job
from core.outcomes import written_down
from core.ports import Messenger, PartPosted, Posted, TryLater, Unreachable
from core.storage.errors import DatabaseTrouble
from core.storage.lanes import EVERY, Lane
from core.storage.platforms import PostedMessage
from core.storage.unit_of_work import UnitOfWork
from core.wallet import Balance
from core.workshop import Workshop

log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(minutes=10)
MOST_FAILURES = 12
"""So often a message may break us; with these pauses, more than half an hour."""


@dataclass(frozen=True)
class Due:
    """A finished job whose message is due, what its owner has then, and the number of earlier attempts."""

    job: Job
    balance: Balance
    low: int | None
    attempts: int


async def deliver_one(shop: Workshop, lane: Lane = EVERY) -> bool:
    """Deliver one finished job of the lane; false if none is due. Delivering twice shows the same message, because its key is the job."""
    now = shop.ambient.now()
    due = await shop.store.write(lambda uow: _claim(uow, shop, lane))
    if due is None:
        return False
    with trace.traced(due.job.trace):
        await _tried(shop, due, now)
    return True


async def _tried(shop: Workshop, due: Due, now: datetime) -> None:
    shop.ambient.reached(Step.DELIVERING)
    try:
        await _deliver(shop, due, now)
    except DatabaseTrouble:
        raise
    except Exception:
        log.exception("delivery failed", extra={"job": due.job.id, "incident": due.job.code, "attempts": due.attempts})
        if due.attempts >= MOST_FAILURES:
            await _keep(shop, due.job)


async def _deliver(shop: Workshop, due: Due, now: datetime) -> None:
    job = due.job
    messenger = shop.messengers.get(job.address.platform)
    try:
        if messenger is None:
            raise Unreachable
        reply = results.finished(job, due.balance, due.low)
        posted = await messenger.deliver(job.address, reply, key=job.id, locale=job.locale)
    except PartPosted as part:
        await _go_on(shop, due, part, now)
        return
    except TryLater:
        shop.ambient.measures.failed(job.address.platform, "later")
        log.info("delivery put off", extra={"job": job.id, "attempts": due.attempts})
        return
    except Unreachable:
        shop.ambient.measures.failed(job.address.platform, "unreachable")
        log.info("nobody to deliver to", extra={"job": job.id})
        await _keep(shop, job)
        return
    shop.ambient.reached(Step.POSTED)
    if not await written_down(shop, lambda uow: _noted(uow, job, posted, now)):
        # Its owner was leaving while it was on its way (PRV-36).
        await take_back(messenger, posted, now)
        return
    shop.ambient.reached(Step.DELIVERED)
    log.info("delivered", extra={"job": job.id, "seconds": round((now - job.created_at).total_seconds(), 1)})


async def _go_on(shop: Workshop, due: Due, part: PartPosted, now: datetime) -> None:
    """Write down what stands there already, then deliver what is left."""
    shop.ambient.reached(Step.POSTED)
    job = due.job
    later = shop.ambient.now() + FIRST_PAUSE
    goes_on = await written_down(shop, lambda uow: _part_noted(uow, job, part, now, later))
    if goes_on is None:
        await take_back(shop.messengers[job.address.platform], part.posted, now)
    elif goes_on:
        await _deliver(shop, replace(due, job=replace(job, address=part.rest)), now)


async def _keep(shop: Workshop, job: Job) -> None:
    """It waits in the history, and its owner hears of it when they are here again."""
    await shop.store.write(lambda uow: uow.jobs.delivered(job.id, kept=True, address=job.address))


def _noted(uow: UnitOfWork, job: Job, posted: Sequence[Posted], now: datetime) -> bool:
    """Whether the person is still there; a message of nobody's is not remembered."""
    if not is_there(uow, job.account_id):
        return False
    uow.jobs.delivered(job.id, kept=False, address=job.address)
    _remember(uow, job, posted, now)
    return True


def _part_noted(uow: UnitOfWork, job: Job, part: PartPosted, now: datetime, later: datetime) -> bool | None:
    """Whether the rest is to be posted, too; `None` if the person is not there any more."""
    if not is_there(uow, job.account_id):
        return None
    goes_on = uow.jobs.goes_on(job.id, job.address, part.rest, later)
    _remember(uow, job, part.posted, now)
    return goes_on


def _remember(uow: UnitOfWork, job: Job, posted: Sequence[Posted], now: datetime) -> None:
    for one in posted:
        uow.posted.add(PostedMessage(job.address.platform, one, job.account_id, "result", now, job.id))


def is_there(uow: UnitOfWork, account_id: str) -> bool:
    """Whether something may be posted for this account."""
    try:
        return uow.accounts.get(account_id).standing is Standing.ACTIVE
    except LookupError:
        return False


async def take_back(messenger: Messenger, posted: Sequence[Posted], at: datetime) -> None:
    """Remove what has just been posted, as far as the platform lets us."""
    for one in posted:
        with contextlib.suppress(TryLater):
            await messenger.take_back(one, at=at)


def _claim(uow: UnitOfWork, shop: Workshop, lane: Lane) -> Due | None:
    now = shop.ambient.now()
    claimed = uow.jobs.claim_delivery(now, first_pause=FIRST_PAUSE, longest_pause=LONGEST_PAUSE, lane=lane)
    if claimed is None:
        return None
    job, attempts = claimed
    low = uow.ledger.fell_below(job.hold_id) if job.hold_id else None
    return Due(job, uow.ledger.balance(job.account_id, now), low, attempts)
