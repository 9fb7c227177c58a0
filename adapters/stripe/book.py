"""What Stripe has in its books: one object that it hinted at, or everything since a day."""

from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

import stripe

from adapters.stripe.facts import PROVIDER, of_dispute, of_refund, of_session
from adapters.stripe.line import Line, Refused
from core.ports import TryLater
from core.storage.payments import ProviderEvent

PAGE = 100
"""As many as Stripe gives at once."""
NOT_THERE = 404
DISPUTED_FOR = timedelta(days=120)
"""How long a dispute may go on. The book is ordered by when something began, so disputes are read from that much earlier."""

T = TypeVar("T", bound=stripe.StripeObject)
Listing = Callable[[Any], Coroutine[Any, Any, stripe.ListObject[T]]]

_WITH_INTENT: Any = {"expand": ["payment_intent"]}


class StripeBook:
    """Implements `core.hints.Source`. An object is named by its type and its id: `refund/re_1`."""

    name = PROVIDER

    def __init__(self, line: Line) -> None:
        self._line = line

    async def about(self, ref: str) -> Sequence[ProviderEvent]:
        """See `Source`."""
        kind, _, id = ref.partition("/")
        try:
            return await self._facts(kind, id)
        except Refused as no:
            if no.status != NOT_THERE:
                raise
            return []

    async def _facts(self, kind: str, id: str) -> list[ProviderEvent]:
        v1, ask = self._line.v1, self._line.ask
        match kind:
            case "checkout.session":
                return of_session(await ask(v1.checkout.sessions.retrieve_async(id, _WITH_INTENT)))
            case "refund":
                return of_refund(await ask(v1.refunds.retrieve_async(id, _WITH_INTENT)))
            case "dispute":
                return of_dispute(await ask(v1.disputes.retrieve_async(id, _WITH_INTENT)))
            case "charge":
                pages = self._pages(v1.refunds.list_async, {"charge": id})
                return [fact async for page in pages for refund in page for fact in of_refund(refund)]
        return []

    async def since(self, moment: datetime) -> AsyncIterator[Sequence[ProviderEvent]]:
        """See `Source`."""
        v1 = self._line.v1
        async for sessions in self._pages(v1.checkout.sessions.list_async, _made(moment)):
            yield [fact for session in sessions for fact in of_session(session)]
        async for refunds in self._pages(v1.refunds.list_async, _made(moment)):
            yield [fact for refund in refunds for fact in of_refund(refund)]
        async for disputes in self._pages(v1.disputes.list_async, _made(moment - DISPUTED_FOR)):
            yield [fact for dispute in disputes for fact in of_dispute(dispute)]

    async def _pages(self, listing: Listing[T], which: dict[str, Any]) -> AsyncIterator[list[T]]:
        """The newest first. What is made meanwhile stands before the first page and is not missed: its own notice, or the next time."""
        asked = {**which, "limit": PAGE, "expand": ["data.payment_intent"]}
        while True:
            try:
                page = await self._line.ask(listing(asked))
            except Refused:
                raise TryLater from None
            yield page.data
            if not page.has_more or not page.data:
                return
            last: Any = page.data[-1]
            asked["starting_after"] = last.id


def _made(since: datetime) -> dict[str, Any]:
    return {"created": {"gte": int(since.timestamp())}}
