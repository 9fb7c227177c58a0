"""Whose picture is next: start-time fair queueing over people, in one table, for any number of processes.

A picture gets its `rank` when it is queued and keeps it: at least the rank that is being served, and one more than the person's picture
before. Whoever asks for thirty gets thirty ranks in a row, and everybody who comes later is served in between. Equal ranks go by `arrival`.

A claim must not walk past thousands of pictures of a person who is at their limit, so every queued picture stands in a line:

* `front`: the first due picture of its person. There is at most one per person, and a claim looks at these only. It passes over people
  at their limit, and each of them has a picture under way, so it passes over fewer than `at_once` rows.
* `behind`: due, but another one of the same person goes first.
* `later`: not due yet, or not sorted yet. Each claim first sorts in what has become due.

Only whoever has the queue's turn moves pictures between lines or takes them out (`claim`, `cancel`), so the limits are exact and nobody's
front is forgotten. Putting a picture in never waits: it goes to `later` if the turn is taken. SQLite has one writer, so there the turn is
always free. Lock order: job row → the queue's turn → picture rows (skipped if locked), and → wallet row after any of them. Nobody waits
for the turn while holding a wallet.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, bindparam, func, literal_column, or_, select, tuple_, update

from core.backoff import pause
from core.jobs import LONGEST_WAIT, MOST_LOST, Job, PictureJob, Place, estimate
from db.job_rows import JOB, PICTURE, facts_values
from db.prepared import Prepared, adding, setting
from db.turns import take_turns, try_turn

TURN = "queue"
MEASURED = 20
LOOKED_AT = 100
"""Of so many latest pictures, those of the same quality are measured: a rare quality must not make the search long."""
FIRST_REST, LONGEST_REST = timedelta(seconds=30), timedelta(minutes=30)
LONGEST_MADE = 1800.0
"""Seconds; what took longer, by its instants, took no time that would tell anything: the clock jumped meanwhile."""
MOST_PICTURES = 4
"""Of one job (CHECK `count_sane`)."""


def is_word(column: ColumnElement[Any], word: str) -> ColumnElement[bool]:
    """A comparison with the word itself instead of a parameter: only then do the engines see that a partial index applies."""
    return column == literal_column(f"'{word}'")


QUEUED = is_word(PICTURE.c.state, "queued")
ASKED = is_word(PICTURE.c.state, "asked")
ORDER = (PICTURE.c.rank, PICTURE.c.arrival)


def in_line(line: str, pictures: FromClause = PICTURE) -> ColumnElement[bool]:
    """Whether a picture stands in this line."""
    return is_word(pictures.c.line, line)


def _numbers_so_far() -> Select[Any]:
    """The lowest queued rank, the highest ever, the highest of this person's queued and asked ones, the last arrival.

    Each is one step at the end of an index.
    """
    own = select(func.max(PICTURE.c.rank)).where(PICTURE.c.account_id == bindparam("account"))
    return select(
        select(PICTURE.c.rank).where(QUEUED).order_by(*ORDER).limit(1).scalar_subquery().label("lowest"),
        select(func.max(PICTURE.c.rank)).scalar_subquery().label("highest"),
        own.where(QUEUED).scalar_subquery().label("queued"),
        own.where(ASKED).scalar_subquery().label("asked"),
        select(func.max(PICTURE.c.arrival)).scalar_subquery().label("last"),
    )


def _first_behind() -> Select[Any]:
    """The first picture of a person that stands behind: one step in an index."""
    other = PICTURE.alias("other")
    behind = select(other.c.id).where(other.c.account_id == bindparam("account"), in_line("behind", other))
    return behind.order_by(other.c.rank, other.c.arrival).limit(1)


def _latest_made() -> Select[Any]:
    """When the latest stored pictures were asked for and finished, and their quality."""
    made = select(PICTURE.c.asked_at, PICTURE.c.finished_at, JOB.c.quality).join(JOB, JOB.c.id == PICTURE.c.job_id)
    return made.where(is_word(PICTURE.c.state, "stored")).order_by(PICTURE.c.finished_at.desc()).limit(LOOKED_AT)


def _line() -> Select[Any]:
    """Queued pictures in the order of their turn, and whether another one of their job was asked for."""
    other = PICTURE.alias("other")
    begun = select(other.c.id).where(other.c.job_id == PICTURE.c.job_id, other.c.asked_at.is_not(None)).exists()
    queued = select(PICTURE.c.job_id, JOB.c.quality, JOB.c.count, begun.label("begun")).join(JOB, JOB.c.id == PICTURE.c.job_id)
    return queued.where(QUEUED).order_by(*ORDER).limit(bindparam("limit"))


_OF = PICTURE.c.id == bindparam("of")
_FRONTS = select(PICTURE.c.id, PICTURE.c.account_id, PICTURE.c.due_at).where(in_line("front"))
_BEFORE = tuple_(*ORDER) < tuple_(bindparam("rank", type_=PICTURE.c.rank.type), bindparam("arrival", type_=PICTURE.c.arrival.type))

ADD = adding(PICTURE)
NUMBERS = Prepared(_numbers_so_far())
UNDER_WAY = Prepared(select(PICTURE.c.account_id, PICTURE.c.lease_until, PICTURE.c.owner, PICTURE.c.lost).where(ASKED))
ASK = Prepared(
    update(PICTURE)
    .where(_OF)
    .values({"state": "asked", "line": None, "attempts": PICTURE.c.attempts + 1} | setting("owner", "lease_until", "asked_at"))
)
TAKE_OVER = Prepared(
    update(PICTURE)
    .where(_OF)
    .values({"attempts": PICTURE.c.attempts + 1, "lost": PICTURE.c.lost + 1} | setting("owner", "lease_until", "asked_at"))
)
FIRST_IN_FRONT = Prepared(_FRONTS.order_by(*ORDER).limit(1).with_for_update(skip_locked=True))
MOVE = Prepared(update(PICTURE).where(_OF).values(setting("line")))
DUE = Prepared(
    update(PICTURE).where(in_line("later"), PICTURE.c.due_at <= bindparam("now")).values(line="behind").returning(PICTURE.c.account_id)
)
STEP_BACK = Prepared(update(PICTURE).where(PICTURE.c.account_id == bindparam("account"), in_line("front")).values(line="behind"))
STEP_FORWARD = Prepared(update(PICTURE).where(PICTURE.c.id == _first_behind().scalar_subquery()).values(line="front"))
STANDING = Prepared(select(PICTURE.c.state, PICTURE.c.asked_at, *ORDER).where(PICTURE.c.job_id == bindparam("job"), or_(QUEUED, ASKED)))
AHEAD = Prepared(select(func.count().label("pictures")).select_from(PICTURE).where(QUEUED, _BEFORE))
OTHERS = Prepared(select(func.count().label("pictures")).where(ASKED, PICTURE.c.job_id != bindparam("job")))
LINE = Prepared(_line())
LATEST_MADE = Prepared(_latest_made())


# --- in ------------------------------------------------------------------------------------------------------------


def enter(connection: Connection, job: Job) -> None:
    """Queue the pictures of a job: behind those that its person has already, and not before what is being served."""
    rank, arrival = _next_numbers(connection, job.account_id)
    line = "behind" if try_turn(connection, TURN) else "later"
    for n, picture in enumerate(job.pictures):
        ADD.run(connection, **_row(job, picture), line=line, rank=rank + n, arrival=arrival + n)
    if line == "behind":
        _line_up(connection, {job.account_id})


def _row(job: Job, picture: PictureJob) -> dict[str, Any]:
    return {
        "id": picture.id,
        "job_id": job.id,
        "account_id": job.account_id,
        "position": picture.position,
        "state": "queued",
        "due_at": picture.due_at,
        "attempts": picture.attempts,
        "unclear": picture.unclear,
        "lost": picture.lost,
        "object_key": picture.object_key,
        "object_gone": False,
        "reason": None,
        "owner": None,
        "lease_until": None,
        "asked_at": None,
        "finished_at": None,
        **facts_values(None),
    }


def _next_numbers(connection: Connection, account_id: str) -> tuple[int, int]:
    """The rank and the arrival number of this person's next picture."""
    [found] = NUMBERS.rows(connection, account=account_id)
    served = next(rank for rank in (found.lowest, found.highest, 0) if rank is not None)
    own = [rank for rank in (found.queued, found.asked) if rank is not None]
    return max(served, *(rank + 1 for rank in own)) if own else served, (found.last or 0) + 1


# --- out -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Limits:
    """Pictures under way in all and for one person; `mine` are owners that are known to be alive, whatever their leases say."""

    at_once: int
    per_person: int
    mine: tuple[str, ...] = ()


def claim(connection: Connection, owner: str, now: datetime, *, lease_until: datetime, limits: Limits) -> tuple[str, bool] | None:
    """Give `owner` the picture whose turn it is: its id, and whether a dead worker had asked for it.

    An abandoned picture still counts as its person's and the gateway's until somebody takes it, so taking it needs no free place. Only one
    that cannot even be given up counts as nobody's, and is tried less and less often: it must not stand in anybody's way.
    """
    take_turns(connection, TURN)
    under_way = UNDER_WAY.rows(connection)
    live = [row for row in under_way if row.lease_until >= now or row.owner in limits.mine]
    if sum(not _hopeless(row) for row in live) >= limits.at_once:
        return None
    lease = {"owner": owner, "lease_until": lease_until, "asked_at": now}
    if len(live) < len(under_way) and (abandoned := _abandoned(connection, now, limits.mine)):
        TAKE_OVER.run(connection, of=abandoned.id, **{**lease, "lease_until": max(lease_until, now + _rest(abandoned))})
        return str(abandoned.id), True
    counted = [row for row in under_way if not _hopeless(row)]
    if len(counted) >= limits.at_once:
        return None  # the abandoned ones are locked at this moment: perhaps their owners are alive after all
    busy = [account for account, count in Counter(row.account_id for row in counted).items() if count >= limits.per_person]
    _sort_in(connection, now)
    chosen = _next(connection, now, busy, lease)
    return (chosen, False) if chosen else None


def _hopeless(row: Any) -> bool:
    """Whether it was claimed to be given up, and not even that came to an end."""
    return bool(row.lost > MOST_LOST)


def _rest(row: Any) -> timedelta:
    """How long nobody takes it again, if it is hopeless."""
    return pause(row.lost - MOST_LOST, FIRST_REST, LONGEST_REST) if row.lost >= MOST_LOST else timedelta(0)


def _abandoned(connection: Connection, now: datetime, alive: Collection[str]) -> Any | None:
    """The picture whose lease ended first."""
    of_the_dead = select(PICTURE.c.id, PICTURE.c.lost).where(ASKED, PICTURE.c.lease_until < now, PICTURE.c.owner.not_in(alive))
    ended = of_the_dead.order_by(PICTURE.c.lease_until).limit(1)
    return connection.execute(ended.with_for_update(skip_locked=True)).one_or_none()


def _next(connection: Connection, now: datetime, busy: Collection[str], lease: dict[str, Any]) -> str | None:
    """Ask for the first due picture of a person who is not busy. One that is not due yet (clocks differ) goes to `later`."""
    while found := _first_in_front(connection, busy):
        due = found.due_at <= now or found.due_at > now + LONGEST_WAIT  # nothing ever waits so long: the clock was set back
        ASK.run(connection, of=found.id, **lease) if due else MOVE.run(connection, of=found.id, line="later")
        _line_up(connection, {found.account_id})
        if due:
            return str(found.id)
    return None


def _first_in_front(connection: Connection, busy: Collection[str]) -> Any | None:
    """The front with the lowest rank, then the longest wait, of a person who is not busy."""
    if not busy:
        return FIRST_IN_FRONT.row(connection)
    idle = _FRONTS.where(PICTURE.c.account_id.not_in(busy)).order_by(*ORDER).limit(1)
    return connection.execute(idle.with_for_update(skip_locked=True)).one_or_none()


def take_out(connection: Connection, job_id: str, now: datetime, *, state: str, reason: str | None) -> int:
    """Take out the pictures of a job that nobody has asked for; how many."""
    take_turns(connection, TURN)
    end = {"state": state, "reason": reason, "line": None, "finished_at": now}
    gone = update(PICTURE).where(PICTURE.c.job_id == job_id, QUEUED).values(end)
    accounts = connection.execute(gone.returning(PICTURE.c.account_id)).scalars().all()
    _line_up(connection, set(accounts))
    return len(accounts)


# --- the lines -----------------------------------------------------------------------------------------------------


def _sort_in(connection: Connection, now: datetime) -> None:
    """Line up what has become due. Each picture is sorted in once per time that it was queued, so a claim costs the same in the mean."""
    _line_up(connection, {row.account_id for row in DUE.rows(connection, now=now)})


def _line_up(connection: Connection, accounts: set[str]) -> None:
    """Let exactly the first due picture of each of these people stand in front."""
    for account_id in sorted(accounts):
        STEP_BACK.run(connection, account=account_id)
        STEP_FORWARD.run(connection, account=account_id)


# --- how long ------------------------------------------------------------------------------------------------------


def place(connection: Connection, job: Job, *, at_once: int) -> Place:
    """How many queued pictures come before this job's first, and when its last should be done."""
    own = STANDING.rows(connection, job=job.id)
    if not own:
        return Place(0, None)
    measured = _measured(LATEST_MADE.rows(connection), job.quality.value)
    queued = [(row.rank, row.arrival) for row in own if row.state == "queued"]
    if not queued:
        return replace(estimate(0, len(own), at_once, measured), begun_at=max(row.asked_at for row in own))
    rank, arrival = min(queued)
    ahead = AHEAD.rows(connection, rank=rank, arrival=arrival)[0].pictures
    return _place(ahead, len(own), OTHERS.rows(connection, job=job.id)[0].pictures, at_once, measured)


def prospect(connection: Connection, job: Job, *, at_once: int) -> Place:
    """The same for a job that is not in line, as if it were put there now."""
    rank, arrival = _next_numbers(connection, job.account_id)
    ahead = AHEAD.rows(connection, rank=rank, arrival=arrival)[0].pictures
    others = OTHERS.rows(connection, job=job.id)[0].pictures
    return _place(ahead, job.count, others, at_once, _measured(LATEST_MADE.rows(connection), job.quality.value))


def places(connection: Connection, limit: int, *, at_once: int) -> list[tuple[str, Place]]:
    """The same for the first jobs in line of which no picture was asked for yet, with as many queries as for one."""
    line = LINE.rows(connection, limit=MOST_PICTURES * limit)
    made, others = LATEST_MADE.rows(connection), len(UNDER_WAY.rows(connection))
    found: dict[str, Place] = {}
    for ahead, row in enumerate(line):
        if not row.begun and row.job_id not in found:
            found[row.job_id] = _place(ahead, row.count, others, at_once, _measured(made, row.quality))
    return list(found.items())[:limit]


def _place(ahead: int, wanted: int, others: int, at_once: int, measured: tuple[float, ...]) -> Place:
    """The pictures of others that are being made take up a gateway place too; on the average they are half done."""
    return replace(estimate(ahead + -(-others // 2), wanted, at_once, measured), ahead=ahead)


def _measured(made: list[Any], quality: str) -> tuple[float, ...]:
    """Seconds that the latest pictures of this quality took, else those of any quality."""
    chosen = [row for row in made if row.quality == quality] or made
    times = [max(0.0, (row.finished_at - row.asked_at).total_seconds()) for row in chosen[:MEASURED]]
    return tuple(seconds for seconds in times if seconds <= LONGEST_MADE)


def waiting(connection: Connection) -> int:
    """How many pictures are queued or asked."""
    counts = [select(func.count()).select_from(PICTURE).where(state).scalar_subquery() for state in (QUEUED, ASKED)]
    return sum(connection.execute(select(*counts)).one())
