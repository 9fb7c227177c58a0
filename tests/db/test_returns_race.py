"""Refunds, disputes, settlements and pictures at the same moment, through the real store on both engines (wallet.md §5.4)."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from core import payments, refunds
from core.accounts import Account
from core.ambient import Ambient
from core.billing import Seller
from core.caller import Address, Caller
from core.facts import FactKind
from core.ports import Returned
from core.pricing import Pack
from core.returns import Paid
from core.storage.payments import PaymentOrder, ProviderEvent
from core.storage.unit_of_work import UnitOfWork
from core.wallet import HoldRefused
from db.store import SqlStore
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.clock import START
from tests.db.books import hold_for_job
from tests.db.money import WAYS, fact

CREDITS, PRICE = 20, 500
LATER = START + timedelta(days=1)
Work = Callable[[UnitOfWork], str]


def ambient() -> Ambient:
    return Ambient(now=lambda: START)


async def customer(store: SqlStore, orders: int = 1) -> None:
    """Ann, with so many open orders."""
    caller = Caller("web", "u1", "Ann", "k", Address("web", "c"))
    await store.write(lambda uow: uow.accounts.create(Account("ann", START, "p1"), caller))
    for number in range(orders):
        pack = Pack("pack", CREDITS, PRICE, "USD")
        order = PaymentOrder(f"order{number}", "ann", "web", pack, "open", Address("web", "ann"), "en", START, LATER)
        await store.write(lambda uow, order=order: uow.payments.add_order(order))  # type: ignore[misc]


async def bought(store: SqlStore) -> Paid:
    await customer(store)
    await store.write(settling(fact(FactKind.PAID, "stripe", "c", PRICE, order="order0")))
    paid = await store.read(lambda uow: uow.returns.paid(uow.returns.of("ann", START)[0].id))
    assert paid is not None
    return paid


def settling(event: ProviderEvent) -> Work:
    """As a worker that has read the event a moment ago."""

    def work(uow: UnitOfWork) -> str:
        uow.payments.receive(event, START)
        return "said" if payments.settle(uow, ambient(), Seller(), event) else "nothing"

    return work


def asking(paid: Paid) -> Work:
    def work(uow: UnitOfWork) -> str:
        try:
            refunds.ask(uow, ambient(), refunds.offer_for(paid, WAYS["stripe"], START), START)
        except refunds.Changed:
            return "changed"
        return "asked"

    return work


def making(number: int) -> Work:
    def work(uow: UnitOfWork) -> str:
        assert isinstance(uow, SqlUnitOfWork)
        try:
            hold_for_job(uow.connection, "ann", 1, f"h{number}", now=START)
        except HoldRefused as refusal:
            return refusal.code
        return "held"

    return work


async def all_at_once(store: SqlStore, works: list[Work]) -> Counter[str]:
    return Counter(await asyncio.gather(*(store.write(work) for work in works)))


async def sound(store: SqlStore) -> tuple[int, int]:
    """What ann has and what is held, in books without a fault."""

    def work(uow: UnitOfWork) -> list[str]:
        assert isinstance(uow, SqlUnitOfWork)
        return [str(check) for check in verify(uow.connection, START + timedelta(minutes=1)) if not check.ok]

    assert await store.read(work) == []
    balance = await store.read(lambda uow: uow.ledger.balance("ann", START))
    return balance.posted, balance.held


async def test_a_charge_that_twenty_settle_at_once_is_credited_once(store: SqlStore) -> None:
    await customer(store)
    event = fact(FactKind.PAID, "stripe", "c", PRICE, order="order0")
    assert (await all_at_once(store, [settling(event)] * 20))["said"] == 1
    assert await sound(store) == (CREDITS, 0)


async def test_of_many_who_ask_for_the_same_money_one_gets_it(store: SqlStore) -> None:
    paid = await bought(store)
    assert await all_at_once(store, [asking(paid)] * 12) == {"asked": 1, "changed": 11}
    assert await sound(store) == (CREDITS, CREDITS)


async def test_credits_are_spent_or_given_back_and_never_both(store: SqlStore) -> None:
    paid = await bought(store)
    outcomes = await all_at_once(
        store, [*(making(number) for number in range(5)), asking(paid), *(making(number) for number in range(5, 10))]
    )
    posted, held = await sound(store)
    assert posted == CREDITS
    assert held == (CREDITS if outcomes["asked"] else 10)
    assert outcomes["asked"] + outcomes["changed"] == 1


async def test_an_answer_and_a_notice_of_one_refund_book_it_once(store: SqlStore) -> None:
    paid = await bought(store)
    await store.write(asking(paid))
    [refund] = await store.read(lambda uow: uow.returns.refunds(paid.id))

    def answered(uow: UnitOfWork) -> str:
        return "said" if refunds.answered(uow, ambient(), Seller(), refund.id, Returned("re", done=True)) else "nothing"

    notice = fact(FactKind.REFUNDED, "stripe", "c", PRICE, item="re")
    outcomes = await all_at_once(store, [answered, settling(notice), answered, settling(notice)])
    assert outcomes == {"said": 1, "nothing": 3}
    assert await sound(store) == (0, 0)


async def test_a_lost_dispute_and_a_refund_at_once_take_the_credits_once(store: SqlStore) -> None:
    paid = await bought(store)
    lost = fact(FactKind.DISPUTE_LOST, "stripe", "c", PRICE, item="d")
    await all_at_once(store, [asking(paid), settling(lost), asking(paid), settling(lost)])
    posted, held = await sound(store)
    assert (posted, held) in ((0, 0), (CREDITS, CREDITS))


async def test_two_payments_at_once_pay_a_debt_once(store: SqlStore) -> None:
    await customer(store, orders=3)
    await store.write(settling(fact(FactKind.PAID, "stripe", "c0", PRICE, order="order0")))

    def spent(uow: UnitOfWork) -> str:
        assert isinstance(uow, SqlUnitOfWork)
        hold_for_job(uow.connection, "ann", 15, "used", now=START)
        uow.ledger.capture("used", 15, now=START)
        return "spent"

    await store.write(spent)
    await store.write(settling(fact(FactKind.DISPUTE_LOST, "stripe", "c0", PRICE, item="d")))
    more = [settling(fact(FactKind.PAID, "stripe", f"c{number}", PRICE, order=f"order{number}")) for number in (1, 2)]
    assert await all_at_once(store, more) == {"said": 2}
    balance = await store.read(lambda uow: uow.ledger.balance("ann", START))
    assert (balance.posted, balance.locked_reason) == (2 * CREDITS - 15, None)
