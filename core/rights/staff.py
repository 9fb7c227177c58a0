"""What the operator's people did; every line about somebody's account is in that person's own copy (PRV-87)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Scope(StrEnum):
    """What was done or looked at."""

    REQUEST = "request"  # a request of theirs was looked at
    ANSWER = "answer"  # a request was answered
    EXPORT = "export"  # a copy was made for them
    ERASE_ASKED = "erase-asked"  # the first of two asked for the erasure
    ERASE_CONFIRMED = "erase-confirmed"  # the second said yes
    HOLD = "hold"
    RELEASE = "release"
    QUARANTINE = "quarantine"
    MINOR = "minor"
    CREDITS = "credits"  # credits were given to them
    REFUND = "refund"  # money was given back to them
    VOUCHER = "voucher"  # a code was made; `ref` is its id. This and what follows is about nobody
    VOUCHER_STOP = "voucher-stop"
    POLICY = "policy"  # legal texts were published; `ref` is their day


class Reason(StrEnum):
    """Why a request was denied; a closed list, of which the person is told (PRV-27)."""

    UNVERIFIED = "unverified"  # nobody could show that the account is theirs
    NO_MATCH = "no-match"  # there is nothing that it could be about
    EXEMPT = "exempt"  # a law demands or allows that it stays as it is
    UNFOUNDED = "unfounded"  # it was asked again and again, or asks for nothing
    OTHERS = "others"  # it would take something from somebody else


@dataclass(frozen=True)
class StaffAccess:
    """One line: which role, what, when, for which request or of what else, and why if it was denied. Never a name of a person."""

    id: str
    role: str
    scope: Scope
    at: datetime
    account_id: str | None = None
    ref: str | None = None
    reason: Reason | None = None
