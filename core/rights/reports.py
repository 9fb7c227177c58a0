"""What people tell us about others: an account that may be a child's, a picture or a prompt about them (PRV-57, PRV-94).

Nobody is looked up here, so nobody learns from the answer whether an account exists; a human reads what was written.
"""

from datetime import datetime

from core.ambient import Ambient
from core.cards import without_card_numbers
from core.prompts import printable
from core.rights.requests import Actor, Request, RequestKind, RequestState, answer_by, business_days_after
from core.rights.storage import Report
from core.storage.unit_of_work import UnitOfWork

LONGEST = 2000


def file(
    uow: UnitOfWork, ambient: Ambient, words: str, *, channel: str, locale: str, now: datetime, account_id: str | None = None
) -> Request:
    """Keep what was written (one to 2,000 characters) with a request that a human answers. Its `due_at` is until when somebody has looked
    at it: one working day. `account_id` is who wrote it, if they have an account; the request itself is nobody's."""
    request = Request(
        ref=ambient.new_id(),
        kind=RequestKind.MINOR,
        state=RequestState.OPEN,
        account_id=None,
        actor=Actor.PERSON,
        channel=channel,
        received_at=now,
        due_at=business_days_after(now, 1),
        answer_by=answer_by(now),
        locale=locale,
    )
    uow.rights.add(request)
    uow.reports.add(Report(request.ref, as_kept(words), now, account_id))
    return request


def as_kept(words: str) -> str:
    """The words without what no database takes and without card numbers, cut to what is read."""
    return without_card_numbers(printable(words)).strip()[:LONGEST]
