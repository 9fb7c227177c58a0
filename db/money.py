"""What the operator asks of money: sums, lists, and what is open. Nothing here is of one person."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, literal, null, select, union_all

from core.reckoning import Credited
from db.journal import AT_ONCE
from db.tables import METADATA

TABLES = METADATA.tables
PAYMENT, RECORD, ORDER, INBOX = (TABLES[name] for name in ("payment", "billing_record", "payment_order", "inbox"))
REFUND, DISPUTE = TABLES["refund"], TABLES["dispute"]
POSTING, TOTAL, WALLET = TABLES["posting"], TABLES["books_total"], TABLES["wallet"]


@dataclass(frozen=True)
class Sum:
    """So many payments of this provider and currency, and what they come to in minor units. `what`: paid, refunded, disputed (open), lost,
    or gone back (of people who have left)."""

    provider: str
    currency: str
    what: str
    number: int
    gross: int


@dataclass(frozen=True)
class Paid:
    """A payment, or a fact of a provider (`what`); `order` is how people call it, empty if they have left."""

    at: datetime
    provider: str
    what: str
    gross: int
    currency: str
    credits: int | None
    charge_ref: str
    order: str


@dataclass(frozen=True)
class Waiting:
    """Facts of providers that nobody has acted on: how many, and since when."""

    state: str
    number: int
    oldest: datetime


def sums(connection: Connection, since: datetime) -> list[Sum]:
    """What came and went since then, by provider, currency and kind."""
    found: dict[tuple[str, str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    both = union_all(
        *(select(table.c.provider, table.c.currency, table.c.gross).where(table.c.paid_at >= since) for table in (PAYMENT, RECORD))
    )
    paid = both.subquery()
    grouped = select(paid.c.provider, paid.c.currency, func.count(), func.sum(paid.c.gross)).group_by(paid.c.provider, paid.c.currency)
    for provider, currency, number, gross in connection.execute(grouped):
        found[provider, currency, "paid"] = (number, int(gross))
    for what, query in _went_back(since).items():
        for provider, currency, number, amount in connection.execute(query):
            found[provider, currency, what] = (number, int(amount))
    return [Sum(*key, *value) for key, value in sorted(found.items())]


def _went_back(since: datetime) -> dict[str, Select[Any]]:
    """What was refunded, is disputed, and was lost by a dispute, of people who are here; and what had gone back of those who have left."""
    money = PAYMENT.c.provider, PAYMENT.c.currency
    refunds = PAYMENT.join(REFUND, REFUND.c.payment_id == PAYMENT.c.id)
    disputes = PAYMENT.join(DISPUTE, DISPUTE.c.payment_id == PAYMENT.c.id)
    grouped = {
        "refunded": (refunds, REFUND, REFUND.c.state == "done", REFUND.c.finished_at),
        "disputed": (disputes, DISPUTE, DISPUTE.c.state == "open", DISPUTE.c.opened_at),
        "lost": (disputes, DISPUTE, DISPUTE.c.state == "lost", DISPUTE.c.closed_at),
    }
    here = {
        what: select(*money, func.count(), func.sum(table.c.amount)).select_from(both).where(counts, at >= since).group_by(*money)
        for what, (both, table, counts, at) in grouped.items()
    }
    left = select(RECORD.c.provider, RECORD.c.currency, func.count(), func.sum(RECORD.c.returned))
    left = left.where(RECORD.c.returned > 0, RECORD.c.paid_at >= since).group_by(RECORD.c.provider, RECORD.c.currency)
    return {**here, "gone back": left}


def books(connection: Connection) -> dict[str, int]:
    """What every account of the books of credits has, those of people who have left included; wallets are one."""
    both = union_all(select(POSTING.c.account, POSTING.c.amount), select(TOTAL.c.account, TOTAL.c.amount)).subquery()
    found = connection.execute(select(both.c.account, func.sum(both.c.amount)).group_by(both.c.account).order_by(both.c.account))
    return {account: int(total) for account, total in found if total}


def owed(connection: Connection) -> tuple[int, int]:
    """Credits that people still have, and how many of them are reserved."""
    posted, held = connection.execute(select(func.coalesce(func.sum(WALLET.c.posted), 0), func.coalesce(func.sum(WALLET.c.held), 0))).one()
    return int(posted), int(held)


def waiting(connection: Connection) -> list[Waiting]:
    """Facts that were not acted on yet (new), or that a human must look at (parked)."""
    open_ = select(INBOX.c.state, func.count(), func.min(INBOX.c.received_at)).where(INBOX.c.state != "done")
    return [Waiting(*row) for row in connection.execute(open_.group_by(INBOX.c.state).order_by(INBOX.c.state))]


def payments(connection: Connection, since: datetime, provider: str = "") -> Iterator[Paid]:
    """Payments since then, oldest first; of one provider, or of all."""
    here = select(PAYMENT.c.paid_at, PAYMENT.c.provider, PAYMENT.c.credited_seq, PAYMENT.c.gross, PAYMENT.c.currency, ORDER.c.credits)
    here = here.add_columns(PAYMENT.c.charge_ref, ORDER.c.id).join(ORDER, ORDER.c.id == PAYMENT.c.order_id)
    left = select(RECORD.c.paid_at, RECORD.c.provider, literal(0), RECORD.c.gross, RECORD.c.currency, RECORD.c.credits, RECORD.c.charge_ref)
    both = union_all(_of(here, PAYMENT.c, since, provider), _of(left.add_columns(null()), RECORD.c, since, provider)).subquery()
    with connection.execute(select(both).order_by(both.c[0], both.c[6]).execution_options(yield_per=AT_ONCE)) as found:
        for at, provider_, seq, gross, currency, credits, charge_ref, order in found:
            what = "not credited" if seq is None else "credited" if order else "left"
            yield Paid(at, provider_, what, gross, currency, credits, charge_ref, order[:8].upper() if order else "")


def parked(connection: Connection, since: datetime, provider: str = "") -> Iterator[Paid]:
    """Facts of providers that a human must look at, oldest first."""
    found = select(INBOX).where(INBOX.c.state == "parked", INBOX.c.received_at >= since).order_by(INBOX.c.received_at, INBOX.c.id)
    for row in connection.execute(found.where(INBOX.c.provider == provider) if provider else found):
        body = row.body
        yield Paid(
            row.received_at, row.provider, row.kind, body["gross"], body["currency"], None, body["charge_ref"], row.object_ref[:8].upper()
        )


def credited(connection: Connection, provider: str) -> list[Credited]:
    """Every charge of this provider for which credits were given, also to people who have left."""
    here = select(PAYMENT.c.charge_ref, PAYMENT.c.gross, PAYMENT.c.currency, PAYMENT.c.paid_at)
    here = here.where(PAYMENT.c.provider == provider, PAYMENT.c.credited_seq.is_not(None))
    left = select(RECORD.c.charge_ref, RECORD.c.gross, RECORD.c.currency, RECORD.c.paid_at).where(RECORD.c.provider == provider)
    return [Credited(*row) for row in connection.execute(union_all(here, left))]


def _of(query: Select[Any], columns: Any, since: datetime, provider: str) -> Select[Any]:
    query = query.where(columns.paid_at >= since)
    return query.where(columns.provider == provider) if provider else query
