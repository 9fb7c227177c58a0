"""How everything is going: counts that stop at a bound, and the ends of indexes. Never a look at all rows of a table that grows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, and_, bindparam, case, func, literal_column, select, text

from core.pulse import MOST_COUNTED, Ended, Figures, Line, Requests, Waiting
from db import queue
from db.job_rows import JOB, PICTURE
from db.prepared import Prepared
from db.tables import METADATA
from db.tables.rights import RIGHTS_ACTIVE
from db.verify import RULES, verify_rule

TABLES = METADATA.tables
INBOX, REFUND, LETTER, NOTICE, UPDATE, MAIL, REQUEST = (
    TABLES[name] for name in ("inbox", "refund", "letter", "notice", "platform_update", "request_mail", "rights_request")
)

LOOKED_AT = 200
"""In the line of pictures, the one that waits longest is among the first: what came later does not come before it."""
JUDGED = 20
"""Of the pictures that came to their end, so many of each kind."""


def _waiting(since: Column[Any], which: ColumnElement[bool]) -> Prepared:
    """How many rows wait, and since when the oldest does."""
    some = select(since.label("since")).where(which).limit(MOST_COUNTED).subquery()
    numbers: list[ColumnElement[Any]] = [func.count().label("waiting"), func.min(some.c.since).label("since")]
    return Prepared(select(*numbers))


def _oldest(moments: Select[Any]) -> Prepared:
    """The first of some moments."""
    some = moments.subquery()
    return Prepared(select(func.min(some.c[0]).label("at")))


def _count(pictures: Select[Any]) -> Prepared:
    some = pictures.limit(MOST_COUNTED).subquery()
    return Prepared(select(func.count().label("pictures")).select_from(some))


def _jobs() -> Prepared:
    """Jobs that are not finished: those of which no picture has been begun at the moment, and the others."""
    of, line = select(PICTURE.c.job_id), PICTURE.c.rank
    queued = of.where(queue.QUEUED).order_by(line, PICTURE.c.arrival).limit(MOST_COUNTED).subquery()
    begun = of.where(queue.ASKED).limit(MOST_COUNTED).subquery()
    idle = select(queued.c.job_id).where(queued.c.job_id.not_in(select(begun.c.job_id))).distinct().subquery()
    busy = select(begun.c.job_id).distinct().subquery()
    counts = [select(func.count()).select_from(jobs).scalar_subquery().label(name) for name, jobs in (("waiting", idle), ("making", busy))]
    return Prepared(select(*counts))


def _requests() -> Prepared:
    active = select(REQUEST.c.answer_by).where(text(RIGHTS_ACTIVE)).limit(MOST_COUNTED).subquery()
    late = func.sum(case((active.c.answer_by <= bindparam("now"), 1), else_=0))
    numbers: list[ColumnElement[Any]] = [func.count().label("open"), func.min(active.c.answer_by).label("answer_by"), late.label("overdue")]
    return Prepared(select(*numbers))


OPEN_REFUND = REFUND.c.state.in_([literal_column("'due'"), literal_column("'asked'")])
LINES: Mapping[Line, Prepared] = {
    Line.DELIVERIES: _waiting(JOB.c.finished_at, queue.is_word(JOB.c.delivery, "due")),
    Line.PAYMENTS: _waiting(INBOX.c.received_at, queue.is_word(INBOX.c.state, "new")),
    Line.REFUNDS: _waiting(REFUND.c.requested_at, queue.is_word(REFUND.c.state, "due")),
    Line.RETURNING: _waiting(REFUND.c.requested_at, and_(OPEN_REFUND, queue.is_word(REFUND.c.state, "asked"))),
    Line.LETTERS: _waiting(LETTER.c.created_at, queue.is_word(LETTER.c.state, "due")),
    Line.NOTICES: _waiting(NOTICE.c.created_at, queue.is_word(NOTICE.c.state, "due")),
    Line.UPDATES: _waiting(UPDATE.c.received_at, queue.is_word(UPDATE.c.state, "open")),
    Line.MAILS: _waiting(MAIL.c.at, queue.is_word(MAIL.c.state, "due")),
}
"""Each condition is that of an index of its own."""

QUEUED = _count(select(PICTURE.c.arrival).where(queue.QUEUED).order_by(*queue.ORDER))
MAKING = _count(select(PICTURE.c.lease_until).where(queue.ASKED, PICTURE.c.lease_until >= bindparam("now")))
JOBS = _jobs()
REQUESTS = _requests()
LONGEST_IN_LINE = _oldest(
    select(JOB.c.created_at).join(PICTURE, PICTURE.c.job_id == JOB.c.id).where(queue.QUEUED).order_by(*queue.ORDER).limit(LOOKED_AT)
)
IN_FRONT = _oldest(select(PICTURE.c.due_at).where(queue.in_line("front")).order_by(*queue.ORDER).limit(LOOKED_AT))
ABANDONED = _oldest(select(PICTURE.c.lease_until).where(queue.ASKED, PICTURE.c.lease_until < bindparam("now")).limit(LOOKED_AT))
FAILED = Prepared(
    select(PICTURE.c.finished_at, PICTURE.c.reason)
    .where(queue.is_word(PICTURE.c.state, "failed"))
    .order_by(PICTURE.c.finished_at.desc())
    .limit(JUDGED)
)


class SqlPulse:
    """Implements `core.storage.pulse.Pulse`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def figures(self, now: datetime) -> Figures:
        """See `Pulse.figures`."""
        lines = {line: Waiting(*found.rows(self._connection)[0]) for line, found in LINES.items()}
        queued = QUEUED.rows(self._connection)[0].pictures
        made = queue.LATEST_MADE.rows(self._connection)
        return Figures(
            at=now,
            jobs={**JOBS.rows(self._connection)[0]._asdict(), "undelivered": lines[Line.DELIVERIES].count},
            queued=queued,
            making=MAKING.rows(self._connection, now=now)[0].pictures,
            lines={Line.PICTURES: Waiting(queued, LONGEST_IN_LINE.rows(self._connection)[0].at), **lines},
            requests=self._requests(now),
            latest=self._latest(made),
            turn_since=self._turn_since(now),
            measured=tuple(max(0.0, (row.finished_at - row.asked_at).total_seconds()) for row in made[: queue.MEASURED]),
        )

    def rules(self) -> tuple[str, ...]:
        """See `Pulse.rules`."""
        return tuple(RULES)

    def breaches(self, rule: str, now: datetime) -> int:
        """See `Pulse.breaches`."""
        return verify_rule(self._connection, rule, now).count

    def _turn_since(self, now: datetime) -> datetime | None:
        """Since when somebody could have begun: what stands in front is due, what a dead worker had is to be taken over."""
        found = [IN_FRONT.rows(self._connection)[0].at, ABANDONED.rows(self._connection, now=now)[0].at]
        return min((moment for moment in found if moment is not None and moment <= now), default=None)

    def _latest(self, made: list[Any]) -> tuple[Ended, ...]:
        ended = [Ended(row.finished_at, None) for row in made[:JUDGED]]
        ended += [Ended(row.finished_at, row.reason) for row in FAILED.rows(self._connection)]
        return tuple(sorted(ended, key=lambda one: one.at, reverse=True))

    def _requests(self, now: datetime) -> Requests:
        [found] = REQUESTS.rows(self._connection, now=now)
        return Requests(found.open, found.answer_by, found.overdue or 0)
