"""Many callers at once through the real store, on both engines (wallet.md §5.4)."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from core.accounts import Account
from core.caller import Address, Caller
from core.storage.unit_of_work import UnitOfWork
from core.wallet import Balance, HoldRefused, HoldResolved, KeyReused, LotKind
from db.store import SqlStore
from db.unit_of_work import SqlUnitOfWork
from db.verify import Check, verify
from tests.clock import START
from tests.db.books import finish_job, hold_for_job

PRICE = 4


async def rich(store: SqlStore, credits: int) -> None:
    """Ann, with this many credits."""
    caller = Caller("web", "u1", "Ann", "k", Address("web", "c"))
    await store.write(lambda unit: unit.accounts.create(Account("ann", START, "p1"), caller))
    await store.write(lambda unit: unit.ledger.grant("ann", credits, LotKind.PAID, key="pack", now=START))


def hold(number: int, *, key: str | None = None, amount: int = PRICE) -> Callable[[UnitOfWork], str]:
    """A work that says how its hold went; the refusal is remembered because the work ends well."""

    def work(unit: UnitOfWork) -> str:
        assert isinstance(unit, SqlUnitOfWork)
        try:
            hold_for_job(unit.connection, "ann", amount, f"h{number}", key=key, now=START)
        except HoldRefused as refusal:
            return refusal.code
        except KeyReused:
            return "conflict"
        return "held"

    return work


def resolve(captured: int) -> Callable[[UnitOfWork], str]:
    """A work that ends hold 1 in one way, or says that it has ended otherwise."""

    def work(unit: UnitOfWork) -> str:
        assert isinstance(unit, SqlUnitOfWork)
        try:
            if captured:
                unit.ledger.capture("h1", captured, now=START)
            else:
                unit.ledger.release("h1", now=START)
        except HoldResolved:
            return "otherwise"
        finish_job(unit.connection, "h1")
        return f"captured {captured}"

    return work


async def all_at_once(store: SqlStore, works: list[Callable[[UnitOfWork], str]]) -> Counter[str]:
    return Counter(await asyncio.gather(*(store.write(work) for work in works)))


async def look(store: SqlStore, query: Callable[[SqlUnitOfWork], Any]) -> Any:
    def work(unit: UnitOfWork) -> Any:
        assert isinstance(unit, SqlUnitOfWork)
        return query(unit)

    return await store.read(work)


async def assert_clean(store: SqlStore) -> Balance:
    """Ann's balance, in books without a fault."""
    checks: list[Check] = await look(store, lambda unit: verify(unit.connection, START + timedelta(minutes=1)))
    assert [str(check) for check in checks if not check.ok] == []
    balance: Balance = await store.read(lambda unit: unit.ledger.balance("ann", START))
    return balance


async def test_64_callers_race_for_25_credits(store: SqlStore) -> None:
    await rich(store, 25)
    assert await all_at_once(store, [hold(number, amount=1) for number in range(64)]) == {"held": 25, "insufficient": 39}
    balance = await assert_clean(store)
    assert (balance.posted, balance.held, balance.available) == (25, 25, 0)


async def test_one_hold_is_resolved_once_whoever_wins(store: SqlStore) -> None:
    await rich(store, 25)
    await store.write(hold(1))
    outcomes = await all_at_once(store, [resolve(number % (PRICE + 1)) for number in range(40)])
    winners = [outcome for outcome in outcomes if outcome != "otherwise"]
    assert len(winners) == 1
    assert outcomes[winners[0]] == 8  # the winner and its repeats
    captured = int(winners[0].removeprefix("captured "))
    balance = await assert_clean(store)
    assert (balance.posted, balance.held) == (25 - captured, 0)


async def test_placing_and_resolving_interleave(store: SqlStore) -> None:
    await rich(store, 25)
    await store.write(hold(1))
    outcomes = await all_at_once(store, [resolve(0), *(hold(number) for number in range(2, 12))])
    assert outcomes["held"] in (5, 6)  # six if the release came before the last of them
    assert outcomes["insufficient"] == 10 - outcomes["held"]
    balance = await assert_clean(store)
    assert balance.held == PRICE * outcomes["held"]


async def test_one_key_counts_once_and_another_content_is_a_conflict(store: SqlStore) -> None:
    await rich(store, 25)
    works = [hold(1, key="tap", amount=PRICE + number % 2) for number in range(20)]
    assert await all_at_once(store, works) == {"held": 10, "conflict": 10}
    balance = await assert_clean(store)
    assert balance.held in (PRICE, PRICE + 1)
    assert await look(store, lambda unit: unit.connection.execute(text("SELECT count(*) FROM hold")).scalar_one()) == 1


async def test_one_grant_key_gives_credits_once(store: SqlStore) -> None:
    await rich(store, 25)

    def grant(unit: UnitOfWork) -> str:
        return str(unit.ledger.grant("ann", 10, LotKind.PROMO, key="welcome", now=START))

    outcomes = await all_at_once(store, [grant] * 20)
    assert list(outcomes.values()) == [20]  # everybody hears the same number
    assert (await assert_clean(store)).posted == 35


async def test_a_refusal_is_remembered_when_credits_have_come(store: SqlStore) -> None:
    await rich(store, 1)
    assert await store.write(hold(1, key="tap")) == "insufficient"
    await store.write(lambda unit: unit.ledger.grant("ann", 100, LotKind.PAID, key="more", now=START))
    assert await store.write(hold(1, key="tap")) == "insufficient"
    assert await store.write(hold(1, key="second tap")) == "held"
    assert (await assert_clean(store)).held == PRICE


async def test_a_lot_ends_once_under_many_sweepers_and_spenders(store: SqlStore) -> None:
    await rich(store, 25)
    later = START + timedelta(hours=2)
    await store.write(lambda unit: unit.ledger.grant("ann", 10, LotKind.PROMO, key="p", now=START, expires_at=START + timedelta(hours=1)))

    def sweep(unit: UnitOfWork) -> str:
        return f"ended {unit.ledger.expire_lots(later)}"

    def spend(number: int) -> Callable[[UnitOfWork], str]:
        def work(unit: UnitOfWork) -> str:
            assert isinstance(unit, SqlUnitOfWork)
            hold_for_job(unit.connection, "ann", 1, f"h{number}", now=later)
            return "held"

        return work

    outcomes = await all_at_once(store, [*(spend(number) for number in range(10)), *([sweep] * 10)])
    assert outcomes["held"] == 10
    balance = await assert_clean(store)
    assert (balance.posted, balance.held) == (25, 10)
    lines = await store.read(lambda unit: unit.ledger.lines("ann", limit=10))
    assert [(line.kind, line.amount) for line in lines] == [("expiry", -10), ("grant", 10), ("grant", 25)]
