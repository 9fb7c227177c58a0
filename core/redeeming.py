"""Redeeming a voucher: each person once, and nobody learns by trying which codes there are (docs/decisions/0034)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core import codes
from core.access import Attempt
from core.ambient import Ambient
from core.caller import Caller
from core.errors import DomainError, Gone, NotFound
from core.storage.unit_of_work import UnitOfWork
from core.text import Text, text
from core.throttle import TooOften, hidden, over_at
from core.vouchers import CODE_LENGTH, Voucher, hash_of
from core.wallet import LotKind

EVERYBODY = "everybody"


@dataclass(frozen=True)
class Redeemed:
    """What a code brought, and until when that can be spent."""

    credits: int
    until: datetime | None


def redeem(uow: UnitOfWork, ambient: Ambient, account_id: str, caller: Caller, typed: str, now: datetime) -> Redeemed | DomainError:
    """Give this person what the code is worth, or say why not; a refusal is given back, because a wrong try must stay counted.

    Whether there is such a code is told only to whoever has it. Every code that could be one counts as a try, also a right one.
    """
    if codes.spelt(typed, CODE_LENGTH) is None:
        return NotFound(text("voucher-wrong"))
    until = _tried_too_often(uow, account_id, caller, now)
    if until is not None:
        return TooOften(text("voucher-too-often", until=until))
    voucher = uow.vouchers.locked(hash_of(typed))
    if voucher is None:
        return NotFound(text("voucher-wrong"))
    return _given(uow, voucher, account_id, ambient.pseudonym(f"voucher {caller.platform} {caller.uid}"), now)


def _tried_too_often(uow: UnitOfWork, account_id: str, caller: Caller, now: datetime) -> datetime | None:
    """Until when, if it is so. The chat counts as well as the account: taken off and come back it has a new account, but no new tries."""
    one = Attempt.CODE_OF_VOUCHER
    tries = ((one, account_id), (one, f"{caller.platform} {caller.uid}"), (Attempt.CODE_OF_ANY_VOUCHER, EVERYBODY))
    untils = [over_at(uow, what, hidden(uow, who, now), now) for what, who in tries]
    return max((until for until in untils if until is not None), default=None)


def _given(uow: UnitOfWork, voucher: Voucher, account_id: str, who: str, now: datetime) -> Redeemed | DomainError:
    # The books outlive the account, so they know only the wallet.
    wallet_id = uow.ledger.balance(account_id, now).wallet_id
    if uow.vouchers.is_used(voucher.id, wallet_id, who):
        return Gone(text("voucher-yours"))
    if not voucher.works(now):
        return Gone(_ended(voucher, now))
    until = now + timedelta(days=voucher.days) if voucher.days else None
    key = f"voucher/{voucher.id}/{wallet_id}"
    seq = uow.ledger.grant(account_id, voucher.credits, LotKind.PROMO, key=key, now=now, expires_at=until)
    uow.vouchers.use(voucher.id, wallet_id, who, seq, now)
    return Redeemed(voucher.credits, until)


def _ended(voucher: Voucher, now: datetime) -> Text:
    """Used up, stopped by the operator, or out of time."""
    if voucher.stopped_at is not None:
        return text("voucher-stopped")
    return text("voucher-expired", day=voucher.expires_at) if now >= voucher.expires_at else text("voucher-used-up")
