"""How the web is served: until the program stops, and some seconds more in which it says that it does (docs/decisions/0036)."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from bot.config import Web
from bot.listening import PatientProtocol


async def serve(app: ASGIApp, server: socket.socket, given: Web, stopping: asyncio.Event) -> None:
    """Answer what comes to `server`, which stays open for whoever begins this anew."""
    served, own = _Server(_configuration(app, given)), server.dup()  # it closes what it listens on, and may have to be begun again
    serving = asyncio.create_task(served.serve(sockets=[own]))
    ending = asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait({serving, ending}, return_when=asyncio.FIRST_COMPLETED)
        if not serving.done():
            await asyncio.sleep(given.linger_seconds)  # /readyz says no, so that a proxy looks elsewhere
    finally:
        ending.cancel()
        served.should_exit = True
        with contextlib.closing(own):
            await _over(served, serving)


def _configuration(app: ASGIApp, given: Web) -> uvicorn.Config:
    proxies = given.trusted_proxies
    return uvicorn.Config(
        app,
        http=PatientProtocol,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies or None,
        timeout_graceful_shutdown=5,
    )


async def _over(served: uvicorn.Server, serving: asyncio.Task[None]) -> None:
    """Wait for its end. One that broke has not let go of those who were connected."""
    try:
        await serving
    except Exception:
        if served.started:
            await served.shutdown()
        raise


class _Server(uvicorn.Server):
    """Uvicorn without its own signal handling: the runtime decides when to stop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
