"""Connections, heads, bodies and forms that are too slow, too large or too many: over a real socket, as `python -m bot run` serves."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.web import csrf, patience
from bot import listening
from bot.config_sources import load
from bot.runtime import Runtime, listen
from bot.wiring import build

SOON = 10.0
SAFE = (b"content-security-policy:", b"x-content-type-options: nosniff", b"referrer-policy:", b"cross-origin-opener-policy:")


@pytest.fixture
async def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    monkeypatch.setattr(listening.PatientProtocol, "head_seconds", 0.5)
    monkeypatch.setattr(patience.Patience.__init__, "__defaults__", (0.5,))
    server = listen("127.0.0.1", 0)
    program = await build(load(None, {"app.data_dir": str(tmp_path), "web.port": server.getsockname()[1]}))
    runtime = Runtime(program, ("web",))
    try:
        async with runtime.everything(server):
            yield int(server.getsockname()[1])
            runtime.stopping.set()
    finally:
        await program.close()


class Listener(asyncio.Protocol):
    """Keeps what came even if the connection then breaks; a stream's reader would throw it away."""

    def __init__(self) -> None:
        self.heard = b""
        self.ended = asyncio.Event()

    def data_received(self, data: bytes) -> None:
        self.heard += data

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended.set()


async def said(port: int, *pieces: bytes, pause: float = 0.0) -> bytes:
    """Send the pieces until the connection ends, and hear what is answered until it does."""
    transport, listener = await asyncio.get_running_loop().create_connection(Listener, "127.0.0.1", port)
    try:
        for piece in pieces:
            if listener.ended.is_set():
                break
            transport.write(piece)
            await asyncio.sleep(pause)
        async with asyncio.timeout(SOON):
            await listener.ended.wait()
        return listener.heard
    finally:
        transport.close()


@pytest.mark.parametrize("pieces", [(), (b"GET / HT",), (b"GET / HTTP/1.1\r\n", *[b"X: 1\r\n"] * 30)])
async def test_a_head_that_does_not_come_is_not_waited_for(port: int, pieces: tuple[bytes, ...]) -> None:
    began = time.monotonic()
    assert await said(port, *pieces, pause=0.05) == b""
    assert time.monotonic() - began < 4


async def test_a_second_request_that_does_not_come_is_not_waited_for_either(port: int) -> None:
    first = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    began = time.monotonic()
    answer = await said(port, first, b"GET /hea", pause=0.2)
    assert answer.count(b"HTTP/1.1 200") == 1
    assert time.monotonic() - began < 4


async def test_who_takes_their_time_to_read_is_left_alone(port: int) -> None:
    """The limit is for what comes to us, not for how long an answer takes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /static/ink.css HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    await asyncio.sleep(1.2)
    assert (await reader.read()).endswith(b"}\n")
    writer.close()


@pytest.mark.parametrize("path", ["/sign-in", "/report"])
async def test_a_body_in_drops_is_not_waited_for(port: int, path: str) -> None:
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n".encode()
    began = time.monotonic()
    answer = await said(port, head, *[b"a"] * 40, pause=0.05)
    assert answer.startswith(b"HTTP/1.1 408")
    assert time.monotonic() - began < 5


async def test_a_head_of_a_megabyte_is_refused(port: int) -> None:
    answer = await said(port, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n", b"X: " + b"a" * 2**20 + b"\r\n\r\n")
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize("path", ["/sign-in"])
async def test_a_form_has_a_limit(port: int, path: str) -> None:
    body = b"csrf=x&email=" + b"a" * csrf.MOST_BYTES
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    answer = await said(port, head + body)
    assert answer.startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    ("request_line", "headers", "status"),
    [
        ("GET /", "", 200),
        ("GET /nowhere", "", 404),
        ("DELETE /", "", 405),
        ("GET /", "Host: evil.example", 400),
        ("POST /sign-in", "", 403),
        ("GET /files/x.png?e=1&s=0", "", 403),
        ("GET /api/wallet?person=nobody", "", 404),
        ("POST /webhooks/nobody", "", 404),
        ("GET /static/ink.css", "", 200),
        ("GET /account", "", 303),
    ],
)
async def test_every_answer_has_the_safety_headers(port: int, request_line: str, headers: str, status: int) -> None:
    host = headers or "Host: 127.0.0.1"
    answer = (await said(port, f"{request_line} HTTP/1.1\r\n{host}\r\nConnection: close\r\n\r\n".encode())).lower()
    assert answer.startswith(f"http/1.1 {status}".encode())
    assert [name for name in SAFE if name not in answer] == []
