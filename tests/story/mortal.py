"""A program that asks for one picture on the playground and dies where it is told to.

Names each step it reaches. Ends by itself, with 0, when the job's message is delivered.
"""

import asyncio
import os
import signal
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from bot.program import Program
from bot.runtime import Runtime
from bot.wiring import build
from core.ambient import Ambient, Step
from core.caller import Address, Caller
from core.storage.unit_of_work import UnitOfWork
from tests.clock import MovedClock
from tests.story.house import settings_for

PERSON = "ada"
PATIENCE = 30.0


def dying_at(step: str, ago: timedelta, steps: Connection) -> Ambient:
    def reached(now: Step) -> None:
        steps.send(now.value)
        if now == step:
            os.kill(os.getpid(), signal.SIGKILL)

    return Ambient(now=MovedClock(-ago).now, reached=reached)


def delivered(uow: UnitOfWork, job_id: str) -> bool:
    job = uow.jobs.get(job_id)
    return job is not None and job.finished_at is not None and uow.jobs.undelivered() == 0


async def live(program: Program, count: int) -> None:
    caller = Caller("playground", PERSON, "Ada", "the-one-request", Address("playground", PERSON, private=True), price_seen=12 * count)
    answer = await program.dispatch(caller, "imagine", {"prompt": "a fox in the rain", "count": count})
    job = answer.reply.job
    assert job is not None, answer
    async with asyncio.timeout(PATIENCE):
        while not await program.store.read(lambda uow: delivered(uow, job)):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def main(data: Path, url: str, step: str, count: int, ago: timedelta, given: dict[str, object], steps: Connection) -> None:
    settings = settings_for(data, url, **{"credits.free_credits": 60} | given)
    program = await build(settings, ambient=dying_at(step, ago, steps), usage_delay=0.05)
    runtime = Runtime(program, ("worker",))
    try:
        async with runtime.everything(None):
            try:
                await live(program, count)
            finally:
                runtime.stopping.set()
    finally:
        await program.close()


def run(data: Path, url: str, step: str, count: int, ago: timedelta, given: dict[str, object], steps: Connection) -> None:
    """The whole life of the process with the `given` settings, `ago` by the wall clock."""
    asyncio.run(main(data, url, step, count, ago, given, steps))
