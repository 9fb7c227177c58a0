"""`ledger verify`: the invariants of the books (wallet.md §2.5), each one query over one consistent snapshot.

A query lists what breaks its rule and nothing else; the database groups and joins, so the books are never loaded. Only the seals of
receipts are computed here, some at a time. Run it on a read connection inside one transaction (on PostgreSQL: REPEATABLE READ, or two
queries may see two moments).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, text

from core.billing import fingerprint, printed_number
from db.billing_documents import DOCUMENT
from db.columns import Instant
from db.returns import REFUND
from db.triggers import missing_triggers

SHOWN = 5
AT_ONCE = 500
"""Documents in memory at a time."""
GRACE = timedelta(minutes=15)
"""How long an open hold may outlive its expiry: its job is being settled or taken over."""


@dataclass(frozen=True)
class Check:
    """One rule of the books: how many rows break it, and the ids of a few of them."""

    name: str
    count: int
    examples: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing breaks the rule."""
        return self.count == 0

    def __str__(self) -> str:
        """The line that the command prints."""
        return f"ok      {self.name}" if self.ok else f"BROKEN  {self.name}: {self.count}, such as {', '.join(self.examples)}"


RULES: dict[str, str] = {
    "transactions-balance": """
        SELECT CAST(p.seq AS TEXT) AS id FROM posting p LEFT JOIN ledger_txn t ON t.seq = p.seq
        GROUP BY p.seq HAVING sum(p.amount) <> 0 OR count(*) < 2 OR max(t.seq) IS NULL
        UNION ALL
        SELECT CAST(t.seq AS TEXT) FROM ledger_txn t LEFT JOIN posting p ON p.seq = t.seq WHERE p.seq IS NULL""",
    "books-sum-to-zero": """
        SELECT 'all' AS id FROM (
            SELECT sum(amount) AS total FROM (SELECT amount FROM posting UNION ALL SELECT amount FROM books_total) lines
        ) s WHERE s.total <> 0""",
    "former-is-nothing": """
        SELECT 'former' AS id FROM (
            SELECT sum(amount) AS total FROM (SELECT account, amount FROM posting UNION ALL SELECT account, amount FROM books_total) lines
            WHERE lines.account = 'former'
        ) s WHERE s.total <> 0
        UNION ALL
        SELECT account FROM books_total
        WHERE account NOT IN ('former', 'issued_promo', 'issued_compensation', 'issued_paid', 'expired', 'consumed', 'refunded',
                              'clawed_back', 'repaid')
        UNION ALL
        SELECT CAST(p.seq AS TEXT) FROM posting p LEFT JOIN posting other ON other.seq = p.seq AND other.wallet_id IS NOT NULL
        LEFT JOIN payment paid ON paid.credited_seq = p.seq
        WHERE p.account = 'former' AND other.seq IS NULL AND paid.id IS NULL""",
    "nobody-is-being-purged": "SELECT ref AS id FROM purging",
    "lines-fit-their-kind": """
        SELECT CAST(t.seq AS TEXT) AS id FROM ledger_txn t JOIN posting p ON p.seq = t.seq
        WHERE NOT CASE WHEN t.kind = 'transfer'
                       THEN p.account IN ('wallet', 'former') AND p.line IN (1, 2) AND (p.amount > 0) = (p.line = 1)
                       WHEN p.account = 'wallet' THEN p.line = 1 AND (p.amount > 0) = (t.kind = 'grant')
                       WHEN t.kind = 'grant' AND p.account = 'former' THEN p.line = 1 AND p.amount > 0
                       WHEN t.kind = 'grant' THEN p.line = 2 AND p.account IN ('issued_promo', 'issued_compensation', 'issued_paid')
                       WHEN t.kind = 'capture' THEN p.line = 2 AND p.account = 'consumed'
                       WHEN t.kind = 'refund' THEN p.line = 2 AND p.account = 'refunded'
                       WHEN t.kind = 'clawback' THEN p.line = 2 AND p.account = 'clawed_back'
                       WHEN t.kind = 'repayment' THEN p.line = 2 AND p.account = 'repaid'
                       ELSE p.line = 2 AND p.account = 'expired' END""",
    "wallet-is-its-postings": """
        SELECT w.id FROM wallet w
        LEFT JOIN (SELECT wallet_id, sum(amount) AS total FROM posting GROUP BY wallet_id) p ON p.wallet_id = w.id
        WHERE w.posted <> coalesce(p.total, 0)""",
    "versions-have-no-gap": """
        SELECT w.id FROM wallet w
        LEFT JOIN (
            SELECT wallet_id, count(*) AS n, count(DISTINCT version) AS different, min(version) AS lowest, max(version) AS highest FROM (
                SELECT wallet_id, version FROM posting WHERE wallet_id IS NOT NULL
                UNION ALL SELECT wallet_id, placed_version FROM hold
                UNION ALL SELECT wallet_id, resolved_version FROM hold WHERE state IN ('released', 'expired')
            ) changes GROUP BY wallet_id
        ) c ON c.wallet_id = w.id
        WHERE coalesce(c.n, 0) <> w.version
           OR (c.n > 0 AND (c.different <> c.n OR c.lowest <> 1 OR c.highest <> w.version))""",
    "balances-replay": """
        SELECT id FROM (
            SELECT CAST(seq AS TEXT) AS id, seq, balance_after,
                   sum(amount) OVER (PARTITION BY wallet_id ORDER BY version) AS replayed,
                   lag(seq) OVER (PARTITION BY wallet_id ORDER BY version) AS previous
            FROM posting WHERE wallet_id IS NOT NULL
        ) r WHERE r.balance_after <> r.replayed OR r.seq <= r.previous""",
    "held-is-open-holds": """
        SELECT w.id FROM wallet w
        LEFT JOIN (SELECT wallet_id, sum(amount) AS total FROM hold WHERE state = 'open' GROUP BY wallet_id) h ON h.wallet_id = w.id
        WHERE w.held <> coalesce(h.total, 0)""",
    "nothing-overspent": "SELECT w.id FROM wallet w WHERE w.held < 0 OR w.posted - w.held < 0",
    "available-is-in-lots": """
        SELECT w.id FROM wallet w
        LEFT JOIN (SELECT wallet_id, sum(remaining) AS total FROM lot GROUP BY wallet_id) l ON l.wallet_id = w.id
        WHERE w.posted - w.held <> coalesce(l.total, 0)""",
    "holds-are-their-shares": """
        SELECT h.id FROM hold h LEFT JOIN hold_lot s ON s.hold_id = h.id LEFT JOIN lot l ON l.id = s.lot_id
        GROUP BY h.id, h.amount, h.captured
        HAVING coalesce(sum(s.amount), 0) <> h.amount OR coalesce(sum(s.captured), 0) <> h.captured
            OR sum(CASE WHEN l.wallet_id <> h.wallet_id THEN 1 ELSE 0 END) > 0""",
    "lots-add-up": """
        SELECT l.id FROM lot l
        LEFT JOIN (
            SELECT s.lot_id, sum(CASE WHEN h.state = 'open' THEN s.amount ELSE s.captured END) AS used
            FROM hold_lot s JOIN hold h ON h.id = s.hold_id GROUP BY s.lot_id
        ) u ON u.lot_id = l.id
        WHERE l.granted <> l.remaining + l.expired + l.moved + coalesce(u.used, 0) OR l.remaining < 0 OR l.remaining > l.granted""",
    "lots-are-grants": """
        SELECT l.id FROM lot l
        LEFT JOIN ledger_txn t ON t.seq = l.seq
        LEFT JOIN posting p ON p.seq = l.seq AND p.line = 1
        LEFT JOIN posting house ON house.seq = l.seq AND house.line = 2
        WHERE NOT coalesce(t.kind = 'transfer' AND (l.from_lot IS NULL) = (house.account = 'former')
            OR t.kind = 'grant' AND (l.from_lot IS NULL OR l.kind = 'paid' AND (t.key LIKE 'refund/%/failed' OR t.key LIKE 'dispute/%/won'))
            AND p.wallet_id = l.wallet_id AND p.amount = l.granted AND house.account = 'issued_' || l.kind, FALSE)
        UNION ALL
        SELECT CAST(t.seq AS TEXT) FROM ledger_txn t LEFT JOIN lot l ON l.seq = t.seq LEFT JOIN posting p ON p.seq = t.seq AND p.line = 1
        WHERE t.kind = 'grant' GROUP BY t.seq, p.account HAVING count(l.id) <> CASE WHEN p.account = 'former' THEN 0 ELSE 1 END""",
    "transfers-are-lots": """
        SELECT CAST(t.seq AS TEXT) AS id FROM ledger_txn t
        LEFT JOIN posting target ON target.seq = t.seq AND target.line = 1
        LEFT JOIN posting source ON source.seq = t.seq AND source.line = 2
        LEFT JOIN lot l ON l.seq = t.seq
        LEFT JOIN lot origin ON origin.id = l.from_lot
        WHERE t.kind = 'transfer' GROUP BY t.seq, target.account, target.amount
        HAVING coalesce(sum(l.granted), 0) <> CASE WHEN target.account = 'former' THEN 0 ELSE target.amount END
            OR sum(CASE WHEN l.id IS NULL OR l.wallet_id = target.wallet_id AND (source.account = 'former'
                         OR origin.wallet_id = source.wallet_id AND origin.kind = l.kind
                            AND coalesce(origin.expires_at, 0) = coalesce(l.expires_at, 0)) THEN 0 ELSE 1 END) > 0
        UNION ALL
        SELECT origin.id FROM lot origin
        LEFT JOIN (
            SELECT moved.from_lot, sum(moved.granted) AS total FROM lot moved JOIN ledger_txn t ON t.seq = moved.seq
            WHERE moved.from_lot IS NOT NULL AND t.kind = 'transfer' GROUP BY moved.from_lot
        ) l ON l.from_lot = origin.id
        WHERE origin.moved < coalesce(l.total, 0)
        UNION ALL
        SELECT w.id FROM wallet w
        LEFT JOIN (SELECT wallet_id, sum(moved) AS total FROM lot GROUP BY wallet_id) l ON l.wallet_id = w.id
        LEFT JOIN (
            SELECT p.wallet_id, -sum(p.amount) AS total FROM ledger_txn t JOIN posting p ON p.seq = t.seq AND p.line = 2
            WHERE t.kind = 'transfer' GROUP BY p.wallet_id
        ) gone ON gone.wallet_id = w.id
        WHERE coalesce(l.total, 0) <> coalesce(gone.total, 0)""",
    "merged-wallets-are-empty": """
        SELECT w.id FROM wallet w WHERE w.merged_into IS NOT NULL AND (w.posted <> 0 OR w.held <> 0)
        UNION ALL
        SELECT w.id FROM wallet w LEFT JOIN account_merge m ON m.wallet_id = w.id AND m.undone_at IS NULL
        WHERE (w.merged_into IS NULL) <> (m.id IS NULL)""",
    "lot-ends-are-posted": """
        SELECT w.id FROM wallet w
        LEFT JOIN (SELECT wallet_id, sum(expired) AS total FROM lot GROUP BY wallet_id) l ON l.wallet_id = w.id
        LEFT JOIN (
            SELECT p.wallet_id, -sum(p.amount) AS total FROM ledger_txn t JOIN posting p ON p.seq = t.seq AND p.line = 1
            WHERE t.kind = 'expiry' GROUP BY p.wallet_id
        ) e ON e.wallet_id = w.id
        WHERE coalesce(l.total, 0) <> coalesce(e.total, 0)""",
    "captures-are-posted": """
        SELECT h.id FROM hold h
        LEFT JOIN ledger_txn t ON t.scope = 'resolve' AND t.key = h.id
        LEFT JOIN posting p ON p.seq = t.seq AND p.line = 1
        WHERE NOT CASE WHEN h.state <> 'captured' THEN t.seq IS NULL
                       ELSE coalesce(t.kind = CASE h.purpose WHEN 'job' THEN 'capture' WHEN 'refund' THEN 'refund'
                                                       WHEN 'clawback' THEN 'clawback' ELSE 'repayment' END
                                     AND t.hold_id = h.id AND p.wallet_id = h.wallet_id
                                     AND p.amount = -h.captured AND p.version = h.resolved_version, FALSE) END
        UNION ALL
        SELECT CAST(t.seq AS TEXT) FROM ledger_txn t LEFT JOIN hold h ON h.id = t.key
        WHERE t.kind IN ('capture', 'refund', 'clawback', 'repayment') AND h.id IS NULL""",
    "open-holds-have-working-jobs": """
        SELECT h.id FROM hold h LEFT JOIN job j ON j.id = h.job_id
        WHERE h.state = 'open' AND h.purpose = 'job' AND NOT coalesce(j.state = 'working' AND j.hold_id = h.id, FALSE)
        UNION ALL
        SELECT j.id FROM job j LEFT JOIN hold h ON h.id = j.hold_id
        WHERE j.state <> 'draft' AND NOT (j.state = 'finished' AND j.hold_id IS NULL)
          AND NOT coalesce(h.job_id = j.id AND (h.state = 'open') = (j.state = 'working'), FALSE)""",
    "no-hold-is-forgotten": """
        SELECT h.id FROM hold h WHERE h.state = 'open' AND h.purpose = 'job' AND h.expires_at < :deadline
        UNION ALL
        SELECT h.id FROM hold h LEFT JOIN refund r ON r.hold_id = h.id AND r.state IN ('due', 'asked')
        WHERE h.state = 'open' AND h.purpose <> 'job' AND (h.purpose <> 'refund' OR r.id IS NULL)""",
    "refunds-are-their-holds": """
        SELECT r.id FROM refund r LEFT JOIN hold h ON h.id = r.hold_id
        LEFT JOIN ledger_txn g ON g.scope = 'grant' AND g.key = 'refund/' || r.id || '/failed'
        LEFT JOIN (SELECT DISTINCT payment_id FROM dispute WHERE state <> 'open') d ON d.payment_id = r.payment_id
        WHERE CASE WHEN r.hold_id IS NULL THEN r.credits <> 0 AND r.state <> 'done'
                   ELSE NOT coalesce(h.purpose = 'refund' AND h.amount = r.credits AND CASE r.state
                       WHEN 'done' THEN h.state = 'captured' AND h.captured = r.credits
                       WHEN 'failed' THEN h.state = 'released' OR h.state = 'captured' AND (g.seq IS NOT NULL OR d.payment_id IS NOT NULL)
                       ELSE h.state = 'open' END, FALSE) END
        UNION ALL
        SELECT p.id FROM payment p JOIN refund r ON r.payment_id = p.id AND r.state <> 'failed'
        LEFT JOIN payment_order o ON o.id = p.order_id
        GROUP BY p.id, p.gross, o.credits HAVING sum(r.amount) > p.gross OR sum(r.credits) > o.credits""",
    "disputes-add-up": """
        SELECT o.account_id AS id FROM payment_order o JOIN payment p ON p.order_id = o.id JOIN dispute d ON d.payment_id = p.id
        JOIN wallet w ON w.account_id = o.account_id
        GROUP BY o.account_id, w.locked_reason
        HAVING coalesce(w.locked_reason, '') <> CASE WHEN max(CASE WHEN d.state = 'open' THEN 1 ELSE 0 END) = 1 THEN 'dispute'
                                                     WHEN sum(d.owed - d.repaid - d.forgiven) > 0 THEN 'debt' ELSE '' END
        UNION ALL
        SELECT p.id FROM payment p JOIN dispute d ON d.payment_id = p.id JOIN payment_order o ON o.id = p.order_id
        GROUP BY p.id, o.credits HAVING sum(CASE WHEN d.state = 'lost' THEN d.clawed + d.owed ELSE 0 END) > o.credits""",
    "transactions-have-commands": """
        SELECT CAST(t.seq AS TEXT) AS id FROM ledger_txn t LEFT JOIN command_log c ON c.scope = t.scope AND c.key = t.key
        WHERE NOT coalesce(c.outcome = 'done' AND t.scope =
            CASE t.kind WHEN 'grant' THEN 'grant' WHEN 'expiry' THEN 'expire' WHEN 'transfer' THEN 'transfer' ELSE 'resolve' END, FALSE)
        UNION ALL
        SELECT h.id FROM hold h LEFT JOIN command_log c ON c.scope = 'resolve' AND c.key = h.id
        WHERE (h.state = 'open') <> (c.key IS NULL)
        UNION ALL
        SELECT h.id FROM hold h
        LEFT JOIN (SELECT hold_id FROM command_log WHERE scope = 'hold' AND outcome = 'done') c ON c.hold_id = h.id
        WHERE c.hold_id IS NULL""",
    "commands-did-what-they-say": """
        SELECT c.key AS id FROM command_log c
        LEFT JOIN ledger_txn t ON t.scope = c.scope AND t.key = c.key
        LEFT JOIN hold h ON h.id = c.hold_id
        WHERE c.outcome = 'done' AND CASE WHEN c.scope IN ('grant', 'expire', 'transfer') THEN t.seq IS NULL ELSE h.id IS NULL END""",
    "vouchers-gave-what-they-are-worth": """
        SELECT v.id FROM voucher v
        LEFT JOIN (SELECT voucher_id, count(*) AS n FROM voucher_use GROUP BY voucher_id) u ON u.voucher_id = v.id
        WHERE v.used > v.most OR coalesce(u.n, 0) > v.used
        UNION ALL
        SELECT u.voucher_id FROM voucher_use u JOIN voucher v ON v.id = u.voucher_id LEFT JOIN lot l ON l.seq = u.seq
        WHERE NOT coalesce(l.wallet_id = u.wallet_id AND l.kind = 'promo' AND l.granted = v.credits, FALSE)""",
    "payments-are-credited-once": """
        SELECT p.id FROM payment p LEFT JOIN payment_order o ON o.id = p.order_id LEFT JOIN lot l ON l.payment_id = p.id
        LEFT JOIN posting former ON former.seq = p.credited_seq AND former.account = 'former'
        GROUP BY p.id, p.credited_seq, o.credits, o.wallet_id, former.amount
        HAVING count(l.id) <> CASE WHEN p.credited_seq IS NULL OR former.amount IS NOT NULL THEN 0 ELSE 1 END
            OR former.amount <> o.credits
            OR (p.credited_seq IS NOT NULL AND former.amount IS NULL AND NOT coalesce(
                max(l.seq) = p.credited_seq AND max(l.granted) = o.credits
                AND max(l.wallet_id) = o.wallet_id AND max(l.kind) = 'paid', FALSE))""",
    # A series goes as a whole when nobody has to keep it any more, so as long as it is there every number is.
    "documents-have-no-gap": """
        SELECT s.code AS id FROM document_series s LEFT JOIN billing_document d ON d.series = s.code
        GROUP BY s.code, s.next HAVING count(d.number) <> s.next - 1 OR min(d.number) <> 1 OR max(d.number) <> s.next - 1
        UNION ALL
        SELECT d.id FROM billing_document d LEFT JOIN document_series s ON s.code = d.series WHERE s.code IS NULL""",
    "credit-notes-name-receipts": """
        SELECT d.id FROM billing_document d
        LEFT JOIN billing_document receipt ON receipt.id = d.refers_to
        WHERE d.refers_to IS NOT NULL AND (d.kind <> 'credit-note' OR receipt.id IS NOT NULL
            AND (receipt.kind <> 'receipt' OR coalesce(d.payment_id, '') <> coalesce(receipt.payment_id, '')))""",
}


def verify(connection: Connection, now: datetime, grace: timedelta = GRACE) -> list[Check]:
    """Every check, broken or not, in a fixed order."""
    return [*(verify_rule(connection, name, now, grace) for name in RULES), *_document_checks(connection), *_engine_checks(connection)]


def verify_rule(connection: Connection, name: str, now: datetime, grace: timedelta = GRACE) -> Check:
    """One of `RULES` alone: what a program that is at work looks at, one after another. Raises `KeyError`."""
    sql = RULES[name]
    statement = text(f"SELECT id, count(*) OVER () FROM ({sql}) broken LIMIT {SHOWN}")  # noqa: S608 - the rules above, nothing from outside
    if ":deadline" in sql:
        statement = statement.bindparams(bindparam("deadline", now - grace, Instant))
    rows = connection.execute(statement).all()
    return Check(name, rows[0][1] if rows else 0, tuple(row[0] for row in rows))


def _document_checks(connection: Connection) -> Iterator[Check]:
    """What a document says is what it said when it was issued, and no more went back than had come."""
    changed, returned = [], Counter[str]()
    for row in connection.execute(select(DOCUMENT).order_by(DOCUMENT.c.id).execution_options(yield_per=AT_ONCE)):
        changed += [] if _is_as_issued(row) else [row.id]
        returned.update({row.refers_to: row.contents["gross"]} if row.refers_to else {})
    named = select(DOCUMENT.c.refers_to).where(DOCUMENT.c.refers_to.is_not(None)).correlate(None)
    # What was said to go back and came again after all may be said once more; who has left takes that knowledge along.
    came_again = select(func.sum(REFUND.c.amount)).where(REFUND.c.payment_id == DOCUMENT.c.payment_id, REFUND.c.state == "failed")
    known = select(DOCUMENT.c.id, DOCUMENT.c.contents, func.coalesce(came_again.scalar_subquery(), 0).label("again"))
    known = known.where(DOCUMENT.c.id.in_(named), DOCUMENT.c.payment_id.is_not(None)).order_by(DOCUMENT.c.id)
    receipts = connection.execute(known).all()
    yield _listed("documents-are-as-issued", changed)
    yield _listed("no-more-went-back-than-came", [row.id for row in receipts if returned[row.id] > row.contents["gross"] + row.again])


def _is_as_issued(row: Row[Any]) -> bool:
    said = row.contents
    own = printed_number(row.series, row.number), row.kind, row.refers_to or ""
    return row.sha256 == fingerprint(said) and row.id == own[0] and own == (said["number"], said["kind"], said["corrects"])


def _engine_checks(connection: Connection) -> Iterator[Check]:
    """What the rules rely on: the triggers are there, and SQLite's file is whole."""
    yield _listed("triggers-present", missing_triggers(connection))
    if connection.dialect.name == "sqlite":
        yield _listed("file-is-whole", [line for (line,) in connection.exec_driver_sql("PRAGMA integrity_check") if line != "ok"])
        references = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        yield _listed("references-exist", [f"{table} {row}" for table, row, *_ in references])


def _listed(name: str, broken: list[str]) -> Check:
    return Check(name, len(broken), tuple(broken[:SHOWN]))
