"""How long a copy or an erasure waits because something about the account has just changed (PRV-25)."""

from datetime import datetime, timedelta

from core.accounts import Account
from core.storage.unit_of_work import UnitOfWork

SAFE_AFTER = timedelta(hours=72)


def safe_at(uow: UnitOfWork, account: Account, now: datetime) -> datetime | None:
    """When the last risky change is 72 hours old, if it is not yet: a chat that was added, a joining, another address."""
    added = [one.linked_at for one in uow.accounts.identities(account.id) if one.linked_at > account.created_at]
    joined = [merge.at for merge in uow.merges.of(account.id, now)]
    ends = [moment + SAFE_AFTER for moment in (*added, *joined)]
    changed_back_until = uow.links.back_until(account.id, now)
    ends.extend([changed_back_until] if changed_back_until else [])
    return max((end for end in ends if end > now), default=None)
