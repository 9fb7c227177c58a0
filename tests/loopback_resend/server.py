"""A Resend on this machine: the SDK runs against it unmodified.

async with LoopbackResend() as resend:
    mailer = ResendMailer(api_key=resend.key, api_base=resend.url, sender=resend.sender, reply_to="")
    resend.cut(after=True)  # the letter is taken, the answer is lost
    ...
    assert [mail.body["to"] for mail in resend.mails] == [["ann@inkmirage.test"]]
    headers, body = signed(event("email.bounced", resend.mails[0]))
"""

import asyncio
import contextlib
import json
import uuid
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from tests.clock import MovableClock
from tests.loopback_resend import refusals
from tests.loopback_resend.refusals import Answer

Json = dict[str, Any]

KEY = "re_loopback_full"
KEPT = timedelta(hours=24)
REFUSED_DOMAINS = {"example.com", "test.com"}


@dataclass(frozen=True)
class Mail:
    """A letter that was accepted, and will reach somebody."""

    id: str
    key: str
    body: Json
    at: datetime


@dataclass
class Request:
    """What came, and what was answered; 0 if the line was cut."""

    method: str
    path: str
    headers: dict[str, str]
    body: Json
    status: int = 0
    query: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.headers.get("Authorization", "").removeprefix("Bearer ")

    @property
    def mark(self) -> str | None:
        return self.headers.get("Idempotency-Key")


class Cut(Exception):
    """The line goes dead instead of an answer."""


@dataclass
class Trouble:
    """What the next `left` requests meet, before they are looked at or after they took effect."""

    strike: Callable[[], Awaitable[None]]
    after: bool
    left: int


@dataclass
class LoopbackResend:
    """The server, what it took, and everything that can go wrong with it."""

    clock: MovableClock = field(default_factory=MovableClock)
    #: Keys and whether they may do more than send.
    keys: dict[str, bool] = field(default_factory=lambda: {KEY: True})
    domains: list[Json] = field(default_factory=lambda: [domain("inkmirage.test")])
    mails: list[Mail] = field(default_factory=list)
    #: What came for us, by its id.
    received: dict[str, Json] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    #: Errors in this server itself; leaving it raises them.
    faults: list[Exception] = field(default_factory=list)
    url: str = ""
    _kept: dict[tuple[str, str], tuple[Json, Mail]] = field(default_factory=dict)
    _busy: set[tuple[str, str]] = field(default_factory=set)
    _runner: web.AppRunner | None = None

    key = KEY
    sender = "InkMirage <hello@inkmirage.test>"

    # What a test says ------------------------------------------------------------------------------------------------

    def receive(self, sender: str, words: str | None, *, subject: str = "", to: str = "privacy@inkmirage.com", **more: Any) -> Json:
        """A mail comes for us; the event about it, which has neither words nor headers. `more` goes into the mail."""
        id, at = str(uuid.uuid4()), self.clock.now().isoformat()
        mail = {"id": id, "from": sender, "to": [to], "cc": [], "bcc": [], "reply_to": [], "created_at": at, "subject": subject}
        mail |= {"message_id": f"<{id}@example.org>", "text": words, "html": None, "headers": {}, "attachments": []} | more
        self.received[id] = {"object": "email", **mail}
        kept = ("from", "to", "cc", "bcc", "created_at", "message_id", "subject", "attachments")
        return {"type": "email.received", "created_at": at, "data": {"email_id": id, **{name: mail[name] for name in kept}}}

    def answer(self, answer: Answer, times: int = 1, *, after: bool = False) -> None:
        """The next requests get this, whatever they ask; with `after` they take effect all the same."""

        async def strike() -> None:
            raise answer

        self.troubles.append(Trouble(strike, after, times))

    def cut(self, times: int = 1, *, after: bool) -> None:
        """The line goes dead."""

        async def strike() -> None:
            raise Cut

        self.troubles.append(Trouble(strike, after, times))

    def hold(self, until: Callable[[], Awaitable[object]], times: int = 1, *, after: bool) -> None:
        """The next requests are kept waiting."""

        async def strike() -> None:
            await until()

        self.troubles.append(Trouble(strike, after, times))

    # Start and stop --------------------------------------------------------------------------------------------------

    async def __aenter__(self) -> "LoopbackResend":
        app = web.Application()
        app.router.add_post("/emails", self._serve)
        app.router.add_get("/domains", self._serve)
        app.router.add_get("/emails/receiving/{id}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = "http://{}:{}".format(*self._runner.addresses[0][:2])
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        await self._runner.cleanup()
        if self.faults:
            raise ExceptionGroup("the loopback Resend failed", self.faults)

    # Serving ---------------------------------------------------------------------------------------------------------

    async def _serve(self, http: web.Request) -> web.Response:
        request = Request(http.method, http.path, dict(http.headers), json.loads(await http.text() or "{}"), query=dict(http.query))
        self.requests.append(request)
        try:
            answer = await self._answered(request)
        except Answer as refused:
            answer = refused
        except Cut:
            assert http.transport is not None
            http.transport.abort()
            return web.Response()
        except Exception as error:
            self.faults.append(error)
            raise
        request.status = answer.status
        return web.Response(status=answer.status, text=answer.body, content_type=answer.media_type, headers=answer.headers)

    async def _answered(self, request: Request) -> Answer:
        await self._strike(after=False)
        self._let_in(request)
        with self._alone(request):
            content = self._content(request)
            await self._strike(after=True)
        return Answer(200, json.dumps(content))

    def _content(self, request: Request) -> Json:
        if request.path == "/emails":
            return self._take(request)
        if not self.keys[request.key]:
            raise refusals.sending_only()
        return self._list() if request.path == "/domains" else self._received(request.path.rpartition("/")[2])

    @contextlib.contextmanager
    def _alone(self, request: Request) -> Iterator[None]:
        """A second request with the same idempotency key is sent away while the first has no answer."""
        mine = (request.key, request.mark or str(uuid.uuid4()))
        if mine in self._busy:
            raise refusals.in_progress()
        self._busy.add(mine)
        try:
            yield
        finally:
            self._busy.remove(mine)

    async def _strike(self, *, after: bool) -> None:
        for trouble in [trouble for trouble in self.troubles if trouble.after is after and trouble.left > 0]:
            trouble.left -= 1
            await trouble.strike()

    def _let_in(self, request: Request) -> None:
        if not request.headers.get("Authorization"):
            raise refusals.missing_key()
        if not request.key.startswith("re_"):
            raise refusals.misshapen_key()
        if request.key not in self.keys:
            raise refusals.unknown_key(sending=request.path == "/emails")

    def _received(self, id: str) -> Json:
        if id not in self.received:
            raise refusals.not_found()
        return self.received[id]

    def _list(self) -> Json:
        return {"object": "list", "has_more": False, "data": self.domains}

    def _take(self, request: Request) -> Json:
        """The id of the mail: a new one, or the one that was accepted under this key before."""
        mark = request.mark
        if mark is None:
            return {"id": self._accept(request).id}
        if not 1 <= len(mark) <= 256:
            raise refusals.long_key()
        body, mail = self._kept.get((request.key, mark), ({}, None))
        if mail is None or mail.at + KEPT <= self.clock.now():
            mail = self._accept(request)
            self._kept[request.key, mark] = request.body, mail
        elif body != request.body:
            raise refusals.other_content()
        return {"id": mail.id}

    def _accept(self, request: Request) -> Mail:
        check(request.body, {each["name"] for each in self.domains if each["status"] == "verified"})
        mail = Mail(str(uuid.uuid4()), request.key, request.body, self.clock.now())
        self.mails.append(mail)
        return mail


def domain(name: str, status: str = "verified") -> Json:
    """An entry of the list of domains."""
    return {"id": str(uuid.uuid4()), "name": name, "status": status, "open_tracking": False, "click_tracking": False}


def check(body: Json, verified: set[str]) -> None:
    """What is looked at before a letter is accepted."""
    for name in ("from", "to", "subject"):
        if not body.get(name):
            raise refusals.missing(name)
    for address, name in (
        (body["from"], "from"),
        *((to, "to") for to in body["to"]),
        *((to, "reply_to") for to in body.get("reply_to", ())),
    ):
        if not _bare(address):
            raise refusals.bad_address(name)
    for to in body["to"]:
        if _host(to) in REFUSED_DOMAINS:
            raise refusals.example_domain(_host(to))
    if _host(body["from"]) not in verified:
        raise refusals.not_verified(_host(body["from"]))


def _bare(address: str) -> str:
    """`email@host` of `Name <email@host>`, or nothing if it is not of that form."""
    bare = address.rpartition("<")[2].rstrip(">")
    local, _, host = bare.partition("@")
    return bare if local and "." in host and "@" not in host and not set(bare) & set(" ,") else ""


def _host(address: str) -> str:
    return _bare(address).partition("@")[2]


def together(count: int) -> Callable[[], Awaitable[object]]:
    """For `hold`: nobody goes on before so many have come."""
    return asyncio.Barrier(count).wait
