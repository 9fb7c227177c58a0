"""A person to us, and how each chat platform knows them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AskMode(StrEnum):
    """When a price has to be confirmed by a button before it is charged."""

    ALWAYS = "always"
    ABOVE = "above"
    NEVER = "never"


class Standing(StrEnum):
    """What may be done for an account; rights work in every standing (PRV-23)."""

    ACTIVE = "active"
    LOCKED = "locked"  # about to be erased (PRV-34)
    RESTRICTED = "restricted"  # its owner wants it kept, and nothing else (PRV-27)
    QUARANTINED = "quarantined"  # perhaps a child's (PRV-56)


class AgeMethod(StrEnum):
    """How we know that somebody is old enough."""

    DECLARED = "declared"  # they said when they were born
    REVIEWED = "reviewed"  # a human looked at it (PRV-57)


@dataclass(frozen=True)
class Account:
    """One person. `locale` is their own choice, `None` until they make one; `ask_above` is in credits.

    `monthly_limit` is how many credits they want to spend in a month at most, `notify_below` how few left they want to hear of.

    `email` is an address that they have proved; `mail_stopped_at` is since when mail to it comes back. `merged_into` is the account that
    has everything of this one now. `arrived_by` is the joining that brought the chat in which something is asked, while it can be undone.
    `seen_at` is when they last did anything, to the day. `age_limit` is how old they said to be at least, when (`age_checked_at`) and how;
    when they were born is not kept (PRV-54). `storage_prefix` is the folder of the object store in which everything of theirs lies, so
    that what arrives there after they have left can be told (PRV-36). `welcome_at`: when welcome credits are due that they still wait for.
    """

    id: str
    created_at: datetime
    storage_prefix: str
    locale: str | None = None
    email: str | None = None
    ask_mode: AskMode = AskMode.ALWAYS
    ask_above: int = 0
    monthly_limit: int | None = None
    notify_below: int | None = None
    mail_stopped_at: datetime | None = None
    merged_into: str | None = None
    arrived_by: str | None = None
    standing: Standing = Standing.ACTIVE
    seen_at: datetime | None = None
    age_limit: int | None = None
    age_checked_at: datetime | None = None
    age_method: AgeMethod | None = None
    welcome_at: datetime | None = None

    def must_confirm(self, price: int, seen: int | None) -> bool:
        """Whether this price still needs a yes. A price that stood on the very button that was pressed is already a yes."""
        if seen == price or self.ask_mode is AskMode.NEVER:
            return False
        return self.ask_mode is AskMode.ALWAYS or price > self.ask_above


@dataclass(frozen=True)
class Person:
    """An identity as a list of people shows it (the playground's person picker)."""

    uid: str
    name: str
    account_id: str
    locale_hint: str | None = None


@dataclass(frozen=True)
class Identity:
    """One chat of a person, by the platform's own id. `merge_id` is the joining that brought it to this account, while it can be undone."""

    platform: str
    uid: str
    account_id: str
    name: str
    linked_at: datetime
    locale_hint: str | None = None
    merge_id: str | None = None


@dataclass(frozen=True)
class Consent:
    """A yes or no that a person gave: to which wording (its hash and version), in which language, on which surface, when (PRV-16)."""

    id: str
    account_id: str
    purpose: str
    granted: bool
    version: str
    wording_hash: str
    locale: str
    channel: str
    at: datetime
