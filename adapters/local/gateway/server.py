"""The sandbox of the image gateway: an HTTP/1.1 server on this machine that speaks the wire protocol of `mayi-wire.md`.

It paints labelled pictures, keeps accounts, and misbehaves on request; `docs/sandbox.md` lists how to ask. Embedded mode, tests and
benchmarks use it through the same client as the real host.
"""

import asyncio
import logging
import ssl
from dataclasses import replace
from types import TracebackType
from typing import Self

import h11

from adapters.local.gateway.body import Body, read_body
from adapters.local.gateway.control import control
from adapters.local.gateway.conversation import check_trigger
from adapters.local.gateway.exchange import Connection, Exchange
from adapters.local.gateway.faults import BROKEN, UNKNOWN_TRIGGER
from adapters.local.gateway.house import ClientLeft, House, Planned
from adapters.local.gateway.journal import Entry, Journal
from adapters.local.gateway.ledger import Charge, Ledger
from adapters.local.gateway.options import GatewayOptions, changed
from adapters.local.gateway.painter import Painter
from adapters.local.gateway.routes import parts_of, route
from adapters.local.gateway.tasks import TaskBoard
from adapters.local.gateway.trigger import BadTrigger, parse
from adapters.local.gateway.wire import Fault, Refused
from core.ambient import Ambient

log = logging.getLogger(__name__)

STREAM_BUFFER = 256 * 1024
NOT_HTTP = b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
ROUTES = ("images", "models", "usage", "billing")


class SandboxGateway:
    """The server with its controls. Start and stop it once, or use it as an asynchronous context manager."""

    def __init__(self, options: GatewayOptions | None = None, *, ambient: Ambient | None = None) -> None:
        self._house = House(options or GatewayOptions(), ambient or Ambient(), Painter())
        self._at_start = replace(self._house.options)
        self._board = TaskBoard(self._house)
        self._server: asyncio.Server | None = None
        self._clients: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def start(self, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        """Listen; port 0 takes a free one. Raises `OSError` when the port is taken."""
        self._server = await asyncio.start_server(self._connected, host, port, limit=STREAM_BUFFER, backlog=1024, ssl=tls)
        name = self._server.sockets[0].getsockname()
        self._house.base_url = f"{'https' if tls else 'http'}://{name[0]}:{name[1]}/v1"

    async def stop(self) -> None:
        """Stop listening and hang up on everybody at once."""
        if self._server is None:
            return
        self._server.close()
        for client, writer in self._clients.items():
            writer.transport.abort()
            client.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)
        await self._board.close()
        await self._server.wait_closed()
        self._house.painter.close()
        self._server = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.stop()

    @property
    def base_url(self) -> str:
        """Like `http://127.0.0.1:PORT/v1`."""
        return self._house.base_url

    @property
    def options(self) -> GatewayOptions:
        """The present switches; setting one of their fields takes effect at the next request."""
        return self._house.options

    @property
    def journal(self) -> list[Entry]:
        """The requests so far, oldest first, the latest ten thousand of them. Those to `/sandbox/` are not among them."""
        return list(self._house.journal.entries)

    @property
    def charges(self) -> list[Charge]:
        """What was charged so far, the latest ten thousand."""
        return list(self._house.ledger.charges)

    def fail_next(self, trigger: str, times: int = 1, *, route: str = "images") -> None:
        """Let the next requests of a route (`images`, `models`, `usage`, `billing`) that carry no trigger have this one.

        Raises `ValueError` for a trigger or route that does not exist."""
        try:
            wanted = parse(trigger)
            check_trigger(wanted)
        except (BadTrigger, Refused):
            raise ValueError(trigger) from None
        if route not in ROUTES:
            raise ValueError(route)
        self._house.planned.append(Planned(route, wanted, times))

    def set_option(self, name: str, text: str) -> None:
        """Change one switch by name. Raises `ValueError`."""
        self._house.options = changed(self._house.options, name, text)

    async def reset(self) -> None:
        """As just started: nothing remembered, nothing planned, the first options, no tasks. Open connections stay."""
        await self._board.close()
        house = self._house
        house.options = replace(self._at_start)
        house.journal, house.ledger, house.planned = Journal(), Ledger(), []
        house.failures.clear()
        house.attempts.clear()
        house.files.clear()

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        client = asyncio.get_running_loop().create_task(self._client(reader, writer))
        self._clients[client] = writer
        client.add_done_callback(self._clients.pop)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until either side has enough."""
        connection = Connection(reader, writer, self.options.keep_alive)
        try:
            while await self._next(connection):
                pass
        except (h11.RemoteProtocolError, ValueError):
            writer.write(NOT_HTTP)
            await connection.linger()
        except (TimeoutError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _next(self, connection: Connection) -> bool:
        """Serve the next request; whether there may be another one."""
        exchange = await connection.next_request(self._house.new_uuid())
        if exchange is None:
            return False
        if exchange.path.startswith("/sandbox/"):
            async for _ in connection.body():
                pass
            await control(self, exchange)
            return exchange.keep
        entry = self._house.journal.note(self._house.ambient.now(), exchange.method, exchange.path, exchange.headers)
        try:
            body = await self._body(connection, exchange, entry)
        except Refused as refusal:
            exchange.keep = False
            await self._refuse(exchange, refusal.fault, entry)
            await connection.linger()
            return False
        await self._watched(connection, exchange, body, entry)
        return exchange.keep and not exchange.gone.is_set()

    async def _body(self, connection: Connection, exchange: Exchange, entry: Entry) -> Body:
        options = self._house.options
        body = await read_body(connection.body(), dict(exchange.headers), limit=options.body_limit, keep=options.upload_cut)
        entry.body_size, entry.body_sha256, entry.parts = body.size, body.sha256, parts_of(body)
        return body

    async def _watched(self, connection: Connection, exchange: Exchange, body: Body, entry: Entry) -> None:
        """Answer while watching whether the client is still there; its leaving does not stop the work (§5.5)."""
        watch = asyncio.get_running_loop().create_task(connection.watch(exchange.gone))
        try:
            await self._answer(exchange, body, entry)
        finally:
            entry.status, entry.gone = exchange.status, exchange.gone.is_set()
            watch.cancel()
            await asyncio.wait([watch])

    async def _answer(self, exchange: Exchange, body: Body, entry: Entry) -> None:
        try:
            await route(self._house, self._board, exchange, body, entry)
        except Refused as refusal:
            await self._refuse(exchange, refusal.fault, entry)
        except BadTrigger:
            await self._refuse(exchange, UNKNOWN_TRIGGER, entry)
        except ClientLeft:
            exchange.drop(reset=False)
        except Exception:
            log.exception("sandbox.request_broke", extra={"request": entry.number})
            if exchange.started:
                exchange.drop(reset=True)
            else:
                await self._refuse(exchange, BROKEN, entry)

    async def _refuse(self, exchange: Exchange, fault: Fault, entry: Entry) -> None:
        """A fault as an ordinary status, or, when a ping has committed 200 already, as the gateway's form of an error event (§2.5)."""
        if exchange.started:
            await exchange.piece(*fault.frame(form=2))
            await exchange.finish()
        else:
            await exchange.send(fault.answer())
        entry.status = exchange.status
