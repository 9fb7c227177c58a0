"""Two accounts that become one."""

from datetime import datetime
from typing import Protocol

from core.linking import LinkOffer, Merge, OfferState


class LinkOffers(Protocol):
    """Codes by which two ways in become one person's."""

    def add(self, offer: LinkOffer) -> None:
        """A code is shown. Earlier open codes of this account stop working."""

    def by_code(self, code_hash: str) -> LinkOffer | None:
        """The offer of a code."""

    def get(self, offer_id: str) -> LinkOffer | None:
        """The offer."""

    def move(self, offer: LinkOffer, *, was: OfferState) -> bool:
        """Store how far it has come now; false, and nothing changed, if it was not at `was` any more."""


class Merges(Protocol):
    """Accounts that became one, and what can be taken back."""

    def lately(self, account_id: str, since: datetime) -> int:
        """How often accounts were joined to this one, or to those that are a part of it now, since then and not undone."""

    def merge(self, merge: Merge, now: datetime) -> Merge:
        """Everything of the absorbed account becomes the survivor's, credits included; the merge as it was carried out.

        The same id again changes nothing. Raises `CannotMerge`.
        """

    def undo(self, merge_id: str, now: datetime) -> Merge:
        """Give both their own back (credits: what each brought, less what each has spent since). A repeat changes nothing.

        Raises `LookupError`, `CannotMerge`.
        """

    def get(self, merge_id: str) -> Merge | None:
        """The merge."""

    def of(self, account_id: str, now: datetime) -> list[Merge]:
        """Those of this account that can still be undone, oldest first."""

    def seal(self, now: datetime, limit: int = 20) -> int:
        """Forget what came from where in merges that cannot be undone any more, some at once; how many."""

    def gather(self, now: datetime) -> int:
        """What still went to a shell while its account was being merged follows to the survivor; how many rows."""
