"""The real program in a process of its own, with a data directory of its own and a sandbox that paints quickly; and a real browser."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[3]
CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 60.0


@contextlib.contextmanager
def running_program(data: Path, *, port: int | None = None, pace: float = 2.0) -> Iterator[str]:
    """The address of the playground. `pace`: seconds that the sandbox takes for a picture. Stopped at the end, whatever happens."""
    log = data.with_suffix(".log")
    port = port or _free_port()
    ours = {
        "INKMIRAGE_APP__DATA_DIR": str(data),
        "INKMIRAGE_WEB__PORT": str(port),
        "INKMIRAGE_MAYI__SANDBOX_PACE": str(pace),
        "PYTHONUNBUFFERED": "1",
    }
    others = {name: value for name, value in os.environ.items() if not name.startswith("INKMIRAGE_")}
    with log.open("wb") as output:
        program = subprocess.Popen([sys.executable, "-m", "bot", "run"], cwd=ROOT, env={**others, **ours}, stdout=output, stderr=output)
    try:
        _wait_until_it_listens(program, port, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        program.send_signal(signal.SIGTERM)
        try:
            program.wait(15)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_until_it_listens(program: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and program.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError(f"the program did not come up:\n{log.read_text('utf-8', 'replace')[-2000:]}")


@contextlib.contextmanager
def running_browser() -> Iterator[Browser]:
    """Debian's Chromium, silent about itself."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()
