"""Codes that are worth credits: the operator makes them and gives them away, and each person redeems one once (docs/decisions/0034).

A code is shown when it is made and kept nowhere. Who gives one to somebody has given a gift; credits themselves are never passed on.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from core import codes
from core.cards import HIDDEN

CODE_LENGTH = 16
"""80 bits: with as many tries as are allowed to everybody together, one of a million vouchers is guessed in ten billion years."""

LONGEST_REASON = 300  # characters (CHECK `reason_given`)

_GROUPED = re.compile(r"(?<![\w-])[0-9A-Za-z]{4}(?:[-–—][0-9A-Za-z]{4}){3}(?![\w-])")
_REDEEMED = re.compile(r"^\s*/redeem(@\w+)?\b.*", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Voucher:
    """An offer of the operator. `most` people may use it, each once; its credits last `days`, or for ever. `role` made it, for `reason`."""

    id: str
    code_hash: str
    credits: int
    most: int
    days: int | None
    reason: str
    role: str
    created_at: datetime
    expires_at: datetime
    used: int = 0
    stopped_at: datetime | None = None

    def works(self, now: datetime) -> bool:
        """Whether somebody can still use it."""
        return self.stopped_at is None and now < self.expires_at and self.used < self.most


@dataclass(frozen=True)
class CreditGrant:
    """Credits that an operator of this role gave a person, and why; `seq` is the transaction."""

    seq: int
    wallet_id: str
    role: str
    reason: str
    at: datetime


def new_code() -> str:
    """A code as people are shown it, in four groups."""
    return codes.grouped(codes.new_code(CODE_LENGTH))


def hash_of(code: str) -> str:
    """What is kept of a code, however it is written. Raises `ValueError` if it cannot be one."""
    spelt = codes.spelt(code, CODE_LENGTH)
    if spelt is None:
        raise ValueError("not the code of a voucher")
    return hashlib.sha256(f"voucher code {spelt}".encode()).hexdigest()


def is_code(words: str) -> bool:
    """Whether somebody wrote a code and nothing else, such as in the place of a prompt. Words joined by dashes are none."""
    return _GROUPED.fullmatch(words.strip()) is not None and any(sign.isdigit() for sign in words)


def without_codes(words: str) -> str:
    """What somebody wrote, to be kept: without codes, and without anything that was to be redeemed."""
    if _REDEEMED.match(words):
        return f"/redeem {HIDDEN}"
    return _GROUPED.sub(lambda found: HIDDEN if is_code(found[0]) else found[0], words)
