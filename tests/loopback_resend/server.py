"""A Resend on this machine: the SDK runs against it unmodified.

async with LoopbackResend() as resend:
    mailer = ResendMailer(api_key=resend.key, api_base=resend.url, sender=resend.sender, reply_to="")
    resend.cut(after=True)  # the letter is taken, the answer is lost
    ...
    assert [mail.body["to"] for mail in resend.mails] == [["ann@inkmirage.test"]]
    headers, body = signed(event("email.bounced", resend.mails[0]))
"""

import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from tests.loopback_resend import refusals
from tests.stand_in import Answer, Json, Request, StandIn

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
class LoopbackResend(StandIn):
    """The server, what it took, and everything that can go wrong with it."""

    #: Keys and whether they may do more than send.
    keys: dict[str, bool] = field(default_factory=lambda: {KEY: True})
    domains: list[Json] = field(default_factory=lambda: [domain("inkmirage.test")])
    mails: list[Mail] = field(default_factory=list)
    #: What came for us, by its id.
    received: dict[str, Json] = field(default_factory=dict)
    _kept: dict[tuple[str, str], tuple[Json, Mail]] = field(default_factory=dict)

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

    # Serving ---------------------------------------------------------------------------------------------------------

    async def _read(self, http: web.Request) -> Json:
        return dict(json.loads(await http.text() or "{}"))

    async def _answered(self, request: Request) -> Answer:
        await self._strike(request, after=False)
        self._let_in(request)
        with self._alone(request, refusals.in_progress()):
            content = self._content(request)
            await self._strike(request, after=True)
        return Answer(200, json.dumps(content))

    def _content(self, request: Request) -> Json:
        if (request.method, request.path) == ("POST", "/emails"):
            return self._take(request)
        if request.method != "GET":
            raise refusals.not_found()
        if not self.keys[request.key]:
            raise refusals.sending_only()
        return self._list() if request.path == "/domains" else self._received(request.path.removeprefix("/emails/receiving/"))

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
