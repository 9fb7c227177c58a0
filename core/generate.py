"""One worker step: claim a picture, have it made, store it, record the outcome (architecture.md §3.4).

Every step is keyed or repeatable, so a worker may die anywhere: the lease ends and another takes over.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import BinaryIO

from core import results, trace
from core.ambient import Step
from core.jobs import MOST_LOST, QUARANTINED, GiveUp, Job, JobState, PictureJob, PictureState, Place, after_failure
from core.outcomes import written_down
from core.policy_stop import BLOCK, noted, stopped_since
from core.ports import (
    BadImage,
    ImageFacts,
    ImageOrder,
    MakerBusy,
    MakerError,
    MakerUnclear,
    Spooled,
    StoreUnavailable,
    Usage,
)
from core.reply import Reply
from core.settlement import settle
from core.spool import spooled_from
from core.storage.errors import DatabaseLost, DatabaseTrouble
from core.storage.jobs import Claim
from core.storage.unit_of_work import UnitOfWork
from core.workshop import Limits, Workshop

log = logging.getLogger(__name__)

COURTESY_SECONDS = 5.0
LONGEST_BEAT = 3.0
"""Seconds from one renewal of a lease to the next: whoever is not connected and renews nothing for longer counts as gone (db/lives.py)."""
ABANDONED = "abandoned"


class StoreAway(Exception):
    """Nobody knows whether the object store has the picture of a dead worker."""


class LeaseLost(Exception):
    """Another worker owns the picture now; what this one made of it is dropped."""


async def generate_one(shop: Workshop, owner: str) -> bool:
    """Claim and finish one picture; false if there was nothing to claim or the gateway is resting."""
    claim = await claim_one(shop, owner)
    if claim is None:
        return False
    await finish_one(shop, owner, claim)
    return True


async def claim_one(shop: Workshop, owner: str) -> Claim | None:
    """The picture whose turn it is, now `owner`'s; `None` if there is nothing to claim or the gateway is resting."""
    if shop.maker.resting() is not None:
        return None
    now = shop.ambient.now()
    alive = tuple(shop.watch.owners)
    claim = await shop.store.write(lambda uow: _claim(uow, shop.limits, owner, now, alive))
    if claim is not None:
        shop.ambient.reached(Step.CLAIMED)
    return claim


def _claim(uow: UnitOfWork, limits: Limits, owner: str, now: datetime, alive: tuple[str, ...]) -> Claim | None:
    if stopped_since(uow, limits.policy_blocks, now) is not None:
        return None
    until = now + limits.lease
    claim = uow.jobs.claim(owner, now, lease_until=until, at_once=limits.at_once, per_person=limits.per_person, mine=alive)
    if claim is not None and claim.job.hold_id is not None:
        # A job that waited long keeps what it reserved for as long as it is worked on.
        uow.ledger.extend(claim.job.hold_id, until=now + limits.hold)
    return claim


async def finish_one(shop: Workshop, owner: str, claim: Claim) -> None:
    """Have a claimed picture made, and record what became of it."""
    with trace.traced(claim.job.trace):
        await _finished(shop, owner, claim)


async def _finished(shop: Workshop, owner: str, claim: Claim) -> None:
    shop.watch.began(owner)
    try:
        if claim.picture.lost >= MOST_LOST:
            outcome = _quarantined(claim)
        else:
            async with _heartbeat(shop, owner, claim.picture.id):
                outcome = await _outcome(shop, claim)
        await _record(shop, owner, outcome)
    except LeaseLost:
        log.warning("lease lost", extra={"picture": claim.picture.id})
    except StoreAway:
        # The lease lapses, and the picture is looked for again: it may be there, paid for.
        log.warning("object store away, picture put off", extra={"picture": claim.picture.id})
        await shop.store.write(lambda uow: uow.jobs.excuse(claim.picture.id, owner))
    except DatabaseTrouble:
        raise
    except Exception:
        # The lease lapses and it is tried again, but not for ever: claims without an outcome are counted.
        log.exception("picture failed", extra={"picture": claim.picture.id, "incident": claim.job.code, "attempts": claim.picture.lost + 1})
    finally:
        shop.watch.ended(owner, claim.picture.id)


def _quarantined(claim: Claim) -> PictureJob:
    """Given up without a look at it, since it has killed or broken whoever had it, again and again (docs/decisions/0041)."""
    log.error("picture quarantined", extra={"picture": claim.picture.id, "incident": claim.job.code, "attempts": claim.picture.lost})
    return claim.picture.moved(PictureState.FAILED, reason=QUARANTINED)


@contextlib.asynccontextmanager
async def _heartbeat(shop: Workshop, owner: str, picture_id: str) -> AsyncIterator[None]:
    """Renew the lease while the body runs; raise `LeaseLost` in the body if another has it. A beat that fails is tried again."""
    task = asyncio.current_task()
    assert task is not None
    lost = False

    async def beat() -> None:
        nonlocal lost
        while not lost:
            await asyncio.sleep(min(shop.limits.lease.total_seconds() / 3, LONGEST_BEAT))
            lost = await _lost(shop, owner, picture_id)
        task.cancel()

    beating = asyncio.create_task(beat())
    try:
        yield
    except asyncio.CancelledError:
        if lost and not task.uncancel():
            raise LeaseLost from None
        raise
    finally:
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)


async def _lost(shop: Workshop, owner: str, picture_id: str) -> bool:
    """Renew the lease; true only if it is certain that another has it."""
    until = shop.ambient.now() + shop.limits.lease
    try:
        return not await shop.store.write(lambda uow: uow.jobs.heartbeat(owner, [picture_id], until))
    except DatabaseLost:
        return False
    except Exception:
        log.exception("lease not renewed", extra={"picture": picture_id})
        return False


async def _outcome(shop: Workshop, claim: Claim) -> PictureJob:
    """The picture one step further: stored, failed, or queued again."""
    picture = claim.picture
    try:
        facts = await _left_behind(shop, picture) if claim.again else None
        if facts is None:
            if claim.again:
                raise MakerUnclear(ABANDONED)
            facts = await _make_and_store(shop, claim)
    except MakerError as failure:
        return await _after_failure(shop, picture, failure)
    except StoreUnavailable:
        return picture.moved(PictureState.FAILED, reason="store-down")
    return picture.moved(PictureState.STORED, facts=facts)


async def _left_behind(shop: Workshop, picture: PictureJob) -> ImageFacts | None:
    """What a worker stored just before it died: keys are random and puts are whole, so what is there is the picture."""
    try:
        if await shop.objects.head(picture.object_key) is None:
            return None
        spooled = await spooled_from(shop.objects.get(picture.object_key))
    except StoreUnavailable:
        shop.ambient.measures.failed("store", "unavailable")
        raise StoreAway from None
    try:
        checked, facts = await shop.imaging.finished(spooled)
    except BadImage:
        return None
    checked.close()
    return facts


async def _make_and_store(shop: Workshop, claim: Claim) -> ImageFacts:
    """Ask the gateway, check what came, store it. Raises `MakerError`, `StoreUnavailable`."""
    spooled = await _ask(shop, claim)
    shop.ambient.reached(Step.MADE)
    try:
        spooled, facts = await shop.imaging.finished(spooled)
    except BadImage as bad:
        # It was made and billed, but is of no use: the same as an outcome we never learned.
        raise MakerUnclear(f"bad-picture-{bad.reason}") from None
    shop.ambient.reached(Step.CHECKED)
    try:
        await _put(shop, claim, spooled, facts)
    finally:
        spooled.close()
    shop.ambient.reached(Step.STORED)
    return facts


async def _ask(shop: Workshop, claim: Claim) -> Spooled:
    width, height = claim.job.shape.size
    order = ImageOrder(shop.ambient.new_id(), claim.job.prompt, width, height, claim.job.quality.value, claim.job.references)

    async def preview(frame: BinaryIO) -> None:
        await _show_frame(shop, claim, frame)

    await tell(shop, claim.job.id)
    shop.ambient.reached(Step.ASKING)
    return await shop.maker.make(order, preview)


async def _show_frame(shop: Workshop, claim: Claim, frame: BinaryIO) -> None:
    small = None
    if not claim.job.spoiler:  # a preview would give away what the result hides
        if shop.imaging.busy():
            return  # pictures that are paid for go first
        try:
            small, _, _ = await shop.imaging.preview(frame)
        except BadImage:
            return
    shop.watch.framed(claim.picture.id)
    await tell(shop, claim.job.id, preview=small)
    shop.ambient.reached(Step.PREVIEWED)


async def _put(shop: Workshop, claim: Claim, spooled: Spooled, facts: ImageFacts) -> None:
    """Store the picture; a store that is away for a moment is waited for, because the picture has been paid for."""
    name = results.file_name(claim.job, claim.picture, facts.media_type)
    give_up = shop.ambient.now() + shop.limits.store_patience
    pause = 0.25
    while True:
        try:
            return await shop.objects.put(claim.picture.object_key, spooled.file, media_type=facts.media_type, name=name)
        except StoreUnavailable:
            shop.ambient.measures.failed("store", "unavailable")
            if shop.ambient.now() + timedelta(seconds=pause) > give_up:
                raise
            await asyncio.sleep(pause)
            pause = min(2 * pause, 8.0)


async def _after_failure(shop: Workshop, picture: PictureJob, failure: MakerError) -> PictureJob:
    now = shop.ambient.now()
    decision = after_failure(picture, failure, now, usage=await _usage_after(shop, failure))
    log.info("no picture", extra={"picture": picture.id, "code": failure.code, "attempt": picture.attempts})
    shop.ambient.measures.failed("mayi", failure.code)
    if isinstance(decision, GiveUp):
        return picture.moved(PictureState.FAILED, reason=decision.reason)
    unclear = picture.unclear + isinstance(failure, MakerUnclear)
    # Waiting for its turn again is not an attempt that failed, if the gateway never took the request.
    attempts = picture.attempts - (isinstance(failure, MakerBusy) and failure.code == "resting")
    return picture.moved(PictureState.QUEUED, due_at=decision.at, unclear=unclear, attempts=attempts)


async def _usage_after(shop: Workshop, failure: MakerError) -> Usage | None:
    """The gateway's count after an unclear outcome; it is written some seconds late (mayi-wire.md §5.5). Whoever left the picture has been
    gone for some seconds."""
    if not isinstance(failure, MakerUnclear):
        return None
    if failure.code != ABANDONED:
        await asyncio.sleep(shop.limits.usage_delay)
    return await shop.maker.usage()


async def _record(shop: Workshop, owner: str, picture: PictureJob) -> None:
    """Store the outcome; if it closed the job, settle it in the same transaction. Raises `LeaseLost`, also where that turns out to have
    been committed before the line broke: then it is done, and nobody does it again."""
    now = shop.ambient.now()
    over = await written_down(shop, lambda uow: _close(uow, owner, picture, now, shop))
    shop.ambient.reached(Step.SETTLED)
    if picture.state is not PictureState.QUEUED:
        shop.ambient.measures.pictured(picture.reason or "made")
    if not over:
        await tell(shop, picture.job_id)


def _close(uow: UnitOfWork, owner: str, picture: PictureJob, now: datetime, shop: Workshop) -> bool:
    """Whether the job is over. Raises `LeaseLost`."""
    if not uow.jobs.save(picture, owner=owner, now=now):
        raise LeaseLost
    if picture.reason == BLOCK:
        noted(uow, shop.limits.policy_blocks, now)
    job = uow.jobs.get(picture.job_id)
    over = job is None or job.settled
    if job is not None and over:
        settle(uow, job, now, shop.ambient.measures)
    uow.after_commit(shop.work_is_due)
    return over


async def give_up_waiting(shop: Workshop, limit: int = 100) -> int:
    """While the gateway lets nobody in, end the jobs that have waited long enough; how many. Honest and free beats silent and endless."""
    now = shop.ambient.now()
    closed = shop.maker.closed()
    if closed is None:
        stopped = await shop.store.read(lambda uow: stopped_since(uow, shop.limits.policy_blocks, now))
        closed = None if stopped is None else now - stopped
    if closed is None or closed < shop.limits.closed_patience:
        return 0
    overdue = await shop.store.read(lambda uow: uow.jobs.overdue(now - shop.limits.closed_patience, limit))
    for job_id in overdue:
        await shop.store.write(lambda uow, id=job_id: _give_up(uow, shop, id))  # type: ignore[misc]
    if overdue:
        shop.work_is_due()
    return len(overdue)


def _give_up(uow: UnitOfWork, shop: Workshop, job_id: str) -> None:
    now = shop.ambient.now()
    uow.jobs.give_up(job_id, "engine-closed", now)
    job = uow.jobs.get(job_id)
    if job is not None and job.settled and job.state is JobState.WORKING:
        settle(uow, job, now, shop.ambient.measures)


async def tell(shop: Workshop, job_id: str, preview: bytes | None = None) -> None:
    """Show the person how far the job is, if it is still at work. Progress is a courtesy: it never stops the work."""
    try:
        found = await shop.store.read(lambda uow: _standing(uow, job_id, shop.limits.at_once))
        if found is not None:
            with trace.traced(found[0].trace):
                await _tell(shop, *found, preview)
    except DatabaseLost:
        return
    except Exception:
        log.exception("progress not shown", extra={"job": job_id})


async def _tell(shop: Workshop, job: Job, standing: Place, preview: bytes | None) -> None:
    place = standing.left(shop.ambient.now(), shop.maker.resting())
    asked = [p.id for p in job.pictures if p.state is PictureState.ASKED]
    reply = results.working(job, place, percent=shop.watch.percent(asked, len(job.stored), job.count))
    await _show(shop, job, reply, preview)


async def _show(shop: Workshop, job: Job, reply: Reply, preview: bytes | None) -> None:
    """Where a platform hangs, the picture does not wait for it, nor do those who are told on other platforms."""
    platform = job.address.platform
    messenger = shop.messengers.get(platform)
    if messenger is None or shop.watch.hushed(platform, shop.ambient.elapsed()):
        return
    try:
        async with asyncio.timeout(COURTESY_SECONDS):
            await messenger.progress(job.address, reply, key=job.id, locale=job.locale, preview=preview)
    except TimeoutError:
        log.info("progress left out", extra={"platform": platform})
        shop.watch.hush(platform, shop.ambient.elapsed())


def _standing(uow: UnitOfWork, job_id: str, at_once: int) -> tuple[Job, Place] | None:
    job = uow.jobs.get(job_id)
    if job is None or job.settled:
        return None
    return job, uow.jobs.place(job, at_once=at_once)


async def tell_waiting(shop: Workshop, limit: int = 200) -> None:
    """Tell everybody who waits and whose place has changed."""
    waiting = await shop.store.read(lambda uow: uow.jobs.places(limit, at_once=shop.limits.at_once))
    shop.watch.keep_only({job_id for job_id, _ in waiting})
    resting = shop.maker.resting()
    for job_id, standing in waiting:
        place = standing.left(shop.ambient.now(), resting)
        if shop.watch.news(job_id, place.ahead, place.seconds):
            await tell(shop, job_id)
