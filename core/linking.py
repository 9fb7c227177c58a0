"""Joining two ways in to one person: a code shown on one side and typed on the other, and what can be taken back (PRV-83, PRV-84)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.caller import Address

CODE_LIFE = timedelta(minutes=10)
MOST_TRIES = 5
UNDO_LIFE = timedelta(hours=72)


@dataclass(frozen=True)
class Side:
    """One of the two who are to be joined: an account as one surface knows it. `address` is where this side can be told something."""

    account_id: str
    platform: str
    name: str
    locale: str
    address: Address | None = None


class OfferState(StrEnum):
    """How far two sides have come."""

    SHOWN = "shown"
    TYPED = "typed"  # the other side knows whom it would be joined with
    ACCEPTED = "accepted"  # the other side said yes; the first is asked
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True)
class LinkOffer:
    """A code that one side was shown; only its hash is kept."""

    id: str
    code_hash: str
    state: OfferState
    shown: Side
    created_at: datetime
    expires_at: datetime
    typed: Side | None = None

    def open(self, now: datetime) -> bool:
        """Whether it can still lead to a joining."""
        return self.state not in (OfferState.DONE, OfferState.REFUSED) and now < self.expires_at


@dataclass(frozen=True)
class Merge:
    """Two accounts that became one: `survivor_id` has everything, `absorbed_id` is an empty shell that the undoing fills again.

    `email` is the address that the absorbed account had, `credits` what its wallet held at that moment.
    """

    id: str
    survivor_id: str
    absorbed_id: str
    at: datetime
    undo_until: datetime
    credits: int
    email: str | None = None
    undone_at: datetime | None = None

    def can_be_undone(self, now: datetime) -> bool:
        """Whether both can still get their own things back."""
        return self.undone_at is None and now < self.undo_until


class CannotMerge(Exception):
    """Two accounts cannot become one now, or cannot be taken apart; nothing was changed. `code` is one of: same, working (pictures of the
    one that moves are being made), locked (a wallet or an account is), pending (both have a joining that can still be undone), late
    (nothing can be undone any more)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
