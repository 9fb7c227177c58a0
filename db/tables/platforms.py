"""Chat platforms: what they told us and what we answered, where we may write, and what of ours stands there."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import SQLModel

from db.columns import I64, TXT, Document, Flag, Instant, column
from db.documents import Answer, Ids, News, Question, Where
from db.tables.constraints import STRICT, one_of
from db.tables.joining import provenance
from db.tables.rules import ASKED, CHAT, INTAKE, NEWS, PERSON, QUEUE, REPLAY, SENT, SERVER, TOLD, USAGE


class RequestLog(SQLModel, table=True):
    """What we answered to each request of a platform, so that a replay or a double tap gets the same answer and costs nothing."""

    __tablename__ = "request_log"
    __table_args__: Any = (Index("request_log_of_account", "account_id", "created_at"), STRICT)

    platform: str = column(TXT, REPLAY, primary_key=True)
    key: str = column(TXT, REPLAY, primary_key=True)
    fingerprint: str = column(TXT, REPLAY)
    reply: Any = column(Document(Answer), REPLAY)
    account_id: str = column(TXT, REPLAY, foreign_key="account.id")
    merge_id: str | None = provenance()
    created_at: datetime = column(Instant, REPLAY, index=True)


class CommunityRow(SQLModel, table=True):
    """The rules that the owners of a server chose for it."""

    __tablename__ = "community"
    __table_args__: Any = (CheckConstraint("daily_cap IS NULL OR daily_cap >= 1", name="daily_cap_sane"), STRICT)

    platform: str = column(TXT, SERVER, primary_key=True)
    id: str = column(TXT, SERVER, primary_key=True)
    channels: Any = column(Document(Ids), SERVER)
    roles: Any = column(Document(Ids), SERVER)
    private: bool = column(Flag, SERVER)
    spoiler: bool = column(Flag, SERVER)
    daily_cap: int | None = column(I64, SERVER, nullable=True)
    locale: str | None = column(TXT, SERVER, nullable=True)
    changed_at: datetime = column(Instant, SERVER)


class PostedMessageRow(SQLModel, table=True):
    """A message of the bot on a platform that keeps its own messages, so that erasure can reach it later.

    `job_id` is no foreign key: the message outlives a draft that is dropped, and remembering what stands on a platform must not fail
    because the job has gone in the meantime.
    """

    __tablename__ = "posted_message"
    __table_args__: Any = (
        one_of("kind", "answer", "result"),
        Index("posted_message_by_person", "account_id", "posted_at"),
        Index(
            "posted_message_of_job",
            "job_id",
            "posted_at",
            sqlite_where=text("job_id IS NOT NULL"),
            postgresql_where=text("job_id IS NOT NULL"),
        ),
        STRICT,
    )

    platform: str = column(TXT, CHAT, primary_key=True)
    chat: str = column(TXT, CHAT, primary_key=True)
    message: str = column(TXT, CHAT, primary_key=True)
    account_id: str = column(TXT, PERSON, foreign_key="account.id")
    merge_id: str | None = provenance()
    job_id: str | None = column(TXT, USAGE, nullable=True)
    kind: str = column(TXT, QUEUE)
    erasable: bool = column(Flag, QUEUE)
    posted_at: datetime = column(Instant, CHAT)


class UpdateRow(SQLModel, table=True):
    """News from a platform, stored before it is confirmed there. Once it is done only its number is left, to know a repeat by."""

    __tablename__ = "platform_update"
    __table_args__: Any = (
        one_of("state", "open", "done"),
        CheckConstraint("(owner IS NULL) = (lease_until IS NULL)", name="owner_has_lease"),
        CheckConstraint("(state = 'done') = (body IS NULL)", name="done_is_forgotten"),
        CheckConstraint("state = 'open' OR owner IS NULL", name="done_is_nobodys"),
        Index(
            "platform_update_open",
            "platform",
            "chat",
            "number",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "platform_update_album",
            "platform",
            "chat",
            "album",
            "number",
            sqlite_where=text("album IS NOT NULL"),
            postgresql_where=text("album IS NOT NULL"),
        ),
        Index(
            "platform_update_leased",
            "platform",
            "chat",
            "lease_until",
            sqlite_where=text("lease_until IS NOT NULL"),
            postgresql_where=text("lease_until IS NOT NULL"),
        ),
        Index("platform_update_owned", "owner", sqlite_where=text("owner IS NOT NULL"), postgresql_where=text("owner IS NOT NULL")),
        Index("platform_update_done", "received_at", sqlite_where=text("state = 'done'"), postgresql_where=text("state = 'done'")),
        STRICT,
    )

    platform: str = column(TXT, NEWS, primary_key=True)
    number: int = column(I64, INTAKE, primary_key=True, sa_column_kwargs={"autoincrement": False})
    chat: str = column(TXT, NEWS)
    album: str | None = column(TXT, NEWS, nullable=True)
    body: Any = column(Document(News), NEWS, nullable=True)
    state: str = column(TXT, INTAKE)
    owner: str | None = column(TXT, INTAKE, nullable=True)
    lease_until: datetime | None = column(Instant, INTAKE, nullable=True)
    due_at: datetime = column(Instant, INTAKE)
    attempts: int = column(I64, INTAKE)
    lost: int = column(I64, INTAKE, sa_column_kwargs={"server_default": text("0")})
    received_at: datetime = column(Instant, INTAKE)


class DoorRow(SQLModel, table=True):
    """A chat in which we may not write any more, or that has another name now."""

    __tablename__ = "platform_chat"
    __table_args__: Any = (STRICT,)

    platform: str = column(TXT, CHAT, primary_key=True)
    chat: str = column(TXT, CHAT, primary_key=True)
    shut: bool = column(Flag, CHAT)
    moved_to: str | None = column(TXT, CHAT, nullable=True)
    changed_at: datetime = column(Instant, CHAT)


class SentFileRow(SQLModel, table=True):
    """What a platform calls a picture that it has already. The key begins with the picture, by which a removal finds it."""

    __tablename__ = "sent_file"
    __table_args__: Any = (STRICT,)

    object_key: str = column(TXT, SENT, primary_key=True)
    platform: str = column(TXT, SENT, primary_key=True)
    name: str = column(TXT, SENT)
    account_id: str = column(TXT, PERSON, foreign_key="account.id", index=True)
    merge_id: str | None = provenance()
    at: datetime = column(Instant, SENT)


class QuestionRow(SQLModel, table=True):
    """A message of ours that asked one person for words: a reply to it fills in this form."""

    __tablename__ = "question"
    __table_args__: Any = (STRICT,)

    platform: str = column(TXT, ASKED, primary_key=True)
    chat: str = column(TXT, ASKED, primary_key=True)
    message: str = column(TXT, ASKED, primary_key=True)
    form: Any = column(Document(Question), ASKED)
    account_id: str = column(TXT, PERSON, foreign_key="account.id", index=True)
    merge_id: str | None = provenance()
    asked_at: datetime = column(Instant, ASKED, index=True)


class NoticeRow(SQLModel, table=True):
    """A chat message that is due and is no job's."""

    __tablename__ = "notice"
    __table_args__: Any = (
        one_of("state", "due", "sent", "failed"),
        Index("notice_due", "due_at", sqlite_where=text("state = 'due'"), postgresql_where=text("state = 'due'")),
        STRICT,
    )

    id: str = column(TXT, TOLD, primary_key=True)
    account_id: str = column(TXT, PERSON, foreign_key="account.id", index=True)
    merge_id: str | None = provenance()
    address: Any = column(Document(Where), TOLD)
    reply: Any = column(Document(Answer), TOLD)
    locale: str = column(TXT, TOLD)
    state: str = column(TXT, TOLD)
    attempts: int = column(I64, TOLD)
    due_at: datetime = column(Instant, TOLD)
    created_at: datetime = column(Instant, TOLD, index=True)
