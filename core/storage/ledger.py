"""The books (wallet.md)."""

from datetime import datetime
from typing import Protocol

from core.wallet import Balance, Cap, HoldPurpose, LedgerLine, LotKind


class Ledger(Protocol):
    """The books. Every step is keyed: the same key again answers the same, with another content raises `KeyReused`."""

    def balance(self, account_id: str, now: datetime) -> Balance:
        """What the person owns, with the lots that still hold credits, in burn order (due lots count as expired)."""

    def grant(
        self,
        account_id: str,
        amount: int,
        kind: LotKind,
        *,
        key: str,
        now: datetime,
        expires_at: datetime | None = None,
        payment_id: str | None = None,
        restored: str | None = None,
    ) -> int:
        """Give credits as a new lot; the sequence number of the transaction. They are what this payment bought, or (`restored`) what had
        gone back of it and came again."""

    def hold(
        self,
        account_id: str,
        amount: int,
        *,
        hold_id: str,
        job_id: str,
        key: str,
        now: datetime,
        expires_at: datetime,
        cap: Cap | None = None,
    ) -> None:
        """Reserve credits, within `cap` if there is one. Raises `HoldRefused` (also remembered under the key)."""

    def spent(self, account_id: str, since: datetime) -> int:
        """What was reserved since then and is still reserved or was captured, in all wallets of this person."""

    def fell_below(self, hold_id: str) -> int | None:
        """How few credits its owner wants to hear of, if this capture left fewer and there were not so few before it."""

    def set_aside(
        self, account_id: str, payment_id: str, purpose: HoldPurpose, *, limit: int | None, hold_id: str, key: str, now: datetime
    ) -> int:
        """Hold what is unused of a payment's credits, at most `limit`, also in a locked wallet; how many (0: there is no hold)."""

    def capture(self, hold_id: str, amount: int, *, now: datetime) -> None:
        """Take `amount` of a hold and give the rest back. Repeats are harmless; raises `HoldResolved` if it ended otherwise."""

    def release(self, hold_id: str, *, now: datetime) -> None:
        """Give a hold back whole. Repeats are harmless; raises `HoldResolved` if it ended otherwise."""

    def extend(self, hold_id: str, *, until: datetime) -> None:
        """Keep an open hold alive; never shortens."""

    def expire_lots(self, now: datetime, limit: int = 500) -> int:
        """Post the end of due lots; how many lots."""

    def lines(self, account_id: str, *, limit: int, before_seq: int | None = None) -> list[LedgerLine]:
        """The person's statement, newest first."""
