"""Codes that are worth credits, who used them, and what the operator gave by hand."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from core.vouchers import CreditGrant, Voucher
from db.prepared import Prepared
from db.tables import METADATA
from db.upsert import insert_once

TABLES = METADATA.tables
VOUCHER, USE, GRANT = TABLES["voucher"], TABLES["voucher_use"], TABLES["credit_grant"]

USED = Prepared("""
    WITH RECURSIVE mine(id) AS (
        SELECT id FROM wallet WHERE id = :wallet
        UNION ALL SELECT w.id FROM wallet w JOIN mine ON w.merged_into = mine.id)
    SELECT 1 FROM voucher_use u WHERE u.voucher_id = :voucher AND (u.who = :who OR u.wallet_id IN (SELECT id FROM mine))""")
COUNT = Prepared(update(VOUCHER).where(VOUCHER.c.id == bindparam("voucher")).values(used=VOUCHER.c.used + 1))


class SqlVouchers:
    """Implements `core.storage.vouchers.Vouchers`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, voucher: Voucher) -> None:
        """See `Vouchers.add`."""
        self._connection.execute(insert(VOUCHER).values(asdict(voucher)))

    def locked(self, code_hash: str) -> Voucher | None:
        """See `Vouchers.locked`. Its row is the mutex of its uses, and comes before the wallet."""
        found = select(VOUCHER).where(VOUCHER.c.code_hash == code_hash).with_for_update(key_share=True)
        row = self._connection.execute(found).one_or_none()
        return _voucher(row) if row else None

    def is_used(self, voucher_id: str, wallet_id: str, who: str) -> bool:
        """See `Vouchers.is_used`."""
        return bool(USED.rows(self._connection, voucher=voucher_id, wallet=wallet_id, who=who))

    def use(self, voucher_id: str, wallet_id: str, who: str, seq: int, now: datetime) -> None:
        """See `Vouchers.use`."""
        COUNT.run(self._connection, voucher=voucher_id)
        self._connection.execute(insert(USE).values(voucher_id=voucher_id, wallet_id=wallet_id, who=who, seq=seq, at=now))

    def listed(self) -> list[Voucher]:
        """See `Vouchers.listed`."""
        found = select(VOUCHER).order_by(VOUCHER.c.created_at.desc(), VOUCHER.c.id)
        return [_voucher(row) for row in self._connection.execute(found)]

    def stop(self, voucher_id: str, now: datetime) -> bool:
        """See `Vouchers.stop`."""
        running = update(VOUCHER).where(VOUCHER.c.id == voucher_id, VOUCHER.c.stopped_at.is_(None))
        return bool(self._connection.execute(running.values(stopped_at=now)).rowcount)

    def granted(self, grant: CreditGrant) -> bool:
        """See `Vouchers.granted`."""
        return insert_once(self._connection, GRANT, asdict(grant))


def _voucher(row: Any) -> Voucher:
    return Voucher(**row._asdict())
