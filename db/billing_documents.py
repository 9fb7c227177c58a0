"""Receipts and credit notes, and the series that number them."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, insert, or_, select
from sqlalchemy.dialects import postgresql

from core.billing import BillingDocument, Contents, Received
from db.payments import ORDER, PAYMENT
from db.tables import METADATA

DOCUMENT = METADATA.tables["billing_document"]
SERIES = METADATA.tables["document_series"]


class SqlBillingDocuments:
    """Implements `core.storage.receipts.BillingDocuments`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def paid(self, payment_id: str) -> Received:
        """See `BillingDocuments.paid`."""
        columns = PAYMENT.c.provider, PAYMENT.c.charge_ref, PAYMENT.c.gross, PAYMENT.c.currency
        row = self._connection.execute(select(*columns).where(PAYMENT.c.id == payment_id)).one_or_none()
        if row is None:
            raise LookupError(payment_id)
        return Received(*row)

    def next_number(self, series: str, keep_until: datetime) -> int:
        """See `BillingDocuments.next_number`. SQLite's compiler spells PostgreSQL's construct as well."""
        first = postgresql.insert(SERIES).values(code=series, next=2, keep_until=keep_until)
        one_more = first.on_conflict_do_update(index_elements=[SERIES.c.code], set_={"next": SERIES.c.next + 1})
        return int(self._connection.execute(one_more.returning(SERIES.c.next)).scalar_one()) - 1

    def add(self, document: BillingDocument) -> None:
        """Keep a document."""
        kept = {**vars(document), "kind": document.contents.kind, "contents": asdict(document.contents)}
        self._connection.execute(insert(DOCUMENT).values(kept))

    def of_payment(self, payment_id: str) -> list[BillingDocument]:
        """See `BillingDocuments.of_payment`."""
        found = select(DOCUMENT).where(DOCUMENT.c.payment_id == payment_id).order_by(DOCUMENT.c.issued_at, DOCUMENT.c.number)
        return [_document(row) for row in self._connection.execute(found)]

    def of(self, account_id: str, *, limit: int, before: str | None = None, currency: str | None = None) -> list[BillingDocument]:
        """See `BillingDocuments.of`."""
        found = _of(account_id)
        if currency is not None:
            found = found.where(PAYMENT.c.currency == currency)
        if before is not None:
            newer = self.get(account_id, before)
            if newer is None:
                return []
            found = found.where(_older_than(newer))
        newest = found.order_by(DOCUMENT.c.issued_at.desc(), DOCUMENT.c.id.desc()).limit(limit)
        return [_document(row) for row in self._connection.execute(newest)]

    def get(self, account_id: str, id: str) -> BillingDocument | None:
        """See `BillingDocuments.get`."""
        row = self._connection.execute(_of(account_id).where(DOCUMENT.c.id == id)).one_or_none()
        return _document(row) if row else None


def _of(account_id: str) -> Select[Any]:
    """Documents follow their payment, and that its order: so they are whoever's the order is now (PRV-84)."""
    paid = DOCUMENT.join(PAYMENT, PAYMENT.c.id == DOCUMENT.c.payment_id).join(ORDER, ORDER.c.id == PAYMENT.c.order_id)
    return select(DOCUMENT).select_from(paid).where(ORDER.c.account_id == account_id)


def _older_than(newer: BillingDocument) -> ColumnElement[bool]:
    at = DOCUMENT.c.issued_at
    return or_(at < newer.issued_at, and_(at == newer.issued_at, DOCUMENT.c.id < newer.id))


def _document(row: Row[Any]) -> BillingDocument:
    return BillingDocument(
        row.id, row.series, row.number, row.payment_id, row.issued_at, Contents(**row.contents), row.sha256, row.refers_to
    )
