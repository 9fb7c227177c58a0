"""Releases of the legal texts, and who was told of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import SQLModel

from core.legal.releases import AHEAD, Approver, NoticeKind, NoticeState
from core.legal.versions import Change
from db.columns import I64, TXT, Document, Instant, column
from db.documents import Texts
from db.tables.constraints import STRICT, one_of, where
from db.tables.rules import NOTIFIED, OUTGOING, PERSON, PUBLIC

AHEAD_MICROSECONDS = round(AHEAD.total_seconds() * 1_000_000)


class PolicyVersionRow(SQLModel, table=True):
    """A release of the legal texts: who answers for it, and since when it applies (PRV-59, PRV-60)."""

    __tablename__ = "policy_version"
    __table_args__: Any = (
        one_of("change", *Change),
        one_of("proposed", *Change),
        one_of("approver", *Approver),
        CheckConstraint("change = 'material' OR proposed = 'minor'", name="class_not_lowered"),
        CheckConstraint("length(reason) BETWEEN 1 AND 300", name="reason_given"),
        CheckConstraint("before <> id", name="replaces_another"),
        CheckConstraint("last_notice_at >= published_at", name="told_after_publishing"),
        CheckConstraint(
            "effective_at IS NULL OR before IS NULL OR change = 'minor' "
            f"OR (last_notice_at IS NOT NULL AND effective_at >= last_notice_at + {AHEAD_MICROSECONDS})",
            name="told_ahead",
        ),
        CheckConstraint("effective_at >= published_at OR before IS NULL", name="never_backwards"),
        CheckConstraint("reached >= 0 AND unreached >= 0", name="counts_not_negative"),
        UniqueConstraint("before"),
        STRICT,
    )

    id: str = column(TXT, PUBLIC, primary_key=True)
    documents: Any = column(Document(Texts), PUBLIC)
    before: str | None = column(TXT, PUBLIC, foreign_key="policy_version.id", nullable=True)
    change: str = column(TXT, PUBLIC)
    proposed: str = column(TXT, PUBLIC)
    approver: str = column(TXT, PUBLIC)
    reason: str = column(TXT, PUBLIC)
    announced_at: datetime = column(Instant, PUBLIC)
    published_at: datetime = column(Instant, PUBLIC)
    last_notice_at: datetime | None = column(Instant, PUBLIC, nullable=True)
    effective_at: datetime | None = column(Instant, PUBLIC, nullable=True)
    reached: int = column(I64, PUBLIC)
    unreached: int = column(I64, PUBLIC)


class PolicyNoticeRow(SQLModel, table=True):
    """That a person was told of a release on one channel (PRV-62). It goes with the account; how many were told stays with the release."""

    __tablename__ = "policy_notice"
    __table_args__: Any = (
        one_of("kind", *NoticeKind),
        one_of("state", *NoticeState),
        CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_has_time"),
        CheckConstraint("state <> 'shown' OR shown_at IS NOT NULL", name="shown_has_time"),
        Index("policy_notice_due", "message", **where("state = 'due'")),
        STRICT,
    )

    account_id: str = column(TXT, PERSON, primary_key=True, foreign_key="account.id")
    version: str = column(TXT, NOTIFIED, primary_key=True)
    kind: str = column(TXT, NOTIFIED, primary_key=True)
    channel: str = column(TXT, NOTIFIED, primary_key=True)
    state: str = column(TXT, NOTIFIED)
    message: str | None = column(TXT, OUTGOING, nullable=True)
    sent_at: datetime | None = column(Instant, NOTIFIED, nullable=True)
    shown_at: datetime | None = column(Instant, NOTIFIED, nullable=True)
