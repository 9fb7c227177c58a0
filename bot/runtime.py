"""Runs the program: supervised tasks, signals, and an orderly stop (platforms.md C)."""

import asyncio
import contextlib
import errno
import logging
import os
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from bot.hindrances import CannotListen
from bot.program import Program, rights_kit
from bot.service_manager import tell_ready
from bot.supervision import Supervisor, ended_by, waited
from core import payments
from core.deliver import deliver_one
from core.generate import claim_one, finish_one, give_up_waiting, tell_waiting
from core.letters import send_one
from core.notices import send_one as tell_one
from core.ports import TokenRefused
from core.refunds import give_back_one
from core.removal import Remover
from core.rights.by_mail import read_one
from core.rights.carrying_out import carry_out_one
from core.storage.errors import DatabaseLost, StorageFull
from core.storage.lanes import Lane

if TYPE_CHECKING:
    from starlette.types import ASGIApp

log = logging.getLogger(__name__)

ROLES = ("discord", "telegram", "web", "worker", "clock")
HAND_OVER_SECONDS = 5.0
TELL_SECONDS = 3.0
LOOK_SECONDS = 0.2
LET_GO_SECONDS = 30.0
"""How long a part that was told to stop may take before it is left behind."""
LONGEST_PAUSE = 30.0
AWAY_SECONDS = 1.0
HEARD_SECONDS = 60.0
"""After so long without a platform we count as at work all the same: while one is away, beginning anew would mend nothing."""
NOT_LISTENING = {
    errno.EADDRINUSE: "taken",
    errno.EADDRNOTAVAIL: "not-ours",
    errno.EAFNOSUPPORT: "not-ours",
    errno.EACCES: "no-rights",
    errno.EPERM: "no-rights",
}


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
        self._supervisor = Supervisor(program.ambient, program.metrics.began_again)
        self._refusal: TokenRefused | None = None
        self.stopping = asyncio.Event()
        self._drained = asyncio.Event()
        self._looking = asyncio.Lock()
        # Processes of other roles do not wait for the libraries of clock and web; those that need them have them before they begin.
        self._clock = _clock(program, self.stopping) if "clock" in roles else None
        self._serve = _server(program, self.stopping) if program.web is not None or program.settings.metrics.port else None

    async def run(self, server: socket.socket | None) -> None:
        """Run until `stopping` is set. The first signal stops in order, the second at once. Raises `TokenRefused`, in order, too."""
        with self._signals():
            async with self.everything(server):
                await self._reported()
                await self.stopping.wait()
                log.info("stopping")
        if self._refusal is not None:
            raise self._refusal

    @contextlib.asynccontextmanager
    async def everything(self, server: socket.socket | None) -> AsyncIterator[None]:
        """The tasks of these roles run while the body does; set `stopping` before it ends."""
        served = list(self._served(server))
        tasks = [self._kept(name, self._loop_of(name, step), self.stopping) for name, step in self._steps()]
        others = [asyncio.create_task(self._warmed(), name="words")]
        others += [self._kept(name, work, self.stopping) for name, work in self._others(served)]
        fronts = [self._kept(name, talk, self._drained) for name, talk in self._fronts()]
        try:
            yield
        finally:
            # Intake first, so that nobody is promised what this process will not do.
            if self._program.web is not None:
                self._program.web.state.stopping.set()
            self._program.wake()
            await self._drain(tasks)
            await self._let_go(others)
            for _, _, listening in served:
                listening.close()
            # Last, because the results of the others go out through it.
            self._drained.set()
            await self._let_go(fronts)

    async def _reported(self) -> None:
        """Who replaces one process after another waits until this one hears people."""
        latest = self._program.ambient.elapsed() + HEARD_SECONDS
        while not (self._hears() or self.stopping.is_set()) and self._program.ambient.elapsed() < latest:
            await waited(self.stopping, LOOK_SECONDS)
        tell_ready()

    def _hears(self) -> bool:
        discord, telegram = self._program.discord, self._program.telegram
        deaf = {"discord": discord and not discord.hears, "telegram": telegram and not telegram.front.here.is_set()}
        return not any(deaf.get(role) for role in self._roles)

    def _kept(self, name: str, work: Callable[[], Awaitable[object]], until: asyncio.Event) -> asyncio.Task[None]:
        return asyncio.create_task(self._supervised(name, work, until), name=name)

    async def _supervised(self, name: str, work: Callable[[], Awaitable[object]], until: asyncio.Event) -> None:
        try:
            await self._supervisor.keep(name, work, until)
        except TokenRefused as refusal:
            # The settings have to be changed, so somebody has to hear of it now.
            self._refusal = refusal
            self.stopping.set()
            self._program.wake()

    async def _warmed(self) -> None:
        """Every language is read before somebody needs it; who needs one that was not, reads it then."""
        try:
            await asyncio.to_thread(self._program.catalogue.warm)
        except Exception:
            log.exception("languages not read")

    async def _drain(self, tasks: list[asyncio.Task[None]]) -> None:
        if not tasks:
            return
        _, left = await asyncio.wait(tasks, timeout=self._program.settings.jobs.drain_seconds)
        # What was left goes on elsewhere, or here after a restart, when its lease has ended.
        await self._let_go(list(left), patience=0)
        try:
            await self._hand_over()
        except Exception:
            log.exception("not handed over")

    async def _let_go(self, tasks: list[asyncio.Task[None]], patience: float = LET_GO_SECONDS) -> None:
        """Wait for the end of these, then cancel what is left, and wait no longer than once more for what does not heed that."""
        for seconds in (patience, LET_GO_SECONDS):
            if tasks:
                _, left = await asyncio.wait(tasks, timeout=seconds)
                tasks = list(left)
            for task in tasks:
                task.cancel()
        for task in tasks:
            log.error("task left behind", extra={"task": task.get_name()})

    async def _hand_over(self) -> None:
        """Deliver what was finished while the others were stopping."""
        with contextlib.suppress(TimeoutError, DatabaseLost):
            async with asyncio.timeout(HAND_OVER_SECONDS):
                while await deliver_one(self._program.workshop):
                    pass

    def _steps(self) -> Iterator[tuple[str, Callable[[], Awaitable[object]]]]:
        shop = self._program.workshop
        if "worker" not in self._roles:
            return
        for number in range(shop.limits.at_once):
            yield f"worker {number + 1}", self._make
        # Whom one platform or provider keeps waiting is nobody but its own.
        for lane in _lanes(shop.messengers):
            name = lane.only or "elsewhere"
            yield f"delivery 1 {name}", partial(self._deliver, lane)
            yield f"delivery 2 {name}", partial(self._deliver, lane)
            yield f"notices {name}", partial(tell_one, shop, lane)
        for lane in _lanes(shop.refunds):
            yield f"refunds {lane.only or 'elsewhere'}", partial(give_back_one, shop, lane)
        yield "letters", lambda: send_one(shop, self._program.catalogue, self._program.links, self._program.paper)
        if post := self._program.postbox:
            yield "incoming mail", lambda: read_one(shop.store, shop.ambient, post)
        yield "removal", Remover(shop).step
        kit = rights_kit(self._program)
        # Two, so that nobody's deletion waits for somebody else's large copy.
        yield "rights 1", lambda: carry_out_one(kit)
        yield "rights 2", lambda: carry_out_one(kit)
        yield "patience", lambda: give_up_waiting(shop)
        yield "payments", lambda: payments.settle_due(shop)
        if hints := self._program.hints:
            yield "payment hints", hints.look_into
        yield "places", self._tell

    async def _make(self) -> bool:
        # Of the idle workers one looks for work and the others stand behind it: otherwise each news would send all of them to the
        # database's only writer, and whoever waits for an answer would wait for two hundred claims of nothing.
        # The name is new for each claim: under a shared one, a task whose lease has ended could still save.
        owner = self._program.ambient.new_owner()
        async with self._looking:
            since = self._program.wake.news
            claim = None if self.stopping.is_set() else await claim_one(self._program.workshop, owner)
            if claim is None:
                await self._idle(since, afar=True)
                return True
        await finish_one(self._program.workshop, owner, claim)
        return True

    async def _deliver(self, lane: Lane) -> bool:
        since = self._program.wake.news
        if not await deliver_one(self._program.workshop, lane):
            await self._idle(since, afar=True)
        return True

    async def _idle(self, since: int, *, afar: bool = False) -> None:
        """Until there is news since then, or it is time to look anyway."""
        if not self.stopping.is_set():
            await self._program.wake.wait(self._program.settings.jobs.poll, since=since, afar=afar)

    async def _tell(self) -> bool:
        await tell_waiting(self._program.workshop)
        # News comes with every picture that lands; people are told in rounds, so that a long line costs no more than a short one.
        await waited(self.stopping, TELL_SECONDS)
        return True

    def _loop_of(self, name: str, step: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
        return lambda: self._loop(name, step)

    async def _loop(self, name: str, step: Callable[[], Awaitable[object]]) -> None:
        """Repeat a step; sleep when it had nothing to do; back off when it fails, and go on."""
        pause = 1.0
        while not self.stopping.is_set():
            since = self._program.wake.calls
            try:
                if not await step():
                    await self._idle(since)
                pause = 1.0
            except DatabaseLost:
                # The log has been told once (db/postgres.py). It comes back by itself, and then nobody is to wait longer for us.
                await waited(self.stopping, AWAY_SECONDS)
            except Exception as error:
                self._program.metrics.began_again(name)
                # Of a full disk, the place where it was met says nothing, and would be written again and again.
                is_full = isinstance(error, StorageFull)
                log.error("step failed", exc_info=None if is_full else error, extra={"task": name, "pause": pause})
                # Not until there is news: of that there is much, and it would be tried without a pause.
                await waited(self.stopping, pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    def _fronts(self) -> Iterator[tuple[str, Callable[[], Awaitable[object]]]]:
        """What the last result still needs: the chat platforms and the other processes. Workers need platforms only to post, and the site
        to know what the bot is called."""
        discord, telegram, roles = self._program.discord, self._program.telegram, set(self._roles)
        if discord and {"discord", "worker"} & roles:
            yield "discord", lambda: discord.run(self._drained, connect="discord" in roles)
        if telegram and {"telegram", "worker", "web"} & roles:
            yield "telegram", lambda: telegram.front.run(self.stopping, self._drained, connect="telegram" in roles)
        if news := self._program.news:
            # To the very end: by this line others see that what is under way here still has an owner.
            yield "news", lambda: ended_by(self._drained, news.run())

    def _others(self, served: "list[tuple[str, ASGIApp, socket.socket]]") -> Iterator[tuple[str, Callable[[], Awaitable[object]]]]:
        """What goes on beside the steps until the program stops."""
        if self._clock:
            yield "clock", self._clock
        yield "numbers", lambda: self._program.metrics.watch_loop(self.stopping)
        for name, app, server in served:
            assert self._serve is not None
            yield name, partial(self._serve, app, server)

    def _served(self, server: socket.socket | None) -> "Iterator[tuple[str, ASGIApp, socket.socket]]":
        """The site, and the numbers where they have a port of their own. Raises `CannotListen`."""
        given = self._program.settings.metrics
        if server is not None:
            assert self._program.web is not None
            yield "web", self._program.web, server
        if given.port:
            from bot.scrape import scrape

            yield "scrape", scrape(self._program).app(), listen(given.host, given.port)

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


def _clock(program: Program, stopping: asyncio.Event) -> Callable[[], Awaitable[None]]:
    from bot.clockwork import run_by_the_clock

    return lambda: run_by_the_clock(program, stopping)


def _server(program: Program, stopping: asyncio.Event) -> "Callable[[ASGIApp, socket.socket], Awaitable[None]]":
    from bot.serving import serve

    return lambda app, server: serve(app, server, program.settings.web, stopping)


def _lanes(names: Iterable[str]) -> Iterator[Lane]:
    """One for each of them, and one for whatever is nobody's here."""
    known = sorted(names)
    yield from (Lane(only=name) for name in known)
    yield Lane(but=frozenset(known))
