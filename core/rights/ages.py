"""How old somebody has to be, and how that is found out without keeping when they were born (PRV-54, PRV-55)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from core.accounts import Account
from core.ambient import Ambient
from core.caller import Caller
from core.storage.unit_of_work import UnitOfWork

EVERYWHERE, EUROPE = 13, 16
LIMITS = (EVERYWHERE, EUROPE)
"""The ages of the policy: for most of the world, and for the European Economic Area. One of them, chosen by the operator, counts for
everybody: nobody is asked where they live (docs/decisions/0023)."""

FIRST_YEAR = 1900
MONTHS = range(1, 13)
MARKED_YOUNG_FOR = timedelta(days=30)
"""For so long a chat that was too young is known by a hash, so that trying again does not help."""

_SEAL = 12
"""Signs of a sealed number: two of them and a command fit into a button of 64 bytes."""


def is_admitted(account: Account | None, limit: int | None) -> bool:
    """Whether nothing about an age is left to ask. `limit` is in years; `None`: nobody is asked."""
    return limit is None or (account is not None and account.age_limit is not None and account.age_limit >= limit)


def is_old_enough(year: int, month: int, limit: int, now: datetime) -> bool:
    """Whether somebody born then is certainly so many years old. Within the month of the birthday that is not certain: not yet."""
    return (now.year - year) * 12 + now.month - month > limit * 12


def is_possible(year: int, month: int, now: datetime) -> bool:
    """Whether somebody who writes to us can have been born then."""
    return year >= FIRST_YEAR and month in MONTHS and (year, month) <= (now.year, now.month)


def decades(now: datetime) -> range:
    """The first years of all decades that can be chosen: every one up to today, so that the choice says nothing about a limit."""
    return range(FIRST_YEAR, now.year + 1, 10)


def years(decade: int, now: datetime) -> range:
    """The years of a decade, as far as they have begun."""
    return range(decade, min(decade + 10, now.year + 1))


def sealed(ambient: Ambient, caller: Caller, number: int) -> str:
    """A year or a month as a button carries it: nobody but us can tell which it is, so what was pressed can be stored until it is worked
    on, and what we send says only what stands in every list."""
    return ambient.pseudonym(f"born {caller.platform} {caller.uid} {number}")[:_SEAL]


def unsealed(ambient: Ambient, caller: Caller, seal: str, among: Iterable[int]) -> int | None:
    """The number behind a seal, if it is one of these."""
    return next((number for number in among if sealed(ambient, caller, number) == seal), None)


def mark_young(uow: UnitOfWork, caller: Caller, ambient: Ambient, now: datetime) -> None:
    """All that is kept of somebody who is too young (PRV-55)."""
    uow.accounts.mark_young(_hidden(caller, ambient), now + MARKED_YOUNG_FOR)


def is_marked_young(uow: UnitOfWork, caller: Caller, ambient: Ambient, now: datetime) -> bool:
    """Whether this chat was too young lately."""
    return uow.accounts.is_marked_young(_hidden(caller, ambient), now)


def _hidden(caller: Caller, ambient: Ambient) -> str:
    return ambient.pseudonym(f"young {caller.platform} {caller.uid}")
