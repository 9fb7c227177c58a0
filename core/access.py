"""Who may come in on the web: links that work once, the browsers that came in, and how often somebody may try. Values only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.caller import Address

LINK_LIFE = timedelta(minutes=15)
STOP_LIFE = timedelta(hours=72)
SESSION_LIFE = timedelta(days=30)


class LinkKind(StrEnum):
    """What opening the link and pressing its button does."""

    SIGN_IN = "sign-in"  # comes in as the account whose address it was mailed to
    CONFIRM = "confirm"  # makes the address the account's own, and comes in
    STOP = "stop"  # takes a change of address back (PRV-30)
    CHAT = "chat"  # comes in from a chat: the chat gave the link, or said yes to a browser that waits


@dataclass(frozen=True)
class OneTimeLink:
    """A link that works once. Only `token_hash` of its 32 bytes is kept; `browser_hash` is that of the browser that asked for it.

    `account_id` is `None` while nobody has said who comes in (a browser that waits for a chat's yes). `email` is the address it was mailed
    to. `origin` is the chat in which it was asked for, if that was a chat, and `asked_as` the browser's family, if it was a browser.
    """

    id: str
    kind: LinkKind
    token_hash: str
    locale: str
    created_at: datetime
    expires_at: datetime
    account_id: str | None = None
    email: str | None = None
    browser_hash: str | None = None
    asked_as: str | None = None
    origin: Address | None = None
    used_at: datetime | None = None

    def works(self, now: datetime) -> bool:
        """Whether its button still does something."""
        return self.used_at is None and now < self.expires_at


@dataclass(frozen=True)
class WebVisit:
    """What is kept of a web request, and nothing else (PRV-10): the network (IP cut to /24 or /48), the browser's family and major
    version, the language and the time."""

    network: str
    browser: str
    language: str
    at: datetime


@dataclass(frozen=True)
class Session:
    """A browser that came in. Only the hash of its cookie is kept; `id` is the name by which its owner can end it."""

    id: str
    account_id: str
    token_hash: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    browser: str
    network: str
    language: str


class Attempt(StrEnum):
    """What is counted, so that nobody can try for ever."""

    MAIL_TO_ADDRESS = "mail-address"
    MAIL_FROM_NETWORK = "mail-network"
    MAIL_FOR_ACCOUNT = "mail-account"
    LINK_FROM_NETWORK = "link-network"
    CODE_OF_ACCOUNT = "code-account"
    CODE_OF_VOUCHER = "voucher"
    CODE_OF_ANY_VOUCHER = "voucher-all"
    CODE_FOR_RIGHTS = "code-rights"
    TRY_OF_RIGHTS = "try-rights"
    REPORT = "report"
    ORDER = "order"
    ANSWER_BY_MAIL = "mail-answer"
    PAY_FROM_NETWORK = "pay-network"
