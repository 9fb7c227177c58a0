"""What became of mails."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, select, tuple_

from core.storage import MailNews
from db import tables
from db.upsert import insert_once

NEWS = tables.MailNewsRow.metadata.tables["mail_news"]


class SqlMailLog:
    """Implements `core.storage.MailLog`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, news: MailNews) -> bool:
        """Keep it; false if it was known."""
        return insert_once(self._connection, NEWS, asdict(news))

    def forget(self, before: datetime, limit: int = 500) -> int:
        """Drop older news, some at once; how many."""
        names = NEWS.c.message_hash, NEWS.c.kind
        old = select(*names).where(NEWS.c.at < before).limit(limit)
        return self._connection.execute(delete(NEWS).where(tuple_(*names).in_(old))).rowcount
