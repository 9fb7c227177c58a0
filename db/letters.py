"""The outbox of mails."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from core.storage import DueLetter
from db import tables

LETTER = tables.Letter.metadata.tables["letter"]


class SqlLetters:
    """Implements `core.storage.Letters`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, letter: DueLetter, now: datetime) -> None:
        """Queue a mail in the transaction that causes it."""
        self._connection.execute(insert(LETTER).values(**asdict(letter), state="due", due_at=now, created_at=now))

    def claim(self, now: datetime, *, again_at: datetime) -> DueLetter | None:
        """A due mail, with the number of earlier attempts; due again at `again_at` unless it is marked sent by then."""
        due = select(LETTER).where(LETTER.c.state == "due", LETTER.c.due_at <= now).order_by(LETTER.c.due_at, LETTER.c.id).limit(1)
        row = self._connection.execute(due.with_for_update(skip_locked=True)).one_or_none()
        if row is None:
            return None
        self._connection.execute(update(LETTER).where(LETTER.c.id == row.id).values(due_at=again_at, attempts=row.attempts + 1))
        return _letter(row)

    def sent(self, letter_id: str) -> None:
        """The mail is out."""
        self._end(letter_id, "sent")

    def failed(self, letter_id: str) -> None:
        """Give the mail up."""
        self._end(letter_id, "failed")

    def forget(self, before: datetime) -> int:
        """Drop mails that are older than their retention; how many."""
        return self._connection.execute(delete(LETTER).where(LETTER.c.created_at < before)).rowcount

    def _end(self, letter_id: str, state: str) -> None:
        self._connection.execute(update(LETTER).where(LETTER.c.id == letter_id, LETTER.c.state == "due").values(state=state))


def _letter(row: Row[Any]) -> DueLetter:
    return DueLetter(row.id, row.account_id, row.address, row.template, row.args, row.locale, row.attempts)
