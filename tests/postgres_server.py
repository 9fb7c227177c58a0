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


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server and give its address, without a database name: `postgresql+asyncpg://postgres@127.0.0.1:port`."""
    binaries = programs()
    # The server refuses to run as root, and its own user cannot look into pytest's folders.
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="inkmirage-postgres-"))
    try:
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        subprocess.run(
            [binaries / "initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync", "-D", data],
            user=user, cwd=folder, check=True, capture_output=True,
        )  # fmt: skip
        port = free_port()
        settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "", "fsync": "on", "max_connections": 200}
        command = [
            *_dies_with_us(),
            str(binaries / "postgres"),
            "-D",
            str(data),
            *(f"--{name}={value}" for name, value in settings.items()),
        ]
        with (folder / "log").open("w") as log, subprocess.Popen(command, user=user, cwd=folder, stdout=log, stderr=log) as server:
            try:
                _wait(binaries, port, server)
                yield f"postgresql+asyncpg://postgres@127.0.0.1:{port}"
            finally:
                server.send_signal(signal.SIGQUIT)  # an "immediate" shutdown: nobody needs these data again
                server.wait(STARTUP)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
