"""Paying an order on a page that a provider of card payments shows (wallet.md §3.3)."""

from datetime import datetime
from typing import Protocol

from core.accounts import Standing
from core.storage.payments import PaymentOrder
from core.storage.unit_of_work import UnitOfWork


class CheckoutClosed(Exception):
    """This order cannot be paid there, and will not be."""


class Checkout(Protocol):
    """A provider's page to pay on. It is told of an order that is committed, and of nobody."""

    async def page_for(self, order: PaymentOrder) -> str:
        """The address of the page; the same order again leads to the same payment. Raises `TryLater`, `CheckoutClosed`."""


def standing(order: PaymentOrder, now: datetime) -> str:
    """How an order stands: its state, and `expired` from the moment on at which it is over."""
    return "expired" if order.state == "open" and order.expires_at <= now else order.state


def payable(uow: UnitOfWork, order: PaymentOrder, now: datetime) -> bool:
    """Whether it may be paid now: the offer still stands, and so does the account that the credits would go to."""
    return standing(order, now) == "open" and uow.accounts.get(order.account_id).standing is Standing.ACTIVE
