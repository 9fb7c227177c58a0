"""Who asks, from where, and where the answer goes."""

from dataclasses import dataclass, field
from datetime import datetime

from core.text import choose_locale


@dataclass(frozen=True)
class Address:
    """Where a message goes, as plain data that any process can use later (never an object in memory).

    `chat` and `message` are the platform's own names; `grant` is a short-lived token if the platform needs one. `uid` is the platform's id
    of the person it belongs to: without a `chat` the message goes where only that person reads.
    """

    platform: str
    chat: str
    message: str = ""
    grant: str = ""
    private: bool = False
    uid: str = ""


@dataclass(frozen=True)
class Seat:
    """Where in a community (a Discord server) a request was made, by the platform's own ids; `manager` may change its rules."""

    community: str
    channel: str
    roles: tuple[str, ...] = ()
    manager: bool = False


@dataclass(frozen=True)
class Caller:
    """One person on one surface making one request.

    `key` is the platform's own id of this request (interaction id, update id, the page's nonce): the idempotency key.
    `price_seen` is the total, in credits, that the surface showed on the very button that was pressed; `None` if none.
    `uploads` are ids of pictures that came with the request; `mailbox` is an address that the surface itself has proved.
    `seat` says where in a community it was asked, if it was; `group` is the platform's id of the group that it was asked in, where groups
    have no rules of their own. `since`: when the person came to the platform, if it tells.
    """

    platform: str
    uid: str
    name: str
    key: str
    address: Address
    locale_hint: str | None = None
    price_seen: int | None = None
    uploads: tuple[str, ...] = field(default=())
    mailbox: str | None = None
    seat: Seat | None = None
    since: datetime | None = None
    group: str = ""

    @property
    def company(self) -> str:
        """The platform's id of the community or group in which it was asked; empty where nobody else reads along."""
        return self.seat.community if self.seat else self.group

    @property
    def hinted_locale(self) -> str:
        """The language of the platform, before the person has chosen one."""
        return choose_locale(self.locale_hint)
