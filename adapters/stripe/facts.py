"""What Stripe's objects say, as the facts that the core knows (wallet.md §3.3).

The name of a fact is made from the object and what is true of it, so that however often and in whatever order we are told, it is one fact.
Objects that carry no order of ours belong to something else that the account sells, and say nothing.
"""

from typing import Any

import stripe
from stripe.checkout import Session

from core.facts import FactKind
from core.storage.payments import ProviderEvent

PROVIDER = "stripe"

_FAILED = frozenset({"requires_payment_method", "canceled"})
_REFUNDS = {"succeeded": FactKind.REFUNDED, "failed": FactKind.REFUND_FAILED, "canceled": FactKind.REFUND_FAILED}
"""The others (pending, requires_action) are neither yet."""
_DISPUTES = {
    "warning_needs_response": FactKind.DISPUTED,
    "warning_under_review": FactKind.DISPUTED,
    "needs_response": FactKind.DISPUTED,
    "under_review": FactKind.DISPUTED,
    "won": FactKind.DISPUTE_WON,
    "warning_closed": FactKind.DISPUTE_WON,
    "prevented": FactKind.DISPUTE_WON,
    "lost": FactKind.DISPUTE_LOST,
    # Lost, and the money stays away unless the appeal ends with `won`.
    "appeal_needs_response": FactKind.DISPUTE_LOST,
    "appeal_under_review": FactKind.DISPUTE_LOST,
}


def of_session(session: Session) -> list[ProviderEvent]:
    """What a checkout came to. It has to be fetched with its payment intent."""
    kind, order = _outcome(session), _order(session)
    if kind is None or not order:
        return []
    charge = _name(session.payment_intent) or session.id
    return [_fact(session.id, kind, order, charge, session.amount_total or 0, session.currency or "")]


def _outcome(session: Session) -> FactKind | None:
    """What has become of it; `None` while it is open. A slow payment is told from one that failed by its intent alone."""
    if session.payment_status == "paid" or (session.payment_status, session.status) == ("no_payment_required", "complete"):
        return FactKind.PAID
    if session.status == "expired":
        return FactKind.DECLINED
    if session.status != "complete":
        return None
    return FactKind.DECLINED if getattr(session.payment_intent, "status", "") in _FAILED else FactKind.AWAITED


def of_refund(refund: stripe.Refund) -> list[ProviderEvent]:
    """What a refund came to, whoever made it. It has to be fetched with its payment intent."""
    return _of_item(refund, _REFUNDS.get(refund.status or ""))


def of_dispute(dispute: stripe.Dispute) -> list[ProviderEvent]:
    """How a dispute stands. It has to be fetched with its payment intent."""
    return _of_item(dispute, _DISPUTES.get(dispute.status))


def _of_item(item: stripe.Refund | stripe.Dispute, kind: FactKind | None) -> list[ProviderEvent]:
    order = _order(item.payment_intent)
    if kind is None or not order:
        return []
    return [_fact(item.id, kind, order, _name(item.payment_intent), item.amount, item.currency, item.id)]


def _fact(id: str, kind: FactKind, order: str, charge: str, gross: int, currency: str, item: str = "") -> ProviderEvent:
    return ProviderEvent("", PROVIDER, f"{id}/{kind}", kind, order, charge, gross, currency.upper(), item)


def _order(thing: Any) -> str:
    """The order that an object was made for. Only we write its metadata; a `client_reference_id` can also come out of a link."""
    return str(getattr(getattr(thing, "metadata", None), "order", ""))


def _name(thing: stripe.PaymentIntent | str | None) -> str:
    return thing if isinstance(thing, str) else thing.id if thing else ""
