"""Receipts and credit notes (wallet.md §4)."""

from datetime import datetime
from typing import Protocol

from core.billing import BillingDocument, Received


class BillingDocuments(Protocol):
    """Receipts and credit notes (wallet.md §4). They never change; of who leaves they keep no more than that there was a payment."""

    def paid(self, payment_id: str) -> Received:
        """The charge as it was recorded. Raises `LookupError`."""

    def next_number(self, series: str, keep_until: datetime) -> int:
        """The number that follows in a series, which begins with 1. Whoever asks holds the series until the transaction ends, and a
        transaction that is given up uses no number. A series that begins now is kept until then, as a whole."""

    def add(self, document: BillingDocument) -> None:
        """Keep a document."""

    def of_payment(self, payment_id: str) -> list[BillingDocument]:
        """The receipt of a payment and the credit notes about it, oldest first."""

    def of(self, account_id: str, *, limit: int, before: str | None = None, currency: str | None = None) -> list[BillingDocument]:
        """A person's documents, newest first; those behind `before`, by its number; those of payments in this currency alone."""

    def get(self, account_id: str, id: str) -> BillingDocument | None:
        """A person's own document by its number."""
