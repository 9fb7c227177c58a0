"""Providers whose notices are only hints: what one of their objects is, they are asked, and that is believed (wallet.md §3).

A notice may be old, come twice or in any order. So it is kept as the name of an object, which is then fetched as it stands now. Their book
is read through the same eyes, and finds whatever no notice told of.
"""

import logging
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from core import payments
from core.facts import HINT, FactKind
from core.ports import TryLater
from core.storage.payments import ProviderEvent
from core.storage.unit_of_work import UnitOfWork
from core.workshop import Workshop

PAUSE = timedelta(minutes=1)
"""How long a hint rests whose provider gave no answer; a new one is tried at once."""

WITHOUT_MONEY = frozenset({FactKind.AWAITED, FactKind.DECLINED})

log = logging.getLogger(__name__)


class Source(Protocol):
    """A provider that can be asked. What it answers are facts as they stand now, named so that the same fact always has the same
    `event_ref`; they get their `id` when they are stored."""

    name: str

    async def about(self, ref: str) -> Sequence[ProviderEvent]:
        """What is true of an object; nothing if it is none of ours, or not there. Raises `TryLater`."""

    def since(self, moment: datetime) -> AsyncIterator[Sequence[ProviderEvent]]:
        """What is true of everything that was made since then, page by page. Raises `TryLater`."""


def hint(provider: str, notice: str, ref: str, id: str) -> ProviderEvent:
    """What is kept of a notice (by the provider's name for it) about an object."""
    return ProviderEvent(id, provider, notice, HINT, ref, "", 0, "")


class Hints:
    """Looks into what one provider hinted at. Any number of processes may do so at once: a fact counts once."""

    def __init__(self, shop: Workshop, source: Source) -> None:
        self._shop = shop
        self._source = source
        self._resting: dict[str, float] = {}

    async def look_into(self) -> int:
        """Ask about each object that was hinted at, store what is true of it, and act upon that; how many hints are done with."""
        answered = 0
        for ref, hints in (await self._due()).items():
            answered += len(hints) if await self._answered(ref, hints) else 0
        if answered:
            await _settle(self._shop)
        return answered

    async def _due(self) -> dict[str, list[ProviderEvent]]:
        """The hints that do not rest, by their objects: it is enough to ask once, however often one was spoken of."""
        waiting = [hint for hint in await self._shop.store.read(lambda uow: uow.payments.hints()) if hint.provider == self._source.name]
        now, known = self._shop.ambient.elapsed(), {hint.id for hint in waiting}
        self._resting = {id: until for id, until in self._resting.items() if id in known and until > now}
        due: dict[str, list[ProviderEvent]] = {}
        for hint in waiting:
            if hint.id not in self._resting:
                due.setdefault(hint.object_ref, []).append(hint)
        return due

    async def _answered(self, ref: str, hints: Sequence[ProviderEvent]) -> bool:
        """Whether they are done with. An object that breaks us waits for a human, and does not hold up the others."""
        try:
            facts = await self._source.about(ref)
        except TryLater:
            self._shop.ambient.measures.failed(self._source.name, "later")
            until = self._shop.ambient.elapsed() + PAUSE.total_seconds()
            self._resting.update({hint.id: until for hint in hints})
            return False
        except Exception:
            log.exception("payment hint failed", extra={"provider": self._source.name})
            await self._shop.store.write(lambda uow: _park(uow, hints))
            return False
        await self._shop.store.write(lambda uow: self._replace(uow, hints, facts))
        return True

    def _replace(self, uow: UnitOfWork, hints: Sequence[ProviderEvent], facts: Sequence[ProviderEvent]) -> None:
        """The facts stand in the place of the hints, of which nothing has to be kept."""
        _stored(uow, self._shop, self._source.name, facts)
        for hint in hints:
            uow.payments.drop(hint.id)


def _park(uow: UnitOfWork, hints: Sequence[ProviderEvent]) -> None:
    for hint in hints:
        uow.payments.handled(hint.id, parked=True)


async def sweep(shop: Workshop, source: Source, since: datetime) -> int:
    """Take over what the provider's book has and nobody told us; how many facts. Safe to run twice, at once."""
    found = 0
    try:
        async for facts in source.since(since):
            found += await _taken_over(shop, source, facts)
    except TryLater:
        # The next time begins where this one began.
        shop.ambient.measures.failed(source.name, "later")
        log.warning("book of payments not read", extra={"provider": source.name})
    if found:
        await _settle(shop)
    return found


async def _settle(shop: Workshop) -> None:
    """Act upon all of it, since nobody else may be there to go on."""
    while await payments.settle_due(shop):
        pass


async def _taken_over(shop: Workshop, source: Source, facts: Sequence[ProviderEvent]) -> int:
    if not await shop.store.read(lambda uow: _unknown(uow, source.name, facts)):
        return 0
    stored = await shop.store.write(lambda uow: _stored(uow, shop, source.name, facts))
    for kind, number in Counter(fact.kind for fact in stored).items():
        log.warning("payments found that nobody told us of", extra={"provider": source.name, "kind": kind, "payments": number})
    return len(stored)


def _stored(uow: UnitOfWork, shop: Workshop, provider: str, facts: Sequence[ProviderEvent]) -> list[ProviderEvent]:
    """Those that are new, as if the provider had told us of them itself."""
    named = [replace(fact, id=shop.ambient.new_id()) for fact in _unknown(uow, provider, facts)]
    return [fact for fact in named if uow.payments.receive(fact, shop.ambient.now())]


def _unknown(uow: UnitOfWork, provider: str, facts: Sequence[ProviderEvent]) -> list[ProviderEvent]:
    """Without what is stored already. Of who has left only the charge is known, and what they paid before must not come back; nor does an
    order of theirs that came to nothing."""
    known = uow.payments.known(provider, [ref for fact in facts for ref in _refs(fact)])
    new = [fact for fact in facts if not known.intersection(_refs(fact))]
    return [fact for fact in new if fact.kind not in WITHOUT_MONEY or uow.payments.order(fact.object_ref)]


def _refs(fact: ProviderEvent) -> tuple[str, ...]:
    """What the fact is known by. Only that money came is known by the charge, too: it goes back under another name."""
    return (fact.event_ref, fact.charge_ref) if fact.kind == FactKind.PAID else (fact.event_ref,)
