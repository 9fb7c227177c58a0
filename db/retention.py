"""Every period of the data map, enforced: the map says how many days, this says from when they count (PRV-50, T-DM-5).

A table whose rows end is one line of `ROWS`; values that end sooner than their row are `CELLS`; where files have to go first, or more than
a row, another entry of the timetable does it (`ELSEWHERE`), and here it is only watched. A rule that nothing enforces fails a test.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, delete, func, select, text, tuple_, update

from core.access import SESSION_LIFE, STOP_LIFE
from core.linking import CODE_LIFE
from core.membership import MARKED_FOR
from core.privacy.rules import Days, Rule
from core.rights.ages import MARKED_YOUNG_FOR
from core.rights.requests import ENDED
from core.rights.storage import Overdue
from db.tables import METADATA

TABLES = METADATA.tables
PROVENANCE = "merge_id"

ALARM_AFTER = timedelta(hours=24)
"""What is there so long after its time is a broken promise, and somebody must hear of it."""


def _as_it_is(moment: datetime) -> Any:
    return moment


def _as_day(moment: datetime) -> Any:
    return moment.date().isoformat()


@dataclass(frozen=True)
class Clock:
    """From when the days count: the moment in `column`, which lies `ahead` of it (an end instead of a beginning).

    `only`: rows that may go, spelt like their index. `spelt`: how the column writes a moment.
    """

    column: str
    ahead: timedelta = timedelta(0)
    only: str = ""
    spelt: Callable[[datetime], Any] = _as_it_is


@dataclass(frozen=True)
class Cells:
    """Values that are cleared while their row stays."""

    columns: tuple[str, ...]
    clock: Clock


@dataclass(frozen=True)
class Elsewhere:
    """Another entry of the timetable sees to it; `columns` empty: all of the table's."""

    entry: str
    clock: Clock
    columns: tuple[str, ...] = ()


ROWS: Mapping[str, Clock] = {
    "request_log": Clock("created_at"),
    "question": Clock("asked_at"),
    "platform_update": Clock("received_at", only="state = 'done'"),
    "letter": Clock("created_at"),
    "notice": Clock("created_at"),
    "mail_news": Clock("at"),
    "one_time_link": Clock("expires_at", ahead=STOP_LIFE),
    "link_offer": Clock("expires_at", ahead=CODE_LIFE),
    "web_session": Clock("expires_at", ahead=SESSION_LIFE),
    "web_visit": Clock("at"),
    "attempt": Clock("at"),
    "day_key": Clock("day", spelt=_as_day),
    "welcome_mark": Clock("until", ahead=MARKED_FOR),
    "age_mark": Clock("until", ahead=MARKED_YOUNG_FOR),
    "report": Clock("at"),
    "refused_prompt": Clock("at", only="state != 'appealed'"),
    "rights_words": Clock("at"),
    "request_mail": Clock("at"),
    "staff_access": Clock("at"),
    "rights_request": Clock("received_at", only=f"state IN ({', '.join(repr(str(state)) for state in sorted(ENDED))})"),
}
"""Whole rows."""

PARTS: Mapping[str, Collection[str]] = {
    "rights_request": ("rights_step", "rights_count", "rights_event", "rights_deadline", "rights_words", "request_mail", "report"),
}
"""Rows that go with another one, by its `ref`."""

CELLS: Mapping[str, Cells] = {
    "rights_request": Cells(("code_hash", "code_until"), Clock("code_until", ahead=timedelta(hours=1))),
}
"""Values that end before their row does."""

ELSEWHERE: Mapping[str, Elsewhere] = {
    "reference": Elsewhere("remove references", Clock("created_at")),
    "export_part": Elsewhere("sweep copies", Clock("expires_at", ahead=timedelta(days=7))),
    "account_merge": Elsewhere("seal merges", Clock("at", only="sealed = 0"), ("email",)),
}
"""What more than a DELETE belongs to. Where rows came from (`merge_id`) is cleared by "seal merges", too."""


def days_of(table: str, columns: Collection[str] = ()) -> int:
    """How many days the map says, for the whole row or for these columns. Raises `ValueError` unless it says one number."""
    apart = {PROVENANCE, *(CELLS[table].columns if table in CELLS and not columns else ())}
    names = columns or [column.name for column in TABLES[table].c if column.name not in apart]
    found = {days for name in names if (days := _days(TABLES[table].c[name]))}
    if len(found) != 1:
        raise ValueError(f"{table}: one period for {', '.join(names)}, not {sorted(found)}")
    return found.pop()


def unenforced() -> list[str]:
    """Columns with a period of days for which nothing is done: none, or a promise is broken."""
    swept = {part for whole in PARTS.values() for part in whole} | ROWS.keys()
    timed = [column for table in TABLES.values() for column in table.c if _days(column) and column.name != PROVENANCE]
    return [f"{column.table.name}.{column.name}" for column in timed if column.table.name not in swept and not _is_elsewhere(column)]


def _is_elsewhere(column: Any) -> bool:
    found = ELSEWHERE.get(column.table.name)
    return found is not None and (not found.columns or column.name in found.columns)


def _days(column: Any) -> int:
    rule = column.info["privacy"]
    return rule.retention.days if isinstance(rule, Rule) and isinstance(rule.retention, Days) else 0


class SqlRetention:
    """Implements `core.rights.storage.Retention`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def tables(self) -> tuple[str, ...]:
        """See `Retention.tables`."""
        return tuple(dict.fromkeys([*ROWS, *CELLS]))

    def sweep(self, table: str, now: datetime, limit: int) -> int:
        """See `Retention.sweep`."""
        return self._drop(TABLES[table], now, limit) + (self._clear(TABLES[table], now, limit) if table in CELLS else 0)

    def overdue(self, now: datetime) -> list[Overdue]:
        """See `Retention.overdue`."""
        # Also rows that may not go yet: somebody must see why they are still there.
        watched = [(name, replace(clock, only=""), days_of(name)) for name, clock in ROWS.items()]
        watched += [(name, cells.clock, days_of(name, cells.columns)) for name, cells in CELLS.items()]
        watched += [(name, other.clock, days_of(name, other.columns)) for name, other in ELSEWHERE.items()]
        counted = [Overdue(name, self._number(TABLES[name], clock, days, now - ALARM_AFTER)) for name, clock, days in watched]
        return [one for one in counted if one.rows]

    def _drop(self, table: Table, now: datetime, limit: int) -> int:
        past = _some(table, _past(table, ROWS[table.name], days_of(table.name), now), limit)
        if table.name not in PARTS:
            return self._connection.execute(delete(table).where(tuple_(*table.primary_key).in_(past))).rowcount
        refs = self._connection.execute(past).scalars().all()
        for part in (*(TABLES[name] for name in PARTS[table.name]), table):
            self._connection.execute(delete(part).where(part.c.ref.in_(refs)))
        return len(refs)

    def _clear(self, table: Table, now: datetime, limit: int) -> int:
        cells = CELLS[table.name]
        past = _some(table, _past(table, cells.clock, days_of(table.name, cells.columns), now), limit)
        mine = tuple_(*table.primary_key).in_(past)
        return self._connection.execute(update(table).where(mine).values(dict.fromkeys(cells.columns))).rowcount

    def _number(self, table: Table, clock: Clock, days: int, now: datetime) -> int:
        counted = select(func.count()).select_from(table).where(_past(table, clock, days, now))
        return int(self._connection.execute(counted).scalar_one())


def _some(table: Table, past: ColumnElement[bool], limit: int) -> Select[Any]:
    """Keys of rows whose time is over; those that somebody else is dropping at this moment are theirs."""
    return select(*table.primary_key).where(past).limit(limit).with_for_update(skip_locked=True)


def _past(table: Table, clock: Clock, days: int, now: datetime) -> ColumnElement[bool]:
    """Whose days are over, and who may go."""
    old = table.c[clock.column] < clock.spelt(now - timedelta(days=days) + clock.ahead)
    return and_(old, text(clock.only)) if clock.only else and_(old)
