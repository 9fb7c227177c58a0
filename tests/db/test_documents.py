"""JSON columns hold what they declare and nothing else."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from sqlalchemy import Column, Table, func, insert, select, update
from sqlalchemy.exc import StatementError

from core.caller import Address
from core.linking import Side
from core.reply import Reply
from core.reply_codec import VALUES, to_json
from core.text import text
from db import documents
from db.columns import Document
from db.documents import Check, Shape, UnfitDocument
from db.prepared import Prepared, adding, setting
from db.tables import METADATA
from db.upsert import putting
from tests.adapters.mail.samples import ARGS
from tests.core.test_reply_codec import replies
from tests.db.books import START, Books, open_wallet
from tests.db.papers import question, said, sample, where

COLUMNS = [column for table in METADATA.sorted_tables for column in table.columns if isinstance(column.type, Document)]
UNKNOWN = {"telephone": "0049canary"}
OPEN = {"values"}
"""Where keys are names of options."""
SENT_AT_ONCE = {"rights-deadline", "self-test", "engine-low"}
"""Mails that are in no outbox."""


def spelt(column: Column[Any]) -> str:
    return f"{column.table.name}.{column.name}"


def worse(document: Any, *, open_keys: bool = False) -> Iterator[Any]:
    """The document with something that nobody declared, in each of its objects in turn."""
    match document:
        case dict():
            yield document | ({"telephone": UNKNOWN} if open_keys else UNKNOWN)
            yield document | {"0049 canary": 1}
            for name, value in document.items():
                yield from ({**document, name: changed} for changed in worse(value, open_keys=name in OPEN))
        case list():
            for place, one in enumerate(document):
                yield from ([*document[:place], changed, *document[place + 1 :]] for changed in worse(one))


def parts(kind: Any) -> set[Any]:
    """Every object shape that stands in a declaration, at any depth."""
    found: set[Any] = set()
    left = [kind]
    while left:
        one = left.pop()
        if isinstance(one, type) and issubclass(one, Shape) and one not in found:
            found.add(one)
            left += [field.annotation for field in one.model_fields.values()]
        left += get_args(one)
    return found


@pytest.mark.proves("T-DM-6")
@pytest.mark.parametrize("column", COLUMNS, ids=spelt)
def test_a_column_takes_what_it_declares_and_nothing_else_however_deep(column: Column[Any]) -> None:
    kind = column.type
    assert isinstance(kind, Document)
    good = sample(kind.shape, "a word")
    assert kind.process_bind_param(good, None)  # type: ignore[arg-type]
    for bad in (*worse(good), UNKNOWN, [UNKNOWN], [7], "a word", 7, True):
        with pytest.raises(UnfitDocument) as refused:
            kind.process_bind_param(bad, None)  # type: ignore[arg-type]
        assert "canary" not in str(refused.value)


@pytest.mark.proves("T-DM-6")
def test_every_shape_is_closed() -> None:
    found = {part for column in COLUMNS for part in parts(column.type.shape)}  # type: ignore[attr-defined]
    assert documents.Message in found
    assert documents.Blanks in found
    assert [part for part in found if part.model_config.get("extra") != "forbid" or not part.model_config.get("strict")] == []


@pytest.mark.parametrize(
    ("value", "instead"), [("chat", 7), ("private", 1), ("private", "yes"), ("uid", None), ("grant", ["g"]), ("chat", {})]
)
def test_another_kind_of_value_is_refused(value: str, instead: object) -> None:
    check = Check(documents.Where)
    check(where())
    with pytest.raises(UnfitDocument):
        check({**where(), value: instead})


def test_what_is_missing_is_refused_too() -> None:
    short = where()
    del short["uid"]
    with pytest.raises(UnfitDocument, match="missing"):
        Check(documents.Where)(short)


@settings(max_examples=60, deadline=None)
@given(reply=replies)
def test_every_reply_fits(reply: Reply) -> None:
    Check(documents.Answer)(to_json(reply))


def test_a_reply_with_something_in_its_depths_does_not_fit() -> None:
    reply = to_json(Reply(lines=(text("outer", inner=text("inner", words="fox")),)))
    check = Check(documents.Answer)
    check(reply)
    reply["lines"][0]["args"]["items"]["inner"]["args"] |= UNKNOWN
    with pytest.raises(UnfitDocument):
        check(reply)


@pytest.mark.parametrize("letter", sorted(ARGS.keys() - SENT_AT_ONCE))
def test_every_mail_of_the_outbox_fits(letter: str) -> None:
    for args in ARGS[letter]:
        Check(documents.MailBlanks)(args)


def test_shapes_know_every_field_of_the_values_that_they_stand_for() -> None:
    """A field that is new in the core is refused until somebody has written it down with its rule; here that is noticed first."""
    shapes = {field.model_fields["is_"].annotation: field for field in parts(documents.Answer) if "is_" in field.model_fields}
    named = {get_args(tag)[0]: set(shape.model_fields) - {"is_"} for tag, shape in shapes.items()}
    assert {name: {one.name for one in fields(cls)} for name, cls in VALUES.items()} == {name: named[name] for name in VALUES}
    assert set(documents.Where.model_fields) == {one.name for one in fields(Address)}
    assert set(documents.Side.model_fields) == {one.name for one in fields(Side)} - {"account_id"}


# --- on the way into the database ------------------------------------------------------------------------------------

QUESTION = METADATA.tables["question"]
ROW = {"platform": "web", "chat": "c", "message": "m", "account_id": "ann", "merge_id": None, "asked_at": START}
BAD = question() | UNKNOWN


def count(books: Books, table: Table) -> int:
    return books.run(lambda connection: connection.execute(select(func.count()).select_from(table)).scalar_one())


@pytest.mark.proves("T-DM-6")
def test_nothing_is_written_by_any_way_of_writing(books: Books) -> None:
    books.run(lambda connection: open_wallet(connection, "ann"))
    ways = (
        lambda connection: connection.execute(insert(QUESTION).values(**ROW, form=BAD)),
        lambda connection: connection.execute(insert(QUESTION), [{**ROW, "form": question()}, {**ROW, "message": "n", "form": BAD}]),
        lambda connection: adding(QUESTION).run(connection, **ROW, form=BAD),
        lambda connection: putting(QUESTION, "form").run(connection, **ROW, form=BAD),
    )
    for write in ways:
        with pytest.raises((UnfitDocument, StatementError), match="extra_forbidden") as refused:
            books.run(write)
        assert "canary" not in str(refused.value)
        assert count(books, QUESTION) == 0


@pytest.mark.proves("T-DM-6")
def test_nothing_is_changed_by_any_way_of_changing(books: Books) -> None:
    books.run(lambda connection: open_wallet(connection, "ann"))
    books.run(lambda connection: adding(QUESTION).run(connection, **ROW, form=question()))
    ways = (
        lambda connection: connection.execute(update(QUESTION).values(form=BAD)),
        lambda connection: Prepared(update(QUESTION).values(setting("form"))).run(connection, form=BAD),
    )
    for write in ways:
        with pytest.raises((UnfitDocument, StatementError), match="extra_forbidden"):
            books.run(write)
    assert books.run(lambda connection: connection.execute(select(QUESTION.c.form)).scalar_one()) == question()


def test_what_is_there_already_is_read_as_it_is(books: Books) -> None:
    books.run(lambda connection: open_wallet(connection, "ann"))
    books.run(lambda connection: adding(QUESTION).run(connection, **ROW, form=question()))
    books.run(lambda connection: connection.exec_driver_sql("UPDATE question SET form = '{\"old\":1}'"))
    assert books.run(lambda connection: connection.execute(select(QUESTION.c.form)).scalar_one()) == {"old": 1}


def test_both_sorts_of_messages_of_the_playground_fit() -> None:
    check = Check(METADATA.tables["chat_message"].c.body.type.shape)  # type: ignore[attr-defined]
    check(said())
    check({"is": "Reply"})
    with pytest.raises(UnfitDocument):
        check(said() | {"is": "Reply"})
