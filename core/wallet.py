"""Credits: the values of the books and the decisions about lots. Pure; `db/ledger.py` carries them out (wallet.md)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LotKind(StrEnum):
    """Where credits came from, in the order they are spent."""

    PROMO = "promo"
    COMPENSATION = "compensation"
    PAID = "paid"


class HoldPurpose(StrEnum):
    """Why credits are held, which says where they go when the hold is captured."""

    JOB = "job"
    REFUND = "refund"
    CLAWBACK = "clawback"
    DEBT = "debt"

    @property
    def entry(self) -> str:
        """The kind of its transaction in the books."""
        return {HoldPurpose.JOB: "capture", HoldPurpose.REFUND: "refund", HoldPurpose.CLAWBACK: "clawback", HoldPurpose.DEBT: "repayment"}[
            self
        ]

    @property
    def account(self) -> str:
        """The account of the books that the credits go to."""
        return {
            HoldPurpose.JOB: "consumed",
            HoldPurpose.REFUND: "refunded",
            HoldPurpose.CLAWBACK: "clawed_back",
            HoldPurpose.DEBT: "repaid",
        }[self]


@dataclass(frozen=True)
class Lot:
    """Credits of one origin that are still there. `remaining` excludes what holds have taken."""

    id: str
    kind: LotKind
    granted: int
    remaining: int
    created_at: datetime
    expires_at: datetime | None

    def due(self, now: datetime) -> bool:
        """Whether its credits have run out of time."""
        return self.expires_at is not None and self.expires_at <= now


@dataclass(frozen=True)
class Share:
    """Part of a hold that was taken from one lot."""

    lot_id: str
    amount: int


@dataclass(frozen=True)
class Balance:
    """What a person owns: `posted` in all, `held` of it reserved for work under way, in credits."""

    wallet_id: str
    posted: int
    held: int
    lots: tuple[Lot, ...] = ()
    locked_reason: str | None = None

    @property
    def available(self) -> int:
        """Credits that can be spent now."""
        return self.posted - self.held


@dataclass(frozen=True)
class LedgerLine:
    """One line of a person's statement: `amount` is signed, `kind` that of the transaction; `job_code` if a job was paid."""

    seq: int
    at: datetime
    kind: str
    lot_kind: str | None
    amount: int
    balance_after: int
    job_code: str | None


@dataclass(frozen=True)
class Cap:
    """At most `most` credits spent or reserved since this moment: what a person has set themselves."""

    most: int
    since: datetime


class HoldRefused(Exception):
    """The wallet cannot reserve this. `code` is `insufficient`, `locked` or `limit`; amounts in credits."""

    def __init__(self, code: str, needed: int, available: int) -> None:
        super().__init__(code)
        self.code = code
        self.needed = needed
        self.available = available


class KeyReused(Exception):
    """The same key came with another content (wallet.md §2.2); nothing was done."""


class HoldResolved(Exception):
    """The hold was resolved before, in another way; nothing was done."""


def burn_order(lots: Iterable[Lot]) -> list[Lot]:
    """Promo before compensation before paid; then soonest expiry; then oldest."""
    kinds = list(LotKind)
    return sorted(lots, key=lambda lot: (kinds.index(lot.kind), lot.expires_at is None, lot.expires_at, lot.created_at, lot.id))


def take(lots: Sequence[Lot], amount: int) -> list[Share]:
    """From which lots `amount` credits are taken. Raises `ValueError` if they do not hold that many."""
    shares = []
    for lot in burn_order(lots):
        if amount and lot.remaining:
            share = min(lot.remaining, amount)
            shares.append(Share(lot.id, share))
            amount -= share
    if amount:
        raise ValueError(f"{amount} credits more than the lots hold")
    return shares


def split_capture(shares: Sequence[Share], captured: int) -> list[tuple[Share, int]]:
    """How many credits of each share (given in burn order) are captured; the rest goes back to its lot."""
    result = []
    for share in shares:
        used = min(share.amount, captured)
        captured -= used
        result.append((share, used))
    if captured:
        raise ValueError(f"{captured} credits more than were held")
    return result
