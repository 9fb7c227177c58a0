"""How often somebody may try. Who it is, is only ever known as a hash under the key of the day (PRV-11)."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.access import Attempt
from core.errors import Refused
from core.storage.unit_of_work import UnitOfWork
from core.text import text


@dataclass(frozen=True)
class Limit:
    """At most `most` times in any stretch of `per`. `name` is under which it is counted."""

    name: str
    most: int
    per: timedelta


LIMITS: dict[Attempt, tuple[Limit, ...]] = {
    Attempt.MAIL_TO_ADDRESS: (Limit("mail-address", 3, timedelta(minutes=15)), Limit("mail-address-day", 10, timedelta(days=1))),
    Attempt.MAIL_FROM_NETWORK: (Limit("mail-network", 10, timedelta(minutes=15)),),
    Attempt.MAIL_FOR_ACCOUNT: (Limit("mail-account", 5, timedelta(hours=1)),),
    Attempt.LINK_FROM_NETWORK: (Limit("link-network", 30, timedelta(minutes=15)),),
    Attempt.CODE_OF_ACCOUNT: (Limit("code-account", 5, timedelta(minutes=10)),),
    Attempt.CODE_OF_VOUCHER: (Limit("voucher", 5, timedelta(minutes=10)), Limit("voucher-day", 20, timedelta(days=1))),
    Attempt.CODE_OF_ANY_VOUCHER: (Limit("voucher-all", 1000, timedelta(minutes=10)),),
    Attempt.CODE_FOR_RIGHTS: (Limit("code-rights", 5, timedelta(minutes=30)),),
    Attempt.REPORT: (Limit("report", 5, timedelta(hours=1)), Limit("report-day", 15, timedelta(days=1))),
    Attempt.ORDER: (Limit("order", 20, timedelta(hours=1)), Limit("order-day", 60, timedelta(days=1))),
    Attempt.ANSWER_BY_MAIL: (Limit("mail-answer", 3, timedelta(days=1)),),
    Attempt.PAY_FROM_NETWORK: (Limit("pay-network", 30, timedelta(minutes=10)),),
    Attempt.TRY_OF_RIGHTS: (Limit("try-rights", 5, timedelta(minutes=15)),),
}


class TooOften(Refused):
    """Enough tries for now; the sentence names the minute from which it works again."""

    status = 429


def hidden(uow: UnitOfWork, who: str, now: datetime) -> str:
    """A hash that stands for an address, a network or an account today, and that nobody can follow once the day's key is destroyed."""
    key = uow.attempts.day_key(now.date().isoformat(), secrets.token_hex(32))
    return hmac.new(key.encode(), who.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def over_at(uow: UnitOfWork, what: Attempt, who: str, now: datetime) -> datetime | None:
    """Count one more try of `who` (hidden); if that is too often, the minute from which on it is not any more.

    With the key of the day every count begins anew at midnight UTC.
    """
    ends = [_minute_after(now, limit.per) for limit in LIMITS[what] if _exceeded(uow, limit, who, now)]
    return max(ends, default=None)


def allow(uow: UnitOfWork, what: Attempt, who: str, now: datetime) -> None:
    """Count one more try of `who` (hidden). Raises `TooOften`.

    What a handler has counted is undone if it raises after this. So answer a wrong try with a reply, or it has never happened.
    """
    until = over_at(uow, what, who, now)
    if until is not None:
        raise TooOften(text("error-too-often", until=until))


def clear(uow: UnitOfWork, what: Attempt, who: str) -> None:
    """It went well: earlier tries do not count any more."""
    for limit in LIMITS[what]:
        uow.attempts.clear(limit.name, who)


def _exceeded(uow: UnitOfWork, limit: Limit, who: str, now: datetime) -> bool:
    return uow.attempts.tally(limit.name, who, now, since=now - limit.per) > limit.most


def _minute_after(now: datetime, per: timedelta) -> datetime:
    """The first whole minute after this time from now, but not after midnight."""
    over = (now + per).replace(second=0, microsecond=0) + timedelta(minutes=1)
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return min(over, midnight)
