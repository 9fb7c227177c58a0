"""Receipts and credit notes as values: who sells, what a document says, and how it is numbered and sealed (wallet.md §4). Pure."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

WHOLE = 100_00
"""All of it, in hundredths of a percent."""

PLATFORMS_SELL = ("telegram", "discord")
"""Providers that sell by themselves, unless the operator was told otherwise: their law presumes it (wallet.md §4.1)."""


RETURNED_ELSEWHERE = frozenset({"discord"})
"""Providers through whom we cannot give anything back: they decide themselves (wallet.md §3.5)."""


class DocumentKind(StrEnum):
    """What is numbered. A document never changes: what goes back has a credit note."""

    RECEIPT = "receipt"
    CREDIT_NOTE = "credit-note"


class TaxNote(StrEnum):
    """Why no tax is shown."""

    NONE = ""
    SMALL_BUSINESS = "small-business"
    NOT_TAXABLE = "not-taxable"
    REVERSE_CHARGE = "reverse-charge"


@dataclass(frozen=True)
class Seller:
    """Who sells, as the operator says. `tax_rate` is in hundredths of a percent and part of every price; `series_prefix` stands before each
    number. `platforms` are the providers that are sellers themselves, so that what we write is a confirmation of payment alone."""

    name: str = "InkMirage"
    address: str = ""
    tax_id: str = ""
    contact: str = ""
    tax_rate: int = 0
    tax_note: TaxNote = TaxNote.NONE
    series_prefix: str = ""
    platforms: tuple[str, ...] = PLATFORMS_SELL


@dataclass(frozen=True)
class Contents:
    """Everything that a document says, and nothing about whose it is: data alone, to be put into words in any language.

    `issued`, `supplied`, `refund_until` and `corrected_on` are days as ISO dates, or empty. Amounts are in minor units, `net` and `tax` add
    up to `gross`; `tax_rate` is in hundredths of a percent. `sold_by` names the platform that sells, if it is not we. `charge` and `order`
    are what the provider and we call the purchase. `corrects` is the number of the receipt that a credit note is about. `terms` is the
    day by which the terms that the buyer accepted are called.
    """

    kind: str
    number: str
    issued: str
    supplied: str
    seller: str
    address: str
    tax_id: str
    contact: str
    sold_by: str
    pack: str
    credits: int
    currency: str
    gross: int
    net: int
    tax: int
    tax_rate: int
    tax_note: str
    provider: str
    charge: str
    order: str
    refund_until: str = ""
    corrects: str = ""
    corrected_on: str = ""
    terms: str = ""


@dataclass(frozen=True)
class Received:
    """A charge as its provider reports it: what was paid, in minor units."""

    provider: str
    charge: str
    gross: int
    currency: str


@dataclass(frozen=True)
class BillingDocument:
    """A document as it is kept. `id` is its printed number; `payment_id` is `None` once its person has left."""

    id: str
    series: str
    number: int
    payment_id: str | None
    issued_at: datetime
    contents: Contents
    sha256: str
    refers_to: str | None = None

    @property
    def is_receipt(self) -> bool:
        """Whether money came; otherwise it went back."""
        return self.contents.kind == DocumentKind.RECEIPT


def series_of(kind: DocumentKind, at: datetime, prefix: str = "") -> str:
    """The series of this kind in this year, which is that of UTC: `R26`."""
    letter = {DocumentKind.RECEIPT: "R", DocumentKind.CREDIT_NOTE: "C"}[kind]
    return f"{prefix}{letter}{at:%y}"


def printed_number(series: str, number: int) -> str:
    """As it stands on the document: `R26-000001`."""
    return f"{series}-{number:06}"


def tax_within(gross: int, rate: int) -> int:
    """The tax that is part of a price, rounded to the nearest minor unit; the rest is net, so that the parts are always the whole."""
    return (2 * gross * rate + WHOLE + rate) // (2 * (WHOLE + rate))


def fingerprint(contents: Mapping[str, Any]) -> str:
    """The SHA-256 of the contents in their one spelling: keys in order, no blanks, UTF-8."""
    spelt = json.dumps(contents, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(spelt.encode()).hexdigest()
