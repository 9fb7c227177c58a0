"""The operator's side of requests: who looked and acted (PRV-87), and the words that people wrote to them."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from core.rights.staff import Reason, Scope, StaffAccess
from db.tables import METADATA

TABLES = METADATA.tables
ACCESS, WORDS = TABLES["staff_access"], TABLES["rights_words"]


class SqlStaffLog:
    """Implements `core.rights.storage.StaffLog`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, access: StaffAccess) -> None:
        """See `StaffLog.add`."""
        self._connection.execute(insert(ACCESS).values(asdict(access)))

    def of_request(self, ref: str) -> list[StaffAccess]:
        """See `StaffLog.of_request`."""
        found = select(ACCESS).where(ACCESS.c.ref == ref).order_by(ACCESS.c.at, ACCESS.c.id)
        return [_access(row) for row in self._connection.execute(found)]

    def since(self, when: datetime) -> list[StaffAccess]:
        """See `StaffLog.since`."""
        found = select(ACCESS).where(ACCESS.c.at >= when).order_by(ACCESS.c.at, ACCESS.c.id)
        return [_access(row) for row in self._connection.execute(found)]


class SqlRightsWords:
    """Implements `core.rights.storage.RightsWords`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, ref: str, account_id: str, words: str, now: datetime) -> None:
        """See `RightsWords.put`."""
        self._connection.execute(insert(WORDS).values(ref=ref, account_id=account_id, words=words, at=now))

    def get(self, ref: str) -> str:
        """See `RightsWords.get`."""
        return self._connection.execute(select(WORDS.c.words).where(WORDS.c.ref == ref)).scalar_one_or_none() or ""


def _access(row: Row[Any]) -> StaffAccess:
    reason = Reason(row.reason) if row.reason else None
    return StaffAccess(**{**row._asdict(), "scope": Scope(row.scope), "reason": reason})
