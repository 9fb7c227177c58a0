"""A provider's own book against what we know: with every notification lost, whoever paid gets their credits all the same (wallet.md §3)."""

import logging
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from core import payments
from core.ports import Moved, Movement, Movements, TryLater
from core.storage.payments import ProviderEvent
from core.workshop import Workshop

WENT_BACK = frozenset({Moved.REFUNDED, Moved.REVERSED})

log = logging.getLogger(__name__)


class Sweep:
    """Reads the book of one provider from its end, again and again. A book only grows, so its end is looked for where it was last."""

    def __init__(self, shop: Workshop, provider: str, book: Movements) -> None:
        self._shop = shop
        self._provider = provider
        self._book = book
        self._last = 0

    async def newest(self) -> int:
        """Take over what is new, back to where everything is known; how many lines. Safe to run twice, at once."""
        return await self._swept(None)

    async def since(self, moment: datetime) -> int:
        """Take over what is new in everything since then, known ground or not; how many lines."""
        return await self._swept(moment)

    async def _swept(self, since: datetime | None) -> int:
        found = 0
        try:
            async for lines in self._from_the_end():
                ours = [line for line in lines if line.kind is not Moved.ELSEWHERE]
                new = await self._taken_over(ours)
                found += new
                if any(line.at < since for line in lines) if since else ours and not new:
                    break
        except TryLater:
            # The next time begins where this one began.
            self._shop.ambient.measures.failed(self._provider, "later")
            log.warning("book of payments not read", extra={"provider": self._provider})
        if found:
            await payments.settle_due(self._shop)
        return found

    async def _from_the_end(self) -> AsyncIterator[Sequence[Movement]]:
        self._last = await self._last_page()
        for page in range(self._last, -1, -1):
            yield await self._book.page(page)

    async def _last_page(self) -> int:
        """The last page that says anything: strides that double, and then the gap halved."""
        low, stride = self._last, 1
        while await self._book.page(low + stride):
            low, stride = low + stride, 2 * stride
        high = low + stride
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if await self._book.page(middle) else (low, middle)
        return low

    async def _taken_over(self, lines: Sequence[Movement]) -> int:
        """Store what is not known, as if the provider had told us of it; how many."""
        events = [self._event(line) for line in lines]
        known = await self._shop.store.read(lambda uow: uow.payments.known(self._provider, [event.event_ref for event in events]))
        unknown = [event for event in events if event.event_ref not in known]
        if not unknown:
            return 0
        now = self._shop.ambient.now()
        # Those that nobody else has stored meanwhile.
        stored = await self._shop.store.write(lambda uow: [event for event in unknown if uow.payments.receive(event, now)])
        self._tell(stored)
        return len(stored)

    def _event(self, line: Movement) -> ProviderEvent:
        """The same event that a notification of it would be. What goes back has the charge's own name in the provider's book."""
        back = line.kind in WENT_BACK
        return ProviderEvent(
            id=self._shop.ambient.new_id(),
            provider=self._provider,
            event_ref=f"{line.charge_ref}/{line.kind}" if back else line.charge_ref,
            kind=line.kind.value,
            object_ref=line.order_id,
            charge_ref=line.charge_ref,
            gross=line.amount,
            currency=line.currency,
            item_ref=line.charge_ref if back else "",
        )

    def _tell(self, stored: Sequence[ProviderEvent]) -> None:
        for kind, number in Counter(event.kind for event in stored).items():
            log.warning("payments found that nobody told us of", extra={"provider": self._provider, "kind": kind, "payments": number})
