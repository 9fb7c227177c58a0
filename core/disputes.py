"""Somebody asks their bank or store for the money of a payment: lock, take back, owe, repay (wallet.md §3.6)."""

from dataclasses import replace
from datetime import datetime

from core.payment_news import PaymentNews
from core.reply import Tone
from core.results import credits
from core.returns import DEBT_FORGIVEN_AFTER, Dispute, DisputeState, Paid
from core.settling import Settling
from core.storage.payments import PaymentOrder, ProviderEvent
from core.storage.unit_of_work import UnitOfWork
from core.text import Money, text
from core.wallet import HoldPurpose, LotKind


class StillBusy(Exception):
    """Running jobs or an unfinished refund hold credits of the payment: what is lost is only known when they end."""


def opened(at: Settling, paid: Paid, event: ProviderEvent) -> PaymentNews | None:
    """Nothing can be spent until the dispute is over. Running jobs end as they would."""
    if at.uow.returns.dispute(paid.id, event.item_ref) is not None:
        return None
    dispute = _open(at, paid, event)
    said = text("dispute-opened", amount=Money(dispute.amount, paid.currency), order=at.order.reference)
    return PaymentNews(at.order, f"dispute-{dispute.id}", (said,), Tone.WARNING)


def _open(at: Settling, paid: Paid, event: ProviderEvent) -> Dispute:
    dispute = Dispute(at.new_id(), paid.id, event.item_ref, DisputeState.OPEN, min(event.gross, paid.gross), at.now)
    at.uow.returns.save_dispute(dispute)
    at.uow.returns.relock(paid.account_id)
    return dispute


def won(at: Settling, paid: Paid, event: ProviderEvent) -> PaymentNews | None:
    """The money stays here, so the credits are the person's again, and nothing is owed. The last word, whatever else was said."""
    dispute = at.uow.returns.dispute(paid.id, event.item_ref) or _open(at, paid, event)
    if dispute.state is DisputeState.WON:
        return None
    # What money went back for otherwise, while its credits were gone, stays gone.
    taken = dispute.clawed + dispute.repaid - max(0, paid.credits_for(paid.returned) - paid.returned_credits)
    if taken > 0:
        at.uow.ledger.grant(paid.account_id, taken, LotKind.PAID, key=f"dispute/{dispute.id}/won", now=at.now, restored=paid.id)
    over = replace(dispute, state=DisputeState.WON, closed_at=at.now, forgiven=dispute.owed - dispute.repaid)
    at.uow.returns.save_dispute(over)
    at.uow.returns.relock(paid.account_id)
    return PaymentNews(at.order, f"dispute-{dispute.id}-won", (text("dispute-won", order=at.order.reference),))


def lost(at: Settling, paid: Paid, event: ProviderEvent) -> PaymentNews | None:
    """The money is gone: unused credits of the payment go, and what was used of it is owed. Raises `StillBusy`, with the wallet locked."""
    dispute = at.uow.returns.dispute(paid.id, event.item_ref) or _open(at, paid, event)
    if dispute.state is not DisputeState.OPEN:
        return None
    if paid.busy or paid.has_open_refund:
        raise StillBusy
    due = _credits_due(at.uow, paid, dispute)
    taken = _take(at, HoldPurpose.CLAWBACK, paid.id, due)
    at.uow.returns.save_dispute(replace(dispute, state=DisputeState.LOST, closed_at=at.now, clawed=taken, owed=due - taken))
    at.uow.returns.relock(paid.account_id)
    return _lost_news(at.order, paid, dispute, taken, due - taken)


def _credits_due(uow: UnitOfWork, paid: Paid, dispute: Dispute) -> int:
    """What the disputed money bought, less what has gone back otherwise."""
    lost_ones = (other for other in uow.returns.disputes(paid.id) if other.state is DisputeState.LOST and other.id != dispute.id)
    others = sum(other.clawed + other.owed for other in lost_ones)
    return max(0, min(paid.credits_for(dispute.amount), paid.granted - paid.returned_credits - others))


def claim_rest(uow: UnitOfWork, payment_id: str) -> int:
    """A refund came back, whose credits were not due to a lost dispute because they were gone: they are now, and stay gone; how many."""
    paid = uow.returns.paid(payment_id)
    assert paid is not None, "its refund is being looked at"
    claimed = 0
    for dispute in uow.returns.disputes(payment_id):
        if dispute.state is DisputeState.LOST:
            more = _credits_due(uow, paid, dispute) - dispute.clawed - dispute.owed
            uow.returns.save_dispute(replace(dispute, clawed=dispute.clawed + more))
            claimed += more
    return claimed


def _take(at: Settling, purpose: HoldPurpose, payment_id: str, limit: int) -> int:
    hold_id, owner = at.new_id(), at.order.account_id
    held = at.uow.ledger.set_aside(owner, payment_id, purpose, limit=limit, hold_id=hold_id, key=hold_id, now=at.now)
    if held:
        at.uow.ledger.capture(hold_id, held, now=at.now)
    return held


def _lost_news(order: PaymentOrder, paid: Paid, dispute: Dispute, taken: int, owed: int) -> PaymentNews:
    amount = Money(dispute.amount, paid.currency)
    lines = [text("dispute-lost", amount=amount, credits=credits(taken), order=order.reference)]
    if owed:
        lines.append(text("dispute-owed", credits=credits(owed)))
    return PaymentNews(order, f"dispute-{dispute.id}-lost", tuple(lines), Tone.WARNING)


def repay(at: Settling, payment_id: str) -> int:
    """What is owed is paid out of a new payment first, oldest debt first; how many credits."""
    returns, owner, total = at.uow.returns, at.order.account_id, 0
    for debt in returns.debts(owner):
        taken = _take(at, HoldPurpose.DEBT, payment_id, debt.debt)
        returns.save_dispute(replace(debt, repaid=debt.repaid + taken))
        total += taken
    if total:
        returns.relock(owner)
    return total


def forgive_old(uow: UnitOfWork, now: datetime) -> int:
    """Debts that nobody has paid for half a year are written off; how many."""
    old = uow.returns.old_debts(now - DEBT_FORGIVEN_AFTER)
    for account_id, debt in old:
        uow.returns.save_dispute(replace(debt, forgiven=debt.forgiven + debt.debt))
        uow.returns.relock(account_id)
    return len(old)
