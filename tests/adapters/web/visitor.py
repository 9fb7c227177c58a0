"""The whole program behind a real socket, and a person who uses it as the playground's page does, without the page."""

import asyncio
import contextlib
import json
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from adapters.local.gateway import GatewayOptions, SandboxGateway
from bot.program import Program
from bot.runtime import Runtime, listen
from bot.wiring import build
from core.ambient import Ambient
from tests.clock import MovedClock
from tests.empty_database import laid_out
from tests.story.house import settings_for

OURS = {"X-Playground": "1"}
PATIENCE = 45.0

Message = dict[str, Any]


@dataclass(frozen=True)
class Event:
    """One server-sent event."""

    id: int
    name: str
    data: Any


@dataclass
class Playground:
    """A running program, and a client that speaks to it."""

    program: Program
    sandbox: SandboxGateway
    clock: MovedClock
    http: httpx.AsyncClient

    async def person(self, name: str = "Ada", **more: str) -> "Visitor":
        answer = await self.http.post("/api/people", json={"name": name, **more}, headers=OURS)
        assert answer.status_code == 201, answer.text
        return Visitor(self, answer.json()["uid"])


@dataclass
class Visitor:
    """Somebody with the page open."""

    playground: Playground
    uid: str
    http: httpx.AsyncClient = field(init=False)

    def __post_init__(self) -> None:
        self.http = self.playground.http

    async def post(self, path: str, body: Message) -> httpx.Response:
        content = {"person": self.uid, "nonce": secrets.token_hex(8), **body}
        return await self.http.post(path, json=content, headers=OURS)

    async def say(self, line: str, **more: Any) -> list[Message]:
        return _messages(await self.post("/api/say", {"text": line, **more}))

    async def run(self, command: str, values: dict[str, Any] | None = None, **more: Any) -> list[Message]:
        return _messages(await self.post("/api/run", {"command": command, "values": values or {}, **more}))

    async def press(self, message: Message, command: str, **more: Any) -> list[Message]:
        call = call_of(message, command)
        return await self.run(call["command"], call["values"], **more)

    async def get(self, path: str, **query: Any) -> Any:
        answer = await self.http.get(path, params={"person": self.uid, **query})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def messages(self) -> list[Message]:
        found: list[Message] = (await self.get("/api/messages"))["messages"]
        return found

    async def balance(self) -> tuple[int, int]:
        wallet = await self.get("/api/wallet")
        return wallet["available"], wallet["reserved"]

    async def upload(self, content: bytes, name: str = "cat.png", field_name: str = "file") -> httpx.Response:
        query = {"person": self.uid, "nonce": secrets.token_hex(8)}
        return await self.http.post("/api/uploads", params=query, files={field_name: (name, content)}, headers=OURS)

    @contextlib.asynccontextmanager
    async def listening(self, after: int = 0, headers: dict[str, str] | None = None) -> AsyncIterator[AsyncIterator[Event]]:
        """Open the event stream and give what comes, but not for ever."""
        query = {"person": self.uid, "after": str(after)}
        async with asyncio.timeout(PATIENCE), self.http.stream("GET", "/api/events", params=query, headers=headers or {}) as answer:
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith("text/event-stream")
            yield events_of(answer)

    async def until_finished(self, id: str, after: int = 0) -> Message:
        """Wait until the message of this id shows the end of its job."""
        async with self.listening(after) as events:
            async for event in events:
                if event.name == "message" and event.data["id"] == id and event.data["body"]["tone"] not in ("plain", "working"):
                    message: Message = event.data
                    return message
        raise AssertionError("the stream ended")

    async def picture(self, prompt: str = "a fox in the rain", **values: Any) -> Message:
        """Ask, agree to the price, and wait for the message that ends it."""
        [offer] = await self.run("imagine", {"prompt": prompt, **values})
        [started] = await self.press(offer, "make")
        assert started["id"] == offer["id"]
        return await self.until_finished(started["id"])


def _messages(answer: httpx.Response) -> list[Message]:
    assert answer.status_code == 200, answer.text
    messages: list[Message] = answer.json()["messages"]
    return messages


async def events_of(answer: httpx.Response) -> AsyncIterator[Event]:
    """The events of a stream; comments are only signs of life."""
    fields: dict[str, str] = {}
    async for line in answer.aiter_lines():
        if line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            fields[name] = value
        elif not line and fields:
            yield Event(int(fields["id"]), fields["event"], json.loads(fields["data"]))
            fields = {}


def call_of(message: Message, command: str) -> Any:
    return next(b["call"] for b in message["body"]["buttons"] if b["call"] and b["call"]["command"] == command)


def words_of(message: Message) -> str:
    """Everything a person reads in the bot's message."""
    body = message["body"]
    facts = [f"{fact['label']} {fact['value']}" for fact in body["facts"]]
    return "\n".join([*body["lines"], *facts, *(button["label"] for button in body["buttons"])])


def query_of(link: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}


@contextlib.asynccontextmanager
async def open_playground(
    data: Path, *, working: bool = True, pace: float = 0.02, overrides: dict[str, object] | None = None
) -> AsyncIterator[Playground]:
    """The program as `python -m bot run` runs it, on a free port; `working=False` leaves the workers asleep."""
    server = listen("127.0.0.1", 0)
    port = server.getsockname()[1]
    clock = MovedClock()
    async with SandboxGateway(GatewayOptions(pace=pace, plain=True, usage_delay=0.0)) as sandbox:
        settings = settings_for(data, sandbox.base_url, **{"web.port": port, **(overrides or {})})
        program = await build(laid_out(settings), ambient=Ambient(now=clock.now), usage_delay=0.05)
        runtime = Runtime(program, ("web", "worker") if working else ("web",))
        try:
            async with (
                runtime.everything(server),
                httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as http,
            ):
                try:
                    yield Playground(program, sandbox, clock, http)
                finally:
                    runtime.stopping.set()
        finally:
            await program.close()
            server.close()
