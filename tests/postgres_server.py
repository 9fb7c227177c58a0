"""A real PostgreSQL for one test session: own folder, own port on loopback, stopped and removed at the end."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

STARTUP = 30.0  # seconds


class PostgresAbsent(Exception):
    """This machine has no PostgreSQL server programs."""


def programs() -> Path:
    """The newest installed server's folder of programs. Raises `PostgresAbsent`."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True):
        if (folder / "postgres").exists():
            return folder
    found = shutil.which("postgres")
    if found:
        return Path(found).parent
    raise PostgresAbsent("no PostgreSQL server programs in /usr/lib/postgresql/*/bin nor on the PATH")


class Server:
    """A server with a folder and a port of its own. `address` is without a database name: `postgresql+asyncpg://postgres@127.0.0.1:port`."""

    def __init__(self, folder: Path) -> None:
        """Make the folder ready. Raises `PostgresAbsent`."""
        self._binaries = programs()
        self._folder = folder
        # The server refuses to run as root, and its own user cannot look into pytest's folders.
        self._user = "postgres" if os.geteuid() == 0 else None
        self._port = free_port()
        self._running: subprocess.Popen[bytes] | None = None
        self.address = f"postgresql+asyncpg://postgres@127.0.0.1:{self._port}"
        if self._user:
            shutil.chown(folder, self._user)
        subprocess.run(
            [self._binaries / "initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync", "-D", folder / "data"],
            user=self._user, cwd=folder, check=True, capture_output=True,
        )  # fmt: skip

    def start(self) -> None:
        """Begin, and wait until it answers."""
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self._port,
            "unix_socket_directories": "",
            "fsync": "on",
            "max_connections": 200,
        }
        command = [
            *_dies_with_us(),
            str(self._binaries / "postgres"),
            "-D",
            str(self._folder / "data"),
            *(f"--{name}={value}" for name, value in settings.items()),
        ]
        with (self._folder / "log").open("a") as log:
            self._running = subprocess.Popen(command, user=self._user, cwd=self._folder, stdout=log, stderr=log)
        _wait(self._binaries, self._port, self._running)

    def crash(self) -> None:
        """An "immediate" shutdown: every connection breaks, and the next start recovers from the log."""
        if self._running is not None:
            self._running.send_signal(signal.SIGQUIT)
            self._running.wait(STARTUP)
            self._running = None


@contextmanager
def own_server() -> Iterator[Server]:
    """One that a test may stop and start; it runs. Raises `PostgresAbsent`."""
    folder = Path(tempfile.mkdtemp(prefix="inkmirage-postgres-"))
    try:
        server = Server(folder)
        try:
            server.start()
            yield server
        finally:
            server.crash()  # nobody needs these data again
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server and give its address, without a database name. Raises `PostgresAbsent`."""
    with own_server() as server:
        yield server.address


async def run_sql(server: str, statement: str) -> None:
    """One statement outside any transaction, in the server's own maintenance database."""
    connection = await asyncpg.connect(server.replace("+asyncpg", "") + "/postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _dies_with_us() -> list[str]:
    """Where the system can do it, the server also ends when the tests are killed."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "QUIT"] if setpriv else []


def free_port() -> int:
    """A port on loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(binaries: Path, port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTUP
    while subprocess.run([binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("PostgreSQL did not start")
        time.sleep(0.05)
