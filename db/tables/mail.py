"""Mails that are due, and what became of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import SQLModel

from db.columns import I64, TXT, Document, Instant, column
from db.documents import MailBlanks
from db.tables.constraints import STRICT, one_of
from db.tables.joining import provenance
from db.tables.rules import LETTER, POST, WORDING


class Letter(SQLModel, table=True):
    """A mail that is due; what it says is a catalogue name with its blanks, never finished text."""

    __tablename__ = "letter"
    __table_args__: Any = (
        one_of("state", "due", "sent", "failed"),
        Index("letter_due", "due_at", sqlite_where=text("state = 'due'"), postgresql_where=text("state = 'due'")),
        STRICT,
    )

    id: str = column(TXT, LETTER, primary_key=True)
    account_id: str | None = column(TXT, LETTER, foreign_key="account.id", index=True, nullable=True)
    merge_id: str | None = provenance()
    address: str = column(TXT, LETTER)
    template: str = column(TXT, WORDING)
    args: Any = column(Document(MailBlanks), LETTER)
    locale: str = column(TXT, LETTER)
    state: str = column(TXT, LETTER)
    attempts: int = column(I64, LETTER)
    due_at: datetime = column(Instant, LETTER)
    created_at: datetime = column(Instant, LETTER, index=True)


class MailNewsRow(SQLModel, table=True):
    """What became of a mail; the carrier's own name for it is hidden by a hash (PRV-22)."""

    __tablename__ = "mail_news"
    __table_args__: Any = (one_of("kind", "delivered", "bounced-hard", "bounced-soft", "complained"), STRICT)

    message_hash: str = column(TXT, POST, primary_key=True)
    kind: str = column(TXT, POST, primary_key=True)
    letter: str = column(TXT, POST)
    at: datetime = column(Instant, POST, index=True)
