"""Told to stop while many wait, killed before it has: what it promised is kept by the next one."""

import asyncio
import signal
from pathlib import Path

import httpx

from core.ambient import utc_now
from db.store import visit
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.bot.command import Running, bot, ended, running
from tests.lines import BRIEF

PEOPLE = 4
OURS = {"X-Playground": "1"}
SLOW = {"mayi__sandbox_pace": "1.5", "mayi__concurrency": "2", "jobs__lease": "1", "jobs__poll": "0.2"}


async def ask(there: Running) -> list[str]:
    """Everybody asks for a picture."""
    people = []
    async with httpx.AsyncClient(base_url=there.url, headers=OURS, timeout=30, limits=BRIEF) as http:
        for number in range(PEOPLE):
            people.append((await http.post("/api/people", json={"name": f"Ada {number}"})).json()["uid"])
        for uid in people:
            order = {
                "person": uid,
                "nonce": f"nonce-{uid}",
                "command": "imagine",
                "values": {"prompt": "a fox", "quality": "low"},
                "seen": 4,
            }
            (await http.post("/api/run", json=order)).raise_for_status()
    return people


def standing(uow: SqlUnitOfWork) -> tuple[int, int, list[str]]:
    """How many pictures wait, how many messages, and what is wrong with the books."""
    breaches = [str(item) for item in verify(uow.connection, utc_now()) if not item.ok]
    return uow.jobs.waiting(), uow.jobs.undelivered(), breaches


async def look(data: Path) -> tuple[int, int, list[str]]:
    return await visit(f"sqlite+aiosqlite:///{data}/inkmirage.db", standing)


async def test_a_stop_under_load_ends_in_time_and_the_next_start_keeps_every_promise(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with running(data, jobs__drain_seconds="1", **SLOW) as there:
        await ask(there)
        assert (await there.stopped()).code == 0
    assert (await look(data))[2] == []
    await kept_by_the_next(data)


async def test_killed_while_it_stops_nothing_is_lost(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with running(data, jobs__drain_seconds="60", **SLOW) as there:
        await ask(there)
        there.process.send_signal(signal.SIGTERM)
        await there._said("stopping")
        await asyncio.sleep(0.5)
        there.process.kill()
        assert (await ended(there.process)).code == -signal.SIGKILL
    await kept_by_the_next(data)


async def kept_by_the_next(data: Path) -> None:
    """Nothing waits, every message is out, the books are in order, and whoever has no picture has their credits."""
    async with running(data, **{**SLOW, "mayi__sandbox_pace": "0.1"}) as there:
        async with asyncio.timeout(90):
            while (await look(data))[:2] != (0, 0):  # noqa: ASYNC110  # another process works on it
                await asyncio.sleep(0.3)
        assert (await there.stopped()).code == 0
    assert await look(data) == (0, 0, [])
    end = await bot("ledger", "verify", "--data-dir", str(data), cwd=data.parent)
    assert end.code == 0, end.out
