"""Whole answers of the picture gateway, status line and headers included, to each of the questions that we ask it."""

import ssl
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import BinaryIO

from adapters.mayi.client import MayiClient
from core.ports import ImageOrder, MakerError
from tests.adapters.mayi.raw_gateway import RawGateway, answer, head
from tests.fuzz.target import Attempt, Target
from tests.fuzz.targets import gateway_body

QUIET_SECONDS = 0.5


def corpus() -> list[bytes]:
    """Answers as the gateway gives them, and as proxies before it do."""
    bodies = gateway_body.corpus()
    whole = [answer(body) for body in bodies]
    streamed = [head("Content-Type: text/event-stream", "X-Client-Request-ID: r1") + body for body in bodies]
    refused = [
        answer(
            bodies[3], status=status, headers=("Content-Type: application/json", "Retry-After: 7", "Date: Fri, 27 Nov 2026 10:00:00 GMT")
        )
        for status in ("400 Bad Request", "401 Unauthorized", "429 Too Many Requests", "500 Internal Server Error", "302 Found")
    ]
    told = [answer(text) for text in (b'{"object":"list","data":[{"id":"gpt-image-2"}]}', b'{"total_requests":3,"total_cost_usd":1.5}')]
    return [*whole, *streamed, *refused, *told]


@asynccontextmanager
async def opened() -> AsyncIterator[Attempt]:
    """A client without a breaker that remembers: one per input, all with the same spool."""
    gateway, tls = RawGateway(), ssl.create_default_context()  # reading the certificates takes longer than an answer
    await gateway.start()
    try:
        with tempfile.TemporaryDirectory() as folder:

            async def attempt(data: bytes) -> str:
                gateway.steps = (data,)
                gateway.requests.clear()
                return await _asked(gateway.base_url, Path(folder), tls, len(data) % 3)

            yield attempt
    finally:
        await gateway.stop()


async def _asked(base_url: str, folder: Path, tls: ssl.SSLContext, question: int) -> str:
    client = MayiClient(
        base_url=base_url,
        api_key="sk-test",
        model="gpt-image-2",
        concurrency=1,
        read_timeout=QUIET_SECONDS,
        deadline=2 * QUIET_SECONDS,
        open_object=_nothing,
        new_id=lambda: "id",
        spool_dir=folder,
        tls=tls,
    )
    try:
        if question == 0:
            return f"usage {type(await client.usage()).__name__}"
        if question == 1:
            return f"check {await client.check()}"
        with closing(await client.make(ImageOrder("job-1", "a fox", 1024, 1024, "low"), _shown)):
            return "picture"
    except MakerError as error:
        return f"{type(error).__name__} {error.code}"
    finally:
        await client.aclose()


async def _nothing(key: str) -> AsyncIterator[bytes]:
    yield key.encode()


async def _shown(frame: BinaryIO) -> None:
    frame.read()


TARGET = Target("gateway-answers", corpus, opened, examples=40)
