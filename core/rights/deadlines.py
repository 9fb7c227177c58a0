"""Whether requests are answered in time: what must be said to the operator, and when. Decisions on values only (PRV-26)."""

from datetime import datetime, timedelta
from enum import StrEnum

from core.rights.requests import ACTIVE, Request, RequestState, business_days_after

ACKNOWLEDGED_IN = 10
"""Business days in which CCPA wants a request acknowledged."""

SEEN_IN = timedelta(hours=24)
"""So long a request that people must answer may lie there before somebody looks at it (privacy.md §5.5)."""


class Mark(StrEnum):
    """A point that a request has passed without an answer."""

    UNSEEN = "unseen"  # a day, and nobody has looked at it
    UNACKNOWLEDGED = "unacknowledged"  # ten business days, and nobody has looked at it
    HALF = "half"
    MOST = "most"
    OVERDUE = "overdue"


SHARES = {Mark.HALF: 0.5, Mark.MOST: 0.8, Mark.OVERDUE: 1.0}
"""Of the time until the earliest legal limit."""


def share_used(request: Request, now: datetime) -> float:
    """How much of the time for an answer is used up: 1.0 when it is over."""
    return (now - request.received_at) / (request.answer_by - request.received_at)


def acknowledge_by(received: datetime) -> datetime:
    """Until when somebody must have looked at it."""
    return business_days_after(received, ACKNOWLEDGED_IN)


def overdue(request: Request, now: datetime) -> bool:
    """Whether it should have been answered by now."""
    return request.state in ACTIVE and now >= request.answer_by


def passed(request: Request, seen: bool, now: datetime) -> list[Mark]:
    """Every mark behind which it is. `seen`: one of the operator's people has looked at it; only what people answer needs that."""
    if request.state not in ACTIVE:
        return []
    marks = [mark for mark, share in SHARES.items() if share_used(request, now) >= share]
    if request.state is not RequestState.OPEN or seen:
        return marks
    late = {Mark.UNSEEN: request.received_at + SEEN_IN, Mark.UNACKNOWLEDGED: acknowledge_by(request.received_at)}
    return [mark for mark, at in late.items() if now >= at] + marks
