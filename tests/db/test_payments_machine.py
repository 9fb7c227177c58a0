"""Payments, refunds, disputes and debts against a model that predicts every wallet and every account of the books (wallet.md §5.1)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Connection, text

from core import disputes
from core.facts import FactKind
from core.ports import Returned
from core.returns import DEBT_FORGIVEN_AFTER, REFUND_PERIOD, Paid, Refund
from core.storage.payments import PaymentOrder
from core.wallet import HoldRefused, LotKind
from db.ledger import SqlLedger
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.db.books import HOUR, Books, finish_job, hold_for_job
from tests.db.machines import THOROUGH, Examples, run_machine
from tests.db.money import MoneyDesk, fact

PEOPLE = ("ann", "bob")
HOUSE = ("issued_promo", "issued_paid", "consumed", "refunded", "clawed_back", "repaid")

people = st.sampled_from(("ann", "ann", "bob"))
anything = st.integers(0, 10_000)


@dataclass
class ModelLot:
    """Credits of one origin: those of a payment, or of nothing that can go back."""

    owner: str
    order: tuple[int, int]
    granted: int
    remaining: int


@dataclass
class ModelRefund:
    """Money on its way back."""

    credits: int
    amount: int
    state: str
    item: str | None
    shares: list[tuple[ModelLot, int]] = field(default_factory=list)


@dataclass
class ModelDispute:
    """Money asked back at the bank."""

    state: str
    amount: int
    clawed: int = 0
    owed: int = 0
    repaid: int = 0
    forgiven: int = 0
    number: int = 0
    closed_at: float = 0

    @property
    def debt(self) -> int:
        return self.owed - self.repaid - self.forgiven


@dataclass
class ModelPayment:
    """A charge that was credited."""

    provider: str
    charge: str
    owner: str
    gross: int
    lot: ModelLot
    paid_at: float
    restored: list[ModelLot] = field(default_factory=list)
    refunds: list[ModelRefund] = field(default_factory=list)
    disputes: dict[str, ModelDispute] = field(default_factory=dict)

    @property
    def lots(self) -> list[ModelLot]:
        return [self.lot, *self.restored]

    @property
    def unused(self) -> int:
        return sum(lot.remaining for lot in self.lots)

    def take(self, most: int) -> list[tuple[ModelLot, int]]:
        shares = []
        for lot in self.lots:
            part = min(most, lot.remaining)
            lot.remaining -= part
            most -= part
            if part:
                shares.append((lot, part))
        return shares

    def counted(self) -> list[ModelRefund]:
        return [one for one in self.refunds if one.state != "failed"]

    def open_refund(self) -> bool:
        return any(one.state in ("due", "asked") for one in self.refunds)

    def named(self, item: str, amount: int) -> ModelRefund | None:
        for one in self.refunds:
            if one.item == item:
                return one
        return next((one for one in self.refunds if one.state in ("due", "asked") and one.item is None and one.amount == amount), None)


@dataclass
class ModelJob:
    """Credits that a job holds, from which lots."""

    owner: str
    shares: list[tuple[ModelLot, int]]


Work = Callable[[], bool]


class PaymentsMachine(RuleBasedStateMachine):
    """Random steps on the books and on the model; both must agree on everything."""

    books: Books

    def __init__(self) -> None:
        super().__init__()
        self.books.begin()
        self.desk = MoneyDesk(self.books)
        self.count = 0
        self.lots: list[ModelLot] = []
        self.jobs: dict[str, ModelJob] = {}
        self.house = dict.fromkeys(HOUSE, 0)
        self.orders: list[tuple[PaymentOrder, str]] = []
        self.order_states: dict[str, str] = {}
        self.payments: dict[str, ModelPayment] = {}
        self.asked: list[tuple[Refund, ModelPayment, ModelRefund]] = []
        self.heard: dict[str, int] = {}
        self.pending: list[tuple[str, Work]] = []
        self.early: list[tuple[str, str, Work]] = []
        self.parked = 0

    @initialize()
    def arrive(self) -> None:
        self.desk.arrive(*PEOPLE)
        for name in PEOPLE:
            self.desk.step(partial(self.welcome, name=name))
            self.lots.append(ModelLot(name, (0, self.number()), 10, 10))
            self.house["issued_promo"] -= 10
            self.buys(name, 12, 345, stars=name == "bob")

    def welcome(self, uow: SqlUnitOfWork, name: str) -> None:
        uow.ledger.grant(name, 10, LotKind.PROMO, key=f"welcome {name}", now=self.desk.now)

    def teardown(self) -> None:
        try:
            if self.count:
                self.books.run(self.sound)
        finally:
            self.books.forget()

    def number(self) -> int:
        self.count += 1
        return self.count

    @property
    def now(self) -> float:
        return self.desk.now.timestamp()

    # --- the model's own steps ---

    def lock(self, owner: str) -> str | None:
        found = [dispute for payment in self.payments.values() if payment.owner == owner for dispute in payment.disputes.values()]
        if any(dispute.state == "open" for dispute in found):
            return "dispute"
        return "debt" if any(dispute.debt for dispute in found) else None

    def busy(self, payment: ModelPayment) -> bool:
        return any(lot is one for job in self.jobs.values() for lot, _ in job.shares for one in payment.lots)

    def restore(self, payment: ModelPayment, credits: int) -> None:
        payment.restored.append(self.give(payment.owner, credits))

    def give(self, owner: str, credits: int) -> ModelLot:
        lot = ModelLot(owner, (1, self.number()), credits, credits)
        self.lots.append(lot)
        self.house["issued_paid"] -= credits
        return lot

    def loop(self) -> None:
        """Every event once, those that were woken meanwhile too; what must wait stays."""
        self.desk.settle()
        seen: set[str] = set()
        while todo := [one for one in self.pending if one[0] not in seen]:
            for name, work in todo:
                seen.add(name)
                if work():
                    self.pending = [one for one in self.pending if one[0] != name]

    def tell(self, kind: FactKind, provider: str, charge: str, amount: int, work: Work, *, order: str = "", item: str = "") -> None:
        event = fact(kind, provider, charge, amount, order=order, item=item, currency="XTR" if provider == "telegram" else "USD")
        assert self.desk.hear(event) == (event.id not in self.heard)
        if event.id not in self.heard:
            self.heard[event.id] = self.number()
            known = charge in self.payments or kind in (FactKind.PAID, FactKind.AWAITED, FactKind.DECLINED)
            if known:
                self.pending.append((event.id, work))
            else:
                self.early.append((event.id, charge, work))
        self.desk.now += timedelta(seconds=1)
        self.loop()

    # --- orders and charges ---

    @rule(owner=people, credits=st.integers(3, 40), cents=st.integers(0, 900), stars=st.booleans())
    def orders_some(self, owner: str, credits: int, cents: int, stars: bool) -> None:
        order = self.desk.order(owner, credits, 100 + cents, stars=stars)
        self.orders.append((order, "telegram" if stars else "stripe"))
        self.order_states[order.id] = "open"

    @rule(owner=people, credits=st.integers(3, 40), cents=st.integers(0, 900), stars=st.sampled_from((False, False, True)))
    def buys(self, owner: str, credits: int, cents: int, stars: bool) -> None:
        """Chance alone seldom pays an order before much else has happened."""
        self.orders_some(owner, credits, cents, stars)
        self.pays(len(self.orders) - 1, 0, 0)

    def pick_order(self, pick: int) -> tuple[PaymentOrder, str]:
        return self.orders[pick % len(self.orders)]

    @precondition(lambda self: self.orders)
    @rule(pick=anything, again=st.integers(0, 1), wrong=st.sampled_from((0, 0, 0, 0, 0, 1)))
    def pays(self, pick: int, again: int, wrong: int) -> None:
        order, provider = self.pick_order(pick)
        charge = f"charge-{order.id}-{again}-{wrong}"
        self.tell(
            FactKind.PAID, provider, charge, order.pack.price + wrong, lambda: self.credited(order, provider, charge, wrong), order=order.id
        )

    def credited(self, order: PaymentOrder, provider: str, charge: str, wrong: int) -> bool:
        if wrong:
            self.parked += 1
            return True
        lot = self.give(order.account_id, order.pack.credits)
        self.payments[charge] = ModelPayment(provider, charge, order.account_id, order.pack.price, lot, self.now)
        self.order_states[order.id] = "paid"
        woken = [(name, work) for name, about, work in self.early if about == charge]
        self.early = [one for one in self.early if one[1] != charge]
        self.pending = sorted([*self.pending, *woken], key=lambda one: self.heard[one[0]])
        self.repay(order.account_id, lot)
        return True

    def repay(self, owner: str, lot: ModelLot) -> None:
        owing = [d for payment in self.payments.values() if payment.owner == owner for d in payment.disputes.values() if d.debt]
        for debt in sorted(owing, key=lambda one: one.number):
            taken = min(lot.remaining, debt.debt)
            lot.remaining -= taken
            debt.repaid += taken
            self.house["repaid"] += taken

    @precondition(lambda self: self.orders)
    @rule(pick=anything, kind=st.sampled_from((FactKind.DECLINED, FactKind.AWAITED)))
    def does_not_pay(self, pick: int, kind: FactKind) -> None:
        order, provider = self.pick_order(pick)

        def work() -> bool:
            state = self.order_states[order.id]
            if kind is FactKind.DECLINED and state in ("open", "awaited"):
                self.order_states[order.id] = "declined"
            elif kind is FactKind.AWAITED and state in ("open", "expired"):
                self.order_states[order.id] = "awaited"
            return True

        self.tell(kind, provider, "", order.pack.price, work, order=order.id)

    # --- work ---

    @rule(owner=people, percent=st.integers(1, 100))
    def makes_pictures(self, owner: str, percent: int) -> None:
        mine = sorted((lot for lot in self.lots if lot.owner == owner and lot.remaining), key=lambda lot: lot.order)
        there = sum(lot.remaining for lot in mine)
        wanted = max(1, there * percent // 100)
        hold = f"hold{self.number()}"

        def ask(connection: Connection) -> bool:
            savepoint = connection.begin_nested()
            try:
                hold_for_job(connection, owner, wanted, hold, now=self.desk.now, expires_at=self.desk.now + 9999 * HOUR)
            except HoldRefused:
                savepoint.rollback()
                return False
            return True

        allowed = there >= wanted and self.lock(owner) is None
        assert self.books.run(ask) == allowed
        if allowed:
            self.jobs[hold] = ModelJob(owner, self.taken(mine, wanted))

    def taken(self, lots: list[ModelLot], wanted: int) -> list[tuple[ModelLot, int]]:
        shares = []
        for lot in lots:
            part = min(wanted, lot.remaining)
            lot.remaining -= part
            wanted -= part
            if part:
                shares.append((lot, part))
        return shares

    @rule(owner=people, percent=st.integers(20, 100))
    def uses_some(self, owner: str, percent: int) -> None:
        before = len(self.jobs)
        self.makes_pictures(owner, percent)
        if len(self.jobs) > before:
            self.finishes(before, True)

    @precondition(lambda self: self.jobs)
    @rule(pick=anything, used=st.booleans())
    def finishes(self, pick: int, used: bool) -> None:
        hold = list(self.jobs)[pick % len(self.jobs)]
        job = self.jobs.pop(hold)
        amount = sum(part for _, part in job.shares)

        def end(connection: Connection) -> None:
            ledger = SqlLedger(connection)
            ledger.capture(hold, amount, now=self.desk.now) if used else ledger.release(hold, now=self.desk.now)
            finish_job(connection, hold)

        self.books.run(end)
        if used:
            self.house["consumed"] += amount
        else:
            for lot, part in job.shares:
                lot.remaining += part
        self.loop()

    # --- refunds ---

    def pick_payment(self, pick: int) -> ModelPayment:
        return list(self.payments.values())[pick % len(self.payments)]

    def look(self, payment: ModelPayment) -> Paid:
        paid = self.desk.paid(payment.provider, payment.charge)
        assert paid is not None
        back = payment.counted()
        assert (paid.granted, paid.unused, bool(paid.busy)) == (payment.lot.granted, payment.unused, self.busy(payment))
        assert (paid.returned_credits, paid.returned) == (sum(one.credits for one in back), sum(one.amount for one in back))
        assert paid.has_open_refund == payment.open_refund()
        assert paid.is_disputed == any(dispute.state in ("open", "lost") for dispute in payment.disputes.values())
        return paid

    @precondition(lambda self: self.payments)
    @rule(pick=anything)
    def asks_for_money(self, pick: int) -> None:
        payment = self.pick_payment(pick)
        paid = self.look(payment)
        back = payment.counted()
        credits = payment.unused
        amount = payment.gross * (sum(one.credits for one in back) + credits) // payment.lot.granted - sum(one.amount for one in back)
        possible = (
            not payment.open_refund()
            and not paid.is_disputed
            and amount >= 1
            and credits > 0
            and self.now < (payment.paid_at + REFUND_PERIOD.total_seconds()) // 86_400 * 86_400 + 86_400
            and (payment.provider == "stripe" or credits == payment.lot.granted)
        )
        offer = self.desk.offer(paid)
        assert (offer.obstacle is None) == possible
        if possible:
            assert offer.amount == amount <= payment.gross
            refund = self.desk.ask(paid)
            mine = ModelRefund(credits, amount, "due", None, payment.take(credits))
            payment.refunds.append(mine)
            self.asked.append((refund, payment, mine))

    @precondition(lambda self: self.asked)
    @rule(pick=anything, said=st.sampled_from(("done", "pending", "no")))
    def provider_answers(self, pick: int, said: str) -> None:
        refund, payment, mine = self.asked[pick % len(self.asked)]
        item = payment.charge if payment.provider == "telegram" else f"re-{refund.id}"
        self.desk.answer(refund, None if said == "no" else Returned(item, done=said == "done"))
        if mine.state == "due":
            mine.item = None if said == "no" else item
            if said == "pending":
                mine.state = "asked"
            else:
                self.end(payment, mine, done=said == "done")
        self.loop()

    def end(self, payment: ModelPayment, refund: ModelRefund, *, done: bool) -> None:
        refund.state = "done" if done else "failed"
        if done:
            self.house["refunded"] += refund.credits
        else:
            for lot, part in refund.shares:
                lot.remaining += part

    @precondition(lambda self: self.asked)
    @rule(pick=anything, done=st.booleans())
    def provider_tells_of_our_refund(self, pick: int, done: bool) -> None:
        refund, payment, mine = self.asked[pick % len(self.asked)]
        assume(done or payment.provider == "stripe")  # Stars that went back are back
        item = payment.charge if payment.provider == "telegram" else f"re-{refund.id}"
        kind = FactKind.REFUNDED if done else FactKind.REFUND_FAILED
        self.tell(kind, payment.provider, payment.charge, mine.amount, lambda: self.went(payment, item, mine.amount, done), item=item)

    @precondition(lambda self: self.payments)
    @rule(pick=anything, part=st.integers(1, 110), number=st.integers(0, 2), done=st.sampled_from((True, True, False)))
    def somebody_gives_back_by_hand(self, pick: int, part: int, number: int, done: bool) -> None:
        payment = self.pick_payment(pick)
        assume(payment.provider == "stripe")
        amount, item = max(1, payment.gross * part // 100), f"hand{number}"
        kind = FactKind.REFUNDED if done else FactKind.REFUND_FAILED
        self.tell(kind, payment.provider, payment.charge, amount, lambda: self.went(payment, item, amount, done), item=item)

    @precondition(lambda self: self.payments)
    @rule(pick=anything)
    def a_store_takes_back(self, pick: int) -> None:
        payment = self.pick_payment(pick)
        assume(payment.provider == "telegram")
        self.tell(
            FactKind.REFUNDED,
            payment.provider,
            payment.charge,
            payment.gross,
            lambda: self.went(payment, payment.charge, payment.gross, True),
            item=payment.charge,
        )

    def went(self, payment: ModelPayment, item: str, amount: int, done: bool) -> bool:
        mine = payment.named(item, amount)
        if mine is None:
            return self.went_by_hand(payment, item, amount, done)
        if mine.state in ("due", "asked"):
            mine.item = item
            self.end(payment, mine, done=done)
        elif mine.state == "done" and not done:
            mine.state, mine.item = "failed", item
            self.comes_back(payment, mine.credits)
        return True

    def comes_back(self, payment: ModelPayment, credits: int) -> None:
        """What a lost dispute had not got because it was gone is its own now; the rest is the person's."""
        for dispute in payment.disputes.values():
            if dispute.state == "lost":
                more = self.due(payment, dispute) - dispute.clawed - dispute.owed
                dispute.clawed += more
                credits -= more
        if credits:
            self.restore(payment, credits)

    def due(self, payment: ModelPayment, dispute: ModelDispute) -> int:
        gone = sum(one.credits for one in payment.counted())
        others = sum(one.clawed + one.owed for one in payment.disputes.values() if one.state == "lost" and one is not dispute)
        wanted = -(-payment.lot.granted * dispute.amount // payment.gross)
        return max(0, min(wanted, payment.lot.granted - gone - others))

    def went_by_hand(self, payment: ModelPayment, item: str, amount: int, done: bool) -> bool:
        if not done:
            payment.refunds.append(ModelRefund(0, amount, "failed", item))
            return True
        if payment.provider == "telegram":
            return self.lost(payment, item, amount)
        back = payment.counted()
        total = sum(one.amount for one in back) + amount
        if total > payment.gross:
            self.parked += 1
            return True
        limit = -(-payment.lot.granted * total // payment.gross) - sum(one.credits for one in back)
        credits = min(payment.unused, max(0, limit))
        payment.take(credits)
        self.house["refunded"] += credits
        payment.refunds.append(ModelRefund(credits, amount, "done", item))
        return True

    # --- disputes ---

    @precondition(lambda self: self.payments)
    @rule(
        pick=anything,
        part=st.sampled_from((100, 100, 40)),
        number=st.integers(0, 1),
        kind=st.sampled_from((FactKind.DISPUTED, FactKind.DISPUTE_LOST, FactKind.DISPUTE_LOST, FactKind.DISPUTE_WON)),
    )
    def disputes_a_payment(self, pick: int, part: int, number: int, kind: FactKind) -> None:
        payment = self.pick_payment(pick)
        amount, item = max(1, payment.gross * part // 100), f"dispute{number}-{part}"
        work = {
            FactKind.DISPUTED: lambda: self.opened(payment, item, amount),
            FactKind.DISPUTE_LOST: lambda: self.lost(payment, item, amount),
            FactKind.DISPUTE_WON: lambda: self.won(payment, item, amount),
        }[kind]
        self.tell(kind, payment.provider, payment.charge, amount, work, item=item)

    @rule(owner=people, credits=st.integers(3, 40), stars=st.booleans())
    def uses_up_what_was_bought_and_takes_the_money_back(self, owner: str, credits: int, stars: bool) -> None:
        """Where debts come from."""
        self.buys(owner, credits, 77, stars)
        self.uses_some(owner, 100)
        pick = len(self.payments) - 1
        if stars:
            self.a_store_takes_back(pick)
        else:
            self.disputes_a_payment(pick, 100, 0, FactKind.DISPUTE_LOST)

    @precondition(lambda self: self.orders)
    @rule(pick=anything, kind=st.sampled_from((FactKind.DISPUTE_LOST, FactKind.REFUNDED)))
    def hears_of_it_before_the_payment(self, pick: int, kind: FactKind) -> None:
        order, provider = self.pick_order(pick)
        charge, amount = f"charge-{order.id}-0-0", order.pack.price
        assume(charge not in self.payments)
        item = charge if kind is FactKind.REFUNDED else "early"

        def work() -> bool:
            payment = self.payments[charge]
            return self.lost(payment, item, amount) if kind is FactKind.DISPUTE_LOST else self.went(payment, item, amount, True)

        self.tell(kind, provider, charge, amount, work, item=item)

    def opened(self, payment: ModelPayment, item: str, amount: int) -> bool:
        if item not in payment.disputes:
            payment.disputes[item] = ModelDispute("open", amount, number=self.number())
        return True

    def won(self, payment: ModelPayment, item: str, amount: int) -> bool:
        self.opened(payment, item, amount)
        dispute = payment.disputes[item]
        if dispute.state != "won":
            back = payment.counted()
            due = min(payment.lot.granted, -(-payment.lot.granted * sum(one.amount for one in back) // payment.gross))
            taken = dispute.clawed + dispute.repaid - max(0, due - sum(one.credits for one in back))
            if taken > 0:
                self.restore(payment, taken)
            dispute.state, dispute.forgiven = "won", dispute.owed - dispute.repaid
        return True

    def lost(self, payment: ModelPayment, item: str, amount: int) -> bool:
        self.opened(payment, item, amount)
        dispute = payment.disputes[item]
        if dispute.state != "open":
            return True
        if self.busy(payment) or payment.open_refund():
            return False
        due = self.due(payment, dispute)
        taken = min(due, payment.unused)
        payment.take(taken)
        self.house["clawed_back"] += taken
        dispute.state, dispute.clawed, dispute.owed, dispute.closed_at = "lost", taken, due - taken, self.now
        return True

    # --- time ---

    @rule(days=st.sampled_from((1, 3, 13, 60, 181)))
    def time_passes(self, days: int) -> None:
        self.desk.now += timedelta(days=days)
        done = self.desk.step(lambda uow: disputes.forgive_old(uow, self.desk.now))
        old = [
            dispute
            for payment in self.payments.values()
            for dispute in payment.disputes.values()
            if dispute.debt and self.now - dispute.closed_at >= DEBT_FORGIVEN_AFTER.total_seconds()
        ]
        assert done == len(old)
        for dispute in old:
            dispute.forgiven = dispute.owed - dispute.repaid

    # --- always ---

    @invariant()
    def model_is_database(self) -> None:
        if self.count:
            self.books.run(self.compare)

    def compare(self, connection: Connection) -> None:
        held = dict.fromkeys(PEOPLE, 0)
        for job in self.jobs.values():
            held[job.owner] += sum(part for _, part in job.shares)
        for payment in self.payments.values():
            held[payment.owner] += sum(one.credits for one in payment.refunds if one.state in ("due", "asked"))
        wanted = {
            name: (sum(lot.remaining for lot in self.lots if lot.owner == name) + held[name], held[name], self.lock(name))
            for name in PEOPLE
        }
        rows = connection.execute(text("SELECT account_id, posted, held, locked_reason FROM wallet"))
        assert {row[0]: tuple(row[1:]) for row in rows} == wanted
        sums = connection.execute(
            text("SELECT account, CAST(sum(amount) AS BIGINT) FROM posting WHERE account <> 'wallet' GROUP BY account")
        )
        assert dict.fromkeys(HOUSE, 0) | {row[0]: row[1] for row in sums} == self.house
        states = connection.execute(text("SELECT id, state FROM payment_order"))
        assert {row[0]: row[1] for row in states} == self.order_states
        assert connection.execute(text("SELECT count(*) FROM inbox WHERE state = 'parked'")).scalar_one() == self.parked
        assert connection.execute(text("SELECT count(*) FROM inbox WHERE state = 'new'")).scalar_one() == len(self.pending)
        assert connection.execute(text("SELECT count(*) FROM inbox WHERE state = 'early'")).scalar_one() == len(self.early)
        if THOROUGH:
            self.sound(connection)

    def sound(self, connection: Connection) -> None:
        assert [str(check) for check in verify(connection, self.desk.now, timedelta(days=99_999)) if not check.ok] == []


@pytest.mark.timeout(900)  # a failure is shrunk before it is told
def test_payments_go_as_predicted(any_books: Books) -> None:
    run_machine(PaymentsMachine, any_books, Examples(thorough=2000, sqlite=60, postgres=12), steps=50 if THOROUGH else 35)
