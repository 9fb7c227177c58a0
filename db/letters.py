"""The outbox of mails."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from core.storage.mail import DueLetter
from db import outbox
from db.queue import is_word
from db.tables import METADATA

LETTER = METADATA.tables["letter"]


class SqlLetters:
    """Implements `core.storage.mail.Letters`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, letter: DueLetter, now: datetime) -> None:
        """Queue a mail in the transaction that causes it."""
        self._connection.execute(insert(LETTER).values(**asdict(letter), state="due", due_at=now, created_at=now))

    def claim(self, now: datetime, *, first_pause: timedelta, longest_pause: timedelta) -> DueLetter | None:
        """A due mail, with the number of earlier attempts. Unless it is marked sent, it is due again after `first_pause`, doubled with
        each attempt up to `longest_pause`."""
        pauses = {"first_pause": first_pause, "longest_pause": longest_pause}
        return outbox.claim(self._connection, LETTER, is_word(LETTER.c.state, "due"), _letter, now, **pauses)

    def waits(self, letter_id: str) -> bool:
        """Whether the mail is still to be sent."""
        due = select(LETTER.c.id).where(LETTER.c.id == letter_id, LETTER.c.state == "due")
        return self._connection.execute(due).first() is not None

    def sent(self, letter_id: str) -> None:
        """The mail is out."""
        self._end(letter_id, "sent")

    def failed(self, letter_id: str) -> None:
        """Give the mail up."""
        self._end(letter_id, "failed")

    def get(self, letter_id: str) -> DueLetter | None:
        """The mail, sent or not."""
        row = self._connection.execute(select(LETTER).where(LETTER.c.id == letter_id)).one_or_none()
        return _letter(row) if row else None

    def addresses(self, account_id: str) -> set[str]:
        """Where a person's mails of the last days went."""
        return set(self._connection.execute(select(LETTER.c.address).where(LETTER.c.account_id == account_id)).scalars())

    def _end(self, letter_id: str, state: str) -> None:
        self._connection.execute(update(LETTER).where(LETTER.c.id == letter_id, LETTER.c.state == "due").values(state=state))


def _letter(row: Row[Any]) -> DueLetter:
    return DueLetter(row.id, row.account_id, row.address, row.template, row.args, row.locale, row.attempts)
