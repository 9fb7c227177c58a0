"""Orders, what providers tell us of money, and what goes back (wallet.md §3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from core.caller import Address
from core.pricing import Pack
from core.returns import Dispute, Paid, Refund
from core.storage.lanes import EVERY, Lane


@dataclass(frozen=True)
class PaymentOrder:
    """An accepted offer. `state` is open, awaited (paid in a slow way), paid, declined or expired. `terms` is the version of the terms
    under which it was accepted."""

    id: str
    account_id: str
    surface: str
    pack: Pack
    state: str
    address: Address
    locale: str
    created_at: datetime
    expires_at: datetime
    terms: str = ""

    @property
    def reference(self) -> str:
        """How people and receipts call it."""
        return self.id[:8].upper()


@dataclass(frozen=True)
class ProviderEvent:
    """One fact that a payment provider told us (`core.facts`); each `event_ref` of a provider counts once.

    `object_ref` names our order, if the provider says so. `gross` is what this fact is about, in minor units: what was paid, what a refund
    gave back, what is disputed. `item_ref` is the provider's name of that refund or dispute.
    """

    id: str
    provider: str
    event_ref: str
    kind: str
    object_ref: str
    charge_ref: str
    gross: int
    currency: str
    item_ref: str = ""


class Payments(Protocol):
    """Orders, the inbox of provider events, and charges."""

    def add_order(self, order: PaymentOrder) -> None:
        """Store an order before any provider hears of it."""

    def order(self, order_id: str, *, settling: bool = False) -> PaymentOrder | None:
        """The order; `settling`: it stays whose it is until the transaction ends."""

    def last_paid(self, account_id: str) -> PaymentOrder | None:
        """The order whose payment came last."""

    def close_order(self, order_id: str, state: str) -> None:
        """Move an order to its end; money counts, also after the order had ended otherwise."""

    def await_order(self, order_id: str) -> None:
        """The money has been sent in a slow way: the order stays until its provider says more."""

    def expire_orders(self, now: datetime, limit: int = 500) -> int:
        """End open orders whose time is over; how many."""

    def receive(self, event: ProviderEvent, now: datetime) -> bool:
        """Store an event; false if it was there before."""

    def known(self, provider: str, refs: Sequence[str]) -> set[str]:
        """Which of these events and charges we know, also of people who have left."""

    def credited_of(self, provider: str, refs: Sequence[str]) -> set[str]:
        """For which of these charges the credits were given, also to people who have left."""

    def pending(self, limit: int = 50) -> list[ProviderEvent]:
        """Facts not yet acted upon, oldest first."""

    def hints(self, limit: int = 500) -> list[ProviderEvent]:
        """What providers hinted at (`core.hints`) and have not been asked about, oldest first."""

    def handled(self, event_id: str, *, parked: bool = False, order_id: str = "") -> None:
        """Mark an event as acted upon, or (`parked`) for a human to look at; `order_id` if only we know which order it is about."""

    def drop(self, event_id: str) -> None:
        """Forget an event of which nothing has to be kept."""

    def charge(self, payment_id: str, event: ProviderEvent, now: datetime) -> str | None:
        """Record the charge; its payment id, or `None` if it was credited before."""

    def put_off(self, event_id: str) -> None:
        """The event is about a charge that we have not heard of yet: it waits for that."""

    def wake(self, provider: str, charge_ref: str) -> None:
        """The charge is known now: what had come before it is to be acted upon."""

    def wake_early(self, long_ago: datetime) -> int:
        """What waits for its charge is to be looked at once more; what has waited since `long_ago` is parked for a human, and counted."""

    def archived(self, provider: str, charge_ref: str) -> int | None:
        """How much of a charge had gone back, in minor units, when its person left; `None` if it is not of somebody who has left."""

    def credited(self, payment_id: str, seq: int) -> None:
        """Tie the charge to the transaction that credited it."""


class Returns(Protocol):
    """Refunds and disputes of payments that were credited, and the debts that disputes leave (wallet.md §3.5, §3.6)."""

    def paid(self, payment_id: str, *, settling: bool = False) -> Paid | None:
        """A credited payment; `settling`: it and its order stay as they are until the transaction ends."""

    def charged(self, provider: str, charge_ref: str) -> Paid | None:
        """The credited payment of this charge, for settling."""

    def of(self, account_id: str, since: datetime) -> list[Paid]:
        """A person's payments since then, newest first."""

    def refund(self, refund_id: str) -> Refund | None:
        """The refund."""

    def refunds(self, payment_id: str) -> list[Refund]:
        """Every refund of a payment, oldest first."""

    def save_refund(self, refund: Refund) -> None:
        """Store a refund as it is now."""

    def claim_refund(self, now: datetime, *, first_pause: timedelta, longest_pause: timedelta, lane: Lane = EVERY) -> Refund | None:
        """A refund to ask the provider for. Unless it changes, it is due again after `first_pause`, doubled with each attempt."""

    def dispute(self, payment_id: str, item_ref: str) -> Dispute | None:
        """The dispute of this name."""

    def disputes(self, payment_id: str) -> list[Dispute]:
        """Every dispute of a payment, oldest first."""

    def save_dispute(self, dispute: Dispute) -> None:
        """Store a dispute as it is now."""

    def debts(self, account_id: str) -> list[Dispute]:
        """Disputes that leave a person owing credits, oldest first."""

    def old_debts(self, before: datetime, limit: int = 100) -> list[tuple[str, Dispute]]:
        """Debts older than that, with whose they are."""

    def relock(self, account_id: str) -> str | None:
        """Lock a wallet while a dispute or a debt of its person's payments is open, and only then; why it is locked."""
