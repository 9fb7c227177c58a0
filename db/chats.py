"""The playground's chat log."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from core.storage import ChatEntry
from db import tables
from db.turns import take_turns

MESSAGE = tables.ChatMessage.metadata.tables["chat_message"]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class SqlChats:
    """Implements `core.storage.Chats`.

    A reader asks for what came after the highest revision it has seen, so a revision must never become visible after a higher one.
    Whoever hands one out therefore holds the log's lock until its transaction ends: revisions are given in the order of commits.
    A sequence would not do, because numbers are drawn before the commit, and commits overtake one another.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def post(self, chat: str, key: str, author: str, locale: str, body: Any, *, id: str, now: datetime, move: bool = False) -> ChatEntry:
        """Post the message of this key, or replace it; a replaced message keeps its id, and its place unless it shall `move` to the end."""
        content: dict[str, Any] = {"author": author, "locale": locale, "body": body, "revision": self._next_revision(now), "removed": False}
        if move:
            content["created_at"] = now
        replaced = update(MESSAGE).where(MESSAGE.c.chat == chat, MESSAGE.c.key == key).values(content).returning(*MESSAGE.c)
        row = self._connection.execute(replaced).one_or_none()
        if row is None:
            new = insert(MESSAGE).values({**content, "id": id, "chat": chat, "key": key, "created_at": now}).returning(*MESSAGE.c)
            row = self._connection.execute(new).one()
        return _entry(row)

    def find(self, chat: str, key: str) -> ChatEntry | None:
        """The message of this key."""
        row = self._connection.execute(select(MESSAGE).where(MESSAGE.c.chat == chat, MESSAGE.c.key == key)).one_or_none()
        return None if row is None else _entry(row)

    def take_down(self, chat: str, key: str) -> None:
        """Blank a message; readers learn of it as of any change."""
        blank = {"body": {}, "removed": True, "revision": self._next_revision(EPOCH)}
        self._connection.execute(update(MESSAGE).where(MESSAGE.c.chat == chat, MESSAGE.c.key == key).values(blank))

    def since(self, chat: str, revision: int, limit: int = 200) -> list[ChatEntry]:
        """What is new or changed after a revision, oldest change first."""
        news = select(MESSAGE).where(MESSAGE.c.chat == chat, MESSAGE.c.revision > revision).order_by(MESSAGE.c.revision).limit(limit)
        return [_entry(row) for row in self._connection.execute(news)]

    def latest(self, chat: str, *, limit: int, before: datetime | None = None) -> list[ChatEntry]:
        """The newest messages that are not taken down, oldest first."""
        newest = select(MESSAGE).where(MESSAGE.c.chat == chat, MESSAGE.c.removed == False)  # noqa: E712 (SQL, not Python)
        if before is not None:
            newest = newest.where(MESSAGE.c.created_at < before)
        rows = self._connection.execute(newest.order_by(MESSAGE.c.created_at.desc(), MESSAGE.c.revision.desc()).limit(limit)).all()
        return [_entry(row) for row in reversed(rows)]

    def _next_revision(self, now: datetime) -> int:
        """Higher than every one before: at least the time in microseconds, so that it also passes those of messages since erased."""
        take_turns(self._connection, "chat revisions")
        highest = self._connection.execute(select(func.max(MESSAGE.c.revision))).scalar() or 0
        return max(highest + 1, (now - EPOCH) // timedelta(microseconds=1))


def _entry(row: Row[Any]) -> ChatEntry:
    return ChatEntry(**row._asdict())
