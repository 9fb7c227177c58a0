"""From a provider's word to credits: inbox, one `settle` per charge, lot, receipt (wallet.md §3)."""

import logging
from dataclasses import replace
from datetime import datetime

from core.ambient import Ambient
from core.ports import TryLater, Unreachable
from core.pricing import Pack
from core.reply import Fact, Reply, Tone
from core.results import credits
from core.storage import DueLetter, PaymentOrder, ProviderEvent, Store, UnitOfWork
from core.text import text
from core.wallet import LotKind
from core.workshop import Workshop

log = logging.getLogger(__name__)


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
    credited = 0
    for event in await shop.store.read(lambda uow: uow.payments.pending()):
        credited += await _settled(shop, event)
    if credited:
        shop.work_is_due()
    return credited


async def _settled(shop: Workshop, event: ProviderEvent) -> bool:
    """Act upon one event. One that breaks us waits for a human, and does not hold up the others."""
    try:
        order = await shop.store.write(lambda uow: _settle(uow, shop.ambient, event))
    except Exception:
        log.exception("payment event failed", extra={"provider": event.provider, "kind": event.kind})
        return False
    if order is not None:
        await _tell(shop, order)
    return order is not None


async def _tell(shop: Workshop, order: PaymentOrder) -> None:
    """A word in the chat; the credits are there whether or not it arrives."""
    messenger = shop.messengers.get(order.address.platform)
    balance = await shop.store.read(lambda uow: uow.ledger.balance(order.account_id, shop.ambient.now()))
    reply = Reply(
        lines=(text("topup-done", credits=credits(order.pack.credits)),),
        tone=Tone.GOOD,
        facts=(Fact(text("fact-available"), credits(balance.available), personal=True),),
        private=True,
    )
    try:
        if messenger is not None:
            await messenger.deliver(order.address, reply, key=f"order-{order.id}", locale=order.locale)
    except (Unreachable, TryLater):
        log.info("top-up not announced", extra={"order": order.id})


def _settle(uow: UnitOfWork, ambient: Ambient, event: ProviderEvent) -> PaymentOrder | None:
    order = uow.payments.order(event.object_ref, settling=True)
    if order is None and event.kind != "paid":
        # Of an order whose person has left; no money moved, so nobody has to look at it (PRV-36).
        uow.payments.drop(event.id)
        return None
    if order is None or not _matches(order, event):
        uow.payments.handled(event.id, parked=True)
        log.error("payment event parked", extra={"provider": event.provider, "kind": event.kind})
        return None
    if event.kind != "paid":
        uow.payments.close_order(order.id, "declined")
        uow.payments.handled(event.id)
        return None
    return order if _credit(uow, ambient, event, order, ambient.now()) else None


def _matches(order: PaymentOrder, event: ProviderEvent) -> bool:
    """What was paid is what was offered; anything else is for a human to look at (wallet.md §3.3)."""
    return event.kind != "paid" or (event.gross, event.currency) == (order.pack.price, order.pack.currency)


def _credit(uow: UnitOfWork, ambient: Ambient, event: ProviderEvent, order: PaymentOrder, now: datetime) -> bool:
    payment_id = uow.payments.charge(ambient.new_id(), event, now)
    uow.payments.handled(event.id)
    if payment_id is None:
        return False
    seq = uow.ledger.grant(
        order.account_id, order.pack.credits, LotKind.PAID, key=f"{event.provider}/{event.charge_ref}", now=now, payment_id=payment_id
    )
    uow.payments.credited(payment_id, seq)
    uow.payments.close_order(order.id, "paid")
    _write_receipt(uow, ambient, order, now)
    return True


def _write_receipt(uow: UnitOfWork, ambient: Ambient, order: PaymentOrder, now: datetime) -> None:
    address = uow.accounts.get(order.account_id).email
    if address is None:
        return
    args = {"credits": order.pack.credits, "price": order.pack.price, "currency": order.pack.currency, "order": order.reference}
    uow.letters.add(DueLetter(ambient.new_id(), order.account_id, address, "receipt", args, order.locale), now)
