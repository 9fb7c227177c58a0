"""`python -m bot …` as a process of its own, as people start it; or inside this one, where nothing is asked of the process."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from bot import logs
from bot.__main__ import app

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


def variables(settings: dict[str, str]) -> dict[str, str | None]:
    """The environment of a command: ours alone, so that nothing on this machine changes the outcome. Names are `section__key`."""
    foreign = {name: None for name in os.environ if name.upper().startswith("INKMIRAGE_")}
    ours = {f"INKMIRAGE_{name.upper()}": value for name, value in settings.items()}
    return {**foreign, "LANG": "C.UTF-8", "COLUMNS": "200", **ours}


async def start(*args: str, cwd: Path, root: str = str(ROOT), **settings: str) -> asyncio.subprocess.Process:
    """Begin; `root` is the checkout whose program it is."""
    pipe = asyncio.subprocess.PIPE
    command, merged = [sys.executable, "-m", "bot", *args], {**os.environ, "PYTHONPATH": root, **variables(settings)}
    environment = {name: value for name, value in merged.items() if value is not None}
    return await asyncio.create_subprocess_exec(*command, cwd=cwd, env=environment, stdin=pipe, stdout=pipe, stderr=pipe)


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


async def here(*args: str, cwd: Path, typed: str = "", **settings: str) -> Ended:
    """The same inside this process, which is many times faster; what nobody catches comes out of it as it is. One at a time."""
    return await asyncio.to_thread(_called, args, cwd, typed, settings)


def _called(args: tuple[str, ...], cwd: Path, typed: str, settings: dict[str, str]) -> Ended:
    with contextlib.chdir(cwd), log_as_it_was():
        end = CliRunner().invoke(app, args, input=typed, env=variables(settings), catch_exceptions=False)
    return Ended(end.exit_code, end.stdout, end.stderr)


@contextlib.contextmanager
def log_as_it_was() -> Iterator[None]:
    """A command inside begins a log of its own; afterwards the old one goes on."""
    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in ("", *logs.OURS, *logs.QUIET)}
    before = root.handlers, sys.excepthook, threading.excepthook
    try:
        yield
    finally:
        root.handlers, sys.excepthook, threading.excepthook = before
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


@dataclass(frozen=True)
class Running:
    """A program that answers at `url`."""

    process: asyncio.subprocess.Process
    url: str

    async def stopped(self, *, at_once: bool = False) -> Ended:
        """Ask it to stop; `at_once`: a second time, as soon as it has heard the first."""
        self.process.send_signal(signal.SIGTERM)
        if at_once:
            await self._said("stopping")
            self.process.send_signal(signal.SIGTERM)
        return await ended(self.process)

    async def _said(self, word: str) -> None:
        assert self.process.stderr is not None
        async with asyncio.timeout(SECONDS):
            while word not in (line := (await self.process.stderr.readline()).decode()):
                assert line, f"it ended without a word of {word}"


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
