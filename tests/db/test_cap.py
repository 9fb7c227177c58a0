"""What people set themselves for a month: never exceeded, whatever comes at once and in whatever order, on both engines."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from core.accounts import Account
from core.caller import Address, Caller
from core.linking import UNDO_LIFE, Merge
from core.spending import month_of
from core.storage.unit_of_work import UnitOfWork
from core.wallet import Cap, HoldRefused, LotKind
from db.ledger import SqlLedger
from db.store import SqlStore
from db.unit_of_work import SqlUnitOfWork
from tests.clock import START
from tests.db.books import Books, dawdle, finish_job, open_wallet

SINCE = month_of(START)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("hold"), st.integers(1, 30)),
        st.tuples(st.just("capture"), st.integers(0, 99)),
        st.tuples(st.just("release"), st.integers(0, 99)),
        st.tuples(st.just("limit"), st.integers(1, 60)),
        st.tuples(st.just("days"), st.integers(1, 20)),
    ),
    max_size=30,
)


def job(connection: Connection, hold_id: str) -> None:
    """The job that an open hold has; only for the books to be sound."""
    connection.execute(
        text("""
            INSERT INTO job (id, account_id, code, state, prompt, shape, quality, count, private, spoiler, unit_price, hold_id,
                             locale, address, created_at, delivery, delivery_attempts)
            VALUES (:job, 'ann', 'A1', 'working', 'a fox', 'square', 'low', 1, 0, 0, 1, :hold, 'en', 'null', 0, 'none', 0)"""),
        {"job": f"job-{hold_id}", "hold": hold_id},
    )


def hold(ledger: SqlLedger | Any, amount: int, name: str, cap: Cap | None, now: Any = START) -> str:
    try:
        ledger.hold("ann", amount, hold_id=name, job_id=f"job-{name}", key=name, now=now, expires_at=now + timedelta(days=60), cap=cap)
    except HoldRefused as refusal:
        return refusal.code
    return "held"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_no_order_of_steps_spends_more_in_a_month_than_was_set(any_books: Books, steps: list[tuple[str, int]]) -> None:
    """Against a plain model: a hold counts in the month in which it was placed, with what it reserves or has captured."""

    def live(connection: Connection) -> None:
        open_wallet(connection, "ann")
        ledger, now, limit = SqlLedger(connection), START, 40
        ledger.grant("ann", 100_000, LotKind.PAID, key="pack", now=START)
        spent: dict[str, tuple[Any, int]] = {}
        open_: dict[str, int] = {}
        for number, (what, value) in enumerate(steps):
            if what == "days":
                now += timedelta(days=value)
            elif what == "limit":
                limit = value
            elif what == "hold":
                name, this = f"h{number}", sum(amount for month, amount in spent.values() if month == month_of(now))
                fits = this + value <= limit
                assert hold(ledger, value, name, Cap(limit, month_of(now)), now) == ("held" if fits else "limit")
                if fits:
                    spent[name], open_[name] = (month_of(now), value), value
                    job(connection, name)
            elif open_:
                name = sorted(open_)[value % len(open_)]
                amount = open_.pop(name)
                kept = (value % amount) + 1 if what == "capture" else 0
                spent[name] = spent[name][0], kept
                if kept:
                    ledger.capture(name, kept, now=now)
                else:
                    ledger.release(name, now=now)
                finish_job(connection, name)
            this = sum(amount for month, amount in spent.values() if month == month_of(now))
            assert ledger.spent("ann", month_of(now)) == this

    any_books.begin()
    try:
        any_books.run(live)
    finally:
        any_books.forget()


async def rich(store: SqlStore, *people: str) -> None:
    for who in people:
        caller = Caller("web", who, who, "k", Address("web", who))
        await store.write(lambda uow, who=who, caller=caller: uow.accounts.create(Account(who, START, who), caller))  # type: ignore[misc]
        await store.write(lambda uow, who=who: uow.ledger.grant(who, 1000, LotKind.PAID, key=who, now=START))  # type: ignore[misc]


def asks(number: int, amount: int, most: int) -> Callable[[UnitOfWork], str]:
    def work(uow: UnitOfWork) -> str:
        assert isinstance(uow, SqlUnitOfWork)
        end = hold(uow.ledger, amount, f"h{number}", Cap(most, SINCE))
        if end == "held":
            job(uow.connection, f"h{number}")
            dawdle(uow.connection)
        return end

    return work


async def test_of_many_at_once_as_many_are_held_as_the_limit_allows(store: SqlStore) -> None:
    await rich(store, "ann")
    ends = Counter(await asyncio.gather(*(store.write(asks(number, 4, 30)) for number in range(20))))
    assert ends == {"held": 7, "limit": 13}
    assert await store.read(lambda uow: uow.ledger.spent("ann", SINCE)) == 28
    assert await store.read(lambda uow: uow.ledger.balance("ann", START).held) == 28


async def test_a_refusal_says_what_is_left_and_leaves_nothing_behind(store: SqlStore) -> None:
    await rich(store, "ann")
    assert await store.write(asks(1, 20, 30)) == "held"

    def beyond(uow: UnitOfWork) -> int:
        try:
            uow.ledger.hold("ann", 11, hold_id="x", job_id="x", key="x", now=START, expires_at=START, cap=Cap(30, SINCE))
        except HoldRefused as refusal:
            return refusal.available
        return -1

    assert await store.write(beyond) == 10
    assert await store.read(lambda uow: uow.ledger.balance("ann", START).held) == 20
    assert await store.write(asks(2, 10, 30)) == "held", "up to the limit itself"
    assert await store.write(asks(3, 1, 31)) == "held", "a higher one counts at once"
    assert await store.write(asks(4, 1, 20)) == "limit", "a lower one, too"


async def test_what_a_joined_account_spent_this_month_counts(store: SqlStore) -> None:
    await rich(store, "bob", "ann")

    def spend(uow: UnitOfWork) -> None:
        assert isinstance(uow, SqlUnitOfWork)
        assert hold(uow.ledger, 25, "h", None) == "held"
        job(uow.connection, "h")
        uow.ledger.capture("h", 25, now=START)
        finish_job(uow.connection, "h")

    await store.write(spend)
    await store.write(lambda uow: uow.merges.merge(Merge("m", "bob", "ann", START, START + UNDO_LIFE, 0), START))
    assert await store.read(lambda uow: uow.ledger.spent("bob", SINCE)) == 25
