"""What the stand-ins of vendors share that speak plain HTTP: they keep what came, meet the troubles a test asks for, and fail loudly."""

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.clock import MovableClock

Json = dict[str, Any]


@dataclass(eq=False)
class Answer(Exception):
    """What goes over the wire, whatever it is."""

    status: int
    body: str
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


class Cut(Exception):
    """The line goes dead instead of an answer."""


@dataclass
class Request:
    """What came, and what was answered; 0 if the line was cut."""

    method: str
    path: str
    headers: dict[str, str]
    body: Json
    status: int = 0
    query: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.headers.get("Authorization", "").removeprefix("Bearer ")

    @property
    def mark(self) -> str | None:
        return self.headers.get("Idempotency-Key")


@dataclass
class Trouble:
    """What the next `left` requests meet whose method and path (`POST /v1/refunds`) have this in them, before they are looked at or after
    they took effect."""

    strike: Callable[[], Awaitable[None]]
    path: str
    after: bool
    left: int


@dataclass
class StandIn(ABC):
    """A server on this machine, and everything that can go wrong with it."""

    clock: MovableClock = field(default_factory=MovableClock)
    requests: list[Request] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    #: Errors in this server itself; leaving it raises them.
    faults: list[Exception] = field(default_factory=list)
    url: str = ""
    _busy: set[tuple[str, str]] = field(default_factory=set)
    _runner: web.AppRunner | None = None

    # What goes wrong -------------------------------------------------------------------------------------------------

    def answer(self, answer: Answer, times: int = 1, *, path: str = "", after: bool = False) -> None:
        """The next requests get this, whatever they ask; with `after` they take effect all the same."""

        async def strike() -> None:
            raise answer

        self.troubles.append(Trouble(strike, path, after, times))

    def cut(self, times: int = 1, *, path: str = "", after: bool) -> None:
        """The line goes dead."""

        async def strike() -> None:
            raise Cut

        self.troubles.append(Trouble(strike, path, after, times))

    def hold(self, until: Callable[[], Awaitable[object]], times: int = 1, *, path: str = "", after: bool) -> None:
        """The next requests are kept waiting."""

        async def strike() -> None:
            await until()

        self.troubles.append(Trouble(strike, path, after, times))

    async def _strike(self, request: Request, *, after: bool) -> None:
        line = f"{request.method} {request.path}"
        for trouble in [one for one in self.troubles if one.after is after and one.left > 0 and one.path in line]:
            trouble.left -= 1
            await trouble.strike()

    @contextlib.contextmanager
    def _alone(self, request: Request, otherwise: Answer) -> Iterator[None]:
        """A second request with the same idempotency key is sent away while the first has no answer."""
        if request.mark is None:
            yield
            return
        mine = (request.key, request.mark)
        if mine in self._busy:
            raise otherwise
        self._busy.add(mine)
        try:
            yield
        finally:
            self._busy.remove(mine)

    # Start and stop --------------------------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = "http://{}:{}".format(*self._runner.addresses[0][:2])
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._runner is not None
        await self._runner.cleanup()
        if self.faults:
            raise ExceptionGroup(f"{type(self).__name__} failed", self.faults)

    # Serving ---------------------------------------------------------------------------------------------------------

    async def _serve(self, http: web.Request) -> web.Response:
        request = Request(http.method, http.path, dict(http.headers), await self._read(http), query=dict(http.query))
        self.requests.append(request)
        try:
            answer = await self._answered(request)
        except Answer as refused:
            answer = refused
        except Cut:
            assert http.transport is not None
            http.transport.abort()
            return web.Response()
        except Exception as error:
            self.faults.append(error)
            raise
        request.status = answer.status
        return web.Response(status=answer.status, text=answer.body, content_type=answer.media_type, headers=answer.headers)

    @abstractmethod
    async def _read(self, http: web.Request) -> Json:
        """What was sent, in the vendor's way to write it."""

    @abstractmethod
    async def _answered(self, request: Request) -> Answer:
        """What this vendor says to it. Raises `Answer` for what is no yes."""


def together(count: int) -> Callable[[], Awaitable[object]]:
    """For `hold`: nobody goes on before so many have come."""
    return asyncio.Barrier(count).wait
