"""What keeps failing, for the operator: pictures that were given up because they broke us, and rows that were tried again and again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, literal_column, select

from core.jobs import MOST_LOST, QUARANTINED
from db.job_rows import JOB, PICTURE
from db.queue import ASKED, is_word
from db.tables import METADATA
from db.tables.rights import RIGHTS_DUE

TABLES = METADATA.tables
MANY = 5
"""Attempts from which on a row is worth a look; all of them back off, so it has failed for a while."""


@dataclass(frozen=True)
class Trouble:
    """`where` is the table, `id` the row (a job's code for people), `at` when it ended or is tried again."""

    where: str
    id: str
    attempts: int
    at: datetime | None


def quarantined(connection: Connection, limit: int = 200) -> Iterator[Trouble]:
    """Pictures that were given up because they broke whoever had them, newest first; and those of which not even that succeeded."""
    shown = select(JOB.c.code, PICTURE.c.lost, PICTURE.c.finished_at).join(JOB, JOB.c.id == PICTURE.c.job_id)
    given_up = shown.where(is_word(PICTURE.c.reason, QUARANTINED)).order_by(PICTURE.c.finished_at.desc()).limit(limit)
    hopeless = shown.where(ASKED, PICTURE.c.lost > MOST_LOST).limit(limit)
    for query in (hopeless, given_up):
        for row in connection.execute(query):
            yield Trouble("picture", row.code, row.lost, row.finished_at)


def failing(connection: Connection, limit: int = 200) -> Iterator[Trouble]:
    """What is still to be done and was tried many times, table by table."""
    tried = JOB.c.delivery_attempts >= MANY
    due = select(JOB.c.code, JOB.c.delivery_attempts, JOB.c.delivery_due_at).where(is_word(JOB.c.delivery, "due"), tried).limit(limit)
    for code, attempts, at in connection.execute(due):
        yield Trouble("job", code, attempts, at)
    yield from _of(connection, TABLES["letter"], "id", _due("letter"), limit)
    yield from _of(connection, TABLES["notice"], "id", _due("notice"), limit)
    yield from _of(connection, TABLES["refund"], "id", _due("refund"), limit)
    yield from _of(connection, TABLES["rights_request"], "ref", literal_column(RIGHTS_DUE), limit)
    yield from _of(connection, TABLES["platform_update"], "number", is_word(TABLES["platform_update"].c.state, "open"), limit)


def _due(name: str) -> ColumnElement[bool]:
    return is_word(TABLES[name].c.state, "due")


def _of(connection: Connection, table: Table, name: str, waiting: ColumnElement[bool], limit: int) -> Iterator[Trouble]:
    many = select(table.c[name], table.c.attempts, table.c.due_at).where(waiting, table.c.attempts >= MANY)
    for id, attempts, at in connection.execute(many.order_by(table.c.due_at).limit(limit)):
        yield Trouble(table.name, str(id), attempts, at)
