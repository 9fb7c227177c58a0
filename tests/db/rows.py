"""Rows put in and looked at by plain SQL, past the repositories."""

from collections.abc import Callable
from typing import Any, cast

from sqlalchemy import text

from core.accounts import Account
from core.caller import Address, Caller
from core.storage.unit_of_work import UnitOfWork
from db.unit_of_work import SqlUnitOfWork
from tests.clock import START


def run(unit: UnitOfWork, statement: str, **values: object) -> int:
    """One statement; how many rows it touched."""
    return cast(SqlUnitOfWork, unit).connection.execute(text(statement), values).rowcount


def scalar(unit: UnitOfWork, query: str, **values: object) -> Any:
    """The one value of a query."""
    return cast(SqlUnitOfWork, unit).connection.execute(text(query), values).scalar_one()


def caller(uid: str) -> Caller:
    """Somebody in the playground."""
    return Caller("web", uid, uid.title(), f"key of {uid}", Address("web", f"chat of {uid}"))


def arrive(uid: str) -> Callable[[UnitOfWork], str]:
    """A work that opens an account; its id."""

    def work(unit: UnitOfWork) -> str:
        unit.accounts.create(Account(id=f"a-{uid}", created_at=START, storage_prefix=f"p-{uid}"), caller(uid))
        return f"a-{uid}"

    return work


def names(unit: UnitOfWork) -> set[str]:
    """Everybody who has an account."""
    return {person.uid for person in unit.accounts.people("web")}


def top_up(uid: str) -> Callable[[UnitOfWork], object]:
    """A work that adds one credit the naked way: no books, only the wallet's row."""
    return lambda unit: run(unit, "UPDATE wallet SET posted = posted + 1 WHERE account_id = :id", id=f"a-{uid}")
