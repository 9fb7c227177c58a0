"""Records that must not be erased, and what was taken out of sight for them (PRV-85)."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlmodel import SQLModel

from core.rights.holds import HeldKind, HoldReason
from db.columns import TXT, Document, Instant, column
from db.documents import copied
from db.tables.constraints import STRICT, one_of, where
from db.tables.jobs import Job, PictureRow
from db.tables.payments import Payment, PaymentOrder
from db.tables.rules import ASKER, HELD, SEALED


class LegalHold(SQLModel, table=True):
    """One record that must not be erased, why, and until when (PRV-85). Outlives the person without them."""

    __tablename__ = "legal_hold"
    __table_args__: Any = (
        one_of("kind", *HeldKind),
        one_of("reason", *HoldReason),
        CheckConstraint("second IS NULL OR placed_by <> second", name="two_roles"),
        CheckConstraint("until > at", name="has_an_end"),
        Index("legal_hold_open", "kind", "record_id", unique=True, **where("released_at IS NULL")),
        Index("legal_hold_until", "until", **where("released_at IS NULL")),
        STRICT,
    )

    id: str = column(TXT, HELD, primary_key=True)
    account_id: str | None = column(TXT, ASKER, foreign_key="account.id", index=True, nullable=True)
    kind: str = column(TXT, HELD)
    record_id: str = column(TXT, HELD)
    reason: str = column(TXT, HELD)
    placed_by: str = column(TXT, HELD)
    second: str | None = column(TXT, HELD, nullable=True)
    at: datetime = column(Instant, HELD)
    until: datetime = column(Instant, HELD)
    released_at: datetime | None = column(Instant, HELD, nullable=True)


COPIED = copied(*(SQLModel.metadata.tables[str(table.__tablename__)] for table in (Job, PictureRow, Payment, PaymentOrder)))


class HeldRecord(SQLModel, table=True):
    """What a hold took out of sight: rows as they stood, and the object that must stay. No part of the program shows them."""

    __tablename__ = "held_record"
    __table_args__: Any = (one_of("record", "job", "picture", "payment", "payment_order"), STRICT)

    hold_id: str = column(TXT, SEALED, primary_key=True, foreign_key="legal_hold.id")
    record: str = column(TXT, SEALED, primary_key=True)
    record_id: str = column(TXT, SEALED, primary_key=True)
    body: Any = column(Document(COPIED), SEALED)
    object_key: str | None = column(TXT, SEALED, index=True, nullable=True)
