"""What the self-test asks of the database (PRV-92): looking for words in every column, and taking a picture out of turn."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, cast

from sqlalchemy import ColumnElement, Connection, FromClause, Text, column, func, literal, or_, select, table, text

from core.rights.held import Kind
from core.rights.requests import ENDED, Request, RequestKind
from core.self_test.marks import PLATFORM
from core.storage.unit_of_work import UnitOfWork
from db.person_rows import TABLES, SqlPersonRows
from db.queue import ASK, TURN
from db.rights import request_of
from db.turns import take_turns
from db.verify import verify

if TYPE_CHECKING:
    from db.unit_of_work import SqlUnitOfWork

REQUEST = TABLES["rights_request"]
STATISTICS = "pg_stats"
"""The planner's samples of values, on PostgreSQL."""
IN_WORDS = (Kind.TEXT, Kind.DOCUMENT)
PATIENCE = timedelta(minutes=30)
"""For looking through one table, on PostgreSQL."""


class SqlInside:
    """Implements `core.self_test.bench.Inside`."""

    def __init__(self, *, statistics: bool) -> None:
        """`statistics`: it is PostgreSQL."""
        self._statistics = statistics

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """See `Inside.tables`."""
        return (*(name for name in TABLES), *([STATISTICS] if self._statistics else []))

    @cached_property
    def _words(self) -> dict[str, list[str]]:
        """The columns of each table that hold text; a type that nobody knows raises `TypeError`."""
        return {held.name: [one.name for one in held.columns if one.kind in IN_WORDS] for held in SqlPersonRows().tables}

    def rows_with(self, uow: UnitOfWork, table: str, marks: Sequence[str]) -> int:
        """See `Inside.rows_with`."""
        connection = _connection(uow)
        if connection.dialect.name == "postgresql":
            # A table may be larger than the usual limit lets anybody read.
            connection.execute(text(f"SET LOCAL statement_timeout = {round(PATIENCE.total_seconds() * 1000)}"))
        if table == STATISTICS:
            return _number(connection, _SAMPLES, [_SAMPLES.c[name] for name in _SAMPLED], marks)
        return _number(connection, TABLES[table], [TABLES[table].c[name] for name in self._words[table]], marks)

    def last_run(self, uow: UnitOfWork) -> Request | None:
        """See `Inside.last_run`."""
        runs = select(REQUEST).where(REQUEST.c.channel == PLATFORM, REQUEST.c.kind == RequestKind.COMPLAINT)
        row = _connection(uow).execute(runs.order_by(REQUEST.c.received_at.desc(), REQUEST.c.ref).limit(1)).one_or_none()
        return request_of(row) if row else None

    def unfinished(self, uow: UnitOfWork) -> list[str]:
        """See `Inside.unfinished`."""
        begun = REQUEST.c.channel == PLATFORM, REQUEST.c.kind == RequestKind.ERASE, REQUEST.c.state.not_in(ENDED)
        return list(_connection(uow).execute(select(REQUEST.c.ref).where(*begun).order_by(REQUEST.c.received_at)).scalars())

    def take(self, uow: UnitOfWork, picture_id: str, owner: str, now: datetime, until: datetime) -> None:
        """See `Inside.take`. It is the only one of its person, so nobody has to step forward."""
        connection = _connection(uow)
        take_turns(connection, TURN)
        ASK.run(connection, of=picture_id, owner=owner, lease_until=until, asked_at=now)

    def breaches(self, uow: UnitOfWork, now: datetime) -> int:
        """See `Inside.breaches`."""
        return sum(not check.ok for check in verify(_connection(uow), now))


_SAMPLED = ("most_common_vals", "histogram_bounds")
_SAMPLES = table(STATISTICS, *(column(name) for name in _SAMPLED))


def _number(connection: Connection, rows: FromClause, columns: Sequence[ColumnElement[object]], marks: Sequence[str]) -> int:
    """Rows in which one of the marks stands. All columns are put together first, so that each row is read once."""
    if not columns:
        return 0
    everything: ColumnElement[str] = literal("", Text)
    for one in columns:
        everything = everything + "\n" + func.coalesce(one.cast(Text), "")
    found = or_(*(func.lower(everything).contains(mark, autoescape=True) for mark in marks))
    return int(connection.execute(select(func.count()).select_from(rows).where(found)).scalar_one())


def _connection(uow: UnitOfWork) -> Connection:
    return cast("SqlUnitOfWork", uow).connection
