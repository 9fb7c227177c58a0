"""The doors of the site: links that work once, browsers that came in, and who tried."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlmodel import SQLModel

from db.columns import I64, TXT, Document, Instant, column
from db.documents import Where
from db.tables.constraints import STRICT, one_of
from db.tables.joining import provenance
from db.tables.rules import ABUSE, BROWSER, CREDENTIAL, LINKED, PERSON, TOKEN, VISIT, WORDING


class OneTimeLinkRow(SQLModel, table=True):
    """A link that works once. Its 32 bytes are not kept, only their hash."""

    __tablename__ = "one_time_link"
    __table_args__: Any = (
        one_of("kind", "sign-in", "confirm", "stop", "chat"),
        CheckConstraint("kind NOT IN ('confirm', 'stop') OR (email IS NOT NULL AND account_id IS NOT NULL)", name="mail_links_name_both"),
        STRICT,
    )

    id: str = column(TXT, LINKED, primary_key=True)
    kind: str = column(TXT, WORDING)
    token_hash: str = column(TXT, TOKEN, unique=True)
    account_id: str | None = column(TXT, PERSON, foreign_key="account.id", index=True, nullable=True)
    merge_id: str | None = provenance()
    email: str | None = column(TXT, LINKED, nullable=True)
    browser_hash: str | None = column(TXT, TOKEN, nullable=True)
    asked_as: str | None = column(TXT, LINKED, nullable=True)
    origin: Any = column(Document(Where), LINKED, nullable=True)
    locale: str = column(TXT, LINKED)
    created_at: datetime = column(Instant, LINKED)
    expires_at: datetime = column(Instant, LINKED, index=True)
    used_at: datetime | None = column(Instant, LINKED, nullable=True)


class WebSession(SQLModel, table=True):
    """A browser that came in. Its cookie is not kept, only the hash."""

    __tablename__ = "web_session"
    __table_args__: Any = (STRICT,)

    id: str = column(TXT, BROWSER, primary_key=True)
    account_id: str = column(TXT, PERSON, foreign_key="account.id", index=True)
    merge_id: str | None = provenance()
    token_hash: str = column(TXT, CREDENTIAL, unique=True)
    created_at: datetime = column(Instant, BROWSER)
    seen_at: datetime = column(Instant, BROWSER)
    expires_at: datetime = column(Instant, BROWSER, index=True)
    browser: str = column(TXT, BROWSER)
    network: str = column(TXT, BROWSER)
    language: str = column(TXT, BROWSER)


class WebVisitRow(SQLModel, table=True):
    """A web request: the four things that the policy lists, and whose it was (PRV-10)."""

    __tablename__ = "web_visit"
    __table_args__: Any = (Index("web_visit_of", "account_id", "at"), STRICT)

    id: str = column(TXT, VISIT, primary_key=True)
    account_id: str | None = column(TXT, PERSON, foreign_key="account.id", nullable=True)
    merge_id: str | None = provenance()
    network: str = column(TXT, VISIT)
    browser: str = column(TXT, VISIT)
    language: str = column(TXT, VISIT)
    at: datetime = column(Instant, VISIT, index=True)


class AttemptRow(SQLModel, table=True):
    """Somebody tried something. Who, is a hash under a key of the day, which is destroyed after a week (PRV-11)."""

    __tablename__ = "attempt"
    __table_args__: Any = (STRICT,)

    what: str = column(TXT, WORDING, primary_key=True)
    who: str = column(TXT, ABUSE, primary_key=True)
    at: datetime = column(Instant, ABUSE, primary_key=True)
    times: int = column(I64, ABUSE)


class DayKey(SQLModel, table=True):
    """The key of one day's hashes."""

    __tablename__ = "day_key"
    __table_args__: Any = (STRICT,)

    day: str = column(TXT, WORDING, primary_key=True)
    key: str = column(TXT, ABUSE)
