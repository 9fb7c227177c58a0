"""Runs the program: supervised tasks, signals, and an orderly stop (platforms.md C)."""

import asyncio
import contextlib
import errno
import logging
import os
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

from bot.timetable import timetable
from bot.wiring import Program, rights_kit, scrape
from core import payments
from core.deliver import deliver_one
from core.generate import claim_one, finish_one, give_up_waiting, tell_waiting
from core.letters import send_one
from core.notices import send_one as tell_one
from core.refunds import give_back_one
from core.removal import Remover
from core.rights.by_mail import read_one
from core.rights.carrying_out import carry_out_one

log = logging.getLogger(__name__)

ROLES = ("discord", "telegram", "web", "worker", "clock")
HAND_OVER_SECONDS = 5.0
TELL_SECONDS = 3.0
LONGEST_PAUSE = 30.0
NOT_LISTENING = {
    errno.EADDRINUSE: "taken",
    errno.EADDRNOTAVAIL: "not-ours",
    errno.EAFNOSUPPORT: "not-ours",
    errno.EACCES: "no-rights",
    errno.EPERM: "no-rights",
}


@dataclass(frozen=True)
class CannotListen(Exception):
    """No server can be at this address. `why`: taken, not-ours, no-rights, unknown-host or other."""

    host: str
    port: int
    why: str


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises `CannotListen`."""
    with contextlib.ExitStack() as on_failure:
        try:
            server = on_failure.enter_context(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM))
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind((host, port))
            server.listen(1024)
        except (OSError, TypeError) as error:
            raise CannotListen(host, port, _why(error)) from None
        on_failure.pop_all()
    return server


def _why(error: OSError | TypeError) -> str:
    if isinstance(error, socket.gaierror | TypeError):  # the latter: no name can be spelt like this
        return "unknown-host"
    return NOT_LISTENING.get(error.errno or 0, "other")


class Runtime:
    """The tasks of one process. `stopping` ends intake; work under way is finished or left to its lease."""

    def __init__(self, program: Program, roles: tuple[str, ...]) -> None:
        self._program = program
        self._roles = roles
        self.stopping = asyncio.Event()
        self._drained = asyncio.Event()
        self._looking = asyncio.Lock()

    async def run(self, server: socket.socket | None) -> None:
        """Run until `stopping` is set. The first signal stops in order, the second at once."""
        with self._signals():
            async with self.everything(server):
                await self.stopping.wait()
                log.info("stopping")

    @contextlib.asynccontextmanager
    async def everything(self, server: socket.socket | None) -> AsyncIterator[None]:
        """The tasks of these roles run while the body does; set `stopping` before it ends."""
        served = list(self._served(server))
        tasks = [asyncio.create_task(self._loop(name, step)) for name, step in self._steps()]
        clock = timetable(self._program) if "clock" in self._roles else None
        if clock:
            clock.start()
        numbers = asyncio.create_task(self._program.metrics.watch_loop())
        web = [asyncio.create_task(self._serve(app, at)) for app, at in served]
        fronts = [asyncio.create_task(talk) for talk in self._fronts()]
        words = asyncio.create_task(asyncio.to_thread(self._program.catalogue.warm))
        try:
            yield
        finally:
            # Intake first, so that nobody is promised what this process will not do.
            if self._program.web is not None:
                self._program.web.state.stopping.set()
            self._program.wake()
            if clock:
                clock.shutdown(wait=False)
            await self._drain(tasks)
            await words
            await asyncio.gather(*web)
            numbers.cancel()
            # Last, because the results of the others go out through it.
            self._drained.set()
            await asyncio.gather(numbers, return_exceptions=True)
            await asyncio.gather(*fronts)

    async def _drain(self, tasks: list[asyncio.Task[None]]) -> None:
        if not tasks:
            return
        _, left = await asyncio.wait(tasks, timeout=self._program.settings.jobs.drain_seconds)
        for task in left:
            task.cancel()
        # What was left goes on elsewhere, or here after a restart, when its lease has ended.
        await asyncio.gather(*left, return_exceptions=True)
        await self._hand_over()

    async def _hand_over(self) -> None:
        """Deliver what was finished while the others were stopping."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(HAND_OVER_SECONDS):
                while await deliver_one(self._program.workshop):
                    pass

    def _steps(self) -> Iterator[tuple[str, Callable[[], Awaitable[object]]]]:
        shop = self._program.workshop
        if "worker" not in self._roles:
            return
        for number in range(shop.limits.at_once):
            yield f"worker {number + 1}", self._make
        yield "delivery 1", lambda: deliver_one(shop)
        yield "delivery 2", lambda: deliver_one(shop)
        yield "letters", lambda: send_one(shop, self._program.catalogue, self._program.links, self._program.paper)
        if post := self._program.postbox:
            yield "incoming mail", lambda: read_one(shop.store, shop.ambient, post)
        yield "notices", lambda: tell_one(shop)
        yield "removal", Remover(shop).step
        kit = rights_kit(self._program)
        # Two, so that nobody's deletion waits for somebody else's large copy.
        yield "rights 1", lambda: carry_out_one(kit)
        yield "rights 2", lambda: carry_out_one(kit)
        yield "patience", lambda: give_up_waiting(shop)
        yield "payments", lambda: payments.settle_due(shop)
        yield "refunds", lambda: give_back_one(shop)
        if hints := self._program.hints:
            yield "payment hints", hints.look_into
        yield "places", self._tell

    async def _make(self) -> bool:
        # Of the idle workers one looks for work and the others stand behind it: otherwise each news would send all of them to the
        # database's only writer, and whoever waits for an answer would wait for two hundred claims of nothing.
        # The name is new for each claim: under a shared one, a task whose lease has ended could still save.
        owner = self._program.ambient.new_id()
        async with self._looking:
            since = self._program.wake.calls
            claim = None if self.stopping.is_set() else await claim_one(self._program.workshop, owner)
            if claim is None:
                await self._idle(since)
                return True
        await finish_one(self._program.workshop, owner, claim)
        return True

    async def _idle(self, since: int) -> None:
        """Until there is news since then, or it is time to look anyway."""
        if not self.stopping.is_set():
            await self._program.wake.wait(self._program.settings.jobs.poll, since=since)

    async def _tell(self) -> bool:
        await tell_waiting(self._program.workshop)
        # News comes with every picture that lands; people are told in rounds, so that a long line costs no more than a short one.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(TELL_SECONDS):
                await self.stopping.wait()
        return True

    async def _loop(self, name: str, step: Callable[[], Awaitable[object]]) -> None:
        """Repeat a step; sleep when it had nothing to do; back off when it fails, and go on."""
        pause = 1.0
        while not self.stopping.is_set():
            since = self._program.wake.calls
            try:
                if not await step():
                    await self._idle(since)
                pause = 1.0
            except asyncio.CancelledError:
                raise
            except Exception:
                self._program.metrics.began_again(name)
                log.exception("step failed", extra={"task": name, "pause": pause})
                await self._program.wake.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    def _fronts(self) -> Iterator[Coroutine[object, object, None]]:
        """The chat platforms. Workers need them only to post, and the site to know what the bot is called."""
        discord, telegram, roles = self._program.discord, self._program.telegram, set(self._roles)
        if discord and {"discord", "worker"} & roles:
            yield discord.run(self._drained, connect="discord" in roles)
        if telegram and {"telegram", "worker", "web"} & roles:
            yield telegram.front.run(self.stopping, self._drained, connect="telegram" in roles)

    def _served(self, server: socket.socket | None) -> Iterator[tuple[ASGIApp, socket.socket]]:
        """The site, and the numbers where they have a port of their own. Raises `CannotListen`."""
        given = self._program.settings.metrics
        if server is not None:
            assert self._program.web is not None
            yield self._program.web, server
        if given.port:
            yield scrape(self._program).app(), listen(given.host, given.port)

    async def _serve(self, app: ASGIApp, server: socket.socket) -> None:
        proxies = self._program.settings.web.trusted_proxies
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            proxy_headers=bool(proxies),
            forwarded_allow_ips=proxies or None,
            timeout_graceful_shutdown=5,
        )
        served = _Server(config)
        serving = asyncio.create_task(served.serve(sockets=[server]))
        await self.stopping.wait()
        served.should_exit = True
        await serving

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, self._signalled)
        try:
            yield
        finally:
            for name in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(name)

    def _signalled(self) -> None:
        if self.stopping.is_set():
            log.warning("stopped at once")
            os._exit(1)
        self.stopping.set()
        self._program.wake()


class _Server(uvicorn.Server):
    """Uvicorn without its own signal handling: the runtime decides when to stop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
