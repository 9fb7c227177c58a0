"""What is kept only for a while, goes in time: one function for every period of the data map (PRV-50)."""

import logging
from datetime import datetime
from functools import partial

from core.ambient import Ambient
from core.storage.store import Store
from core.storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

AT_ONCE = 500
"""Rows per transaction, so that nobody waits for all of it."""


async def keep_to_periods(store: Store, ambient: Ambient) -> dict[str, int]:
    """Drop or clear everything whose period is over; how much of which table. Safe at any time, in any number of processes.

    Raises the alarm in the log for what should have gone long ago, whoever was to see to it.
    """
    now = ambient.now()
    gone: dict[str, int] = {}
    for table in await store.read(lambda uow: uow.retention.tables):
        while some := await store.write(partial(_sweep, table, now)):
            gone[table] = gone.get(table, 0) + some
        if table in gone:
            log.info("period over", extra={"table": table, "rows": gone[table]})
    for late in await store.read(lambda uow: uow.retention.overdue(now)):
        log.error("kept too long", extra={"table": late.table, "rows": late.rows})
    return gone


def _sweep(table: str, now: datetime, uow: UnitOfWork) -> int:
    return uow.retention.sweep(table, now, AT_ONCE)
