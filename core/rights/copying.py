"""Making the copy of a person's data, telling its owner, and ending it (PRV-73 … PRV-80).

The duties of the rights' worker: `begin` for a held request, `carry_out` for a running one, `end` for one that is ready and over.
"""

import asyncio
import logging
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from core.ambient import Ambient
from core.notices import living, private_address, tell, tell_by_mail, tell_everywhere
from core.ports import StoreUnavailable
from core.reply import Button, Document, Link, Reply, Tone
from core.rights import parcels
from core.rights.copies import PAGE, TAKE_FILES, Copy
from core.rights.export import Outcome, Progress, Step, export_parts
from core.rights.kit import Kit, NotYet
from core.rights.parcels import LIFE, Attempt, Lost, Parcels
from core.rights.requests import Actor, Request, RequestState
from core.rights.safety import safe_at
from core.rights.size import said_size
from core.rights.storage import StoredPart
from core.storage.unit_of_work import UnitOfWork
from core.text import Text, choose_locale, text

log = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(days=1)
"""When what could not be read is tried once more (T-EX-7)."""
IN_CHAT = 8 * 2**20
"""Bytes of a copy that is also posted as a file where it was asked for, at most."""
PART_BYTES = 500_000_000
"""PRV-75 allows 2 GB. Smaller ones are stored while the next is packed, take less room here, and a broken download begins anew sooner."""
OURS_FOR = timedelta(minutes=2)
"""For so long after each beat nobody else begins the same copy."""


@dataclass(frozen=True)
class Making:
    """How copies are made: where parts wait until they are stored (three of them must fit; `None`: where the kit says), how large a part
    may become in bytes, and every how many seconds a worker says how far it is."""

    folder: Path | None = None
    part_bytes: int = PART_BYTES
    beat: float = 5.0


USUAL = Making()


@dataclass
class Heard:
    """How far the export says it is."""

    progress: Progress = field(default_factory=lambda: Progress(Step.READING))

    def hear(self, progress: Progress) -> None:
        """It says so now."""
        self.progress = progress


async def begin(kit: Kit, request: Request) -> None:
    """For one that is held: its time has come, unless something about the account has changed meanwhile. Raises `NotYet`."""
    now = kit.shop.ambient.now()
    await kit.shop.store.write(lambda uow: _begin(uow, request, now))
    kit.reached("copy begun")


def _begin(uow: UnitOfWork, request: Request, now: datetime) -> None:
    _wait_until_safe(uow, request, now)
    if request.begins_at is not None and request.begins_at > now:
        raise NotYet(request.begins_at)
    moved = uow.rights.move(request, RequestState.RUNNING, now, Actor.PROGRAM)
    if moved is not None:
        uow.rights.change(replace(moved, due_at=now, attempts=0))


def _wait_until_safe(uow: UnitOfWork, request: Request, now: datetime) -> None:
    if request.account_id is not None and (safe := safe_at(uow, living(uow, request.account_id), now)):
        raise NotYet(safe)


async def carry_out(kit: Kit, request: Request, making: Making = USUAL) -> None:
    """For one that is running: make it, store it, and tell its owner. A second attempt begins anew. Raises `NotYet`.

    What an earlier attempt left is deleted first. Called off or taken over, it stops within a beat, and takes away what it had stored.
    """
    attempt = await _attempt(kit, request)
    if attempt is None:
        return
    shelf, heard = Parcels(attempt, making.folder or kit.folder), Heard()
    work = asyncio.ensure_future(_make(attempt, shelf, making, heard))
    try:
        await _accompanied(attempt, work, heard, making.beat)
    except Lost:
        # A beat that comes just after the end finds it is not running any more either.
        if await shelf.withdraw():
            log.info("copy stopped", extra={"request": request.ref})
    except (StoreUnavailable, OSError) as error:
        log.warning("copy put off", extra={"request": request.ref, "error": type(error).__name__})
        await shelf.withdraw()
        raise NotYet from None
    finally:
        shelf.close()


async def _attempt(kit: Kit, request: Request) -> Attempt | None:
    """This worker's turn, on a clean table; `None` if the request is nobody's or has ended. Raises `NotYet`."""
    now = kit.shop.ambient.now()
    attempt = await kit.shop.store.write(lambda uow: _claimed(uow, kit, request, now))
    if attempt is not None:
        try:
            await parcels.empty(kit.shop, request.ref)
        except StoreUnavailable:
            raise NotYet from None
        kit.reached("copy claimed")
    return attempt


def _claimed(uow: UnitOfWork, kit: Kit, request: Request, now: datetime) -> Attempt | None:
    current = uow.rights.get(request.ref)
    if current is None or current.state is not RequestState.RUNNING:
        return None
    if current.account_id is None:
        uow.rights.move(current, RequestState.CANCELLED, now, Actor.PROGRAM)
        return None
    _wait_until_safe(uow, current, now)
    return Attempt(kit, current, living(uow, current.account_id).id)


async def _accompanied(attempt: Attempt, work: "asyncio.Future[None]", heard: Heard, beat: float) -> None:
    """Wait for the end, and say meanwhile how far it is. However this ends, the work has ended, too. Raises `Lost` and what it raises."""
    try:
        while not (await asyncio.wait({work}, timeout=beat))[0]:
            await attempt.kit.shop.store.write(lambda uow: _beat(uow, attempt, heard.progress))
        await work
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


def _beat(uow: UnitOfWork, attempt: Attempt, progress: Progress) -> None:
    """It is still ours, and so many files are collected: never fewer than was said before, a second attempt catches up with the first."""
    uow.accounts.lock(attempt.account_id)
    current = attempt.holds(uow)
    done, total = max(current.done, progress.done), max(current.total, progress.total)
    uow.rights.change(replace(current, due_at=attempt.kit.shop.ambient.now() + OURS_FOR, done=done, total=total))


async def _make(attempt: Attempt, shelf: Parcels, making: Making, heard: Heard) -> None:
    kit, shop = attempt.kit, attempt.kit.shop
    outcome = await export_parts(
        shop.store,
        shop.objects,
        shop.ambient,
        kit.catalogue,
        attempt.account_id,
        attempt.request.locale,
        shelf,
        heard.hear,
        source=kit.source,
        limit=making.part_bytes,
    )
    kit.reached("copy stored")
    page = f"{kit.home}{PAGE}/{attempt.request.ref}"
    await shop.store.write(lambda uow: _complete(uow, attempt, outcome, page))
    shop.work_is_due()
    kit.reached("copy ready")


def _complete(uow: UnitOfWork, attempt: Attempt, outcome: Outcome, page: str) -> None:
    """Ready, in one transaction with everything that tells its owner so."""
    ambient = attempt.kit.shop.ambient
    now = ambient.now()
    uow.accounts.lock(attempt.account_id)
    moved = uow.rights.move(attempt.holds(uow), RequestState.READY, now, Actor.PROGRAM)
    if moved is None:
        raise Lost
    missing = len(outcome.gaps)
    ready = replace(moved, due_at=now + LIFE, attempts=0, done=outcome.files, total=outcome.files + missing)
    uow.rights.change(ready)
    parts = _made_to_last(uow, ready)
    again = _try_again(uow, ambient, ready, now) if missing else None
    _tell(uow, ambient, attempt.account_id, Copy(ready, tuple(parts)), again, page, now)


def _made_to_last(uow: UnitOfWork, ready: Request) -> list[StoredPart]:
    """The parts, each with the end that the whole has."""
    parts = [replace(part, expires_at=ready.due_at) for part in uow.parts.of(ready.ref)]
    uow.parts.drop(ready.ref)
    for part in parts:
        uow.parts.add(part)
    return parts


def _try_again(uow: UnitOfWork, ambient: Ambient, request: Request, now: datetime) -> datetime | None:
    """Once, and by ourselves: another request, which nobody has to ask for. What fails twice is for a human (PRV-74)."""
    if request.actor is Actor.PROGRAM:
        log.error("a copy has gaps for the second time", extra={"request": request.ref, "missing": request.total - request.done})
        return None
    at = now + AGAIN_AFTER
    again = replace(request, ref=ambient.new_id(), state=RequestState.HELD, actor=Actor.PROGRAM, received_at=now, done=0, total=0)
    uow.rights.add(replace(again, confirmed_at=now, begins_at=at, due_at=at))
    return at


# --- telling ---------------------------------------------------------------------------------------


def _tell(uow: UnitOfWork, ambient: Ambient, account_id: str, copy: Copy, again: datetime | None, page: str, now: datetime) -> None:
    """Every chat and the address hear of it, none of them with any of it but the chat where it was asked for, if it is small (PRV-77)."""
    reply = _ready(copy, again, page)
    asked = copy.request.address
    identities = uow.accounts.identities(account_id)
    chat = next((one for one in identities if asked and asked.private and (one.platform, one.uid) == (asked.platform, asked.uid)), None)
    account = uow.accounts.get(account_id)
    if chat is not None and chat.platform in TAKE_FILES and len(copy.parts) == 1 and copy.size <= IN_CHAT:
        locale = account.locale or choose_locale(chat.locale_hint)
        tell(uow, ambient, account_id, private_address(chat.platform, chat.uid), _with_file(reply, copy.parts[0]), locale, now)
        tell_everywhere(uow, ambient, account_id, reply, now, but=asked)
    else:
        tell_everywhere(uow, ambient, account_id, reply, now)
    facts = {"parts": str(len(copy.parts)), "size": str(copy.size), "until": copy.request.due_at.isoformat(), "missing": str(copy.missing)}
    tell_by_mail(uow, ambient, account, "copy-ready", facts, now)


def _ready(copy: Copy, again: datetime | None, page: str) -> Reply:
    lines = (
        text("copies-ready", parts=len(copy.parts), size=said_size(copy.size)),
        text("copies-ready-until", until=copy.request.due_at),
        _completeness(copy.missing, again),
        text("copies-not-me"),
    )
    button = Button(text("button-copies-page"), Link(page), main=True)
    return Reply(lines=lines, tone=Tone.WARNING if copy.missing else Tone.GOOD, buttons=(button,), private=True)


def _completeness(missing: int, again: datetime | None) -> Text:
    if not missing:
        return text("copies-complete")
    return text("copies-missing-again", count=missing, again=again) if again else text("copies-missing-still", count=missing)


def _with_file(reply: Reply, part: StoredPart) -> Reply:
    document = Document(part.object_key, part.name, parcels.MEDIA_TYPE)
    return replace(reply, lines=(*reply.lines[:2], text("copies-attached"), *reply.lines[2:]), documents=(document,))


# --- ending ----------------------------------------------------------------------------------------


async def end(kit: Kit, request: Request) -> None:
    """For one that is ready, when its time is over: its objects are deleted, and that is looked at (PRV-78). Raises `NotYet`."""
    try:
        await parcels.empty(kit.shop, request.ref)
    except StoreUnavailable:
        raise NotYet from None
    kit.reached("copy emptied")
    now = kit.shop.ambient.now()
    await kit.shop.store.write(lambda uow: uow.rights.move(request, RequestState.DONE, now, Actor.PROGRAM))
    kit.reached("copy ended")
