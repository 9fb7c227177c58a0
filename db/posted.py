"""What the bot has posted on platforms that keep their own messages."""

from sqlalchemy import Connection, bindparam, select

from core.ports import Posted
from core.storage import PostedMessage
from db import tables
from db.prepared import Prepared

MESSAGE = tables.PostedMessageRow.metadata.tables["posted_message"]

ADD = Prepared("""
    INSERT INTO posted_message (platform, message, chat, account_id, kind, erasable, posted_at)
    VALUES (:platform, :message, :chat, :account, :kind, :erasable, :at) ON CONFLICT DO NOTHING""")
OF_PERSON = Prepared(select(MESSAGE).where(MESSAGE.c.account_id == bindparam("account")).order_by(MESSAGE.c.posted_at, MESSAGE.c.message))


class SqlPosted:
    """Implements `core.storage.PostedMessages`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, message: PostedMessage) -> None:
        """Remember a message; one that is known already stays as it is."""
        ADD.run(
            self._connection,
            platform=message.platform,
            message=message.posted.message,
            chat=message.posted.chat,
            account=message.account_id,
            kind=message.kind,
            erasable=int(message.posted.erasable),
            at=message.at,
        )

    def of(self, account_id: str) -> list[PostedMessage]:
        """A person's messages, oldest first."""
        return [
            PostedMessage(row.platform, Posted(row.chat, row.message, row.erasable), row.account_id, row.kind, row.posted_at)
            for row in OF_PERSON.rows(self._connection, account=account_id)
        ]
