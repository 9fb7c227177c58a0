"""Two ways in that become one person's, and what brought a row to its account."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import SQLModel

from db.columns import I64, TXT, Document, Flag, Instant, column
from db.documents import Side
from db.tables.constraints import STRICT, one_of
from db.tables.rules import BILLING, JOINED, LINKED, MEETING, PERSON, PROVENANCE, SECRET, WORDING


def provenance() -> Any:
    """The joining of two accounts that brought a row to its account, while that can be undone (PRV-84)."""
    return column(TXT, PROVENANCE, nullable=True)


class LinkOfferRow(SQLModel, table=True):
    """A code that one side was shown, and who typed it."""

    __tablename__ = "link_offer"
    __table_args__: Any = (
        one_of("state", "shown", "typed", "accepted", "done", "refused"),
        CheckConstraint("state <> 'shown' OR typed_account_id IS NULL", name="shown_is_one_sided"),
        CheckConstraint("state NOT IN ('typed', 'accepted', 'done') OR typed_account_id IS NOT NULL", name="typed_by_somebody"),
        STRICT,
    )

    id: str = column(TXT, MEETING, primary_key=True)
    code_hash: str = column(TXT, SECRET, unique=True)
    state: str = column(TXT, MEETING)
    shown_account_id: str = column(TXT, PERSON, foreign_key="account.id", index=True)
    shown_side: Any = column(Document(Side), MEETING)
    typed_account_id: str | None = column(TXT, PERSON, foreign_key="account.id", index=True, nullable=True)
    typed_side: Any = column(Document(Side), MEETING, nullable=True)
    created_at: datetime = column(Instant, MEETING)
    expires_at: datetime = column(Instant, MEETING, index=True)


class AccountMerge(SQLModel, table=True):
    """Two accounts that became one (PRV-84)."""

    __tablename__ = "account_merge"
    __table_args__: Any = (
        CheckConstraint("survivor_id <> absorbed_id", name="two_accounts"),
        CheckConstraint("credits >= 0", name="credits_not_negative"),
        Index("account_merge_unsealed", "undo_until", sqlite_where=text("sealed = 0"), postgresql_where=text("sealed = 0")),
        STRICT,
    )

    id: str = column(TXT, JOINED, primary_key=True)
    survivor_id: str = column(TXT, PERSON, foreign_key="account.id", index=True)
    absorbed_id: str = column(TXT, PERSON, foreign_key="account.id", index=True)
    wallet_id: str = column(TXT, BILLING, foreign_key="wallet.id")
    at: datetime = column(Instant, JOINED)
    undo_until: datetime = column(Instant, JOINED)
    credits: int = column(I64, JOINED)
    email: str | None = column(TXT, LINKED, nullable=True)
    undone_at: datetime | None = column(Instant, JOINED, nullable=True)
    sealed: bool = column(Flag, WORDING)
