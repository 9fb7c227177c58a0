"""A job and its pictures: states that only move along legal steps, and what to do after a failure. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core.caller import Address
from core.ports import ImageFacts, MakerBroken, MakerBusy, MakerClosed, MakerError, MakerRefused, MakerUnclear, Reference, Refusal, Usage
from core.pricing import Quality, Shape


class JobState(StrEnum):
    """A draft waits for a yes to its price and holds nothing; working and finished jobs have a hold."""

    DRAFT = "draft"
    WORKING = "working"
    FINISHED = "finished"


class Outcome(StrEnum):
    """How a job ended."""

    DONE = "done"
    PARTLY = "partly"
    FAILED = "failed"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class PictureState(StrEnum):
    """One picture on its way. `removed`: was stored, then deleted by its owner."""

    QUEUED = "queued"
    ASKED = "asked"
    STORED = "stored"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REMOVED = "removed"


LEGAL_STEPS: dict[PictureState, frozenset[PictureState]] = {
    PictureState.QUEUED: frozenset({PictureState.ASKED, PictureState.CANCELLED, PictureState.FAILED}),
    # Cancelled only where the account is locked: the picture may come yet, and is nobody's then (PRV-36).
    PictureState.ASKED: frozenset({PictureState.QUEUED, PictureState.STORED, PictureState.FAILED, PictureState.CANCELLED}),
    PictureState.STORED: frozenset({PictureState.REMOVED}),
    PictureState.FAILED: frozenset(),
    PictureState.CANCELLED: frozenset(),
    PictureState.REMOVED: frozenset(),
}

OPEN = frozenset({PictureState.QUEUED, PictureState.ASKED})


class IllegalStep(Exception):
    """A picture was asked to move where it cannot go: a bug, never a person's fault."""


@dataclass(frozen=True)
class PictureJob:
    """One picture of a job. `attempts` counts requests that were sent, `unclear` those whose outcome we never learned, `lost` the claims
    that ended without any: their worker died, or broke."""

    id: str
    job_id: str
    position: int
    state: PictureState
    object_key: str
    due_at: datetime
    attempts: int = 0
    unclear: int = 0
    lost: int = 0
    reason: str | None = None
    facts: ImageFacts | None = None

    def moved(self, to: PictureState, **changes: object) -> "PictureJob":
        """The picture one legal step further. Raises `IllegalStep`."""
        if to not in LEGAL_STEPS[self.state]:
            raise IllegalStep(f"{self.state} -> {to}")
        return replace(self, state=to, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Job:
    """One request for pictures. Prices in credits; `code` is what people call it (#A7K2QX).

    `merge_id` is the joining of accounts that it came by, while that can be undone. `trace`: what set it off (`core/trace.py`).
    """

    id: str
    account_id: str
    code: str
    state: JobState
    prompt: str
    shape: Shape
    quality: Quality
    count: int
    private: bool
    unit_price: int
    locale: str
    address: Address
    created_at: datetime
    references: tuple[Reference, ...] = ()
    pictures: tuple[PictureJob, ...] = ()
    hold_id: str | None = None
    outcome: Outcome | None = None
    reason: str | None = None
    parent_id: str | None = None
    finished_at: datetime | None = None
    spoiler: bool = False
    community: str | None = None
    merge_id: str | None = None
    trace: str = ""

    @property
    def price(self) -> int:
        """What all its pictures cost together."""
        return self.unit_price * self.count

    @property
    def stored(self) -> tuple[PictureJob, ...]:
        """The pictures that are there to be seen."""
        return tuple(p for p in self.pictures if p.state is PictureState.STORED)

    @property
    def charged(self) -> int:
        """What the finished job cost: only pictures that were made are charged, also if they were removed later."""
        return self.unit_price * sum(p.state in (PictureState.STORED, PictureState.REMOVED) for p in self.pictures)

    @property
    def settled(self) -> bool:
        """Whether no picture is open any more."""
        return not any(p.state in OPEN for p in self.pictures)


def outcome_of(pictures: tuple[PictureJob, ...]) -> tuple[Outcome, str | None]:
    """How a job with these closed pictures ended, and the reason to tell if something is missing."""
    made = sum(p.state in (PictureState.STORED, PictureState.REMOVED) for p in pictures)
    failed = [p for p in pictures if p.state is PictureState.FAILED]
    reason = failed[0].reason if failed else None
    if made == len(pictures):
        return Outcome.DONE, None
    if made:
        return Outcome.PARTLY, reason
    if not failed:
        return Outcome.CANCELLED, None
    return (Outcome.REFUSED if reason and reason.startswith(REFUSED) else Outcome.FAILED), reason


REFUSED = "refused"
QUARANTINED = "quarantined"
MOST_LOST = 3
"""A picture that cost us so many workers is not tried again."""
MOST_ATTEMPTS = 4
MOST_UNCLEAR = 1
MOST_SILENT_REFUSALS = 2
LONGEST_WAIT = timedelta(seconds=120)


@dataclass(frozen=True)
class Again:
    """Ask again, not before `at`."""

    at: datetime


@dataclass(frozen=True)
class GiveUp:
    """No picture; `reason` ends up on the picture and in the sentence the person reads."""

    reason: str


Decision = Again | GiveUp


def after_failure(picture: PictureJob, failure: MakerError, now: datetime, *, usage: Usage | None = None) -> Decision:
    """What to do after the gateway gave no picture (mayi-wire.md §5.2, §6.6). `picture.attempts` includes the failed one.

    An unclear outcome may have been billed, so it is tried once more at most, and not at all if the usage check shows that our
    account there is empty.
    """
    match failure:
        case MakerRefused():
            return GiveUp(f"{REFUSED}-{failure.code}")
        case MakerClosed():
            return GiveUp("engine-closed")
        case MakerBroken(code="reference-missing"):
            return GiveUp(f"{REFUSED}-{Refusal.REFERENCE_GONE}")
        case MakerBroken():
            return GiveUp("engine-broken")
        case MakerBusy(code="no-picture") if picture.attempts >= MOST_SILENT_REFUSALS:
            # It may have been a refusal in words, so a technical fault must not be promised (mayi-wire.md §2.5).
            return GiveUp("engine-no-picture")
        case MakerUnclear():
            spent = usage is not None and usage.remaining is not None and usage.remaining <= 0
            return GiveUp("engine-unclear") if spent or picture.unclear >= MOST_UNCLEAR else Again(now + timedelta(seconds=2))
        case MakerBusy() if picture.attempts < MOST_ATTEMPTS:
            return Again(now + _pause(picture.attempts, failure.retry_after))
        case _:
            return GiveUp("engine-busy")


def _pause(attempts: int, retry_after: float | None) -> timedelta:
    """The gateway's own wish, else 2, 4, 8 … seconds; never longer than two minutes."""
    wish = timedelta(seconds=retry_after if retry_after is not None else 2.0**attempts)
    return min(wish, LONGEST_WAIT)


@dataclass(frozen=True)
class Place:
    """Where a job stands: how many pictures come before its first, and when it should be done, from measured times.

    `begun_at`: since when the seconds have been running, if all its pictures are being made.
    """

    ahead: int
    seconds: int | None
    begun_at: datetime | None = None

    def left(self, now: datetime, resting: timedelta | None = None) -> "Place":
        """What is left of it now; nothing is asked for while the gateway is `resting`. What takes longer than usual promises nothing."""
        if self.seconds is None:
            return self
        if self.begun_at is None:
            return replace(self, seconds=self.seconds + round((resting or timedelta(0)).total_seconds()))
        left = self.seconds - round((now - self.begun_at).total_seconds())
        return replace(self, seconds=left if left > 0 else None)


PRESUMED = 30.0
"""Seconds a picture takes, as long as none was measured."""


def expected(place: Place, wanted: int, at_once: int) -> timedelta:
    """How long a job at this place should take; what nobody has measured yet is presumed."""
    seconds = place.seconds if place.seconds is not None else estimate(place.ahead, wanted, at_once, (PRESUMED,)).seconds
    return timedelta(seconds=seconds or 0)


def estimate(ahead: int, wanted: int, at_once: int, measured: tuple[float, ...]) -> Place:
    """Place in line and remaining time: rounds of `at_once` pictures at the mean of recently measured times (seconds)."""
    if not measured:
        return Place(ahead, None)
    mean = sum(measured) / len(measured)
    rounds = -(-(ahead + wanted) // max(1, at_once))
    return Place(ahead, max(1, round(mean * rounds)))
