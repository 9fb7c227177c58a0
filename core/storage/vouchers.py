"""Credits that were not paid for."""

from datetime import datetime
from typing import Protocol

from core.vouchers import CreditGrant, Voucher


class Vouchers(Protocol):
    """Codes that are worth credits, and what the operator gave somebody by hand."""

    def add(self, voucher: Voucher) -> None:
        """A new code is made."""

    def locked(self, code_hash: str) -> Voucher | None:
        """The voucher of a code; whoever else has it waits until the transaction ends."""

    def is_used(self, voucher_id: str, wallet_id: str, who: str) -> bool:
        """Whether it was used for this wallet, for one that was joined to it, or in this chat (a hash)."""

    def use(self, voucher_id: str, wallet_id: str, who: str, seq: int, now: datetime) -> None:
        """Count one use, whose credits are this transaction's."""

    def listed(self) -> list[Voucher]:
        """All of them, the newest first."""

    def stop(self, voucher_id: str, now: datetime) -> bool:
        """Nobody can use it any more; false if there is none that could."""

    def granted(self, grant: CreditGrant) -> bool:
        """Remember what somebody was given; false if it was remembered before."""
