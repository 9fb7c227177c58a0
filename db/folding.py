"""The books of somebody who leaves, added up without the person (PRV-52), and what the law wants of their payments (PRV-53).

What the person's transactions add up to goes to `books_total`, one line per account of the books, so that every sum stays what it was;
then their rows go. Credits that are left belong to nobody any more and are added up as expired.

A transaction in which somebody else has a part stays whole for them: the leaving person's line keeps its amount alone and is of the
account 'former', and the same amount with the other sign stands in the totals, so that 'former' is nothing in all. What remains names no
wallet, hold, lot, job or payment of the person: rows of others lose these names and nothing else. Receipts and credit notes stay as they
were issued, since their numbers have no gap; they name nobody, and lose the payment that leads from them to the person.

Lock order, as everywhere: orders → wallets by id → the rest (wallet.md §2.4).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Executable,
    FromClause,
    Select,
    Text,
    and_,
    case,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql

from core.rights.storage import StillHeld
from db.person_rows import TABLES, Subject

WALLET, HOLD, SHARE, LOT = (TABLES[name] for name in ("wallet", "hold", "hold_lot", "lot"))
POSTING, TXN, COMMAND, JOB = (TABLES[name] for name in ("posting", "ledger_txn", "command_log", "job"))
ORDER, PAYMENT, INBOX = (TABLES[name] for name in ("payment_order", "payment", "inbox"))
REFUND, DISPUTE = TABLES["refund"], TABLES["dispute"]
TOTAL, RECORD, DOCUMENT = (TABLES[name] for name in ("books_total", "billing_record", "billing_document"))

FORMER = "former"
"""The account of the books that stands in for the wallet of somebody who has left."""

LOST = "expired"
"""Where credits go that nobody owns any more."""


@dataclass(frozen=True)
class Folded:
    """What was taken away: lines of the books that were added up, payments that went to the archive, credits that could still be spent."""

    bookings: int
    payments: int
    credits: int


def fold(connection: Connection, who: Subject, now: datetime, keep_until: datetime, new_id: Callable[[], str]) -> Folded:
    """Take this person out of the books, inside the transaction that erases them: `purging` has a row, or the guards refuse.

    The person's rows in `account_merge` name wallets and must be gone before; the accounts must still be there. Jobs may go before or
    after. Payments are kept until `keep_until`, under ids from `new_id`. Raises `StillHeld`.
    """
    books = _Books(connection, who)
    books.lock()
    books.demand_settled()
    bookings, credits = books.bookings(), books.credits(now)
    payments = books.archive(keep_until, new_id)
    books.add_up()
    books.let_go()
    books.delete()
    return Folded(bookings, payments, credits)


def _returned() -> ColumnElement[int]:
    """What went back of a payment, refunded or disputed and lost."""
    refunded = select(func.sum(REFUND.c.amount)).where(REFUND.c.payment_id == PAYMENT.c.id, REFUND.c.state == "done")
    lost = select(func.sum(DISPUTE.c.amount)).where(DISPUTE.c.payment_id == PAYMENT.c.id, DISPUTE.c.state == "lost")
    parts = (func.coalesce(part.scalar_subquery(), 0) for part in (refunded, lost))
    return cast(sum(parts, literal(0)), BigInteger)


class _Books:
    """The rows of one person's wallets, and where they touch those of others."""

    def __init__(self, connection: Connection, who: Subject) -> None:
        self._connection = connection
        self._who = who
        # Each is whole in itself, also inside a statement about the same table.
        self._orders = select(ORDER.c.id).where(ORDER.c.account_id.in_(who.accounts)).correlate(None)
        self._payments = select(PAYMENT.c.id).where(PAYMENT.c.order_id.in_(self._orders)).correlate(None)
        paid = PAYMENT.c.order_id.in_(self._orders), PAYMENT.c.credited_seq.is_not(None)
        self._credited = select(PAYMENT.c.credited_seq).where(*paid).correlate(None)
        self._holds = select(HOLD.c.id).where(HOLD.c.wallet_id.in_(who.wallets)).correlate(None)
        self._lots = select(LOT.c.id).where(LOT.c.wallet_id.in_(who.wallets)).correlate(None)
        self._own = select(POSTING.c.seq).where(POSTING.c.wallet_id.in_(who.wallets)).correlate(None)

    # --- before anything is changed ---

    def lock(self) -> None:
        """Orders, then wallets with those of whoever shares a transaction."""
        orders = or_(ORDER.c.account_id.in_(self._who.accounts), ORDER.c.wallet_id.in_(self._who.wallets))
        self._connection.execute(select(ORDER.c.id).where(orders).order_by(ORDER.c.id).with_for_update())
        met = select(POSTING.c.wallet_id).where(or_(POSTING.c.seq.in_(self._own), POSTING.c.seq.in_(self._credited)))
        wallets = or_(WALLET.c.id.in_(self._who.wallets), WALLET.c.id.in_(met))
        self._connection.execute(select(WALLET.c.id).where(wallets).order_by(WALLET.c.id).with_for_update())

    def demand_settled(self) -> None:
        """Raises `StillHeld`: a job is at work, or money is on its way back."""
        held = select(HOLD.c.id).where(HOLD.c.wallet_id.in_(self._who.wallets), HOLD.c.state == "open")
        going = select(REFUND.c.id).where(REFUND.c.payment_id.in_(self._payments), REFUND.c.state.in_(("due", "asked")))
        if self._connection.execute(held.limit(1)).first() or self._connection.execute(going.limit(1)).first():
            raise StillHeld

    def bookings(self) -> int:
        """Lines of the person's wallets."""
        return self._number(select(func.count()).select_from(POSTING).where(POSTING.c.wallet_id.in_(self._who.wallets)))

    def credits(self, now: datetime) -> int:
        """What could still be spent."""
        lasting = or_(LOT.c.expires_at.is_(None), LOT.c.expires_at > now)
        return self._number(select(func.sum(LOT.c.remaining)).where(LOT.c.wallet_id.in_(self._who.wallets), lasting))

    def _number(self, query: Select[Any]) -> int:
        return int(self._connection.execute(query).scalar() or 0)

    # --- payments ---

    def archive(self, keep_until: datetime, new_id: Callable[[], str]) -> int:
        """Keep of every payment what the law wants; how many. Money that came and was never credited is kept as well."""
        kept = [{**row, "id": new_id(), "keep_until": keep_until} for row in (*self._paid(), *self._uncredited())]
        if kept:
            self._connection.execute(insert(RECORD), kept)
        return len(kept)

    def _paid(self) -> list[dict[str, Any]]:
        columns = PAYMENT.c.provider, PAYMENT.c.charge_ref, PAYMENT.c.gross, PAYMENT.c.currency, ORDER.c.credits, PAYMENT.c.paid_at
        mine = PAYMENT.join(ORDER, ORDER.c.id == PAYMENT.c.order_id)
        found = select(*columns, _returned().label("returned")).select_from(mine).where(ORDER.c.account_id.in_(self._who.accounts))
        return [dict(row) for row in self._connection.execute(found).mappings()]

    def _uncredited(self) -> list[dict[str, Any]]:
        """What a provider said was paid, and nobody has acted upon or a human was to look at."""
        known = select(PAYMENT.c.provider, PAYMENT.c.charge_ref)
        charges = {tuple(row) for row in self._connection.execute(known.where(PAYMENT.c.order_id.in_(self._orders)))}
        said = select(INBOX.c.provider, INBOX.c.body, INBOX.c.received_at).where(
            INBOX.c.object_ref.in_(self._orders), INBOX.c.kind == "paid", INBOX.c.state != "done"
        )
        found = {(row.provider, row.body["charge_ref"]): row for row in self._connection.execute(said)}
        return [
            {
                "provider": row.provider,
                **{name: row.body[name] for name in ("charge_ref", "gross", "currency")},
                "credits": 0,
                "returned": 0,
                "paid_at": row.received_at,
            }
            for charge, row in found.items()
            if charge not in charges and row.body["gross"] > 0
        ]

    # --- sums ---

    def add_up(self) -> None:
        """Whole transactions line by line; of shared ones the person's line, and what stands against it from now on."""
        mine, shared = POSTING.c.wallet_id.in_(self._who.wallets), self._shared(POSTING.c.seq)
        account = case((POSTING.c.account == "wallet", LOST), else_=POSTING.c.account)
        lines = union_all(
            select(account.label("account"), POSTING.c.amount.label("amount")).where(self._gone(POSTING.c.seq), ~shared),
            select(literal(LOST), POSTING.c.amount).where(mine, shared),
            select(literal(FORMER), -POSTING.c.amount).where(mine, shared),
        ).subquery()
        sums = select(lines.c.account, cast(func.sum(lines.c.amount), BigInteger)).group_by(lines.c.account)
        adding = postgresql.insert(TOTAL).from_select(["account", "amount"], sums)
        more = {"amount": TOTAL.c.amount + adding.excluded.amount}
        self._connection.execute(adding.on_conflict_do_update(index_elements=[TOTAL.c.account], set_=more))

    @cached_property
    def _abandoned(self) -> tuple[int, ...]:
        """Credits for the person's payments to a wallet of somebody who has left: nothing but the payment leads there."""
        owned = exists().where(POSTING.c.seq == PAYMENT.c.credited_seq, POSTING.c.wallet_id.is_not(None))
        return tuple(self._connection.execute(self._credited.where(~owned)).scalars())

    def _gone(self, seq: ColumnElement[int]) -> ColumnElement[bool]:
        """Transactions that nobody else knows of, unless they are shared."""
        return or_(seq.in_(self._own), seq.in_(self._abandoned))

    def _shared(self, seq: ColumnElement[int]) -> ColumnElement[bool]:
        """Transactions that are also somebody else's: of their wallet, or the credit for what they paid while two accounts were one."""
        other = POSTING.alias("other")
        paid = select(PAYMENT.c.id).join(ORDER, ORDER.c.id == PAYMENT.c.order_id)
        return or_(
            exists().where(other.c.seq == seq, other.c.wallet_id.not_in(self._who.wallets)),
            paid.where(PAYMENT.c.credited_seq == seq, ORDER.c.account_id.not_in(self._who.accounts)).exists(),
        )

    # --- rows of others ---

    def let_go(self) -> None:
        """Rows of others lose the names of the person's."""
        self._run(update(REFUND).where(REFUND.c.hold_id.in_(self._holds), REFUND.c.payment_id.not_in(self._payments)).values(hold_id=None))
        others = LOT.c.wallet_id.not_in(self._who.wallets)
        self._run(update(LOT).where(LOT.c.from_lot.in_(self._lots), others).values(from_lot=None))
        self._run(update(LOT).where(LOT.c.payment_id.in_(self._payments)).values(payment_id=None))
        self._run(update(JOB).where(JOB.c.hold_id.in_(self._holds)).values(hold_id=None))
        self._redirect_orders()
        self._rename_transactions()
        self._rename_holds()
        self._mark_lines()

    def _redirect_orders(self) -> None:
        """What others paid into the wallet of the time when two accounts were one is of their own wallet now."""
        own = select(WALLET.c.id).where(WALLET.c.account_id == ORDER.c.account_id).scalar_subquery()
        theirs = ORDER.c.wallet_id.in_(self._who.wallets), ORDER.c.account_id.not_in(self._who.accounts)
        self._run(update(ORDER).where(*theirs).values(wallet_id=own))

    def _rename_transactions(self) -> None:
        """The key of a shared one names a joining or a charge, its fingerprint is of both wallets: another command takes their place."""
        other = exists().where(POSTING.c.seq == TXN.c.seq, POSTING.c.wallet_id.not_in(self._who.wallets))
        named = or_(TXN.c.seq.in_(self._own), TXN.c.seq.in_(self._credited)), other
        key = literal(f"{FORMER}/") + cast(TXN.c.seq, Text)
        same = COMMAND.join(TXN, and_(TXN.c.scope == COMMAND.c.scope, TXN.c.key == COMMAND.c.key))
        self._copy_commands(key, select_from=same, which=and_(*named))
        self._run(update(TXN).where(*named).values(key=key))

    def _rename_holds(self) -> None:
        """Holds of others' wallets for jobs of this person, of the time when two accounts were one."""
        theirs = exists().where(JOB.c.id == HOLD.c.job_id, JOB.c.account_id.not_in(self._who.accounts))
        named = HOLD.c.wallet_id.not_in(self._who.wallets), HOLD.c.job_id.is_not(None), ~theirs
        if self._connection.execute(select(HOLD.c.id).where(*named).limit(1)).first() is None:
            return  # the usual case, and to look for them takes long
        key = literal(f"{FORMER}/") + HOLD.c.id
        placed = COMMAND.join(HOLD, HOLD.c.id == COMMAND.c.hold_id)
        self._copy_commands(key, select_from=placed, which=and_(COMMAND.c.scope == "hold", *named))
        old = COMMAND.c.hold_id.in_(select(HOLD.c.id).where(*named)), COMMAND.c.key != literal(f"{FORMER}/") + COMMAND.c.hold_id
        self._run(delete(COMMAND).where(COMMAND.c.scope == "hold", *old))
        self._run(update(HOLD).where(*named).values(job_id=None))

    def _copy_commands(self, key: ColumnElement[str], *, select_from: FromClause, which: ColumnElement[bool]) -> None:
        copied = {column.name: column for column in COMMAND.c} | {"key": key, "fingerprint": literal("")}
        self._run(insert(COMMAND).from_select(list(copied), select(*copied.values()).select_from(select_from).where(which)))

    def _mark_lines(self) -> None:
        nobodys = {"account": FORMER, "wallet_id": None, "balance_after": None, "version": None}
        mine = POSTING.c.wallet_id.in_(self._who.wallets), self._shared(POSTING.c.seq)
        self._run(update(POSTING).where(*mine).values(nobodys))

    # --- the person's rows ---

    def delete(self) -> None:
        """Everything that is left of the person in the books, children before parents; lines and their seal wait for each other."""
        self._run(update(DOCUMENT).where(DOCUMENT.c.payment_id.in_(self._payments)).values(payment_id=None))
        self._run(delete(SHARE).where(SHARE.c.hold_id.in_(self._holds)))
        self._run(delete(REFUND).where(REFUND.c.payment_id.in_(self._payments)))
        self._run(delete(DISPUTE).where(DISPUTE.c.payment_id.in_(self._payments)))
        self._run(delete(PAYMENT).where(PAYMENT.c.order_id.in_(self._orders)))
        self._run(delete(INBOX).where(INBOX.c.object_ref.in_(self._orders)))
        self._run(delete(ORDER).where(ORDER.c.account_id.in_(self._who.accounts)))
        self._run(delete(LOT).where(LOT.c.wallet_id.in_(self._who.wallets)))
        self._run(delete(POSTING).where(self._gone(POSTING.c.seq), POSTING.c.wallet_id.is_(None)))
        self._run(delete(TXN).where(self._gone(TXN.c.seq)))
        self._run(delete(POSTING).where(POSTING.c.wallet_id.in_(self._who.wallets)))
        self._run(delete(HOLD).where(HOLD.c.wallet_id.in_(self._who.wallets)))
        self._run(delete(COMMAND).where(self._without_effect()))
        self._run(delete(WALLET).where(WALLET.c.id.in_(self._who.wallets)))

    def _without_effect(self) -> ColumnElement[bool]:
        """Commands whose transaction or hold is gone: those of this person, for the books have no others (`ledger verify`).

        Save refusals. One names nobody, so this person's cannot be told from others'; its key was made for one attempt, so all may go.
        """
        posted = exists().where(TXN.c.scope == COMMAND.c.scope, TXN.c.key == COMMAND.c.key)
        placed = exists().where(HOLD.c.id == COMMAND.c.hold_id)
        of_holds = COMMAND.c.scope.in_(("hold", "resolve"))
        return or_(and_(of_holds, ~placed), and_(~of_holds, ~posted))

    def _run(self, statement: Executable) -> None:
        self._connection.execute(statement)
