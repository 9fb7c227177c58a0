"""Money back for what is unused of a payment: asked for, held, given back by its provider, and booked (wallet.md §3.5)."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core import disputes
from core.ambient import Ambient
from core.billing import Seller
from core.payment_news import PaymentNews, tell
from core.ports import CannotRefund, Charge, Refunds, Returned, TryLater
from core.receipts import issue_credit_note
from core.reply import Button, Call, Tone
from core.results import credits
from core.returns import REFUND_PERIOD, Paid, Refund, RefundState, refundable_until
from core.settling import Settling
from core.storage.errors import DatabaseTrouble
from core.storage.lanes import EVERY, Lane
from core.storage.payments import PaymentOrder, ProviderEvent
from core.storage.unit_of_work import UnitOfWork
from core.text import Money, text
from core.wallet import HoldPurpose, LotKind
from core.workshop import Workshop

FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)

log = logging.getLogger(__name__)


class TooMuch(Exception):
    """The provider says that more went back than was ever paid; nothing was booked."""


class Changed(Exception):
    """Credits of the offer were spent, or the payment began to go back, since it was made; nothing was done."""


class Obstacle(StrEnum):
    """Why a payment cannot be given back by the person's own wish."""

    LATE = "late"  # more than 14 days ago
    SPENT = "spent"  # nothing of it is left
    TOUCHED = "touched"  # only the whole can go back, and some of it was used
    BUSY = "busy"  # only the whole can go back, and a running job holds some of it
    UNDER_WAY = "under-way"  # it is going back already
    DISPUTED = "disputed"  # the person has asked their bank or store for it
    ELSEWHERE = "elsewhere"  # the provider decides, not we


@dataclass(frozen=True)
class RefundOffer:
    """What could go back of a payment: unused credits and their worth in minor units, if there is no obstacle."""

    paid: Paid
    credits: int
    amount: int
    obstacle: Obstacle | None

    @property
    def until(self) -> datetime:
        """The last day of the right to ask."""
        return self.paid.paid_at + REFUND_PERIOD


def offer_for(paid: Paid, way: Refunds | None, now: datetime) -> RefundOffer:
    """What can go back of a payment; without a `way` its provider gives nothing back through us."""
    amount = paid.worth(paid.unused)
    return RefundOffer(paid, paid.unused, amount, _obstacle(paid, amount, way.in_parts if way else None, now))


def _obstacle(paid: Paid, amount: int, in_parts: bool | None, now: datetime) -> Obstacle | None:
    whole = not in_parts and not paid.untouched
    rules = (
        (paid.has_open_refund, Obstacle.UNDER_WAY),
        (paid.is_disputed, Obstacle.DISPUTED),
        (paid.unused + paid.busy == 0 or amount < 1, Obstacle.SPENT),
        (now >= refundable_until(paid.paid_at), Obstacle.LATE),
        (in_parts is None, Obstacle.ELSEWHERE),
        (whole and paid.unused + paid.busy == paid.granted, Obstacle.BUSY),
        (whole, Obstacle.TOUCHED),
    )
    return next((obstacle for applies, obstacle in rules if applies), None)


def offers(uow: UnitOfWork, account_id: str, ways: Mapping[str, Refunds], now: datetime) -> list[RefundOffer]:
    """For every payment that could still be asked back, and those of a while before, newest first. `ways` by provider."""
    return [offer_for(paid, ways.get(paid.provider), now) for paid in uow.returns.of(account_id, now - 2 * REFUND_PERIOD)]


WHOLE_ONLY = frozenset({"telegram"})
"""Providers that give back all of a charge or nothing."""
NOT_OURS = frozenset({"discord"})
"""Providers that sell by themselves, so that giving back is their own business."""


def offer_by_operator(paid: Paid, *, whole: bool) -> RefundOffer:
    """What somebody can decide who is asked for a fair way: also late, and (`whole`) all of the money although a part was used."""
    everything = whole and paid.returned < paid.gross
    amount = paid.gross - paid.returned if everything else max(0, paid.worth(paid.unused))
    rules = (
        (paid.has_open_refund, Obstacle.UNDER_WAY),
        (paid.is_disputed, Obstacle.DISPUTED),
        (paid.provider in NOT_OURS, Obstacle.ELSEWHERE),
        (paid.busy > 0, Obstacle.BUSY),
        (amount < 1, Obstacle.SPENT),
        (paid.provider in WHOLE_ONLY and amount != paid.gross, Obstacle.TOUCHED),
    )
    return RefundOffer(paid, paid.unused, amount, next((obstacle for applies, obstacle in rules if applies), None))


def ask(uow: UnitOfWork, ambient: Ambient, offer: RefundOffer, now: datetime) -> Refund:
    """Hold the unused credits, and have the provider asked. Raises `Changed`."""
    paid = uow.returns.paid(offer.paid.id, settling=True)
    id, hold_id = ambient.new_id(), ambient.new_id()
    if paid is None or paid.has_open_refund or paid.returned != offer.paid.returned:
        raise Changed
    key = f"refund/{id}"
    held = uow.ledger.set_aside(paid.account_id, paid.id, HoldPurpose.REFUND, limit=offer.credits, hold_id=hold_id, key=key, now=now)
    if held != offer.credits:
        if held:
            uow.ledger.release(hold_id, now=now)
        raise Changed
    refund = Refund(id, paid.id, held, offer.amount, RefundState.DUE, hold_id if held else None, None, now, due_at=now)
    uow.returns.save_refund(refund)
    return refund


# --- at the provider -----------------------------------------------------------------------------------------------


async def give_back_one(shop: Workshop, lane: Lane = EVERY) -> bool:
    """Ask a provider of the lane for one refund that is due; whether there was one. Asked again with the same key until the
    end is known."""
    now = shop.ambient.now()
    pauses = {"first_pause": FIRST_PAUSE, "longest_pause": LONGEST_PAUSE}
    refund = await shop.store.write(lambda uow: uow.returns.claim_refund(now, **pauses, lane=lane))
    if refund is None:
        return False
    try:
        news = await _given_back(shop, refund)
    except DatabaseTrouble:
        raise
    except Exception:
        # Less and less often, and never given up: it is somebody's money.
        log.exception("refund failed", extra={"refund": refund.id, "attempts": refund.attempts})
        return True
    if news is not None:
        await tell(shop, news)
    return True


async def _given_back(shop: Workshop, refund: Refund) -> PaymentNews | None:
    paid, payer = await shop.store.read(lambda uow: _charge_of(uow, refund))
    way = shop.refunds.get(paid.provider)
    if way is None:
        log.error("nobody gives money back there", extra={"provider": paid.provider})
        return None
    charge = Charge(paid.charge_ref, payer, paid.gross, paid.currency)
    try:
        returned = await way.give_back(charge, refund.amount, key=f"refund/{refund.id}")
    except TryLater:
        shop.ambient.measures.failed(paid.provider, "later")
        return None
    except CannotRefund:
        shop.ambient.measures.failed(paid.provider, "refused")
        log.error("refund refused by the provider", extra={"provider": paid.provider})
        return await shop.store.write(lambda uow: answered(uow, shop.ambient, shop.seller, refund.id, None))
    return await shop.store.write(lambda uow: answered(uow, shop.ambient, shop.seller, refund.id, returned))


def _charge_of(uow: UnitOfWork, refund: Refund) -> tuple[Paid, str]:
    paid = uow.returns.paid(refund.payment_id)
    order = uow.payments.order(paid.order_id) if paid else None
    if paid is None or order is None:
        raise LookupError(refund.payment_id)  # nobody leaves while a refund of theirs is under way
    return paid, order.address.uid or order.address.chat


def answered(uow: UnitOfWork, ambient: Ambient, seller: Seller, refund_id: str, returned: Returned | None) -> PaymentNews | None:
    """Book the provider's answer; nothing (`None`) is a no for good. It may have told us the end by itself meanwhile."""
    named = uow.returns.refund(refund_id)
    paid = uow.returns.paid(named.payment_id, settling=True) if named else None
    refund = uow.returns.refund(refund_id)
    order = uow.payments.order(paid.order_id) if paid else None
    if refund is None or order is None:
        raise LookupError(refund_id)  # nobody leaves while a refund of theirs is under way
    if refund.state is not RefundState.DUE:
        return None
    at = Settling(uow, ambient, seller, order, ambient.now())
    if returned is None:
        return _fail(at, refund)
    if returned.done:
        return _complete(at, replace(refund, item_ref=returned.item_ref))
    uow.returns.save_refund(replace(refund, state=RefundState.ASKED, item_ref=returned.item_ref, due_at=None))
    return None


# --- what the provider tells ---------------------------------------------------------------------------------------


def knows(uow: UnitOfWork, paid: Paid, event: ProviderEvent) -> bool:
    """Whether a refund that a provider tells of is one of ours."""
    return _named(uow, paid, event) is not None


def arrived(at: Settling, paid: Paid, event: ProviderEvent) -> PaymentNews | None:
    """A refund has reached the person. Raises `TooMuch`."""
    refund = _named(at.uow, paid, event)
    if refund is None:
        return _done_elsewhere(at, paid, event)
    return _complete(at, replace(refund, item_ref=event.item_ref)) if refund.is_open else None


def failed(at: Settling, paid: Paid, event: ProviderEvent) -> PaymentNews | None:
    """A refund did not reach the person after all: the credits are theirs again, also if they had gone already."""
    refund = _named(at.uow, paid, event)
    if refund is None:
        gone = Refund(at.new_id(), paid.id, 0, event.gross, RefundState.FAILED, None, event.item_ref, at.now, finished_at=at.now)
        at.uow.returns.save_refund(gone)
        return None
    named = replace(refund, item_ref=event.item_ref)
    if refund.is_open:
        return _fail(at, named)
    if refund.state is RefundState.FAILED:
        return None
    at.uow.returns.save_refund(replace(named, state=RefundState.FAILED, finished_at=at.now))
    theirs = refund.credits - disputes.claim_rest(at.uow, paid.id)
    if theirs:
        at.uow.ledger.grant(paid.account_id, theirs, LotKind.PAID, key=f"refund/{refund.id}/failed", now=at.now, restored=paid.id)
    return _failure(at.order, named)


def _named(uow: UnitOfWork, paid: Paid, event: ProviderEvent) -> Refund | None:
    """The refund that the provider means: by its name, or our own of the same amount whose name we have not been told."""
    all_ = uow.returns.refunds(paid.id)
    by_name = next((refund for refund in all_ if refund.item_ref == event.item_ref), None)
    nameless = (refund for refund in all_ if refund.is_open and refund.item_ref is None and refund.amount == event.gross)
    return by_name or next(nameless, None)


def _done_elsewhere(at: Settling, paid: Paid, event: ProviderEvent) -> PaymentNews | None:
    """Somebody gave money back by hand. As many credits go with it as are unused; nobody comes to owe anything by a kindness."""
    if paid.returned + event.gross > paid.gross:
        raise TooMuch
    id, hold_id = at.new_id(), at.new_id()
    limit = max(0, paid.credits_for(paid.returned + event.gross) - paid.returned_credits)
    held = at.uow.ledger.set_aside(
        paid.account_id, paid.id, HoldPurpose.REFUND, limit=limit, hold_id=hold_id, key=f"refund/{id}", now=at.now
    )
    refund = Refund(id, paid.id, held, event.gross, RefundState.ASKED, hold_id if held else None, event.item_ref, at.now)
    return _complete(at, refund)


def _complete(at: Settling, refund: Refund) -> PaymentNews:
    if refund.hold_id is not None:
        at.uow.ledger.capture(refund.hold_id, refund.credits, now=at.now)
    at.uow.returns.save_refund(replace(refund, state=RefundState.DONE, due_at=None, finished_at=at.now))
    at.uow.after_commit(lambda: at.ambient.measures.credited("refunded", refund.credits))
    issue_credit_note(at, refund.payment_id, credits=refund.credits, amount=refund.amount)
    money, order = Money(refund.amount, at.order.pack.currency), at.order.reference
    said = text("refund-done", amount=money, credits=credits(refund.credits), order=order)
    return PaymentNews(at.order, f"refund-{refund.id}", (said,), buttons=(Button(text("button-receipts-all"), Call("receipts", {})),))


def _fail(at: Settling, refund: Refund) -> PaymentNews:
    if refund.hold_id is not None:
        at.uow.ledger.release(refund.hold_id, now=at.now)
    at.uow.returns.save_refund(replace(refund, state=RefundState.FAILED, due_at=None, finished_at=at.now))
    return _failure(at.order, refund)


def _failure(order: PaymentOrder, refund: Refund) -> PaymentNews:
    said = text("refund-failed", amount=Money(refund.amount, order.pack.currency), credits=credits(refund.credits), order=order.reference)
    return PaymentNews(order, f"refund-{refund.id}-failed", (said, text("refund-failed-next")), Tone.WARNING)
