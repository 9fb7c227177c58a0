"""The tasks of a running program, in what they ask of the database."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.local.gateway import GatewayOptions, SandboxGateway
from bot.runtime import Runtime
from bot.wiring import Program, build
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
