"""Jobs and their pictures. Reading and the life of a job are here; whose turn it is, in `db/queue.py`."""

import logging
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, literal_column, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import Update

from core.backoff import pause
from core.caller import Address
from core.jobs import LEGAL_STEPS, LONGEST_WAIT, IllegalStep, Job, PictureJob, PictureState, Place
from core.policy_stop import BLOCK
from core.storage.jobs import Busy, Claim
from core.storage.lanes import EVERY, Lane
from db import lanes, outbox, queue, sent_files
from db.job_rows import JOB, JOB_REFERENCE, PICTURE, WHOLE, facts_values, job_values, load, load_one, reference_values
from db.prepared import Prepared, adding, setting

DRAFTS_AT_ONCE = 500
LATEST = datetime(9999, 1, 1, tzinfo=UTC)

LONGEST_DELIVERY_PAUSE = timedelta(minutes=10)
LEASE_AFTER_JUMP = timedelta(seconds=30)

log = logging.getLogger(__name__)

_OWN = WHOLE.where(JOB.c.account_id == bindparam("account"))
_NEWEST = _OWN.order_by(JOB.c.created_at.desc(), JOB.c.id.desc())
_OWNED = update(PICTURE).where(PICTURE.c.id == bindparam("of"), queue.ASKED, PICTURE.c.owner == bindparam("by"))
_COUNTS = ("attempts", "unclear")
_FACTS = ("media_type", "width", "height", "size", "sha256")

ADD = adding(JOB)
ADD_REFERENCE = adding(JOB_REFERENCE)
START = Prepared(
    update(JOB)
    .where(JOB.c.id == bindparam("of"), JOB.c.state == "draft")
    .values(setting(*(column.name for column in JOB.c if column.name != "id" and not column.name.startswith("delivery"))))
)
FINISH = Prepared(
    update(JOB)
    .where(JOB.c.id == bindparam("of"), JOB.c.state == "working")
    .values({"state": "finished", "delivery": "due"} | setting("outcome", "reason", "finished_at", "delivery_due_at"))
)

BY_ID = Prepared(WHOLE.where(JOB.c.id == bindparam("job")))
BY_CODE = Prepared(_NEWEST.where(func.upper(JOB.c.code) == bindparam("code")).limit(1))
OF_PICTURE = Prepared(WHOLE.where(JOB.c.id == select(PICTURE.c.job_id).where(PICTURE.c.id == bindparam("picture")).scalar_subquery()))
RECENT = Prepared(_NEWEST.where(JOB.c.state != "draft", JOB.c.created_at < bindparam("before")).limit(bindparam("limit")))
LATEST_REQUEST = Prepared(_NEWEST.limit(1))
SINCE = Prepared(
    select(func.coalesce(func.sum(JOB.c.count), 0).label("pictures")).where(
        JOB.c.account_id == bindparam("account"),
        JOB.c.community == bindparam("community"),
        JOB.c.created_at >= bindparam("since"),
        JOB.c.state != "draft",
    )
)
_ASKED_FOR = (JOB.c.created_at >= bindparam("since"), JOB.c.state != "draft")
BUSY = Prepared(
    select(
        func.coalesce(func.sum(JOB.c.count).filter(JOB.c.created_at >= bindparam("hour")), 0).label("in_hour"),
        func.coalesce(func.sum(JOB.c.count).filter(JOB.c.created_at >= bindparam("day")), 0).label("in_day"),
        func.count().filter(JOB.c.state == "working").label("waiting"),
    ).where(JOB.c.account_id == bindparam("account"), *_ASKED_FOR)
)
OF_PLACE = Prepared(
    select(func.coalesce(func.sum(JOB.c.count), 0).label("pictures")).where(JOB.c.community == bindparam("community"), *_ASKED_FOR)
)
WORKING = Prepared(_OWN.where(JOB.c.state == "working").order_by(JOB.c.created_at, JOB.c.id))

BEAT = Prepared(_OWNED.values(setting("lease_until")))
EXCUSE = Prepared(_OWNED.values(lost=PICTURE.c.lost - 1))
PUT_BACK = Prepared(_OWNED.values({"state": "queued", "line": "later", "owner": None, "lease_until": None} | setting("due_at", *_COUNTS)))
END = Prepared(_OWNED.values({"owner": None, "lease_until": None} | setting("state", "reason", "finished_at", *_COUNTS, *_FACTS)))
LOCK = Prepared(select(JOB.c.id).where(JOB.c.id == bindparam("job")).with_for_update(key_share=True))

_DUE = (
    select(JOB.c.id, JOB.c.delivery_attempts)
    .where(queue.is_word(JOB.c.delivery, "due"), JOB.c.delivery_due_at <= bindparam("now"))
    .order_by(JOB.c.delivery_due_at)
    .limit(1)
    .with_for_update(skip_locked=True, key_share=True)
)
DUE = Prepared(_DUE)
DUE_ON = Prepared(_DUE.where(lanes.begins(JOB.c.address)))
PUT_OFF = Prepared(update(JOB).where(JOB.c.id == bindparam("of")).values(setting("delivery_due_at", "delivery_attempts")))
FOUND_AGAIN = Prepared(
    update(JOB)
    .where(JOB.c.account_id == bindparam("account"), queue.is_word(JOB.c.delivery, "kept"))
    .values(delivery="done")
    .returning(JOB.c.code)
)
_ADDRESS = select(JOB.c.address).where(JOB.c.id == bindparam("job")).with_for_update(key_share=True)
ADDRESS = Prepared(_ADDRESS.where(queue.is_word(JOB.c.delivery, "due")))
ADDRESS_AT_WORK = Prepared(_ADDRESS.where(queue.is_word(JOB.c.state, "working")))
ANNOUNCED = Prepared(update(JOB).where(JOB.c.id == bindparam("of")).values(setting("address")))
GOES_ON = Prepared(update(JOB).where(JOB.c.id == bindparam("of")).values(setting("address", "delivery_due_at")))
DELIVERED = Prepared(
    update(JOB)
    .where(JOB.c.id == bindparam("of"), queue.is_word(JOB.c.delivery, "due"))
    .values({"delivery_due_at": None} | setting("delivery", "address"))
)

BLOCKED = Prepared(
    select(PICTURE.c.finished_at)
    .where(queue.is_word(PICTURE.c.reason, BLOCK), PICTURE.c.finished_at >= bindparam("since", type_=PICTURE.c.finished_at.type))
    .order_by(PICTURE.c.finished_at.desc())
    .limit(bindparam("limit"))
)

OVER = ("removed", "failed", "cancelled")
"""Without a picture to be seen. One that was asked for may have left an object all the same: a put whose answer was lost."""
LEFT_BEHIND = Prepared(
    select(PICTURE.c.id, PICTURE.c.object_key)
    .where(PICTURE.c.state.in_([literal_column(f"'{state}'") for state in OVER]))
    .where(PICTURE.c.attempts > literal_column("0"), PICTURE.c.object_gone == literal_column("0"))
    .order_by(PICTURE.c.finished_at)
    .limit(bindparam("limit"))
)


class SqlJobs:
    """Implements `core.storage.jobs.Jobs`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- a job's life ---

    def add(self, job: Job) -> None:
        """Store a draft with its references."""
        ADD.run(self._connection, **job_values(job), delivery="none", delivery_attempts=0, delivery_due_at=None)
        for reference in reference_values(job):
            ADD_REFERENCE.run(self._connection, **reference)

    def start(self, job: Job) -> None:
        """Store a draft as it is now and queue its pictures. Raises `IllegalStep` if it is not a draft any more."""
        if not START.run(self._connection, of=job.id, **job_values(job)):
            raise IllegalStep("start of a job that is not a draft")
        queue.enter(self._connection, job)

    def finish(self, job: Job, now: datetime) -> None:
        """Store outcome, reason and that a delivery is due. A repeat changes nothing."""
        FINISH.run(self._connection, of=job.id, outcome=job.outcome, reason=job.reason, finished_at=now, delivery_due_at=now)

    def drop_drafts(self, before: datetime) -> int:
        """Forget some drafts that nobody said yes to; how many, none when there are no more."""
        old = select(JOB.c.id).where(JOB.c.state == "draft", JOB.c.created_at < before).limit(DRAFTS_AT_ONCE)
        # A draft whose yes is being carried out at this moment is locked, and skipped.
        ids = self._connection.execute(old.with_for_update(skip_locked=True)).scalars().all()
        self._connection.execute(delete(JOB_REFERENCE).where(JOB_REFERENCE.c.job_id.in_(ids)))
        self._connection.execute(delete(JOB).where(JOB.c.id.in_(ids)))
        return len(ids)

    # --- reading ---

    def get(self, job_id: str) -> Job | None:
        """The job with pictures and references."""
        return load_one(self._connection, BY_ID, job=job_id)

    def by_code(self, account_id: str, code: str) -> Job | None:
        """A person's own job by the code they see; case does not matter. The newest, should a code have come up twice."""
        return load_one(self._connection, BY_CODE, account=account_id, code=code.upper())

    def of_picture(self, picture_id: str) -> Job | None:
        """The job that a picture belongs to."""
        return load_one(self._connection, OF_PICTURE, picture=picture_id)

    def recent(self, account_id: str, *, limit: int, before: datetime | None = None) -> list[Job]:
        """A person's jobs that are not drafts, newest first."""
        return load(self._connection, RECENT, account=account_id, before=before or LATEST, limit=limit)

    def latest_draft_or_job(self, account_id: str) -> Job | None:
        """The newest request of a person, for `/again`."""
        return load_one(self._connection, LATEST_REQUEST, account=account_id)

    def working(self, account_id: str) -> list[Job]:
        """A person's jobs that are at work, oldest first."""
        return load(self._connection, WORKING, account=account_id)

    # --- the queue ---

    def claim(
        self, owner: str, now: datetime, *, lease_until: datetime, at_once: int, per_person: int, mine: Collection[str] = ()
    ) -> Claim | None:
        """The picture whose turn it is: abandoned ones first, but none of the owners in `mine`; then round-robin over people, then age."""
        limits = queue.Limits(at_once, per_person, tuple(mine))
        claimed = queue.claim(self._connection, owner, now, lease_until=lease_until, limits=limits)
        if claimed is None:
            return None
        picture_id, again = claimed
        try:
            job = self.of_picture(picture_id)
        except DBAPIError:
            raise
        except Exception:
            # Claimed it stays, and counts as lost, so that the next one has its turn.
            log.exception("picture not read", extra={"picture": picture_id})
            return None
        assert job is not None, "a picture has a job"
        return Claim(next(picture for picture in job.pictures if picture.id == picture_id), job, again)

    def heartbeat(self, owner: str, picture_ids: Sequence[str], lease_until: datetime) -> set[str]:
        """Extend leases; which of the pictures this owner still owns."""
        return {picture for picture in picture_ids if BEAT.run(self._connection, of=picture, by=owner, lease_until=lease_until)}

    def save(self, picture: PictureJob, *, owner: str, now: datetime) -> bool:
        """Store the outcome of a claimed picture; false, and nothing changed, if the lease has gone to another. Raises `IllegalStep`."""
        if picture.state not in LEGAL_STEPS[PictureState.ASKED]:
            raise IllegalStep(f"asked -> {picture.state}")
        self.lock(picture.job_id)
        counts = {"attempts": picture.attempts, "unclear": picture.unclear}
        if picture.state is PictureState.QUEUED:
            return bool(PUT_BACK.run(self._connection, of=picture.id, by=owner, due_at=picture.due_at, **counts))
        ended = {"state": picture.state.value, "reason": picture.reason, "finished_at": now, **counts, **facts_values(picture.facts)}
        return bool(END.run(self._connection, of=picture.id, by=owner, **ended))

    def excuse(self, picture_id: str, owner: str) -> None:
        """This claim ends without an outcome for a reason that is known: it does not count as lost."""
        EXCUSE.run(self._connection, of=picture_id, by=owner)

    def cancel(self, job_id: str, now: datetime) -> int:
        """Cancel the pictures that nobody has asked for yet; how many."""
        self.lock(job_id)
        return queue.take_out(self._connection, job_id, now, state="cancelled", reason=None)

    def give_up(self, job_id: str, reason: str, now: datetime) -> int:
        """Fail the pictures that nobody has asked for yet; how many."""
        self.lock(job_id)
        return queue.take_out(self._connection, job_id, now, state="failed", reason=reason)

    def overdue(self, before: datetime, limit: int) -> list[str]:
        """Ids of jobs older than `before` of which a picture still waits to be asked for."""
        waiting = select(JOB.c.id).join(PICTURE, PICTURE.c.job_id == JOB.c.id).where(queue.QUEUED, JOB.c.created_at < before)
        return list(self._connection.execute(waiting.distinct().limit(limit)).scalars())

    def busy(self, account_id: str, *, hour: datetime, day: datetime, since: datetime) -> Busy:
        """See `Jobs.busy`."""
        row = BUSY.rows(self._connection, account=account_id, hour=hour, day=day, since=since)[0]
        return Busy(int(row.in_hour), int(row.in_day), int(row.waiting))

    def pictures_of_place(self, community: str, *, since: datetime) -> int:
        """See `Jobs.pictures_of_place`."""
        return int(OF_PLACE.rows(self._connection, community=community, since=since)[0].pictures)

    def pictures_since(self, account_id: str, community: str, since: datetime) -> int:
        """How many pictures a person has asked for in a community; drafts do not count."""
        return int(SINCE.rows(self._connection, account=account_id, community=community, since=since)[0].pictures)

    def place(self, job: Job, *, at_once: int) -> Place:
        """Where the job stands in line and when it should be done; no time for a job that is not in line."""
        return queue.place(self._connection, job, at_once=at_once)

    def mend_times(self, now: datetime) -> int:
        """After the clock was set back: what would wait longer than it ever has to is due now; how many rows."""
        return sum(self._connection.execute(mending).rowcount for mending in _mendings(now))

    def prospect(self, job: Job, *, at_once: int) -> Place:
        """Where a job that is not in line would stand if it were put there now, and when it should be done."""
        return queue.prospect(self._connection, job, at_once=at_once)

    def waiting(self) -> int:
        """How many pictures are queued or asked."""
        return queue.waiting(self._connection)

    def blocked(self, since: datetime, limit: int) -> list[datetime]:
        """When the gateway's own policy blocked a prompt since then, newest first, that many at most; of every process."""
        return [row.finished_at for row in BLOCKED.rows(self._connection, since=since, limit=limit)]

    def undelivered(self) -> int:
        """How many finished jobs have a message that is still due."""
        due = select(func.count()).select_from(JOB).where(queue.is_word(JOB.c.delivery, "due"))
        return self._connection.execute(due).scalar_one()

    def places(self, limit: int, *, at_once: int) -> list[tuple[str, Place]]:
        """Where the next working jobs stand of which no picture has been asked for yet, in the order of their turn."""
        return queue.places(self._connection, limit, at_once=at_once)

    def lock(self, job_id: str) -> None:
        """Let the steps that may close a job come one after another, so that the last one sees that it is the last."""
        LOCK.rows(self._connection, job=job_id)

    # --- the message ---

    def redeliver(self, job_id: str, address: Address, now: datetime) -> None:
        """Where the answer of a job goes from now on; a finished job is delivered (again)."""
        self._connection.execute(update(JOB).where(JOB.c.id == job_id).values(address=asdict(address)))
        due = {"delivery": "due", "delivery_due_at": now, "delivery_attempts": 0}
        self._connection.execute(update(JOB).where(JOB.c.id == job_id, JOB.c.state == "finished").values(due))

    def claim_delivery(
        self, now: datetime, *, first_pause: timedelta, longest_pause: timedelta, lane: Lane = EVERY
    ) -> tuple[Job, int] | None:
        """A finished job whose message is due, with the number of earlier attempts. Unless it is marked delivered, it is due again
        after `first_pause`, doubled with each attempt up to `longest_pause`."""
        for _ in range(outbox.MOST_UNREADABLE):
            found = self._due(now, lane)
            if found is None:
                return None
            again_at = now + pause(found.delivery_attempts, first_pause, longest_pause)
            PUT_OFF.run(self._connection, of=found.id, delivery_due_at=again_at, delivery_attempts=found.delivery_attempts + 1)
            try:
                job = self.get(found.id)
            except DBAPIError:
                raise
            except Exception:
                log.exception("job not read", extra={"job": found.id, "attempts": found.delivery_attempts})
                continue
            return (job, found.delivery_attempts) if job else None
        return None

    def _due(self, now: datetime, lane: Lane) -> Any | None:
        if lane == EVERY:
            return DUE.row(self._connection, now=now)
        if lane.only:
            return DUE_ON.row(self._connection, now=now, start=lanes.start_of(lane.only))
        others = _DUE.where(lanes.goes_by(JOB.c.address, lane))
        return self._connection.execute(others, {"now": now}).one_or_none()

    def announced(self, job_id: str, message: str) -> bool:
        """Which message of the chat shows the job, so that its end can take that place; false, and nothing changed, once it has ended."""
        found = ADDRESS_AT_WORK.row(self._connection, job=job_id)
        if found is None:
            return False
        return bool(ANNOUNCED.run(self._connection, of=job_id, address={**found.address, "message": message}))

    def goes_on(self, job_id: str, address: Address, rest: Address, due_at: datetime) -> bool:
        """A part of the message stands at `address`; what is left goes to `rest`, by others from `due_at` on. False, and nothing changed,
        if it was asked for elsewhere meanwhile, or is not due."""
        found = ADDRESS.row(self._connection, job=job_id)
        if found is None or Address(**found.address) != address:
            return False
        return bool(GOES_ON.run(self._connection, of=job_id, address=asdict(rest), delivery_due_at=due_at))

    def delivered(self, job_id: str, *, kept: bool, address: Address | None = None) -> None:
        """The message is out, or (`kept`) nobody can be reached and it waits in the history. A platform's token is not kept any longer.

        `address` is where it went. A job that goes elsewhere by now was asked for again meanwhile: its message stays due.
        """
        found = ADDRESS.row(self._connection, job=job_id)
        if found is not None and (address is None or Address(**found.address) == address):
            DELIVERED.run(self._connection, of=job_id, delivery="kept" if kept else "done", address={**found.address, "grant": ""})

    def found_again(self, account_id: str) -> list[str]:
        """Codes of the jobs whose message waits for a person who is here now; each is named once."""
        return sorted(row.code for row in FOUND_AGAIN.rows(self._connection, account=account_id))

    # --- removed pictures ---

    def remove(self, picture_id: str, now: datetime) -> None:
        """Mark a stored picture as removed by its owner, and forget what platforms call it. A repeat changes nothing; raises `IllegalStep`
        for one that is not stored."""
        of_it = PICTURE.c.id == picture_id
        removed = update(PICTURE).where(of_it, PICTURE.c.state == "stored").values(state="removed", finished_at=now)
        object_key = self._connection.execute(removed.returning(PICTURE.c.object_key)).scalar_one_or_none()
        if object_key is not None:
            sent_files.forget_everywhere(self._connection, object_key)
            return
        state = self._connection.execute(select(PICTURE.c.state).where(of_it)).scalar_one_or_none()
        if state != "removed":
            raise IllegalStep(f"{state} -> removed")

    def removed_objects(self, limit: int) -> list[tuple[str, str]]:
        """Pictures that nobody will see any more and whose object may still exist, longest over first: picture id and object key."""
        return [(row.id, row.object_key) for row in LEFT_BEHIND.rows(self._connection, limit=limit)]

    def objects_gone(self, picture_ids: Sequence[str]) -> None:
        """The objects of these pictures are deleted."""
        gone = update(PICTURE).where(PICTURE.c.id.in_(picture_ids), PICTURE.c.state.in_(OVER)).values(object_gone=True)
        self._connection.execute(gone)


def _mendings(now: datetime) -> Iterator[Update]:
    """A lease is only shortened, to what a live owner renews in time."""
    late = JOB.c.delivery_due_at > now + LONGEST_DELIVERY_PAUSE
    yield update(JOB).where(queue.is_word(JOB.c.delivery, "due"), late).values(delivery_due_at=now)
    yield update(PICTURE).where(queue.in_line("later"), PICTURE.c.due_at > now + LONGEST_WAIT).values(due_at=now)
    leased = PICTURE.c.lease_until > now + queue.LONGEST_REST
    yield update(PICTURE).where(queue.ASKED, leased).values(lease_until=now + LEASE_AFTER_JUMP)
