"""Rules of the books that chance should not be trusted to meet, each as its own scenario on both engines (wallet.md §2.4)."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, text

from core.wallet import HoldRefused, HoldResolved, KeyReused, LotKind
from db.ledger import SqlLedger
from db.verify import verify
from tests.db.books import HOUR, START, Books, finish_job, hold_for_job, open_wallet

LATER = START + 2 * HOUR


@pytest.fixture
def ann(books: Books) -> Books:
    """Books with one empty wallet."""
    books.run(lambda connection: open_wallet(connection, "ann"))
    return books


def step(books: Books, work: Callable[[SqlLedger], Any]) -> Any:
    return books.run(lambda connection: work(SqlLedger(connection)))


def grant(books: Books, amount: int, kind: LotKind, key: str, hours: int | None = None) -> int:
    expires_at = None if hours is None else START + hours * HOUR
    seq: int = step(books, lambda ledger: ledger.grant("ann", amount, kind, key=key, now=START, expires_at=expires_at))
    return seq


def hold(books: Books, amount: int, name: str) -> None:
    books.run(lambda connection: hold_for_job(connection, "ann", amount, name))


def settle(books: Books, name: str, captured: int) -> None:
    def work(connection: Connection) -> None:
        ledger = SqlLedger(connection)
        if captured:
            ledger.capture(name, captured, now=LATER)
        else:
            ledger.release(name, now=LATER)
        finish_job(connection, name)

    books.run(work)


def standing(books: Books) -> tuple[int, int, list[tuple[str, int, int]]]:
    """Posted, held, and each lot with what remains and what ended; and the books are sound."""

    def work(connection: Connection) -> tuple[int, int, list[tuple[str, int, int]]]:
        assert [str(check) for check in verify(connection, START) if not check.ok] == []
        posted, held = connection.execute(text("SELECT posted, held FROM wallet")).one()
        lots = connection.execute(text("SELECT kind, remaining, expired FROM lot ORDER BY seq")).all()
        return posted, held, [(kind, remaining, expired) for kind, remaining, expired in lots]

    return books.run(work)


def statement(books: Books) -> list[tuple[str, int, int]]:
    lines = step(books, lambda ledger: ledger.lines("ann", limit=100))
    return [(line.kind, line.amount, line.balance_after) for line in lines]


def test_credits_that_return_to_an_ended_lot_end_with_it(ann: Books) -> None:
    grant(ann, 10, LotKind.PROMO, "p", hours=1)
    hold(ann, 10, "h")
    settle(ann, "h", 0)
    assert standing(ann) == (0, 0, [("promo", 0, 10)])
    assert statement(ann)[0] == ("expiry", -10, 0)


def test_the_rest_of_a_part_capture_ends_with_its_lot(ann: Books) -> None:
    grant(ann, 10, LotKind.PROMO, "p", hours=1)
    grant(ann, 10, LotKind.PAID, "g")
    hold(ann, 15, "h")
    settle(ann, "h", 4)
    assert standing(ann) == (10, 0, [("promo", 0, 6), ("paid", 10, 0)])
    assert statement(ann)[:2] == [("expiry", -6, 10), ("capture", -4, 16)]


def test_the_end_of_a_lot_leaves_its_held_credits_to_the_hold(ann: Books) -> None:
    grant(ann, 10, LotKind.PROMO, "p", hours=1)
    hold(ann, 4, "h")
    assert step(ann, lambda ledger: ledger.expire_lots(LATER)) == 1
    assert standing(ann) == (4, 4, [("promo", 0, 6)])
    settle(ann, "h", 4)
    assert standing(ann) == (0, 0, [("promo", 0, 6)])


def test_a_lot_ends_again_for_every_part_that_comes_back(ann: Books) -> None:
    grant(ann, 10, LotKind.PROMO, "p", hours=1)
    for name in ("h1", "h2", "h3"):
        hold(ann, 3, name)
    step(ann, lambda ledger: ledger.expire_lots(LATER))
    for name in ("h1", "h2", "h3"):
        settle(ann, name, 0)
    assert standing(ann) == (0, 0, [("promo", 0, 10)])
    assert [line for line in statement(ann) if line[0] == "expiry"] == [
        ("expiry", -3, 0),
        ("expiry", -3, 3),
        ("expiry", -3, 6),
        ("expiry", -1, 9),
    ]


def test_due_credits_cannot_be_held_even_before_a_sweep(ann: Books) -> None:
    grant(ann, 10, LotKind.PROMO, "p", hours=1)
    grant(ann, 5, LotKind.PAID, "g")
    balance = step(ann, lambda ledger: ledger.balance("ann", LATER))
    assert (balance.posted, balance.available, [lot.kind for lot in balance.lots]) == (5, 5, [LotKind.PAID])

    def attempt(connection: Connection) -> None:
        with pytest.raises(HoldRefused) as refused:
            hold_for_job(connection, "ann", 6, "h", now=LATER)
        assert (refused.value.code, refused.value.needed, refused.value.available) == ("insufficient", 6, 5)

    ann.run(attempt)
    assert standing(ann) == (5, 0, [("promo", 0, 10), ("paid", 5, 0)])


def test_a_part_capture_takes_what_would_burn_first(ann: Books) -> None:
    grant(ann, 5, LotKind.PAID, "g")
    grant(ann, 5, LotKind.COMPENSATION, "c", hours=9)
    grant(ann, 5, LotKind.PROMO, "p", hours=9)
    hold(ann, 12, "h")
    assert standing(ann)[2] == [("paid", 3, 0), ("compensation", 0, 0), ("promo", 0, 0)]
    settle(ann, "h", 7)
    assert standing(ann) == (8, 0, [("paid", 5, 0), ("compensation", 3, 0), ("promo", 0, 0)])


def test_a_sweep_stops_at_its_limit_and_goes_on_next_time(ann: Books) -> None:
    for number in range(5):
        grant(ann, 1, LotKind.PROMO, f"p{number}", hours=1)
    assert [step(ann, lambda ledger: ledger.expire_lots(LATER, 2)) for _ in range(4)] == [2, 2, 1, 0]
    assert standing(ann)[0] == 0


def test_a_statement_is_read_page_by_page_with_the_code_of_the_job(ann: Books) -> None:
    for number in range(3):
        grant(ann, 5, LotKind.PAID, f"g{number}")
    hold(ann, 4, "h")
    settle(ann, "h", 4)
    first = step(ann, lambda ledger: ledger.lines("ann", limit=2))
    assert [(line.kind, line.lot_kind, line.amount, line.job_code) for line in first] == [
        ("capture", None, -4, "A1"),
        ("grant", "paid", 5, None),
    ]
    rest = step(ann, lambda ledger: ledger.lines("ann", limit=9, before_seq=first[-1].seq))
    assert [line.balance_after for line in rest] == [10, 5]


def test_a_repeat_at_a_later_hour_is_still_the_same_command(ann: Books) -> None:
    first = grant(ann, 10, LotKind.PROMO, "p", hours=1)
    again = step(ann, lambda ledger: ledger.grant("ann", 10, LotKind.PROMO, key="p", now=LATER, expires_at=LATER + HOUR))
    assert again == first
    with pytest.raises(KeyReused):
        grant(ann, 11, LotKind.PROMO, "p", hours=1)


@pytest.mark.parametrize("amount", [0, -5])
def test_credits_move_in_positive_numbers(ann: Books, amount: int) -> None:
    grant(ann, 5, LotKind.PAID, "g")
    hold(ann, 5, "h")
    with pytest.raises(ValueError, match="positive"):
        grant(ann, amount, LotKind.PAID, "x")
    with pytest.raises(ValueError, match="positive"):
        hold(ann, amount, "x")
    with pytest.raises(ValueError, match="positive"):
        step(ann, lambda ledger: ledger.capture("h", amount, now=START))


def test_who_and_what_is_unknown_is_a_lookup_error(ann: Books) -> None:
    unknown: list[Callable[[SqlLedger], Any]] = [
        lambda ledger: ledger.balance("nobody", START),
        lambda ledger: ledger.grant("nobody", 1, LotKind.PAID, key="a", now=START),
        lambda ledger: ledger.hold("nobody", 1, hold_id="h", job_id="j", key="b", now=START, expires_at=LATER),
        lambda ledger: ledger.capture("no-hold", 1, now=START),
        lambda ledger: ledger.release("no-hold", now=START),
    ]
    for work in unknown:
        with pytest.raises(LookupError):
            step(ann, work)
    assert step(ann, lambda ledger: ledger.lines("nobody", limit=5)) == []


def test_a_hold_is_not_shortened_and_a_resolved_one_not_extended(ann: Books) -> None:
    grant(ann, 5, LotKind.PAID, "g")
    hold(ann, 1, "h")

    def extended(until: Any) -> int:
        step(ann, lambda ledger: ledger.extend("h", until=until))
        expires: int = ann.run(lambda connection: connection.execute(text("SELECT expires_at FROM hold")).scalar_one())
        return expires

    longer = extended(START + 3 * HOUR)
    assert extended(START + HOUR) == longer
    settle(ann, "h", 1)
    assert extended(START + 9 * HOUR) == longer
    with pytest.raises(HoldResolved):
        settle(ann, "h", 0)
