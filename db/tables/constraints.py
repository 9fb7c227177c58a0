"""How CHECKs, indexes and keys of our tables are spelt and named."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import CheckConstraint, text
from sqlmodel import SQLModel

STRICT = {"sqlite_strict": True}


# A migration can only change what has a name, and the engines would each choose their own. CHECKs and partial indexes say theirs.
SQLModel.metadata.naming_convention = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}


def one_of(name: str, *values: str) -> CheckConstraint:
    """A CHECK that the column has one of these values."""
    return CheckConstraint(among(name, values), name=f"{name}_known")


def among(name: str, values: Iterable[str]) -> str:
    """The condition that a column has one of these values."""
    return f"{name} IN ({', '.join(repr(str(v)) for v in values)})"


def where(condition: str) -> dict[str, Any]:
    """For an index of these rows alone."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}
