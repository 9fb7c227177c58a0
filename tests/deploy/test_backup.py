"""deploy/backup.sh and deploy/restore.sh as an operator runs them: nobody comes back, and nothing is lost."""

import asyncio
import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot import desk
from bot.wiring import build
from core.ambient import utc_now
from core.storage.unit_of_work import UnitOfWork
from db.store import visit
from tests.bot.command import ROOT, bot
from tests.db.rows import scalar
from tests.postgres_server import programs, run_sql
from tests.story.house import open_house, settings_for

FOX = "a fox in the rain"
KEYS = {"desk": "the key of the desk", "counsel": "the key of counsel"}
OPERATORS = [f"{role}:{hashlib.sha256(key.encode()).hexdigest()}" for role, key in KEYS.items()]


@dataclass(frozen=True)
class Said:
    """How a script ended."""

    code: int
    out: str
    err: str


@dataclass
class Place:
    """A folder with the data of a program, its database on a server, and where backups go."""

    url: str
    folder: Path

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def overrides(self) -> dict[str, object]:
        return {"database.url": self.url, "privacy.grace_days": 0, "privacy.operators": OPERATORS}

    @property
    def libpq(self) -> str:
        return self.url.replace("+asyncpg", "")

    def say(self, script: str, *args: object, **more: str) -> Said:
        """Run it on this database; `more` are variables of the environment."""
        settings = {"APP__DATA_DIR": str(self.folder / "data"), "DATABASE__URL": self.url, "PRIVACY__BACKUP_DAYS": "21"}
        ours = {f"INKMIRAGE_{name}": value for name, value in settings.items()}
        ours |= {"DATABASE": self.libpq, "BACKUPS": str(self.backups), "PYTHON": sys.executable, "RUN_AS": ""}
        path = f"{programs()}:{os.environ['PATH']}"
        end = subprocess.run(
            [ROOT / "deploy" / script, *map(str, args)],
            env={**os.environ, "PATH": path, **ours, **more},
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        return Said(end.returncode, end.stdout, end.stderr)

    async def backed_up(self) -> Path:
        end = await asyncio.to_thread(self.say, "backup.sh")
        assert end.code == 0, end.err
        return sorted(self.backups.glob("*.dump"))[-1]

    async def names(self) -> set[str]:
        """Who has an account."""

        def look(uow: UnitOfWork) -> set[str]:
            return {who for who in ("ada", "bob") if scalar(uow, "SELECT count(*) FROM identity WHERE uid = :uid", uid=who)}

        return await visit(self.url, look)


@pytest.fixture
async def place(tmp_path: Path, postgres_url: str) -> Place:
    """Ada and Bob have made pictures."""
    place = Place(postgres_url, tmp_path)
    async with open_house(tmp_path / "data", overrides=place.overrides) as house:
        for who in ("ada", "bob"):
            await house.make(who, FOX)
    return place


async def ada_leaves(place: Place) -> None:
    """Two roles erase her account, and the purge is complete."""
    async with open_house(place.folder / "data", overrides=place.overrides) as house:
        for key in KEYS.values():
            await desk.erase(house.program.settings, {desk.KEY: key}, "test", "ada", demanded=True)
        async with asyncio.timeout(60):
            while "ada" in await place.names():  # noqa: ASYNC110 - as an operator would see it
                await asyncio.sleep(0.1)


async def test_whom_a_backup_brings_back_is_gone_before_anything_serves_on_postgres(place: Place) -> None:
    dump = await place.backed_up()
    await ada_leaves(place)
    assert await place.names() == {"bob"}
    end = await asyncio.to_thread(place.say, "restore.sh", dump, "--replace")
    assert end.code == 0, end.err + end.out
    assert await place.names() == {"bob"}
    assert "2 in the backup, 1 of them erased again, 1 now" in end.out
    assert "every invariant holds" in end.out
    async with open_house(place.folder / "data", overrides=place.overrides) as house:
        assert (await house.balance("bob")).posted == 28
    again = await place.backed_up()  # of a database that was restored, into another one
    other = Place(f"{place.url}_other", place.folder)
    await run_sql(place.url.rsplit("/", 1)[0], f"CREATE DATABASE {make_url(other.url).database}")
    end = await asyncio.to_thread(other.say, "restore.sh", again)
    assert end.code == 0, end.err
    assert await other.names() == {"bob"}


async def test_without_the_marks_nothing_may_start_on_postgres(place: Place) -> None:
    await ada_leaves(place)
    dump = await place.backed_up()
    shutil.rmtree(place.folder / "data" / "objects")
    end = await asyncio.to_thread(place.say, "restore.sh", dump, "--replace")
    assert end.code == 1
    assert "Do not start the program" in end.err


async def test_what_restore_refuses_on_postgres(place: Place) -> None:
    dump = await place.backed_up()
    full = await asyncio.to_thread(place.say, "restore.sh", dump)
    assert (full.code, "not empty" in full.err) == (1, True)
    program = await build(settings_for(place.folder / "data", "http://127.0.0.1:1", **place.overrides))
    try:
        used = await asyncio.to_thread(place.say, "restore.sh", dump, "--replace")
    finally:
        await program.close()
    assert (used.code, "Stop every process" in used.err) == (1, True)
    sound = dump.read_bytes()
    dump.write_bytes(sound[:-1000] + b"\0" * 1000)
    damaged = await asyncio.to_thread(place.say, "restore.sh", dump, "--replace")
    assert (damaged.code, "checksum differs" in damaged.err) == (1, True)
    assert await place.names() == {"ada", "bob"}


async def test_a_restore_that_breaks_off_leaves_what_was_there_on_postgres(place: Place) -> None:
    dump = await place.backed_up()
    dump.with_name(f"{dump.name}.sha256").unlink()
    dump.write_bytes(dump.read_bytes()[:-2000])
    end = await asyncio.to_thread(place.say, "restore.sh", dump, "--replace")
    assert (end.code, "the database is what it was" in end.err) == (1, True)
    assert await place.names() == {"ada", "bob"}
    found = await bot("ledger", "verify", cwd=place.folder, database__url=place.url)
    assert found.code == 0, found.out


async def test_a_backup_is_private_and_ends_in_time_on_postgres(place: Place) -> None:
    first = await place.backed_up()
    assert first.stat().st_mode & 0o077 == place.backups.stat().st_mode & 0o077 == 0
    kept, ended = first.with_name("inkmirage-19990101T000000Z.dump"), first.with_name("inkmirage-19980101T000000Z.dump")
    for path, days in ((kept, 19.9), (ended, 20.1)):  # tomorrow, the second would be older than 21 days before anybody looks
        path.write_bytes(b"old")
        then = (utc_now() - timedelta(days=days)).timestamp()
        os.utime(path, (then, then))
    await place.backed_up()
    assert (kept.exists(), ended.exists(), first.exists()) == (True, False, True)


async def test_a_backup_that_fails_leaves_nothing_half_done_on_postgres(place: Place) -> None:
    await place.backed_up()
    end = await asyncio.to_thread(place.say, "backup.sh", DATABASE=f"{place.libpq}_none")
    assert end.code != 0
    assert len([path for path in place.backups.iterdir() if path.suffix == ".dump"]) == 1
    assert not list(place.backups.glob("*.part"))
