"""The tasks of a running program: what they ask of the database, what they prepare, and how they stop."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.local.gateway import GatewayOptions, SandboxGateway
from bot.program import Program
from bot.runtime import Runtime
from bot.wiring import build
from core import text
from core.caller import Address, Caller
from core.ports import ImageMaker, ImageOrder, Preview, Spooled, Usage
from tests.story.house import settings_for, until

WORKERS = 30


class Asked:
    """Port `ImageMaker`: the real one, which also counts how often a worker looked for something to do."""

    def __init__(self, maker: ImageMaker) -> None:
        self.looks = 0
        self._maker = maker

    async def make(self, order: ImageOrder, preview: Preview) -> Spooled:
        return await self._maker.make(order, preview)

    async def usage(self) -> Usage | None:
        return await self._maker.usage()

    def resting(self) -> timedelta | None:
        self.looks += 1
        return self._maker.resting()

    def closed(self) -> timedelta | None:
        return self._maker.closed()


@pytest.fixture
async def program(tmp_path: Path) -> AsyncIterator[Program]:
    async with SandboxGateway(GatewayOptions(plain=True)) as sandbox:
        built = await build(settings_for(tmp_path, sandbox.base_url, **{"mayi.concurrency": WORKERS, "jobs.poll": 60}))
        yield built
        await built.close()


async def test_one_of_many_idle_workers_answers_the_call(program: Program) -> None:
    asked = Asked(program.workshop.maker)
    program.workshop = replace(program.workshop, maker=asked)
    runtime = Runtime(program, ("worker",))
    async with runtime.everything(None):
        for calls in range(1, 4):
            await until(lambda calls=calls: asked.looks >= calls)  # type: ignore[misc]
            await asyncio.sleep(0.1)  # so that others who were woken would have looked too
            program.wake()
        looks = asked.looks
        runtime.stopping.set()
    assert looks <= 4


@pytest.mark.parametrize(("drain", "made"), [(0.2, 0), (20.0, 1)])
async def test_a_stop_waits_for_pictures_under_way_as_long_as_it_was_told(tmp_path: Path, drain: float, made: int) -> None:
    async with SandboxGateway(GatewayOptions(pace=1.5, plain=True)) as sandbox:
        program = await build(settings_for(tmp_path, sandbox.base_url, **{"jobs.drain_seconds": drain}))
        try:
            runtime = Runtime(program, ("worker",))
            async with runtime.everything(None):
                caller = Caller("test", "ada", "Ada", "one", Address("test", "ada"), "en", price_seen=12)
                await program.dispatch(caller, "imagine", {"prompt": "a fox"})
                await until(lambda: bool(sandbox.journal))
                begun = time.monotonic()
                runtime.stopping.set()
            assert time.monotonic() - begun < 19
            account = await program.store.read(lambda uow: uow.accounts.of(caller))
            assert account is not None
            id = account.id
            [job] = await program.store.read(lambda uow: uow.jobs.recent(id, limit=9))
            assert len(job.stored) == made
        finally:
            await program.close()


async def test_every_language_is_read_before_somebody_needs_it(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[tuple[str, bool]] = []
    loop_thread = threading.get_ident()

    def note(folder: Path) -> None:
        read.append((folder.name, threading.get_ident() == loop_thread))

    monkeypatch.setattr(text, "language_of", note)
    runtime = Runtime(program, ())
    async with runtime.everything(None):
        await until(lambda: len(read) == len(text.LOCALES))
        runtime.stopping.set()
    assert read == [(locale, False) for locale in text.LOCALES]
