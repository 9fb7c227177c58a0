"""Placing and ending legal holds: one record, two roles, an end that is set, and never more than that record (PRV-58, PRV-85)."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from core.ambient import Ambient
from core.ports import StoreUnavailable
from core.rights.desk import CannotAct, note
from core.rights.holds import HeldKind, Hold, HoldReason, LeftOver
from core.rights.staff import Scope
from core.storage.unit_of_work import UnitOfWork
from core.workshop import Workshop

log = logging.getLogger(__name__)

AT_ONCE = 50

SECOND_WITHIN = timedelta(days=3)
"""A hold works at once, so that nothing is lost meanwhile; so long it waits for the second role."""


def place(
    uow: UnitOfWork, ambient: Ambient, kind: HeldKind, record_id: str, reason: HoldReason, until: datetime, role: str, now: datetime
) -> Hold:
    """Hold one record. From the first role on it is kept and out of sight; without a second one that ends after three days.

    Raises `CannotAct`: past, gone (there is no such record), same, held (it is confirmed already).
    """
    if until <= now:
        raise CannotAct("past")
    placed = uow.holds.open(kind, record_id)
    if placed is None:
        return _placed(uow, ambient, Hold(ambient.new_id(), kind, record_id, reason, role, now, min(until, now + SECOND_WITHIN)), now)
    if placed.second is not None:
        raise CannotAct("held")
    if placed.placed_by == role:
        raise CannotAct("same")
    confirmed = replace(placed, second=role, until=until)
    uow.holds.change(confirmed)
    note(uow, ambient, role, Scope.HOLD, now, account_id=placed.account_id)
    return confirmed


def _placed(uow: UnitOfWork, ambient: Ambient, hold: Hold, now: datetime) -> Hold:
    owner = uow.holds.owner(hold.kind, hold.record_id)
    if owner is None:
        raise CannotAct("gone")
    placed = replace(hold, account_id=owner)
    uow.holds.add(placed)
    note(uow, ambient, hold.placed_by, Scope.HOLD, now, account_id=owner)
    return placed


def release(uow: UnitOfWork, ambient: Ambient, hold_id: str, role: str, now: datetime) -> None:
    """End a hold before its time. Raises `CannotAct`."""
    hold = uow.holds.get(hold_id)
    if hold is None or hold.released_at is not None:
        raise CannotAct("gone")
    note(uow, ambient, role, Scope.RELEASE, now, account_id=hold.account_id)
    uow.holds.end(hold, now)


async def end_due(shop: Workshop) -> int:
    """End the holds whose time is over, and erase what is left of people who have gone meanwhile (PRV-58); how many records those were.

    Safe at any time, in any number of processes. While the object store is away it is tried again the next time.
    """
    now, erased = shop.ambient.now(), 0
    while await shop.store.write(partial(_end_some, now)):
        pass
    while left := await shop.store.read(lambda uow: uow.holds.left_over(AT_ONCE)):
        for what in left:
            if what.object_key is not None:
                try:
                    await shop.objects.delete(what.object_key)
                except StoreUnavailable:
                    log.warning("object store away, what was held stays for now")
                    return erased
            await shop.store.write(partial(_gone, what))
            erased += 1
    return erased


def _end_some(now: datetime, uow: UnitOfWork) -> int:
    due = uow.holds.due(now, AT_ONCE)
    for hold in due:
        uow.holds.end(hold, now)
    return len(due)


def _gone(what: LeftOver, uow: UnitOfWork) -> None:
    uow.holds.gone(what)
