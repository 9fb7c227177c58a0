"""Every period of the data map has somebody who keeps it; afterwards nothing is too old, and nothing younger is gone (PRV-50, T-DM-5)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, insert, select

from core.access import SESSION_LIFE, STOP_LIFE
from core.linking import CODE_LIFE
from core.membership import MARKED_FOR
from core.privacy.rules import Days, Rule
from core.rights.ages import MARKED_YOUNG_FOR
from core.rights.storage import Overdue
from db import retention
from db.retention import CELLS, ELSEWHERE, PARTS, ROWS, SqlRetention, days_of, unenforced
from db.tables import METADATA
from tests.db.books import START, Books, open_wallet
from tests.db.papers import answer, question, side, where

NOW = START + timedelta(days=2000)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

BEGINS: Mapping[str, tuple[str, timedelta]] = {
    "request_log": ("created_at", timedelta(0)),
    "question": ("asked_at", timedelta(0)),
    "platform_update": ("received_at", timedelta(0)),
    "letter": ("created_at", timedelta(0)),
    "notice": ("created_at", timedelta(0)),
    "mail_news": ("at", timedelta(0)),
    "one_time_link": ("expires_at", STOP_LIFE),
    "link_offer": ("expires_at", CODE_LIFE),
    "web_session": ("expires_at", SESSION_LIFE),
    "web_visit": ("at", timedelta(0)),
    "attempt": ("at", timedelta(0)),
    "welcome_mark": ("until", MARKED_FOR),
    "age_mark": ("until", MARKED_YOUNG_FOR),
    "staff_access": ("at", timedelta(0)),
    "rights_request": ("received_at", timedelta(0)),
}
"""By hand, not by the code under test: which column tells the age of a row, and by how much it lies ahead."""

PROMISED = {
    "request_log": 2, "question": 2, "platform_update": 2, "letter": 7, "notice": 7, "mail_news": 30, "one_time_link": 4, "link_offer": 1,
    "web_session": 30, "web_visit": 90, "attempt": 7, "day_key": 7, "welcome_mark": 365, "age_mark": 30, "report": 365, "rights_words": 365,
    "request_mail": 90, "staff_access": 730,
    "rights_request": 730, "reference": 30, "export_part": 7, "account_merge": 4,
}  # fmt: skip
"""Days, as privacy.md says them."""


def row(table: str, number: int, at: datetime) -> dict[str, Any]:
    """A row that could be there, of that age."""
    column, ahead = BEGINS[table]
    id = f"{table}-{number}"
    owned = {"account_id": "ann"} if "account_id" in METADATA.tables[table].c else {}
    shapes: dict[str, dict[str, Any]] = {
        "request_log": {"platform": "web", "key": id, "fingerprint": "f", "reply": answer()},
        "question": {"platform": "web", "chat": "ann", "message": id, "form": question()},
        "platform_update": {"platform": "web", "number": number, "chat": "c", "state": "done", "due_at": at, "attempts": 0},
        "letter": {"id": id, "address": "a@x.example", "template": "receipt", "args": {}, "locale": "en", "state": "due", "attempts": 0,
                   "due_at": at},
        "notice": {"id": id, "address": where(), "reply": answer(), "locale": "en", "state": "due", "attempts": 0, "due_at": at},
        "mail_news": {"message_hash": id, "kind": "delivered", "letter": "l"},
        "one_time_link": {"id": id, "kind": "chat", "token_hash": id, "locale": "en", "created_at": at},
        "link_offer": {"id": id, "code_hash": id, "state": "shown", "shown_account_id": "ann", "shown_side": side(), "created_at": at},
        "web_session": {"id": id, "token_hash": id, "created_at": at, "seen_at": at, "browser": "b", "network": "n", "language": "en"},
        "web_visit": {"id": id, "network": "n", "browser": "b", "language": "en"},
        "attempt": {"what": "mail-address", "who": id, "times": 1},
        "welcome_mark": {"who": id},
        "age_mark": {"who": id},
        "staff_access": {"id": id, "role": "desk", "scope": "request"},
        "rights_request": {"ref": f"{number:026d}", "kind": "export", "state": "done", "actor": "person", "channel": "web", "due_at": at,
                           "answer_by": at, "locale": "en", "messages": True, "at_once": False, "attempts": 0, "done": 0, "total": 0},
    }  # fmt: skip
    return owned | shapes[table] | {column: at + ahead}


def count(connection: Connection, table: str) -> int:
    return int(connection.execute(select(func.count()).select_from(METADATA.tables[table])).scalar_one())


def sweep(connection: Connection, now: datetime = NOW, limit: int = 3) -> dict[str, int]:
    """As the timetable does it, in parts."""
    keeper, gone = SqlRetention(connection), dict[str, int]()
    for table in keeper.tables:
        while some := keeper.sweep(table, now, limit):
            assert some <= limit * (1 + (table in CELLS))
            gone[table] = gone.get(table, 0) + some
    return gone


@pytest.mark.proves("PRV-50", "T-DM-5")
def test_every_period_of_days_is_kept_by_somebody() -> None:
    assert unenforced() == []
    assert {name: days_of(name, ELSEWHERE[name].columns if name in ELSEWHERE else ()) for name in PROMISED} == PROMISED
    timed = {
        table.name
        for table in METADATA.tables.values()
        for column in table.c
        if isinstance(rule := column.info["privacy"], Rule) and isinstance(rule.retention, Days) and column.name != "merge_id"
    }
    assert timed <= ROWS.keys() | ELSEWHERE.keys() | {part for parts in PARTS.values() for part in parts}


@pytest.mark.proves("PRV-50")
def test_a_period_that_nobody_keeps_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "ROWS", {name: clock for name, clock in ROWS.items() if name != "letter"})
    assert "letter.address" in unenforced()
    monkeypatch.setattr(retention, "ELSEWHERE", {})
    assert "account_merge.email" in unenforced()


def test_two_periods_in_one_table_are_no_period() -> None:
    with pytest.raises(ValueError, match="one period"):
        days_of("rights_request", ("code_hash", "ref"))


AGES = st.one_of(
    st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=900)),
    st.builds(
        lambda days, off: timedelta(days=days) + off, st.sampled_from(sorted(set(PROMISED.values()))), st.sampled_from([-MINUTE, MINUTE])
    ),
)
PLANTED = st.lists(st.tuples(st.sampled_from(sorted(BEGINS)), AGES), max_size=25)


@pytest.mark.proves("PRV-10", "PRV-50", "T-DM-5")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(planted=PLANTED)
def test_afterwards_no_row_is_too_old_and_no_younger_one_is_gone(any_books: Books, planted: list[tuple[str, timedelta]]) -> None:
    def live(connection: Connection) -> None:
        open_wallet(connection, "ann")
        kept: dict[str, int] = {}
        for number, (table, age) in enumerate(planted):
            connection.execute(insert(METADATA.tables[table]).values(row(table, number, NOW - age)))
            kept[table] = kept.get(table, 0) + (age <= timedelta(days=PROMISED[table]))
        gone = sweep(connection)
        assert {table: count(connection, table) for table in kept} == kept
        assert sum(gone.values()) == len(planted) - sum(kept.values())
        assert sweep(connection) == {}
        assert SqlRetention(connection).overdue(NOW) == []

    any_books.begin()
    try:
        any_books.run(live)
    finally:
        any_books.forget()


@pytest.mark.proves("PRV-50", "PRV-86")
def test_a_request_goes_with_its_log_and_its_words(books: Books) -> None:
    def live(connection: Connection) -> None:
        open_wallet(connection, "ann")
        ref = {"ref": f"{1:026d}"}
        connection.execute(insert(METADATA.tables["rights_request"]).values(row("rights_request", 1, START)))
        parts: dict[str, dict[str, Any]] = {
            "rights_step": {"step": "rows", "begun_at": START, "attempts": 1},
            "rights_count": {"what": "pictures", "fate": "deleted", "number": 1},
            "rights_event": {"number": 1, "at": START, "state": "done", "actor": "person", "hash": "0" * 64},
            "rights_deadline": {"mark": "half", "at": START},
            "rights_words": {"account_id": "ann", "words": "please", "at": START + timedelta(days=700)},
            "request_mail": {
                "message": "m",
                "sender": "a@x.example",
                "words": "please",
                "attachments": 0,
                "at": START + timedelta(days=700),
                "answered": False,
                "state": "read",
                "attempts": 1,
                "due_at": START,
            },
        }
        for part, values in parts.items():
            connection.execute(insert(METADATA.tables[part]).values(ref | values))
        sweep(connection, START + timedelta(days=729))
        assert [part for part in parts if not count(connection, part)] == []
        sweep(connection, START + timedelta(days=731))
        assert [part for part in (*parts, "rights_request") if count(connection, part)] == []

    books.run(live)


def test_a_request_that_is_under_way_stays_and_the_number_that_proves_it_does_not(books: Books) -> None:
    def live(connection: Connection) -> None:
        open_wallet(connection, "ann")
        table = METADATA.tables["rights_request"]
        code = {"state": "held", "code_hash": "h", "code_until": NOW - timedelta(hours=22, minutes=59)}
        connection.execute(insert(table).values(row("rights_request", 1, NOW - 800 * DAY) | code))
        for minutes, hidden in ((0, 1), (2, 0)):
            sweep(connection, NOW + minutes * MINUTE)
            assert connection.execute(select(func.count(table.c.code_hash), func.count(table.c.code_until))).one() == (hidden, hidden)
        assert [(one.table, one.rows) for one in SqlRetention(connection).overdue(NOW)] == [("rights_request", 1)]

    books.run(live)


@pytest.mark.proves("PRV-11")
def test_the_key_of_a_day_lives_as_long_as_the_hashes_under_it(books: Books) -> None:
    def live(connection: Connection) -> None:
        for days in range(10):
            connection.execute(insert(METADATA.tables["day_key"]).values(day=(NOW - days * DAY).date().isoformat(), key="k"))
        assert sweep(connection) == {"day_key": 2}

    books.run(live)


OTHERS: Mapping[str, Mapping[str, Any]] = {
    "reference": {"id": "r", "account_id": "ann", "object_key": "k", "media_type": "image/png", "size": 1, "sha256": "s",
                  "created_at": START},
    "account_merge": {"id": "m", "survivor_id": "ann", "absorbed_id": "bob", "wallet_id": "bob-wallet", "at": START, "undo_until": START,
                      "credits": 0, "sealed": False},
}  # fmt: skip


@pytest.mark.proves("PRV-50")
@pytest.mark.parametrize("table", [*BEGINS, *OTHERS])
def test_what_is_there_a_day_after_its_time_raises_the_alarm(books: Books, table: str) -> None:
    def live(connection: Connection) -> None:
        open_wallet(connection, "ann")
        open_wallet(connection, "bob")
        connection.execute(insert(METADATA.tables[table]).values(OTHERS.get(table) or row(table, 7, START)))
        late = START + timedelta(days=PROMISED[table] + 1)
        assert SqlRetention(connection).overdue(late) == []
        assert SqlRetention(connection).overdue(late + MINUTE) == [Overdue(table, 1)]

    books.run(live)


def test_what_was_sealed_raises_none(books: Books) -> None:
    def live(connection: Connection) -> None:
        open_wallet(connection, "ann")
        open_wallet(connection, "bob")
        connection.execute(insert(METADATA.tables["account_merge"]).values({**OTHERS["account_merge"], "sealed": True}))
        assert SqlRetention(connection).overdue(START + timedelta(days=99)) == []

    books.run(live)
