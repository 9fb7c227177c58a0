"""The books: wallets, what is held of them, and the ledger behind (wallet.md §2)."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import SQLModel

from core.wallet import HoldPurpose
from db.columns import I64, TXT, Instant, column
from db.tables.constraints import STRICT, one_of, where
from db.tables.rules import BILLING, BOOKS, RECEIPT, WORDING

HOUSE = ("former", "issued_promo", "issued_compensation", "issued_paid", "expired", *(purpose.account for purpose in HoldPurpose))
"""The accounts of the books that are not wallets."""


class Wallet(SQLModel, table=True):
    """The only hot row of the books, and the mutex of its holds and lots: always taken first (wallet.md §2.4)."""

    __tablename__ = "wallet"
    __table_args__: Any = (
        CheckConstraint("held >= 0", name="held_not_negative"),
        CheckConstraint("posted - held >= 0", name="available_not_negative"),
        CheckConstraint("posted <= 9000000000000000", name="posted_safe"),
        CheckConstraint("version >= 0", name="version_not_negative"),
        CheckConstraint("merged_into IS NULL OR account_id IS NULL", name="merged_is_nobodys"),
        STRICT,
    )

    id: str = column(TXT, BILLING, primary_key=True)
    account_id: str | None = column(TXT, BILLING, foreign_key="account.id", unique=True, nullable=True)
    posted: int = column(I64, BILLING)
    held: int = column(I64, BILLING)
    version: int = column(I64, BOOKS)
    locked_reason: str | None = column(TXT, BILLING, nullable=True)
    merged_into: str | None = column(TXT, BILLING, foreign_key="wallet.id", index=True, nullable=True)


class Hold(SQLModel, table=True):
    """Credits set aside; resolved exactly once: captured, released or expired."""

    __tablename__ = "hold"
    __table_args__: Any = (
        one_of("state", "open", "captured", "released", "expired"),
        one_of("purpose", *HoldPurpose),
        CheckConstraint("(purpose = 'job') OR (job_id IS NULL)", name="job_holds_name_it"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("captured >= 0 AND captured <= amount", name="captured_within"),
        CheckConstraint("(state = 'captured') = (captured > 0)", name="captured_means_captured"),
        CheckConstraint("(state = 'open') = (resolved_at IS NULL)", name="resolved_has_time"),
        CheckConstraint("(state = 'open') = (resolved_version IS NULL)", name="resolved_has_version"),
        UniqueConstraint("job_id", "purpose"),
        Index("hold_of_wallet", "wallet_id", "created_at"),
        Index("hold_due", "expires_at", sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")),
        STRICT,
    )

    id: str = column(TXT, BILLING, primary_key=True)
    wallet_id: str = column(TXT, BILLING, foreign_key="wallet.id")
    purpose: str = column(TXT, WORDING)
    job_id: str | None = column(TXT, BILLING, nullable=True)
    amount: int = column(I64, BILLING)
    captured: int = column(I64, BILLING)
    state: str = column(TXT, BILLING)
    placed_version: int = column(I64, BOOKS)
    resolved_version: int | None = column(I64, BOOKS, nullable=True)
    created_at: datetime = column(Instant, BILLING)
    expires_at: datetime = column(Instant, BILLING)
    resolved_at: datetime | None = column(Instant, BILLING, nullable=True)


class LedgerTxn(SQLModel, table=True):
    """The seal of a balanced set of postings, inserted after them (wallet.md §2.3)."""

    __tablename__ = "ledger_txn"
    __table_args__: Any = (
        one_of("kind", "grant", "expiry", "transfer", *(purpose.entry for purpose in HoldPurpose)),
        UniqueConstraint("scope", "key"),
        ForeignKeyConstraint(["scope", "key"], ["command_log.scope", "command_log.key"]),
        Index("transaction_of_hold", "hold_id", **where("hold_id IS NOT NULL")),
        STRICT,
    )

    seq: int = column(I64, BOOKS, primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str = column(TXT, WORDING)
    scope: str = column(TXT, WORDING)
    key: str = column(TXT, BILLING)
    hold_id: str | None = column(TXT, BILLING, foreign_key="hold.id", nullable=True)
    at: datetime = column(Instant, BILLING)


class Posting(SQLModel, table=True):
    """One signed line of a transaction; positive on a wallet means the person owns more credits."""

    __tablename__ = "posting"
    __table_args__: Any = (
        one_of("account", "wallet", *HOUSE),
        CheckConstraint("amount <> 0", name="amount_not_zero"),
        CheckConstraint("(account = 'wallet') = (wallet_id IS NOT NULL)", name="wallet_lines_name_it"),
        CheckConstraint("(account = 'wallet') = (version IS NOT NULL)", name="wallet_lines_have_version"),
        CheckConstraint("(account = 'wallet') = (balance_after IS NOT NULL)", name="wallet_lines_have_balance"),
        ForeignKeyConstraint(["seq"], ["ledger_txn.seq"], deferrable=True, initially="DEFERRED"),
        UniqueConstraint("wallet_id", "version"),
        STRICT,
    )

    seq: int = column(I64, BOOKS, primary_key=True)
    line: int = column(I64, BOOKS, primary_key=True)
    account: str = column(TXT, WORDING)
    wallet_id: str | None = column(TXT, BILLING, foreign_key="wallet.id", nullable=True)
    amount: int = column(I64, BILLING)
    balance_after: int | None = column(I64, BILLING, nullable=True)
    version: int | None = column(I64, BOOKS, nullable=True)


class Lot(SQLModel, table=True):
    """Credits of one origin: promo, compensation or paid. Paid credits never expire."""

    __tablename__ = "lot"
    __table_args__: Any = (
        one_of("kind", "promo", "compensation", "paid"),
        CheckConstraint("granted > 0", name="granted_positive"),
        CheckConstraint("remaining >= 0 AND remaining <= granted", name="remaining_within"),
        CheckConstraint("expired >= 0 AND expired <= granted", name="expired_within"),
        CheckConstraint("moved >= 0 AND moved <= granted", name="moved_within"),
        CheckConstraint("from_lot IS NULL OR payment_id IS NULL", name="paid_for_once"),
        CheckConstraint("kind <> 'paid' OR expires_at IS NULL", name="paid_never_expires"),
        Index("lot_of_wallet", "wallet_id"),
        Index("lot_spendable", "wallet_id", sqlite_where=text("remaining > 0"), postgresql_where=text("remaining > 0")),
        Index("lot_expiring", "expires_at", sqlite_where=text("remaining > 0"), postgresql_where=text("remaining > 0")),
        Index("lot_from", "from_lot", **where("from_lot IS NOT NULL")),
        Index("lot_paid", "payment_id", **where("payment_id IS NOT NULL")),
        Index("lot_of_transaction", "seq"),
        STRICT,
    )

    id: str = column(TXT, BILLING, primary_key=True)
    wallet_id: str = column(TXT, BILLING, foreign_key="wallet.id")
    kind: str = column(TXT, BILLING)
    granted: int = column(I64, BILLING)
    remaining: int = column(I64, BILLING)
    expired: int = column(I64, BILLING)
    moved: int = column(I64, BILLING)
    created_at: datetime = column(Instant, BILLING)
    expires_at: datetime | None = column(Instant, BILLING, nullable=True)
    payment_id: str | None = column(TXT, RECEIPT, foreign_key="payment.id", nullable=True)
    from_lot: str | None = column(TXT, BILLING, foreign_key="lot.id", nullable=True)
    seq: int = column(I64, BOOKS, foreign_key="ledger_txn.seq")


class HoldLot(SQLModel, table=True):
    """From which lots a hold took its credits, and how many of them were captured."""

    __tablename__ = "hold_lot"
    __table_args__: Any = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("captured >= 0 AND captured <= amount", name="captured_within"),
        Index("hold_lot_of_lot", "lot_id"),
        STRICT,
    )

    hold_id: str = column(TXT, BILLING, primary_key=True, foreign_key="hold.id")
    lot_id: str = column(TXT, BILLING, primary_key=True, foreign_key="lot.id")
    amount: int = column(I64, BILLING)
    captured: int = column(I64, BILLING)


class CommandLog(SQLModel, table=True):
    """What became of every keyed step of the books, refusals included, so that a repeat gets the same answer (wallet.md §2.2)."""

    __tablename__ = "command_log"
    __table_args__: Any = (
        one_of("scope", "grant", "hold", "resolve", "expire", "transfer"),
        one_of("outcome", "done", "refused"),
        CheckConstraint("(outcome = 'refused') = (refused_code IS NOT NULL)", name="refusals_say_why"),
        STRICT,
    )

    scope: str = column(TXT, WORDING, primary_key=True)
    key: str = column(TXT, BILLING, primary_key=True)
    fingerprint: str = column(TXT, BILLING)
    outcome: str = column(TXT, WORDING)
    refused_code: str | None = column(TXT, WORDING, nullable=True)
    hold_id: str | None = column(TXT, BILLING, nullable=True)
    at: datetime = column(Instant, BILLING)
