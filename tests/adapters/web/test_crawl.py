"""Every page there is, signed out and signed in, as a browser sees it: headers, requests, cookies, forms, and what is open to whom.

Privacy rules PRV-14, 47 and 48; PRV-10 for what is kept of an address behind proxies.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Response

from tests.adapters.web.playground_program import CHROMIUM
from tests.adapters.web.site_house import (
    EMPTY,
    STORES,
    Person,
    SiteHouse,
    Watch,
    code_in,
    cookie_header,
    open_browser,
    open_site,
    token_on,
)
from tests.wanting import do_without

pytestmark = [
    pytest.mark.timeout(120),
    # A browser that leaves a page stops fetching its pictures; a file that was being opened for it is closed when it is dropped.
    pytest.mark.filterwarnings("ignore:Exception ignored in. <_io.FileIO:pytest.PytestUnraisableExceptionWarning"),
]

COOKIES: dict[str, dict[str, object]] = {
    "__Host-session": {"httponly": True, "secure": True, "samesite": "lax", "path": "/", "max-age": str(30 * 86400), "domain": ""},
    "__Host-csrf": {"httponly": True, "secure": True, "samesite": "lax", "path": "/", "max-age": "", "domain": ""},
    "lang": {"httponly": "", "secure": "", "samesite": "lax", "path": "/", "max-age": str(365 * 86400), "domain": ""},
}
"""PRV-47, as it stands there. `lang` is Secure as well where the site is served with TLS."""
WITHOUT_COOKIES = re.compile(r"/(?:$|legal/|privacy$|robots\.txt|\.well-known/|static/|healthz|readyz|files/)")
PRIVATE = re.compile(r"/(?:account|sign-in|email|sign-out)")
PICTURE = re.compile(r"/account/gallery/\w{20,}")
HOSTILE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "/\n/evil.example",
    "\t//evil.example",
    "/%09/evil.example",
    "/%5cevil.example",
    "/%2f%2fevil.example",
    "/..//evil.example",
    "/.//evil.example/",
    "/;@evil.example/",
    "@evil.example",
    ".evil.example",
    ":80@evil.example",
    "http:evil.example",
    "http:/evil.example",
    "javascript:alert(1)",
    "data:text/html,evil",
    "/\u2028/evil.example",
    "/／evil.example",
    "/account\r\nLocation: https://evil.example/",
    "/account\r\nSet-Cookie: __Host-session=evil",
    "/" + "a" * 5000,
    "",
)
INSPECT = """() => {
    const named = (node) => node.labels?.length || node.getAttribute("aria-label") || node.getAttribute("aria-labelledby");
    const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
    const fields = "input:not([type=hidden]):not([type=submit]), select, textarea";
    const words = (node) => node.innerText?.trim() || node.getAttribute("aria-label") || node.querySelector("img[alt]:not([alt=''])");
    return {
        lang: document.documentElement.lang,
        title: document.title,
        headings: document.querySelectorAll("h1").length,
        mains: document.querySelectorAll("main").length,
        unlabelled: [...document.querySelectorAll(fields)].filter((node) => !named(node) && !node.closest("[aria-hidden=true]"))
            .map((node) => node.outerHTML),
        unnamed: [...document.querySelectorAll("a[href], button")].filter((node) => node.checkVisibility() && !words(node))
            .map((node) => node.outerHTML),
        twice: ids.filter((id, at) => ids.indexOf(id) !== at),
        dangling: [...document.querySelectorAll("[aria-labelledby], [aria-describedby], label[for], a[href^='#']")].flatMap((node) =>
            (node.getAttribute("aria-labelledby") ?? node.getAttribute("aria-describedby") ?? node.getAttribute("for") ??
                node.getAttribute("href").slice(1)).split(" ").filter((id) => id && !document.getElementById(decodeURIComponent(id)))),
        inline: [...document.querySelectorAll("*")].filter((node) => node.hasAttribute("style") || node.localName === "style" ||
            (node.localName === "script" && !node.src && node.type !== "application/json") ||
            node.getAttributeNames().some((name) => name.startsWith("on"))).map((node) => node.outerHTML.slice(0, 120)),
        broken: [...document.images].filter((image) => image.complete && !image.naturalWidth).map((image) => image.src),
        unseen: [...document.images].filter((image) => !image.hasAttribute("alt")).map((image) => image.src),
        links: [...document.querySelectorAll("a[href]")].map((node) => node.href),
        outside: [...document.querySelectorAll("a[href^=http]")].filter((node) => node.origin !== location.origin &&
            !/noreferrer|noopener/.test(node.rel) && node.target).map((node) => node.href),
        forms: [...document.forms].map((form) => ({
            action: form.action, method: form.method, fields: [...new FormData(form)].map(([name, value]) => [name, String(value)]),
            buttons: [...form.querySelectorAll("button[name]")].map((button) => [button.name, button.value]),
        })),
    };
}"""


@dataclass(frozen=True)
class Form:
    """A form as it stands on a page. `fields` without the token."""

    page: str
    action: str
    method: str
    fields: tuple[tuple[str, str], ...]
    buttons: tuple[tuple[str, str], ...]
    token: str | None

    @property
    def values(self) -> dict[str, str]:
        """What pressing its first button sends, with something in each line that is empty."""
        address = f"{urlsplit(self.action).path.strip('/').replace('/', '.')}@example.org"
        filled = {name: value or {"email": address, "code": "K7QM2XWD"}.get(name, "x") for name, value in self.fields}
        return {**filled, **dict(self.buttons[:1])}


@dataclass
class Seen:
    """One page as it was found."""

    url: str
    path: str
    status: int
    headers: dict[str, str]
    cookies: list[str]
    cookie_names: list[str]
    look: dict[str, Any] = field(default_factory=dict)
    stores: list[Any] = field(default_factory=lambda: EMPTY)

    @property
    def is_page(self) -> bool:
        return self.headers.get("content-type", "").startswith("text/html")


@dataclass
class Crawl:
    """What was found on the way from some addresses through every link to more of the same site."""

    base: str
    watch: Watch
    seen: dict[str, Seen] = field(default_factory=dict)
    files: dict[str, Seen] = field(default_factory=dict)
    languages: list[tuple[str, str]] = field(default_factory=list)
    cookies: list[Any] = field(default_factory=list)

    @property
    def pages(self) -> list[Seen]:
        """Those that are HTML."""
        return [seen for seen in self.seen.values() if seen.is_page]

    @property
    def forms(self) -> list[Form]:
        """Every form, each once."""
        found: dict[Any, Form] = {}
        for page in self.pages:
            for given in page.look["forms"]:
                form = _form(page.url, given)
                found.setdefault((form.action, form.fields, form.buttons), form)
        return list(found.values())

    def walk(self, context: BrowserContext, starts: Sequence[str]) -> "Crawl":
        page, waiting = context.new_page(), [urljoin(self.base, start) for start in starts]
        page.on("response", self._remember)
        self.watch.over(context)
        while waiting:
            url = waiting.pop(0).partition("#")[0]
            if url in self.seen:
                continue
            found = self.seen[url] = self._look(page, url)
            for link in found.look.get("links", ()):
                if urlsplit(link).path.startswith("/language/"):
                    self.languages.append((found.path, link))
                elif link.startswith(f"{self.base}/") and not urlsplit(link).path.startswith(("/playground", "/till/")):
                    waiting.append(link)
        self.cookies = list(context.cookies())
        page.close()
        return self

    def _look(self, page: Page, url: str) -> Seen:
        if PICTURE.fullmatch(urlsplit(url).path):
            return _fetched(page, url)  # Chromium's own page around a picture has styles that the picture's policy forbids
        try:
            answer = page.goto(url)
        except Error as error:
            if "Download is starting" not in str(error):
                raise
            return _fetched(page, url)
        assert answer is not None
        seen = _seen(url, answer, page.context)
        if seen.is_page:
            seen.look, seen.stores = page.evaluate(INSPECT), page.evaluate(STORES)
        return seen

    def _remember(self, response: Response) -> None:
        if urlsplit(response.url).path.startswith(("/static/", "/files/")):
            self.files.setdefault(response.url, _seen(response.url, response, None))


def _seen(url: str, answer: Response, context: BrowserContext | None) -> Seen:
    headers = answer.all_headers() if context else answer.headers
    given = headers.get("set-cookie", "")
    names = [str(cookie["name"]) for cookie in context.cookies()] if context else []
    return Seen(url, _path(answer.url), answer.status, headers, given.split("\n") if given else [], names)


def _fetched(page: Page, url: str) -> Seen:
    """What is not shown but saved, or shown without a page of ours."""
    answer = page.request.get(url)
    return Seen(url, _path(url), answer.status, dict(answer.headers), [], [str(cookie["name"]) for cookie in page.context.cookies()])


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _form(page: str, given: dict[str, Any]) -> Form:
    fields = tuple((name, value) for name, value in given["fields"] if name != "csrf")
    token = next((value for name, value in given["fields"] if name == "csrf"), None)
    return Form(page, given["action"], given["method"], fields, tuple(map(tuple, given["buttons"])), token)


@dataclass
class Poster:
    """A client that sends the cookies it is told to send, and heeds those that it is given."""

    house: SiteHouse
    cookies: str

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Look."""
        return self.house.raw.get(path, headers={"Cookie": self.cookies, **headers})

    def post(self, path: str, fields: dict[str, str], **headers: str) -> httpx.Response:
        """Send a form."""
        return self.house.raw.post(path, data=fields, headers={"Cookie": self.cookies, **headers})

    def heed(self, answer: httpx.Response) -> None:
        """Keep the session that was given, or let it go."""
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            others = [pair for pair in self.cookies.split("; ") if not pair.startswith(f"{name}=")]
            self.cookies = "; ".join([*others, f"{name}={value}"])


# --- the house, and people in it ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        do_without("chromium", f"no browser at {CHROMIUM}: the site is NOT crawled")
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def house(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteHouse]:
    with open_site(tmp_path_factory.mktemp("site") / "data") as house:
        house.is_on_telegram("InkMirageBot")
        yield house


@pytest.fixture(scope="module")
def ada(house: SiteHouse) -> Person:
    """Somebody who has everything that a page can show: pictures, two chats that were joined, a second browser."""
    ada, bea = house.person("Ada"), house.person("Bea")
    for prompt in ("a fox in the rain", 'a <b onclick="alert(1)">hostile</b> & "quoted" prompt', "雨中的狐狸"):
        ada.picture(prompt)
    ada.join(bea)
    return ada


@pytest.fixture(scope="module")
def outside(browser: Browser, house: SiteHouse) -> Crawl:
    """The site for somebody who is not signed in, in German."""
    context = browser.new_context(locale="de-DE")
    try:
        starts = ("/", "/robots.txt", "/.well-known/gpc.json", "/sign-in", "/sign-in?asked=mail", "/privacy", "/nothing-here", "/account")
        return Crawl(house.address, Watch(house.address, expected=["404"])).walk(context, starts)
    finally:
        context.close()


@pytest.fixture(scope="module")
def inside(browser: Browser, house: SiteHouse, ada: Person) -> Iterator[Crawl]:
    """The site for Ada, with the pages behind the links of her mails and of her chat."""
    other, context = (browser.new_context(locale="en-US", base_url=house.address) for _ in range(2))
    try:
        for one in (other, context):
            page = one.new_page()
            page.goto(ada.link())
            page.locator("main form button").click()
            page.wait_for_url("**/account")
            page.close()
        starts = ("/account", "/", *pages_of_links(house, ada, context))
        yield Crawl(house.address, Watch(house.address, expected=["404", "410"])).walk(context, starts)
    finally:
        other.close()
        context.close()


def pages_of_links(house: SiteHouse, ada: Person, context: BrowserContext) -> list[str]:
    """Addresses that stand in mails and chats only, and those that a form leads to."""
    poster = Poster(house, cookie_header(context.cookies()))
    token = token_on(poster.get("/account/email").text)
    code_page = poster.post("/account/chats", {"csrf": token, "what": "show"}).text
    offer = code_page.partition('href="/account/chats?offer=')[2].partition('"')[0]
    cleo = house.person("Cleo")
    cleo.press(cleo.say(f"/link {code_in(code_page)}"), "link-join")
    waiting = poster.post("/sign-in", {"csrf": token, "by": "telegram"}).headers["location"]
    done = [f"/account/settings?done={word}" for word in ("saved", "nonsense")]
    by_mail = [asked_for(house, ada, poster), stop_of(house, house.person("Dora"))]
    more = ("/account/gallery?before=2020-01-01T00:00:00%2B00:00", "/account/gallery/nothing")
    return [*by_mail, ada.link(), waiting, f"/account/chats?offer={offer}", *done, *more]


def asked_for(house: SiteHouse, person: Person, poster: Poster) -> str:
    """The link in the mail to a new address of hers."""
    new = f"new.{person.uid[:6]}@example.org"
    token = token_on(poster.get("/account/email").text)
    assert poster.post("/account/email", {"csrf": token, "email": new}).status_code == 303
    return house.mail_to(new).link


def stop_of(house: SiteHouse, person: Person) -> str:
    """The link in the mail to the address that she had before."""
    poster = Poster(house, signed_in_cookies(house, person))
    confirm = asked_for(house, person, poster)
    assert poster.post(confirm, {"csrf": token_on(poster.get(confirm).text)}).status_code == 303
    return house.mail_to(person.mailbox).link


# --- what every page owes its reader -----------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["outside", "inside"])
def crawl(request: pytest.FixtureRequest) -> Crawl:
    found: Crawl = request.getfixturevalue(request.param)
    return found


def test_the_whole_site_was_found(outside: Crawl, inside: Crawl) -> None:
    public = {
        "/",
        "/privacy",
        "/sign-in?asked=mail",
        *(f"/legal/{kind}" for kind in ("privacy", "terms", "cookies", "processors", "retention")),
    }
    assert public <= {page.path for page in outside.pages}
    sections = ("", "/wallet", "/gallery", "/chats", "/email", "/settings", "/activity", "/privacy")
    assert {f"/account{section}" for section in sections} <= {page.path for page in inside.pages}
    kinds = (
        r"/account/gallery/\w+/delete$",
        r"/account/chats/\w+$",
        r"/account/chats/joining/\w+$",
        r"/sign-in/[\w-]{43}$",
        r"/email/[\w-]{43}$",
    )
    for kind in (*kinds, r"/account/chats\?offer=", r"/legal/privacy/v/", r"/legal/privacy/changes"):
        assert any(re.match(kind, page.path) for page in inside.pages), kind
    assert any(re.match(r"/account/gallery/\w+\?download", _path(url)) for url in inside.seen)
    assert "/account/wallet.csv" in {_path(url) for url in inside.seen}


def test_every_link_leads_somewhere(crawl: Crawl) -> None:
    wrong = {_path(url): seen.status for url, seen in crawl.seen.items() if seen.status != 200}
    assert {path: status for path, status in wrong.items() if path not in ("/nothing-here", "/account/gallery/nothing")} == {}


@pytest.mark.proves("PRV-14", "PRV-48")
def test_nothing_is_asked_of_strangers_and_no_page_complains(crawl: Crawl) -> None:
    assert crawl.watch.strangers == []
    assert crawl.watch.complaints == []
    assert [page.path for page in crawl.pages if page.look["inline"]] == []


@pytest.mark.proves("PRV-48")
def test_every_answer_has_the_safety_headers(crawl: Crawl) -> None:
    assert crawl.files
    for seen in (*crawl.seen.values(), *crawl.files.values()):
        assert safety_of(seen.headers) == [], seen.url
        assert "strict-transport-security" not in seen.headers, "over plain HTTP it would lock people out"


def safety_of(headers: dict[str, str]) -> list[str]:
    """What is missing."""
    policy = {name: values for name, *values in (part.split() for part in headers.get("content-security-policy", "").split(";") if part)}
    sandboxed = policy == {"default-src": ["'none'"], "sandbox": []}
    open_ = [word for words in policy.values() for word in words if word.startswith(("http", "*", "'unsafe"))]
    demands = {
        "policy": sandboxed or policy.get("default-src") == ["'self'"],
        "frames": sandboxed or policy.get("frame-ancestors") == ["'none'"],
        "closed": not open_,
        "nosniff": headers.get("x-content-type-options") == "nosniff",
        "referrer": headers.get("referrer-policy") == "no-referrer",
        "opener": headers.get("cross-origin-opener-policy") == "same-origin",
        "nameless": "server" not in headers and "x-powered-by" not in headers,
        "no-cors": not any(name.startswith("access-control-") for name in headers),
        "kept": headers.get("cache-control", "") != "",
    }
    return [name for name, met in demands.items() if not met]


def test_private_pages_are_kept_nowhere(crawl: Crawl) -> None:
    private = [seen for seen in crawl.seen.values() if PRIVATE.match(seen.path)]
    assert private
    assert [seen.path for seen in private if "no-store" not in seen.headers["cache-control"]] == []
    assert [page.path for page in crawl.pages if "etag" in page.headers or "last-modified" in page.headers] == []


def test_every_page_is_whole(crawl: Crawl) -> None:
    for page in crawl.pages:
        look = page.look
        assert look["lang"] == page.headers["content-language"], page.path
        assert (look["headings"], look["mains"]) == (1, 1), page.path
        assert look["title"].strip(), page.path
        for fault in ("unlabelled", "unnamed", "twice", "dangling", "broken", "unseen", "outside"):
            assert look[fault] == [], (page.path, fault)
    titles = [page.look["title"] for page in crawl.pages if page.path.startswith(("/account", "/legal")) and page.status == 200]
    assert not any("site-" in title or "sign-in-" in title for title in titles)


def test_languages(outside: Crawl, inside: Crawl) -> None:
    assert {page.look["lang"] for page in outside.pages} == {"de"}
    assert {page.look["lang"] for page in inside.pages} == {"en"}


# --- cookies and other memory ------------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-47", "T-CK")
def test_nothing_is_remembered_but_the_cookies_of_the_policy(crawl: Crawl) -> None:
    assert [page.path for page in crawl.pages if page.stores != EMPTY] == []
    assert {cookie["name"] for cookie in crawl.cookies} <= {"__Host-session", "__Host-csrf"}
    for seen in crawl.seen.values():
        for line in seen.cookies:
            assert attributes(line) == COOKIES[line.partition("=")[0]], (seen.path, line)


def attributes(line: str) -> dict[str, object]:
    """Of one `Set-Cookie`."""
    cookie: SimpleCookie = SimpleCookie(line)
    [one] = cookie.values()
    return {name: given.lower() if isinstance(given := one[name], str) else given for name in COOKIES["lang"]}


def test_pages_that_need_no_cookie_set_none(crawl: Crawl, house: SiteHouse) -> None:
    for url, seen in crawl.seen.items():
        if WITHOUT_COOKIES.match(_path(url)):
            assert seen.cookies == [], seen.path
            assert house.http.get(url).headers.get("set-cookie") is None, url
    assert house.http.cookies.jar is not None
    assert len(house.http.cookies) == 0


@pytest.mark.proves("PRV-47", "T-CK")
def test_a_stranger_who_only_reads_has_no_cookie_at_all(outside: Crawl) -> None:
    before_the_form = list(outside.seen.values())[:3]
    assert [seen.cookie_names for seen in before_the_form] == [[], [], []]
    assert {cookie["name"] for cookie in outside.cookies} == {"__Host-csrf"}, "the sign-in page has a form"


def test_languages_are_chosen_by_a_link_that_leads_back(outside: Crawl, house: SiteHouse) -> None:
    assert len({path for path, _ in outside.languages}) > 15
    with house.client() as client:
        for path, link in outside.languages:
            answer = client.get(link, headers={"Sec-Fetch-Site": "same-origin"})
            assert (answer.status_code, answer.headers["location"]) == (303, path)
            assert attributes(answer.headers["set-cookie"]) == COOKIES["lang"]
            client.cookies.clear()
        for site in ("cross-site", "same-site"):
            answer = client.get(link, headers={"Sec-Fetch-Site": site})
            assert answer.status_code == 303
            assert "set-cookie" not in answer.headers, "another site chooses no language"


# --- forms -------------------------------------------------------------------------------------------------------------


def test_no_form_works_without_the_token_of_its_browser(inside: Crawl, outside: Crawl, house: SiteHouse) -> None:
    assert len(inside.forms) >= 12
    with house.client() as stranger:
        foreign = token_on(stranger.get("/sign-in").text)
        foreign_cookie = f"__Host-csrf={stranger.cookies['__Host-csrf']}"
    for crawl in (outside, inside):
        cookies = cookie_header(crawl.cookies)
        for form in crawl.forms:
            assert form.method == "post", "a form that changes something is posted"
            assert form.action.startswith(f"{house.address}/"), form.action
            assert form.token, (form.page, form.action)
            refused(house, form, cookies, foreign, foreign_cookie)


def refused(house: SiteHouse, form: Form, cookies: str, foreign: str, foreign_cookie: str) -> None:
    """Everything that a page of somebody else could send: 403, and nothing is changed."""
    before, poster, values = house.everything(), Poster(house, cookies), form.values
    session_only = "; ".join(cookie for cookie in cookies.split("; ") if cookie.startswith("__Host-session"))
    right = {**values, "csrf": form.token or ""}
    answers = {
        "without": poster.post(form.action, values),
        "empty": poster.post(form.action, {**values, "csrf": ""}),
        "nonsense": poster.post(form.action, {**values, "csrf": "é" * 64}),
        "another browser's": poster.post(form.action, {**values, "csrf": foreign}),
        "in the address": poster.post(f"{form.action}?csrf={form.token}", values),
        "without the cookie": Poster(house, session_only).post(form.action, right),
        "with another's cookie": Poster(house, f"{session_only}; {foreign_cookie}").post(form.action, right),
        "from another site": poster.post(form.action, right, **{"Sec-Fetch-Site": "cross-site"}),
        "from a sister site": poster.post(form.action, right, **{"Sec-Fetch-Site": "same-site"}),
    }
    assert {how: answer.status_code for how, answer in answers.items()} == dict.fromkeys(answers, 403), (form.page, form.action)
    assert all("__Host-session" not in answer.headers.get("set-cookie", "") for answer in answers.values())
    assert house.everything() == before, form.action


def test_what_is_posted_as_something_else_than_a_form_is_refused(inside: Crawl, house: SiteHouse) -> None:
    before = house.everything()
    cookies = cookie_header(inside.cookies)
    with house.client(Cookie=cookies) as client:
        for form in inside.forms:
            token = {"csrf": form.token or ""}
            assert client.post(form.action, json={**form.values, **token}).status_code in (400, 403)
            many = client.post(form.action, files={name: (None, value) for name, value in {**form.values, **token}.items()})
            assert many.status_code in (400, 403)
            assert client.post(form.action, content=b"csrf=" + b"x" * 200_000).status_code == 413
            for method in ("PUT", "DELETE", "PATCH"):
                assert client.request(method, form.action, data={**form.values, **token}).status_code == 405
    assert house.everything() == before


def test_the_till_takes_no_form_but_its_own(house: SiteHouse, ada: Person) -> None:
    """Its token goes with the order, as at a provider outside our site, and it needs no cookie."""
    (till, token), (_, foreign) = order(house, ada), order(house, ada)
    assert token != foreign
    before, pay = house.everything(), {"do": "pay"}
    poster = Poster(house, "")
    right = {**pay, "csrf": token}
    answers = {
        "without": poster.post(till, pay),
        "empty": poster.post(till, {**pay, "csrf": ""}),
        "nonsense": poster.post(till, {**pay, "csrf": "é" * 64}),
        "another order's": poster.post(till, {**pay, "csrf": foreign}),
        "in the address": poster.post(f"{till}?csrf={token}", pay),
        "from another site": poster.post(till, right, **{"Sec-Fetch-Site": "cross-site"}),
        "from a sister site": poster.post(till, right, **{"Sec-Fetch-Site": "same-site"}),
    }
    assert {how: answer.status_code for how, answer in answers.items()} == dict.fromkeys(answers, 403)
    assert house.everything() == before
    assert poster.post(till, right).status_code == 303
    assert house.everything()["payment_order"] != before["payment_order"]


def order(house: SiteHouse, person: Person) -> tuple[str, str]:
    """The till's address for a new order, and the token of its form."""
    buttons = person.say("/topup starter")["body"]["buttons"]
    till = urlsplit(next(button["href"] for button in buttons if button["href"])).path
    with house.client() as client:
        return till, token_on(client.get(till).text)


def test_a_page_of_another_site_can_post_nothing(browser: Browser, house: SiteHouse, inside: Crawl, ada: Person) -> None:
    """In the browser of somebody who is signed in, from a page that lies elsewhere."""
    context = browser.new_context()
    before = house.everything()
    try:
        context.add_cookies([_over_tls(cookie) for cookie in inside.cookies])
        context.route("http://hostile.example/**", lambda route: route.fulfill(body="<h1>Win!</h1>", content_type="text/html"))
        for path, kind, fields in attacks(inside, ada):
            page = context.new_page()
            page.goto("http://hostile.example/")
            with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
                page.evaluate(HOSTILE_FORM, [house.address + path, kind, fields])
            assert answered.value.status in (303, 403, 405), path
            if answered.value.status == 303:
                assert answered.value.headers["location"].startswith("/sign-in"), path
            page.close()
    finally:
        context.close()
    assert house.everything() == before


HOSTILE_FORM = """([action, enctype, fields]) => {
    const form = Object.assign(document.createElement("form"), { action, enctype, method: "post" });
    for (const [name, value] of Object.entries(fields)) form.append(Object.assign(document.createElement("input"), { name, value }));
    document.body.append(form);
    form.submit();
}"""


def attacks(inside: Crawl, ada: Person) -> list[tuple[str, str, dict[str, str]]]:
    plain, as_json = "application/x-www-form-urlencoded", "text/plain"
    line = f'{{"person":"{ada.uid}","nonce":"12345678","text":"/topup starter","x":"'
    return [
        ("/account/settings", plain, {"what": "language", "language": "de"}),
        ("/sign-out", plain, {}),
        ("/account/activity", plain, {"session": "others"}),
        ("/api/say", as_json, {line: '"}'}),
        ("/api/people", as_json, {'{"name":"Eve","x":"': '"}'}),
        (f"/api/uploads?person={ada.uid}&nonce=12345678", "multipart/form-data", {"file": "x"}),
    ]


def _over_tls(cookie: Any) -> Any:
    """As the browser takes it: one with `Secure` is only planted for an address with TLS, and sent to this machine anyhow."""
    return {
        "name": cookie["name"],
        "value": cookie["value"],
        "url": "https://127.0.0.1/",
        "secure": True,
        "httpOnly": True,
        "sameSite": "Lax",
    }


def test_the_playground_takes_no_forms(house: SiteHouse, ada: Person) -> None:
    before = house.everything()
    body = {"person": ada.uid, "nonce": "12345678", "text": "/topup starter", "command": "topup", "name": "Eve"}
    with house.client() as client:
        for path in ("/api/people", "/api/say", "/api/run", f"/api/uploads?person={ada.uid}&nonce=12345678"):
            assert client.post(path, data=body).status_code == 403
            assert client.post(path, json=body).status_code == 403
            assert client.post(path, files={name: (None, value) for name, value in body.items()}).status_code == 403
            assert client.post(path, content=str(body), headers={"Content-Type": "text/plain"}).status_code == 403
            asked = {
                "Origin": "http://hostile.example",
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "x-playground",
            }
            preflight = client.options(path, headers=asked)
            assert preflight.status_code == 405
            assert not any(name.startswith("access-control") for name in preflight.headers)
    assert house.everything() == before


@pytest.mark.proves("PRV-14", "PRV-47")
def test_the_playground_asks_no_strangers_and_remembers_nothing(browser: Browser, house: SiteHouse, ada: Person) -> None:
    buttons = ada.say("/topup starter")["body"]["buttons"]
    till = next(button["href"] for button in buttons if button["href"])
    context, watch = browser.new_context(locale="en-US"), Watch(house.address)
    try:
        watch.over(context)
        page = context.new_page()
        for path in ("/playground?person=", f"/playground?person={ada.uid}", till):
            answer = page.goto(urljoin(house.address, path))
            assert answer is not None
            assert safety_of(answer.all_headers()) == []
            page.wait_for_load_state("load")
            if "person=" in path and ada.uid in path:
                page.locator("#messages .card").first.wait_for()
            look = page.evaluate(INSPECT)
            assert (look["headings"], look["mains"]) == (1, 1), path
            assert [look[fault] for fault in ("unlabelled", "twice", "broken")] == [[]] * 3, path
            assert page.evaluate(STORES) == EMPTY
        assert context.cookies() == []
        assert watch.strangers == []
        assert watch.complaints == []
    finally:
        context.close()


# --- doors -------------------------------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-77")
def test_no_page_of_the_account_is_open_to_strangers(inside: Crawl, house: SiteHouse) -> None:
    private = [url for url in inside.seen if _path(url).startswith("/account")]
    assert len(private) > 15
    eve = house.person("Eve")
    with house.client() as stranger:
        for url in private:
            answer = stranger.get(url)
            assert answer.status_code == 303, url
            way = urlsplit(answer.headers["location"])
            assert (way.netloc, way.path) == ("", "/sign-in")
            assert parse_qs(way.query)["next"][0].startswith("/account")
            assert answer.headers["cache-control"] == "no-store"
            assert stranger.head(url).status_code == 303
        for forged in ("x", "A" * 43, "0" * 64, "'; DROP TABLE web_session; --", "é" * 40):
            answer = stranger.get("/account", headers=[(b"Cookie", f"__Host-session={forged}".encode())])
            assert answer.status_code == 303
    cookies = signed_in_cookies(house, eve)
    for url in private:
        if re.search(r"/(gallery|chats)/", url):
            answer = Poster(house, cookies).get(url)
            assert answer.status_code in (200, 404, 409, 410), url
            assert "a fox in the rain" not in answer.text
            assert "Bea" not in answer.text
            assert answer.headers["content-type"].startswith("text/html"), "no picture of somebody else"


def signed_in_cookies(house: SiteHouse, person: Person) -> str:
    """The cookies of another browser of hers."""
    with house.client() as client:
        link = person.link()
        token = token_on(client.get(link).text)
        csrf = f"__Host-csrf={client.cookies['__Host-csrf']}"
        answer = client.post(link, data={"csrf": token}, headers={"Cookie": csrf})
        assert answer.status_code == 303, answer.text
        session = re.search(r"__Host-session=[^;]+", answer.headers["set-cookie"])
        assert session
        return f"{csrf}; {session[0]}"


def test_no_wish_leads_off_the_site(browser: Browser, house: SiteHouse) -> None:
    cookies = signed_in_cookies(house, house.person("Eve"))
    context = browser.new_context(base_url=house.address)
    lost: list[str] = []
    try:
        context.add_cookies([_over_tls(dict(zip(("name", "value"), pair.split("=", 1), strict=True))) for pair in cookies.split("; ")])
        context.on("request", lambda request: lost.append(request.url) if not request.url.startswith(f"{house.address}/") else None)
        page = context.new_page()
        for wish in HOSTILE:
            for path, name in (("/language/en", "back"), ("/sign-in", "next")):
                page.goto(str(httpx.URL(house.address + path, params={name: wish})))
                assert page.url.startswith(f"{house.address}/"), (path, wish)
    finally:
        context.close()
    assert lost == []


def test_no_wish_leads_off_the_site_after_coming_in(house: SiteHouse, ada: Person) -> None:
    for wish in (
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/\t/evil.example/",
        "/account\r\nX: y",
        "/account/wallet",
    ):
        with house.client() as client:
            link = ada.link()
            token = token_on(client.get(link, params={"next": wish}).text)
            cookie = f"__Host-csrf={client.cookies['__Host-csrf']}"
            answer = client.post(link, data={"csrf": token, "next": wish}, headers={"Cookie": cookie})
            assert answer.status_code == 303
            assert answer.headers["location"] == ("/account/wallet" if wish == "/account/wallet" else "/account")
            hidden = client.get("/sign-in", params={"next": wish}).text
            assert 'name="next" value="/account' in hidden
            assert "evil" not in re.sub(r'href="/language/[^"]*"', "", hidden)


HOSTS = ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example:80", "127.0.0.1@evil.example", "evil", "0.0.0.0")


def test_a_name_that_is_not_ours_is_refused(house: SiteHouse) -> None:
    with house.client() as client:
        for host in HOSTS:
            for path in ("/", "/account", "/sign-in", "/playground", "/api/messages", "/healthz"):
                answer = client.get(path, headers={"Host": host})
                assert answer.status_code == 400, (host, path)
                assert "evil" not in answer.text
                assert "set-cookie" not in answer.headers
        assert client.get("/", headers={"Host": f"localhost:{urlsplit(house.address).port}"}).status_code == 200
        answer = client.get("/account", headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"})
        assert "evil" not in str(answer.headers)


# --- behind a proxy, with TLS ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteHouse]:
    """A program that browsers reach with TLS, by a proxy on this machine."""
    data = tmp_path_factory.mktemp("proxied") / "data"
    with open_site(data, **{"app.base_url": "https://ink.example", "web.trusted_proxies": ["127.0.0.1"]}) as house:
        yield house


OURS_BY_TLS = {"Host": "ink.example", "X-Forwarded-Proto": "https"}


def test_with_tls_browsers_stay_with_it_and_every_cookie_is_secure(proxied: SiteHouse) -> None:
    with proxied.client(**OURS_BY_TLS) as client:
        for path in ("/", "/sign-in", "/account", "/legal/privacy", "/nothing", "/static/site.css", "/language/de", "/healthz"):
            answer = client.get(path)
            hsts = dict(part.strip().partition("=")[::2] for part in answer.headers["strict-transport-security"].split(";"))
            assert int(hsts["max-age"]) >= 365 * 86400
            assert all("; secure" in line.lower() for line in answer.headers.get_list("set-cookie"))
            assert safety_of(dict(answer.headers)) == []
        lang = client.get("/language/de", headers={"Sec-Fetch-Site": "same-origin"}).headers["set-cookie"]
        assert attributes(lang) == {**COOKIES["lang"], "secure": True}
        assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.proves("PRV-10")
@pytest.mark.parametrize(
    ("forwarded", "kept"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("6.6.6.6, 203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("<script>alert(1)</script>", "unknown"),
    ],
)
def test_behind_a_trusted_proxy_a_cut_address_is_kept(proxied: SiteHouse, forwarded: str, kept: str) -> None:
    ask_for_mail(proxied, {**OURS_BY_TLS, "X-Forwarded-For": forwarded})
    assert proxied.rows("SELECT network FROM web_visit ORDER BY rowid DESC LIMIT 1") == [(kept,)]
    for address in forwarded.split(", "):
        assert address.encode() not in proxied.bytes_kept()


def test_without_a_trusted_proxy_nobody_is_believed(house: SiteHouse) -> None:
    ask_for_mail(house, {"X-Forwarded-For": "203.0.113.77", "Forwarded": "for=203.0.113.77", "X-Real-IP": "203.0.113.77"})
    assert house.rows("SELECT network FROM web_visit ORDER BY rowid DESC LIMIT 1") == [("127.0.0.0/24",)]
    assert b"203.0.113" not in house.bytes_kept()


def ask_for_mail(house: SiteHouse, headers: dict[str, str]) -> None:
    with house.client(**headers) as client:
        token = token_on(client.get("/sign-in").text)
        cookie = f"__Host-csrf={client.cookies['__Host-csrf']}"
        answer = client.post("/sign-in", data={"csrf": token, "by": "mail", "email": "x@example.org"}, headers={"Cookie": cookie})
        assert answer.status_code == 303


# --- last: what was refused above works with the right token -----------------------------------------------------------


def test_every_form_works_with_its_token(outside: Crawl, inside: Crawl, house: SiteHouse) -> None:
    """Otherwise the refusals above would say nothing. Links come first; what ends a session comes last."""
    assert pressed(house, outside) == []
    # A yes and then a no to the same question, a code that nobody was shown, a right that nobody chose, a page on which nobody has said
    # yes in Telegram.
    assert sorted(pressed(house, inside), key=str) == [("no", 410), ("type", 404), (None, 400), (None, 409)]


def pressed(house: SiteHouse, crawl: Crawl) -> list[tuple[str | None, int]]:
    """Press every button of the site; what came to nothing, with the status."""
    poster, nothing = Poster(house, cookie_header(crawl.cookies)), []
    for form in sorted(crawl.forms, key=_when):
        answer = poster.post(form.action, {**form.values, "csrf": form.token or ""}, **{"Sec-Fetch-Site": "same-origin"})
        if "/email/stop/" not in form.action:  # it concerns somebody else, and would sign this browser out
            poster.heed(answer)
        if answer.status_code not in (200, 303) or answer.headers.get("location", "").startswith("/sign-in?next="):
            nothing.append((form.values.get("what"), answer.status_code))
    return nothing


def _when(form: Form) -> int:
    path = urlsplit(form.action).path
    if path == "/sign-out" or form.values.get("what") == "undo":
        return 9 if path == "/sign-out" else 8
    return next(at for at, start in enumerate(("/email/stop/", "/sign-in/", "/email/", "/")) if path.startswith(start))
