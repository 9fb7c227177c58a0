"""Messages of ours that ask for words."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from core.reply import Form
from db.prepared import Prepared
from db.tables import METADATA
from db.upsert import putting

QUESTION = METADATA.tables["question"]

ASK = putting(QUESTION, "form", "account_id", "asked_at")
ABOUT = Prepared(
    select(QUESTION.c.form).where(
        QUESTION.c.platform == bindparam("platform"),
        QUESTION.c.chat == bindparam("chat"),
        QUESTION.c.message == bindparam("message"),
        QUESTION.c.account_id == bindparam("account"),
    )
)


class SqlQuestions:
    """Implements `core.storage.platforms.Questions`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ask(self, platform: str, chat: str, message: str, form: Form, account_id: str, now: datetime) -> None:
        """Replying to this message fills in this form: the words are its free text. What it asked before does not count any more."""
        ASK.run(
            self._connection,
            platform=platform,
            chat=chat,
            message=message,
            form={"command": form.command, "values": dict(form.values)},
            account_id=account_id,
            merge_id=None,
            asked_at=now,
        )

    def about(self, platform: str, chat: str, message: str, account_id: str) -> Form | None:
        """Which form a reply of this person fills in; none if somebody else was asked."""
        row = ABOUT.row(self._connection, platform=platform, chat=chat, message=message, account=account_id)
        if row is None:
            return None
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in row.form["values"].items()}
        return Form(row.form["command"], values)
