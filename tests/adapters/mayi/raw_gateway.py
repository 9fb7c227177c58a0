"""A gateway that says exactly the bytes it is told to say, and remembers exactly the bytes it was told."""

import asyncio
import socket
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

TLS_HANDSHAKE = b"\x16"

Step = bytes | float | Literal["reset", "wait"]
"""Bytes to send, seconds to wait, "reset" the connection, or "wait" until the client goes. After the last step the connection closes."""


@dataclass
class Request:
    """One request as it came."""

    line: str
    headers: dict[str, str]
    body: bytes


@dataclass
class RawGateway:
    """Answers every request with `steps`; `gone` is set when a client has left."""

    steps: Sequence[Step] = ()
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    busy: int = 0
    most_busy: int = 0
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0
    _server: asyncio.Server | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server:
            self._server.close()
            await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while await self._one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.gone.set()
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        first = await reader.readexactly(1)
        if first == TLS_HANDSHAKE:
            return False
        line, *lines = (first + await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        self.requests.append(Request(line, headers, body))
        self.busy += 1
        self.most_busy = max(self.busy, self.most_busy)
        try:
            await self._answer(reader, writer)
        finally:
            self.busy -= 1
        return b"keep-alive" in b"".join(step for step in self.steps if isinstance(step, bytes))[:400]

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for step in self.steps:
            if step == "reset":
                reset(writer)
            elif step == "wait":
                await reader.read()
            elif isinstance(step, float):
                await asyncio.sleep(step)
            elif isinstance(step, bytes):
                writer.write(step)
                await writer.drain()


def reset(writer: asyncio.StreamWriter) -> None:
    """Close so that the other side gets a reset instead of an end."""
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def answer(body: bytes, *, status: str = "200 OK", headers: Sequence[str] = ("Content-Type: application/json",)) -> bytes:
    """A whole answer with its length."""
    return head(*headers, f"Content-Length: {len(body)}", status=status) + body


def head(*headers: str, status: str = "200 OK") -> bytes:
    """The beginning of an answer whose end is the end of the connection, unless a header says otherwise."""
    return "".join(f"{line}\r\n" for line in (f"HTTP/1.1 {status}", *headers, "")).encode()


def chunk(data: bytes) -> bytes:
    """One piece in chunked framing; an empty one is the end."""
    return b"%x\r\n%s\r\n" % (len(data), data)
