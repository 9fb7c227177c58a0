"""Receipts and credit notes: issued inside the transaction that moves the credits, and sent if there is an address (wallet.md §3.4, §4).

Lock order: after the wallet, its holds and lots comes the series, and nothing after it (wallet.md §2.4).
"""

from dataclasses import asdict, replace
from datetime import datetime

from core.billing import (
    RETURNED_ELSEWHERE,
    BillingDocument,
    Contents,
    DocumentKind,
    Received,
    Seller,
    TaxNote,
    fingerprint,
    printed_number,
    series_of,
    tax_within,
)
from core.returns import REFUND_PERIOD
from core.rights.purging import kept_until
from core.settling import Settling
from core.storage.mail import DueLetter
from core.storage.payments import PaymentOrder


def issue_receipt(at: Settling, payment_id: str) -> None:
    """Give the payment its receipt: the next number of the year, once. Call it last, and only where the credits are booked."""
    receipt = _receipt(at.seller, at.order, at.uow.documents.paid(payment_id), at.now)
    _send(at, _issue(at, receipt, payment_id))


def issue_credit_note(at: Settling, payment_id: str, *, credits: int, amount: int) -> None:
    """Say what went back of a payment: so many credits, and `amount` in minor units. Call it last, once for each refund that arrived.

    Tax is what belongs to all that has gone back by now less what earlier notes said of it: in the end they say what the receipt says.
    """
    earlier = at.uow.documents.of_payment(payment_id)
    receipt = next((document for document in earlier if document.is_receipt), None)
    before = sum(document.contents.gross for document in earlier if not document.is_receipt)
    bought = receipt.contents if receipt else _receipt(at.seller, at.order, at.uow.documents.paid(payment_id), at.now)
    tax = tax_within(before + amount, bought.tax_rate) - tax_within(before, bought.tax_rate)
    note = replace(
        _by(at.seller, bought),
        kind=DocumentKind.CREDIT_NOTE.value,
        issued=_day(at.now),
        supplied=_day(at.now),
        credits=credits,
        gross=amount,
        net=amount - tax,
        tax=tax,
        refund_until="",
        corrects=receipt.id if receipt else "",
        corrected_on=bought.issued if receipt else "",
    )
    _send(at, _issue(at, note, payment_id))


def _receipt(seller: Seller, order: PaymentOrder, paid: Received, now: datetime) -> Contents:
    """What a receipt says, but for its number."""
    theirs = paid.provider in seller.platforms
    rate, note = (0, TaxNote.NONE) if theirs else (seller.tax_rate, seller.tax_note)
    tax = tax_within(paid.gross, rate)
    return Contents(
        kind=DocumentKind.RECEIPT.value,
        number="",
        issued=_day(now),
        supplied=_day(now),
        seller=seller.name,
        address=seller.address,
        tax_id=seller.tax_id,
        contact=seller.contact,
        sold_by=paid.provider if theirs else "",
        pack=order.pack.id,
        credits=order.pack.credits,
        currency=paid.currency,
        gross=paid.gross,
        net=paid.gross - tax,
        tax=tax,
        tax_rate=rate,
        tax_note=note.value,
        provider=paid.provider,
        charge=paid.charge,
        order=order.reference,
        refund_until="" if paid.provider in RETURNED_ELSEWHERE else _day(now + REFUND_PERIOD),
        terms=order.terms,
    )


def _by(seller: Seller, bought: Contents) -> Contents:
    """The same purchase, by the name that the seller has today."""
    return replace(bought, seller=seller.name, address=seller.address, tax_id=seller.tax_id, contact=seller.contact)


def _issue(at: Settling, draft: Contents, payment_id: str) -> BillingDocument:
    """Number the draft and keep it."""
    series = series_of(DocumentKind(draft.kind), at.now, at.seller.series_prefix)
    number = at.uow.documents.next_number(series, kept_until(at.now))
    contents = replace(draft, number=printed_number(series, number))
    document = BillingDocument(
        contents.number, series, number, payment_id, at.now, contents, fingerprint(asdict(contents)), contents.corrects or None
    )
    at.uow.documents.add(document)
    return document


def _send(at: Settling, document: BillingDocument) -> None:
    """The mail goes out by itself; whoever has no address finds the document under /receipts. The letter's own id is its key, so it is one
    mail, and a number that a restored backup gives a second time is not taken for the first."""
    account = at.uow.accounts.get(at.order.account_id)
    if account.email is None:
        return
    args, locale = {"bill": asdict(document.contents)}, account.locale or at.order.locale
    at.uow.letters.add(DueLetter(at.new_id(), account.id, account.email, document.contents.kind, args, locale), at.now)


def _day(at: datetime) -> str:
    return at.date().isoformat()
