"""Requests as the gateway wants them: JSON for a prompt alone, multipart when there are reference pictures (mayi-wire.md §2.1, §3)."""

import tempfile
from collections.abc import AsyncIterable, AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import httpx
import orjson

from core.ports import ImageOrder, MakerBroken, MakerBusy, ObjectMissing, Reference, StoreUnavailable

REFERENCE_LIMIT = 8 * 2**20

OpenObject = Callable[[str], AsyncIterator[bytes]]

_SUFFIX = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


class Outgoing(httpx.AsyncByteStream):
    """A request body that knows whether any of it was given to a connection: from then on the outcome may be unknown (§5.2).

    The exceptions of the transport cannot tell: it reports a server that hung up after the request as a connect timeout.
    """

    def __init__(self, body: AsyncIterable[bytes]) -> None:
        self.begun = False
        self.when_sent: Callable[[], None] = _nothing
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self.begun = True
        async for piece in self._body:
            yield piece
        self.when_sent()


def _nothing() -> None:
    """Nobody waits for the end of the body."""


@dataclass(frozen=True)
class Writer:
    """Writes orders for one model, to be answered by a stream with previews or by one document.

    References go from the store into files below `spool_dir`, so that they take no memory while they wait.
    """

    base_url: str
    model: str
    stream: bool
    partial_images: int
    open_object: OpenObject
    spool_dir: Path

    @asynccontextmanager
    async def written(self, order: ImageOrder) -> AsyncIterator[tuple[httpx.Request, Outgoing]]:
        """The request and its body. Raises `MakerBusy` or `MakerBroken` when a reference cannot be had."""
        with ExitStack() as files:
            plain = self._generation(order) if not order.references else await self._edit(order, files)
            body = Outgoing(_stream_of(plain))
            yield httpx.Request("POST", plain.url, headers=plain.headers, content=body), body

    def _fields(self, order: ImageOrder) -> dict[str, object]:
        fields = {
            "model": self.model,
            "prompt": order.prompt,
            "n": 1,
            "size": f"{order.width}x{order.height}",
            "quality": order.quality,
            "output_format": "png",
            "stream": self.stream,
        }
        return {**fields, "partial_images": self.partial_images} if self.stream else fields

    def _generation(self, order: ImageOrder) -> httpx.Request:
        content = orjson.dumps(self._fields(order))
        return httpx.Request("POST", f"{self.base_url}/images/generations", content=content, headers={"Content-Type": "application/json"})

    async def _edit(self, order: ImageOrder, files: ExitStack) -> httpx.Request:
        parts = []
        for number, reference in enumerate(order.references, 1):
            name = f"reference-{number}.{_SUFFIX.get(reference.media_type, 'bin')}"
            parts.append(("image[]", (name, await self._spooled(reference, files), reference.media_type)))
        fields = {name: str(value).lower() if name == "stream" else str(value) for name, value in self._fields(order).items()}
        return httpx.Request("POST", f"{self.base_url}/images/edits", data=fields, files=parts)

    async def _spooled(self, reference: Reference, files: ExitStack) -> BinaryIO:
        file = cast(BinaryIO, files.enter_context(tempfile.TemporaryFile(dir=self.spool_dir)))  # noqa: SIM115 - the stack closes it
        try:
            async for piece in self.open_object(reference.object_key):
                file.write(piece)
                if file.tell() > REFERENCE_LIMIT:
                    raise MakerBroken("reference-too-large")
        except ObjectMissing:
            raise MakerBroken("reference-missing") from None
        except StoreUnavailable:
            raise MakerBusy("store") from None
        file.seek(0)
        return file


def _stream_of(request: httpx.Request) -> httpx.AsyncByteStream:
    assert isinstance(request.stream, httpx.AsyncByteStream), "a body of bytes or of files can always be sent asynchronously"
    return request.stream
