"""Refunds, disputes and debts in the database.

Lock order, as everywhere: orders → payments with their refunds and disputes → wallet (wallet.md §2.4).
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, Row, Select, case, exists, func, or_, select, true, update

from core.returns import Dispute, DisputeState, Paid, Refund, RefundState
from core.storage.lanes import EVERY, Lane
from db import outbox
from db.queue import is_word
from db.tables import METADATA
from db.upsert import putting

TABLES = METADATA.tables
ORDER, PAYMENT, REFUND, DISPUTE = (TABLES[name] for name in ("payment_order", "payment", "refund", "dispute"))
LOT, HOLD, SHARE, WALLET = (TABLES[name] for name in ("lot", "hold", "hold_lot", "wallet"))

DUE = is_word(REFUND.c.state, "due")
OWING = DISPUTE.c.owed > DISPUTE.c.repaid + DISPUTE.c.forgiven
OPEN = is_word(DISPUTE.c.state, "open")

PUT_REFUND = putting(REFUND, "credits", "amount", "state", "item_ref", "due_at", "attempts", "finished_at")
PUT_DISPUTE = putting(DISPUTE, "state", "closed_at", "clawed", "owed", "repaid", "forgiven")


class SqlReturns:
    """Implements `core.storage.payments.Returns`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- payments ---

    def paid(self, payment_id: str, *, settling: bool = False) -> Paid | None:
        """See `Returns.paid`."""
        if settling:
            self._lock(PAYMENT.c.id == payment_id)
        return next(iter(self._paid(PAYMENT.c.id == payment_id)), None)

    def charged(self, provider: str, charge_ref: str) -> Paid | None:
        """See `Returns.charged`."""
        same = PAYMENT.c.provider == provider, PAYMENT.c.charge_ref == charge_ref
        self._lock(*same)
        return next(iter(self._paid(*same)), None)

    def of(self, account_id: str, since: datetime) -> list[Paid]:
        """See `Returns.of`."""
        return self._paid(ORDER.c.account_id == account_id, PAYMENT.c.paid_at >= since)

    def _lock(self, *which: ColumnElement[bool]) -> None:
        orders = select(ORDER.c.id).where(ORDER.c.id.in_(select(PAYMENT.c.order_id).where(*which)))
        self._connection.execute(orders.with_for_update(key_share=True))
        self._connection.execute(select(PAYMENT.c.id).where(*which).with_for_update(key_share=True))

    def _paid(self, *which: ColumnElement[bool]) -> list[Paid]:
        credited = *which, PAYMENT.c.credited_seq.is_not(None), ORDER.c.account_id.is_not(None)
        found = select(PAYMENT, ORDER.c.account_id, ORDER.c.credits).join(ORDER, ORDER.c.id == PAYMENT.c.order_id).where(*credited)
        rows = self._connection.execute(found.order_by(PAYMENT.c.paid_at.desc(), PAYMENT.c.id)).all()
        ids = [row.id for row in rows]
        unused, busy = self._sums(_unused(ids)), self._sums(_busy(ids))
        back = {row.payment_id: row for row in self._connection.execute(_returned(ids))}
        disputed = set(self._connection.execute(_disputed(ids)).scalars())
        return [_paid(row, unused.get(row.id, 0), busy.get(row.id, 0), back.get(row.id), row.id in disputed) for row in rows]

    def _sums(self, query: Select[Any]) -> dict[str, int]:
        return {row[0]: int(row[1]) for row in self._connection.execute(query)}

    # --- refunds ---

    def refund(self, refund_id: str) -> Refund | None:
        """The refund."""
        row = self._connection.execute(select(REFUND).where(REFUND.c.id == refund_id)).one_or_none()
        return _refund(row) if row else None

    def refunds(self, payment_id: str) -> list[Refund]:
        """Every refund of a payment, oldest first."""
        mine = select(REFUND).where(REFUND.c.payment_id == payment_id).order_by(REFUND.c.requested_at, REFUND.c.id)
        return [_refund(row) for row in self._connection.execute(mine)]

    def save_refund(self, refund: Refund) -> None:
        """See `Returns.save_refund`."""
        PUT_REFUND.run(self._connection, **asdict(refund))

    def claim_refund(self, now: datetime, *, first_pause: timedelta, longest_pause: timedelta, lane: Lane = EVERY) -> Refund | None:
        """See `Returns.claim_refund`."""
        pauses = {"first_pause": first_pause, "longest_pause": longest_pause}
        return outbox.claim(self._connection, REFUND, DUE & _by(lane), _refund, now, **pauses)

    # --- disputes ---

    def dispute(self, payment_id: str, item_ref: str) -> Dispute | None:
        """The dispute of this name."""
        same = DISPUTE.c.payment_id == payment_id, DISPUTE.c.item_ref == item_ref
        row = self._connection.execute(select(DISPUTE).where(*same)).one_or_none()
        return _dispute(row) if row else None

    def disputes(self, payment_id: str) -> list[Dispute]:
        """Every dispute of a payment, oldest first."""
        return self._disputes(select(DISPUTE).where(DISPUTE.c.payment_id == payment_id))

    def save_dispute(self, dispute: Dispute) -> None:
        """See `Returns.save_dispute`."""
        PUT_DISPUTE.run(self._connection, **asdict(dispute))

    def debts(self, account_id: str) -> list[Dispute]:
        """See `Returns.debts`."""
        return self._disputes(select(DISPUTE).where(DISPUTE.c.payment_id.in_(_payments_of(account_id)), OWING))

    def old_debts(self, before: datetime, limit: int = 100) -> list[tuple[str, Dispute]]:
        """See `Returns.old_debts`."""
        theirs = DISPUTE.join(PAYMENT, PAYMENT.c.id == DISPUTE.c.payment_id).join(ORDER, ORDER.c.id == PAYMENT.c.order_id)
        old = select(DISPUTE, ORDER.c.account_id).select_from(theirs).where(OWING, DISPUTE.c.closed_at <= before)
        rows = self._connection.execute(old.order_by(DISPUTE.c.closed_at, DISPUTE.c.id).limit(limit))
        return [(row.account_id, _dispute(row)) for row in rows]

    def _disputes(self, query: Select[Any]) -> list[Dispute]:
        return [_dispute(row) for row in self._connection.execute(query.order_by(DISPUTE.c.opened_at, DISPUTE.c.id))]

    def relock(self, account_id: str) -> str | None:
        """See `Returns.relock`."""
        mine = DISPUTE.c.payment_id.in_(_payments_of(account_id))
        disputed, owing = (exists().where(mine, rule) for rule in (OPEN, OWING))
        reason = case((disputed, "dispute"), (owing, "debt"), else_=None)
        locked = update(WALLET).where(WALLET.c.account_id == account_id).values(locked_reason=reason).returning(WALLET.c.locked_reason)
        now_locked: str | None = self._connection.execute(locked).scalar_one()
        return now_locked


def _by(lane: Lane) -> ColumnElement[bool]:
    """Refunds of payments that came by the lane's provider."""
    theirs = PAYMENT.c.provider == lane.only if lane.only else PAYMENT.c.provider.not_in(sorted(lane.but))
    return REFUND.c.payment_id.in_(select(PAYMENT.c.id).where(theirs)) if lane != EVERY else true()


def _payments_of(account_id: str) -> Select[Any]:
    return select(PAYMENT.c.id).join(ORDER, ORDER.c.id == PAYMENT.c.order_id).where(ORDER.c.account_id == account_id)


def _lots(payment_ids: Sequence[str]) -> CTE:
    """The lots that these payments became, however often they went from one wallet to another."""
    first = select(LOT.c.payment_id.label("payment"), LOT.c.id.label("lot")).where(LOT.c.payment_id.in_(payment_ids))
    tree = first.cte("tree", recursive=True)
    return tree.union_all(select(tree.c.payment, LOT.c.id).join(LOT, LOT.c.from_lot == tree.c.lot))


def _unused(payment_ids: Sequence[str]) -> Select[Any]:
    """What of it lies in the wallet of whoever has the payment now."""
    tree = _lots(payment_ids)
    own = tree.join(LOT, LOT.c.id == tree.c.lot).join(PAYMENT, PAYMENT.c.id == tree.c.payment).join(ORDER, ORDER.c.id == PAYMENT.c.order_id)
    own = own.join(WALLET, WALLET.c.account_id == ORDER.c.account_id)
    return select(tree.c.payment, func.sum(LOT.c.remaining)).select_from(own).where(LOT.c.wallet_id == WALLET.c.id).group_by(tree.c.payment)


def _busy(payment_ids: Sequence[str]) -> Select[Any]:
    """What of it running jobs hold, whose end nobody knows yet."""
    tree = _lots(payment_ids)
    held = tree.join(SHARE, SHARE.c.lot_id == tree.c.lot).join(HOLD, HOLD.c.id == SHARE.c.hold_id)
    at_work = HOLD.c.state == "open", HOLD.c.purpose == "job"
    return select(tree.c.payment, func.sum(SHARE.c.amount)).select_from(held).where(*at_work).group_by(tree.c.payment)


def _returned(payment_ids: Sequence[str]) -> Select[Any]:
    counted = REFUND.c.payment_id.in_(payment_ids), REFUND.c.state != RefundState.FAILED
    is_open = case((REFUND.c.state.in_((RefundState.DUE, RefundState.ASKED)), 1), else_=0)
    sums = func.sum(REFUND.c.credits).label("credits"), func.sum(REFUND.c.amount).label("amount"), func.max(is_open).label("is_open")
    return select(REFUND.c.payment_id, *sums).where(*counted).group_by(REFUND.c.payment_id)


def _disputed(payment_ids: Sequence[str]) -> Select[Any]:
    against = or_(DISPUTE.c.state == DisputeState.OPEN, DISPUTE.c.state == DisputeState.LOST)
    return select(DISPUTE.c.payment_id).where(DISPUTE.c.payment_id.in_(payment_ids), against)


def _paid(row: Row[Any], unused: int, busy: int, back: Row[Any] | None, disputed: bool) -> Paid:
    return Paid(
        id=row.id,
        order_id=row.order_id,
        account_id=row.account_id,
        provider=row.provider,
        charge_ref=row.charge_ref,
        gross=row.gross,
        currency=row.currency,
        paid_at=row.paid_at,
        granted=row.credits,
        unused=unused,
        busy=busy,
        returned_credits=int(back.credits) if back else 0,
        returned=int(back.amount) if back else 0,
        has_open_refund=bool(back and back.is_open),
        is_disputed=disputed,
    )


def _refund(row: Row[Any]) -> Refund:
    fields = row._asdict()
    return Refund(**{**fields, "state": RefundState(fields["state"])})


def _dispute(row: Row[Any]) -> Dispute:
    fields = {name: value for name, value in row._asdict().items() if name != "account_id"}
    return Dispute(**{**fields, "state": DisputeState(fields["state"])})
