"""Column types that mean the same on SQLite (STRICT) and PostgreSQL, and the only way to declare a column here (wallet.md §2.2)."""

from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import BigInteger, Column, Integer, Table, Text, event
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from core.privacy.rules import MissingRule, PrivacyRule
from db.documents import Check

I64 = BigInteger().with_variant(Integer, "sqlite")
TXT = Text()


class Instant(TypeDecorator[datetime]):
    """A UTC instant, stored as microseconds since 1970."""

    impl = BigInteger().with_variant(Integer, "sqlite")
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Aware datetimes only: a naive one raises `ValueError`."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime has no place in the database")
        return round(value.timestamp() * 1_000_000)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value / 1_000_000, UTC)


class Document(TypeDecorator[Any]):
    """A JSON value as text, of a shape that is declared in `db/documents.py`."""

    impl = Text
    cache_ok = True

    def __init__(self, shape: Any) -> None:
        super().__init__()
        self.shape = shape
        self._check = Check(shape)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Raises `UnfitDocument` for what does not have the shape, before it is on its way to the database (T-DM-6)."""
        if value is None:
            return None
        self._check(value)
        return orjson.dumps(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else orjson.loads(value)


class Flag(TypeDecorator[bool]):
    """A truth value as 0 or 1 (STRICT tables know no BOOLEAN)."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


def column(kind: Any, rule: PrivacyRule, **options: Any) -> Any:
    """A column with its privacy rule; `options` are those of SQLModel's `Field`."""
    extra = options.pop("sa_column_kwargs", {})
    return Field(sa_type=kind, sa_column_kwargs={**extra, "info": {"privacy": rule}}, **options)


@event.listens_for(Column, "after_parent_attach")
def _demand_rule(attached: Any, parent: Any) -> None:
    """Stop the import of a table with an unexplained column (PRV-03)."""
    if isinstance(parent, Table) and parent.metadata is SQLModel.metadata and "privacy" not in attached.info:
        raise MissingRule(parent.name, attached.name)
