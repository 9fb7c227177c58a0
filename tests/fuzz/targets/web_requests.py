"""Requests to the site, the playground and the stored files: paths, queries, cookies, forms and JSON."""

import re
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlencode

import orjson
from starlette.types import ASGIApp, Message

from bot.config_sources import load
from bot.wiring import build
from tests.fuzz.target import Attempt, Target, Unexpected, complaints

PERSON, COOKIES, FORM = b"person-here", b"cookies-here", b"form-here"
"""They stand in an input for somebody in the playground, for their cookies, and for the hidden field of a form."""

Headers = list[tuple[bytes, bytes]]


def corpus() -> list[bytes]:
    """Requests by visitors and by people who are signed in."""
    own = b"Cookie: " + COOKIES
    pages = ["/", "/account", "/account/activity", "/account/gallery?page=2", "/account/privacy", "/account/privacy/see", "/account/chats"]
    pages += ["/account/wallet?before=3", "/account/wallet.csv", "/account/receipts?page=1", "/account/receipts/INV-1", "/account/settings"]
    pages += ["/account/privacy/copies", "/account/privacy/delete/h3xk2n7q", "/account/gallery/h3xk2n7q/small", "/account/chats/joining/x"]
    pages += ["/legal/privacy", "/legal/privacy/v/2026-11-22.txt", "/language/de?next=/account", "/email/" + "A" * 43, "/receipt/h3xk2n7q"]
    pages += ["/sign-in?next=/account", "/sign-in/" + "A" * 43, "/report", "/files/a/b.png?e=1795000000&d=1&s=00", "/robots.txt"]
    pages += ["/static/ink.css", "/healthz", "/till/h3xk2n7q", "/api/messages?person=person-here&before=2026-11-27T10:00:00%2B00:00"]
    pages += ["/api/wallet?person=person-here", "/api/complete?person=person-here&source=history&typed=f", "/previews/x", "/playground"]
    found = [f"GET {page}".encode() + b"\n" + own + b"\nAccept-Language: de-DE, es;q=0.5\n\n" for page in pages]
    forms: dict[str, dict[str, str]] = {
        "/sign-in": {"email": "ann@example.org", "next": "/account"},
        "/account/settings": {"what": "prices", "ask": "above", "above": "500"},
        "/account/settings/training": {"training": "yes", "wording": "00", "page": "privacy"},
        "/account/email": {"email": "ann@example.org"},
        "/account/chats": {"what": "type", "code": "0A1B-2C3D"},
        "/account/activity": {"session": "h3xk2n7q"},
        "/account/privacy/delete": {"when": "later", "chats": "leave", "pictures": "yes"},
        "/account/privacy/delete/h3xk2n7q": {"word": "DELETE"},
        "/account/privacy/code/h3xk2n7q": {"code": "123456"},
        "/account/privacy/more": {"kind": "object", "words": "My name is Ann."},
        "/account/privacy/copies/h3xk2n7q": {"what": "fetch", "part": "1"},
        "/report": {"words": "It shows a child: https://example.org/x"},
        "/till/h3xk2n7q": {"do": "pay"},
    }
    head = own + b"\nContent-Type: application/x-www-form-urlencoded\nSec-Fetch-Site: same-origin\n\n"
    found += [f"POST {path}\n".encode() + head + urlencode({"csrf": "form-here", **fields}).encode() for path, fields in forms.items()]
    calls: dict[str, object] = {
        "/api/people": {"name": "Ben", "locale": "en"},
        "/api/say": {"person": "person-here", "nonce": "12345678", "text": "/imagine a fox", "uploads": []},
        "/api/run": {
            "person": "person-here",
            "nonce": "12345679",
            "command": "imagine",
            "values": {"prompt": "fox", "count": 2},
            "seen": 12,
        },
    }
    found += [f"POST {path}\nX-Playground: 1\n\n".encode() + orjson.dumps(body) for path, body in calls.items()]
    found += [b"POST /api/uploads?person=person-here\nX-Playground: 1\nContent-Type: image/png\n\n\x89PNG\r\n\x1a\n" + b"0" * 100]
    return [
        *found,
        b"POST /webhooks/stripe\nStripe-Signature: t=1,v1=00\n\n{}",
        b"HEAD /pay/h3xk2n7q\n\n",
        b"OPTIONS /\nHost: evil.example\n\n",
    ]


@dataclass
class Visit:
    """One request to the application, without a network."""

    app: ASGIApp
    cookies: dict[str, str] = field(default_factory=dict)

    async def ask(self, method: str, target: str, headers: Headers, body: bytes = b"") -> tuple[int, dict[str, str], bytes]:
        """Status, headers and the beginning of the content. Raises what the application raises."""
        said: list[Message] = []
        content = bytearray()
        path, _, query = target.partition("?")
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http", "path": unquote(path),
            "raw_path": path.encode("latin-1", "replace"), "query_string": query.encode("latin-1", "replace"), "root_path": "",
            "headers": headers, "client": ("203.0.113.9", 40_000), "server": ("127.0.0.1", 8080),
        }  # fmt: skip
        waiting: list[Message] = [{"type": "http.disconnect"}, {"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Message:
            return waiting.pop() if len(waiting) > 1 else waiting[0]

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                said.append(message)
            else:
                content.extend(message.get("body", b"")[:100_000])

        await self.app(scope, receive, send)
        return int(said[0]["status"]), self._remembered(said[0]["headers"]), bytes(content)

    def _remembered(self, headers: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
        found = {name.decode(): value.decode("latin-1") for name, value in headers}
        for name, value in headers:
            if name == b"set-cookie":
                cookie, _, rest = value.decode().partition("=")
                self.cookies[cookie] = rest.partition(";")[0]
        return found

    def header(self) -> bytes:
        """Its cookies, as a browser would send them."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items()).encode()


async def _signed_in(visit: Visit) -> tuple[str, bytes]:
    """Somebody in the playground who came in on the site: who, and the hidden field of their forms."""
    host: Headers = [(b"host", b"127.0.0.1")]
    ours: Headers = [*host, (b"x-playground", b"1")]
    _, _, made = await visit.ask("POST", "/api/people", ours, b'{"name": "Ada"}')
    uid = orjson.loads(made)["uid"]
    said = orjson.dumps({"person": uid, "nonce": "abcdefgh", "text": "/account"})
    _, _, answer = await visit.ask("POST", "/api/say", ours, said)
    link = next(one["href"] for one in orjson.loads(answer)["messages"][-1]["body"]["buttons"] if one["href"])
    path = "/" + str(link).split("/", 3)[3]
    _, _, page = await visit.ask("GET", path, host)
    token = re.findall(rb'name="csrf" value="([^"]*)"', page)[0]
    form = [*host, (b"cookie", visit.header()), (b"content-type", b"application/x-www-form-urlencoded")]
    await visit.ask("POST", path, form, b"csrf=" + token)
    _, _, page = await visit.ask("GET", "/account/settings", [*host, (b"cookie", visit.header())])
    return uid, (re.findall(rb'name="csrf" value="([^"]*)"', page) or [token])[0]


@asynccontextmanager
async def opened() -> AsyncIterator[Attempt]:
    """The application of a program of which nothing else runs."""
    with tempfile.TemporaryDirectory() as folder, complaints() as check:
        program = await build(load(None, {"app.data_dir": folder}))
        try:
            assert program.web is not None
            visit = Visit(program.web)
            uid, token = await _signed_in(visit)
            cookies = visit.header()

            async def attempt(data: bytes) -> str:
                data = data.replace(PERSON, uid.encode()).replace(COOKIES, cookies).replace(FORM, token)
                status = await _asked(Visit(visit.app), data)
                check()
                if status == 500:
                    raise Unexpected("500")
                return str(status)

            yield attempt
        finally:
            await program.close()


async def _asked(visit: Visit, data: bytes) -> int:
    head, _, body = data.partition(b"\n\n")
    first, *lines = head.decode("latin-1").split("\n")
    method, _, target = first.partition(" ")
    headers: Headers = [(b"host", b"127.0.0.1")]
    for line in lines[:100]:
        name, _, value = line.partition(":")
        headers.append((name.strip().lower().encode("latin-1"), value.strip().encode("latin-1")))
    # What stands in the first line comes to us as printable ASCII: our server refuses everything else (h11).
    target = quote(target, safe="/?&=%:;+,.-_~!$'()*@[]{}|^`\"<>#\\")
    status, answered, _ = await visit.ask(method, target, headers, body)
    assert "content-security-policy" in answered, "every answer has the safety headers"
    return status


TARGET = Target("web-requests", corpus, opened, examples=60)
