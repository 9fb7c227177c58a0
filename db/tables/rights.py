"""What people asked of us about their data or told us about others: requests with their log, deadlines, words, mails and copies."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlmodel import SQLModel

from core.rights.deadlines import Mark
from core.rights.requests import ACTIVE, DUE, Actor, Counted, EraseStep, Fate, RequestKind, RequestState
from core.rights.storage import MailState
from db.columns import I64, TXT, Document, Flag, Instant, column
from db.documents import Where
from db.tables.constraints import STRICT, among, one_of, where
from db.tables.rules import ASKER, FETCHING, PARCEL, PARCEL_KEY, PERSON, PROOF, REPORT, REPORTER, RIGHTS, WORDS, WRITTEN

RIGHTS_ACTIVE = among("state", sorted(ACTIVE))
RIGHTS_DUE = among("state", DUE)
"""Queries spell these the same, or SQLite does not find the index."""


class RightsRequestRow(SQLModel, table=True):
    """What a person asked of us about their data (PRV-24). Outlives them without them: `account_id` and `address` go with the account."""

    __tablename__ = "rights_request"
    __table_args__: Any = (
        CheckConstraint("length(ref) = 26 AND ref = lower(ref)", name="ref_is_random"),
        CheckConstraint("length(channel) BETWEEN 1 AND 12 AND length(locale) BETWEEN 2 AND 8", name="words_of_ours"),
        one_of("kind", *RequestKind),
        one_of("state", *RequestState),
        one_of("actor", *Actor),
        CheckConstraint("(code_hash IS NULL) = (code_until IS NULL)", name="code_has_end"),
        CheckConstraint("account_id IS NOT NULL OR (address IS NULL AND code_hash IS NULL)", name="nobody_is_nowhere"),
        Index("rights_request_active", "account_id", "kind", unique=True, **where(RIGHTS_ACTIVE)),
        Index("rights_request_due", "due_at", **where(RIGHTS_DUE)),
        STRICT,
    )

    ref: str = column(TXT, RIGHTS, primary_key=True)
    kind: str = column(TXT, RIGHTS)
    state: str = column(TXT, RIGHTS)
    account_id: str | None = column(TXT, ASKER, foreign_key="account.id", index=True, nullable=True)
    actor: str = column(TXT, RIGHTS)
    channel: str = column(TXT, RIGHTS)
    received_at: datetime = column(Instant, RIGHTS, index=True)
    due_at: datetime = column(Instant, RIGHTS)
    answer_by: datetime = column(Instant, RIGHTS)
    locale: str = column(TXT, RIGHTS)
    address: Any = column(Document(Where), ASKER, nullable=True)
    messages: bool = column(Flag, RIGHTS)
    at_once: bool = column(Flag, RIGHTS)
    begins_at: datetime | None = column(Instant, RIGHTS, nullable=True)
    confirmed_at: datetime | None = column(Instant, RIGHTS, nullable=True)
    ended_at: datetime | None = column(Instant, RIGHTS, nullable=True)
    code_hash: str | None = column(TXT, PROOF, nullable=True)
    code_until: datetime | None = column(Instant, PROOF, nullable=True)
    attempts: int = column(I64, RIGHTS)
    done: int = column(I64, RIGHTS)
    total: int = column(I64, RIGHTS)


class RightsStepRow(SQLModel, table=True):
    """The ledger of an erasure: a step is written here before its effect begins, and done once that is complete (privacy.md D5)."""

    __tablename__ = "rights_step"
    __table_args__: Any = (one_of("step", *EraseStep), CheckConstraint("attempts >= 0", name="attempts_not_negative"), STRICT)

    ref: str = column(TXT, RIGHTS, primary_key=True, foreign_key="rights_request.ref")
    step: str = column(TXT, RIGHTS, primary_key=True)
    begun_at: datetime = column(Instant, RIGHTS)
    done_at: datetime | None = column(Instant, RIGHTS, nullable=True)
    attempts: int = column(I64, RIGHTS)


class RightsCountRow(SQLModel, table=True):
    """A line of a receipt: numbers and words of the program (PRV-44)."""

    __tablename__ = "rights_count"
    __table_args__: Any = (
        one_of("what", *Counted),
        one_of("fate", *Fate),
        CheckConstraint("number >= 0", name="number_not_negative"),
        STRICT,
    )

    ref: str = column(TXT, RIGHTS, primary_key=True, foreign_key="rights_request.ref")
    what: str = column(TXT, RIGHTS, primary_key=True)
    fate: str = column(TXT, RIGHTS, primary_key=True)
    number: int = column(I64, RIGHTS)
    until: datetime | None = column(Instant, RIGHTS, nullable=True)


class RightsEventRow(SQLModel, table=True):
    """The rights log: words of the program and moments, each line sealed with the hash of the one before (PRV-86)."""

    __tablename__ = "rights_event"
    __table_args__: Any = (
        one_of("state", *RequestState),
        one_of("actor", *Actor),
        CheckConstraint(f"step IS NULL OR {among('step', EraseStep)}", name="step_known"),
        CheckConstraint("length(hash) = 64 AND hash = lower(hash)", name="hash_is_hash"),
        CheckConstraint("number >= 1", name="counts_from_one"),
        STRICT,
    )

    ref: str = column(TXT, RIGHTS, primary_key=True, foreign_key="rights_request.ref")
    number: int = column(I64, RIGHTS, primary_key=True)
    at: datetime = column(Instant, RIGHTS)
    state: str = column(TXT, RIGHTS)
    actor: str = column(TXT, RIGHTS)
    step: str | None = column(TXT, RIGHTS, nullable=True)
    hash: str = column(TXT, RIGHTS)


class ExportPart(SQLModel, table=True):
    """One file of a copy of somebody's data, sealed with a key that lies here and not beside it (PRV-78)."""

    __tablename__ = "export_part"
    __table_args__: Any = (CheckConstraint("size > 0", name="size_positive"), STRICT)

    ref: str = column(TXT, PARCEL, primary_key=True, foreign_key="rights_request.ref")
    part: int = column(I64, PARCEL, primary_key=True)
    account_id: str = column(TXT, PERSON, foreign_key="account.id", index=True)
    object_key: str = column(TXT, PARCEL, unique=True)
    key: str = column(TXT, PARCEL_KEY)
    name: str = column(TXT, PARCEL)
    size: int = column(I64, PARCEL)
    sha256: str = column(TXT, PARCEL)
    complete: bool = column(Flag, PARCEL)
    downloads: int = column(I64, PARCEL)
    created_at: datetime = column(Instant, PARCEL)
    expires_at: datetime = column(Instant, PARCEL, index=True)


class RightsDeadline(SQLModel, table=True):
    """That so much of the time for an answer is used up, and when that was said; each once (PRV-26)."""

    __tablename__ = "rights_deadline"
    __table_args__: Any = (one_of("mark", *Mark), STRICT)

    ref: str = column(TXT, RIGHTS, primary_key=True, foreign_key="rights_request.ref")
    mark: str = column(TXT, RIGHTS, primary_key=True)
    at: datetime = column(Instant, RIGHTS)
    mailed_at: datetime | None = column(Instant, RIGHTS, nullable=True)


class RightsWords(SQLModel, table=True):
    """What a person wrote about a request that people answer. It goes with the account; the request stays without it."""

    __tablename__ = "rights_words"
    __table_args__: Any = (STRICT,)

    ref: str = column(TXT, WORDS, primary_key=True, foreign_key="rights_request.ref")
    account_id: str = column(TXT, PERSON, foreign_key="account.id", index=True)
    words: str = column(TXT, WORDS)
    at: datetime = column(Instant, WORDS, index=True)


class RequestMailRow(SQLModel, table=True):
    """The mail by which a request came (PRV-67, PRV-68). Whose address it came from is looked up only for copies and deletions."""

    __tablename__ = "request_mail"
    __table_args__: Any = (
        one_of("state", *MailState),
        CheckConstraint("length(words) <= 10000", name="words_bounded"),
        CheckConstraint("attachments >= 0 AND attempts >= 0", name="numbers_not_negative"),
        Index("request_mail_due", "due_at", **where("state = 'due'")),
        STRICT,
    )

    ref: str = column(TXT, WRITTEN, primary_key=True, foreign_key="rights_request.ref")
    message: str = column(TXT, FETCHING, unique=True)
    sender: str = column(TXT, WRITTEN, index=True)
    words: str = column(TXT, WRITTEN)
    attachments: int = column(I64, WRITTEN)
    at: datetime = column(Instant, WRITTEN, index=True)
    answered: bool = column(Flag, WRITTEN)
    state: str = column(TXT, FETCHING)
    attempts: int = column(I64, FETCHING)
    due_at: datetime = column(Instant, FETCHING)


class ReportRow(SQLModel, table=True):
    """What somebody told us about an account that may be a child's, or about a picture or a prompt of which they are the subject
    (PRV-57, PRV-94). Whose account it is about is not looked up here."""

    __tablename__ = "report"
    __table_args__: Any = (CheckConstraint("length(words) BETWEEN 1 AND 2000", name="words_given"), STRICT)

    ref: str = column(TXT, REPORT, primary_key=True, foreign_key="rights_request.ref")
    words: str = column(TXT, REPORT)
    account_id: str | None = column(TXT, REPORTER, foreign_key="account.id", index=True, nullable=True)
    at: datetime = column(Instant, REPORT, index=True)
