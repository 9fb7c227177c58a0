"""Orders, what providers told us, and charges."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, delete, insert, select, union_all, update

from core.caller import Address
from core.facts import HINT
from core.pricing import Pack
from core.storage.payments import PaymentOrder, ProviderEvent
from db.queue import is_word
from db.tables import METADATA
from db.upsert import insert_once

ORDER = METADATA.tables["payment_order"]
PAYMENT = METADATA.tables["payment"]
INBOX = METADATA.tables["inbox"]
RECORD = METADATA.tables["billing_record"]
WALLET = METADATA.tables["wallet"]

OPEN = is_word(ORDER.c.state, "open")


class SqlPayments:
    """Implements `core.storage.payments.Payments`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_order(self, order: PaymentOrder) -> None:
        """Store an order before any provider hears of it."""
        wallet = select(WALLET.c.id).where(WALLET.c.account_id == order.account_id).scalar_subquery()
        self._connection.execute(
            insert(ORDER).values(
                id=order.id,
                account_id=order.account_id,
                wallet_id=wallet,
                surface=order.surface,
                pack=order.pack.id,
                credits=order.pack.credits,
                price=order.pack.price,
                currency=order.pack.currency,
                state=order.state,
                address=asdict(order.address),
                locale=order.locale,
                created_at=order.created_at,
                expires_at=order.expires_at,
                terms=order.terms,
            )
        )

    def order(self, order_id: str, *, settling: bool = False) -> PaymentOrder | None:
        """The order; `None` too if its person has been erased, so that a late payment is parked for a human. `settling`: it stays that
        person's until the transaction ends (two accounts may be joined or parted at this moment)."""
        found = select(ORDER).where(ORDER.c.id == order_id, ORDER.c.account_id.is_not(None))
        if settling:
            found = found.with_for_update(key_share=True)
        row = self._connection.execute(found).one_or_none()
        return _order(row) if row else None

    def last_paid(self, account_id: str) -> PaymentOrder | None:
        """The order whose payment came last."""
        mine = ORDER.c.account_id == account_id
        paid = select(ORDER).join(PAYMENT, PAYMENT.c.order_id == ORDER.c.id).where(mine)
        row = self._connection.execute(paid.order_by(PAYMENT.c.paid_at.desc(), PAYMENT.c.id).limit(1)).one_or_none()
        return _order(row) if row else None

    def close_order(self, order_id: str, state: str) -> None:
        """Move an order to its end. One that has ended stays as it is, unless it is paid after all. A platform's token is not kept any
        longer."""
        unpaid = ORDER.c.state != "paid"
        movable = ORDER.c.id == order_id, unpaid if state == "paid" else ORDER.c.state.in_(("open", "awaited"))
        address = self._connection.execute(select(ORDER.c.address).where(*movable)).scalar_one_or_none()
        if address is not None:
            self._connection.execute(update(ORDER).where(*movable).values(state=state, address={**address, "grant": ""}))

    def wake_early(self, long_ago: datetime) -> int:
        """See `Payments.wake_early`."""
        early = is_word(INBOX.c.state, "early")
        old = update(INBOX).where(early, INBOX.c.received_at <= long_ago).values(state="parked")
        parked = self._connection.execute(old).rowcount
        self._connection.execute(update(INBOX).where(early).values(state="new"))
        return parked

    def archived(self, provider: str, charge_ref: str) -> int | None:
        """See `Payments.archived`."""
        same = RECORD.c.provider == provider, RECORD.c.charge_ref == charge_ref
        returned: int | None = self._connection.execute(select(RECORD.c.returned).where(*same).limit(1)).scalar_one_or_none()
        return returned

    def await_order(self, order_id: str) -> None:
        """The person pays in a slow way, so the order does not end by itself any more."""
        self._connection.execute(
            update(ORDER).where(ORDER.c.id == order_id, ORDER.c.state.in_(("open", "expired"))).values(state="awaited")
        )

    def expire_orders(self, now: datetime, limit: int = 500) -> int:
        """End open orders whose time is over; how many."""
        over = select(ORDER.c.id).where(OPEN, ORDER.c.expires_at <= now).order_by(ORDER.c.expires_at).limit(limit)
        ids = self._connection.execute(over).scalars().all()
        for order_id in ids:
            self.close_order(order_id, "expired")
        return len(ids)

    def receive(self, event: ProviderEvent, now: datetime) -> bool:
        """Store an event; false if it was there before."""
        fact = {"charge_ref": event.charge_ref, "gross": event.gross, "currency": event.currency, "item_ref": event.item_ref}
        named = {name: getattr(event, name) for name in ("id", "provider", "event_ref", "kind", "object_ref")}
        return insert_once(self._connection, INBOX, {**named, "body": fact, "state": "new", "received_at": now})

    def known(self, provider: str, refs: Sequence[str]) -> set[str]:
        """Which of these events and charges we know. Of who has left only the archive knows, and what it knows must not come back."""
        named = ((INBOX, INBOX.c.event_ref), (PAYMENT, PAYMENT.c.charge_ref), (RECORD, RECORD.c.charge_ref))
        found = union_all(*(select(name).where(table.c.provider == provider, name.in_(refs)) for table, name in named))
        return set(self._connection.execute(found).scalars())

    def credited_of(self, provider: str, refs: Sequence[str]) -> set[str]:
        """For which of these charges the credits were given, also to people who have left."""
        credited = select(PAYMENT.c.charge_ref).where(PAYMENT.c.credited_seq.is_not(None), *_named(PAYMENT, provider, refs))
        archived = select(RECORD.c.charge_ref).where(RECORD.c.credits > 0, *_named(RECORD, provider, refs))
        return set(self._connection.execute(union_all(credited, archived)).scalars())

    def pending(self, limit: int = 50) -> list[ProviderEvent]:
        """Facts not yet acted upon, oldest first."""
        return self._new(INBOX.c.kind != HINT, limit)

    def hints(self, limit: int = 500) -> list[ProviderEvent]:
        """What providers hinted at and have not been asked about, oldest first."""
        return self._new(INBOX.c.kind == HINT, limit)

    def _new(self, which: ColumnElement[bool], limit: int) -> list[ProviderEvent]:
        found = select(INBOX).where(is_word(INBOX.c.state, "new"), which).order_by(INBOX.c.received_at, INBOX.c.id).limit(limit)
        return [_event(row) for row in self._connection.execute(found)]

    def handled(self, event_id: str, *, parked: bool = False, order_id: str = "") -> None:
        """See `Payments.handled`."""
        about = {"object_ref": order_id} if order_id else {}
        self._connection.execute(update(INBOX).where(INBOX.c.id == event_id).values(state="parked" if parked else "done", **about))

    def put_off(self, event_id: str) -> None:
        """See `Payments.put_off`."""
        self._connection.execute(update(INBOX).where(INBOX.c.id == event_id).values(state="early"))

    def wake(self, provider: str, charge_ref: str) -> None:
        """See `Payments.wake`. Few events are ever early."""
        early = select(INBOX.c.id, INBOX.c.body).where(INBOX.c.provider == provider, is_word(INBOX.c.state, "early"))
        ids = [row.id for row in self._connection.execute(early) if row.body["charge_ref"] == charge_ref]
        if ids:
            self._connection.execute(update(INBOX).where(INBOX.c.id.in_(ids)).values(state="new"))

    def drop(self, event_id: str) -> None:
        """Forget an event of which nothing has to be kept."""
        self._connection.execute(delete(INBOX).where(INBOX.c.id == event_id))

    def charge(self, payment_id: str, event: ProviderEvent, now: datetime) -> str | None:
        """Record the charge; its payment id, or `None` if it was credited before. Two settlements of one charge take turns."""
        insert_once(
            self._connection,
            PAYMENT,
            {
                "id": payment_id,
                "order_id": event.object_ref,
                "provider": event.provider,
                "charge_ref": event.charge_ref,
                "gross": event.gross,
                "currency": event.currency,
                "paid_at": now,
            },
        )
        same = (PAYMENT.c.provider == event.provider, PAYMENT.c.charge_ref == event.charge_ref)
        row = self._connection.execute(select(PAYMENT.c.id, PAYMENT.c.credited_seq).where(*same).with_for_update()).one()
        return row.id if row.credited_seq is None else None

    def credited(self, payment_id: str, seq: int) -> None:
        """Tie the charge to the transaction that credited it. Raises `LookupError` if there is none that still waits for it."""
        uncredited = update(PAYMENT).where(PAYMENT.c.id == payment_id, PAYMENT.c.credited_seq.is_(None))
        if not self._connection.execute(uncredited.values(credited_seq=seq)).rowcount:
            raise LookupError(payment_id)


def _named(table: Table, provider: str, refs: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    return table.c.provider == provider, table.c.charge_ref.in_(refs)


def _event(row: Row[Any]) -> ProviderEvent:
    return ProviderEvent(row.id, row.provider, row.event_ref, row.kind, row.object_ref, **row.body)


def _order(row: Row[Any]) -> PaymentOrder:
    return PaymentOrder(
        id=row.id,
        account_id=row.account_id,
        surface=row.surface,
        pack=Pack(row.pack, row.credits, row.price, row.currency),
        state=row.state,
        address=Address(**row.address),
        locale=row.locale,
        created_at=row.created_at,
        expires_at=row.expires_at,
        terms=row.terms,
    )
