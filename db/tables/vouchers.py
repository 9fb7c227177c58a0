"""Credits that were not paid for: codes, who used them, and what the operator gave."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from db.columns import I64, TXT, Instant, column
from db.tables.constraints import STRICT
from db.tables.rules import BOOKS, OFFERED, USED, USED_IN


class VoucherRow(SQLModel, table=True):
    """A code that is worth credits; only a hash of it is kept (docs/decisions/0034). `most` people may use it."""

    __tablename__ = "voucher"
    __table_args__: Any = (
        CheckConstraint("credits > 0", name="credits_positive"),
        CheckConstraint("used >= 0 AND used <= most", name="used_within"),
        CheckConstraint("days > 0", name="days_positive"),
        CheckConstraint("length(reason) BETWEEN 1 AND 300", name="reason_given"),
        CheckConstraint("expires_at > created_at", name="has_a_time"),
        STRICT,
    )

    id: str = column(TXT, OFFERED, primary_key=True)
    code_hash: str = column(TXT, OFFERED, unique=True)
    credits: int = column(I64, OFFERED)
    most: int = column(I64, OFFERED)
    used: int = column(I64, OFFERED)
    days: int | None = column(I64, OFFERED, nullable=True)
    reason: str = column(TXT, OFFERED)
    role: str = column(TXT, OFFERED)
    created_at: datetime = column(Instant, OFFERED)
    expires_at: datetime = column(Instant, OFFERED)
    stopped_at: datetime | None = column(Instant, OFFERED, nullable=True)


class VoucherUse(SQLModel, table=True):
    """That a voucher was used: for which wallet, and in which chat as a keyed hash, so that taken off and come back it cannot use it again.

    Wallets stay when accounts are joined and parted, so a use never has to move.
    """

    __tablename__ = "voucher_use"
    __table_args__: Any = (UniqueConstraint("voucher_id", "who"), STRICT)

    voucher_id: str = column(TXT, USED, primary_key=True, foreign_key="voucher.id")
    wallet_id: str = column(TXT, USED, primary_key=True, foreign_key="wallet.id", index=True)
    who: str = column(TXT, USED_IN)
    seq: int = column(I64, BOOKS, foreign_key="ledger_txn.seq", unique=True)
    at: datetime = column(Instant, USED)


class CreditGrant(SQLModel, table=True):
    """Credits that the operator gave somebody, and why."""

    __tablename__ = "credit_grant"
    __table_args__: Any = (CheckConstraint("length(reason) BETWEEN 1 AND 300", name="reason_given"), STRICT)

    seq: int = column(I64, BOOKS, primary_key=True, foreign_key="ledger_txn.seq", sa_column_kwargs={"autoincrement": False})
    wallet_id: str = column(TXT, USED, foreign_key="wallet.id", index=True)
    role: str = column(TXT, USED)
    reason: str = column(TXT, USED)
    at: datetime = column(Instant, USED)
