"""How everything is going, in numbers."""

from datetime import datetime
from typing import Protocol

from core.pulse import Figures


class Pulse(Protocol):
    """How everything is going, in numbers that cost the same however much there is."""

    def figures(self, now: datetime) -> Figures:
        """One reading."""

    def rules(self) -> tuple[str, ...]:
        """The names of the rules that the books keep (wallet.md §2.5)."""

    def breaches(self, rule: str, now: datetime) -> int:
        """How many rows break one of them. As dear as the books are long."""
