"""Prompts that were refused (docs/decisions/0040)."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlmodel import SQLModel

from core.forbidden.refused import RefusalState
from core.forbidden.screen import Ground
from db.columns import TXT, Instant, column
from db.tables.constraints import STRICT, one_of, where
from db.tables.joining import provenance
from db.tables.rules import DECLINED, PERSON


class RefusedPromptRow(SQLModel, table=True):
    """A prompt that was refused, and whether that was contested. Kept so that a human can look at it, and to pause who tries many."""

    __tablename__ = "refused_prompt"
    __table_args__: Any = (
        one_of("ground", *Ground),
        one_of("state", *RefusalState),
        CheckConstraint("state != 'appealed' OR appealed_at IS NOT NULL", name="appealed_when"),
        Index("refused_prompt_account", "account_id", "at"),
        Index("refused_prompt_contested", "appealed_at", **where("state = 'appealed'")),
        Index("refused_prompt_over", "at", **where("state != 'appealed'")),
        STRICT,
    )

    ref: str = column(TXT, DECLINED, primary_key=True)
    account_id: str = column(TXT, PERSON, foreign_key="account.id")
    merge_id: str | None = provenance()
    ground: str = column(TXT, DECLINED)
    prompt: str = column(TXT, DECLINED)
    state: str = column(TXT, DECLINED)
    at: datetime = column(Instant, DECLINED)
    appealed_at: datetime | None = column(Instant, DECLINED, nullable=True)
