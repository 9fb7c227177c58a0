"""News of a platform for tests: how it is made, stored and claimed."""

from datetime import datetime, timedelta

from core.storage.platforms import Update
from core.storage.unit_of_work import UnitOfWork
from tests.clock import START

LEASE = timedelta(seconds=30)


def news(number: int, chat: str = "c", *, platform: str = "telegram", album: str | None = None) -> Update:
    """Something that says its own number."""
    return Update(platform, number, chat, {"update_id": number}, album)


def hear(uow: UnitOfWork, *updates: Update, now: datetime = START, due_at: datetime | None = None) -> list[bool]:
    """Store them; which of them were new."""
    return [uow.updates.add(update, now=now, due_at=due_at or now) for update in updates]


def take(uow: UnitOfWork, owner: str = "w1", now: datetime = START, *, limit: int = 100) -> list[int]:
    """The numbers that a claim with a lease of `LEASE` gets."""
    return [update.number for update in uow.updates.claim(owner, now, lease_until=now + LEASE, limit=limit)]
