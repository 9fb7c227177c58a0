"""Copies of people's data that wait to be fetched (PRV-77, PRV-78)."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from core.rights.requests import ENDED
from core.rights.storage import StoredPart
from db.tables import METADATA

PART = METADATA.tables["export_part"]
REQUEST = METADATA.tables["rights_request"]


class SqlExportParts:
    """Implements `core.rights.storage.ExportParts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, part: StoredPart) -> None:
        """Remember a part, before it is stored."""
        self._connection.execute(insert(PART).values(asdict(part)))

    def of(self, ref: str) -> list[StoredPart]:
        """The parts of a copy, in order."""
        return [_part(row) for row in self._connection.execute(select(PART).where(PART.c.ref == ref).order_by(PART.c.part))]

    def by_key(self, object_key: str) -> StoredPart | None:
        """The part that lies there."""
        row = self._connection.execute(select(PART).where(PART.c.object_key == object_key)).one_or_none()
        return _part(row) if row else None

    def fetched(self, ref: str, part: int, most: int) -> bool:
        """Count a download; false, and nothing changed, if there were `most` already."""
        same = PART.c.ref == ref, PART.c.part == part, PART.c.downloads < most
        return bool(self._connection.execute(update(PART).where(*same).values(downloads=PART.c.downloads + 1)).rowcount)

    def stored(self, part: StoredPart) -> None:
        """It is whole: store size, hash and `complete`."""
        facts = {"size": part.size, "sha256": part.sha256, "complete": True}
        self._connection.execute(update(PART).where(PART.c.ref == part.ref, PART.c.part == part.part).values(facts))

    def drop(self, ref: str) -> None:
        """Forget the parts of a copy, once their objects are gone."""
        self._connection.execute(delete(PART).where(PART.c.ref == ref))

    def stale(self, now: datetime, limit: int = 100) -> list[StoredPart]:
        """Parts past their time, or whose request has ended, whatever became of it (PRV-80)."""
        over = or_(PART.c.expires_at <= now, REQUEST.c.state.in_(ENDED))
        found = select(PART).join(REQUEST, REQUEST.c.ref == PART.c.ref).where(over).order_by(PART.c.ref, PART.c.part).limit(limit)
        return [_part(row) for row in self._connection.execute(found)]


def _part(row: Row[Any]) -> StoredPart:
    return StoredPart(**row._asdict())
