"""Which processes on one PostgreSQL live, so that nobody waits for the leases of one that is dead (docs/decisions/0043).

A process shows in two ways that it lives. It is connected: a lock that the server gives back in the moment that the connection of its
holder ends, whatever killed it. And it renews its leases. Either alone would mislead: a connection can be cut while its process works on,
and who is slow renews late. So leases end before their time only if both have been missing for `GONE` seconds. They end by an update that
finds nothing if their owner has renewed them meanwhile, and what follows is what follows the end of every lease.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, cast, func, literal_column, select, text, union_all, update
from sqlalchemy.dialects.postgresql import OID
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import Update

from core.ambient import LIFE_ENDS, Ambient
from core.jobs import MOST_LOST
from db import queue
from db.job_rows import PICTURE
from db.updates import NEWS

LOOK_SECONDS = 1.0
GONE = 4.0
"""Seconds. More than from one renewal of a lease to the next, and more than it takes to replace a connection that was cut."""
FAMILY = 0x1F0C  # no other lock of ours has two numbers, of which this is the first

JOIN = text(f"SELECT pg_advisory_lock_shared({FAMILY}, hashtext(:life))")
_CONNECTED = text(
    f"SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = {FAMILY} AND objsubid = 2"  # noqa: S608
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)

LEASED: dict[str, tuple[Table, ColumnElement[bool]]] = {
    # What could not even be given up rests under its lease: it has broken whoever had it, and its time is not to be cut short.
    "picture": (PICTURE, and_(queue.ASKED, PICTURE.c.lost <= literal_column(str(MOST_LOST)))),
    "platform_update": (NEWS, NEWS.c.owner.is_not(None)),
}


@dataclass(frozen=True)
class Lease:
    """All that one owner has in a table until the same moment."""

    table: str
    owner: str
    until: datetime


def _of_the_missing(name: str) -> Select[tuple[str, str, datetime]]:
    """Leases whose owner's process is not connected. Older releases do not name the process: theirs just run out."""
    table, leased = LEASED[name]
    life = cast(func.hashtext(func.split_part(table.c.owner, LIFE_ENDS, 1)), OID)
    named = func.strpos(table.c.owner, LIFE_ENDS) > literal_column("0")
    found = select(literal_column(f"'{name}'").label("table"), table.c.owner, table.c.lease_until.label("until"))
    return found.where(leased, named, life.not_in(_CONNECTED.columns(objid=OID))).distinct()


def _ending(name: str) -> Update:
    table, leased = LEASED[name]
    instant = table.c.lease_until.type
    same = (table.c.owner == bindparam("by"), table.c.lease_until == bindparam("seen", type_=instant))
    return update(table).where(leased, *same).values(lease_until=bindparam("ended", type_=instant))


OF_THE_MISSING = union_all(*(_of_the_missing(name) for name in LEASED))
END = {name: _ending(name) for name in LEASED}


class Lives:
    """What one connection shows of its process, and what is seen on it of the others. `connection` commits each statement by itself."""

    def __init__(self, connection: AsyncConnection, ambient: Ambient) -> None:
        self._connection = connection
        self._ambient = ambient
        self._missing: dict[Lease, float] = {}
        self._looked: float | None = None

    async def join(self) -> None:
        """From now on, until the connection ends, this process is seen to live."""
        await self._connection.execute(JOIN, {"life": self._ambient.life})

    async def looked(self) -> bool:
        """Look who is gone, at most every `LOOK_SECONDS`; whether that has made something anybody's."""
        now = self._ambient.elapsed()
        if self._looked is not None and now - self._looked < LOOK_SECONDS:
            return False
        self._looked = now
        missing = [Lease(row.table, row.owner, row.until) for row in await self._connection.execute(OF_THE_MISSING)]
        self._missing = {lease: self._missing.get(lease, now) for lease in missing}
        gone = [lease for lease, since in self._missing.items() if now - since >= GONE]
        return sum([await self._ended(lease) for lease in gone]) > 0

    async def _ended(self, lease: Lease) -> int:
        over = {"by": lease.owner, "seen": lease.until, "ended": self._ambient.now()}
        return (await self._connection.execute(END[lease.table], over)).rowcount
