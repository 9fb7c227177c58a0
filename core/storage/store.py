"""The database, as a place where transactions run."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from core.storage.unit_of_work import UnitOfWork

T = TypeVar("T")


class Store(Protocol):
    """The database. `write` and `read` run a synchronous function in one transaction and give back what it returned.

    Never wrap a call in a timeout without repeating it under the same key: a cancelled call may still become durable (wallet.md §2.4).
    """

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run and commit; an exception rolls back this work alone and is raised here. Raises `OutcomeUnknown`, `DatabaseAway`."""

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run on a consistent snapshot that cannot be written to. Raises `DatabaseAway`."""

    async def compact(self) -> None:
        """Leave no byte of what was deleted before this call, in the database's files as far as the program reaches (PRV-40). Costs as
        much as writing the whole database anew; other writes wait meanwhile. Raises `CompactionBlocked`: ask again later."""
