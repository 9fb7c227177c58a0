"""What people told us about others (PRV-57, PRV-94)."""

from dataclasses import asdict

from sqlalchemy import Connection, insert, select

from core.rights.storage import Report
from db.tables import METADATA

REPORT = METADATA.tables["report"]


class SqlReports:
    """Implements `core.rights.storage.Reports`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, report: Report) -> None:
        """Keep it, once its request is there."""
        self._connection.execute(insert(REPORT).values(asdict(report)))

    def get(self, ref: str) -> Report | None:
        """What was said, as long as it is kept."""
        row = self._connection.execute(select(REPORT).where(REPORT.c.ref == ref)).one_or_none()
        return Report(**row._asdict()) if row else None
