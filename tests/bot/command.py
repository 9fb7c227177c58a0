"""`python -m bot …` as a process of its own, as people start it."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SECONDS = 60.0
HERE = "InkMirage is here: "


@dataclass(frozen=True)
class Ended:
    """How it ended and what it said."""

    code: int
    out: str
    err: str

    def refused_with(self, *words: str) -> bool:
        """It could not start, and said why in one line."""
        said = self.err.strip()
        return self.code == 2 and "Traceback" not in said and "\n" not in said and all(word in said for word in words)


def environment(root: str, settings: dict[str, str]) -> dict[str, str]:
    """Ours alone, so that nothing on this machine changes the outcome. Names are `section__key`."""
    others = {name: value for name, value in os.environ.items() if not name.upper().startswith("INKMIRAGE_")}
    ours = {f"INKMIRAGE_{name.upper()}": value for name, value in settings.items()}
    return {**others, "PYTHONPATH": root, "LANG": "C.UTF-8", "COLUMNS": "200", **ours}


async def start(*args: str, cwd: Path, root: str = str(ROOT), **settings: str) -> asyncio.subprocess.Process:
    """Begin; `root` is the checkout whose program it is."""
    pipe = asyncio.subprocess.PIPE
    command, variables = [sys.executable, "-m", "bot", *args], environment(root, settings)
    return await asyncio.create_subprocess_exec(*command, cwd=cwd, env=variables, stdin=pipe, stdout=pipe, stderr=pipe)


async def ended(process: asyncio.subprocess.Process, typed: str = "") -> Ended:
    """Wait for the end, but not for ever."""
    try:
        async with asyncio.timeout(SECONDS):
            out, err = await process.communicate(typed.encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode is not None
    return Ended(process.returncode, out.decode(), err.decode())


async def bot(*args: str, cwd: Path, typed: str = "", root: str = str(ROOT), **settings: str) -> Ended:
    """One command from start to end."""
    return await ended(await start(*args, cwd=cwd, root=root, **settings), typed)


@dataclass(frozen=True)
class Running:
    """A program that answers at `url`."""

    process: asyncio.subprocess.Process
    url: str

    async def stopped(self, *, times: int = 1) -> Ended:
        """Ask it to stop, once or more often."""
        for number in range(times):
            await asyncio.sleep(0.3 if number else 0)
            self.process.send_signal(signal.SIGTERM)
        return await ended(self.process)


@contextlib.asynccontextmanager
async def running(data: Path, *args: str, root: str = str(ROOT), **settings: str) -> AsyncIterator[Running]:
    """`python -m bot run` on a free port; killed at the end if it was not stopped before."""
    process = await start("run", "--data-dir", str(data), "--port", "0", *args, cwd=data.parent, root=root, **settings)
    assert process.stdout is not None
    try:
        async with asyncio.timeout(SECONDS):
            line = (await process.stdout.readline()).decode().strip()
        if not line.startswith(HERE):
            raise AssertionError(f"it did not start: {(await ended(process)).err}")
        yield Running(process, line.removeprefix(HERE))
    finally:
        if process.returncode is None:
            process.kill()
            await ended(process)
