"""The image gateway mayi.one, spoken to over its wire protocol (mayi-wire.md)."""

import asyncio
import logging
import re
import ssl
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import ExitStack, aclosing, closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import aiohttp
import httpx
import orjson
from httpx_aiohttp import AiohttpTransport
from httpx_aiohttp.transport import AiohttpResponseStream

from adapters.mayi.body import BodyError, BodyReader, Message
from adapters.mayi.breaker import Breaker
from adapters.mayi.classify import Fault, classify, classify_inside, fault_in, retry_after_of
from adapters.mayi.fetch import FetchError, PictureFetcher, is_loopback
from adapters.mayi.landing import Landing
from adapters.mayi.outgoing import OpenObject, Outgoing, Writer
from core.ports import ImageOrder, MakerBroken, MakerBusy, MakerError, MakerUnclear, Preview, Spooled, Usage

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 10.0
WRITE_SECONDS = 60.0
# Below the gateway's own 120 s, so that we never send on a connection that it is about to close (§1.1).
KEEP_ALIVE_SECONDS = 55.0
PREVIEW_SECONDS = 10.0
DRAIN_SECONDS = 0.25
QUESTION_SECONDS = 15.0

_ERROR_BODY_LIMIT = 64 * 1024
_ANSWER_LIMIT = 2**20
_PIECE = 64 * 1024
_NOT_FOR_LOGS = re.compile(r"[^A-Za-z0-9_.-]")
# The transport passes some errors of its library through without translating them.
_TRANSPORT_ERRORS = (httpx.HTTPError, httpx.StreamError, aiohttp.ClientError, OSError)


def _nobody() -> None:
    """Nobody wants to know when an answer begins."""


class _Transport(AiohttpTransport):
    """The transport with larger pieces: each goes through a dozen calls on its way, so four times fewer cost a fifth less."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            response = await super().handle_async_request(request)
        except UnicodeError:  # the words behind the status, which nobody needs, may be no text
            raise httpx.RemoteProtocolError("a status line that is no text", request=request) from None
        assert isinstance(response.stream, AiohttpResponseStream), "what this transport returns"
        response.stream.CHUNK_SIZE = _PIECE
        return response


@dataclass
class _Exchange:
    """What is known of one request, for the log and for judging a failure."""

    started: float
    body: Outgoing | None = None
    status: int | None = None
    gateway_id: str = ""
    fault: Fault = field(default_factory=Fault)
    received: int = 0

    def lost(self, code: str) -> MakerError:
        """The error for an exchange that ended without an answer."""
        if self.body is None or not self.body.begun:
            return MakerBusy("unreachable")
        return MakerUnclear(code)


class MayiClient:
    """An `ImageMaker` for one key of one gateway; make one per process and close it at the end.

    `read_timeout` is the longest silence and `deadline` the longest whole request, in seconds; `concurrency` stays below what the
    key allows. `open_object` reads reference pictures, `spool_dir` holds pictures while they arrive, `clock` gives monotonic seconds,
    `answered` hears that the answer with a picture has begun, and `tls` may name other certificates to trust than the usual ones.
    Without `stream` the gateway is asked for one JSON document: the form to fall back on for a gateway that cannot stream, with a
    `read_timeout` as long as a picture takes (§6.2).

    A finished answer without a usable picture (empty, not base64, not an image, beyond our limits) raises `MakerUnclear`: the gateway
    charges once an image came out (§5.5), and only its usage can tell.
    """

    def __init__(
        self,
        *,
        base_url: str,
        api_key: str,
        model: str,
        concurrency: int,
        read_timeout: float,
        deadline: float,
        open_object: OpenObject,
        new_id: Callable[[], str],
        spool_dir: Path,
        clock: Callable[[], float] = time.monotonic,
        answered: Callable[[], None] = _nobody,
        stream: bool = True,
        partial_images: int = 2,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._read_timeout = read_timeout
        self._deadline = deadline
        self._new_id = new_id
        self._spool_dir = spool_dir
        self._clock = clock
        self._answered = answered
        self._slots = asyncio.Semaphore(concurrency)
        self._breaker = Breaker(clock)
        self._writer = Writer(self._base_url, model, stream, partial_images, open_object, spool_dir)
        self._tls = tls or httpx.create_ssl_context()
        self._fetcher = PictureFetcher(loopback=is_loopback(httpx.URL(base_url).host), tls=self._tls)
        self._http = httpx.AsyncClient(
            transport=_Transport(verify=self._tls, client=self._session),
            headers={
                "Authorization": f"Bearer {api_key}",
                "Accept": "application/json, text/event-stream",
                "Accept-Encoding": "identity",
                "User-Agent": "InkMirage",
            },
            timeout=httpx.Timeout(read_timeout, connect=CONNECT_SECONDS, pool=CONNECT_SECONDS),
            follow_redirects=False,
        )

    def _session(self) -> aiohttp.ClientSession:
        # The semaphore bounds the connections; a cookie jar would carry a proxy's cookies from one person's request into another's.
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=KEEP_ALIVE_SECONDS, ssl=self._tls)
        return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()
        await self._fetcher.aclose()

    def resting(self) -> timedelta | None:
        """How long the breaker still keeps us from asking; `None` when we may ask."""
        return self._breaker.resting()

    def closed(self) -> timedelta | None:
        """For how long the gateway has let nobody in; `None` while it does, or only asks us to slow down."""
        return self._breaker.closed()

    async def make(self, order: ImageOrder, preview: Preview) -> Spooled:
        """The finished picture, undecoded; see `ImageMaker.make` for the errors."""
        async with self._slots:
            if rest := self._breaker.resting():
                raise MakerBusy("resting", rest.total_seconds())
            exchange = _Exchange(self._clock())
            try:
                spooled = await self._attempt(order, preview, exchange)
            except MakerError as error:
                self._breaker.failed(error, exchange.status)
                self._log(order, exchange, error.code)
                raise
            self._breaker.worked()
            self._log(order, exchange, "picture")
            return spooled

    async def usage(self) -> Usage | None:
        """What the gateway has counted for this key (§1.5), or `None` when it would not say."""
        try:
            status, body = await self._question("/usage")
            return _usage_in(orjson.loads(body)) if status == 200 else None
        except (*_TRANSPORT_ERRORS, ValueError):
            return None

    async def check(self) -> str | None:
        """What is wrong with the configuration, as one short word ("unreachable", "key", "html", …), or `None`. Costs nothing."""
        try:
            response_status, body = await self._question("/models")
        except (*_TRANSPORT_ERRORS, ValueError):
            return "unreachable"
        content = _parsed(body)
        fault = fault_in(content)
        if response_status != 200:
            return classify(response_status, fault, retry_after=None, elapsed=0).code
        if fault is not None:
            return classify_inside(fault).code
        if body.lstrip().startswith(b"<"):
            return "html"  # the gateway's own web pages: the base URL lacks its /v1
        return None if isinstance(content, dict) and isinstance(content.get("data"), list) else "unexpected"

    async def _question(self, path: str) -> tuple[int, bytes]:
        headers = {"X-Request-ID": self._new_id()}
        async with asyncio.timeout(QUESTION_SECONDS), self._http.stream("GET", self._base_url + path, headers=headers) as response:
            return response.status_code, await _bounded(response, _ANSWER_LIMIT)

    async def _attempt(self, order: ImageOrder, preview: Preview, exchange: _Exchange) -> Spooled:
        with ExitStack() as landed:
            try:
                async with asyncio.timeout(self._deadline), self._writer.written(order) as (request, exchange.body):
                    landing = await self._exchanged(order, request, preview, exchange, landed)
            except _TRANSPORT_ERRORS as error:
                raise exchange.lost("timeout" if isinstance(error, httpx.ReadTimeout | TimeoutError) else "lost") from error
            spooled = landing.spooled()
            if spooled is None:
                raise MakerUnclear("too-large" if landing.overflowed else "bad-picture")
            return spooled

    async def _exchanged(
        self, order: ImageOrder, request: httpx.Request, preview: Preview, exchange: _Exchange, landed: ExitStack
    ) -> Landing:
        request.headers.update({**self._http.headers, "X-Request-ID": order.key})
        exchange.started = self._clock()
        response = await self._sent(request, exchange, patience=2 if order.references else 1)
        try:
            exchange.status = response.status_code
            exchange.gateway_id = _NOT_FOR_LOGS.sub("", response.headers.get("X-Client-Request-ID", ""))[:64]
            if not response.is_success:
                raise await self._rejection(response, exchange)
            self._answered()
            return await self._picture(response, order, preview, exchange, landed)
        finally:
            with suppress(*_TRANSPORT_ERRORS):
                await response.aclose()

    async def _sent(self, request: httpx.Request, exchange: _Exchange, patience: int) -> httpx.Response:
        # The transport knows no write timeout (§6.2), so the sending has its own limit, lifted when the last byte is out.
        async with asyncio.timeout(CONNECT_SECONDS + patience * WRITE_SECONDS) as sending:
            assert exchange.body is not None, "the body was written before it is sent"
            exchange.body.when_sent = lambda: sending.reschedule(None)
            request.extensions["timeout"] = self._http.timeout.as_dict()
            return await self._http.send(request, stream=True)

    async def _rejection(self, response: httpx.Response, exchange: _Exchange) -> MakerError:
        body = b""
        with suppress(*_TRANSPORT_ERRORS, ValueError):
            async with asyncio.timeout(QUESTION_SECONDS):
                body = await _bounded(response, _ERROR_BODY_LIMIT)
        exchange.received = len(body)
        fault = fault_in(_parsed(body))
        exchange.fault = fault or Fault()
        wait = retry_after_of(response.headers.get("Retry-After"), response.headers.get("Date"))
        return classify(response.status_code, fault, retry_after=wait, elapsed=self._clock() - exchange.started)

    async def _picture(
        self, response: httpx.Response, order: ImageOrder, preview: Preview, exchange: _Exchange, landed: ExitStack
    ) -> Landing:
        with closing(BodyReader(self._spool_dir)) as reader:
            try:
                async with aclosing(_messages(response, reader, exchange)) as messages:
                    async for message in messages:
                        landed.callback(message.close)
                        if message.is_partial:
                            await self._show(message, order, preview)
                        elif landing := await self._landing(message, exchange, landed):
                            await _drain(messages)
                            return landing
            except BodyError as error:
                raise MakerBroken("html") if error.code == "html" else MakerUnclear(error.code) from None
        raise MakerUnclear("cut")

    async def _show(self, message: Message, order: ImageOrder, preview: Preview) -> None:
        frames = (string.sink.frame() for string in message.pictures() if string.sink and not string.broken)
        frame = next((frame for frame in frames if frame), None)
        try:
            if frame is not None:
                async with asyncio.timeout(PREVIEW_SECONDS):
                    await preview(frame)
        except Exception:  # noqa: BLE001 - whatever it was, the picture that is paid for goes on arriving
            logger.warning("preview not shown", extra={"job": order.key})
        finally:
            message.close()

    async def _landing(self, message: Message, exchange: _Exchange, landed: ExitStack) -> Landing | None:
        """The picture of a final message; `None` for one that is neither final nor an error."""
        fault = fault_in(message.content) or (Fault() if message.is_error else None)
        if fault is not None:
            exchange.fault = fault
            raise classify_inside(fault)
        if not message.is_final:
            return None
        for string in message.pictures():
            if string.broken:
                raise MakerUnclear("bad-picture")
            if string.sink and string.sink.size:
                return string.sink
            if string.address:
                return await self._fetched(string.address, landed)
        raise MakerUnclear("no-picture")

    async def _fetched(self, address: str, landed: ExitStack) -> Landing:
        landing = landed.enter_context(closing(Landing(self._spool_dir)))
        try:
            await self._fetcher.fetch(address, landing)
        except FetchError:
            raise MakerUnclear("picture-address") from None
        return landing

    def _log(self, order: ImageOrder, exchange: _Exchange, outcome: str) -> None:
        """One line per request, with nothing of its content (§6.8)."""
        logger.info(
            "image gateway answered",
            extra={
                "job": order.key,
                "gateway_id": exchange.gateway_id,
                "status": exchange.status,
                "outcome": outcome,
                "error_type": exchange.fault.type,
                "error_code": exchange.fault.code,
                "bytes": exchange.received,
                "ms": round((self._clock() - exchange.started) * 1000),
            },
        )


async def _messages(response: httpx.Response, reader: BodyReader, exchange: _Exchange) -> AsyncGenerator[Message, None]:
    async for chunk in response.aiter_bytes():
        exchange.received += len(chunk)
        for message in reader.feed(chunk):
            yield message
    for message in reader.end():
        yield message


async def _drain(messages: AsyncIterator[Message]) -> None:
    """Read to the end if it is near, so that the connection can be used again; the picture is already here."""
    with suppress(*_TRANSPORT_ERRORS, BodyError):
        async with asyncio.timeout(DRAIN_SECONDS):
            async for message in messages:
                message.close()


async def _bounded(response: httpx.Response, limit: int) -> bytes:
    """The body, or its beginning if it is longer than the limit."""
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > limit:
            break
    return bytes(body[:limit])


def _parsed(body: bytes) -> object:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None


def _usage_in(content: object) -> Usage | None:
    """The three numbers worth relying on (§1.5); a remaining of −1 means unlimited."""
    if not isinstance(content, dict) or fault_in(content):
        return None
    usage = content.get("usage")
    today = usage.get("today") if isinstance(usage, dict) else None
    today = today if isinstance(today, dict) else {}
    requests = _number(today.get("requests"))
    remaining = _number(content.get("remaining"))
    return Usage(
        requests_today=None if requests is None else int(requests),
        spent_today=_number(today.get("actual_cost")),
        remaining=None if remaining is None or remaining < 0 else remaining,
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
