"""What the rights ask of the database: requests with their log, deletions, copies, notices of changed texts, holds, periods."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from core.accounts import Identity
from core.legal.releases import NoticeState, PolicyNotice, Release
from core.rights.deadlines import Mark
from core.rights.holds import HeldKind, Hold, LeftOver
from core.rights.requests import Actor, Count, Counted, EraseStep, Fate, Request, RequestKind, RequestState, RightsEvent
from core.rights.staff import StaffAccess


@dataclass(frozen=True)
class StepTaken:
    """A part of an erasure that was begun."""

    step: EraseStep
    begun_at: datetime
    done_at: datetime | None
    attempts: int


class RightsRequests(Protocol):
    """What people asked of us about their data, and the log of it."""

    def add(self, request: Request) -> None:
        """A request begins. Raises the database's error if one of its kind is active already (PRV-24)."""

    def get(self, ref: str) -> Request | None:
        """The request of this reference."""

    def active(self, account_id: str, kind: RequestKind) -> Request | None:
        """The one of this kind that is under way."""

    def of(self, account_id: str, limit: int = 20) -> list[Request]:
        """A person's requests, newest first."""

    def listed(self, states: Collection[RequestState], limit: int = 200) -> list[Request]:
        """Everybody's in these states, the one that must be answered first in front."""

    def change(self, request: Request) -> None:
        """Store everything but its state."""

    def move(self, request: Request, to: RequestState, now: datetime, actor: Actor) -> Request | None:
        """Bring it to another state, and log that; `None`, and nothing changed, if it was not where `request` says any more.

        Raises `ValueError` for a step that no request takes.
        """

    def claim(self, now: datetime, again_at: datetime) -> Request | None:
        """One for which something is due, as it stood. It is due again at `again_at` unless it is changed."""

    def put_off(self, ref: str, at: datetime) -> None:
        """Nothing happens for this request before then."""

    def begin_step(self, request: Request, step: EraseStep, now: datetime) -> bool:
        """Write down that a step begins, before its effect; false if it is complete already."""

    def end_step(self, request: Request, step: EraseStep, now: datetime) -> None:
        """The step is complete."""

    def steps(self, ref: str) -> list[StepTaken]:
        """What has been begun, in the order of the steps."""

    def count(self, ref: str, counted: Count) -> None:
        """Write a line of the receipt, or write it anew."""

    def add_to_count(self, ref: str, what: Counted, fate: Fate, more: int = 1) -> None:
        """So many more of these: in the transaction in which that becomes true."""

    def counts(self, ref: str) -> list[Count]:
        """The lines of the receipt."""

    def events(self, ref: str) -> list[RightsEvent]:
        """The log of a request, oldest first."""

    def broken(self, ref: str) -> bool:
        """Whether the seals of its log do not fit its lines."""


@dataclass(frozen=True)
class Purged:
    """What a purge took away: rows, lines of the books that were added up, payments that went to the archive, credits nobody has now."""

    rows: int
    bookings: int
    payments: int
    credits: int


class Erasures(Protocol):
    """What an erasure does in the database (PRV-34, PRV-37, PRV-40)."""

    def silence(self, account_id: str, now: datetime) -> None:
        """Nothing is made, posted or mailed for this account any more, except letters about the request itself: pictures that are being
        made are nobody's, results wait in the history, and what was to be said or asked is not."""

    def prefixes(self, account_id: str) -> list[str]:
        """The folders of the object store in which everything of this person lies."""

    def accounts(self, account_id: str) -> list[str]:
        """The account, and those that were merged into it. Raises `LookupError`."""

    def everybody(self) -> list[str]:
        """The ids of all accounts."""

    def left_since(self, moment: datetime) -> int:
        """How many deletions have been completed since then."""

    def keys_elsewhere(self, account_id: str) -> list[str]:
        """The person's objects that lie in none of their folders: copies of their data, and what joinings have moved."""

    def others_in(self, prefix: str) -> set[str]:
        """Objects in this folder that belong to other people than its owner, because accounts were joined and parted again."""

    def tally(self, account_id: str) -> list[Count]:
        """What is held about the person, as a preview and the receipt count it; nothing is changed."""

    def settled(self, account_id: str) -> bool:
        """Whether nothing of a joining can be taken back any more, so that it is certain whose everything is."""

    def purge(self, account_id: str, ref: str, now: datetime, keep_until: datetime) -> Purged:
        """Delete every row about the person: what the books say is added to the totals, payments go to the archive until `keep_until`, and
        requests stay without the person. Raises `LookupError` if there is no such account, `StillHeld`, `Unpurged`."""

    def late_prefixes(self, now: datetime) -> list[str]:
        """Folders of people who have left in which something may still arrive."""

    def forget_prefixes(self, now: datetime) -> int:
        """Drop those whose time is over; how many."""

    def forget_payments(self, now: datetime) -> int:
        """Drop archived payments that no law wants any more; how many (PRV-53)."""


class StillHeld(Exception):
    """Credits of this person are set aside for work under way, so the books cannot be closed yet. Nothing was changed."""


class Unpurged(Exception):
    """Something of the person would have been left: the data map and the purge do not agree. Nothing was changed."""


@dataclass(frozen=True)
class StoredPart:
    """One file of a copy of somebody's data, as it lies in the object store: sealed. Sizes and hash are those of the file itself."""

    ref: str
    part: int
    account_id: str
    object_key: str
    key: str
    name: str
    size: int
    sha256: str
    complete: bool
    downloads: int
    created_at: datetime
    expires_at: datetime


class ExportParts(Protocol):
    """Copies of people's data that wait to be fetched (PRV-77, PRV-78)."""

    def add(self, part: StoredPart) -> None:
        """Remember a part, before it is stored."""

    def of(self, ref: str) -> list[StoredPart]:
        """The parts of a copy, in order."""

    def by_key(self, object_key: str) -> StoredPart | None:
        """The part that lies there."""

    def fetched(self, ref: str, part: int, most: int) -> bool:
        """Count a download; false, and nothing changed, if there were `most` already."""

    def stored(self, part: StoredPart) -> None:
        """It is whole: store size, hash and `complete`."""

    def drop(self, ref: str) -> None:
        """Forget the parts of a copy, once their objects are gone."""

    def stale(self, now: datetime, limit: int = 100) -> list[StoredPart]:
        """Parts past their time, or whose request has ended, whatever became of it (PRV-80)."""


@dataclass(frozen=True)
class Reader:
    """Somebody who has to be told of a release, and where: `email` only if it takes mail, a chat as the platform's words for it."""

    account_id: str
    locale: str | None
    email: str | None
    chats: tuple[Identity, ...]


@dataclass(frozen=True)
class Report:
    """What somebody told us about another (PRV-57, PRV-94). `ref` is that of the request; `account_id` is who told us, if they have one."""

    ref: str
    words: str
    at: datetime
    account_id: str | None = None


class Reports(Protocol):
    """What people told us about others."""

    def add(self, report: Report) -> None:
        """Keep it, once its request is there."""

    def get(self, ref: str) -> Report | None:
        """What was said, as long as it is kept."""


class Policies(Protocol):
    """Releases of the legal texts, and who was told of them (PRV-59 … PRV-65)."""

    def add(self, release: Release) -> bool:
        """A release is published; false, and nothing changed, if it was before. Raises the database's error if another one replaces the
        same texts already."""

    def releases(self) -> list[Release]:
        """All of them, in the order in which they were published."""

    def untold(self, release: Release, limit: int) -> list[str]:
        """Ids of some active accounts that were there when it was published and for which nothing is written down about it."""

    def readers(self, release: Release, account_ids: Collection[str]) -> list[Reader]:
        """Those of these who still are to be told of it."""

    def note(self, notice: PolicyNotice) -> bool:
        """Write down that a person is told; false, and nothing changed, if this is there for the channel."""

    def waiting(self, release: Release) -> int:
        """How many notices of a change are due."""

    def collect(self, now: datetime) -> int:
        """Write down of notices that are due what became of their messages in the outboxes; how many there was news of."""

    def bounced(self, release: Release) -> int:
        """Write down which mails about a release came back; how many."""

    def reached(self, release: Release) -> tuple[int, int]:
        """How many people were told of a release, and how many could not be."""

    def complete(self, release: Release) -> bool:
        """Store the dates and numbers of a release whose notices are out; false, and nothing changed, if it has its dates already. Raises
        the database's error if the dates are not what people are promised (PRV-60)."""

    def tally(self, release: Release) -> dict[tuple[str, NoticeState], int]:
        """How many notices of a change there are, by channel and state."""

    def of(self, account_id: str) -> list[PolicyNotice]:
        """What a person was told, in the order of the releases; also what the accounts were told that are one with this now."""

    def missed(self, account_id: str) -> Release | None:
        """The announced release of which nothing has reached this person, who was there before it applied."""

    def show(self, account_id: str, version: str, channel: str, now: datetime) -> bool:
        """The person sees the notice of a change on this channel; false, and nothing changed, if they have seen it there before."""

    def record_first(self, account_id: str, version: str, channel: str, now: datetime) -> None:
        """A person who is new was told whom they deal with, under this version: a notice, not a consent (PRV-64). A repeat is harmless."""

    def has_first(self, account_id: str) -> bool:
        """Whether they were."""


@dataclass(frozen=True)
class Watched:
    """A request that waits for its answer: whether one of the operator's people has looked at it, and what has been said about its time."""

    request: Request
    seen: bool
    said: frozenset[Mark]


class Deadlines(Protocol):
    """How much of the time for an answer is used up, and that it was said (PRV-26)."""

    def watched(self, limit: int = 1000) -> list[Watched]:
        """Requests that are not answered, the one that must be answered first in front."""

    def note(self, ref: str, mark: Mark, now: datetime) -> bool:
        """It is said that this mark is passed; false if it was before."""

    def unmailed(self, limit: int = 50) -> list[tuple[Request, Mark]]:
        """What was said, but not by mail."""

    def mailed(self, ref: str, mark: Mark, now: datetime) -> None:
        """The mail is out, or nobody will ever take it."""


class StaffLog(Protocol):
    """What the operator's people did, about accounts and otherwise (PRV-87)."""

    def add(self, access: StaffAccess) -> None:
        """Write it down, in the transaction in which it is done."""

    def of_request(self, ref: str) -> list[StaffAccess]:
        """About this request, oldest first."""

    def since(self, when: datetime) -> list[StaffAccess]:
        """Everything that was done since then, oldest first."""


class RightsWords(Protocol):
    """What people wrote about requests that people answer; it goes with the account."""

    def put(self, ref: str, account_id: str, words: str, now: datetime) -> None:
        """Keep it, once its request is there."""

    def get(self, ref: str) -> str:
        """The words; empty if there are none, or none any more."""


class MailState(StrEnum):
    """Whether the words of a mail have been fetched."""

    DUE = "due"
    READ = "read"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class RequestMail:
    """The mail by which a request came (PRV-67, PRV-68); its row ends long before the request's. `message` is its carrier's name for it.

    `attachments` is how many there were: none is ever fetched. `answered`: its sender is a human, and was told of the request.
    """

    ref: str
    message: str
    sender: str
    words: str
    attachments: int
    at: datetime
    state: MailState = MailState.DUE
    answered: bool = False
    attempts: int = 0


class RequestMails(Protocol):
    """Mails to the privacy address."""

    def known(self, message: str) -> bool:
        """Whether it is kept already. Two deliveries of one mail at the same time take turns here."""

    def add(self, mail: RequestMail, now: datetime) -> None:
        """Keep it, once its request is there; its words are to be fetched at once."""

    def get(self, ref: str) -> RequestMail | None:
        """The mail of a request, as long as it is kept."""

    def claim(self, now: datetime, *, first_pause: timedelta, longest_pause: timedelta) -> RequestMail | None:
        """One whose words are to be fetched, with the number of earlier attempts. It is due again after `first_pause`, doubled with each
        attempt up to `longest_pause`, unless its state is changed."""

    def change(self, mail: RequestMail) -> None:
        """Store its words, its state, and whether it was answered."""


class Holds(Protocol):
    """Legal holds, and what they took out of sight (PRV-85). What is held is seen nowhere else, and an erasure passes it by."""

    def owner(self, kind: HeldKind, record_id: str) -> str | None:
        """The account of this record; `None` if there is no such record."""

    def add(self, hold: Hold) -> None:
        """Place it, and take the record out of sight. Raises `LookupError` if there is no such record."""

    def get(self, hold_id: str) -> Hold | None:
        """The hold."""

    def open(self, kind: HeldKind, record_id: str) -> Hold | None:
        """The one under which this record is held."""

    def change(self, hold: Hold) -> None:
        """Store its second role and its end."""

    def due(self, now: datetime, limit: int) -> list[Hold]:
        """Some whose time is over."""

    def end(self, hold: Hold, now: datetime) -> None:
        """What is held goes back to its place. If that is gone, because its owner has been erased, it is left over."""

    def left_over(self, limit: int) -> list[LeftOver]:
        """Some of what has to go for good."""

    def gone(self, what: LeftOver) -> None:
        """Its object is deleted; forget it, and with the last of it the hold."""


@dataclass(frozen=True)
class Absence:
    """Since when somebody has not been here, whether they have credits, and when they were told that the account ends."""

    account_id: str
    seen_at: datetime
    credits: bool
    told: tuple[datetime, ...] = ()


class Absences(Protocol):
    """Who has not been here for long (PRV-49). Accounts that are locked, restricted or part of another are left out."""

    def since(self, before: datetime, after: str, limit: int) -> list[Absence]:
        """Some who were last seen before this moment, by account, those behind `after`."""

    def of(self, account_id: str) -> Absence | None:
        """How it stands with this account; `None` if nobody could have left it."""

    def told(self, account_id: str, number: int, now: datetime) -> None:
        """They are told for the first or second time."""


@dataclass(frozen=True)
class Overdue:
    """So many rows of a table should have gone more than a day ago."""

    table: str
    rows: int


class Retention(Protocol):
    """What is kept only for a while, as the data map says (PRV-50)."""

    @property
    def tables(self) -> tuple[str, ...]:
        """Every table of which something ends."""

    def sweep(self, table: str, now: datetime, limit: int) -> int:
        """Drop or clear what is past its time, some at once; how many rows."""

    def overdue(self, now: datetime) -> list[Overdue]:
        """What should have gone more than a day ago, by whatever means."""
