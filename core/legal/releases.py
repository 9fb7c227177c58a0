"""New versions of the legal documents as people are told of them: from when they apply, to everybody and to each (PRV-59 … PRV-62).

A release is every text as it is from one day on. The files say what they say (`core/legal/versions.py`), the database since when.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.legal.versions import Change, Kind, Status, Version, current, versions

AHEAD = timedelta(days=14)
"""At least so long before a material change applies, the last person was told of it."""

MAIL = "mail"
SITE = "site"
NOWHERE = "none"
"""Channels of a notice beside the platforms: the person's address, the pages of their account, and no way to reach them at all."""


class Approver(StrEnum):
    """In which role somebody answers for a release; never which person."""

    OWNER = "owner"
    COUNSEL = "counsel"
    PRIVACY = "privacy"
    PROGRAM = "program"  # texts that were there before anybody could be told of them


class NoticeKind(StrEnum):
    """Why somebody was told: they came (PRV-64), or something changes (PRV-60)."""

    FIRST = "first"
    CHANGE = "change"


class NoticeState(StrEnum):
    """How far a notice came. Shown is more than sent: the person did something while it was there."""

    DUE = "due"
    SENT = "sent"
    FAILED = "failed"
    SHOWN = "shown"


@dataclass(frozen=True)
class Release:
    """All texts of one day, as the database knows them. `documents` are those that are new with it. `before` is the release that it
    replaces; the first one replaces none.

    `proposed` is what the comparison of both says, `change` what `approver` decided and `reason` why. `announced_at` is the day that
    people are told. `effective_at` is unknown until everybody was told, and never before `last_notice_at` and 14 days (the first release
    and minor changes excepted, of which nobody is told). `reached` and `unreached` count the people once that is so.
    """

    id: str
    documents: tuple[Kind, ...]
    before: str | None
    change: Change
    proposed: Change
    approver: Approver
    reason: str
    announced_at: datetime
    published_at: datetime
    last_notice_at: datetime | None = None
    effective_at: datetime | None = None
    reached: int = 0
    unreached: int = 0

    @property
    def announces(self) -> bool:
        """Whether people have to be told of it ahead."""
        return self.before is not None and self.change is Change.MATERIAL

    def text_of(self, kind: Kind) -> Version:
        """The text of a document that belongs to it: its own, or the one that stays from before."""
        return version_at(kind, self.id)


@dataclass(frozen=True)
class PolicyNotice:
    """That a person was told of a release on one channel: evidence (PRV-62). `message` is the key in the outbox it went through."""

    account_id: str
    version: str
    kind: NoticeKind
    channel: str
    state: NoticeState
    message: str | None = None
    sent_at: datetime | None = None
    shown_at: datetime | None = None

    @property
    def told_at(self) -> datetime | None:
        """Since when the person knows; `None` if the notice did not reach them."""
        return None if self.state in (NoticeState.DUE, NoticeState.FAILED) else self.sent_at or self.shown_at


def version_at(kind: Kind, day: str) -> Version:
    """The newest text of a document up to that day (an ISO date, as every version is called); the oldest one if all are newer."""
    there = versions(kind)
    return next((one for one in reversed(there) if one.id <= day), there[0])


def in_force(kind: Kind, releases: Sequence[Release], now: datetime) -> Version:
    """The text of a document that applies to everybody now. `releases` stand in the order in which they were published.

    The database decides, and never the date in a file: nobody may wake up under a text that they were not told of. As long as the
    database knows of no release, it is the newest published text whose day has come; where nothing is published either, the draft.
    """
    begun = [one for one in releases if one.effective_at is not None and one.effective_at <= now]
    if releases:
        return (begun[-1] if begun else releases[0]).text_of(kind)
    return next(reversed(begun_by_date(kind, now)), current(kind))


def begun_by_date(kind: Kind, now: datetime) -> list[Version]:
    """The published texts of a document whose day has come, going by the files."""
    return [one for one in versions(kind) if one.status is Status.PUBLISHED and one.effective <= now]


def coming(releases: Iterable[Release], now: datetime) -> Release | None:
    """The release that does not apply to everybody yet; there is one at most."""
    return next((one for one in releases if one.effective_at is None or one.effective_at > now), None)


def planned(release: Release, now: datetime) -> datetime:
    """From when it applies at the earliest, as far as that is known."""
    return release.effective_at or max(release.announced_at, now + AHEAD)


def applies_from(release: Release, releases: Sequence[Release], joined_at: datetime, notices: Iterable[PolicyNotice]) -> datetime | None:
    """From when a release applies to one person; `None` while that is not known, because they were not told yet (PRV-61).

    Nobody is told of a minor change, but it comes on top of the material ones before, so it waits for these; whoever was told of a later
    one knows of all that it replaces. Whoever joins when a change applies already joins under it. `joined_at` is when the account began.
    """
    if release.effective_at is None:
        return None
    later = [one for one in releases if one.announces and (one.effective_at is None or joined_at < one.effective_at)]
    due = [one for one in later if one.published_at <= release.published_at]
    if not due:
        return release.effective_at
    told = told_at([one for one in later if one.published_at >= due[-1].published_at], notices)
    return None if told is None else max(release.effective_at, told + AHEAD)


def told_at(releases: Collection[Release], notices: Iterable[PolicyNotice]) -> datetime | None:
    """When the first notice of one of these changes reached the person."""
    names = {one.id for one in releases}
    reached = [notice.told_at for notice in notices if notice.version in names and notice.kind is NoticeKind.CHANGE]
    return min((at for at in reached if at is not None), default=None)


def applied(
    releases: Sequence[Release], joined_at: datetime, notices: Sequence[PolicyNotice], now: datetime
) -> list[tuple[Release, datetime]]:
    """Every release that has applied to a person up to now, and from when; the one under which they came is first.

    `releases` stand in the order in which they were published.
    """
    dated = [(one, applies_from(one, releases, joined_at, notices)) for one in releases]
    begun = [(one, at) for one, at in dated if at is not None and at <= now]
    before = [pair for pair in begun if pair[1] <= joined_at]
    return [*before[-1:], *(pair for pair in begun if pair[1] > joined_at)]
