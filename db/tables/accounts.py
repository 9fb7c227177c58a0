"""People: their accounts, the chats they come from, what they agreed to, and marks of chats that are known only by a hash."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import SQLModel

from core.accounts import AgeMethod, Standing
from db.columns import I64, TXT, Flag, Instant, column
from db.tables.constraints import STRICT, among, one_of
from db.tables.joining import provenance
from db.tables.rules import AGE, CHAT, CONSENT, CONTACT, JOINED, MARK, PERSON, PROFILE, QUEUE, TOO_YOUNG


class Account(SQLModel, table=True):
    """A person to us: language, choices, and the random prefix under which their objects lie."""

    __tablename__ = "account"
    __table_args__: Any = (
        one_of("ask_mode", "always", "above", "never"),
        one_of("standing", *Standing),
        CheckConstraint(f"stood IS NULL OR {among('stood', Standing)}", name="stood_known"),
        CheckConstraint("ask_above >= 0", name="ask_above_sane"),
        CheckConstraint("monthly_limit > 0", name="monthly_limit_positive"),
        CheckConstraint("notify_below > 0", name="notify_below_positive"),
        CheckConstraint(f"age_method IS NULL OR {among('age_method', AgeMethod)}", name="age_method_known"),
        CheckConstraint(
            "(age_limit IS NULL) = (age_checked_at IS NULL) AND (age_limit IS NULL) = (age_method IS NULL)", name="age_all_or_nothing"
        ),
        CheckConstraint("email = lower(email)", name="email_spelt_one_way"),
        CheckConstraint("merged_into IS NULL OR email IS NULL", name="shell_has_no_address"),
        Index("account_by_email", "email", unique=True, sqlite_where=text("email IS NOT NULL"), postgresql_where=text("email IS NOT NULL")),
        STRICT,
    )

    id: str = column(TXT, PERSON, primary_key=True)
    created_at: datetime = column(Instant, PROFILE)
    locale: str | None = column(TXT, PROFILE, nullable=True)
    email: str | None = column(TXT, CONTACT, nullable=True)
    mail_stopped_at: datetime | None = column(Instant, CONTACT, nullable=True)
    ask_mode: str = column(TXT, PROFILE)
    ask_above: int = column(I64, PROFILE)
    monthly_limit: int | None = column(I64, PROFILE, nullable=True)
    notify_below: int | None = column(I64, PROFILE, nullable=True)
    merged_into: str | None = column(TXT, JOINED, foreign_key="account.id", index=True, nullable=True)
    storage_prefix: str = column(TXT, QUEUE, unique=True)
    standing: str = column(TXT, PROFILE, sa_column_kwargs={"server_default": "active"})
    stood: str | None = column(TXT, PROFILE, nullable=True)
    seen_at: datetime = column(Instant, PROFILE, index=True)
    age_limit: int | None = column(I64, AGE, nullable=True)
    age_checked_at: datetime | None = column(Instant, AGE, nullable=True)
    age_method: str | None = column(TXT, AGE, nullable=True)
    welcome_at: datetime | None = column(Instant, PROFILE, nullable=True)


class Identity(SQLModel, table=True):
    """The same person as one chat platform knows them."""

    __tablename__ = "identity"
    __table_args__: Any = (STRICT,)

    platform: str = column(TXT, CHAT, primary_key=True)
    uid: str = column(TXT, CHAT, primary_key=True)
    account_id: str = column(TXT, PERSON, foreign_key="account.id", index=True)
    name: str = column(TXT, CHAT)
    locale_hint: str | None = column(TXT, CHAT, nullable=True)
    linked_at: datetime = column(Instant, CHAT)
    merge_id: str | None = provenance()


class WelcomeMark(SQLModel, table=True):
    """That a chat which was taken off had its welcome credits, so that coming back is no way to get them again. Known only by a hash."""

    __tablename__ = "welcome_mark"
    __table_args__: Any = (STRICT,)

    who: str = column(TXT, MARK, primary_key=True)
    until: datetime = column(Instant, MARK, index=True)


class ConsentEvent(SQLModel, table=True):
    """A yes or no that a person gave; only ever added to (PRV-16)."""

    __tablename__ = "consent_event"
    __table_args__: Any = (
        one_of("purpose", "training"),
        Index("consent_event_of", "account_id", "purpose", "at"),
        STRICT,
    )

    id: str = column(TXT, CONSENT, primary_key=True)
    account_id: str = column(TXT, PERSON, foreign_key="account.id")
    merge_id: str | None = provenance()
    purpose: str = column(TXT, CONSENT)
    granted: bool = column(Flag, CONSENT)
    version: str = column(TXT, CONSENT)
    wording_hash: str = column(TXT, CONSENT)
    locale: str = column(TXT, CONSENT)
    channel: str = column(TXT, CONSENT)
    at: datetime = column(Instant, CONSENT)


class AgeMark(SQLModel, table=True):
    """That somebody was too young, so that they cannot try until it works. Known only by a keyed hash, for 30 days (PRV-55)."""

    __tablename__ = "age_mark"
    __table_args__: Any = (STRICT,)

    who: str = column(TXT, TOO_YOUNG, primary_key=True)
    until: datetime = column(Instant, TOO_YOUNG, index=True)
