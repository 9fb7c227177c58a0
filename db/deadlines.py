"""What was said about the time that requests still have (PRV-26)."""

from datetime import datetime

from sqlalchemy import Connection, select, text, update

from core.rights.deadlines import Mark
from core.rights.requests import Request
from core.rights.storage import Watched
from db.rights import request_of
from db.tables import METADATA
from db.tables.rights import RIGHTS_ACTIVE
from db.upsert import insert_once

TABLES = METADATA.tables
REQUEST, DEADLINE, ACCESS = (TABLES[name] for name in ("rights_request", "rights_deadline", "staff_access"))


class SqlDeadlines:
    """Implements `core.rights.storage.Deadlines`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def watched(self, limit: int = 1000) -> list[Watched]:
        """See `Deadlines.watched`."""
        waiting = select(REQUEST).where(text(RIGHTS_ACTIVE)).order_by(REQUEST.c.answer_by, REQUEST.c.ref).limit(limit)
        requests = [request_of(row) for row in self._connection.execute(waiting)]
        refs = [request.ref for request in requests]
        seen = set(self._connection.execute(select(ACCESS.c.ref).where(ACCESS.c.ref.in_(refs))).scalars())
        said: dict[str, set[Mark]] = {}
        for ref, mark in self._connection.execute(select(DEADLINE.c.ref, DEADLINE.c.mark).where(DEADLINE.c.ref.in_(refs))):
            said.setdefault(ref, set()).add(Mark(mark))
        return [Watched(request, request.ref in seen, frozenset(said.get(request.ref, ()))) for request in requests]

    def note(self, ref: str, mark: Mark, now: datetime) -> bool:
        """See `Deadlines.note`."""
        return insert_once(self._connection, DEADLINE, {"ref": ref, "mark": mark, "at": now, "mailed_at": None})

    def unmailed(self, limit: int = 50) -> list[tuple[Request, Mark]]:
        """See `Deadlines.unmailed`."""
        due = select(DEADLINE.c.ref, DEADLINE.c.mark).where(DEADLINE.c.mailed_at.is_(None))
        found = self._connection.execute(due.order_by(DEADLINE.c.at, DEADLINE.c.ref, DEADLINE.c.mark).limit(limit)).all()
        theirs = select(REQUEST).where(REQUEST.c.ref.in_([row.ref for row in found]))
        requests = {row.ref: request_of(row) for row in self._connection.execute(theirs)}
        return [(requests[row.ref], Mark(row.mark)) for row in found]

    def mailed(self, ref: str, mark: Mark, now: datetime) -> None:
        """See `Deadlines.mailed`."""
        self._connection.execute(update(DEADLINE).where(DEADLINE.c.ref == ref, DEADLINE.c.mark == mark).values(mailed_at=now))
