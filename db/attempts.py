"""How often somebody has tried something, and the keys of the days."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, select

from db.prepared import Prepared
from db.tables import METADATA
from db.turns import take_turns
from db.upsert import adding_once

ATTEMPT = METADATA.tables["attempt"]
KEY = METADATA.tables["day_key"]

SKEW = timedelta(minutes=1)
"""What the clocks of several machines may differ by."""

_SAME = ATTEMPT.c.what == bindparam("what"), ATTEMPT.c.who == bindparam("who")

COUNT = Prepared(
    "INSERT INTO attempt (what, who, at, times) VALUES (:what, :who, :at, 1)"
    " ON CONFLICT (what, who, at) DO UPDATE SET times = attempt.times + 1"
)
SINCE = Prepared(
    select(func.sum(ATTEMPT.c.times).label("times")).where(*_SAME, ATTEMPT.c.at.between(bindparam("since"), bindparam("until")))
)
CLEAR = Prepared(delete(ATTEMPT).where(*_SAME))
ADD_KEY = adding_once(KEY)
KEY_OF = Prepared(select(KEY.c.key).where(KEY.c.day == bindparam("day")))


class SqlAttempts:
    """Implements `core.storage.access.Attempts`. Tries of the same second share a row, so that a flood does not fill the table."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def tally(self, what: str, who: str, now: datetime, *, since: datetime) -> int:
        """Count one more, and say how many there were since then, this one included. `who` is a hash.

        Who tries many times at once takes turns with themselves: each sees all that went before.
        """
        take_turns(self._connection, f"attempt {what} {who}")
        COUNT.run(self._connection, what=what, who=who, at=now.replace(microsecond=0))
        # What lies ahead was counted before the clock was set back: it must keep nobody out until that time comes again.
        row = SINCE.row(self._connection, what=what, who=who, since=since.replace(microsecond=0), until=now + SKEW)
        return int(row.times) if row else 0

    def clear(self, what: str, who: str) -> None:
        """Forget them: it went well."""
        CLEAR.run(self._connection, what=what, who=who)

    def day_key(self, day: str, fresh: str) -> str:
        """The key of this day (ISO date); `fresh` if the day has none yet. The first to ask decides."""
        row = KEY_OF.row(self._connection, day=day)
        if row is None:
            ADD_KEY.run(self._connection, day=day, key=fresh)
            row = KEY_OF.row(self._connection, day=day)
        assert row is not None
        return str(row.key)
