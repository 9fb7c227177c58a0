"""Statements on the driver's own cursor behave as SQLAlchemy's do."""

import sqlite3
from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, make_url, select
from sqlalchemy.exc import IntegrityError

from db import engine
from db.prepared import Prepared, adding, instant
from db.tables import METADATA
from tests.db.books import Books, open_wallet

COUNT = Prepared("SELECT count(*) FROM account")
ADD = Prepared("""
    INSERT INTO account (id, created_at, seen_at, ask_mode, ask_above, storage_prefix) VALUES (:id, :at, :at, 'never', 0, :id)
    ON CONFLICT (id) DO NOTHING""")
PERSON = METADATA.tables["account"]
SECRET = "prompt-of-ann"


def test_the_first_statement_begins_a_transaction(sqlite_url: str) -> None:
    writer = engine.sqlite_writer(make_url(sqlite_url))
    with writer.connect() as connection:
        ADD.run(connection, id="ann", at=0)
        assert connection.in_transaction()
        connection.rollback()
        assert COUNT.rows(connection) == [(0,)]
    writer.dispose()


def test_rows_touched_are_counted_and_instants_come_back(books: Books) -> None:
    at = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
    assert books.run(lambda connection: ADD.run(connection, id="ann", at=at)) == 1
    assert books.run(lambda connection: ADD.run(connection, id="ann", at=at)) == 0
    [(stored,)] = books.run(lambda connection: Prepared("SELECT created_at FROM account").rows(connection))
    assert instant(stored) == at


def test_a_construct_gives_named_rows_with_the_values_its_columns_stand_for(books: Books) -> None:
    at = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
    add, get = adding(PERSON), Prepared(select(PERSON.c.id, PERSON.c.created_at).where(PERSON.c.id == bindparam("who")).limit(1))
    values = dict.fromkeys(column.name for column in PERSON.c if column.nullable)
    values |= {"ask_mode": "never", "ask_above": 0, "storage_prefix": "s", "standing": "active", "seen_at": at}
    assert books.run(lambda connection: add.run(connection, id="ann", created_at=at, **values)) == 1
    row = books.run(lambda connection: get.row(connection, who="ann"))
    assert row is not None
    assert (row.id, row.created_at) == ("ann", at)
    assert books.run(lambda connection: get.row(connection, who="bob")) is None


def test_a_parameter_that_is_not_given_is_an_error_and_not_null(books: Books) -> None:
    with pytest.raises(KeyError, match="created_at"):
        books.run(lambda connection: adding(PERSON, "id", "created_at").run(connection, id="ann"))


def test_a_list_of_varying_length_cannot_be_prepared(books: Books) -> None:
    listed = Prepared(select(PERSON.c.id).where(PERSON.c.id.in_(["ann", "bob"])))
    with pytest.raises(ValueError, match="varying length"):
        books.run(lambda connection: listed.rows(connection))


def test_a_broken_constraint_is_an_integrity_error_on_both_engines(books: Books) -> None:
    with pytest.raises(IntegrityError):
        books.run(lambda connection: ADD.run(connection, id=None, at=0))


def test_errors_on_sqlite_keep_the_code_and_hide_the_values(sqlite_books: Books) -> None:
    sqlite_books.begin()
    try:
        sqlite_books.run(lambda connection: open_wallet(connection, "ann"))
        clash = Prepared("INSERT INTO wallet (id, account_id, posted, held, version) VALUES (:id, 'ann', 0, 0, 0)")
        with pytest.raises(IntegrityError) as caught:
            sqlite_books.run(lambda connection: clash.run(connection, id=SECRET))
    finally:
        sqlite_books.forget()
    assert SECRET not in str(caught.value)
    assert getattr(caught.value.orig, "sqlite_errorcode", 0) == sqlite3.SQLITE_CONSTRAINT_UNIQUE
