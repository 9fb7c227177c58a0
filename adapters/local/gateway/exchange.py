"""HTTP/1.1 on a socket that we control: h11 reads requests; answers are written by hand, so that they can be wrong."""

import asyncio
import contextlib
import logging
import re
import socket
import struct
from collections.abc import AsyncGenerator
from urllib.parse import parse_qsl, urlsplit

import h11

from adapters.local.gateway.wire import Answer, Headers, reason

log = logging.getLogger(__name__)

READ_SIZE = 256 * 1024
SLICE = 256 * 1024
LINGER_SECONDS = 1.0
PLAIN_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")


class Connection:
    """One client connection, from which requests are read one after another."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, idle: float) -> None:
        self._reader = reader
        self._writer = writer
        self._idle = idle
        self._parser = h11.Connection(h11.SERVER)
        # A reset must not overtake what was written before it, so nothing may wait in our own buffer after a drain.
        # Over TLS asyncio would never resume with such a limit, so there a reset may be early.
        if writer.get_extra_info("ssl_object") is None:
            writer.transport.set_write_buffer_limits(0)

    async def next_request(self, client_request_id: str) -> "Exchange | None":
        """The head of the next request, or `None` when the client has left. Raises `h11.RemoteProtocolError`, `TimeoutError`."""
        self._renew()
        event = await self._event()
        return Exchange(event, self, self._writer, client_request_id) if isinstance(event, h11.Request) else None

    async def body(self) -> AsyncGenerator[bytes, None]:
        """The body in pieces. Raises `h11.RemoteProtocolError` when it ends early or is framed wrongly, `TimeoutError`."""
        while isinstance(event := await self._event(), h11.Data):
            yield bytes(event.data)

    async def watch(self, gone: asyncio.Event) -> None:
        """Notice a client that leaves while it is being answered. The next request, if one comes early, is kept."""
        try:
            data = await self._reader.read(READ_SIZE)
        except ConnectionError:
            data = b""
        if data:
            self._parser.receive_data(data)
        else:
            gone.set()

    async def linger(self) -> None:
        """Close without a reset: say that nothing more comes, then let the client finish what it was sending, for a moment."""
        with contextlib.suppress(OSError, TimeoutError):
            self._writer.write_eof()
            async with asyncio.timeout(LINGER_SECONDS):
                while await self._reader.read(READ_SIZE):
                    pass

    def _renew(self) -> None:
        """h11 knows nothing of our own answers, so each request gets a new parser, with the bytes that came early."""
        early, _ = self._parser.trailing_data
        self._parser = h11.Connection(h11.SERVER)
        if early:
            self._parser.receive_data(early)

    async def _event(self) -> h11.Event | type[h11.PAUSED]:
        while (event := self._parser.next_event()) is h11.NEED_DATA:
            if self._parser.they_are_waiting_for_100_continue:
                self._writer.write(self._parser.send(h11.InformationalResponse(status_code=100, headers=[])) or b"")
            async with asyncio.timeout(self._idle):
                self._parser.receive_data(await self._reader.read(READ_SIZE))
        return event  # type: ignore[return-value]  # NEED_DATA is gone, which mypy cannot see for a sentinel class


class Exchange:
    """One request and the answer to it. Writing never fails: a client that has left is noted in `gone` and the work goes on without it."""

    def __init__(self, head: h11.Request, connection: Connection, writer: asyncio.StreamWriter, client_request_id: str) -> None:
        self.method = head.method.decode()
        self.headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in head.headers]
        self.target = head.target.decode("latin-1")
        self.path = urlsplit(self.target).path
        self.query = dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))
        self.connection = connection
        self.gone = asyncio.Event()
        self.status = 0
        self._writer = writer
        self._chunked = head.http_version == b"1.1"
        self.keep = self._chunked and "close" not in self.header("connection").lower()
        self._own_headers = self._identification(client_request_id)

    def header(self, name: str) -> str:
        """The first header of this name (lower case), or nothing."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def started(self) -> bool:
        """Whether a status is on its way to the client, so that it cannot be changed any more."""
        return self.status != 0

    async def send(self, answer: Answer, *, length: int | None = None) -> None:
        """The whole answer. `length` lies about its size."""
        pieces = [answer.body] if isinstance(answer.body, bytes) else answer.body
        size = sum(map(len, pieces)) if length is None else length
        head = self._head(answer.status, answer.media_type, (*answer.headers, ("Content-Length", str(size))))
        await self._write(head, *([] if self.method == "HEAD" else pieces))

    async def open(self, media_type: str, headers: Headers = ()) -> None:
        """Begin a 200 of unknown length."""
        framing = (("Transfer-Encoding", "chunked"),) if self._chunked else ()
        await self._write(self._head(200, media_type, (*headers, *framing)))

    async def piece(self, *data: bytes) -> None:
        """A piece of an opened answer, one chunk whatever its parts."""
        size = sum(map(len, data))
        if size:
            await (self._write(b"%x\r\n" % size, *data, b"\r\n") if self._chunked else self._write(*data))

    async def finish(self) -> None:
        """The proper end of an opened answer."""
        if self._chunked:
            await self._write(b"0\r\n\r\n")

    def drop(self, *, reset: bool) -> None:
        """Hang up as the answer stands: with a reset, or quietly."""
        self.keep = False
        if reset:
            raw: socket.socket = self._writer.get_extra_info("socket")
            with contextlib.suppress(OSError):
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._writer.transport.abort()
        else:
            self._writer.close()

    async def wait_gone(self, seconds: float) -> bool:
        """Whether the client left within this time."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.gone.wait()
        return self.gone.is_set()

    def _identification(self, client_request_id: str) -> Headers:
        """`X-Client-Request-ID` is the gateway's own; a sane `X-Request-ID` of the client is echoed (§1.2)."""
        asked = self.header("x-request-id")
        echo = (("X-Request-ID", asked),) if PLAIN_ID.fullmatch(asked) else ()
        return (("X-Client-Request-ID", client_request_id), *echo)

    def _head(self, status: int, media_type: str, headers: Headers) -> bytes:
        self.status = status
        kind = (("Content-Type", media_type),) if media_type else ()
        closing = () if self.keep else (("Connection", "close"),)
        lines = [f"{name}: {value}" for name, value in (*kind, *self._own_headers, *headers, *closing)]
        return "\r\n".join([f"HTTP/1.1 {status} {reason(status)}", *lines, "", ""]).encode("latin-1")

    async def _write(self, *parts: bytes) -> None:
        """Small parts go out together; megabytes go in slices, neither copied whole nor keeping the event loop from the others."""
        whole = parts if sum(map(len, parts)) > SLICE else (b"".join(parts),)
        try:
            for part in whole:
                for start in range(0, len(part), SLICE):
                    if self._writer.transport.is_closing():
                        raise ConnectionResetError
                    self._writer.write(memoryview(part)[start : start + SLICE])
                    await self._writer.drain()
                    await asyncio.sleep(0)
        except ConnectionError:
            self.gone.set()
