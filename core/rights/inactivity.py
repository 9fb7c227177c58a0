"""Accounts whose owners have not been here for long: told twice, then deleted like any other, with the grace (PRV-49)."""

import calendar
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from core.accounts import Account, Standing
from core.ambient import Ambient
from core.legal.facts import LONGER_WITH_CREDITS
from core.membership import SEEN_AGAIN
from core.notices import tell_by_mail, tell_everywhere
from core.reply import Button, Call, Reply, Tone
from core.rights.on_behalf import erase
from core.rights.promise import Promise
from core.rights.requests import Actor, RequestKind
from core.rights.storage import Absence
from core.storage.store import Store
from core.storage.unit_of_work import UnitOfWork
from core.text import text

MONTHS = 24
"""Without a sign of life, unless the operator chose otherwise."""

SECOND_BEFORE = timedelta(days=14)
AT_ONCE = 100
CHANNEL = "inactivity"


class Move(StrEnum):
    """What is due for somebody who has not been here."""

    FIRST = "first"  # the first notice, a month ahead
    SECOND = "second"  # the second, two weeks ahead
    ERASE = "erase"


@dataclass(frozen=True)
class Limits:
    """After so many months without a sign of life an account ends; 0: never. `promise`: how long that can be called back."""

    promise: Promise
    months: int = MONTHS


def ends_at(absence: Absence, months: int) -> datetime:
    """When the account ends. Never less than a month after the first notice and two weeks after the second, however late those were.

    It is kept to the day when somebody was last here, so that day counts whole, for them.
    """
    begins, end = window(absence, months)
    for notice, ahead in zip(_valid(absence, begins), (timedelta(0), SECOND_BEFORE), strict=False):
        end = max(end, notice + ahead if ahead else months_after(notice, 1))
    return end


def window(absence: Absence, months: int) -> tuple[datetime, datetime]:
    """When the first notice is due, and when the account ends if that is given in time."""
    last = absence.seen_at + SEEN_AGAIN
    life = months + (LONGER_WITH_CREDITS if absence.credits else 0)
    return months_after(last, life - 1), months_after(last, life)


def due(absence: Absence, months: int, now: datetime) -> Move | None:
    """What is due, if anything."""
    begins, _ = window(absence, months)
    told, end = len(_valid(absence, begins)), ends_at(absence, months)
    if told == 0:
        return Move.FIRST if now >= begins else None
    if told == 1:
        return Move.SECOND if now >= end - SECOND_BEFORE else None
    return Move.ERASE if now >= end else None


def months_after(moment: datetime, months: int) -> datetime:
    """The same day so many months later, or that month's last day if it has none such."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, calendar.monthrange(year, month + 1)[1]))


def _valid(absence: Absence, begins: datetime) -> tuple[datetime, ...]:
    """Notices of this absence: credits that came meanwhile make what was said before untrue."""
    return tuple(at for at in absence.told if at >= begins)


async def look_for_absent(store: Store, ambient: Ambient, limits: Limits) -> int:
    """Do what is due for everybody who has not been here for long; for how many. Safe at any time, in any number of processes."""
    if not limits.months:
        return 0
    now, after, done = ambient.now(), "", 0
    # A month ahead and some days: what is really due is decided from the calendar.
    before = now - timedelta(days=28 * max(limits.months - 1, 0))
    while found := await store.read(partial(_page, before, after)):
        for absence in found:
            if due(absence, limits.months, now):
                done += await store.write(partial(_act, ambient, limits, absence.account_id, now))
        after = found[-1].account_id
    return done


def _page(before: datetime, after: str, uow: UnitOfWork) -> list[Absence]:
    return uow.absences.since(before, after, AT_ONCE)


def _act(ambient: Ambient, limits: Limits, account_id: str, now: datetime, uow: UnitOfWork) -> bool:
    """Look again, with the account locked: whoever has come meanwhile is left in peace."""
    uow.accounts.lock(account_id)
    absence = uow.absences.of(account_id)
    move = due(absence, limits.months, now) if absence else None
    if absence is None or move is None:
        return False
    account = uow.accounts.get(account_id)
    if move is Move.ERASE:
        erase(uow, ambient, limits.promise, account, Actor.PROGRAM, CHANNEL, now)
    else:
        _warn(uow, ambient, limits, account, absence, now)
    return True


def _warn(uow: UnitOfWork, ambient: Ambient, limits: Limits, account: Account, absence: Absence, now: datetime) -> None:
    """Every channel hears the date, with one press that keeps the account."""
    begins, _ = window(absence, limits.months)
    told = (*_valid(absence, begins), now)
    uow.absences.told(account.id, len(told), now)
    end = ends_at(replace(absence, told=told), limits.months)
    tell_everywhere(uow, ambient, account.id, notice(end), now)
    tell_by_mail(uow, ambient, account, "inactivity", {"end": end.date().isoformat()}, now)


def notice(end: datetime) -> Reply:
    """What is said in a chat."""
    lines = (text("inactivity-notice", at=end), text("inactivity-what"), text("inactivity-keep"))
    buttons = (Button(text("button-keep"), Call("keep", {}), main=True), Button(text("button-export"), Call("export-my-data", {})))
    return Reply(lines=lines, tone=Tone.WARNING, buttons=buttons, private=True)


def locked_for_absence(uow: UnitOfWork, account: Account) -> bool:
    """Whether the account is locked for nothing but absence, so that one press may keep it."""
    request = uow.rights.active(account.id, RequestKind.ERASE)
    return account.standing is Standing.LOCKED and request is not None and request.actor is Actor.PROGRAM
