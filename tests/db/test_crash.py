"""A process that is killed keeps what it had acknowledged, and nothing that it had only begun."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

from sqlalchemy import make_url

from core.ambient import Ambient
from db.store import open_store
from tests.db.rows import arrive, names

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds
ENOUGH = 60  # acknowledged works before the kill


async def busy(url: str, tag: str) -> None:
    """Write from eight tasks for ever, and say each name once it is stored."""
    store = await open_store(url, Ambient())

    async def writer(task: int) -> None:
        for number in range(1_000_000):
            await store.write(arrive(f"{tag}-{task}-{number}"))
            os.write(1, f"{tag}-{task}-{number}\n".encode())  # one system call: the line is whole or not there

    await asyncio.gather(*(writer(task) for task in range(8)))


def killed_amid_work(url: str, tag: str) -> list[str]:
    """What a process acknowledged before it was killed."""
    command = [sys.executable, "-c", f"import asyncio, tests.db.test_crash as t; asyncio.run(t.busy({url!r}, {tag!r}))"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        watchdog = threading.Timer(PATIENCE, process.kill)
        watchdog.start()
        try:
            assert process.stdout
            lines = [process.stdout.readline() for _ in range(ENOUGH)]
            process.send_signal(signal.SIGKILL)
            return [line.strip() for line in (*lines, *process.stdout) if line.strip()]
        finally:
            watchdog.cancel()
            process.kill()


def test_nothing_acknowledged_is_lost_when_the_process_is_killed(sqlite_url: str) -> None:
    acknowledged: list[str] = []
    for round_ in ("one", "two", "three"):
        told = killed_amid_work(sqlite_url, round_)
        assert len(told) >= ENOUGH
        acknowledged += told
    with sqlite3.connect(str(make_url(sqlite_url).database)) as file:
        stored = {uid for (uid,) in file.execute("SELECT uid FROM identity")}
        counts = [file.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("account", "wallet", "identity")]
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
    file.close()
    assert set(acknowledged) <= stored
    assert len(stored - set(acknowledged)) <= 3 * 8  # at most what each task had under way
    assert set(counts) == {len(stored)}  # and every work is there whole


async def test_a_killed_process_leaves_the_file_to_the_next_one(sqlite_url: str) -> None:
    told = await asyncio.to_thread(killed_amid_work, sqlite_url, "first")
    store = await open_store(sqlite_url, Ambient())
    assert set(told) <= await store.read(names)
    await store.close()
