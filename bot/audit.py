"""The books are looked through while the program is at work, rule by rule, so that a breach is heard of the same hour (wallet.md §2.5)."""

import logging
from functools import partial

from bot.metrics import Metrics
from core.ambient import Ambient
from core.storage.store import Store
from core.storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)


async def look_through(store: Store, ambient: Ambient, metrics: Metrics) -> int:
    """Count what breaks each rule; how many rows in all. Each rule sees a snapshot of its own, so that no reading lasts long;
    `ledger verify` looks at one moment, and at more."""
    breaches: dict[str, int] = {}
    for rule in await store.read(_rules):
        breaches[rule] = await store.read(partial(_breaches, rule, ambient))
        if breaches[rule]:
            log.error("the books are broken: python -m bot ledger verify", extra={"code": rule, "rows": breaches[rule]})
    metrics.verified(breaches, ambient.now().timestamp())
    return sum(breaches.values())


def _rules(uow: UnitOfWork) -> tuple[str, ...]:
    return uow.pulse.rules()


def _breaches(rule: str, ambient: Ambient, uow: UnitOfWork) -> int:
    return uow.pulse.breaches(rule, ambient.now())
