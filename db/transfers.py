"""Credits that go from one wallet to another, lot by lot, as one sealed transaction (PRV-84).

A lot keeps its kind, age and end. What left it stands in `moved`; the new lot names it in `from_lot`. Lock order: command → both wallets
by id → lots.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection

from core.wallet import Share
from db.prepared import Prepared

CLAIM = Prepared("""
    INSERT INTO command_log (scope, key, fingerprint, outcome, at) VALUES ('transfer', :key, :fingerprint, 'done', :now)""")
LEAVE = Prepared("""
    UPDATE wallet SET posted = posted - :amount, version = version + 1 WHERE id = :wallet RETURNING posted, version, {next_seq}""")
ARRIVE = Prepared("UPDATE wallet SET posted = posted + :amount, version = version + 1 WHERE id = :wallet RETURNING posted, version")
POST = Prepared("""
    INSERT INTO posting (seq, line, account, wallet_id, amount, balance_after, version) VALUES
      (:seq, 1, 'wallet', :target, :amount, :target_balance, :target_version),
      (:seq, 2, 'wallet', :source, :counter, :source_balance, :source_version)""")
SEAL = Prepared("INSERT INTO ledger_txn (seq, kind, scope, key, at) VALUES (:seq, 'transfer', 'transfer', :key, :now)")
TAKE_OUT = Prepared("UPDATE lot SET remaining = remaining - :amount, moved = moved + :amount WHERE id = :lot")
PUT_IN = Prepared("""
    INSERT INTO lot (id, wallet_id, kind, granted, remaining, expired, moved, created_at, expires_at, from_lot, seq)
    SELECT :id, :wallet, kind, :amount, :amount, 0, 0, created_at, expires_at, id, :seq FROM lot WHERE id = :lot""")


def transfer(connection: Connection, shares: Sequence[Share], *, source: str, target: str, key: str, now: datetime) -> int | None:
    """Move these parts of the source's lots; the sequence number of the transaction, `None` if there is nothing to move.

    The caller has locked both wallets and ended what was due, and asks once per key: merges are keyed by themselves.
    """
    amount = sum(share.amount for share in shares)
    if not amount:
        return None
    CLAIM.run(connection, key=key, fingerprint=sha256(f"{source} {target} {amount}".encode()).hexdigest(), now=now)
    source_balance, source_version, seq = LEAVE.rows(connection, wallet=source, amount=amount)[0]
    target_balance, target_version = ARRIVE.rows(connection, wallet=target, amount=amount)[0]
    POST.run(
        connection,
        seq=seq,
        amount=amount,
        counter=-amount,
        target=target,
        target_balance=target_balance,
        target_version=target_version,
        source=source,
        source_balance=source_balance,
        source_version=source_version,
    )
    SEAL.run(connection, seq=seq, key=key, now=now)
    for number, share in enumerate(shares):
        TAKE_OUT.run(connection, lot=share.lot_id, amount=share.amount)
        # Equal lots burn in the order of their ids, as they did before.
        PUT_IN.run(connection, id=f"{seq:015d}-{number:04d}", wallet=target, lot=share.lot_id, amount=share.amount, seq=seq)
    return int(seq)
