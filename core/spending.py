"""What people set themselves: how much they want to spend in a month at most. Months are those of UTC."""

from datetime import datetime, timedelta

from core.accounts import Account
from core.wallet import Cap


def month_of(now: datetime) -> datetime:
    """The first moment of this month."""
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def next_month(now: datetime) -> datetime:
    """When the limit counts from nothing again."""
    return month_of(month_of(now) + timedelta(days=32))


def cap_of(account: Account, now: datetime) -> Cap | None:
    """The person's own limit for this month, if they have set one."""
    return None if account.monthly_limit is None else Cap(account.monthly_limit, month_of(now))
