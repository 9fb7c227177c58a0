"""Telling people what became of their payments, in the chat where they paid."""

import logging
from dataclasses import dataclass

from core.ports import TryLater, Unreachable
from core.reply import Button, Fact, Reply, Tone
from core.results import credits
from core.storage.payments import PaymentOrder
from core.text import Text, text
from core.workshop import Workshop

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PaymentNews:
    """What the person of an order is told; the same `key` is told once."""

    order: PaymentOrder
    key: str
    lines: tuple[Text, ...]
    tone: Tone = Tone.GOOD
    buttons: tuple[Button, ...] = ()


async def tell(shop: Workshop, news: PaymentNews) -> None:
    """A word in the chat; what it says is true whether or not it arrives."""
    order = news.order
    messenger = shop.messengers.get(order.address.platform)
    balance, own = await shop.store.read(
        lambda uow: (uow.ledger.balance(order.account_id, shop.ambient.now()), uow.accounts.get(order.account_id).locale)
    )
    available = Fact(text("fact-available"), credits(balance.available), personal=True)
    reply = Reply(lines=news.lines, tone=news.tone, facts=(available,), buttons=news.buttons, private=True)
    try:
        if messenger is not None:
            await messenger.deliver(order.address, reply, key=news.key, locale=own or order.locale)
    except (Unreachable, TryLater):
        log.info("payment news not told", extra={"order": order.id})
