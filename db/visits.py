"""What is kept of web requests."""

from dataclasses import asdict

from sqlalchemy import Connection, bindparam, select

from core.access import WebVisit
from db.prepared import Prepared, adding
from db.tables import METADATA

VISIT = METADATA.tables["web_visit"]

ADD = adding(VISIT)
OF = Prepared(
    select(VISIT.c.network, VISIT.c.browser, VISIT.c.language, VISIT.c.at)
    .where(VISIT.c.account_id == bindparam("account"))
    .order_by(VISIT.c.at.desc(), VISIT.c.id)
    .limit(bindparam("most"))
)


class SqlVisits:
    """Implements `core.storage.access.Visits`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, visit_id: str, visit: WebVisit, account_id: str | None) -> None:
        """Keep one."""
        ADD.run(self._connection, id=visit_id, account_id=account_id, merge_id=None, **asdict(visit))

    def of(self, account_id: str, *, limit: int) -> list[WebVisit]:
        """A person's, newest first."""
        return [WebVisit(*row) for row in OF.rows(self._connection, account=account_id, most=limit)]
