"""Requests for pictures, their queue, and the pictures people gave us to work from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from core.caller import Address
from core.jobs import Job, PictureJob, Place
from core.ports import ImageFacts, Reference
from core.storage.lanes import EVERY, Lane


@dataclass(frozen=True)
class Claim:
    """A picture that this worker now owns until its lease ends. `again` marks one that a dead worker had asked for."""

    picture: PictureJob
    job: Job
    again: bool


@dataclass(frozen=True)
class Busy:
    """How many pictures a person has asked for in an hour and in a day, and how many of their requests are under way."""

    in_hour: int
    in_day: int
    waiting: int


class Jobs(Protocol):
    """Jobs and their pictures; the table is the queue."""

    def add(self, job: Job) -> None:
        """Store a draft with its references."""

    def start(self, job: Job) -> None:
        """Queue the pictures of a draft that now has a hold."""

    def get(self, job_id: str) -> Job | None:
        """The job with pictures and references."""

    def lock(self, job_id: str) -> None:
        """Keep everybody else from moving this job until the transaction ends."""

    def by_code(self, account_id: str, code: str) -> Job | None:
        """A person's own job by the code they see; case does not matter."""

    def of_picture(self, picture_id: str) -> Job | None:
        """The job that a picture belongs to."""

    def recent(self, account_id: str, *, limit: int, before: datetime | None = None) -> list[Job]:
        """A person's jobs that are not drafts, newest first."""

    def latest_draft_or_job(self, account_id: str) -> Job | None:
        """The newest request of a person, for `/again`."""

    def working(self, account_id: str) -> list[Job]:
        """A person's jobs that are not finished, oldest first."""

    def claim(
        self, owner: str, now: datetime, *, lease_until: datetime, at_once: int, per_person: int, mine: Collection[str] = ()
    ) -> Claim | None:
        """The picture whose turn it is: abandoned ones first, then round-robin over people, then age. Pictures of the owners in `mine`
        are never abandoned: a clock that jumps does not take live work from its worker."""

    def heartbeat(self, owner: str, picture_ids: Sequence[str], lease_until: datetime) -> set[str]:
        """Extend leases; which of the pictures this owner still owns."""

    def save(self, picture: PictureJob, *, owner: str, now: datetime) -> bool:
        """Store the outcome of a claimed picture; false, and nothing changed, if the lease has gone to another."""

    def cancel(self, job_id: str, now: datetime) -> int:
        """Cancel the pictures that nobody has asked for yet; how many."""

    def excuse(self, picture_id: str, owner: str) -> None:
        """This claim ends without an outcome for a reason that is known: it does not count as lost."""

    def give_up(self, job_id: str, reason: str, now: datetime) -> int:
        """Fail the pictures that nobody has asked for yet; how many."""

    def overdue(self, before: datetime, limit: int) -> list[str]:
        """Ids of jobs older than `before` of which a picture still waits to be asked for."""

    def remove(self, picture_id: str, now: datetime) -> None:
        """Mark a stored picture as removed by its owner."""

    def finish(self, job: Job, now: datetime) -> None:
        """Store outcome, reason and that a delivery is due."""

    def redeliver(self, job_id: str, address: Address, now: datetime) -> None:
        """Where the answer of a job goes from now on."""

    def announced(self, job_id: str, message: str) -> bool:
        """Which message of the chat shows the job, so that its end can take that place; false, and nothing changed, once it has ended."""

    def claim_delivery(
        self, now: datetime, *, first_pause: timedelta, longest_pause: timedelta, lane: Lane = EVERY
    ) -> tuple[Job, int] | None:
        """A finished job whose message is due, with the number of earlier attempts. Unless it is marked delivered, it is due again
        after `first_pause`, doubled with each attempt up to `longest_pause`."""

    def goes_on(self, job_id: str, address: Address, rest: Address, due_at: datetime) -> bool:
        """A part of the message stands at `address`; what is left goes to `rest`, by others from `due_at` on. False, and nothing changed,
        if it was asked for elsewhere meanwhile, or is not due."""

    def delivered(self, job_id: str, *, kept: bool, address: Address | None = None) -> None:
        """The message is out, or (`kept`) nobody can be reached and it waits in the history. If it went to `address`, but was asked for
        elsewhere meanwhile, it stays due."""

    def found_again(self, account_id: str) -> list[str]:
        """Codes of the jobs whose message waits for a person who is here now; each is named once."""

    def busy(self, account_id: str, *, hour: datetime, day: datetime, since: datetime) -> Busy:
        """What a person has asked for since the hour and the day began; of what is under way, what began after `since`."""

    def pictures_of_place(self, community: str, *, since: datetime) -> int:
        """How many pictures everybody has asked for in a community; drafts do not count."""

    def pictures_since(self, account_id: str, community: str, since: datetime) -> int:
        """How many pictures a person has asked for in a community; drafts do not count."""

    def place(self, job: Job, *, at_once: int) -> Place:
        """Where the job stands in line and when it should be done."""

    def mend_times(self, now: datetime) -> int:
        """After the clock was set back: what would wait longer than it ever has to is due now; how many rows."""

    def prospect(self, job: Job, *, at_once: int) -> Place:
        """Where a job that is not in line would stand if it were put there now, and when it should be done."""

    def waiting(self) -> int:
        """How many pictures are queued or asked."""

    def blocked(self, since: datetime, limit: int) -> list[datetime]:
        """When the gateway's own policy blocked a prompt since then, newest first, that many at most; of every process."""

    def undelivered(self) -> int:
        """How many finished jobs have a message that is still due."""

    def places(self, limit: int, *, at_once: int) -> list[tuple[str, Place]]:
        """Where the next working jobs stand of which no picture has been asked for yet, in the order of their turn."""

    def removed_objects(self, limit: int) -> list[tuple[str, str]]:
        """Pictures that nobody will see any more and whose object may still exist: picture id and object key."""

    def objects_gone(self, picture_ids: Sequence[str]) -> None:
        """The objects of these pictures are deleted."""

    def drop_drafts(self, before: datetime) -> int:
        """Forget some drafts that nobody said yes to; how many, none when there are no more."""


@dataclass(frozen=True)
class StoredReference:
    """A person's uploaded picture."""

    id: str
    account_id: str
    object_key: str
    facts: ImageFacts
    created_at: datetime


class References(Protocol):
    """Uploaded pictures."""

    def add(self, reference: StoredReference) -> None:
        """Remember an upload."""

    def get(self, account_id: str, reference_id: str) -> Reference | None:
        """A person's own upload."""

    def older(self, before: datetime, limit: int) -> list[tuple[str, str]]:
        """Uploads from before this moment, oldest first: id and object key."""

    def forget(self, reference_ids: Sequence[str]) -> None:
        """Drop these uploads."""
