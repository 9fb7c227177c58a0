"""The whole program in a thread of its own, with embedded parts only and a clock that tests move; people who chat; browsers."""

import asyncio
import contextlib
import re
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import httpx
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from bot.config_sources import load
from bot.program import Program
from bot.runtime import Runtime, listen
from bot.wiring import build
from core.ambient import Ambient
from tests.adapters.web.playground_program import CHROMIUM, QUIET
from tests.adapters.web.visitor import OURS, call_of
from tests.clock import MovableClock
from tests.empty_database import laid_out

T = TypeVar("T")
Message = dict[str, Any]
Rows = dict[str, list[tuple[Any, ...]]]

PATIENCE = 30.0
SOON = 15_000
STORES = """async () => [document.cookie.replace(/(^|; )lang=[A-Za-z-]+/, ""), localStorage.length, sessionStorage.length,
    (await indexedDB.databases()).length, (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length]"""
EMPTY = ["", 0, 0, 0, 0, 0]
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
HIDDEN_TOKEN = re.compile(r'name="csrf" value="([^"]*)"')


@dataclass(frozen=True)
class Mail:
    """A letter as it lies in the embedded mailbox."""

    subject: str
    text: str
    html: str

    @property
    def link(self) -> str:
        """The address that stands in the text, below its button's name."""
        found = re.search(r":\n(http\S+)\n", self.text)
        assert found, self.text
        return found[1]


@dataclass
class SiteHouse:
    """A running program and its clock. Everything of it is done in its own thread; tests only wait."""

    address: str
    data: Path
    program: Program
    clock: MovableClock
    loop: asyncio.AbstractEventLoop
    http: httpx.Client
    raw: httpx.Client
    _read: dict[str, int] = field(default_factory=dict)

    def is_on_telegram(self, name: str) -> None:
        """As if Telegram had told the program the name of its bot; nobody is asked for it."""
        assert self.program.web is not None
        self.program.web.state.parts = replace(self.program.web.state.parts, bot_name=lambda: name)

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Let the program's thread do it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE)

    def client(self, **headers: str) -> httpx.Client:
        """Another program that speaks HTTP, such as a scanner: no cookies, no redirects."""
        return httpx.Client(base_url=self.address, headers=headers, timeout=PATIENCE, trust_env=False)

    def person(self, name: str = "Ada") -> "Person":
        """Somebody new in the playground, with a mailbox of their own."""
        answer = self.http.post("/api/people", json={"name": name}, headers=OURS)
        assert answer.status_code == 201, answer.text
        uid = answer.json()["uid"]
        return Person(self, uid, name, f"{name.lower()}.{uid[:4]}@playground.example")

    def mail_to(self, address: str) -> Mail:
        """The next letter to this address that was not looked at before."""
        seen = self._read.get(address, 0)
        letters = until(lambda: found if len(found := self.letters(address)) > seen else None)
        self._read[address] = seen + 1
        return letters[seen]

    def letters(self, address: str) -> list[Mail]:
        """Everything sent to this address, oldest first."""
        found = self.do(self.program.mailbox.letters(address))
        return [Mail(letter["subject"], letter["body"], letter["html"]) for letter in reversed(found)]

    def nothing_waits(self) -> None:
        """Wait until all mail and all notices that are due have been sent."""
        until(
            lambda: not self.rows("SELECT id FROM letter WHERE state = 'due' UNION ALL SELECT id FROM notice WHERE state = 'due'") or None
        )

    def later(self, **parts: float) -> None:
        """Let time pass, so that limits on how often begin anew."""
        self.clock.advance(**parts)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database answers."""
        with self._database() as database:
            return database.execute(query).fetchall()

    def everything(self) -> Rows:
        """Every row of every table; only when a browser was last seen is left out, because every request may change it."""
        self.nothing_waits()
        with self._database() as database:
            tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
            return {table: sorted(_columns(database, table), key=repr) for (table,) in tables}

    @contextlib.contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        with contextlib.closing(sqlite3.connect(f"file:{self.data / 'inkmirage.db'}?mode=ro", uri=True)) as database:
            yield database

    def bytes_kept(self) -> bytes:
        """The database as it lies on the disk, with what is not written into its main file yet."""
        return b"".join(path.read_bytes() for path in sorted(self.data.glob("inkmirage.db*")))


def _columns(database: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    names = [name for (_, name, *_) in database.execute(f'PRAGMA table_info("{table}")') if name != "seen_at"]
    listed = ", ".join(f'"{name}"' for name in names)
    return database.execute(f'SELECT {listed} FROM "{table}"').fetchall()


@dataclass
class Person:
    """Somebody who chats in the playground. `mailbox` is proved from the beginning."""

    house: SiteHouse
    uid: str
    name: str
    mailbox: str

    def post(self, path: str, body: Message) -> list[Message]:
        content = {"person": self.uid, "nonce": secrets.token_hex(8), **body}
        answer = self.house.http.post(path, json=content, headers=OURS)
        assert answer.status_code == 200, answer.text
        messages: list[Message] = answer.json()["messages"]
        return messages

    def say(self, line: str) -> Message:
        """Type it; the bot's answer."""
        return self.post("/api/say", {"text": line})[-1]

    def press(self, message: Message, command: str) -> Message:
        """Press the button that calls this command; the bot's answer."""
        call = call_of(message, command)
        return self.post("/api/run", {"command": call["command"], "values": call["values"]})[-1]

    def link(self) -> str:
        """The address behind the button under /account: it lets any browser in, once."""
        buttons = self.say("/account")["body"]["buttons"]
        return str(next(button["href"] for button in buttons if button["href"]))

    def picture(self, prompt: str) -> None:
        """Have a picture made, and wait for it."""
        started = self.press(self.say(f"/imagine {prompt} --quality low"), "make")
        until(lambda: self._shows_picture(started["id"]) or None)

    def _shows_picture(self, id: str) -> bool:
        return any(message["id"] == id and message["body"]["tone"] == "good" for message in self.messages())

    def messages(self) -> list[Message]:
        """What stands in the chat."""
        found: list[Message] = self.house.http.get("/api/messages", params={"person": self.uid}).json()["messages"]
        return found

    def asked(self, command: str) -> Message:
        """The message with a button that calls this command; waits for it."""
        return until(lambda: next((message for message in self.messages() if _calls(message, command)), None))

    def join(self, other: "Person") -> None:
        """Both become one account, by a code and two yeses."""
        code = code_in(" ".join(self.say("/link")["body"]["lines"]))
        other.press(other.say(f"/link {code}"), "link-join")
        self.press(self.asked("link-yes"), "link-yes")


def _calls(message: Message, command: str) -> bool:
    return any(button["call"] and button["call"]["command"] == command for button in message["body"].get("buttons", ()))


def code_in(words: str) -> str:
    """The code that is shown for joining."""
    found = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", words)
    assert found, words
    return found[0]


def until(found: Callable[[], T | None]) -> T:
    """Wait for it, but not for ever."""
    end = time.monotonic() + PATIENCE
    while (result := found()) is None:
        assert time.monotonic() < end, "waited for it in vain"
        time.sleep(0.02)
    return result


@contextlib.contextmanager
def open_site(data: Path, **overrides: object) -> Iterator[SiteHouse]:
    """The program as `python -m bot run` runs it without any configuration, on a free port."""
    server = listen("127.0.0.1", 0)
    port = server.getsockname()[1]
    clock = MovableClock()
    given = {"app.data_dir": str(data), "web.port": port, "jobs.poll": 0.05, "mayi.sandbox_pace": 0.02, **overrides}
    opened: Future[tuple[Program, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def live() -> None:
        program = await build(laid_out(load(None, given)), ambient=Ambient(now=clock.now), usage_delay=0.05)
        try:
            runtime = Runtime(program, ("web", "worker"))
            async with runtime.everything(server):
                opened.set_result((program, asyncio.get_running_loop(), runtime.stopping))
                await runtime.stopping.wait()
        finally:
            await program.close()

    def run() -> None:
        try:
            asyncio.run(live())
        except BaseException as error:
            if opened.done():
                raise
            opened.set_exception(error)

    thread = threading.Thread(target=run, name="the program")
    thread.start()
    try:
        program, loop, stopping = opened.result(PATIENCE)
        try:
            address = f"http://127.0.0.1:{port}"
            clients = [httpx.Client(base_url=address, timeout=PATIENCE, trust_env=False) for _ in range(2)]
            with clients[0] as http, clients[1] as raw:
                yield SiteHouse(address, data, program, clock, loop, http, raw)
        finally:
            loop.call_soon_threadsafe(stopping.set)
    finally:
        thread.join(PATIENCE)
        server.close()


@contextlib.contextmanager
def open_browser() -> Iterator[Browser]:
    """Debian's Chromium. Unlike others that Playwright starts, it keeps pages for its back button, as people's do."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=QUIET, ignore_default_args=["--disable-back-forward-cache"]
        )
        yield browser
        browser.close()


@dataclass
class Watch:
    """What no page may do: complain, ask strangers, or remember anything in the browser. `expected`: words of complaints that belong."""

    own: str
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Look at every page of this browser, from now on."""
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(word in message.text for word in self.expected):
            self.complaints.append(f"{message.location['url']}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.own}/", "data:", "blob:", "about:")):
            self.strangers.append(request.url)


@dataclass
class Browsers:
    """Browsers of people, each with cookies of its own; all are watched, and closed at the end."""

    browser: Browser
    house: SiteHouse
    watch: Watch
    opened: list[BrowserContext] = field(default_factory=list)

    def new(self, *, script: bool = False, agent: str | None = None, locale: str = "en-US") -> Page:
        """Another browser, with one page open. Without `script` no page can run any."""
        context = self.browser.new_context(java_script_enabled=script, user_agent=agent, locale=locale, base_url=self.house.address)
        context.set_default_timeout(SOON)
        self.watch.over(context)
        self.opened.append(context)
        return context.new_page()

    def inside(self, person: Person, **more: Any) -> Page:
        """A browser in which this person has come in by the button of the chat."""
        page = self.new(**more)
        page.goto(person.link())
        page.locator("main form button").click()
        page.wait_for_url("**/account")
        return page

    def close(self) -> None:
        """Close all, and say what they must not have done."""
        stores = [page.evaluate(STORES) for context in self.opened for page in context.pages if page.url.startswith(self.house.address)]
        for context in self.opened:
            context.close()
        assert self.watch.complaints == []
        assert self.watch.strangers == []
        assert all(store == EMPTY for store in stores), stores


def jar(context: BrowserContext) -> dict[str, dict[str, Any]]:
    """The cookies of a browser by name."""
    return {str(cookie["name"]): dict(cookie) for cookie in context.cookies()}


def cookie_header(cookies: Sequence[Any]) -> str:
    """The cookies of a browser as it would send them."""
    return "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in cookies)


def token_on(page: str) -> str:
    """The hidden token of the page's first form."""
    found = HIDDEN_TOKEN.search(page)
    assert found, page
    return found[1]
