"""What the operator's people did."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlmodel import SQLModel

from core.rights.staff import Reason, Scope
from db.columns import TXT, Instant, column
from db.tables.constraints import STRICT, among, one_of
from db.tables.rules import ASKER, STAFF


class StaffAccessRow(SQLModel, table=True):
    """What the operator's people did about somebody's account: the role, never a name (PRV-87)."""

    __tablename__ = "staff_access"
    __table_args__: Any = (
        one_of("scope", *Scope),
        CheckConstraint(f"reason IS NULL OR {among('reason', Reason)}", name="reason_known"),
        STRICT,
    )

    id: str = column(TXT, STAFF, primary_key=True)
    account_id: str | None = column(TXT, ASKER, foreign_key="account.id", index=True, nullable=True)
    ref: str | None = column(TXT, STAFF, index=True, nullable=True)
    role: str = column(TXT, STAFF)
    scope: str = column(TXT, STAFF)
    reason: str | None = column(TXT, STAFF, nullable=True)
    at: datetime = column(Instant, STAFF, index=True)
