"""The program's processes, as an operator starts them; each can be killed at any moment and is begun anew at its place.

They are forked from a process that has read the program already (tests/story/lives.py): read anew each time, a machine that is busy
would do little else.
"""

import asyncio
import contextlib
import multiprocessing
import os
import sys
import threading
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import aiohttp

from bot.__main__ import app
from tests.bot.command import variables
from tests.postgres_server import free_port
from tests.story.lives import FORKS

STARTED = 180.0  # seconds; all begin at once, and share the machine
STOPPED = 60.0


def live(words: Sequence[str], settings: dict[str, str], log: Path) -> None:
    """`python -m bot`, with these words and settings, for a whole life."""
    for name, value in variables(settings).items():
        os.environ.pop(name, None)
        os.environ.update({name: value} if value is not None else {})
    with log.open("ab") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    threading.Thread(target=_end_with_the_tests, daemon=True).start()
    app(list(words))


def _end_with_the_tests() -> None:
    """However they end."""
    tests = multiprocessing.parent_process()
    assert tests is not None
    tests.join()
    os._exit(1)


@dataclass
class Seat:
    """One place among the processes: what is run there, and whoever runs there now."""

    roles: str
    number: int
    folder: Path
    settings: dict[str, str]
    port: int = field(default_factory=free_port)
    process: ForkServerProcess | None = None

    @property
    def name(self) -> str:
        return f"{self.roles} {self.number}"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What all processes at this place have said, one after another."""
        return self.folder / f"{self.roles.replace(',', '-')}-{self.number}.log"

    @property
    def alive(self) -> bool:
        """Whether somebody runs here."""
        return self.process is not None and self.process.is_alive()

    async def begin(self) -> None:
        """Start a process here; does not wait until it works."""
        words = ["run", "--only", self.roles, "--data-dir", str(self.folder / "data"), "--port", str(self.port)]
        self.process = FORKS.Process(target=live, args=(words, self.settings, self.log), daemon=True)
        await asyncio.to_thread(self.process.start)

    async def kill(self) -> None:
        """`kill -9`."""
        assert self.process is not None
        self.process.kill()
        await asyncio.to_thread(self.process.join)

    async def stop(self) -> int | None:
        """Ask it to stop; its exit code, none if it does not."""
        assert self.process is not None
        self.process.terminate()
        await asyncio.to_thread(self.process.join, STOPPED)
        return self.process.exitcode

    async def serves(self) -> bool:
        """Whether it answers requests."""
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(2)) as session, session.get(f"{self.url}/healthz") as answer:
                return answer.status == 200
        return False


def seats(roles: Sequence[str], folder: Path, settings: dict[str, str]) -> list[Seat]:
    """One for each of the roles, numbered among their like."""
    return [Seat(role, roles[: at + 1].count(role), folder, settings) for at, role in enumerate(roles)]


@contextlib.asynccontextmanager
async def seated(chosen: Sequence[Seat]) -> AsyncIterator[None]:
    """All of them run and serve; whoever is left at the end is killed."""
    try:
        await asyncio.gather(*(seat.begin() for seat in chosen))
        async with asyncio.timeout(STARTED):
            for seat in chosen:
                while "web" in seat.roles and not await seat.serves():  # noqa: ASYNC110  # seen from outside
                    await asyncio.sleep(0.1)
        yield
    finally:
        for seat in chosen:
            if seat.alive:
                await seat.kill()
