"""What a chat platform sells for us by itself: from its word of a sale to an order, and to credits (wallet.md §3.2)."""

import asyncio
import logging
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core import payments
from core.accounts import Account
from core.caller import Address, Caller
from core.facts import FactKind
from core.legal.releases import in_force
from core.legal.versions import Kind
from core.membership import find, welcome
from core.pricing import Pack, Tariff
from core.rights.ages import is_marked_young
from core.storage.errors import DatabaseTrouble
from core.storage.payments import PaymentOrder, ProviderEvent
from core.storage.unit_of_work import UnitOfWork
from core.text import choose_locale
from core.wallet import LotKind
from core.workshop import Workshop

REMEMBERED = timedelta(days=366)
"""What was used up longer ago was credited then, whether or not we still know of it: the archive of payments is not kept for ever."""
SETTLED_WITHIN = timedelta(days=1)
"""The order of a sale is paid the moment it is made, so this only has to be longer than a crash."""
ORDER_ID_LENGTH = 26
"""As long as every other id of an order."""

log = logging.getLogger(__name__)


class Sold(StrEnum):
    """How something was sold."""

    BOUGHT = "bought"  # somebody paid the platform
    GIVEN = "given"  # it cost the person nothing, such as a gift
    TRIED = "tried"  # whoever builds the app played a customer, and nothing shall come of it
    ODD = "odd"  # to no person, of another app, or in a way that is not ours


@dataclass(frozen=True)
class Sale:
    """One sale, by the platform's own names: of itself, of what was sold, and of the person (`buyer`, empty if it is nobody's).

    `at` is when it was sold. `used`: it is used up there, as it should be once its credits are given. `taken_back`: the platform has undone
    it.
    """

    ref: str
    sku: str
    buyer: str
    how: Sold
    at: datetime
    used: bool = False
    taken_back: bool = False

    @property
    def end_ref(self) -> str:
        """The name of the event that it was taken back."""
        return f"{self.ref}/{FactKind.REVERSED}"


@dataclass(frozen=True)
class Noted:
    """How many sales were `new`, and which (`usable`, by name) have their credits and are not used up yet."""

    new: int
    usable: frozenset[str]

    @property
    def nothing(self) -> bool:
        """Whether there was nothing to do."""
        return not self.new and not self.usable


class Counter:
    """Notes the sales of one platform. Each may be told of in any order, any number of times and by any number of processes."""

    def __init__(self, shop: Workshop, tariff: Tariff, platform: str) -> None:
        self._shop = shop
        self._tariff = tariff
        self._platform = platform
        self._settling = asyncio.Lock()
        self._packs = {pack.discord_sku: pack.on_discord() for pack in tariff.packs if pack.discord_sku}

    async def note(self, sales: Sequence[Sale]) -> Noted:
        """Take over what is not known yet and give its credits, whether or not it is used up already (a restored backup may have lost
        it). A sale may be used up only once that is committed. Raises `DatabaseTrouble`: it is told of again."""
        known = await self._shop.store.read(lambda uow: uow.payments.known(self._platform, [*_refs(sales)]))
        oldest = self._shop.ambient.now() - REMEMBERED
        fresh = [sale for sale in sales if _is_fresh(sale, known, oldest)]
        given = {sale.ref for sale in fresh if await self._noted(sale)}
        waiting = [sale.ref for sale in sales if not sale.used and not sale.taken_back]
        if fresh or waiting:
            await self._settle()
        credited = await self._shop.store.read(lambda uow: uow.payments.credited_of(self._platform, waiting))
        return Noted(len(fresh), frozenset(credited | given.intersection(waiting)))

    async def _settle(self) -> None:
        """Until nothing is left to credit; in a rush, whoever comes second finds it done."""
        async with self._settling:
            while await payments.settle_due(self._shop):
                pass

    async def _noted(self, sale: Sale) -> bool:
        """Whether its credits were given right here. A sale that breaks us is told of again, and does not hold up the others."""
        try:
            return await self._shop.store.write(lambda uow: self._write(uow, sale, self._shop.ambient.now()))
        except DatabaseTrouble:
            raise
        except Exception:
            log.exception("sale not noted", extra={"provider": self._platform, "kind": sale.how})
            return False

    def _write(self, uow: UnitOfWork, sale: Sale, now: datetime) -> bool:
        caller = self._caller(sale)
        # A sale and its end may come at the same moment in two processes; what concerns one person is noted in turn.
        uow.accounts.await_turn(caller)
        if sale.taken_back:
            return self._take_back(uow, sale, now)
        # Told late of something that is over: nobody gets anything for it.
        is_over = bool(uow.payments.known(self._platform, [sale.end_ref]))
        return not is_over and self._take(uow, sale, caller, now)

    def _take(self, uow: UnitOfWork, sale: Sale, caller: Caller, now: datetime) -> bool:
        if sale.how is Sold.TRIED:
            return self._put_by(uow, sale, FactKind.DECLINED, now)
        pack = self._packs.get(sale.sku)
        account = self._buyer(uow, caller, now) if pack and sale.how is not Sold.ODD and sale.buyer else None
        if pack is None or account is None:
            return self._put_by(uow, sale, FactKind.PAID, now)
        if sale.how is Sold.BOUGHT:
            return self._sell(uow, sale, pack, account, now)
        return self._give(uow, sale, pack, account, now)

    def _caller(self, sale: Sale) -> Caller:
        """The person, who is not asking now. Of a stranger we know nothing but the id."""
        return Caller(self._platform, sale.buyer, sale.buyer, sale.ref, self._address(sale))

    def _address(self, sale: Sale) -> Address:
        return Address(self._platform, "", private=True, uid=sale.buyer)

    def _buyer(self, uow: UnitOfWork, caller: Caller, now: datetime) -> Account | None:
        """Who pays is somebody, and gets an account if they have none; how old they are is asked when they come for their credits. Who
        was found too young gets none."""
        account = find(uow, caller, now)
        if account is None and not is_marked_young(uow, caller, self._shop.ambient, now):
            account = welcome(uow, caller, self._tariff, self._shop.ambient, now)
        return account

    def _sell(self, uow: UnitOfWork, sale: Sale, pack: Pack, account: Account, now: datetime) -> bool:
        """An order that is as good as paid; `core.payments` gives the credits, as for every other order."""
        order = self._order(uow, sale, pack, account, now)
        if uow.payments.receive(self._event(sale, FactKind.PAID, order), now):
            uow.payments.add_order(order)
        return False

    def _order(self, uow: UnitOfWork, sale: Sale, pack: Pack, account: Account, now: datetime) -> PaymentOrder:
        person = uow.accounts.person(self._platform, sale.buyer)
        return PaymentOrder(
            id=self._order_id(sale),
            account_id=account.id,
            surface=self._platform,
            pack=pack,
            state="open",
            address=self._address(sale),
            locale=choose_locale(account.locale, person.locale_hint if person else None),
            created_at=now,
            expires_at=now + SETTLED_WITHIN,
            terms=in_force(Kind.TERMS, uow.policies.releases(), now).id,
        )

    def _order_id(self, sale: Sale) -> str:
        """Always the same for one sale, and not to be guessed from it."""
        return self._shop.ambient.pseudonym(f"order of sale {self._platform} {sale.ref}")[:ORDER_ID_LENGTH]

    def _give(self, uow: UnitOfWork, sale: Sale, pack: Pack, account: Account, now: datetime) -> bool:
        """Credits for which nobody paid us: never a lot that could be paid back. A repeat changes nothing."""
        uow.ledger.grant(account.id, pack.credits, LotKind.PROMO, key=f"{self._platform}/{sale.ref}", now=now)
        return True

    def _put_by(self, uow: UnitOfWork, sale: Sale, kind: FactKind, now: datetime) -> bool:
        """Nobody gets anything for it. If somebody may have paid, a human must look."""
        event, parked = self._event(sale, kind), kind is FactKind.PAID
        if uow.payments.receive(event, now):
            uow.payments.handled(event.id, parked=parked)
            log.error("sale parked" if parked else "sale refused", extra={"provider": self._platform, "kind": sale.how})
        return False

    def _take_back(self, uow: UnitOfWork, sale: Sale, now: datetime) -> bool:
        """What was sold for an order is settled by `core.payments`; what was never noted is noted as over; the rest is for a human."""
        order = uow.payments.order(self._order_id(sale))
        event = self._event(sale, FactKind.REVERSED, order)
        if uow.payments.receive(event, now) and order is None:
            parked = sale.how is Sold.GIVEN or bool(uow.payments.known(self._platform, [sale.ref]))
            uow.payments.handled(event.id, parked=parked)
            if parked:
                log.error("sale taken back: a human must look", extra={"provider": self._platform, "kind": sale.how})
        return False

    def _event(self, sale: Sale, kind: FactKind, order: PaymentOrder | None = None) -> ProviderEvent:
        """Without an order nothing is said of money: the platform does not tell what somebody paid."""
        return ProviderEvent(
            id=self._shop.ambient.new_id(),
            provider=self._platform,
            event_ref=sale.end_ref if kind is FactKind.REVERSED else sale.ref,
            kind=kind,
            object_ref=order.id if order else "",
            charge_ref=sale.ref,
            gross=order.pack.price if order else 0,
            currency=order.pack.currency if order else "",
            item_ref=sale.ref if kind is FactKind.REVERSED else "",
        )


def _refs(sales: Sequence[Sale]) -> Iterator[str]:
    for sale in sales:
        yield from (sale.ref, sale.end_ref)


def _is_fresh(sale: Sale, known: Collection[str], oldest: datetime) -> bool:
    """Whether there is anything to note. Of a gift only the ledger knows, so it is given again, to no effect, until it is used up. When its
    person leaves nothing of it stays, so what is used up must not come back."""
    if sale.taken_back or sale.end_ref in known:
        return sale.end_ref not in known
    if sale.used and (sale.how is Sold.GIVEN or sale.at < oldest):
        return False
    return sale.ref not in known
