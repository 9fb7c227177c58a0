"""Two accounts that become one, and one that becomes two again (PRV-84).

Every row that moves keeps the merge in `merge_id` as long as that can be undone. The absorbed account stays as an empty shell, its
wallet as an empty one that belongs to the survivor's.

Lock order, as whoever comes in by a link, asks for a picture or pays takes them: open codes → open links → accounts → merge → jobs →
orders → wallets → the rest, each kind by id. Accounts and merges are locked so that rows which merely name them can still be written (FOR
NO KEY UPDATE): or else somebody who has a job or a wallet and only wants to note it would wait for us while we wait for that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    union_all,
    update,
)

from core.accounts import AskMode, Standing
from core.linking import CannotMerge, Merge, OfferState
from core.wallet import Share, burn_order, take
from db.accounts import ACCOUNT, IDENTITY, WALLET
from db.consents import CONSENT
from db.job_rows import JOB, PICTURE
from db.ledger import SqlLedger
from db.letters import LETTER
from db.offers import OFFER, OPEN
from db.payments import ORDER
from db.posted import MESSAGE
from db.prepared import Prepared
from db.questions import QUESTION
from db.references import REFERENCE
from db.refusals import REFUSED
from db.requests import REQUEST
from db.returns import SqlReturns
from db.sent_files import FILE
from db.tables import METADATA
from db.transfers import transfer

MERGE = METADATA.tables["account_merge"]
SESSION = METADATA.tables["web_session"]
VISIT = METADATA.tables["web_visit"]
NOTICE = METADATA.tables["notice"]
LINK = METADATA.tables["one_time_link"]
HOLD = METADATA.tables["hold"]
LOT = METADATA.tables["lot"]
TXN = METADATA.tables["ledger_txn"]
PAYMENT = METADATA.tables["payment"]
REFUND = METADATA.tables["refund"]
DISPUTE = METADATA.tables["dispute"]

MOVED: tuple[Table, ...] = (
    IDENTITY, JOB, REFERENCE, ORDER, MESSAGE, FILE, QUESTION, LETTER, REQUEST, NOTICE, SESSION, VISIT, CONSENT,
    REFUSED,
)  # fmt: skip
"""What belongs to an account by itself. Pictures follow their jobs; open links end; offers and merges speak of both accounts and stay."""

UNSEALED = MERGE.c.sealed == literal_column("0")
"""Spelt as its index is, so that SQLite finds that."""

STRICTEST = (AskMode.ALWAYS, AskMode.ABOVE, AskMode.NEVER)


@dataclass(frozen=True)
class _Purse:
    """A wallet that is locked for the rest of the transaction, with nothing due in it."""

    id: str
    posted: int
    held: int
    locked_reason: str | None


LATELY = Prepared("""
    WITH RECURSIVE mine(id) AS (
        SELECT id FROM account WHERE id = :account
        UNION ALL SELECT a.id FROM account a JOIN mine ON a.merged_into = mine.id)
    SELECT count(*) FROM account_merge m JOIN mine ON m.survivor_id = mine.id WHERE m.at > :since AND m.undone_at IS NULL""")


class SqlMerges:
    """Implements `core.storage.joining.Merges`."""

    def __init__(self, connection: Connection, new_id: Callable[[], str]) -> None:
        self._connection = connection
        self._new_id = new_id

    def get(self, merge_id: str) -> Merge | None:
        """The merge."""
        row = self._connection.execute(select(MERGE).where(MERGE.c.id == merge_id)).one_or_none()
        return _merge(row) if row else None

    def of(self, account_id: str, now: datetime) -> list[Merge]:
        """Those of this account that can still be undone, oldest first."""
        mine = select(MERGE).where(MERGE.c.survivor_id == account_id, MERGE.c.undone_at.is_(None), MERGE.c.undo_until > now)
        return [_merge(row) for row in self._connection.execute(mine.order_by(MERGE.c.at, MERGE.c.id))]

    def lately(self, account_id: str, since: datetime) -> int:
        """See `Merges.lately`."""
        row = LATELY.row(self._connection, account=account_id, since=since)
        return int(row[0]) if row else 0

    def merge(self, merge: Merge, now: datetime) -> Merge:
        """See `Merges.merge`."""
        self._lock(LINK, LINK.c.account_id == merge.absorbed_id)
        survivor, absorbed = self._lock_accounts(merge.survivor_id, merge.absorbed_id)
        done = self.get(merge.id)
        if done:
            return done
        if survivor.id == absorbed.id or survivor.merged_into or absorbed.merged_into:
            raise CannotMerge("same")
        if (survivor.standing, absorbed.standing) != (Standing.ACTIVE, Standing.ACTIVE):
            raise CannotMerge("locked")
        if self.of(absorbed.id, now):
            raise CannotMerge("pending")
        self._lock(JOB, JOB.c.account_id == absorbed.id, JOB.c.state != "finished")
        self._lock(ORDER, ORDER.c.account_id == absorbed.id, ORDER.c.state != "paid")
        keeps, gives = self._purses(now, survivor.id, absorbed.id)
        self._demand_quiet(absorbed.id, keeps, gives)
        credits = self._give_all(merge.id, gives, keeps, now)
        carried_out = Merge(merge.id, survivor.id, absorbed.id, now, merge.undo_until, credits, absorbed.email)
        self._connection.execute(insert(MERGE).values(**vars(carried_out), wallet_id=gives.id, sealed=False))
        self._move(carried_out, keeps.id)
        self._set(WALLET, gives.id, account_id=None, merged_into=keeps.id)
        self._join_choices(survivor, absorbed)
        return carried_out

    def undo(self, merge_id: str, now: datetime) -> Merge:
        """See `Merges.undo`."""
        merge = self.get(merge_id)
        if merge is None:
            raise LookupError(merge_id)
        if merge.undone_at is None:
            self._close_offers(merge)
        came_by_it = JOB.c.account_id == merge.survivor_id, JOB.c.merge_id == merge_id
        self._lock(LINK, LINK.c.account_id == merge.survivor_id)
        self._lock_accounts(merge.survivor_id, merge.absorbed_id)
        self._lock(MERGE, MERGE.c.id == merge_id)
        merge = self.get(merge_id)
        assert merge is not None, "merges are never deleted while their accounts are locked"
        if merge.undone_at:
            return merge
        if not merge.can_be_undone(now) or self._sealed(merge_id):
            raise CannotMerge("late")
        self._lock(JOB, *came_by_it, JOB.c.state != "finished")
        self._lock(ORDER, ORDER.c.account_id == merge.survivor_id, ORDER.c.state != "paid")
        self._lock(WALLET, WALLET.c.account_id == merge.survivor_id)
        # Not before: what is begun holds credits, so once we have the wallet it is seen or has come to its end.
        if self._working(*came_by_it):
            raise CannotMerge("working")
        self._claim_orders(merge)
        self._part_wallets(merge, now)
        self._move_back(merge)
        # A dispute goes with its payment, and the lock with the dispute.
        for account_id in (merge.survivor_id, merge.absorbed_id):
            SqlReturns(self._connection).relock(account_id)
        self._part_addresses(merge)
        self._connection.execute(update(MERGE).where(MERGE.c.id == merge_id).values(undone_at=now))
        done = self.get(merge_id)
        assert done is not None, "it was there a moment ago"
        return done

    def seal(self, now: datetime, limit: int = 20) -> int:
        """See `Merges.seal`."""
        over = MERGE.c.undone_at.is_not(None) | (MERGE.c.undo_until <= now)
        due = select(MERGE).where(over, UNSEALED).order_by(MERGE.c.undo_until).limit(limit)
        # One that is being undone at this moment is locked, and skipped.
        rows = self._connection.execute(due.with_for_update(skip_locked=True, key_share=True)).all()
        for row in rows:
            for table in MOVED:
                self._connection.execute(
                    update(table).where(table.c.account_id == row.survivor_id, table.c.merge_id == row.id).values(merge_id=None)
                )
            self._set(MERGE, row.id, sealed=True, email=None)
        return len(rows)

    def gather(self, now: datetime) -> int:
        """See `Merges.gather`. A request that had read its account before the merge may have written afterwards (READ COMMITTED)."""
        left = or_(*(exists().where(table.c.account_id == MERGE.c.absorbed_id) for table in MOVED))
        open_ = select(MERGE).where(UNSEALED, MERGE.c.undone_at.is_(None), MERGE.c.undo_until > now)
        found = self._connection.execute(open_.where(left)).all()
        self._lock(ACCOUNT, ACCOUNT.c.id.in_([account for row in found for account in (row.survivor_id, row.absorbed_id)]))
        # Once more: some may have been undone before we had the accounts.
        still = self._connection.execute(open_.where(MERGE.c.id.in_([row.id for row in found]))).all()
        return sum(self._move(_merge(row), self._wallet_id(row.survivor_id)) for row in still)

    # --- who and what ---

    def _lock_accounts(self, survivor: str, absorbed: str) -> tuple[Any, Any]:
        """Both rows, locked in the order of their ids. Raises `LookupError`."""
        both = select(ACCOUNT).where(ACCOUNT.c.id.in_((survivor, absorbed))).order_by(ACCOUNT.c.id)
        found = {row.id: row for row in self._connection.execute(both.with_for_update(key_share=True))}
        try:
            return found[survivor], found[absorbed]
        except KeyError as missing:
            raise LookupError(*missing.args) from None

    def _lock(self, table: Table, *which: ColumnElement[bool]) -> None:
        """These rows, in the order of their ids; others may still name them."""
        self._connection.execute(select(table.c.id).where(*which).order_by(table.c.id).with_for_update(key_share=True))

    def _purses(self, now: datetime, *account_ids: str) -> list[_Purse]:
        """The wallets of these accounts, locked in the order of their ids; lots that are due have ended."""
        of_them = WALLET.c.account_id.in_(account_ids)
        ids = self._connection.execute(select(WALLET.c.id).where(of_them).order_by(WALLET.c.id).with_for_update()).scalars().all()
        for wallet_id in ids:
            SqlLedger(self._connection).end_due(wallet_id, now)
        columns = WALLET.c.account_id, WALLET.c.id, WALLET.c.posted, WALLET.c.held, WALLET.c.locked_reason
        found = {row[0]: _Purse(*row[1:]) for row in self._connection.execute(select(*columns).where(of_them))}
        return [found[account_id] for account_id in account_ids]

    def _wallet_id(self, account_id: str) -> str:
        return str(self._connection.execute(select(WALLET.c.id).where(WALLET.c.account_id == account_id)).scalar_one())

    def _demand_quiet(self, absorbed: str, keeps: _Purse, gives: _Purse) -> None:
        """Nothing that moves may be at work: a queue knows its person, and a hold its wallet."""
        if keeps.locked_reason or gives.locked_reason:
            raise CannotMerge("locked")
        if gives.held or self._working(JOB.c.account_id == absorbed):
            raise CannotMerge("working")

    def _sealed(self, merge_id: str) -> bool:
        return bool(self._connection.execute(select(MERGE.c.sealed).where(MERGE.c.id == merge_id)).scalar_one())

    def _working(self, *which: ColumnElement[bool]) -> bool:
        at_work = select(func.count()).select_from(JOB).where(*which, JOB.c.state == "working")
        return self._connection.execute(at_work).scalar_one() > 0

    def _set(self, table: Table, id_: str, **values: object) -> None:
        self._connection.execute(update(table).where(table.c.id == id_).values(**values))

    # --- rows ---

    def _move(self, merge: Merge, wallet_id: str) -> int:
        """Everything of the absorbed account that is not yet the survivor's; how many rows. Pictures before what platforms call them, as
        whoever removes one."""
        self._connection.execute(update(PICTURE).where(PICTURE.c.account_id == merge.absorbed_id).values(account_id=merge.survivor_id))
        count = sum(
            self._connection.execute(
                update(table).where(table.c.account_id == merge.absorbed_id).values(account_id=merge.survivor_id, merge_id=merge.id)
            ).rowcount
            for table in MOVED
        )
        self._connection.execute(delete(LINK).where(LINK.c.account_id == merge.absorbed_id, LINK.c.kind != "stop"))
        self._direct_orders(merge, wallet_id)
        return count

    def _direct_orders(self, merge: Merge, wallet_id: str) -> None:
        """Whoever pays an order that is still unpaid finds the credits in the wallet of this moment."""
        unpaid = ORDER.c.account_id == merge.survivor_id, ORDER.c.merge_id == merge.id, ORDER.c.state != "paid"
        self._connection.execute(update(ORDER).where(*unpaid).values(wallet_id=wallet_id))

    def _move_back(self, merge: Merge) -> None:
        jobs = select(JOB.c.id).where(JOB.c.account_id == merge.survivor_id, JOB.c.merge_id == merge.id)
        self._connection.execute(update(PICTURE).where(PICTURE.c.job_id.in_(jobs)).values(account_id=merge.absorbed_id))
        self._connection.execute(update(MESSAGE).where(MESSAGE.c.job_id.in_(jobs)).values(merge_id=merge.id))
        self._direct_orders(merge, self._wallet_id(merge.absorbed_id))
        # Who came in since then may be either of the two.
        self._connection.execute(delete(SESSION).where(SESSION.c.account_id == merge.survivor_id, SESSION.c.created_at > merge.at))
        self._connection.execute(delete(LINK).where(LINK.c.account_id == merge.survivor_id, LINK.c.kind != "stop"))
        for table in MOVED:
            back = update(table).where(table.c.account_id == merge.survivor_id, table.c.merge_id == merge.id)
            self._connection.execute(back.values(account_id=merge.absorbed_id, merge_id=None))

    def _claim_orders(self, merge: Merge) -> None:
        """What was ordered since in a chat that came by the joining is its own, and leaves with it."""
        came = select(IDENTITY.c.platform, IDENTITY.c.uid).where(
            IDENTITY.c.account_id == merge.survivor_id, IDENTITY.c.merge_id == merge.id
        )
        chats = {tuple(row) for row in self._connection.execute(came)}
        since = ORDER.c.account_id == merge.survivor_id, ORDER.c.merge_id.is_(None), ORDER.c.created_at > merge.at
        ordered = self._connection.execute(select(ORDER.c.id, ORDER.c.address).where(*since)).all()
        ids = [row.id for row in ordered if (row.address["platform"], row.address.get("uid")) in chats]
        if ids:
            self._connection.execute(update(ORDER).where(ORDER.c.id.in_(ids)).values(merge_id=merge.id))

    def _close_offers(self, merge: Merge) -> None:
        """A code that was shown or typed while both were one would speak for either of them now."""
        both = merge.survivor_id, merge.absorbed_id
        theirs = OFFER.c.shown_account_id.in_(both) | OFFER.c.typed_account_id.in_(both)
        # First of all, as whoever says yes does: their code, then what is behind it.
        self._lock(OFFER, theirs, OFFER.c.state.in_(OPEN))
        self._connection.execute(update(OFFER).where(theirs, OFFER.c.state.in_(OPEN)).values(state=OfferState.REFUSED.value))

    # --- credits ---

    def _give_all(self, merge_id: str, gives: _Purse, keeps: _Purse, now: datetime) -> int:
        shares = [Share(lot.id, lot.remaining) for lot in burn_order(SqlLedger(self._connection).lots(gives.id))]
        transfer(self._connection, shares, source=gives.id, target=keeps.id, key=merge_id, now=now)
        return gives.posted

    def _part_wallets(self, merge: Merge, now: datetime) -> None:
        """The absorbed account gets its wallet, and in it what it brought and bought less what it spent and what ended of it, as far as
        there is that much."""
        shared = self._purses(now, merge.survivor_id)[0]
        own = self._connection.execute(select(MERGE.c.wallet_id).where(MERGE.c.id == merge.id)).scalar_one()
        self._set(WALLET, own, account_id=merge.absorbed_id, merged_into=None)
        amount = max(0, min(self._due(merge, shared.id), shared.posted - shared.held))
        shares = self._chosen(merge.id, shared.id, amount)
        transfer(self._connection, shares, source=shared.id, target=own, key=f"{merge.id}/undo", now=now)

    def _due(self, merge: Merge, wallet_id: str) -> int:
        spent = select(func.sum(HOLD.c.captured)).join(JOB, JOB.c.id == HOLD.c.job_id)
        spent = spent.where(HOLD.c.wallet_id == wallet_id, JOB.c.merge_id == merge.id)
        bought = (
            select(func.sum(LOT.c.granted)).join(PAYMENT, PAYMENT.c.id == LOT.c.payment_id).join(ORDER, ORDER.c.id == PAYMENT.c.order_id)
        )
        bought = bought.where(LOT.c.wallet_id == wallet_id, ORDER.c.merge_id == merge.id)
        ended = select(func.sum(LOT.c.expired)).where(LOT.c.id.in_(self._brought(merge.id, wallet_id)))
        return merge.credits + self._sum(bought) - self._sum(spent) - self._sum(ended) - self._sum(self._went_back(merge, wallet_id))

    def _went_back(self, merge: Merge, wallet_id: str) -> Select[Any]:
        """Credits that left this wallet because its payments were given back or disputed, or are held for that."""
        mine = REFUND.join(PAYMENT, PAYMENT.c.id == REFUND.c.payment_id).join(ORDER, ORDER.c.id == PAYMENT.c.order_id)
        refunded = select(REFUND.c.credits).select_from(mine.join(HOLD, HOLD.c.id == REFUND.c.hold_id))
        refunded = refunded.where(HOLD.c.wallet_id == wallet_id, ORDER.c.merge_id == merge.id, REFUND.c.state != "failed")
        disputed = select((DISPUTE.c.clawed + DISPUTE.c.repaid).label("credits")).join(PAYMENT, PAYMENT.c.id == DISPUTE.c.payment_id)
        disputed = disputed.join(ORDER, ORDER.c.id == PAYMENT.c.order_id)
        disputed = disputed.where(ORDER.c.merge_id == merge.id, DISPUTE.c.state == "lost", DISPUTE.c.closed_at > merge.at)
        both = union_all(refunded, disputed).subquery()
        return select(func.sum(both.c.credits))

    def _sum(self, query: Select[Any]) -> int:
        return int(self._connection.execute(query).scalar() or 0)

    def _brought(self, merge_id: str, wallet_id: str) -> Select[Any]:
        """The lots as which the credits of the absorbed account arrived."""
        by_it = LOT.c.wallet_id == wallet_id, TXN.c.scope == "transfer", TXN.c.key == merge_id
        return select(LOT.c.id).join(TXN, TXN.c.seq == LOT.c.seq).where(*by_it)

    def _chosen(self, merge_id: str, wallet_id: str, amount: int) -> list[Share]:
        """First from the lots that came along, then from the others."""
        brought = set(self._connection.execute(self._brought(merge_id, wallet_id)).scalars())
        lots = SqlLedger(self._connection).lots(wallet_id)
        came = [lot for lot in lots if lot.id in brought]
        first = min(amount, sum(lot.remaining for lot in came))
        return [*take(came, first), *take([lot for lot in lots if lot.id not in brought], amount - first)]

    # --- choices and addresses ---

    def _join_choices(self, survivor: Any, absorbed: Any) -> None:
        """The stricter of both; the survivor's address, if it has one."""
        self._set(ACCOUNT, absorbed.id, email=None, mail_stopped_at=None, merged_into=survivor.id)
        chosen = {
            "locale": survivor.locale or absorbed.locale,
            "ask_mode": min((AskMode(survivor.ask_mode), AskMode(absorbed.ask_mode)), key=STRICTEST.index),
            "ask_above": min(survivor.ask_above, absorbed.ask_above),
            "monthly_limit": min(filter(None, (survivor.monthly_limit, absorbed.monthly_limit)), default=None),
            "notify_below": max(filter(None, (survivor.notify_below, absorbed.notify_below)), default=None),
        }
        address = {} if survivor.email else {"email": absorbed.email, "mail_stopped_at": absorbed.mail_stopped_at}
        self._set(ACCOUNT, survivor.id, **chosen, **address)

    def _part_addresses(self, merge: Merge) -> None:
        """Each has the address of before again, if it has not become somebody else's.

        An address that was given since may be anybody's, so it lets nobody in any more, and nobody can put it back.
        """
        self._set(ACCOUNT, merge.absorbed_id, merged_into=None)
        since = LINK.c.account_id == merge.survivor_id, LINK.c.kind == "stop", LINK.c.created_at > merge.at
        first = self._connection.execute(select(LINK.c.email).where(*since).order_by(LINK.c.created_at, LINK.c.id).limit(1)).scalar()
        self._connection.execute(delete(LINK).where(*since))
        if first is not None:
            self._set(ACCOUNT, merge.survivor_id, email=None, mail_stopped_at=None)
        its = update(ACCOUNT).where(ACCOUNT.c.id == merge.survivor_id, ACCOUNT.c.email == merge.email)
        self._connection.execute(its.values(email=None, mail_stopped_at=None))
        for account_id, email in ((merge.absorbed_id, merge.email), (merge.survivor_id, first)):
            if email and self._nobodys(email):
                self._set(ACCOUNT, account_id, email=email)

    def _nobodys(self, email: str) -> bool:
        return self._connection.execute(select(ACCOUNT.c.id).where(ACCOUNT.c.email == email)).first() is None


def _merge(row: Any) -> Merge:
    return Merge(row.id, row.survivor_id, row.absorbed_id, row.at, row.undo_until, row.credits, row.email, row.undone_at)
