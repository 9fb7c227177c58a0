"""The program's processes, as an operator starts them; each can be killed at any moment and is begun anew at its place."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from tests.bot.command import ROOT, variables
from tests.postgres_server import free_port

STARTED = 90.0  # seconds; all begin at once, and share the machine
STOPPED = 60.0


@dataclass
class Seat:
    """One place among the processes: what is run there, and whoever runs there now."""

    roles: str
    number: int
    folder: Path
    settings: dict[str, str]
    port: int = field(default_factory=free_port)
    process: asyncio.subprocess.Process | None = None

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

    async def begin(self) -> None:
        """Start a process here; does not wait until it works."""
        words = ["run", "--only", self.roles, "--data-dir", str(self.folder / "data"), "--port", str(self.port)]
        named = {
            name: value for name, value in {**os.environ, "PYTHONPATH": str(ROOT), **variables(self.settings)}.items() if value is not None
        }
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", *words, cwd=self.folder, env=named, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log
            )

    async def kill(self) -> None:
        """`kill -9`."""
        assert self.process is not None
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """Ask it to stop; its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOPPED):
            return await self.process.wait()

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
            if seat.process is not None and seat.process.returncode is None:
                await seat.kill()
