"""What became of mails."""

from dataclasses import asdict

from sqlalchemy import Connection

from core.storage.mail import MailNews
from db.tables import METADATA
from db.upsert import insert_once

NEWS = METADATA.tables["mail_news"]


class SqlMailLog:
    """Implements `core.storage.mail.MailLog`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, news: MailNews) -> bool:
        """Keep it; false if it was known."""
        return insert_once(self._connection, NEWS, asdict(news))
