"""The pages for coming in, over a real SQLite file, with browsers that keep their own cookies."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import TypeVar
from urllib.parse import urlsplit

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.web import sign_in
from adapters.web.cookies import CookieWriter
from adapters.web.headers import SafeHeaders
from adapters.web.sessions import SignInFirst, must_be_signed_in, sign_in_first
from core.access import LinkKind
from core.accounts import Account
from core.ambient import Ambient
from core.caller import Address, Caller
from core.commands import COMMANDS
from core.commands.dispatch import Answer, Dispatch
from core.commands.spec import Given
from core.commands.turn import House
from core.mail_links import MailLinks
from core.pricing import Pack, Quality, Tariff
from core.storage.mail import DueLetter
from core.storage.unit_of_work import UnitOfWork
from core.text import Catalogue
from db.store import SqlStore
from tests.clock import FakeClock

T = TypeVar("T")

ORIGIN = "https://ink.example"
SECRET = b"a secret of the program for tests"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
ADA = "ada@example.org"
TARIFF = Tariff({Quality.LOW: 4, Quality.MEDIUM: 12, Quality.HIGH: 40}, 50, 2, (Pack("starter", 100, 299, "USD"),), 40, None)
CATALOGUE = Catalogue()

_TOKEN = re.compile(r'name="csrf" value="([0-9a-f]+)"')


@dataclass
class Site:
    """What there is, and how to look at it."""

    store: SqlStore
    clock: FakeClock
    ambient: Ambient
    links: MailLinks = field(default_factory=lambda: MailLinks(SECRET, ORIGIN))
    app: Starlette = field(init=False)
    dispatch: Dispatch = field(init=False)
    requests: int = 0

    def __post_init__(self) -> None:
        self.app = Starlette(
            routes=[*sign_in.routes(), Route("/account", inside), Route("/account/{page:path}", inside)],
            middleware=[Middleware(SafeHeaders), Middleware(CookieWriter)],
            exception_handlers={SignInFirst: sign_in_first},
        )
        self.app.state.parts = SimpleNamespace(
            workshop=SimpleNamespace(store=self.store, work_is_due=lambda: None),
            ambient=self.ambient,
            catalogue=CATALOGUE,
            links=self.links,
            secret=SECRET,
            https=True,
            bot_name=lambda: "InkMirageBot",
            discord_invite=None,
        )
        house = House(TARIFF, 2, None, lambda: None, "help@ink.example", self.links)
        self.dispatch = Dispatch(self.store, house, self.ambient, COMMANDS)

    def browser(self, agent: str = FIREFOX, host: str = "203.0.113.77", language: str = "en") -> "Browser":
        return Browser(self, agent, host, language)

    async def see(self, look: Callable[[UnitOfWork], T]) -> T:
        return await self.store.read(look)

    async def say(self, who: str, command: str, values: dict[str, Given] | None = None, platform: str = "telegram") -> Answer:
        """A command in a private chat; whoever writes for the first time gets an account."""
        self.requests += 1
        caller = Caller(
            platform, who, who.title(), f"r{self.requests}", Address(platform, f"{who}/{who}/1/0/0/0", private=True, uid=who), "en"
        )
        return await self.dispatch(caller, command, values or {})

    async def account(self, who: str, platform: str = "telegram") -> Account:
        caller = Caller(platform, who, who.title(), "", Address(platform, ""))
        found = await self.see(lambda uow: uow.accounts.of(caller))
        return found if found else await self._arrived(who, platform)

    async def _arrived(self, who: str, platform: str) -> Account:
        await self.say(who, "start", platform=platform)
        return await self.account(who, platform)

    async def person(self, who: str, email: str | None = None, *, bounced: bool = False) -> Account:
        """Somebody with a chat, and with an address that they proved the way people do."""
        await self.account(who)
        if email:
            await self.say(who, "email", {"address": email})
            answer = await self.browser(host="198.51.100.1").press(self.url_of((await self.mails())[-1]))
            assert answer.status_code == 303
        if bounced:
            account = await self.account(who)
            changed = Account(**{**vars(account), "mail_stopped_at": self.clock.now()})
            await self.store.write(lambda uow: uow.accounts.save(changed))
        return await self.account(who)

    async def mails(self) -> list[DueLetter]:
        """Every mail that is due, which are then sent."""
        found: list[DueLetter] = []
        pause = timedelta(hours=1)
        while mail := await self.store.write(lambda uow: uow.letters.claim(self.clock.now(), first_pause=pause, longest_pause=pause)):
            found.append(mail)
            sent = mail.id
            await self.store.write(lambda uow, sent=sent: uow.letters.sent(sent))  # type: ignore[misc]
        return found

    def url_of(self, mail: DueLetter) -> str:
        """The page behind the button of a mail."""
        return urlsplit(self.links.url(mail.args["link"], LinkKind(mail.args["kind"]))).path


@dataclass
class Browser:
    """One browser of a person. The cookies of a Secure page, kept as long as it is open."""

    site: Site
    agent: str
    host: str
    language: str
    http: httpx.AsyncClient = field(init=False)
    tokens: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.site.app, client=(self.host, 4711)),
            base_url=ORIGIN,
            headers={"User-Agent": self.agent, "Accept-Language": self.language},
        )

    async def open(self, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        return await self.http.request(method, path, headers=headers)

    async def post(self, path: str, fields: dict[str, str], **headers: str) -> httpx.Response:
        return await self.http.post(path, data=fields, headers=headers)

    async def token(self) -> str:
        """The token of a form; it is good for as long as the cookie is."""
        cookie = self.http.cookies.get("__Host-csrf")
        if cookie is None or cookie not in self.tokens:
            token = token_on(await self.open("/sign-in"))
            self.tokens[self.http.cookies["__Host-csrf"]] = token
            return token
        return self.tokens[cookie]

    async def press(self, path: str, **fields: str) -> httpx.Response:
        """Open a page and press its (main) button, with every hidden field that stands beside it."""
        page = await self.open(path)
        assert page.status_code == 200, page.text
        return await self.post(path, {**hidden_on(page), **fields})

    async def ask(self, email: str, **fields: str) -> httpx.Response:
        """Ask for a link by mail."""
        return await self.post("/sign-in", {"csrf": await self.token(), "by": "mail", "email": email, **fields})

    async def whose(self) -> str | None:
        """Whose account this browser is in."""
        answer = await self.open("/account")
        return answer.text if answer.status_code == 200 else None


def token_on(page: httpx.Response) -> str:
    found = _TOKEN.search(page.text)
    assert found, page.text
    return found[1]


def hidden_on(page: httpx.Response) -> dict[str, str]:
    """The hidden fields of the last form on the page."""
    form = page.text.rpartition("<form")[2]
    return dict(re.findall(r'type="hidden" name="([a-z]+)" value="([^"]*)"', form))


async def inside(request: Request) -> Response:
    """A page for people who are in."""
    return PlainTextResponse((await must_be_signed_in(request)).account.id)
