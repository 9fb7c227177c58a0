"""The books as a plain-text journal that hledger and ledger read: credits of everybody, and what was paid for them.

Account names are those of the books, with what they are of behind a colon: `wallet:<id>`, `issued:paid`. Nobody is named: wallets have
random ids that only our database ties to people. Whoever has left is in one entry, added up (docs/decisions/0021).
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, text

from core.pricing import STARS
from db.prepared import instant

CREDITS = "CR"
AT_ONCE = 500
"""Rows in memory at a time."""
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

LINES = text("""
    SELECT t.seq, t.at, t.kind, p.account, p.wallet_id, p.amount FROM ledger_txn t JOIN posting p ON p.seq = t.seq
    ORDER BY t.seq, p.line""")
LEFT = text("SELECT account, amount FROM books_total WHERE amount <> 0 ORDER BY account")
BACK = text("""
    SELECT p.provider, r.amount, p.currency, r.finished_at AS at, 'refund' AS what FROM refund r JOIN payment p ON p.id = r.payment_id
    WHERE r.state = 'done'
    UNION ALL SELECT p.provider, d.amount, p.currency, d.closed_at, 'chargeback' FROM dispute d JOIN payment p ON p.id = d.payment_id
    WHERE d.state = 'lost'
    UNION ALL SELECT provider, returned, currency, paid_at, 'gone back' FROM billing_record WHERE returned > 0
    ORDER BY at, provider, amount""")
PAID = text("""
    SELECT provider, gross, currency, paid_at FROM payment
    UNION ALL SELECT provider, gross, currency, paid_at FROM billing_record
    ORDER BY paid_at, provider, gross""")

Leg = tuple[str, int, str]
"""Account, amount in minor units, commodity."""


def journal(connection: Connection) -> Iterator[str]:
    """Every line of the journal. Read it inside one transaction, or credits and payments may be of two moments."""
    yield "; The books of InkMirage: credits (CR), and what was paid for them. No entry names a person."
    yield from _entry(
        BEGINNING, "of people who have left", [(_account(row.account), row.amount, CREDITS) for row in connection.execute(LEFT)]
    )
    for (seq, at, kind), lines in groupby(_rows(connection, LINES), key=itemgetter(0, 1, 2)):
        legs = [(_account(line.account, line.wallet_id), line.amount, CREDITS) for line in lines]
        yield from _entry(instant(at), f"{kind} {seq}", legs)
    for row in _rows(connection, PAID):
        legs = [(f"clearing:{row.provider}", row.gross, row.currency), (f"deferred:{row.provider}", -row.gross, row.currency)]
        yield from _entry(instant(row.paid_at), "payment", legs)
    for row in _rows(connection, BACK):
        legs = [(f"clearing:{row.provider}", -row.amount, row.currency), (f"deferred:{row.provider}", row.amount, row.currency)]
        yield from _entry(instant(row.at), row.what, legs)


def major(minor: int, currency: str) -> str:
    """An amount as people write it: credits and Stars are whole, other money has cents."""
    if currency in (CREDITS, STARS):
        return str(minor)
    whole, cents = divmod(abs(minor), 100)
    return f"{'-' if minor < 0 else ''}{whole}.{cents:02}"


def _rows(connection: Connection, query: Any) -> Iterator[Any]:
    with connection.execute(query.execution_options(yield_per=AT_ONCE)) as result:
        yield from result


def _account(name: str, wallet_id: str | None = None) -> str:
    return f"wallet:{wallet_id}" if wallet_id else name.replace("_", ":", 1)


def _entry(at: datetime, what: str, legs: Iterable[Leg]) -> Iterator[str]:
    """An entry with an empty line before it; nothing if nothing moved."""
    written = [f"    {account}  {major(amount, commodity)} {commodity}" for account, amount, commodity in legs]
    if written:
        yield from ("", f"{at:%Y-%m-%d} {what}", *written)
