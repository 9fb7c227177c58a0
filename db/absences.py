"""Who has not been here for long, and what they were told (PRV-49)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, select

from core.accounts import Standing
from core.rights.storage import Absence
from core.self_test.marks import PLATFORM as SELF_TEST
from db.tables import METADATA
from db.upsert import putting

TABLES = METADATA.tables
ACCOUNT, WALLET, NOTICE, IDENTITY = (TABLES[name] for name in ("account", "wallet", "inactivity_notice", "identity"))
PUT = putting(NOTICE, "at")


class SqlAbsences:
    """Implements `core.rights.storage.Absences`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def since(self, before: datetime, after: str, limit: int) -> list[Absence]:
        """See `Absences.since`."""
        rows = self._rows(ACCOUNT.c.seen_at < before, ACCOUNT.c.id > after, limit=limit)
        told: dict[str, list[datetime]] = {}
        mine = select(NOTICE.c.account_id, NOTICE.c.at).where(NOTICE.c.account_id.in_([row.id for row in rows]))
        for account_id, at in self._connection.execute(mine.order_by(NOTICE.c.account_id, NOTICE.c.number)):
            told.setdefault(account_id, []).append(at)
        return [Absence(row.id, row.seen_at, bool(row.posted), tuple(told.get(row.id, ()))) for row in rows]

    def of(self, account_id: str) -> Absence | None:
        """See `Absences.of`."""
        found = self._rows(ACCOUNT.c.id == account_id, limit=1)
        if not found:
            return None
        mine = select(NOTICE.c.at).where(NOTICE.c.account_id == account_id).order_by(NOTICE.c.number)
        return Absence(account_id, found[0].seen_at, bool(found[0].posted), tuple(self._connection.execute(mine).scalars()))

    def told(self, account_id: str, number: int, now: datetime) -> None:
        """See `Absences.told`."""
        PUT.run(self._connection, account_id=account_id, number=number, at=now)

    def _rows(self, *which: ColumnElement[bool], limit: int) -> Sequence[Any]:
        """Accounts that somebody could have left: no shells, none that is locked or kept on purpose, and none of the program's own."""
        columns = ACCOUNT.c.id, ACCOUNT.c.seen_at, func.coalesce(WALLET.c.posted, 0).label("posted")
        joined = ACCOUNT.outerjoin(WALLET, WALLET.c.account_id == ACCOUNT.c.id)
        alive = ACCOUNT.c.merged_into.is_(None), ACCOUNT.c.standing == Standing.ACTIVE
        ours = exists().where(IDENTITY.c.account_id == ACCOUNT.c.id, IDENTITY.c.platform == SELF_TEST)
        found = select(*columns).select_from(joined).where(*alive, ~ours, *which).order_by(ACCOUNT.c.id).limit(limit)
        return self._connection.execute(found).all()
