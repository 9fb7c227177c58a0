"""News from platforms: stored once, and worked on one after another in each chat, by any number of processes.

Whoever claims must neither walk what is done nor one chat's backlog. So a claim goes from chat to chat along an index that holds only
open news (`_chats`), and of each chat it looks at the first alone. Every look is a scalar subquery: a join would leave it to the engines'
guesses whether they go along the index or read the whole table.

PostgreSQL, with several claimers at once: of each chat only the first is ever looked at, and it stays the first until its end is
committed, so nobody takes the second while another is just taking the first. That leaves news that comes late, with a lower number than
what is under way. Therefore a claim takes the chat's turn (or goes on to the next chat, for it never waits), and only then looks whether
anything of the chat is leased: whatever was claimed under an earlier turn can be seen by then.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    Column,
    ColumnElement,
    Connection,
    FromClause,
    ScalarSelect,
    Select,
    bindparam,
    case,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from core.storage.platforms import Update
from db.columns import TXT
from db.prepared import Prepared, setting
from db.queue import is_word
from db.tables import METADATA
from db.turns import try_turn
from db.upsert import adding_once

NEWS = METADATA.tables["platform_update"]
NOW = bindparam("now", type_=NEWS.c.due_at.type)


def _open(news: FromClause = NEWS) -> ColumnElement[bool]:
    return is_word(news.c.state, "open")


_NAMES = ("platform", "number", "chat", "body", "album", "attempts", "received_at", "lost")
_CONTENT: tuple[Column[Any], ...] = tuple(NEWS.c[name] for name in _NAMES)
_THIS = (NEWS.c.platform == bindparam("on"), NEWS.c.number == bindparam("of"), _open())
_NOBODYS = {"owner": None, "lease_until": None}


def _lowest(name: str, known: CTE | None = None, *, same: Sequence[str] = (), beyond: bool = False) -> ScalarSelect[Any]:
    """The lowest value of a column in open news: of the `same` values as the `known` row, and `beyond` that row's own. One index step."""
    news = NEWS.alias()
    lowest = select(func.min(news.c[name])).where(_open(news))
    if known is not None:
        above = [news.c[name] > known.c[name]] if beyond else []
        lowest = lowest.where(*(news.c[other] == known.c[other] for other in same), *above).correlate(known)
    return lowest.scalar_subquery()


def _chats() -> CTE:
    """Every chat with open news: by steps from one to the next, and after the last to the next platform, where the empty name comes before
    every chat's.

    The engines do not skip along an index by themselves. (SQLite 3.40 does not even go on from a pair of values without walking past
    all that has the same pair.)
    """
    start = select(_lowest("platform").label("platform"), literal_column("''", TXT).label("chat"))
    chats = start.cte("chats", recursive=True)
    chat = _lowest("chat", chats, same=["platform"], beyond=True)
    platform = case((chat.is_not(None), chats.c.platform), else_=_lowest("platform", chats, beyond=True))
    return chats.union_all(select(platform, func.coalesce(chat, literal_column("''", TXT))).where(chats.c.platform.is_not(None)))


def _leased_until(news: FromClause) -> ScalarSelect[Any]:
    """Until when something of the same chat is under way. One step in an index of what is leased."""
    other = NEWS.alias("other")
    latest = select(func.max(other.c.lease_until)).where(other.c.platform == news.c.platform, other.c.chat == news.c.chat)
    return latest.where(other.c.lease_until.is_not(None)).correlate(news).scalar_subquery()


def _is_over(lease_until: ColumnElement[Any]) -> ColumnElement[bool]:
    return func.coalesce(lease_until, literal_column("0")) < NOW


def _due() -> Select[Any]:
    """The first of each chat, where somebody may take it."""
    chats = _chats()
    firsts = select(chats.c.platform, chats.c.chat, _lowest("number", chats, same=["platform", "chat"]).label("number")).cte("firsts")
    due_at = select(NEWS.c.due_at).where(NEWS.c.platform == firsts.c.platform, NEWS.c.number == firsts.c.number)
    due = due_at.correlate(firsts).scalar_subquery() <= NOW
    return select(*firsts.c).where(due, _is_over(_leased_until(firsts))).order_by(firsts.c.number, firsts.c.platform)


def _take() -> ReturningUpdate[Any]:
    """Not if whoever had it until now is just ending or prolonging that."""
    unlocked = select(NEWS.c.number).where(*_THIS).with_for_update(skip_locked=True)
    this = (NEWS.c.platform == bindparam("on"), NEWS.c.number == unlocked.scalar_subquery(), _open())
    free = (NEWS.c.due_at <= NOW, _is_over(NEWS.c.lease_until), _is_over(_leased_until(NEWS)))
    taken = update(NEWS).where(*this, *free)
    # Whoever still has a lease here died, or broke.
    lost = NEWS.c.lost + case((NEWS.c.lease_until.is_not(None), literal_column("1")), else_=literal_column("0"))
    return taken.values({"attempts": NEWS.c.attempts + 1, "lost": lost} | setting("owner", "lease_until")).returning(*_CONTENT)


ADD = adding_once(NEWS)
DUE = Prepared(_due())
TAKE = Prepared(_take())
TOGETHER = Prepared(
    select(*_CONTENT)
    .where(NEWS.c.platform == bindparam("on"), NEWS.c.chat == bindparam("in_chat"), NEWS.c.album == bindparam("of_album"), _open())
    .order_by(NEWS.c.number)
)
RENEW = Prepared(update(NEWS).where(NEWS.c.owner == bindparam("by"), NEWS.c.lease_until >= bindparam("now")).values(setting("lease_until")))
DONE = Prepared(update(NEWS).where(*_THIS).values({"state": "done", "chat": "", "body": None, "album": None} | _NOBODYS))
PUT_BACK = Prepared(update(NEWS).where(*_THIS).values(_NOBODYS | setting("due_at")))
WAITING = Prepared(select(func.count().label("news")).select_from(NEWS).where(_open()))


class SqlUpdates:
    """Implements `core.storage.platforms.Updates`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, update: Update, *, now: datetime, due_at: datetime) -> bool:
        """Store it; false if it was there before, even if it has been worked on meanwhile. Nobody works on it before `due_at`."""
        added = ADD.run(
            self._connection,
            platform=update.platform,
            number=update.number,
            chat=update.chat,
            album=update.album,
            body=update.body,
            attempts=update.attempts,
            lost=update.lost,
            state="open",
            due_at=due_at,
            received_at=now,
            **_NOBODYS,
        )
        return bool(added)

    def claim(self, owner: str, now: datetime, *, lease_until: datetime, limit: int) -> list[Update]:
        """Due news that is now `owner`'s until the lease ends: of each chat the first that is not done, in order of number, and none of
        a chat whose first is another's or not due. Counts an attempt."""
        lease = {"owner": owner, "lease_until": lease_until}
        claimed: list[Any] = []
        for due in DUE.rows(self._connection, now=now):
            if len(claimed) == limit:
                break
            if try_turn(self._connection, f"news {due.platform} {due.chat}"):
                claimed += TAKE.rows(self._connection, on=due.platform, of=due.number, now=now, **lease)
        return [_update(row) for row in claimed]

    def together(self, update: Update) -> list[Update]:
        """Everything of the same album in the same chat that is not done, in order of number; without an album the update alone."""
        if update.album is None:
            return [update]
        album = {"on": update.platform, "in_chat": update.chat, "of_album": update.album}
        return [_update(row) for row in TOGETHER.rows(self._connection, **album)]

    def renew(self, platform: str, owner: str, numbers: Sequence[int], now: datetime, *, lease_until: datetime) -> None:
        """Extend those of these that are this owner's; what has lapsed is nobody's any more."""
        theirs = (NEWS.c.platform == platform, NEWS.c.owner == owner, NEWS.c.lease_until >= now, NEWS.c.number.in_(numbers))
        self._connection.execute(update(NEWS).where(*theirs).values(lease_until=lease_until))

    def done(self, platform: str, numbers: Sequence[int]) -> None:
        """Worked on: what it said and where is forgotten, its number stays to know a repeat by."""
        for number in sorted(numbers):
            DONE.run(self._connection, on=platform, of=number)

    def put_back(self, platform: str, number: int, due_at: datetime) -> None:
        """Nobody's again; the rest of its chat waits with it."""
        PUT_BACK.run(self._connection, on=platform, of=number, due_at=due_at)

    def waiting(self) -> int:
        """How much is not done."""
        return int(WAITING.rows(self._connection)[0].news)


def _update(row: Any) -> Update:
    return Update(row.platform, row.number, row.chat, row.body, row.album, row.attempts, row.received_at, row.lost)
