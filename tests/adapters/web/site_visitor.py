"""A browser on the site, over real HTTP: it keeps Secure cookies, as browsers do on this machine, and fills in the forms it was shown."""

import html
import itertools
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import Morsel, SimpleCookie
from urllib.parse import urlsplit

import httpx

from tests.adapters.web.visitor import Playground, Visitor

TOKEN = re.compile(r'name="csrf" value="([^"]*)"')
HOSTS = itertools.cycle(range(2, 254))
VOID = frozenset({"meta", "link", "input", "img", "br", "hr", "path", "circle", "rect", "use"})


@dataclass
class SiteBrowser:
    """One browser, at an address of its own, since so many may come in from one. `cookies` by name, with their attributes."""

    playground: Playground
    language: str = "en"
    cookies: dict[str, Morsel[str]] = field(default_factory=dict)
    host: str = field(default_factory=lambda: f"127.0.0.{next(HOSTS)}")

    async def open(self, path: str, method: str = "GET", data: dict[str, str] | None = None, **headers: str) -> httpx.Response:
        """Ask for a page. `data` makes the body of a form, as it is."""
        ours = {"Accept-Language": self.language, "Cookie": "; ".join(f"{n}={m.value}" for n, m in self.cookies.items())}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        way = httpx.AsyncHTTPTransport(local_address=self.host)
        async with httpx.AsyncClient(base_url=self.playground.http.base_url, timeout=20, transport=way) as http:
            answer = await http.request(method, path, data=data, headers={**ours, **named})
        for line in answer.headers.get_list("set-cookie"):
            self._keep(line)
        return answer

    def _keep(self, line: str) -> None:
        for name, morsel in SimpleCookie(line).items():
            if morsel["max-age"] == "0":
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel

    async def page(self, path: str, **headers: str) -> str:
        """A page that must be there."""
        answer = await self.open(path, "GET", None, **headers)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    async def post(self, path: str, form_on: str | None = None, **fields: str) -> httpx.Response:
        """Send a form with the token of the page it stands on (by default the very address it goes to)."""
        found = TOKEN.search(await self.page(form_on or path))
        assert found, path
        return await self.open(path, "POST", {"csrf": found[1], **fields})


async def come_in(visitor: Visitor, language: str = "en") -> SiteBrowser:
    """A browser in which somebody came in by the button of the chat."""
    [message] = await visitor.run("account")
    door = urlsplit(next(button["href"] for button in message["body"]["buttons"] if button["href"])).path
    browser = SiteBrowser(visitor.playground, language)
    answer = await browser.post(door)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account"), answer.text
    return browser


def words_on(page: str) -> str:
    """What a person reads, on one line."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", page)))


class Outline(HTMLParser):
    """What a page is made of: tags with their attributes, and whether they close in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.crossed: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        self.crossed += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.crossed.append(tag)

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every such tag."""
        return [attributes for name, attributes in self.tags if name == tag]

    def ids(self) -> list[str]:
        """Every id, in order."""
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]
