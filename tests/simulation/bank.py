"""The payment providers of a simulated world: books that are true, and notices about them that come twice, late, in any order, or never.

`stripe` gives back in parts and only hints at what happened (`core.hints`); `telegram` gives back whole charges and tells the fact itself.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from core.facts import FactKind
from core.hints import hint
from core.ports import CannotRefund, Charge, Moved, Movement, Returned, TryLater
from core.storage.payments import ProviderEvent
from tests.simulation.chance import Faults
from tests.simulation.points import answered
from tests.simulation.vendors import Now, Outside

Tell = Callable[[ProviderEvent, float], None]
"""Have the program told of it after so many seconds."""
MINUTE = 60.0
LINES = 100
BY_HAND = "by hand"


@dataclass
class Account:
    """What a provider knows of one charge: refunds by our keys, and what is true of it."""

    order: str
    charge: str
    gross: int
    currency: str
    back: dict[str, Returned] = field(default_factory=dict)


class Bank(Outside):
    """One provider: where people pay, port `Refunds`, and its book."""

    def __init__(self, name: str, dice: Random, faults: Faults, now: Now, tell: Tell) -> None:
        super().__init__(dice, faults, now)
        self.name = name
        self.in_parts = name == "stripe"
        self.accounts: dict[str, Account] = {}
        self.facts: list[tuple[float, ProviderEvent]] = []
        self.hold_back: Callable[[ProviderEvent], bool] = lambda fact: False
        self.answers_lost = 0
        self._tell = tell
        self._numbers = 0

    # --- what people and banks do ----------------------------------------------------------------

    def pay(self, order: str, amount: int, currency: str) -> Account:
        """Somebody pays an order."""
        account = Account(order, self._new("ch"), amount, currency)
        self.accounts[account.charge] = account
        self._true(FactKind.PAID, account, amount, ref=account.charge)
        return account

    def dispute(self, account: Account) -> str:
        """Somebody asks their bank for the money of a charge."""
        item = self._new("du")
        self._true(FactKind.DISPUTED, account, account.gross, item=item)
        return item

    def decide(self, account: Account, item: str, *, won: bool) -> None:
        """The bank decides the dispute; won: the money stays with us."""
        self._true(FactKind.DISPUTE_WON if won else FactKind.DISPUTE_LOST, account, account.gross, item=item)

    def by_hand(self, account: Account) -> None:
        """Somebody gives the whole charge back in the provider's own pages."""
        if not account.back and self.in_parts:
            self._arrived(account, BY_HAND, account.gross)

    @property
    def given_back(self) -> int:
        """How many refunds were made because the program asked for them."""
        return sum(key != BY_HAND for account in self.accounts.values() for key in account.back)

    # --- port Refunds ----------------------------------------------------------------------------

    async def give_back(self, charge: Charge, amount: int, *, key: str) -> Returned:
        what = f"{self.name}.give_back"
        await self._asked(what, 1.0)
        if self._faults.strike("provider away"):
            raise TryLater
        account = self.accounts[charge.charge_ref]
        if key not in account.back:
            self._refuse(account, amount)
            self._give_back(account, amount, key)
        answered(what)
        self.answers_lost -= 1
        if self.answers_lost >= 0 or self._faults.strike("provider fails after success"):
            raise TryLater
        return account.back[key]

    def _refuse(self, account: Account, amount: int) -> None:
        if self._faults.strike("provider never refunds") or (account.back and not self.in_parts):
            raise CannotRefund
        if amount > account.gross - sum(fact.gross for fact in self._of(account) if fact.kind == FactKind.REFUNDED):
            raise CannotRefund

    def _give_back(self, account: Account, amount: int, key: str) -> None:
        if self.in_parts and self._faults.strike("refund takes days"):
            item = self._new("re")
            account.back[key] = Returned(item, done=False)
            self._true(FactKind.REFUNDED, account, amount, item=item, after=self._dice.uniform(1.0, 90 * MINUTE))
            return
        self._arrived(account, key, amount)

    def _arrived(self, account: Account, key: str, amount: int) -> None:
        item = self._new("re") if self.in_parts else account.charge
        account.back[key] = Returned(item, done=True)
        self._true(FactKind.REFUNDED, account, amount, item=item)

    # --- the book: ports `core.hints.Source` and `core.ports.Movements` ------------------------------

    async def about(self, ref: str) -> Sequence[ProviderEvent]:
        await self._looked_at("about")
        return [fact for fact in self._known() if ref in (fact.item_ref or fact.charge_ref,)]

    async def since(self, moment: datetime) -> AsyncIterator[Sequence[ProviderEvent]]:
        await self._looked_at("since")
        yield self._known()

    async def page(self, number: int) -> Sequence[Movement]:
        await self._looked_at("page")
        lines = [_movement(fact) for fact in self._known()]
        return lines[number * LINES : (number + 1) * LINES]

    async def _looked_at(self, how: str) -> None:
        await self._asked(f"{self.name}.{how}", 0.5)
        if self._faults.strike("provider away"):
            raise TryLater

    def _known(self) -> list[ProviderEvent]:
        return [fact for at, fact in self.facts if at <= self._now()]

    def _of(self, account: Account) -> list[ProviderEvent]:
        return [fact for _, fact in self.facts if fact.charge_ref == account.charge]

    # --- notices ---------------------------------------------------------------------------------

    def _true(self, kind: FactKind, account: Account, gross: int, *, item: str = "", ref: str = "", after: float = 0.0) -> None:
        name = ref or f"{item}/{kind.value}"
        fact = ProviderEvent("", self.name, name, kind.value, account.order, account.charge, gross, account.currency, item)
        self.facts.append((self._now() + after, fact))
        if self.hold_back(fact) or self._faults.strike("notice lost"):
            return
        for _ in range(1 + self._faults.strike("notice twice")):
            late = self._dice.uniform(0.0, 20 * MINUTE) if self._faults.strike("notice late") else 1.0
            self._tell(self._notice(fact), after + late)

    def _notice(self, fact: ProviderEvent) -> ProviderEvent:
        """What is told: the fact, or only of what there is something new."""
        if not self.in_parts:
            return fact
        return replace(hint(self.name, f"notice {fact.event_ref}", fact.item_ref or fact.charge_ref, ""))

    def _new(self, kind: str) -> str:
        self._numbers += 1
        return f"{kind}_{self.name}_{self._numbers:04d}"


def _movement(fact: ProviderEvent) -> Movement:
    kind = Moved.PAID if fact.kind == FactKind.PAID else Moved.REFUNDED
    return Movement(fact.charge_ref, kind, fact.object_ref, fact.gross, fact.currency, START)


START = datetime.fromisoformat("2026-11-02T09:00:00+00:00")
"""When every run begins."""
DAYS = timedelta(days=1)
Work = Callable[[], Awaitable[object]]
