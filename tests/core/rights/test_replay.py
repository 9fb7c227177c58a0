"""A backup brings nobody back (PRV-42, PRV-43, T-ER-9)."""

import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from core.ambient import Ambient, keyed
from core.rights import tombstones
from core.rights.replay import lay_to_rest
from core.rights.tombstones import FOLDER, TombstonesMissing
from db.store import SqlStore, open_store
from tests.clock import FakeClock
from tests.core.rights.people import connection_of
from tests.core.rights.test_purging import STAYING, broken, of
from tests.core.rights.town import Town

KEY, OTHER_KEY = b"the program's key", b"another one"


class Place:
    """A folder in which the program is started, backed up, and restored."""

    def __init__(self, migrated: Path, folder: Path) -> None:
        self.folder = folder
        self.database, self.backup = folder / "town.db", folder / "backup.db"
        self.clock = FakeClock()
        shutil.copy(migrated, self.database)

    @asynccontextmanager
    async def started(self, key: bytes = KEY) -> AsyncIterator[Town]:
        store = await open_store(f"sqlite+aiosqlite:///{self.database}", Ambient(now=self.clock.now))
        try:
            yield self._town(store, key)
        finally:
            await store.close()

    def _town(self, store: SqlStore, key: bytes) -> Town:
        return Town(store, self.clock, self.folder, Ambient(now=self.clock.now, pseudonym=keyed(key)))

    def back_up(self) -> None:
        with sqlite3.connect(self.database) as connection:
            connection.execute("VACUUM INTO ?", (str(self.backup),))
        connection.close()

    def restore(self) -> None:
        for name in ("town.db-wal", "town.db-shm"):
            (self.folder / name).unlink(missing_ok=True)
        shutil.copy(self.backup, self.database)


@pytest.fixture
async def place(migrated_file: Path, tmp_path: Path) -> Place:
    """Zora and Hugo, a backup, and then Zora leaves."""
    place = Place(migrated_file, tmp_path)
    async with place.started() as town:
        await town.settle("zora", "hugo")
        place.back_up()
        await town.asked(at_once=True)
        kit, _ = town.kit()
        await town.work(kit)
        assert await town.objects.keys(FOLDER)
    return place


@pytest.mark.proves("PRV-42", "T-ER-9")
async def test_whom_a_backup_brings_back_is_erased_before_anything_is_served(place: Place) -> None:
    place.restore()
    async with place.started() as town:
        before, of_the_fixture = await town.everything(), await broken(town)
        assert of("zora", before)["account"]
        kit, _ = town.kit()
        assert await lay_to_rest(kit) == 1
        after = await town.everything()
        assert sorted(of("zora", after)) == STAYING
        assert of("hugo", after) == of("hugo", before)
        assert await town.files("zora") == []
        assert await broken(town) <= of_the_fixture
        assert await lay_to_rest(kit) == 0


@pytest.mark.proves("PRV-42", "T-ER-9")
async def test_without_the_marks_nothing_is_served(place: Place) -> None:
    async with place.started() as town:
        kit, _ = town.kit()
        assert await lay_to_rest(kit) == 0
        await town.objects.delete_prefix(FOLDER)
        with pytest.raises(TombstonesMissing):
            await lay_to_rest(kit)


@pytest.mark.proves("PRV-42", "T-ER-9")
async def test_marks_under_a_lost_key_are_not_taken_for_none(place: Place) -> None:
    place.restore()
    async with place.started(OTHER_KEY) as town:
        kit, _ = town.kit()
        with pytest.raises(TombstonesMissing):
            await lay_to_rest(kit)


@pytest.mark.proves("PRV-43")
async def test_a_mark_says_nothing_and_ends_a_week_after_the_last_backup(place: Place) -> None:
    async with place.started() as town:
        (mark,) = await town.objects.keys(FOLDER)
        assert "zora" not in mark
        words = b"".join([piece async for piece in town.objects.get(mark)])
        assert b"zora" not in words
        place.clock.advance(days=27)
        assert await tombstones.forget(town.shop) == 0
        place.clock.advance(days=2)
        assert await tombstones.forget(town.shop) == 1
        assert await lay_to_rest(town.kit()[0]) == 0


@pytest.mark.proves("PRV-42", "T-ER-14")
async def test_nobody_who_stays_is_touched_by_a_start(place: Place) -> None:
    async with place.started() as town:
        before = await town.everything()
        await lay_to_rest(town.kit()[0])
        assert await town.everything() == before
        assert await town.store.read(lambda uow: connection_of(uow).execute(text("SELECT count(*) FROM purging")).scalar()) == 0
