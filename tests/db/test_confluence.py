"""Whatever order a provider's events come in, however often, and wherever the process dies between them: one end (wallet.md §5.5)."""

import random
from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import Connection, text

from core.facts import FactKind
from core.storage.payments import PaymentOrder, ProviderEvent
from core.wallet import LotKind
from db.ledger import SqlLedger
from db.verify import verify
from tests.db.books import Books, SqliteBooks, finish_job, hold_for_job
from tests.db.machines import THOROUGH
from tests.db.money import MoneyDesk, fact

PRICE, CREDITS = 500, 100
Step = ProviderEvent | str


def stripes(order: PaymentOrder) -> list[list[Step]]:
    """A slow payment with a late no, a refund by hand, and disputes that end in every way."""
    paid = fact(FactKind.PAID, "stripe", "c1", PRICE, order=order.id)
    awaited = fact(FactKind.AWAITED, "stripe", "", PRICE, order=order.id)
    declined = fact(FactKind.DECLINED, "stripe", "", PRICE, order=order.id)
    part = fact(FactKind.REFUNDED, "stripe", "c1", 200, item="r1")
    failed = fact(FactKind.REFUND_FAILED, "stripe", "c1", 200, item="r1")
    disputed = fact(FactKind.DISPUTED, "stripe", "c1", PRICE, item="d1")
    lost = fact(FactKind.DISPUTE_LOST, "stripe", "c1", PRICE, item="d1")
    won = fact(FactKind.DISPUTE_WON, "stripe", "c1", PRICE, item="d1")
    return [
        [awaited, paid, declined, part, disputed, won],
        [paid, part, failed, disputed, lost, "expire"],
        [paid, part, disputed, lost, won, declined],
        [paid, awaited, lost, "spend", "expire"],
    ]


def stars(order: PaymentOrder) -> list[list[Step]]:
    """One invoice paid twice, and what stores take back; notice and book say the same under one name."""
    first, second = (fact(FactKind.PAID, "telegram", f"s{n}", PRICE, order=order.id, currency="XTR") for n in (1, 2))
    back = fact(FactKind.REFUNDED, "telegram", "s1", PRICE, item="s1", currency="XTR")
    reversed_ = fact(FactKind.REVERSED, "telegram", "s2", PRICE, item="s2", currency="XTR")
    return [[first, second, back, reversed_, "expire"], [first, back, "spend", "expire"]]


def entitlements(order: PaymentOrder) -> list[list[Step]]:
    """Two purchases of one pack, one of which Discord takes back."""
    first, second = (fact(FactKind.PAID, "discord", f"e{n}", PRICE, order=order.id) for n in (1, 2))
    deleted = fact(FactKind.REVERSED, "discord", "e1", PRICE, item="e1", ref="e1/reversed")
    return [[first, second, deleted, "expire"], [first, deleted, "spend"]]


PROVIDERS = {"stripe": stripes, "telegram": stars, "discord": entitlements}
SIZES = {"stripe": (6, 6, 6, 5), "telegram": (5, 4), "discord": (4, 3)}
STORIES = [(name, number) for name, sizes in SIZES.items() for number in range(len(sizes))]


def deliveries(steps: Sequence[Step], chance: random.Random) -> list[Step]:
    """Each up to three times more, behind its first time."""
    told = list(steps)
    for step in steps:
        for _ in range(chance.randrange(4)):
            told.insert(chance.randint(told.index(step) + 1, len(told)), step)
    return told


class Story:
    """One order of somebody with ten free credits, and what happens to it."""

    def __init__(self, books: Books, provider: str) -> None:
        self.books = books
        books.begin()
        self.desk = MoneyDesk(books)
        self.desk.arrive("ann")
        self.desk.step(lambda uow: uow.ledger.grant("ann", 10, LotKind.PROMO, key="welcome", now=self.desk.now))
        self.order = self.desk.order("ann", CREDITS, PRICE, stars=provider == "telegram")
        self.spent = False

    def happens(self, step: Step, chance: random.Random) -> None:
        if isinstance(step, ProviderEvent):
            self.desk.hear(step)
        elif step == "expire":
            self.desk.step(lambda uow: uow.payments.expire_orders(self.order.expires_at))
        elif not self.spent:
            self.spent = True
            self.books.run(self.spend)
        self.desk.settle(dies=lambda: chance.random() < 0.5)

    def spend(self, connection: Connection) -> None:
        """A picture out of the free credits, which a job holds for a while."""
        hold_for_job(connection, "ann", 10, "job")
        SqlLedger(connection).capture("job", 10, now=self.desk.now)
        finish_job(connection, "job")

    def end(self) -> Any:
        """Everything that somebody would notice."""
        return self.books.run(self._end)

    def _end(self, connection: Connection) -> Any:
        assert [str(check) for check in verify(connection, self.desk.now) if not check.ok] == []
        rows = (
            "SELECT posted, held, locked_reason FROM wallet",
            "SELECT state FROM payment_order",
            "SELECT charge_ref, gross FROM payment WHERE credited_seq IS NOT NULL ORDER BY charge_ref",
            "SELECT item_ref, state FROM dispute ORDER BY item_ref",
            "SELECT item_ref, state FROM refund ORDER BY item_ref",
            "SELECT coalesce(sum(owed - repaid - forgiven), 0) FROM dispute",
            "SELECT count(*) FROM inbox WHERE state NOT IN ('done')",
        )
        return [[tuple(row) for row in connection.execute(text(query))] for query in rows]


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("provider", "number"), STORIES)
def test_every_order_of_events_has_one_end(any_books: Books, provider: str, number: int) -> None:
    ends = {}
    for seed, order in _orders(any_books, provider, number):
        chance = random.Random(seed)
        story = Story(any_books, provider)
        try:
            steps = PROVIDERS[provider](story.order)[number]
            assert len(steps) == len(order)
            told = deliveries([steps[place] for place in order], chance)
            for step in told:
                story.happens(step, chance)
            ends[str(story.end())] = [step if isinstance(step, str) else step.event_ref for step in told]
        finally:
            any_books.forget()
    assert len(ends) == 1, ends


def _orders(books: Books, provider: str, number: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Every order; but unless somebody has time, of the 720 of six events one of eight, and on PostgreSQL a few."""
    all_ = list(enumerate(permutations(range(SIZES[provider][number]))))
    return iter(
        all_ if THOROUGH else all_[:: 8 if len(all_) > 120 else 1] if isinstance(books, SqliteBooks) else all_[:: max(1, len(all_) // 12)]
    )
