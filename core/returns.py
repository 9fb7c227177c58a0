"""What goes back of a payment: refunds, disputes, and how many credits and how much money that is. Pure (wallet.md §3.5, §3.6)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

REFUND_PERIOD = timedelta(days=14)
"""How long what is unused of a payment can be asked back; the moment of asking counts (wallet.md §3.5)."""


def refundable_until(paid_at: datetime) -> datetime:
    """When the right to ask ends: with the last day, as it stands on the receipt (UTC)."""
    last = paid_at + REFUND_PERIOD
    return last.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


DEBT_FORGIVEN_AFTER = timedelta(days=180)


class RefundState(StrEnum):
    """How far a refund is."""

    DUE = "due"  # the provider is to be asked
    ASKED = "asked"  # the provider said that it is on its way
    DONE = "done"
    FAILED = "failed"


class DisputeState(StrEnum):
    """How a dispute stands. A later word of the provider may turn a lost one into a won one, and never the other way round."""

    OPEN = "open"
    LOST = "lost"
    WON = "won"


@dataclass(frozen=True)
class Refund:
    """Money on its way back for one payment: `amount` in minor units, `credits` that are held for it or gone with it."""

    id: str
    payment_id: str
    credits: int
    amount: int
    state: RefundState
    hold_id: str | None
    item_ref: str | None
    requested_at: datetime
    due_at: datetime | None = None
    attempts: int = 0
    finished_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody knows yet how it ends."""
        return self.state in (RefundState.DUE, RefundState.ASKED)


@dataclass(frozen=True)
class Dispute:
    """A dispute of one payment: `amount` in minor units; credits taken back, and of what was used already: owed, repaid, forgiven."""

    id: str
    payment_id: str
    item_ref: str
    state: DisputeState
    amount: int
    opened_at: datetime
    closed_at: datetime | None = None
    clawed: int = 0
    owed: int = 0
    repaid: int = 0
    forgiven: int = 0

    @property
    def debt(self) -> int:
        """Credits still owed."""
        return self.owed - self.repaid - self.forgiven


@dataclass(frozen=True)
class Paid:
    """A credited payment and what has become of it: credits `granted`, `unused` and free to be taken, `busy` in running jobs.

    `returned_credits` and `returned` (minor units) went back or are on their way, disputes apart.
    """

    id: str
    order_id: str
    account_id: str
    provider: str
    charge_ref: str
    gross: int
    currency: str
    paid_at: datetime
    granted: int
    unused: int
    busy: int
    returned_credits: int = 0
    returned: int = 0
    has_open_refund: bool = False
    is_disputed: bool = False

    def worth(self, credits: int) -> int:
        """What giving back so many more of its credits is in money, so that all parts together are never more than the whole."""
        return self.gross * (self.returned_credits + credits) // self.granted - self.returned

    def credits_for(self, amount: int) -> int:
        """How many credits go with so much money (rounded up: what is paid back is not kept)."""
        return min(self.granted, -(-self.granted * amount // self.gross))

    @property
    def untouched(self) -> bool:
        """Whether all of its credits are still there."""
        return self.unused == self.granted
