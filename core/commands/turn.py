"""What a handler may use: one transaction, who asks, and the world it may know of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from core.accounts import Account
from core.ambient import Ambient
from core.caller import Caller
from core.communities import Community
from core.fair_use import FairUse
from core.mail_links import MailLinks
from core.ports import Refunds
from core.pricing import Tariff
from core.rights.promise import Promise
from core.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class House:
    """What the operator decided, and the switches every handler shares. `contact` is the address that people may write to,
    `home` that of the site, `promise` how long a deletion may take. `till_url`: where an order is paid in money, if anywhere; never on
    platforms that want Stars alone. `refunds`: what gives money back, by payment provider; handlers only ask if it does so in parts.
    `longest_wait`: whoever would have to wait longer for a picture is not put in line. `crowded`: so much waits for the database that
    requests which may be declined are. `full`: there is hardly room for more pictures."""

    tariff: Tariff
    at_once: int
    till_url: Callable[[str], str] | None
    wake_workers: Callable[[], None]
    contact: str
    links: MailLinks
    hold_days: int = 7
    longest_wait: timedelta = timedelta(minutes=30)
    crowded: Callable[[], bool] = lambda: False
    full: Callable[[], bool] = lambda: False
    order_hours: int = 24
    home: str = ""
    refunds: Mapping[str, Refunds] = field(default_factory=dict)
    promise: Promise = field(default_factory=Promise)
    fair_use: FairUse = field(default_factory=FairUse)


@dataclass(frozen=True)
class Turn:
    """One request being handled, inside its transaction. Handlers cannot await, so no network call can happen in here."""

    uow: UnitOfWork
    caller: Caller
    account: Account
    ambient: Ambient
    house: House
    now: datetime

    @cached_property
    def rules(self) -> Community | None:
        """What the owners of the place decided where this was asked, if it was asked in such a place."""
        seat = self.caller.seat
        return self.uow.communities.get(self.caller.platform, seat.community) if seat else None

    @property
    def public_locale(self) -> str:
        """The language of what everybody reads there."""
        return (self.rules and self.rules.locale) or self.locale

    @property
    def locale(self) -> str:
        """The language to answer in: the person's own choice, then the platform's."""
        return self.account.locale or self.caller.hinted_locale
