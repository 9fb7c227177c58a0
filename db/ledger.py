"""The books: every step of a wallet, as one keyed set of statements in the caller's transaction (wallet.md §2.4).

Lock order: command → wallet → hold → lots. The wallet row is the mutex of its holds and lots; only a command's own claim comes before it.
Every change of a wallet row raises its version by one, and that version stands on the posting or on the hold that caused it.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from core.wallet import (
    Balance,
    Cap,
    HoldPurpose,
    HoldRefused,
    HoldResolved,
    KeyReused,
    LedgerLine,
    Lot,
    LotKind,
    Share,
    burn_order,
    split_capture,
    take,
)
from db.prepared import Prepared, instant

NEWEST = 2**62

CLAIM = Prepared("""
    INSERT INTO command_log (scope, key, fingerprint, outcome, hold_id, at) VALUES (:scope, :key, :fingerprint, 'done', :hold, :now)
    ON CONFLICT DO NOTHING""")
EARLIER = Prepared("""
    SELECT c.fingerprint, c.refused_code, t.seq
    FROM command_log c LEFT JOIN ledger_txn t ON t.scope = c.scope AND t.key = c.key
    WHERE c.scope = :scope AND c.key = :key""")
REFUSE = Prepared("UPDATE command_log SET outcome = 'refused', refused_code = :code WHERE scope = 'hold' AND key = :key")

GRANT = Prepared("""
    UPDATE wallet SET posted = posted + :amount, version = version + 1
    WHERE account_id = :account RETURNING id, posted, version, {next_seq}""")
RESERVE = Prepared("""
    UPDATE wallet SET held = held + :amount, version = version + 1
    WHERE account_id = :account AND posted - held >= :amount AND locked_reason IS NULL
      AND NOT EXISTS (SELECT 1 FROM lot l WHERE l.wallet_id = wallet.id AND l.remaining > 0 AND l.expires_at <= :now)
    RETURNING id, version""")
SET_ASIDE = Prepared("UPDATE wallet SET held = held + :amount, version = version + 1 WHERE id = :wallet RETURNING version")
SPEND = Prepared("""
    UPDATE wallet SET posted = posted - :amount, held = held - :freed, version = version + 1
    WHERE id = :wallet RETURNING posted, version, {next_seq}""")
FREE = Prepared("UPDATE wallet SET held = held - :freed, version = version + 1 WHERE id = :wallet RETURNING version")
LOCK = Prepared("SELECT id, posted, held, locked_reason FROM wallet WHERE account_id = :account {for_update}")
LOCK_BY_ID = Prepared("SELECT id FROM wallet WHERE id = :wallet {for_update}")

POST = Prepared("""
    INSERT INTO posting (seq, line, account, wallet_id, amount, balance_after, version) VALUES
      (:seq, 1, 'wallet', :wallet, :amount, :balance, :version),
      (:seq, 2, :house, NULL, :counter, NULL, NULL)""")
SEAL = Prepared("INSERT INTO ledger_txn (seq, kind, scope, key, hold_id, at) VALUES (:seq, :kind, :scope, :key, :hold, :now)")

ADD_LOT = Prepared("""
    INSERT INTO lot (id, wallet_id, kind, granted, remaining, expired, moved, created_at, expires_at, payment_id, from_lot, seq)
    VALUES (:id, :wallet, :kind, :amount, :amount, 0, 0, :now, :expires, :payment,
            (SELECT first.id FROM lot first WHERE first.payment_id = CAST(:restored AS TEXT)), :seq)""")
LOTS = Prepared("""
    SELECT l.id, l.kind, l.granted, l.remaining, l.created_at, l.expires_at FROM lot l
    WHERE l.wallet_id = :wallet AND l.remaining > 0""")
LOTS_OF_PAYMENT = Prepared("""
    WITH RECURSIVE paid(id) AS (
        SELECT id FROM lot WHERE payment_id = :payment
        UNION ALL SELECT l.id FROM lot l JOIN paid ON l.from_lot = paid.id)
    SELECT l.id, l.kind, l.granted, l.remaining, l.created_at, l.expires_at FROM lot l JOIN paid ON paid.id = l.id
    WHERE l.wallet_id = :wallet AND l.remaining > 0""")
TAKE = Prepared("UPDATE lot SET remaining = remaining - :amount WHERE id = :lot")
GIVE_BACK = Prepared("UPDATE lot SET remaining = remaining + :amount WHERE id = :lot")
DUE = Prepared("""
    SELECT id, remaining, expired FROM lot WHERE wallet_id = :wallet AND remaining > 0 AND expires_at <= :now
    ORDER BY expires_at, id LIMIT :limit""")
DUE_WALLETS = Prepared("""
    SELECT wallet_id FROM (SELECT wallet_id FROM lot WHERE remaining > 0 AND expires_at <= :now ORDER BY expires_at LIMIT :limit) AS due
    GROUP BY wallet_id ORDER BY wallet_id""")
EXPIRE = Prepared("UPDATE lot SET remaining = 0, expired = expired + remaining WHERE id = :lot")

ADD_HOLD = Prepared("""
    INSERT INTO hold (id, wallet_id, purpose, job_id, amount, captured, state, placed_version, created_at, expires_at)
    VALUES (:id, :wallet, :purpose, :job, :amount, 0, 'open', :version, :now, :expires)""")
AMOUNT = Prepared("SELECT amount FROM hold WHERE id = :hold")
ADD_SHARE = Prepared("INSERT INTO hold_lot (hold_id, lot_id, amount, captured) VALUES (:hold, :lot, :amount, 0)")
SHARES = Prepared("""
    SELECT h.wallet_id, h.amount, h.purpose, s.amount, l.id, l.kind, l.granted, l.remaining, l.created_at, l.expires_at
    FROM hold h JOIN hold_lot s ON s.hold_id = h.id JOIN lot l ON l.id = s.lot_id WHERE h.id = :hold""")
RESOLVE = Prepared("""
    UPDATE hold SET state = :state, captured = :captured, resolved_version = :version, resolved_at = :now
    WHERE id = :hold AND state = 'open'""")
CAPTURE_SHARE = Prepared("UPDATE hold_lot SET captured = :amount WHERE hold_id = :hold AND lot_id = :lot")
EXTEND = Prepared("UPDATE hold SET expires_at = :until WHERE id = :hold AND state = 'open' AND expires_at < :until")

BALANCE = Prepared("""
    SELECT w.id, w.posted, w.held, w.locked_reason, l.id, l.kind, l.granted, l.remaining, l.created_at, l.expires_at
    FROM wallet w LEFT JOIN lot l ON l.wallet_id = w.id AND l.remaining > 0 WHERE w.account_id = :account""")
MINE = """
    WITH RECURSIVE mine(id) AS (
        SELECT id FROM wallet WHERE account_id = :account
        UNION ALL SELECT w.id FROM wallet w JOIN mine ON w.merged_into = mine.id)"""
WALLETS = Prepared(MINE + " SELECT id FROM mine")  # noqa: S608 - nothing from outside
LINES = Prepared(f"""{MINE}
    SELECT t.seq, t.at, t.kind, other.account, line.amount, j.code
    FROM posting line
    JOIN ledger_txn t ON t.seq = line.seq
    JOIN posting other ON other.seq = line.seq AND other.line <> line.line
    LEFT JOIN hold h ON h.id = t.hold_id
    LEFT JOIN job j ON j.id = h.job_id
    WHERE line.wallet_id = :wallet AND line.seq < :before
      AND (other.wallet_id IS NULL OR other.wallet_id NOT IN (SELECT id FROM mine))
    ORDER BY line.version DESC LIMIT :limit""")  # noqa: S608 - nothing from outside
SPENT = Prepared(f"""{MINE}
    SELECT coalesce(sum(CASE WHEN h.state = 'open' THEN h.amount ELSE h.captured END), 0)
    FROM hold h
    WHERE h.wallet_id IN (SELECT id FROM mine) AND h.created_at >= :since AND h.purpose = 'job'""")  # noqa: S608 - nothing from outside
FELL_BELOW = Prepared("""
    SELECT a.notify_below FROM ledger_txn t
    JOIN posting p ON p.seq = t.seq AND p.line = 1
    JOIN wallet w ON w.id = p.wallet_id
    JOIN account a ON a.id = w.account_id
    WHERE t.scope = 'resolve' AND t.key = :hold AND p.balance_after < a.notify_below AND p.balance_after - p.amount >= a.notify_below""")
STOOD_AT = Prepared("SELECT balance_after FROM posting WHERE wallet_id = :wallet AND seq <= :seq ORDER BY version DESC LIMIT 1")


@dataclass(frozen=True)
class Earlier:
    """What became of a command that came before."""

    refused_code: str | None
    seq: int | None


@dataclass(frozen=True)
class Held:
    """A hold as it was placed: its wallet, size and purpose, and its shares in burn order with the lots they came from."""

    wallet_id: str
    amount: int
    purpose: HoldPurpose
    shares: list[Share]
    lots: list[Lot]


class SqlLedger:
    """`core.storage.ledger.Ledger` over one connection that is inside a transaction.

    An exception other than `HoldRefused` may leave the step half done: the unit of work rolls it back. A refusal leaves nothing behind
    but its command row, and is remembered only if the unit of work commits.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def balance(self, account_id: str, now: datetime) -> Balance:
        """See `Ledger.balance`. Raises `LookupError` for an account without a wallet."""
        rows = BALANCE.rows(self._connection, account=account_id)
        if not rows:
            raise LookupError(account_id)
        wallet_id, posted, held, locked_reason = rows[0][:4]
        lots = [_lot(row[4:]) for row in rows if row[4] is not None]
        due = [lot for lot in lots if lot.due(now)]
        usable = tuple(burn_order(lot for lot in lots if not lot.due(now)))
        return Balance(wallet_id, posted - sum(lot.remaining for lot in due), held, usable, locked_reason)

    def grant(
        self,
        account_id: str,
        amount: int,
        kind: LotKind,
        *,
        key: str,
        now: datetime,
        expires_at: datetime | None = None,
        payment_id: str | None = None,
        restored: str | None = None,
    ) -> int:
        """See `Ledger.grant`. Raises `ValueError` for an amount below one, `LookupError` for an account without a wallet.

        Instants are no part of the content that a repeat must match: a repeat computes them from a later clock.
        """
        _demand_positive(amount)
        earlier = self._claim("grant", key, _fingerprint(account_id, amount, kind.value, payment_id), now)
        if earlier is not None and earlier.seq is not None:
            return earlier.seq
        rows = GRANT.rows(self._connection, account=account_id, amount=amount)
        if not rows:
            raise LookupError(account_id)
        wallet_id, posted, version, seq = rows[0]
        self._post(seq, "grant", wallet_id, amount, posted, version, f"issued_{kind.value}", scope="grant", key=key, now=now)
        ADD_LOT.run(
            self._connection,
            id=f"{seq:015d}",  # in order of arrival, so that equal lots burn oldest first
            wallet=wallet_id,
            kind=kind.value,
            amount=amount,
            now=now,
            expires=expires_at,
            payment=payment_id,
            restored=restored,
            seq=seq,
        )
        return int(seq)

    def hold(
        self,
        account_id: str,
        amount: int,
        *,
        hold_id: str,
        job_id: str,
        key: str,
        now: datetime,
        expires_at: datetime,
        cap: Cap | None = None,
    ) -> None:
        """See `Ledger.hold`. Raises `ValueError` for an amount below one, `LookupError` for an account without a wallet."""
        _demand_positive(amount)
        earlier = self._claim("hold", key, _fingerprint(account_id, amount, hold_id, job_id), now, hold_id)
        if earlier is not None and earlier.refused_code is not None:
            raise HoldRefused(earlier.refused_code, amount, self.balance(account_id, now).available)
        if earlier is not None:
            return
        if cap is not None:
            self._demand_within(cap, account_id, amount, key)
        wallet_id, version = self._reserve(account_id, amount, key, now)
        what = {"id": hold_id, "wallet": wallet_id, "purpose": HoldPurpose.JOB.value, "job": job_id, "version": version}
        ADD_HOLD.run(self._connection, **what, amount=amount, now=now, expires=expires_at)
        self._take_shares(hold_id, take(self.lots(wallet_id), amount))

    def set_aside(
        self, account_id: str, payment_id: str, purpose: HoldPurpose, *, limit: int | None, hold_id: str, key: str, now: datetime
    ) -> int:
        """See `Ledger.set_aside`. Raises `LookupError` for an account without a wallet."""
        wallet_id = self._locked(account_id)
        lots = LOTS_OF_PAYMENT.rows(self._connection, payment=payment_id, wallet=wallet_id)
        there = sum(int(lot[3]) for lot in lots)
        amount = there if limit is None else min(there, limit)
        if amount < 1 and not EARLIER.rows(self._connection, scope="hold", key=key):
            return 0
        earlier = self._claim("hold", key, _fingerprint(account_id, payment_id, purpose.value, hold_id), now, hold_id)
        if earlier is not None:
            return int(AMOUNT.rows(self._connection, hold=hold_id)[0][0])
        version = SET_ASIDE.rows(self._connection, wallet=wallet_id, amount=amount)[0][0]
        what = {"id": hold_id, "wallet": wallet_id, "purpose": purpose.value, "job": None, "version": version}
        ADD_HOLD.run(self._connection, **what, amount=amount, now=now, expires=now)  # it ends with its refund, not with time
        self._take_shares(hold_id, take([_lot(row) for row in lots], amount))
        return amount

    def _locked(self, account_id: str) -> str:
        wallet = LOCK.rows(self._connection, account=account_id)
        if not wallet:
            raise LookupError(account_id)
        return str(wallet[0][0])

    def _take_shares(self, hold_id: str, shares: list[Share]) -> None:
        for share in shares:
            TAKE.run(self._connection, lot=share.lot_id, amount=share.amount)
            ADD_SHARE.run(self._connection, hold=hold_id, lot=share.lot_id, amount=share.amount)

    def spent(self, account_id: str, since: datetime) -> int:
        """See `Ledger.spent`."""
        return int(SPENT.rows(self._connection, account=account_id, since=since)[0][0])

    def fell_below(self, hold_id: str) -> int | None:
        """See `Ledger.fell_below`."""
        rows = FELL_BELOW.rows(self._connection, hold=hold_id)
        return rows[0][0] if rows else None

    def capture(self, hold_id: str, amount: int, *, now: datetime) -> None:
        """See `Ledger.capture`. Raises `ValueError` unless 1 ≤ amount ≤ the hold, `LookupError` for an unknown hold."""
        _demand_positive(amount)
        held = self._held(hold_id)
        split = split_capture(held.shares, amount)
        if self._resolved(hold_id, f"captured {amount}", now):
            return
        posted, version, seq = SPEND.rows(self._connection, wallet=held.wallet_id, amount=amount, freed=held.amount)[0]
        self._close(hold_id, "captured", amount, version, now)
        entry, account = held.purpose.entry, held.purpose.account
        self._post(seq, entry, held.wallet_id, -amount, posted, version, account, scope="resolve", key=hold_id, hold_id=hold_id, now=now)
        for share, used in split:
            if used:
                CAPTURE_SHARE.run(self._connection, hold=hold_id, lot=share.lot_id, amount=used)
        self._give_back(held, [Share(share.lot_id, share.amount - used) for share, used in split if used < share.amount], now)

    def release(self, hold_id: str, *, now: datetime) -> None:
        """See `Ledger.release`. Raises `LookupError` for an unknown hold."""
        held = self._held(hold_id)
        if self._resolved(hold_id, "released", now):
            return
        version = FREE.rows(self._connection, wallet=held.wallet_id, freed=held.amount)[0][0]
        self._close(hold_id, "released", 0, version, now)
        self._give_back(held, held.shares, now)

    def extend(self, hold_id: str, *, until: datetime) -> None:
        """See `Ledger.extend`."""
        EXTEND.run(self._connection, hold=hold_id, until=until)

    def expire_lots(self, now: datetime, limit: int = 500) -> int:
        """See `Ledger.expire_lots`. Wallets are locked in the order of their ids."""
        done = 0
        for (wallet_id,) in DUE_WALLETS.rows(self._connection, now=now, limit=limit):
            if done < limit:
                LOCK_BY_ID.rows(self._connection, wallet=wallet_id)
                done += self.end_due(wallet_id, now, limit - done)
        return done

    def end_due(self, wallet_id: str, now: datetime, limit: int = 1000) -> int:
        """Post the end of this wallet's due lots; how many. The wallet is locked by the caller."""
        due = DUE.rows(self._connection, wallet=wallet_id, now=now, limit=limit)
        for lot_id, remaining, expired in due:
            key = f"{lot_id}/{expired}"  # a lot ends once for every part that comes back to it
            self._claim("expire", key, _fingerprint(lot_id, remaining), now)
            posted, version, seq = SPEND.rows(self._connection, wallet=wallet_id, amount=remaining, freed=0)[0]
            self._post(seq, "expiry", wallet_id, -remaining, posted, version, "expired", scope="expire", key=key, now=now)
            EXPIRE.run(self._connection, lot=lot_id)
        return len(due)

    def lots(self, wallet_id: str) -> list[Lot]:
        """What still holds credits in this wallet, due or not."""
        return [_lot(row) for row in LOTS.rows(self._connection, wallet=wallet_id)]

    def lines(self, account_id: str, *, limit: int, before_seq: int | None = None) -> list[LedgerLine]:
        """See `Ledger.lines`. Within a wallet the order of versions is the order of sequence numbers.

        An account that took others in has several wallets: their lines are one statement, and what went between them is none of it.
        """
        before = NEWEST if before_seq is None else before_seq
        wallets = [row[0] for row in WALLETS.rows(self._connection, account=account_id)]
        found = [LINES.rows(self._connection, account=account_id, wallet=one, before=before, limit=limit) for one in wallets]
        newest = sorted((row for rows in found for row in rows), reverse=True)[:limit]
        balance = self._stood(wallets, newest[0][0]) if newest else 0
        lines = []
        for seq, at, kind, other, amount, code in newest:
            lines.append(
                LedgerLine(seq, instant(at), kind, other.removeprefix("issued_") if kind == "grant" else None, amount, balance, code)
            )
            balance -= amount
        return lines

    def _stood(self, wallets: list[str], seq: int) -> int:
        """What these wallets held together after this transaction."""
        rows = [STOOD_AT.rows(self._connection, wallet=wallet, seq=seq) for wallet in wallets]
        return sum(row[0][0] for row in rows if row)

    def _claim(self, scope: str, key: str, fingerprint: str, now: datetime, hold_id: str | None = None) -> Earlier | None:
        """Take the command's row, or say what became of it before. Waits for a command of the same key that is under way."""
        if CLAIM.run(self._connection, scope=scope, key=key, fingerprint=fingerprint, hold=hold_id, now=now):
            return None
        before, refused_code, seq = EARLIER.rows(self._connection, scope=scope, key=key)[0]
        if before != fingerprint:
            raise KeyReused(key)
        return Earlier(refused_code, seq)

    def _reserve(self, account_id: str, amount: int, key: str, now: datetime) -> tuple[str, int]:
        """Wallet id and version after `held` grew. Due lots end first, so that what is available is also in active lots."""
        rows = RESERVE.rows(self._connection, account=account_id, amount=amount, now=now)
        if not rows:
            self.end_due(self._locked(account_id), now)
            rows = RESERVE.rows(self._connection, account=account_id, amount=amount, now=now)
        if not rows:
            self._refuse(account_id, amount, key)
        wallet_id, version = rows[0]
        return wallet_id, version

    def _demand_within(self, cap: Cap, account_id: str, amount: int, key: str) -> None:
        """With the wallet locked nobody else reserves, so what is counted after that is all there is."""
        LOCK.rows(self._connection, account=account_id)
        left = max(0, cap.most - self.spent(account_id, cap.since))
        if amount > left:
            REFUSE.run(self._connection, key=key, code="limit")
            raise HoldRefused("limit", amount, left)

    def _refuse(self, account_id: str, amount: int, key: str) -> None:
        """Remember and raise the refusal."""
        _, posted, held, locked_reason = LOCK.rows(self._connection, account=account_id)[0]
        code = "insufficient" if locked_reason is None else "locked"
        REFUSE.run(self._connection, key=key, code=code)
        raise HoldRefused(code, amount, posted - held)

    def _held(self, hold_id: str) -> Held:
        """Only what never changes is read here, so no lock is needed yet."""
        rows = SHARES.rows(self._connection, hold=hold_id)
        if not rows:
            raise LookupError(hold_id)
        wallet_id, amount, purpose = rows[0][:3]
        sizes = {row[4]: row[3] for row in rows}
        lots = burn_order(_lot(row[4:]) for row in rows)
        return Held(wallet_id, amount, HoldPurpose(purpose), [Share(lot.id, sizes[lot.id]) for lot in lots], lots)

    def _resolved(self, hold_id: str, how: str, now: datetime) -> bool:
        """Whether the hold was resolved in this way before. Raises `HoldResolved` if it was resolved in another."""
        try:
            return self._claim("resolve", hold_id, how, now, hold_id) is not None
        except KeyReused:
            raise HoldResolved(hold_id) from None

    def _close(self, hold_id: str, state: str, captured: int, version: int, now: datetime) -> None:
        if RESOLVE.run(self._connection, hold=hold_id, state=state, captured=captured, version=version, now=now) != 1:
            raise HoldResolved(hold_id)

    def _give_back(self, held: Held, shares: list[Share], now: datetime) -> None:
        """Put credits back into their lots; what returns to a lot that is due ends at once."""
        for share in shares:
            GIVE_BACK.run(self._connection, lot=share.lot_id, amount=share.amount)
        returned = {share.lot_id for share in shares}
        if any(lot.id in returned and lot.due(now) for lot in held.lots):
            self.end_due(held.wallet_id, now)

    def _post(
        self,
        seq: int,
        kind: str,
        wallet_id: str,
        amount: int,
        balance: int,
        version: int,
        house: str,
        *,
        scope: str,
        key: str,
        now: datetime,
        hold_id: str | None = None,
    ) -> None:
        """Both lines, then the seal that refuses them unless they sum to zero (wallet.md §2.3)."""
        POST.run(self._connection, seq=seq, wallet=wallet_id, amount=amount, balance=balance, version=version, house=house, counter=-amount)
        SEAL.run(self._connection, seq=seq, kind=kind, scope=scope, key=key, hold=hold_id, now=now)


def _lot(row: tuple[Any, ...]) -> Lot:
    lot_id, kind, granted, remaining, created_at, expires_at = row
    return Lot(lot_id, LotKind(kind), granted, remaining, instant(created_at), None if expires_at is None else instant(expires_at))


def _fingerprint(*content: object) -> str:
    """The content of a command, in a form that shows nothing of it. Parts are ids, numbers and words, none with a blank in it."""
    return sha256(" ".join(map(str, content)).encode()).hexdigest()


def _demand_positive(amount: int) -> None:
    if amount < 1:
        raise ValueError("credits move in whole positive numbers")
