"""What a person asked of us about their data: an object with a state, dates and a reference, whatever the kind (PRV-24, PRV-26, PRV-27)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.caller import Address


class RequestKind(StrEnum):
    """What is asked for. The first two are carried out by the program, the rest by people who answer through the operator's commands."""

    EXPORT = "export"
    ERASE = "erase"
    CORRECT = "correct"
    RESTRICT = "restrict"
    OBJECT = "object"
    COMPLAINT = "complaint"
    APPEAL = "appeal"
    LIMIT = "limit"
    OPT_OUT_SALE = "opt-out-sale"
    AGENT = "agent"
    MINOR = "minor"
    QUESTION = "question"  # by mail, and none of the others


class RequestState(StrEnum):
    """How far a request is."""

    DRAFT = "draft"  # begun, not confirmed
    OPEN = "open"  # a human answers it
    HELD = "held"  # confirmed; waits until a risky change is 72 hours old (PRV-25)
    GRACE = "grace"  # confirmed; the account is locked and can still be had back (PRV-33)
    RUNNING = "running"  # being carried out; an erasure cannot be called back any more (PRV-35)
    READY = "ready"  # a copy waits to be fetched
    DONE = "done"
    CANCELLED = "cancelled"
    EXPIRED = "expired"  # never confirmed
    DENIED = "denied"
    STUCK = "stuck"  # tried in vain; a human must look


ACTIVE = frozenset({RequestState.OPEN, RequestState.HELD, RequestState.GRACE, RequestState.RUNNING, RequestState.STUCK})
"""At most one of these per person and kind (PRV-24)."""

DUE = (RequestState.DRAFT, RequestState.HELD, RequestState.GRACE, RequestState.RUNNING, RequestState.READY)
"""In these something happens by itself, when their time comes."""

ENDED = frozenset({RequestState.DONE, RequestState.CANCELLED, RequestState.EXPIRED, RequestState.DENIED})

LEGAL_MOVES: dict[RequestState, frozenset[RequestState]] = {
    RequestState.DRAFT: frozenset(
        {
            RequestState.OPEN,
            RequestState.HELD,
            RequestState.GRACE,
            RequestState.RUNNING,
            RequestState.CANCELLED,
            RequestState.EXPIRED,
            RequestState.DENIED,
        }
    ),
    RequestState.OPEN: frozenset({RequestState.DONE, RequestState.DENIED, RequestState.CANCELLED}),
    RequestState.HELD: frozenset({RequestState.RUNNING, RequestState.CANCELLED}),
    RequestState.GRACE: frozenset({RequestState.RUNNING, RequestState.CANCELLED}),
    RequestState.RUNNING: frozenset({RequestState.READY, RequestState.DONE, RequestState.STUCK, RequestState.CANCELLED}),
    RequestState.STUCK: frozenset({RequestState.RUNNING, RequestState.CANCELLED, RequestState.DENIED}),
    RequestState.READY: frozenset({RequestState.DONE, RequestState.CANCELLED}),
    **{state: frozenset() for state in ENDED},
}


class Actor(StrEnum):
    """Who caused a step; never which person."""

    PERSON = "person"
    OPERATOR = "operator"
    PLATFORM = "platform"
    PROGRAM = "program"


class EraseStep(StrEnum):
    """The parts of an erasure, in their order (PRV-37): what reaches outside goes before the rows that say where it lies."""

    MESSAGES = "messages"  # what the bot posted in chats
    OBJECTS = "objects"  # files, copies of data and previews
    MAKER = "maker"  # mayi.one is told, or its own deletion date is written down
    CARRIER = "carrier"  # the same for Resend
    LETTER = "letter"  # the receipt goes out while there still is an address
    TOMBSTONE = "tombstone"  # a backup that brings the person back finds this
    ROWS = "rows"  # everything in the database, the books folded
    COMPACTION = "compaction"  # free pages and the write-ahead log
    VERIFICATION = "verification"  # a look whether anything is left


class Counted(StrEnum):
    """What a receipt counts."""

    PROMPTS = "prompts"
    PICTURES = "pictures"
    REFERENCES = "references"
    CHATS = "chats"
    MESSAGES = "messages"
    LETTERS = "letters"
    BROWSERS = "browsers"
    CREDITS = "credits"
    BOOKINGS = "bookings"
    PAYMENTS = "payments"
    COPIES = "copies"
    MAKER = "maker"
    CARRIER = "carrier"


class Fate(StrEnum):
    """What became of it."""

    DELETED = "deleted"
    ANONYMISED = "anonymised"
    KEPT = "kept"
    LEFT = "left"  # in chats, as the person chose
    TOLD = "told"
    BLANKED = "blanked"
    TOO_OLD = "too-old"
    NO_ACCESS = "no-access"
    TOKEN_DEAD = "token-dead"  # noqa: S105 - a word of a receipt


@dataclass(frozen=True)
class Count:
    """One line of a receipt: how many of what, what became of them, and until when what is kept is kept."""

    what: Counted
    fate: Fate
    number: int
    until: datetime | None = None


POLICY_DAYS = 30
"""What the policy promises, counted from the confirmation."""


@dataclass(frozen=True)
class Request:
    """One request. `ref` is random and names it everywhere; `account_id` and `address` are gone once the person is.

    `due_at`: nothing happens before. `begins_at`: when what cannot be called back begins, once it is confirmed; `at_once`: without grace.
    `answer_by`: the earliest of the legal limits. `messages`: also take back what the bot posted in chats. `code_hash` is of the number
    that proves a second channel, as long as that is being asked for. `done` of `total` files of a copy are collected.
    """

    ref: str
    kind: RequestKind
    state: RequestState
    account_id: str | None
    actor: Actor
    channel: str
    received_at: datetime
    due_at: datetime
    answer_by: datetime
    locale: str
    address: Address | None = None
    messages: bool = True
    at_once: bool = False
    begins_at: datetime | None = None
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None
    code_hash: str | None = None
    code_until: datetime | None = None
    attempts: int = 0
    done: int = 0
    total: int = 0

    @property
    def active(self) -> bool:
        """Whether it keeps another one of its kind from beginning."""
        return self.state in ACTIVE


@dataclass(frozen=True)
class RightsEvent:
    """A line of the rights log: words of the program and moments, never anything of a person (PRV-86)."""

    ref: str
    number: int
    at: datetime
    state: RequestState
    actor: Actor
    step: EraseStep | None = None


def answer_by(received: datetime) -> datetime:
    """The earliest of 30 days (policy), a month (GDPR Art. 12) and 45 days (CCPA): PRV-26."""
    return min(received + timedelta(days=POLICY_DAYS), month_after(received), received + timedelta(days=45))


def month_after(moment: datetime) -> datetime:
    """The same day of the next month, or that month's last day if it has none such."""
    year, month = divmod(moment.year * 12 + moment.month, 12)
    for day in range(moment.day, 27, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return moment.replace(year=year, month=month + 1)


def business_days_after(moment: datetime, days: int) -> datetime:
    """So many days later that are neither Saturday nor Sunday (CCPA: ten to acknowledge)."""
    while days:
        moment += timedelta(days=1)
        days -= moment.weekday() < 5
    return moment
