"""Prompts that were refused."""

from datetime import datetime
from typing import Protocol

from core.forbidden.refused import RefusedPrompt


class Refusals(Protocol):
    """Prompts that were refused (docs/decisions/0040)."""

    def add(self, refused: RefusedPrompt) -> None:
        """Keep one; nothing is changed if it is known."""

    def save(self, refused: RefusedPrompt) -> None:
        """Store how far its appeal is."""

    def get(self, ref: str) -> RefusedPrompt | None:
        """The refusal of this reference."""

    def of(self, account_id: str) -> list[RefusedPrompt]:
        """A person's, newest first."""

    def contested(self) -> list[RefusedPrompt]:
        """Those at which a human has to look, the longest waiting first."""

    def nth_latest(self, account_id: str, number: int, *, since: datetime) -> datetime | None:
        """When the `number`th latest was that counts, if there were so many since then."""
