"""Mails to the privacy address, until their words are fetched and for 90 days after (PRV-67, PRV-68)."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from core.backoff import pause
from core.rights.storage import MailState, RequestMail
from db.queue import is_word
from db.tables import METADATA
from db.turns import take_turns

MAIL = METADATA.tables["request_mail"]


class SqlRequestMails:
    """Implements `core.rights.storage.RequestMails`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(self, message: str) -> bool:
        """See `RequestMails.known`."""
        take_turns(self._connection, f"mail {message}")
        return self._connection.execute(select(MAIL.c.ref).where(MAIL.c.message == message)).first() is not None

    def add(self, mail: RequestMail, now: datetime) -> None:
        """See `RequestMails.add`."""
        self._connection.execute(insert(MAIL).values(**asdict(mail), due_at=now))

    def get(self, ref: str) -> RequestMail | None:
        """See `RequestMails.get`."""
        row = self._connection.execute(select(MAIL).where(MAIL.c.ref == ref)).one_or_none()
        return _mail(row) if row else None

    def claim(self, now: datetime, *, first_pause: timedelta, longest_pause: timedelta) -> RequestMail | None:
        """See `RequestMails.claim`."""
        due = select(MAIL).where(is_word(MAIL.c.state, "due"), MAIL.c.due_at <= now).order_by(MAIL.c.due_at, MAIL.c.ref).limit(1)
        row = self._connection.execute(due.with_for_update(skip_locked=True)).one_or_none()
        if row is None:
            return None
        again_at = now + pause(row.attempts, first_pause, longest_pause)
        self._connection.execute(update(MAIL).where(MAIL.c.ref == row.ref).values(due_at=again_at, attempts=row.attempts + 1))
        return _mail(row)

    def change(self, mail: RequestMail) -> None:
        """See `RequestMails.change`."""
        values = {"words": mail.words, "state": mail.state, "answered": mail.answered}
        self._connection.execute(update(MAIL).where(MAIL.c.ref == mail.ref).values(values))


def _mail(row: Row[Any]) -> RequestMail:
    fields = {name: value for name, value in row._asdict().items() if name != "due_at"}
    return RequestMail(**{**fields, "state": MailState(row.state)})
