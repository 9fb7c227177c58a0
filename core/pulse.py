"""How the house is doing, read off its tables: the same in every process, whatever that one has seen itself.

Every number is bounded (`MOST_COUNTED`) and found along an index, so that asking costs the same however much there is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.jobs import estimate

MOST_COUNTED = 10_000
"""Where counting stops: more than this reads as this."""
LATELY = timedelta(minutes=15)
"""Older outcomes say nothing of now."""
STALLED = timedelta(minutes=1)
"""How long somebody's turn has come, and nobody is at work, before we say that nothing is made."""
DELAYED = timedelta(minutes=10)
"""How old the oldest of a line may be before we call it late."""
ENGINE, STORE, CLOSED = "engine-", "store-", "engine-closed"
"""What reasons of failures begin with, by whose they are; and the one of a gateway that lets nobody in."""
LATEST = 10
"""Of so many latest pictures we judge."""


class Line(StrEnum):
    """What waits for somebody of ours to take it up."""

    PICTURES = "pictures"  # a picture, for its turn at the gateway
    DELIVERIES = "deliveries"  # a finished job, for its message
    PAYMENTS = "payments"  # what a provider told us, to be acted upon
    REFUNDS = "refunds"  # money that its provider is to be asked to give back
    RETURNING = "returning"  # money that its provider says is on its way back
    LETTERS = "letters"  # mails
    NOTICES = "notices"  # chat messages that are no job's
    UPDATES = "updates"  # news from a chat platform
    MAILS = "mails"  # mails to the privacy address


@dataclass(frozen=True)
class Waiting:
    """How many there are, and since when the oldest has been waiting."""

    count: int = 0
    since: datetime | None = None

    def age(self, now: datetime) -> timedelta:
        """How long the oldest has been waiting; nothing if there is none."""
        return max(timedelta(0), now - self.since) if self.since else timedelta(0)


@dataclass(frozen=True)
class Requests:
    """Requests about data that are not answered yet: how many, the nearest legal limit, and how many are past theirs."""

    open: int = 0
    answer_by: datetime | None = None
    overdue: int = 0


@dataclass(frozen=True)
class Ended:
    """One picture that came to its end: why there is none, or `None` if there is one."""

    at: datetime
    reason: str | None


@dataclass(frozen=True)
class Figures:
    """One reading. `jobs` by state; `queued` and `making` are pictures; `latest` came to their end, newest first. `turn_since`: since when
    the picture whose turn it is could have been begun, or taken over from who is gone. `measured`: seconds that the latest ones took."""

    at: datetime
    jobs: Mapping[str, int]
    queued: int
    making: int
    lines: Mapping[Line, Waiting]
    requests: Requests
    latest: tuple[Ended, ...] = ()
    turn_since: datetime | None = None
    measured: tuple[float, ...] = ()


class Making(StrEnum):
    """Whether pictures are being made now."""

    WORKING = "working"  # or about to be
    IDLE = "idle"  # nobody has asked lately, and nothing speaks against it
    SLOW = "slow"  # made, but people wait longer than usual
    TROUBLED = "troubled"  # many of the latest came to nothing
    STALLED = "stalled"  # somebody's turn has come, and nobody begins
    RESTING = "resting"  # the gateway takes nothing from us


HOPEFUL = frozenset({Making.WORKING, Making.IDLE, Making.SLOW})


@dataclass(frozen=True)
class Standing:
    """What people are told. `seconds`: how long a new picture would take, as far as measured times tell; nobody knows otherwise. Of the
    rest: whether it is as it should be."""

    making: Making
    queued: int
    seconds: int | None
    engine: bool
    storage: bool
    mail: bool
    payments: bool

    @property
    def hopeful(self) -> bool:
        """Whether somebody who asks now will most likely have a picture."""
        return self.making in HOPEFUL


def standing(figures: Figures, at_once: int) -> Standing:
    """What the figures mean to somebody who wants a picture; `at_once` are made side by side."""
    making, now, lines = _making(figures), figures.at, figures.lines
    ahead = figures.queued + -(-figures.making // 2)
    failed = _since_the_last_success(figures)
    return Standing(
        making,
        figures.queued,
        estimate(ahead, 1, at_once, figures.measured).seconds if making in HOPEFUL else None,
        engine=making is not Making.STALLED and not any(_is(ENGINE, one) for one in failed),
        storage=not any(_is(STORE, one) for one in failed),
        mail=lines[Line.LETTERS].age(now) < DELAYED,
        payments=lines[Line.PAYMENTS].age(now) < DELAYED and lines[Line.REFUNDS].age(now) < DELAYED,
    )


def _making(figures: Figures) -> Making:
    if any(one.reason == CLOSED for one in _since_the_last_success(figures)):
        return Making.RESTING
    if not figures.making and figures.turn_since is not None and figures.at - figures.turn_since > STALLED:
        return Making.STALLED
    latest = _lately(figures)[:LATEST]
    if 2 * sum(_is(ENGINE, one) or _is(STORE, one) for one in latest) > len(latest):
        return Making.TROUBLED
    if figures.lines[Line.PICTURES].age(figures.at) > DELAYED:
        return Making.SLOW
    return Making.WORKING if latest or figures.making or figures.queued else Making.IDLE


def _lately(figures: Figures) -> list[Ended]:
    return [one for one in figures.latest if figures.at - one.at < LATELY]


def _since_the_last_success(figures: Figures) -> list[Ended]:
    latest = _lately(figures)
    made = next((place for place, one in enumerate(latest) if one.reason is None), len(latest))
    return latest[:made]


def _is(whose: str, ended: Ended) -> bool:
    return ended.reason is not None and ended.reason.startswith(whose)
