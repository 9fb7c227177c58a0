"""Browsers that came in."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from core.access import Session
from db.prepared import Prepared, adding, setting
from db.tables import METADATA

SESSION = METADATA.tables["web_session"]

ADD = adding(SESSION)
BY_HASH = Prepared(select(SESSION).where(SESSION.c.token_hash == bindparam("token")))
OF = Prepared(select(SESSION).where(SESSION.c.account_id == bindparam("account")).order_by(SESSION.c.seen_at.desc(), SESSION.c.id))
SEEN = Prepared(update(SESSION).where(SESSION.c.id == bindparam("session")).values(setting("seen_at", "expires_at")))
RENEW = Prepared(update(SESSION).where(SESSION.c.id == bindparam("session")).values(setting("seen_at", "expires_at", "token_hash")))
END = Prepared(delete(SESSION).where(SESSION.c.id == bindparam("session"), SESSION.c.account_id == bindparam("account")))
END_ALL = Prepared(delete(SESSION).where(SESSION.c.account_id == bindparam("account"), SESSION.c.id != bindparam("but")))


class SqlSessions:
    """Implements `core.storage.access.Sessions`. A session that ends is gone."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, session: Session) -> None:
        """A browser comes in."""
        ADD.run(self._connection, **asdict(session), merge_id=None)

    def get(self, token_hash: str) -> Session | None:
        """The session of a cookie."""
        row = BY_HASH.row(self._connection, token=token_hash)
        return _session(row) if row else None

    def of(self, account_id: str) -> list[Session]:
        """A person's sessions, the one seen last first."""
        return [_session(row) for row in OF.rows(self._connection, account=account_id)]

    def seen(self, session_id: str, now: datetime, *, expires_at: datetime, token_hash: str | None = None) -> None:
        """It was used; with another cookie from now on, if `token_hash` is given."""
        if token_hash is None:
            SEEN.run(self._connection, session=session_id, seen_at=now, expires_at=expires_at)
        else:
            RENEW.run(self._connection, session=session_id, seen_at=now, expires_at=expires_at, token_hash=token_hash)

    def end(self, session_id: str, account_id: str) -> bool:
        """End one of a person's sessions; false if it is not theirs or has ended."""
        return bool(END.run(self._connection, session=session_id, account=account_id))

    def end_all(self, account_id: str, *, but: str | None = None) -> int:
        """End a person's sessions, all but this one; how many."""
        return END_ALL.run(self._connection, account=account_id, but=but or "")


def _session(row: Any) -> Session:
    fields = row._asdict()
    del fields["merge_id"]
    return Session(**fields)
