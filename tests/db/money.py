"""People who pay, and providers who tell of it: the steps of `core.payments`, each in its own transaction of the books."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import TypeVar

from core import payments, refunds
from core.ambient import Ambient
from core.billing import Seller
from core.caller import Address
from core.facts import FactKind
from core.payment_news import PaymentNews
from core.ports import Charge, Refunds, Returned
from core.pricing import Pack
from core.returns import Paid, Refund
from core.storage.payments import PaymentOrder, ProviderEvent
from db.unit_of_work import SqlUnitOfWork
from tests.db.books import START, Books, open_wallet

T = TypeVar("T")


SELLER = Seller()


class Way:
    """A provider that gives money back; nobody asks it here."""

    def __init__(self, *, in_parts: bool) -> None:
        self.in_parts = in_parts

    async def give_back(self, charge: Charge, amount: int, *, key: str) -> Returned:
        """Never called: the steps of the desk say what it answers."""
        raise NotImplementedError


WAYS: dict[str, Refunds] = {"stripe": Way(in_parts=True), "telegram": Way(in_parts=False)}


class MoneyDesk:
    """What the program does with money, one committed step at a time. `now` is the clock."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.now = START
        self.news: list[PaymentNews] = []
        self._numbers = count(1)
        self._ids = count(1)
        self.ambient = Ambient(now=lambda: self.now, new_id=lambda: f"id{next(self._ids):06d}")

    def step(self, work: Callable[[SqlUnitOfWork], T]) -> T:
        """One transaction."""
        return self.books.run(lambda connection: work(SqlUnitOfWork(connection, self.ambient.new_id)))

    def arrive(self, *names: str) -> None:
        """People with an empty wallet."""
        for name in names:
            self.books.run(partial(open_wallet, name=name))

    def order(self, owner: str, credits: int, price: int, *, stars: bool = False) -> PaymentOrder:
        """An order that is open."""
        pack = Pack("pack", credits, price, "XTR" if stars else "USD")
        platform = "telegram" if stars else "web"
        made = PaymentOrder(
            f"order{next(self._numbers):04d}", owner, platform, pack, "open", Address(platform, owner), "en", self.now, self._tomorrow()
        )
        self.step(lambda uow: uow.payments.add_order(made))
        return made

    def _tomorrow(self) -> datetime:
        return self.now + timedelta(days=1)

    def hear(self, event: ProviderEvent) -> bool:
        """Store what a provider says."""
        return self.step(lambda uow: uow.payments.receive(event, self.now))

    def settle(self, *, dies: Callable[[], bool] = lambda: False) -> None:
        """Act upon what was heard, as `payments.settle_due` does. `dies`: whether the process ends before it commits, and begins again."""
        seen: set[str] = set()
        while events := [event for event in self.step(lambda uow: uow.payments.pending(1000)) if event.id not in seen]:
            for event in events:
                seen.add(event.id)
                if dies():
                    self.step(partial(self._undone, event=event))
                news = self.step(partial(self._settled, event=event))
                self.news += [news] if news else []

    def _settled(self, uow: SqlUnitOfWork, event: ProviderEvent) -> PaymentNews | None:
        return payments.settle(uow, self.ambient, SELLER, event)

    def _undone(self, uow: SqlUnitOfWork, event: ProviderEvent) -> None:
        """The step as far as its end, without its commit."""
        savepoint = uow.connection.begin_nested()
        payments.settle(uow, self.ambient, SELLER, event)
        savepoint.rollback()

    def paid(self, provider: str, charge: str) -> Paid | None:
        """The credited payment of a charge."""
        return self.step(lambda uow: uow.returns.charged(provider, charge))

    def offer(self, paid: Paid) -> refunds.RefundOffer:
        """What could go back of it now."""
        return refunds.offer_for(paid, WAYS.get(paid.provider), self.now)

    def ask(self, paid: Paid) -> Refund:
        """The person asks for what is offered."""
        return self.step(lambda uow: refunds.ask(uow, self.ambient, self.offer(paid), self.now))

    def answer(self, refund: Refund, returned: Returned | None) -> None:
        """The provider answers; nothing is a no for good."""
        news = self.step(lambda uow: refunds.answered(uow, self.ambient, SELLER, refund.id, returned))
        self.news += [news] if news else []


def fact(
    kind: FactKind, provider: str, charge: str, amount: int, *, order: str = "", item: str = "", ref: str = "", currency: str = "USD"
) -> ProviderEvent:
    """What a provider says; the same fact has the same name."""
    name = ref or "/".join(part for part in (charge or order, kind.value, item) if part)
    return ProviderEvent(f"event {provider} {name}", provider, name, kind.value, order, charge, amount, currency, item)
