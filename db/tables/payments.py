"""Money from outside: orders, what providers told us, charges, and what goes back."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import SQLModel

from core.returns import DisputeState, RefundState
from db.columns import I64, TXT, Document, Instant, column
from db.documents import Charge, Where
from db.tables.constraints import STRICT, one_of, where
from db.tables.joining import provenance
from db.tables.rules import BILLING, BOOKS, CHAT, RECEIPT, SOLD, SPOKEN, WORDING


class PaymentOrder(SQLModel, table=True):
    """An offer that a person accepted: the price as it was shown. Committed before any provider hears of it."""

    __tablename__ = "payment_order"
    __table_args__: Any = (
        one_of("state", "open", "awaited", "paid", "declined", "expired"),
        CheckConstraint("credits > 0", name="credits_positive"),
        CheckConstraint("price > 0", name="price_positive"),
        Index("payment_order_open", "expires_at", sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")),
        Index("payment_order_of_wallet", "wallet_id"),
        STRICT,
    )

    id: str = column(TXT, SOLD, primary_key=True)
    account_id: str | None = column(TXT, BILLING, foreign_key="account.id", index=True, nullable=True)
    merge_id: str | None = provenance()
    wallet_id: str = column(TXT, RECEIPT, foreign_key="wallet.id")
    surface: str = column(TXT, RECEIPT)
    pack: str = column(TXT, RECEIPT)
    credits: int = column(I64, SOLD)
    price: int = column(I64, SOLD)
    currency: str = column(TXT, SOLD)
    state: str = column(TXT, RECEIPT)
    terms: str = column(TXT, RECEIPT)
    address: Any = column(Document(Where), CHAT)
    locale: str = column(TXT, SPOKEN)
    created_at: datetime = column(Instant, RECEIPT)
    expires_at: datetime = column(Instant, RECEIPT)


class Payment(SQLModel, table=True):
    """A charge as the provider reports it; credited at most once."""

    __tablename__ = "payment"
    __table_args__: Any = (
        UniqueConstraint("provider", "charge_ref"),
        UniqueConstraint("credited_seq"),
        CheckConstraint("gross > 0", name="gross_positive"),
        STRICT,
    )

    id: str = column(TXT, RECEIPT, primary_key=True)
    order_id: str = column(TXT, RECEIPT, foreign_key="payment_order.id", index=True)
    provider: str = column(TXT, RECEIPT)
    charge_ref: str = column(TXT, RECEIPT)
    gross: int = column(I64, RECEIPT)
    currency: str = column(TXT, RECEIPT)
    paid_at: datetime = column(Instant, RECEIPT)
    credited_seq: int | None = column(I64, RECEIPT, foreign_key="ledger_txn.seq", nullable=True)


class Refund(SQLModel, table=True):
    """Money that goes back, and the credits that go with it: asked for by the person, or done at the provider (wallet.md §3.5)."""

    __tablename__ = "refund"
    __table_args__: Any = (
        one_of("state", *RefundState),
        CheckConstraint("credits >= 0", name="credits_not_negative"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("(state IN ('done', 'failed')) = (finished_at IS NOT NULL)", name="finished_has_time"),
        CheckConstraint("(state = 'due') = (due_at IS NOT NULL)", name="due_has_time"),
        UniqueConstraint("payment_id", "item_ref"),
        UniqueConstraint("hold_id"),
        Index("refund_due", "due_at", **where("state = 'due'")),
        Index("refund_open", "payment_id", unique=True, **where("state IN ('due', 'asked')")),
        STRICT,
    )

    id: str = column(TXT, RECEIPT, primary_key=True)
    payment_id: str = column(TXT, RECEIPT, foreign_key="payment.id")
    credits: int = column(I64, RECEIPT)
    amount: int = column(I64, RECEIPT)
    state: str = column(TXT, RECEIPT)
    hold_id: str | None = column(TXT, BILLING, foreign_key="hold.id", nullable=True)
    item_ref: str | None = column(TXT, RECEIPT, nullable=True)
    requested_at: datetime = column(Instant, RECEIPT)
    due_at: datetime | None = column(Instant, BILLING, nullable=True)
    attempts: int = column(I64, BOOKS)
    finished_at: datetime | None = column(Instant, RECEIPT, nullable=True)


class Dispute(SQLModel, table=True):
    """Somebody asks their bank or store for the money back. What was used of it by then is owed in credits (wallet.md §3.6)."""

    __tablename__ = "dispute"
    __table_args__: Any = (
        one_of("state", *DisputeState),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("clawed >= 0", name="clawed_not_negative"),
        CheckConstraint("repaid >= 0 AND forgiven >= 0 AND repaid + forgiven <= owed", name="debt_within"),
        CheckConstraint("state = 'lost' OR owed = repaid + forgiven", name="only_lost_ones_owe"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_has_time"),
        UniqueConstraint("payment_id", "item_ref"),
        Index("dispute_owed", "closed_at", **where("owed > repaid + forgiven")),
        STRICT,
    )

    id: str = column(TXT, RECEIPT, primary_key=True)
    payment_id: str = column(TXT, RECEIPT, foreign_key="payment.id")
    item_ref: str = column(TXT, RECEIPT)
    state: str = column(TXT, RECEIPT)
    amount: int = column(I64, RECEIPT)
    clawed: int = column(I64, BILLING)
    owed: int = column(I64, BILLING)
    repaid: int = column(I64, BILLING)
    forgiven: int = column(I64, BILLING)
    opened_at: datetime = column(Instant, RECEIPT)
    closed_at: datetime | None = column(Instant, RECEIPT, nullable=True)


class Inbox(SQLModel, table=True):
    """What a payment provider told us, stored before it is acted upon; each event once."""

    __tablename__ = "inbox"
    __table_args__: Any = (
        UniqueConstraint("provider", "event_ref"),
        one_of("state", "new", "early", "done", "parked"),
        Index("inbox_early", "provider", **where("state = 'early'")),
        Index("inbox_new", "received_at", "id", sqlite_where=text("state = 'new'"), postgresql_where=text("state = 'new'")),
        STRICT,
    )

    id: str = column(TXT, RECEIPT, primary_key=True)
    provider: str = column(TXT, RECEIPT)
    event_ref: str = column(TXT, RECEIPT)
    kind: str = column(TXT, WORDING)
    object_ref: str = column(TXT, RECEIPT)
    body: Any = column(Document(Charge), RECEIPT)
    state: str = column(TXT, WORDING)
    received_at: datetime = column(Instant, RECEIPT)
