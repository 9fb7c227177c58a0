"""Legal holds: one record that a law, a court or a dispute keeps from being erased, while everything else goes (PRV-58, PRV-85)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class HeldKind(StrEnum):
    """What can be held."""

    PAYMENT = "payment"
    JOB = "job"
    PICTURE = "picture"


class HoldReason(StrEnum):
    """Why; a closed list, so that nothing of a person is ever written here."""

    AUTHORITY = "authority"  # a court or an authority orders it
    DISPUTE = "dispute"  # a payment is disputed
    CLAIM = "claim"  # we or others go to law
    ABUSE = "abuse"  # it was reported to those who must see it unchanged (PRV-58)


@dataclass(frozen=True)
class Hold:
    """One record that is held. It ends by itself at `until`, and after three days unless a second role has confirmed it.

    `account_id` is gone once the person is. What is held is out of everybody's sight; nothing but the end of the hold brings it back.
    """

    id: str
    kind: HeldKind
    record_id: str
    reason: HoldReason
    placed_by: str
    at: datetime
    until: datetime
    second: str | None = None
    account_id: str | None = None
    released_at: datetime | None = None


@dataclass(frozen=True)
class LeftOver:
    """What was held and has no place to go back to, because its owner has left: its object has to go, then this."""

    hold_id: str
    record: str
    record_id: str
    object_key: str | None
