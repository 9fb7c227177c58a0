"""How long until the program can take work, and what it costs while nobody wants anything: `python -m bench start`.

`python -m bot run` as a process of its own, with nothing configured: once on an empty folder, then again on what it left there, then only
its worker; and short commands. On a machine that does much else, processor time until `/readyz` says yes grows, too (twice as much was
seen): compare in turns.
"""

import asyncio
import contextlib
import os
import resource
import signal
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import psutil

from bench.house import ROOT
from bench.table import Line, below, machine, show

IDLE, SETTLE = 20.0, 10.0  # seconds that it is watched, and left alone before
IDLE_GOAL = 1.0  # per cent of a core
LONGEST = 120.0
SHORT = ("ledger verify", "jobs list", "money summary", "check")


@contextlib.asynccontextmanager
async def started(folder: Path) -> AsyncIterator[tuple[psutil.Process, float]]:
    """The running program, ready, and how many seconds that took."""
    own = _settings(folder)
    began, words = time.monotonic(), (sys.executable, "-m", "bot", "run")
    process = await asyncio.create_subprocess_exec(*words, cwd=ROOT, env=os.environ | own, stdout=asyncio.subprocess.PIPE)
    try:
        await _ready(process)
        yield psutil.Process(process.pid), time.monotonic() - began
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


async def _ready(process: asyncio.subprocess.Process) -> None:
    assert process.stdout is not None
    async with asyncio.timeout(LONGEST), aiohttp.ClientSession() as session:
        address = (await process.stdout.readline()).decode().rsplit(" ", 1)[-1].strip()
        while not await _says_yes(session, f"{address}/readyz"):  # noqa: ASYNC110  # as an operator's balancer would see it
            await asyncio.sleep(0.02)


async def _says_yes(session: aiohttp.ClientSession, url: str) -> bool:
    with contextlib.suppress(aiohttp.ClientConnectionError):
        async with session.get(url) as answer:
            return answer.status == 200
    return False


async def worker(folder: Path) -> Line:
    """A process that only works; it tells a service manager when it does."""
    heard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    with heard, tempfile.TemporaryDirectory(prefix="bench-notify-") as place:
        heard.bind(f"{place}/notify")
        heard.settimeout(LONGEST)
        own = _settings(folder) | {"NOTIFY_SOCKET": f"{place}/notify"}
        began, words = time.monotonic(), (sys.executable, "-m", "bot", "run", "--only", "worker")
        process = await asyncio.create_subprocess_exec(*words, cwd=ROOT, env=os.environ | own)
        await asyncio.to_thread(heard.recv, 100)
        line = Line("from the start to ready, only a worker", _cost(time.monotonic() - began, _spent(psutil.Process(process.pid))))
        process.send_signal(signal.SIGTERM)
        await process.wait()
    return line


async def command(folder: Path, words: str) -> Line:
    """A short command, from start to end."""
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    nowhere = asyncio.subprocess.DEVNULL
    arguments = (sys.executable, "-m", "bot", *words.split())
    process = await asyncio.create_subprocess_exec(*arguments, cwd=ROOT, env=os.environ | _settings(folder), stdout=nowhere, stderr=nowhere)
    await process.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Line(f"python -m bot {words}", _cost(time.monotonic() - began, spent))


def _cost(seconds: float, spent: float) -> str:
    return f"{seconds:.1f} s · {spent:.1f} s CPU"


def _settings(folder: Path) -> dict[str, str]:
    return {"INKMIRAGE_APP__DATA_DIR": str(folder), "INKMIRAGE_WEB__PORT": "0", "INKMIRAGE_APP__LOG_LEVEL": "error"}


def _spent(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def measure() -> list[Line]:
    """Cold, warm, idle; one role; short commands."""
    lines = []
    with tempfile.TemporaryDirectory(prefix="bench-start-") as folder:
        for what in ("an empty folder", "an existing folder"):
            async with started(Path(folder)) as (process, seconds):
                lines.append(Line(f"from the start to ready, {what}", _cost(seconds, _spent(process))))
                if what == "an existing folder":
                    lines.append(await idle(process))
        lines.append(await worker(Path(folder)))
        lines += [await command(Path(folder), words) for words in SHORT]
    return lines


async def idle(process: psutil.Process) -> Line:
    """What it needs while nothing happens."""
    await asyncio.sleep(SETTLE)
    before = _spent(process)
    await asyncio.sleep(IDLE)
    return below(f"CPU while nothing happens, over {IDLE:g} s", (_spent(process) - before) / IDLE * 100, IDLE_GOAL, "% of a core", 2)


def main() -> None:
    """One table."""
    show("Starting, and doing nothing", asyncio.run(measure()), machine())


if __name__ == "__main__":
    main()
