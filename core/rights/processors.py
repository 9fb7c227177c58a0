"""What becomes of what others hold. Those that offer no way to have something deleted by program end it by their own rules, which the
receipt says; what stands in for a carrier of mail on our own machine is emptied by us."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.rights.kit import Told
from core.rights.requests import Fate
from core.storage.store import Store
from core.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class EndsByItself:
    """`days` after which they have deleted it by contract; `None` while that is not settled (the launch gate is closed then, PRV-02)."""

    days: int | None

    async def erase(self, ref: str, now: datetime) -> Told:
        """See `Eraser.erase`."""
        return Told(Fate.KEPT, None if self.days is None else now + timedelta(days=self.days))


@dataclass(frozen=True)
class EmptiedByUs:
    """Mail that lies with ourselves: `empty` removes what went to these addresses."""

    store: Store
    empty: Callable[[Iterable[str]], Awaitable[object]]

    async def erase(self, ref: str, now: datetime) -> Told:
        """See `Eraser.erase`."""
        await self.empty(await self.store.read(lambda uow: _addresses(uow, ref)))
        return Told(Fate.DELETED)


def _addresses(uow: UnitOfWork, ref: str) -> set[str]:
    """Where mail to this person went, as far as anything of it can still lie there; an address that is somebody else's is left alone."""
    request = uow.rights.get(ref)
    if request is None or request.account_id is None:
        return set()
    accounts = uow.erasures.accounts(request.account_id)
    named = {address for account in accounts for address in uow.letters.addresses(account)}
    return {address for address in named if (owner := uow.accounts.by_email(address)) is None or owner.id in accounts}


@dataclass(frozen=True)
class ReceiptDropped:
    """The receipt is the last letter (PRV-44). On our own machine nobody can read it once the account is gone, so `drop` removes it."""

    drop: Callable[[str], Awaitable[object]]

    async def erase(self, ref: str, now: datetime) -> Told:
        """See `Eraser.erase`."""
        await self.drop(ref)
        return Told(Fate.DELETED)
