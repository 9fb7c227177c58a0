"""Pictures that people gave us to work from."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from core.ports import Reference
from core.storage.jobs import StoredReference
from db.tables import METADATA

REFERENCE = METADATA.tables["reference"]


class SqlReferences:
    """Implements `core.storage.jobs.References`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, reference: StoredReference) -> None:
        """Remember an upload."""
        self._connection.execute(
            insert(REFERENCE).values(
                id=reference.id,
                account_id=reference.account_id,
                object_key=reference.object_key,
                media_type=reference.facts.media_type,
                size=reference.facts.size,
                sha256=reference.facts.sha256,
                created_at=reference.created_at,
            )
        )

    def get(self, account_id: str, reference_id: str) -> Reference | None:
        """A person's own upload; somebody else's is not found."""
        own = (REFERENCE.c.id == reference_id, REFERENCE.c.account_id == account_id)
        row = self._connection.execute(select(REFERENCE.c.object_key, REFERENCE.c.media_type).where(*own)).one_or_none()
        return Reference(*row) if row else None

    def older(self, before: datetime, limit: int) -> list[tuple[str, str]]:
        """Uploads from before this moment, oldest first: id and object key."""
        old = select(REFERENCE.c.id, REFERENCE.c.object_key).where(REFERENCE.c.created_at < before)
        return [(row.id, row.object_key) for row in self._connection.execute(old.order_by(REFERENCE.c.created_at).limit(limit))]

    def forget(self, reference_ids: Sequence[str]) -> None:
        """Drop these uploads."""
        self._connection.execute(delete(REFERENCE).where(REFERENCE.c.id.in_(reference_ids)))
