"""People, and what they agreed to."""

from datetime import datetime
from typing import Protocol

from core.accounts import Account, AgeMethod, Consent, Identity, Person, Standing
from core.caller import Caller


class Accounts(Protocol):
    """People and their identities."""

    def of(self, caller: Caller) -> Account | None:
        """The account behind this caller, if there is one."""

    def await_turn(self, caller: Caller) -> None:
        """Wait until nobody else is getting to know this caller; the turn lasts until the transaction ends."""

    def create(self, account: Account, caller: Caller) -> None:
        """A new account with an empty wallet, known to the caller's platform."""

    def save(self, account: Account) -> None:
        """Store changed choices."""

    def welcome_at(self, account_id: str, moment: datetime | None) -> None:
        """When its welcome credits are due; `None`: they are not, or not any more."""

    def stand(self, account_id: str, standing: Standing) -> None:
        """What may be done for the account from now on. A lock remembers what that was before."""

    def unlock(self, account_id: str) -> None:
        """As it was before the lock; nothing is changed if it is not locked."""

    def seen(self, account_id: str, now: datetime) -> None:
        """Its owner did something; what they were told about having been away counts no more (PRV-49)."""

    def get(self, account_id: str) -> Account:
        """The account. Raises `LookupError`."""

    def person(self, platform: str, uid: str) -> Person | None:
        """One identity."""

    def people(self, platform: str) -> list[Person]:
        """Everybody a platform knows, in order of arrival."""

    def by_email(self, email: str) -> Account | None:
        """The account whose proved address this is; capitals do not matter."""

    def identities(self, account_id: str) -> list[Identity]:
        """A person's chats, in order of arrival."""

    def lock(self, account_id: str) -> None:
        """Keep everybody else from changing which chats this account has, until the transaction ends."""

    def unlink(self, platform: str, uid: str) -> None:
        """Forget that a platform's user is this person, and where the user can be reached there (PRV-83); to us the user is a stranger
        again. What is still due for that chat is kept for the next one that is heard of."""

    def age_known(self, account_id: str, limit: int, method: AgeMethod, now: datetime) -> None:
        """The person is at least so old (PRV-54)."""

    def mark_young(self, who: str, until: datetime) -> None:
        """Somebody (a hash) is too young, and need not be asked again until then (PRV-55)."""

    def is_marked_young(self, who: str, now: datetime) -> bool:
        """Whether they are, as far as that is still kept."""

    def mark_welcomed(self, who: str, until: datetime) -> None:
        """Somebody (a hash) had their welcome credits."""

    def was_welcomed(self, who: str, now: datetime) -> bool:
        """Whether they had, as far as that is still kept."""


class Consents(Protocol):
    """What people said yes or no to; only ever added to (PRV-16)."""

    def add(self, consent: Consent) -> None:
        """Remember an answer."""

    def current(self, account_id: str, purpose: str) -> Consent | None:
        """The latest answer; `None` if there was none, which is a no."""

    def granting(self, purpose: str) -> list[str]:
        """Accounts in use whose latest answer is a yes; of two answers at the same moment the no counts."""
