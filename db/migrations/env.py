"""Alembic runs this to set a migration going. The connection and its transaction belong to `db/schema.py`."""

from typing import Any, Literal

from alembic import context

from db.columns import Document, Flag, Instant
from db.tables import METADATA


def spell_type(kind: str, item: Any, _: object) -> str | Literal[False]:
    """How a drafted migration names a type: by the storage, so that it keeps its meaning when `db/columns.py` changes."""
    if kind != "type":
        return False
    if isinstance(item, Document):
        return "TXT"
    if isinstance(item, Flag):
        return "FLAG"
    return {"BigInteger": "I64", "Text": "TXT"}.get(type(item.impl if isinstance(item, Instant) else item).__name__, False)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    render_item=spell_type,
)
context.run_migrations()
