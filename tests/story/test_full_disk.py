"""No room: people are told kindly and keep their credits, and once there is room again it works without a restart."""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from bot.check import findings
from bot.config_sources import load
from core.ambient import utc_now
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.postgres_server import run_sql
from tests.story.house import House, button, open_house, until
from tests.wanting import do_without

MIB = 1024 * 1024
SIZE = 48 * MIB


@contextmanager
def disk(folder: Path) -> Iterator[Path]:
    """A small one of our own, mounted on this folder."""
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)], capture_output=True, check=False)
    if mounted.returncode:
        do_without("mount", "a small disk cannot be mounted here (that takes root)")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk for the program's own folder."""
    folder = tmp_path / "disk"
    folder.mkdir()
    with disk(folder) as mounted:
        yield mounted


@pytest.fixture
async def small_tablespace(postgres_server: str) -> AsyncIterator[tuple[str, Path]]:
    """A database whose tables are on a small disk, while the server's log is on the large one; its address, and the disk."""
    with tempfile.TemporaryDirectory(prefix="inkmirage-tablespace-") as folder, disk(Path(folder)) as mounted:
        shutil.chown(mounted, "postgres")
        name = f"small_{os.urandom(6).hex()}"
        await run_sql(postgres_server, f"CREATE TABLESPACE {name} LOCATION '{mounted}'")
        await run_sql(postgres_server, f"CREATE DATABASE {name} TEMPLATE template TABLESPACE {name}")
        yield f"{postgres_server}/{name}", mounted
        await run_sql(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")
        await run_sql(postgres_server, f"DROP TABLESPACE {name}")


def fill(disk: Path, *, leaving: int = 0) -> Path:
    """Something large, so that no more than this is left."""
    path = disk / "large"
    with path.open("ab", buffering=0) as file:
        try:
            while (left := os.statvfs(disk).f_bavail * os.statvfs(disk).f_bsize - leaving) > 0:
                file.write(b"\0" * min(left, MIB))
        except OSError:
            pass
    return path


async def test_below_the_reserve_pictures_are_declined_and_the_rest_goes_on(small_disk: Path) -> None:
    async with open_house(small_disk / "data", overrides={"app.reserve": 8}) as house:
        assert (await house.make("ada", "a fox")).pictures
        large = fill(small_disk, leaving=4 * MIB)
        declined = await house.run("ada", "imagine", {"prompt": "a heron"}, seen=12)
        assert declined.lines[0].key == "no-room"
        assert (await house.balance("ada")).held == 0
        assert (await house.say("ada", "/balance")).lines
        assert await readiness(house) == ["disk"]
        large.unlink()
        assert await readiness(house) == []
        again = await house.press("ada", declined, "make")
        assert (await house.posted(again.job or "")).pictures


async def test_with_no_room_at_all_nothing_is_lost_and_it_recovers_by_itself(small_disk: Path) -> None:
    async with open_house(small_disk / "data", working=False, overrides={"app.reserve": 0}) as house:
        await declined_until_there_is_room(house, small_disk)


async def test_a_full_disk_of_the_server_is_told_and_recovers_by_itself_on_postgres(
    small_tablespace: tuple[str, Path], tmp_path: Path
) -> None:
    address, small = small_tablespace
    async with open_house(tmp_path / "data", working=False, overrides={"database.url": address}) as house:
        await declined_until_there_is_room(house, small)


async def test_a_disk_that_fills_while_a_picture_is_made_costs_nobody_anything(small_disk: Path) -> None:
    """What was asked for before is either delivered or given back, once there is room to write down which."""
    async with open_house(small_disk / "data", overrides={"app.reserve": 0}) as house:
        await house.say("ada", "/start")
        before = await house.balance("ada")
        house.sandbox.options.pace = 2.0  # seconds: long enough for the disk to be full before the picture comes
        offer = await house.run("ada", "imagine", {"prompt": "a fox"})
        started = await house.press("ada", offer, "make")
        started_at = await house.balance("ada")
        await until(lambda: bool(house.sandbox.journal))
        large = fill(small_disk)
        await asyncio.sleep(4)
        assert started.job is not None
        assert started.job not in house.surface.posts
        large.unlink()
        ended = await house.posted(started.job)
        after = await house.balance("ada")
        assert after.held == 0
        price = started_at.held
        assert price
        assert before.posted - after.posted == (price if ended.pictures else 0), house.words(ended)
        assert await house.program.store.read(verified) == []


async def declined_until_there_is_room(house: House, disk: Path) -> None:
    """Nobody works on what is asked for, so the balance stays as it is."""
    await house.say("ada", "/start")
    before = await house.balance("ada")
    large = fill(disk)
    told = {(await house.run("ada", "imagine", {"prompt": "a fox " * 300}, seen=12)).lines[0].key for _ in range(40)}
    assert "error-disk-full" in told
    assert not {key for key in told if key.startswith("error-un")}, told
    held = (await house.balance("ada")).held
    large.unlink()
    assert (await house.balance("ada")).posted == before.posted
    assert (await house.balance("ada")).held == held
    assert (await house.say("ada", "/balance")).lines[0].key != "error-disk-full"
    offer = await house.say("ada", "a fox in the rain")
    assert button(offer, "make").main
    assert await house.program.store.read(verified) == []


async def test_a_check_warns_while_there_is_time(small_disk: Path) -> None:
    (small_disk / "data").mkdir()
    settings = load(None, {"app.data_dir": str(small_disk / "data"), "app.reserve": 8})
    lines = [line async for fine, line in findings(settings) if fine is None]
    assert [line for line in lines if "MiB are left" in line]


async def readiness(house: House) -> list[str]:
    assert house.program.web is not None
    async with httpx.AsyncClient(transport=httpx.ASGITransport(house.program.web), base_url="http://127.0.0.1") as http:
        missing: list[str] = (await http.get("/readyz")).json().get("missing", [])
        return missing


def verified(uow: object) -> list[str]:
    assert isinstance(uow, SqlUnitOfWork)
    return [str(item) for item in verify(uow.connection, utc_now()) if not item.ok]
