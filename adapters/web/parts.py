"""What the web surface is built from; wiring fills it in."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from adapters.web.bell import Bell
from adapters.web.chat import ChatLog
from adapters.web.previews import Previews
from adapters.web.thumbnails import Thumbnails
from core.ambient import Ambient
from core.checkout import Checkout
from core.commands.dispatch import Dispatch
from core.fair_use import FairUse
from core.legal.facts import Facts
from core.mail_links import MailLinks
from core.objects import LinkedFile
from core.pricing import Tariff
from core.readings import Readings
from core.rights.promise import Promise
from core.storage.payments import PaymentOrder
from core.text import Catalogue
from core.workshop import Workshop

OpenLink = Callable[[str, int, bool, str], Awaitable[LinkedFile]]
Hook = Callable[[Mapping[str, str], bytes], Awaitable[int]]
"""Takes what a vendor brings us, with the request's headers in lower case; the HTTP status of the answer."""


@dataclass(frozen=True)
class SentLetter:
    """A mail as the embedded mailbox keeps it."""

    id: str
    to: str
    subject: str
    body: str
    at: str
    html: str = ""


@dataclass(frozen=True)
class WebParts:
    """`open_link`: our own signed links, if objects are local files. `letters`: the embedded mailbox, by address.
    `hooks`: what vendors bring us, by the last part of its address.
    `secret` signs the tokens of forms; `https` says whether browsers come to us encrypted. `bot_name`: our name on Telegram, while we know
    it; `discord_invite`: where a server's owners invite us.
    `promise`: how long a deletion may take. `most_requests`: whoever comes while so many wait for their answer is asked to come back.
    `sandbox`: whether pictures are stand-ins, too. `till`: what the sandbox till tells the program, `checkout`: where cards are paid with
    instead; `ready`: what is not ready, by name
    (empty when all is well). `readings`: how the house is doing; `scrape`: what answers `GET /metrics`."""

    dispatch: Dispatch
    workshop: Workshop
    tariff: Tariff
    catalogue: Catalogue
    ambient: Ambient
    chat: ChatLog
    bell: Bell
    previews: Previews
    thumbnails: Thumbnails
    base_url: str
    links: MailLinks
    secret: bytes
    legal: Facts
    playground: bool
    sandbox: bool
    ready: Callable[[], Awaitable[list[str]]]
    readings: Readings
    scrape: Callable[[Request], Awaitable[Response]]
    https: bool = False
    bot_name: Callable[[], str | None] = lambda: None
    discord_invite: str | None = None
    till: Callable[[PaymentOrder, bool, str], Awaitable[None]] | None = None
    checkout: Checkout | None = None
    open_link: OpenLink | None = None
    letters: Callable[[str], Awaitable[list[SentLetter]]] | None = None
    media_origins: tuple[str, ...] = ()
    most_requests: int = 200
    promise: Promise = field(default_factory=Promise)
    fair_use: FairUse = field(default_factory=FairUse)
    hooks: Mapping[str, Hook] = field(default_factory=dict)

    @property
    def contact(self) -> str:
        """The address that people may write to."""
        return self.legal.contact
