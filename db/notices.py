"""The outbox of chat messages that are no job's."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, update

from core.caller import Address
from core.reply_codec import from_json, to_json
from core.storage.lanes import EVERY, Lane
from core.storage.platforms import Notice
from db import outbox
from db.lanes import goes_by
from db.queue import is_word
from db.tables import METADATA

NOTICE = METADATA.tables["notice"]


class SqlNotices:
    """Implements `core.storage.platforms.Notices`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, notice: Notice, now: datetime) -> None:
        """Queue it in the transaction that causes it."""
        content = {"address": asdict(notice.address), "reply": to_json(notice.reply), "locale": notice.locale}
        state = {"merge_id": None, "state": "due", "attempts": notice.attempts, "due_at": now, "created_at": now}
        self._connection.execute(insert(NOTICE).values(id=notice.id, account_id=notice.account_id, **content, **state))

    def claim(self, now: datetime, *, first_pause: timedelta, longest_pause: timedelta, lane: Lane = EVERY) -> Notice | None:
        """A due one, with the number of earlier attempts. Unless it is marked sent, it is due again after `first_pause`, doubled with
        each attempt up to `longest_pause`."""
        pauses = {"first_pause": first_pause, "longest_pause": longest_pause}
        return outbox.claim(
            self._connection, NOTICE, is_word(NOTICE.c.state, "due") & goes_by(NOTICE.c.address, lane), _notice, now, **pauses
        )

    def sent(self, notice_id: str) -> None:
        """It is out."""
        self._end(notice_id, "sent")

    def failed(self, notice_id: str) -> None:
        """Give it up."""
        self._end(notice_id, "failed")

    def _end(self, notice_id: str, state: str) -> None:
        self._connection.execute(update(NOTICE).where(NOTICE.c.id == notice_id, NOTICE.c.state == "due").values(state=state))


def _notice(row: Row[Any]) -> Notice:
    return Notice(row.id, row.account_id, Address(**row.address), from_json(row.reply), row.locale, row.attempts)
