"""What the bot has posted on platforms that keep their own messages."""

from sqlalchemy import Connection, bindparam, delete, select

from core.ports import Posted
from core.storage.platforms import PostedMessage
from db.prepared import Prepared
from db.tables import METADATA
from db.tables.platforms import PostedMessageRow
from db.upsert import putting

MESSAGE = METADATA.tables["posted_message"]

_OLDEST_FIRST = (MESSAGE.c.posted_at, MESSAGE.c.message)

ADD = putting(MESSAGE, "job_id")
OF_PERSON = Prepared(select(MESSAGE).where(MESSAGE.c.account_id == bindparam("account")).order_by(*_OLDEST_FIRST))
OF_JOB = Prepared(select(MESSAGE).where(MESSAGE.c.job_id == bindparam("job")).order_by(*_OLDEST_FIRST))
GONE = Prepared(
    delete(MESSAGE).where(
        MESSAGE.c.platform == bindparam("platform"), MESSAGE.c.chat == bindparam("chat"), MESSAGE.c.message == bindparam("message")
    )
)


class SqlPosted:
    """Implements `core.storage.platforms.PostedMessages`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, message: PostedMessage) -> None:
        """Remember a message; of one that is known already, the job that it shows now."""
        ADD.run(
            self._connection,
            platform=message.platform,
            chat=message.posted.chat,
            message=message.posted.message,
            account_id=message.account_id,
            merge_id=None,
            job_id=message.job,
            kind=message.kind,
            erasable=message.posted.erasable,
            posted_at=message.at,
        )

    def of(self, account_id: str) -> list[PostedMessage]:
        """A person's messages, oldest first."""
        return [_message(row) for row in OF_PERSON.rows(self._connection, account=account_id)]

    def of_job(self, job_id: str) -> list[PostedMessage]:
        """The messages that show a job, oldest first."""
        return [_message(row) for row in OF_JOB.rows(self._connection, job=job_id)]

    def gone(self, platform: str, chat: str, message: str) -> None:
        """A message was taken back."""
        GONE.run(self._connection, platform=platform, chat=chat, message=message)


def _message(row: PostedMessageRow) -> PostedMessage:
    where = Posted(row.chat, row.message, row.erasable)
    return PostedMessage(row.platform, where, row.account_id, row.kind, row.posted_at, row.job_id)
