"""What goes before an erasure, guards it, and stays behind when somebody has left."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlmodel import SQLModel

from db.columns import I64, TXT, Instant, column
from db.tables.constraints import STRICT
from db.tables.rules import ARCHIVE, LEFT, PERSON, QUIET, WORDING


class BooksTotal(SQLModel, table=True):
    """What the books of everybody who has left add up to: one line per account of the books, so that the sums stay what they were."""

    __tablename__ = "books_total"
    __table_args__: Any = (STRICT,)

    account: str = column(TXT, WORDING, primary_key=True)
    amount: int = column(I64, LEFT)


class BillingRecord(SQLModel, table=True):
    """A payment of somebody who has left, as much of it as the law wants to be kept, until it does not any more (PRV-53)."""

    __tablename__ = "billing_record"
    __table_args__: Any = (
        CheckConstraint("gross > 0", name="gross_positive"),
        CheckConstraint("returned >= 0", name="returned_not_negative"),
        STRICT,
    )

    id: str = column(TXT, ARCHIVE, primary_key=True)
    provider: str = column(TXT, ARCHIVE)
    charge_ref: str = column(TXT, ARCHIVE)
    gross: int = column(I64, ARCHIVE)
    returned: int = column(I64, ARCHIVE)
    currency: str = column(TXT, ARCHIVE)
    credits: int = column(I64, ARCHIVE)
    paid_at: datetime = column(Instant, ARCHIVE)
    keep_until: datetime = column(Instant, ARCHIVE, index=True)


class Purging(SQLModel, table=True):
    """There is a row here only inside the transaction that erases somebody; the guards of the books let only that one pass."""

    __tablename__ = "purging"
    __table_args__: Any = (STRICT,)

    ref: str = column(TXT, WORDING, primary_key=True)


class ErasedPrefix(SQLModel, table=True):
    """The random folder of somebody who has left: looked into again, because a picture may have been on its way (PRV-36)."""

    __tablename__ = "erased_prefix"
    __table_args__: Any = (STRICT,)

    prefix: str = column(TXT, LEFT, primary_key=True)
    until: datetime = column(Instant, WORDING, index=True)


class InactivityNotice(SQLModel, table=True):
    """That somebody who has not been here for long was told when their account ends; gone as soon as they are seen again (PRV-49)."""

    __tablename__ = "inactivity_notice"
    __table_args__: Any = (CheckConstraint("number IN (1, 2)", name="number_known"), STRICT)

    account_id: str = column(TXT, PERSON, primary_key=True, foreign_key="account.id")
    number: int = column(I64, QUIET, primary_key=True)
    at: datetime = column(Instant, QUIET)
