"""The playground's chat, for which no platform keeps anything."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import SQLModel

from db.columns import I64, TXT, Document, Instant, column
from db.documents import Answer, Said
from db.tables.constraints import STRICT, one_of
from db.tables.rules import POSTED, ROOM


class ChatMessage(SQLModel, table=True):
    """The playground's chat: what a chat platform would hold, kept here so that the page survives a reload."""

    __tablename__ = "chat_message"
    __table_args__: Any = (
        UniqueConstraint("chat", "key"),
        UniqueConstraint("revision"),
        one_of("author", "person", "bot"),
        Index("chat_message_order", "chat", "created_at"),
        Index("chat_message_news", "chat", "revision"),
        STRICT,
    )

    id: str = column(TXT, POSTED, primary_key=True)
    chat: str = column(TXT, ROOM)
    key: str = column(TXT, POSTED)
    author: str = column(TXT, POSTED)
    locale: str = column(TXT, POSTED)
    body: Any = column(Document(Answer | Said), POSTED)
    revision: int = column(I64, POSTED)
    created_at: datetime = column(Instant, POSTED)
