"""A provider's whole book against our payments, charge by charge: what agrees, and what a human must look at (wallet.md §3.3)."""

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from core.facts import FactKind
from core.hints import Source
from core.ports import Moved, Movement, Movements

PaidBook = Callable[[datetime], AsyncIterator[Movement]]
"""Everything that a provider says was ever paid; asked for at this moment."""
EVER = datetime(2020, 1, 1, tzinfo=UTC)
"""Before it nothing was sold."""


class Bucket(StrEnum):
    """How a charge stands in both books."""

    MATCHED = "matched"
    PAID_NOT_CREDITED = "paid-not-credited"
    CREDITED_NOT_PAID = "credited-not-paid"
    MISMATCH = "amount-mismatch"


@dataclass(frozen=True)
class Credited:
    """A charge for which we gave credits: what it was, in minor units, and when we gave them."""

    charge_ref: str
    gross: int
    currency: str
    at: datetime


@dataclass(frozen=True)
class Found:
    """A charge and how it stands; what the provider says of it, or if it says nothing, what we do."""

    bucket: Bucket
    charge_ref: str
    gross: int
    currency: str
    at: datetime


async def paid_in(book: Movements) -> AsyncIterator[Movement]:
    """Everything that was ever paid, oldest first. Raises `TryLater`."""
    number = 0
    while lines := await book.page(number):
        for line in lines:
            if line.kind is Moved.PAID:
                yield line
        number += 1


async def paid_by_facts(book: Source, began: datetime) -> AsyncIterator[Movement]:
    """The same of a provider that tells facts instead of lines. When each was paid it does not say; it is as old as the asking.

    Raises `TryLater`.
    """
    async for facts in book.since(EVER):
        for fact in facts:
            if fact.kind == FactKind.PAID:
                yield Movement(fact.charge_ref, Moved.PAID, fact.object_ref, fact.gross, fact.currency, began)


def reckon(paid: Iterable[Movement], credited: Iterable[Credited], began: datetime) -> list[Found]:
    """Every charge of either book once. What we credited since the reading of the provider's `began` may not stand there yet."""
    ours = {charge.charge_ref: charge for charge in credited}
    theirs = {line.charge_ref: line for line in paid}
    found = [_stands(line, ours.get(ref)) for ref, line in theirs.items()]
    alone = [charge for ref, charge in ours.items() if ref not in theirs and charge.at < began]
    return [*found, *(Found(Bucket.CREDITED_NOT_PAID, one.charge_ref, one.gross, one.currency, one.at) for one in alone)]


def _stands(line: Movement, charge: Credited | None) -> Found:
    bucket = Bucket.MATCHED
    if charge is None:
        bucket = Bucket.PAID_NOT_CREDITED
    elif (charge.gross, charge.currency) != (line.amount, line.currency):
        bucket = Bucket.MISMATCH
    return Found(bucket, line.charge_ref, line.amount, line.currency, line.at)
