"""Requests for pictures, the pictures, and what they are made from. These tables are the queue."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import SQLModel

from db.columns import I64, TXT, Document, Flag, Instant, column
from db.documents import Where
from db.tables.constraints import STRICT, one_of, where
from db.tables.joining import provenance
from db.tables.rules import BILLING, CHAT, CONTENT, FILE, PERSON, PROFILE, PROMPT, QUEUE, REFERENCE, USAGE


class Job(SQLModel, table=True):
    """One request for pictures: what was asked, its price, and where the answer goes. The job table is the queue."""

    __tablename__ = "job"
    __table_args__: Any = (
        one_of("state", "draft", "working", "finished"),
        one_of("quality", "low", "medium", "high"),
        one_of("shape", "square", "portrait", "landscape"),
        one_of("delivery", "none", "due", "done", "kept"),
        CheckConstraint(
            "outcome IS NULL OR outcome IN ('done', 'partly', 'failed', 'refused', 'cancelled')",
            name="outcome_known",
        ),
        CheckConstraint("(state = 'finished') = (outcome IS NOT NULL)", name="finished_has_outcome"),
        CheckConstraint("(state = 'finished') = (finished_at IS NOT NULL)", name="finished_has_time"),
        CheckConstraint("state = 'finished' OR (state = 'draft') = (hold_id IS NULL)", name="work_is_held"),
        CheckConstraint("state = 'finished' OR delivery = 'none'", name="only_results_are_delivered"),
        CheckConstraint("count >= 1 AND count <= 4", name="count_sane"),
        CheckConstraint("unit_price > 0", name="price_positive"),
        Index("job_history", "account_id", "created_at"),
        Index("job_by_code", "account_id", "code"),
        Index("job_kept", "account_id", sqlite_where=text("delivery = 'kept'"), postgresql_where=text("delivery = 'kept'")),
        Index("job_delivery_due", "delivery_due_at", sqlite_where=text("delivery = 'due'"), postgresql_where=text("delivery = 'due'")),
        Index("job_of_place", "community", "created_at", **where("community IS NOT NULL")),
        Index("job_of_hold", "hold_id", **where("hold_id IS NOT NULL")),
        STRICT,
    )

    id: str = column(TXT, USAGE, primary_key=True)
    account_id: str = column(TXT, PERSON, foreign_key="account.id")
    merge_id: str | None = provenance()
    code: str = column(TXT, USAGE)
    state: str = column(TXT, USAGE)
    outcome: str | None = column(TXT, USAGE, nullable=True)
    reason: str | None = column(TXT, USAGE, nullable=True)
    prompt: str = column(TXT, PROMPT)
    shape: str = column(TXT, USAGE)
    quality: str = column(TXT, USAGE)
    count: int = column(I64, USAGE)
    private: bool = column(Flag, USAGE)
    spoiler: bool = column(Flag, USAGE)
    community: str | None = column(TXT, CHAT, nullable=True)
    unit_price: int = column(I64, USAGE)
    hold_id: str | None = column(TXT, BILLING, foreign_key="hold.id", nullable=True)
    parent_id: str | None = column(TXT, USAGE, nullable=True)
    locale: str = column(TXT, PROFILE)
    address: Any = column(Document(Where), CHAT)
    created_at: datetime = column(Instant, USAGE)
    finished_at: datetime | None = column(Instant, USAGE, nullable=True)
    delivery: str = column(TXT, QUEUE)
    delivery_due_at: datetime | None = column(Instant, QUEUE, nullable=True)
    delivery_attempts: int = column(I64, QUEUE)
    trace: str | None = column(TXT, QUEUE, nullable=True)


class PictureRow(SQLModel, table=True):
    """One picture of a job: the unit that a worker claims, asks for, stores and is charged for.

    Queued pictures go by `rank`, then `arrival`. `line` says where each of them stands (db/queue.py): in front, the only ones that a
    claim looks at and one per person; behind an earlier one of the same person; or waiting for its time.
    """

    __tablename__ = "picture"
    __table_args__: Any = (
        one_of("state", "queued", "asked", "stored", "failed", "cancelled", "removed"),
        UniqueConstraint("job_id", "position"),
        CheckConstraint("(state = 'asked') = (lease_until IS NOT NULL)", name="asked_is_leased"),
        CheckConstraint("(state = 'asked') = (owner IS NOT NULL)", name="asked_has_owner"),
        CheckConstraint("state <> 'stored' OR (sha256 IS NOT NULL AND size > 0)", name="stored_has_facts"),
        CheckConstraint("state <> 'failed' OR reason IS NOT NULL", name="failures_say_why"),
        one_of("line", "front", "behind", "later"),
        CheckConstraint("(state = 'queued') = (line IS NOT NULL)", name="queued_has_line"),
        Index("picture_queue", "rank", "arrival", sqlite_where=text("state = 'queued'"), postgresql_where=text("state = 'queued'")),
        Index("picture_front", "rank", "arrival", sqlite_where=text("line = 'front'"), postgresql_where=text("line = 'front'")),
        Index("picture_later", "due_at", sqlite_where=text("line = 'later'"), postgresql_where=text("line = 'later'")),
        Index(
            "picture_line",
            "account_id",
            "line",
            "rank",
            "arrival",
            sqlite_where=text("line IS NOT NULL"),
            postgresql_where=text("line IS NOT NULL"),
        ),
        Index("picture_leases", "lease_until", sqlite_where=text("state = 'asked'"), postgresql_where=text("state = 'asked'")),
        Index("picture_recent", "finished_at", sqlite_where=text("state = 'stored'"), postgresql_where=text("state = 'stored'")),
        Index(
            "picture_left_behind",
            "finished_at",
            sqlite_where=text("state IN ('removed', 'failed', 'cancelled') AND attempts > 0 AND object_gone = 0"),
            postgresql_where=text("state IN ('removed', 'failed', 'cancelled') AND attempts > 0 AND object_gone = 0"),
        ),
        Index("picture_failed", "finished_at", **where("state = 'failed'")),
        Index("picture_quarantined", "finished_at", **where("reason = 'quarantined'")),
        Index("picture_blocked", "finished_at", **where("reason = 'refused-gateway-policy'")),
        Index("picture_by_person", "account_id", "state", "rank"),
        Index("picture_by_rank", "rank"),
        Index("picture_by_arrival", "arrival"),
        STRICT,
    )

    id: str = column(TXT, USAGE, primary_key=True)
    job_id: str = column(TXT, USAGE, foreign_key="job.id")
    account_id: str = column(TXT, PERSON, foreign_key="account.id")
    position: int = column(I64, USAGE)
    state: str = column(TXT, USAGE)
    reason: str | None = column(TXT, USAGE, nullable=True)
    rank: int = column(I64, QUEUE)
    arrival: int = column(I64, QUEUE)
    line: str | None = column(TXT, QUEUE, nullable=True)
    due_at: datetime = column(Instant, QUEUE)
    attempts: int = column(I64, QUEUE)
    unclear: int = column(I64, QUEUE)
    lost: int = column(I64, QUEUE, sa_column_kwargs={"server_default": text("0")})
    owner: str | None = column(TXT, QUEUE, nullable=True)
    lease_until: datetime | None = column(Instant, QUEUE, nullable=True)
    object_key: str = column(TXT, FILE, unique=True)
    object_gone: bool = column(Flag, QUEUE)
    media_type: str | None = column(TXT, CONTENT, nullable=True)
    width: int | None = column(I64, CONTENT, nullable=True)
    height: int | None = column(I64, CONTENT, nullable=True)
    size: int | None = column(I64, CONTENT, nullable=True)
    sha256: str | None = column(TXT, CONTENT, nullable=True)
    asked_at: datetime | None = column(Instant, USAGE, nullable=True)
    finished_at: datetime | None = column(Instant, USAGE, nullable=True)


class ReferenceRow(SQLModel, table=True):
    """A picture that a person gave us to work from."""

    __tablename__ = "reference"
    __table_args__: Any = (STRICT,)

    id: str = column(TXT, REFERENCE, primary_key=True)
    account_id: str = column(TXT, PERSON, foreign_key="account.id", index=True)
    merge_id: str | None = provenance()
    object_key: str = column(TXT, REFERENCE, unique=True)
    media_type: str = column(TXT, REFERENCE)
    size: int = column(I64, REFERENCE)
    sha256: str = column(TXT, REFERENCE)
    created_at: datetime = column(Instant, REFERENCE, index=True)


class JobReference(SQLModel, table=True):
    """Which stored pictures a job works from: uploads, or earlier results."""

    __tablename__ = "job_reference"
    __table_args__: Any = (STRICT,)

    job_id: str = column(TXT, USAGE, primary_key=True, foreign_key="job.id")
    position: int = column(I64, USAGE, primary_key=True)
    object_key: str = column(TXT, QUEUE)
    media_type: str = column(TXT, QUEUE)
