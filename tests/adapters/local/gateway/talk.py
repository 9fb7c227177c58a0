"""A plain HTTP client for the sandbox, and readers for what it answers. It shares no code with the sandbox or with adapters.mayi."""

import asyncio
import base64
import io
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
from PIL import Image

from adapters.local.gateway import SandboxGateway

Json = dict[str, Any]
KEY = {"Authorization": "Bearer sk-test"}
GENERATIONS = "/v1/images/generations"
EDITS = "/v1/images/edits"


@dataclass
class Talk:
    """Asks one sandbox for pictures."""

    gateway: SandboxGateway
    http: httpx.AsyncClient

    async def ask(
        self, trigger: str = "", *, path: str = GENERATIONS, headers: dict[str, str] | None = None, **fields: Any
    ) -> httpx.Response:
        """One generation; the trigger goes as a marker into the prompt."""
        prompt = f"a fox [[sb:{trigger}]]" if trigger else "a fox"
        return await self.http.post(path, json={"prompt": prompt, "model": "gpt-image-2", **fields}, headers={**KEY, **(headers or {})})

    async def get(self, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
        """Any page, with the key."""
        return await self.http.get(path, headers={**KEY, **(headers or {})})

    async def usage(self) -> Json:
        """What the gateway says it has counted."""
        content: Json = (await self.get("/v1/usage")).json()
        return content

    @property
    def charged(self) -> int:
        """How many pictures were charged."""
        return len(self.gateway.charges)


@dataclass
class Raw:
    """A socket on which a test can misbehave."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, trigger: str = "", **fields: Any) -> None:
        """Send one generation and read nothing."""
        body = json.dumps({"prompt": f"a fox [[sb:{trigger}]]", **fields}).encode()
        await self.send(b"POST /v1/images/generations HTTP/1.1", body)

    async def send(self, line: bytes, body: bytes = b"", *headers: bytes) -> None:
        """Send a request with this first line."""
        length = b"Content-Length: %d" % len(body)
        self.writer.write(b"\r\n".join([line, b"Host: x", b"Authorization: Bearer sk-test", length, *headers, b"", body]))
        await self.writer.drain()

    async def all(self) -> bytes:
        """Everything until the other side closes. Raises `ConnectionResetError` when it resets, after which `partial` has the rest."""
        return await asyncio.wait_for(self.reader.read(-1), 5)

    def close(self) -> None:
        """Leave."""
        self.writer.close()


async def dial(gateway: SandboxGateway) -> Raw:
    """A new socket to the sandbox."""
    where = urlsplit(gateway.base_url)
    return Raw(*await asyncio.open_connection(where.hostname, where.port))


def events(text: str) -> list[tuple[str, Json]]:
    """The events of a stream with their data; comments are left out, `[DONE]` has no data."""
    found = []
    for block in text.split("\n\n"):
        lines = [line.partition(":")[::2] for line in block.split("\n") if line and not line.startswith(":")]
        data = "\n".join(value.strip() for name, value in lines if name == "data")
        name = next((value.strip() for key, value in lines if key == "event"), "")
        if data:
            found.append((name, {} if data == "[DONE]" else json.loads(data)))
    return found


def opened(text: str) -> Image.Image:
    """The whole decoded picture behind base64 text."""
    picture = Image.open(io.BytesIO(base64.b64decode(text, validate=True)))
    picture.load()
    return picture


def png(width: int = 64, height: int = 48, colour: str = "red", mode: str = "RGB") -> bytes:
    """A small picture file to send."""
    file = io.BytesIO()
    Image.new(mode, (width, height), colour).save(file, "PNG")
    return file.getvalue()


async def eventually(gateway: SandboxGateway, charges: int) -> None:
    """Wait, at most two seconds, for this many charges."""
    for _ in range(200):
        if len(gateway.charges) >= charges:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{len(gateway.charges)} charges")
