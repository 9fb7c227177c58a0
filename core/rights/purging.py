"""Carrying out a deletion: its steps in their order, each written down before it begins, none passed over (PRV-37 … PRV-44).

Whatever reaches outside goes before the rows that say where it lies. A process may die anywhere: every step can be run again, and what
it counts is counted in the transaction in which it becomes true, so that the receipt says the same as without the death.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from core.notices import private_address
from core.ports import StoreUnavailable, TakenBack, TryLater, Unreachable
from core.reply import Button, Link, Reply, Tone
from core.rights import tombstones
from core.rights.kit import Kit, NotYet
from core.rights.requests import POLICY_DAYS, Actor, Count, Counted, EraseStep, Fate, Request, RequestState
from core.rights.storage import StillHeld
from core.storage.errors import CompactionBlocked
from core.storage.mail import DueLetter
from core.storage.platforms import PostedMessage
from core.storage.unit_of_work import UnitOfWork
from core.text import choose_locale, text

log = logging.getLogger(__name__)

PAYMENTS_KEPT_YEARS = 8
"""Counted from the end of the year of the payment; the longest of the terms that are known to bind us (PRV-53)."""

FATES: Mapping[TakenBack, Fate] = {
    TakenBack.GONE: Fate.DELETED,
    TakenBack.BLANKED: Fate.BLANKED,
    TakenBack.TOO_OLD: Fate.TOO_OLD,
    TakenBack.NO_ACCESS: Fate.NO_ACCESS,
    TakenBack.TOKEN_DEAD: Fate.TOKEN_DEAD,
}

SOON = timedelta(seconds=5)
"""For what takes a moment, however often this request has had to wait before."""

STILL_THERE = "the rows are there until the step that deletes them"

Work = Callable[[Kit, Request], Awaitable[None]]
"""Completes a step, or raises why it cannot now."""


async def wait_out(kit: Kit, request: Request) -> None:
    """During the grace only what had been posted in chats is taken back, while that is still possible (privacy.md D6); then the deletion
    begins. Raises `NotYet`."""
    now = kit.shop.ambient.now()
    assert request.begins_at is not None, "it is confirmed"
    assert request.account_id is not None, "nobody has been deleted yet"
    account_id = request.account_id
    if request.messages:
        await kit.shop.store.write(lambda uow: uow.rights.begin_step(request, EraseStep.MESSAGES, now))
        await _tried(request, EraseStep.MESSAGES, take_back(kit, request, before=request.confirmed_at))
    if now < request.begins_at:
        raise NotYet(request.begins_at)
    if not await kit.shop.store.read(lambda uow: uow.erasures.settled(account_id)):
        raise NotYet(now + timedelta(minutes=1))
    await kit.shop.store.write(lambda uow: _begin(uow, request, account_id, now))


def _begin(uow: UnitOfWork, request: Request, account_id: str, now: datetime) -> None:
    """From here on there is no way back. What is held is counted, as the preview did."""
    moved = uow.rights.move(request, RequestState.RUNNING, now, Actor.PROGRAM)
    if moved is None:
        return
    uow.rights.change(replace(moved, due_at=now, attempts=0))
    for counted in uow.erasures.tally(account_id):
        uow.rights.count(request.ref, counted)


async def carry_out(kit: Kit, request: Request) -> None:
    """Go on with a deletion that has begun, to its end. Raises `NotYet`, `Unpurged`."""
    for step, work in STEPS.items():
        await _carried_out(kit, request, step, work)
    now = kit.shop.ambient.now()
    await kit.shop.store.write(lambda uow: uow.rights.move(request, RequestState.DONE, now, Actor.PROGRAM))
    kit.reached("done")
    log.info("erasure complete", extra={"request": request.ref})


async def _carried_out(kit: Kit, request: Request, step: EraseStep, work: Work) -> None:
    now = kit.shop.ambient.now()
    if not await kit.shop.store.write(lambda uow: uow.rights.begin_step(request, step, now)):
        return
    kit.reached(f"{step} begun")
    await _tried(request, step, work(kit, request))
    kit.reached(f"{step} worked")
    await kit.shop.store.write(lambda uow: uow.rights.end_step(request, step, now))
    kit.reached(f"{step} done")


async def _tried(request: Request, step: EraseStep, working: Awaitable[None]) -> None:
    try:
        await working
    except (StoreUnavailable, TryLater, CompactionBlocked, StillHeld) as error:
        log.warning("erasure waits", extra={"request": request.ref, "step": step.value, "error": type(error).__name__})
        raise NotYet from error


# --- the steps -----------------------------------------------------------------------------------


async def take_back(kit: Kit, request: Request, before: datetime | None = None) -> None:
    """What the bot posted in chats (`before` then), one by one; where a platform does not allow that, the receipt says how often and why
    (PRV-38). Raises `TryLater`."""
    for message in await kit.shop.store.read(lambda uow: _standing(uow, request)):
        if before is not None and message.at > before:
            continue
        fate = await _taken_back(kit, request, message)
        kit.reached("a message taken back")
        await kit.shop.store.write(lambda uow, m=message, f=fate: _counted(uow, request, m, f))  # type: ignore[misc]


def _standing(uow: UnitOfWork, request: Request) -> list[PostedMessage]:
    assert request.account_id is not None, STILL_THERE
    return [message for account in uow.erasures.accounts(request.account_id) for message in uow.posted.of(account)]


async def _taken_back(kit: Kit, request: Request, message: PostedMessage) -> Fate:
    messenger = kit.shop.messengers.get(message.platform)
    if not request.messages:
        return Fate.LEFT
    if messenger is None:
        return Fate.NO_ACCESS
    return FATES[await messenger.take_back(message.posted, at=message.at)]


def _counted(uow: UnitOfWork, request: Request, message: PostedMessage, fate: Fate) -> None:
    uow.posted.gone(message.platform, message.posted.chat, message.posted.message)
    uow.rights.add_to_count(request.ref, Counted.MESSAGES, fate)


async def _objects(kit: Kit, request: Request) -> None:
    """Every file, in the person's folders and where they lie elsewhere because of a joining; other people's in these folders stay."""
    assert request.account_id is not None, STILL_THERE
    account_id = request.account_id
    prefixes, elsewhere = await kit.shop.store.read(
        lambda uow: (uow.erasures.prefixes(account_id), uow.erasures.keys_elsewhere(account_id))
    )
    for key in elsewhere:
        await kit.shop.objects.delete(key)
        kit.reached("an object elsewhere deleted")
    for prefix in prefixes:
        await _empty(kit, prefix)


async def _empty(kit: Kit, prefix: str) -> int:
    """Delete what lies in a folder, except for what is another person's; how much that was."""
    others = await kit.shop.store.read(lambda uow: uow.erasures.others_in(prefix))
    if not others:
        return await kit.shop.objects.delete_prefix(f"{prefix}/")
    keys = [key for key in await kit.shop.objects.keys(f"{prefix}/") if key not in others]
    for key in keys:
        await kit.shop.objects.delete(key)
    return len(keys)


def _told(step: EraseStep, what: Counted) -> Work:
    async def tell(kit: Kit, request: Request) -> None:
        """Have them delete it; while they do not answer, nothing is complete (PRV-20)."""
        eraser = kit.erasers.get(step)
        if eraser is not None:
            told = await eraser.erase(request.ref, kit.shop.ambient.now())
            await kit.shop.store.write(lambda uow: _told_counted(uow, request, what, told.fate, told.until))

    return tell


def _told_counted(uow: UnitOfWork, request: Request, what: Counted, fate: Fate, until: datetime | None) -> None:
    sent = {Counted.MAKER: Counted.PROMPTS, Counted.CARRIER: Counted.LETTERS}[what]
    number = sum(one.number for one in uow.rights.counts(request.ref) if one.what is sent)
    # The receipt itself goes out by mail after this, as the last thing the carrier gets (PRV-44).
    uow.rights.count(request.ref, Count(what, fate, number + (what is Counted.CARRIER), until))


async def _letter(kit: Kit, request: Request) -> None:
    """The receipt goes out while there still is somebody to send it to: by mail, and into every chat. Raises `NotYet`."""
    assert request.account_id is not None, STILL_THERE
    now = kit.shop.ambient.now()
    if await kit.shop.store.write(lambda uow: _mail_waits(uow, kit, request, now)):
        kit.shop.work_is_due()
        raise NotYet(now + SOON)
    account_id = request.account_id
    identities = await kit.shop.store.read(lambda uow: uow.accounts.identities(account_id))
    for identity in identities:
        messenger = kit.shop.messengers.get(identity.platform)
        address = private_address(identity.platform, identity.uid)
        if messenger is not None:
            try:
                locale = choose_locale(request.locale, identity.locale_hint)
                await messenger.deliver(address, _receipt(kit, request, now), key=f"receipt-{request.ref}", locale=locale)
            except (Unreachable, TryLater):
                log.info("receipt not shown in a chat", extra={"request": request.ref})
            kit.reached("a receipt shown")


def _mail_waits(uow: UnitOfWork, kit: Kit, request: Request, now: datetime) -> bool:
    """Whether the receipt still has to go out by mail; queued the first time."""
    account = uow.accounts.get(request.account_id or "")
    if account.email is None or account.mail_stopped_at is not None:
        return False
    if uow.letters.get(request.ref) is None:
        gone = kit.promise.gone_from_backups(now).date().isoformat()
        args = {"ref": request.ref, "gone": gone}
        uow.letters.add(
            DueLetter(request.ref, account.id, account.email, "erased", args, choose_locale(account.locale, request.locale)), now
        )
    return uow.letters.waits(request.ref)


def _receipt(kit: Kit, request: Request, now: datetime) -> Reply:
    lines = (text("rights-erased"), text("rights-erased-backups", day=kit.promise.gone_from_backups(now)))
    button = Button(text("button-receipt"), Link(f"{kit.home}/receipt/{request.ref}"), main=True)
    return Reply(lines=lines, tone=Tone.GOOD, buttons=(button,), private=True)


async def _tombstone(kit: Kit, request: Request) -> None:
    assert request.account_id is not None, STILL_THERE
    account_id = request.account_id
    accounts = await kit.shop.store.read(lambda uow: uow.erasures.accounts(account_id))
    await tombstones.bury(kit.shop, kit.promise, accounts, kit.shop.ambient.now())


async def _rows(kit: Kit, request: Request) -> None:
    """Every row at once. The step is written off in the same transaction: afterwards nobody knows whose rows these were."""
    now = kit.shop.ambient.now()
    await kit.shop.store.write(lambda uow: _purge(uow, kit, request, now))


def _purge(uow: UnitOfWork, kit: Kit, request: Request, now: datetime) -> None:
    current = uow.rights.get(request.ref)
    if current is None or current.account_id is None:
        return
    _mark_welcomed(uow, kit, current, now)
    until = kept_until(now)
    purged = uow.erasures.purge(current.account_id, request.ref, now, until)
    uow.rights.count(request.ref, Count(Counted.BOOKINGS, Fate.ANONYMISED, purged.bookings))
    uow.rights.count(request.ref, Count(Counted.CREDITS, Fate.DELETED, purged.credits))
    uow.rights.count(request.ref, Count(Counted.PAYMENTS, Fate.KEPT, purged.payments, until if purged.payments else None))
    uow.rights.end_step(request, EraseStep.ROWS, now)


def _mark_welcomed(uow: UnitOfWork, kit: Kit, request: Request, now: datetime) -> None:
    """Leaving and coming back must not be a way to free credits without end. A hash of the chat is kept for that, but not longer than
    everything else may take (PRV-43, PRV-51)."""
    until = (request.confirmed_at or now) + timedelta(days=POLICY_DAYS)
    for identity in uow.accounts.identities(request.account_id or ""):
        uow.accounts.mark_welcomed(kit.shop.ambient.pseudonym(f"{identity.platform} {identity.uid}"), until)


def kept_until(now: datetime) -> datetime:
    """Until when a payment of this year has to be kept."""
    return now.replace(year=now.year + PAYMENTS_KEPT_YEARS + 1, month=1, day=1, hour=0, minute=0, second=0, microsecond=0)


async def _compaction(kit: Kit, request: Request) -> None:
    await kit.shop.store.compact()


async def _verification(kit: Kit, request: Request) -> None:
    """A last look into the folders: what arrived meanwhile is deleted, and looked for once more (PRV-36). Raises `NotYet`, `TryLater`."""
    keeps_receipt = kit.erasers.get(EraseStep.VERIFICATION)
    if keeps_receipt is not None:
        await keeps_receipt.erase(request.ref, kit.shop.ambient.now())
    if await sweep_late(kit):
        raise NotYet(kit.shop.ambient.now() + SOON)


async def sweep_late(kit: Kit) -> int:
    """Delete what arrived for people who have left; how many files."""
    prefixes = await kit.shop.store.read(lambda uow: uow.erasures.late_prefixes(kit.shop.ambient.now()))
    return sum([await _empty(kit, prefix) for prefix in prefixes])


STEPS: Mapping[EraseStep, Work] = {
    EraseStep.MESSAGES: take_back,
    EraseStep.OBJECTS: _objects,
    EraseStep.MAKER: _told(EraseStep.MAKER, Counted.MAKER),
    EraseStep.CARRIER: _told(EraseStep.CARRIER, Counted.CARRIER),
    EraseStep.LETTER: _letter,
    EraseStep.TOMBSTONE: _tombstone,
    EraseStep.ROWS: _rows,
    EraseStep.COMPACTION: _compaction,
    EraseStep.VERIFICATION: _verification,
}
"""In this order (PRV-37)."""
