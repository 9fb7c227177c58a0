"""Receipts and credit notes, and the numbers they have (wallet.md §4)."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import SQLModel

from core.billing import DocumentKind
from db.columns import I64, TXT, Document, Instant, column
from db.documents import Bill
from db.tables.constraints import STRICT, one_of, where
from db.tables.rules import COUNTED, RECEIPT


class DocumentSeries(SQLModel, table=True):
    """Numbers without a gap for one kind of document in one year: the next of them, and until when all of the series is kept."""

    __tablename__ = "document_series"
    __table_args__: Any = (CheckConstraint("next > 1", name="next_follows_one"), STRICT)

    code: str = column(TXT, COUNTED, primary_key=True)
    next: int = column(I64, COUNTED)
    keep_until: datetime = column(Instant, COUNTED, index=True)


class BillingDocumentRow(SQLModel, table=True):
    """A receipt or a credit note as it was issued. It loses its payment when the person leaves, and goes with its series (PRV-53)."""

    __tablename__ = "billing_document"
    __table_args__: Any = (
        one_of("kind", *DocumentKind),
        CheckConstraint("number > 0", name="number_positive"),
        UniqueConstraint("series", "number"),
        Index("billing_document_of_payment", "payment_id", **where("payment_id IS NOT NULL")),
        Index("receipt_of_payment", "payment_id", unique=True, **where("kind = 'receipt'")),
        STRICT,
    )

    id: str = column(TXT, RECEIPT, primary_key=True)
    series: str = column(TXT, RECEIPT)
    number: int = column(I64, RECEIPT)
    kind: str = column(TXT, RECEIPT)
    payment_id: str | None = column(TXT, RECEIPT, foreign_key="payment.id", nullable=True)
    issued_at: datetime = column(Instant, RECEIPT)
    contents: Any = column(Document(Bill), RECEIPT)
    sha256: str = column(TXT, RECEIPT)
    refers_to: str | None = column(TXT, RECEIPT, nullable=True)
