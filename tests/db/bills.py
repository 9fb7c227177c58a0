"""Receipts and credit notes without the rest of the program."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection

from core.billing import BillingDocument, Contents, DocumentKind, fingerprint, printed_number, series_of
from core.rights.purging import kept_until
from db.billing_documents import SqlBillingDocuments


def file_document(connection: Connection, payment_id: str, now: datetime, *, gross: int = 500, corrects: str = "") -> str:
    """The next receipt, or a credit note about one; its number. It says no more than the books have to know."""
    documents = SqlBillingDocuments(connection)
    kind = DocumentKind.CREDIT_NOTE if corrects else DocumentKind.RECEIPT
    series = series_of(kind, now)
    number = documents.next_number(series, kept_until(now))
    day = now.date().isoformat()
    said = Contents(
        kind=kind.value, number=printed_number(series, number), issued=day, supplied=day, seller="", address="", tax_id="", contact="",
        sold_by="", pack="small", credits=1, currency="EUR", gross=gross, net=gross, tax=0, tax_rate=0, tax_note="", provider="till",
        charge="", order="", corrects=corrects,
    )  # fmt: skip
    seal = fingerprint(asdict(said))
    documents.add(BillingDocument(said.number, series, number, payment_id, now, said, seal, corrects or None))
    return said.number
