"""What waits to be sent: a table whose rows have `due_at` and `attempts`, taken one by one, none of them able to hold up the others."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Table, select, update
from sqlalchemy.exc import DBAPIError

from core.backoff import pause

T = TypeVar("T")
MOST_UNREADABLE = 20
"""Passed over in one claim, so that a claim stays short."""

log = logging.getLogger(__name__)


def claim(
    connection: Connection,
    table: Table,
    waiting: ColumnElement[bool],
    read: Callable[[Row[Any]], T],
    now: datetime,
    *,
    first_pause: timedelta,
    longest_pause: timedelta,
) -> T | None:
    """What is due first. Unless it is ended, it is due again after `first_pause`, doubled with each attempt up to `longest_pause`.

    The attempt is counted before anything else, so a row that cannot even be read waits like others that fail, and the next has its turn.
    """
    for _ in range(MOST_UNREADABLE):
        due = select(table).where(waiting, table.c.due_at <= now).order_by(table.c.due_at, table.c.id).limit(1)
        row = connection.execute(due.with_for_update(skip_locked=True)).one_or_none()
        if row is None:
            return None
        again = {"due_at": now + pause(row.attempts, first_pause, longest_pause), "attempts": row.attempts + 1}
        connection.execute(update(table).where(table.c.id == row.id).values(again))
        try:
            return read(row)
        except DBAPIError:
            raise
        except Exception:
            log.exception("row not read", extra={"table": table.name, "attempts": row.attempts})
    return None
