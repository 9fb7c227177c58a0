"""From a provider's word to credits: inbox, one settlement per charge, lot, receipt (wallet.md §3)."""

import logging
from dataclasses import replace
from datetime import timedelta

from core import disputes, refunds
from core.ambient import Ambient
from core.billing import Seller
from core.facts import FactKind
from core.payment_news import PaymentNews, tell
from core.pricing import Pack
from core.receipts import issue_receipt
from core.reply import Button, Call
from core.results import credits
from core.returns import Paid
from core.settling import Settling
from core.storage.errors import DatabaseTrouble
from core.storage.payments import PaymentOrder, ProviderEvent
from core.storage.store import Store
from core.storage.unit_of_work import UnitOfWork
from core.text import text
from core.wallet import LotKind
from core.workshop import Workshop

log = logging.getLogger(__name__)

AT_ONCE = 50
"""Events in memory, beside those that have to wait."""
MOST_FAILURES = 10
"""So often an event may break us; with the pauses of core/setbacks.py, about half an hour."""
EARLY = timedelta(days=1)
"""How long what is told of a charge may come before the charge."""
WITHOUT_DESK = frozenset({"telegram"})
"""Providers where nobody can give money back by hand: what goes back there without our wish was taken back by a store."""


def _refunded(at: Settling, paid: Paid, event: ProviderEvent) -> PaymentNews | None:
    if event.provider in WITHOUT_DESK and not refunds.knows(at.uow, paid, event):
        return disputes.lost(at, paid, event)
    return refunds.arrived(at, paid, event)


GONE_BACK = {
    FactKind.REFUNDED: _refunded,
    FactKind.REFUND_FAILED: refunds.failed,
    FactKind.DISPUTED: disputes.opened,
    FactKind.DISPUTE_WON: disputes.won,
    FactKind.DISPUTE_LOST: disputes.lost,
    FactKind.REVERSED: disputes.lost,
}


async def receive(store: Store, ambient: Ambient, event: ProviderEvent) -> bool:
    """Store an event before anything else happens; false if it was there before. Only then may the provider be answered."""
    return await store.write(lambda uow: uow.payments.receive(event, ambient.now()))


async def expire_orders(store: Store, ambient: Ambient) -> int:
    """End the orders that nobody paid in time; how many. A payment that arrives all the same is still credited."""
    now = ambient.now()
    return await store.write(lambda uow: uow.payments.expire_orders(now))


async def order_again(store: Store, ambient: Ambient, ended: PaymentOrder, pack: Pack) -> PaymentOrder:
    """A new offer, at today's price, for somebody whose earlier one came to nothing."""
    now = ambient.now()
    until = now + (ended.expires_at - ended.created_at)
    order = replace(ended, id=ambient.new_id(), pack=pack, state="open", created_at=now, expires_at=until)
    await store.write(lambda uow: uow.payments.add_order(order))
    return order


async def settle_due(shop: Workshop) -> int:
    """Act upon every stored event and tell the people; how many orders were credited now. Safe to run twice, at once, and after a crash."""
    credited, seen = 0, set[str]()
    # Again, because what is credited may wake what had come before it; further each time, because what must wait stays in front.
    while events := [one for one in await shop.store.read(lambda uow: uow.payments.pending(AT_ONCE + len(seen))) if one.id not in seen]:
        for event in events:
            seen.add(event.id)
            credited += await _settled(shop, event)
    if credited:
        shop.work_is_due()
    return credited


async def settle_early(shop: Workshop) -> int:
    """The same, and look once more at what came before its charge was known. After a day it is for a human: nobody here paid that."""
    long_ago = shop.ambient.now() - EARLY
    unknown = await shop.store.write(lambda uow: uow.payments.wake_early(long_ago))
    if unknown:
        log.error("payment events of no known charge parked", extra={"payments": unknown})
    return await settle_due(shop)


async def _settled(shop: Workshop, event: ProviderEvent) -> bool:
    """Act upon one event. One that breaks us is tried less and less often, then waits for a human, and does not hold up the others."""
    if shop.setbacks.rests(event.id, shop.ambient.elapsed()):
        return False
    try:
        news = await shop.store.write(lambda uow: settle(uow, shop.ambient, shop.seller, event))
    except DatabaseTrouble:
        raise
    except Exception:
        failures = shop.setbacks.failed(event.id, shop.ambient.elapsed())
        log.exception("payment event failed", extra={"provider": event.provider, "kind": event.kind, "attempts": failures})
        if failures >= MOST_FAILURES:
            await shop.store.write(lambda uow: _park(uow, event))
            shop.setbacks.over(event.id)
        return False
    shop.setbacks.over(event.id)
    if news is not None:
        await tell(shop, news)
    return news is not None and event.kind == FactKind.PAID


def settle(uow: UnitOfWork, ambient: Ambient, seller: Seller, event: ProviderEvent) -> PaymentNews | None:
    """Act upon one event, inside a transaction: what the person is told, if anything. Again it does nothing."""
    kind = FactKind(event.kind)
    if kind is FactKind.PAID:
        return _pay(uow, ambient, seller, event)
    if kind in GONE_BACK:
        return _go_back(uow, ambient, seller, event, kind)
    return _stand(uow, event, kind)


def _pay(uow: UnitOfWork, ambient: Ambient, seller: Seller, event: ProviderEvent) -> PaymentNews | None:
    order = uow.payments.order(event.object_ref, settling=True)
    # What was paid is what was offered; anything else is for a human to look at (wallet.md §3.3).
    if order is None or (event.gross, event.currency) != (order.pack.price, order.pack.currency):
        _park(uow, event)
        return None
    return _credit(Settling(uow, ambient, seller, order, ambient.now()), event)


def _stand(uow: UnitOfWork, event: ProviderEvent, kind: FactKind) -> PaymentNews | None:
    """How an order stands of which nothing has been paid. Of one whose person has left nobody has to look at anything (PRV-36)."""
    order = uow.payments.order(event.object_ref, settling=True)
    if order is None:
        uow.payments.drop(event.id)
        return None
    uow.payments.handled(event.id)
    if kind is FactKind.DECLINED:
        uow.payments.close_order(order.id, "declined")
    elif order.state not in ("paid", "declined"):
        uow.payments.await_order(order.id)
        return PaymentNews(order, f"awaited-{order.id}", (text("topup-awaited", credits=credits(order.pack.credits)),))
    return None


def _go_back(uow: UnitOfWork, ambient: Ambient, seller: Seller, event: ProviderEvent, kind: FactKind) -> PaymentNews | None:
    """Something of a charge goes back, or somebody wants it to. Raises nothing: what cannot be booked waits, or is for a human."""
    paid = uow.returns.charged(event.provider, event.charge_ref)
    if paid is None:
        _of_nobody(uow, event)
        return None
    order = uow.payments.order(paid.order_id)
    assert order is not None, "a charge is credited to somebody"
    try:
        news = GONE_BACK[kind](Settling(uow, ambient, seller, order, ambient.now()), paid, event)
    except disputes.StillBusy:
        return None
    except refunds.TooMuch:
        _park(uow, event)
        return None
    uow.payments.handled(event.id, order_id=order.id)
    return news


def _of_nobody(uow: UnitOfWork, event: ProviderEvent) -> None:
    """We may not have heard of the charge yet, or its person may have left, after or before the money went back."""
    returned = uow.payments.archived(event.provider, event.charge_ref)
    if returned is None:
        uow.payments.put_off(event.id)
    elif returned >= event.gross:
        uow.payments.drop(event.id)
    else:
        _park(uow, event)


def _park(uow: UnitOfWork, event: ProviderEvent) -> None:
    uow.payments.handled(event.id, parked=True)
    log.error("payment event parked", extra={"provider": event.provider, "kind": event.kind})


def _credit(at: Settling, event: ProviderEvent) -> PaymentNews | None:
    uow, order = at.uow, at.order
    payment_id = uow.payments.charge(at.new_id(), event, at.now)
    uow.payments.handled(event.id)
    if payment_id is None:
        return None
    key = f"{event.provider}/{event.charge_ref}"
    seq = uow.ledger.grant(order.account_id, order.pack.credits, LotKind.PAID, key=key, now=at.now, payment_id=payment_id)
    uow.payments.credited(payment_id, seq)
    uow.payments.close_order(order.id, "paid")
    uow.payments.wake(event.provider, event.charge_ref)
    repaid = disputes.repay(at, payment_id)
    issue_receipt(at, payment_id)
    debts = (text("topup-repaid", credits=credits(repaid)),) if repaid else ()
    lines = text("topup-done", credits=credits(order.pack.credits)), *debts
    return PaymentNews(order, f"order-{order.id}", lines, buttons=(Button(text("button-receipts-all"), Call("receipts", {})),))
