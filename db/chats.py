"""The playground's chat log."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from core.storage.playground import ChatEntry
from db.prepared import Prepared, adding, setting
from db.tables import METADATA
from db.turns import take_turns

MESSAGE = METADATA.tables["chat_message"]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_OF = (MESSAGE.c.chat == bindparam("in_chat"), MESSAGE.c.key == bindparam("of"))
_CONTENT = ("author", "locale", "body", "revision")

ADD = adding(MESSAGE)
REPLACE = Prepared(update(MESSAGE).where(*_OF).values(setting(*_CONTENT)).returning(*MESSAGE.c))
MOVE = Prepared(update(MESSAGE).where(*_OF).values(setting(*_CONTENT, "created_at")).returning(*MESSAGE.c))
FIND = Prepared(select(MESSAGE).where(*_OF))
SINCE = Prepared(
    select(MESSAGE)
    .where(MESSAGE.c.chat == bindparam("in_chat"), MESSAGE.c.revision > bindparam("revision"))
    .order_by(MESSAGE.c.revision)
    .limit(bindparam("limit"))
)
HIGHEST = Prepared(select(func.max(MESSAGE.c.revision).label("revision")))


class SqlChats:
    """Implements `core.storage.playground.Chats`.

    A reader asks for what came after the highest revision it has seen, so a revision must never become visible after a higher one.
    Whoever hands one out therefore holds the log's lock until its transaction ends: revisions are given in the order of commits.
    A sequence would not do, because numbers are drawn before the commit, and commits overtake one another.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def post(self, chat: str, key: str, author: str, locale: str, body: Any, *, id: str, now: datetime, move: bool = False) -> ChatEntry:
        """Post the message of this key, or replace it; a replaced message keeps its id, and its place unless it shall `move` to the end."""
        content = {"author": author, "locale": locale, "body": body, "revision": self._next_revision(now)}
        replaced = MOVE if move else REPLACE
        row = replaced.row(self._connection, in_chat=chat, of=key, created_at=now, **content)
        if row is not None:
            return ChatEntry(**row._asdict())
        ADD.run(self._connection, id=id, chat=chat, key=key, created_at=now, **content)
        return ChatEntry(id=id, chat=chat, key=key, created_at=now, **content)

    def find(self, chat: str, key: str) -> ChatEntry | None:
        """The message of this key."""
        row = FIND.row(self._connection, in_chat=chat, of=key)
        return None if row is None else ChatEntry(**row._asdict())

    def since(self, chat: str, revision: int, limit: int = 200) -> list[ChatEntry]:
        """What is new or changed after a revision, oldest change first."""
        return [ChatEntry(**row._asdict()) for row in SINCE.rows(self._connection, in_chat=chat, revision=revision, limit=limit)]

    def latest(self, chat: str, *, limit: int, before: datetime | None = None) -> list[ChatEntry]:
        """The newest messages, oldest first."""
        newest = select(MESSAGE).where(MESSAGE.c.chat == chat)
        if before is not None:
            newest = newest.where(MESSAGE.c.created_at < before)
        rows = self._connection.execute(newest.order_by(MESSAGE.c.created_at.desc(), MESSAGE.c.revision.desc()).limit(limit)).all()
        return [ChatEntry(**row._asdict()) for row in reversed(rows)]

    def _next_revision(self, now: datetime) -> int:
        """Higher than every one before: at least the time in microseconds, so that it also passes those of messages since erased."""
        take_turns(self._connection, "chat revisions")
        highest = HIGHEST.rows(self._connection)[0].revision or 0
        return max(highest + 1, (now - EPOCH) // timedelta(microseconds=1))
