"""The whole program in one process, with one chat surface that remembers what was posted."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from adapters.local.gateway import GatewayOptions, SandboxGateway
from bot.config import Settings
from bot.config_sources import load
from bot.program import Program
from bot.runtime import Runtime
from bot.wiring import build
from core.ambient import Ambient
from core.caller import Address, Caller
from core.commands import COMMANDS
from core.commands.dispatch import Answer
from core.commands.spec import Command, Given
from core.ports import Posted, TakenBack, Unreachable
from core.reply import Button, Call, Reply
from core.storage.unit_of_work import UnitOfWork
from core.wallet import Balance
from tests.empty_database import laid_out

PATIENCE = 45.0


@dataclass
class Surface:
    """Port `Messenger`: keeps the messages of every chat by key, and counts how often each was posted."""

    posts: dict[str, Reply] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    frames: dict[str, int] = field(default_factory=dict)
    percents: dict[str, list[int]] = field(default_factory=dict)
    unreachable: bool = False

    async def deliver(self, address: Address, reply: Reply, *, key: str, locale: str) -> Sequence[Posted]:
        if self.unreachable:
            raise Unreachable
        self.posts[key] = reply
        self.times[key] = self.times.get(key, 0) + 1
        return ()

    async def progress(self, address: Address, reply: Reply, *, key: str, locale: str, preview: bytes | None) -> None:
        self.frames[key] = self.frames.get(key, 0) + (preview is not None)
        if reply.progress:
            self.percents.setdefault(key, []).append(reply.progress.percent)

    async def take_back(self, posted: Posted, *, at: datetime) -> TakenBack:
        return TakenBack.GONE


class House:
    """Speaks to the program as people do, and looks at what they would see."""

    def __init__(self, program: Program, sandbox: SandboxGateway, surface: Surface) -> None:
        self.program = program
        self.sandbox = sandbox
        self.surface = surface
        self._requests = 0

    def caller(self, who: str, *, key: str | None = None, seen: int | None = None, uploads: tuple[str, ...] = ()) -> Caller:
        self._requests += 1
        address = Address("test", who, private=True)
        return Caller("test", who, who.title(), key or f"request-{self._requests}", address, "en", seen, uploads)

    async def say(self, who: str, line: str, *, key: str | None = None, uploads: tuple[str, ...] = ()) -> Reply:
        return (await self.answer(who, line, key=key, uploads=uploads)).reply

    async def answer(self, who: str, line: str, *, key: str | None = None, uploads: tuple[str, ...] = ()) -> Answer:
        return await self.program.dispatch.typed(self.caller(who, key=key, uploads=uploads), line)

    async def run(self, who: str, command: str, values: dict[str, Given], *, key: str | None = None, seen: int | None = None) -> Reply:
        return (await self.program.dispatch(self.caller(who, key=key, seen=seen), command, values)).reply

    async def press(self, who: str, reply: Reply, command: str, *, key: str | None = None) -> Reply:
        call = button(reply, command).action
        assert isinstance(call, Call)
        return await self.run(who, call.command, dict(call.values), key=key)

    async def make(self, who: str, prompt: str, **options: Given) -> Reply:
        """Ask, say yes, and wait for the message that ends it."""
        offer = await self.run(who, "imagine", {"prompt": prompt, **options})
        started = await self.press(who, offer, "make")
        assert started.job is not None
        return await self.posted(started.job)

    async def posted(self, job: str) -> Reply:
        await until(lambda: job in self.surface.posts)
        return self.surface.posts[job]

    async def balance(self, who: str) -> Balance:
        def work(uow: UnitOfWork) -> Balance:
            account = uow.accounts.of(self.caller(who))
            assert account is not None
            return uow.ledger.balance(account.id, self.program.ambient.now())

        return await self.program.store.read(work)

    def words(self, reply: Reply, locale: str = "en") -> str:
        """Everything a person reads in a reply."""
        texts = [*reply.lines, *(part for fact in reply.facts for part in (fact.label, fact.value)), *(b.label for b in reply.buttons)]
        return "\n".join(self.program.catalogue.format(text, locale) for text in texts)


async def until(true: Callable[[], bool]) -> None:
    """Wait for something to become true, but not for ever."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110  # there is no event to wait for: it is seen from outside
            await asyncio.sleep(0.01)


def button(reply: Reply, command: str) -> Button:
    return next(b for b in reply.buttons if isinstance(b.action, Call) and b.action.command == command)


def settings_for(data: Path, sandbox_url: str, **overrides: object) -> Settings:
    given: dict[str, object] = {
        "app.data_dir": str(data),
        "mayi.base_url": sandbox_url,
        "mayi.api_key": "sk-test",
        "jobs.poll": 0.05,
        "jobs.lease": 1.5,
        "jobs.drain_seconds": 30.0,
        **overrides,
    }
    return load(None, given)


@contextlib.asynccontextmanager
async def open_house(
    data: Path,
    *,
    ambient: Ambient | None = None,
    commands: tuple[Command, ...] = COMMANDS,
    working: bool = True,
    overrides: dict[str, object] | None = None,
) -> AsyncIterator[House]:
    """A running program with its sandbox; `working=False` leaves the workers asleep."""
    async with SandboxGateway(GatewayOptions(pace=0.02, plain=True, usage_delay=0.0)) as sandbox:
        surface = Surface()
        settings = settings_for(data, sandbox.base_url, **(overrides or {}))
        program = await build(laid_out(settings), ambient=ambient, commands=commands, messengers={"test": surface}, usage_delay=0.05)
        try:
            runtime = Runtime(program, ("worker",) if working else ())
            async with runtime.everything(None):
                try:
                    yield House(program, sandbox, surface)
                finally:
                    runtime.stopping.set()
        finally:
            await program.close()
