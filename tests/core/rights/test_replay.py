"""A backup brings nobody back (PRV-42, PRV-43, T-ER-9)."""

import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Never

import pytest
from sqlalchemy import text

from core.ambient import Ambient, keyed
from core.ports import StoreUnavailable
from core.rights import tombstones
from core.rights.replay import lay_to_rest
from core.rights.requests import EraseStep, RequestKind, RequestState
from core.rights.tombstones import FOLDER, TombstonesMissing
from db.store import SqlStore, open_store
from tests.clock import FakeClock
from tests.core.rights.people import connection_of
from tests.core.rights.test_purging import STAYING, broken, of
from tests.core.rights.town import Died, Town

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


@pytest.fixture
async def leaving(migrated_file: Path, tmp_path: Path) -> Place:
    """Zora has said that she leaves, a backup is of that day, and nothing has been deleted yet."""
    place = Place(migrated_file, tmp_path)
    async with place.started() as town:
        await town.settle("zora", "hugo")
        await town.asked()
        place.back_up()
        place.clock.advance(days=7)
    return place


@pytest.mark.proves("PRV-37", "PRV-42", "T-ER-3")
async def test_who_dies_between_the_mark_and_the_rows_starts_again_and_goes_on(leaving: Place) -> None:
    async with leaving.started() as town:
        kit, _ = town.kit()
        kit = replace(kit, reached=partial(_dies_at, f"{EraseStep.TOMBSTONE} done"))
        with pytest.raises(Died):
            await town.work(kit)
        assert await town.objects.keys(FOLDER)
    leaving.clock.advance(minutes=3)
    async with leaving.started() as town:
        kit, _ = town.kit()
        assert await lay_to_rest(kit) == 0
        (request,) = [one for one in await town.store.read(lambda uow: uow.rights.of("zora")) if one.kind is RequestKind.ERASE]
        assert request.state is RequestState.RUNNING
        await town.work(kit)
        assert await town.state(request.ref) is RequestState.DONE
        assert sorted(of("zora", await town.everything())) == STAYING


def _dies_at(point: str, reached: str) -> None:
    if reached == point:
        raise Died(point)


@pytest.mark.proves("PRV-42", "T-ER-9")
async def test_a_backup_of_the_days_of_grace_is_served_when_its_deletion_is_complete(leaving: Place) -> None:
    async with leaving.started() as town:
        (asked,) = [one for one in await town.store.read(lambda uow: uow.rights.of("zora")) if one.kind is RequestKind.ERASE]
        kit, _ = town.kit()
        await town.work(kit)
        assert await town.state(asked.ref) is RequestState.DONE
    leaving.restore()
    async with leaving.started() as town:
        assert await town.state(asked.ref) is RequestState.GRACE
        kit, _ = town.kit()
        assert await lay_to_rest(kit) == 1
        assert await town.state(asked.ref) is RequestState.DONE
        assert sorted(of("zora", await town.everything())) == STAYING


@pytest.mark.proves("PRV-42", "T-ER-4")
async def test_who_dies_while_somebody_is_laid_to_rest_goes_on_with_it_at_the_next_start(place: Place) -> None:
    place.restore()
    async with place.started() as town:
        town.objects.delete = _away  # type: ignore[method-assign]
        town.objects.delete_prefix = _away  # type: ignore[method-assign, assignment]
        with pytest.raises(StoreUnavailable):
            await lay_to_rest(town.kit()[0])
    async with place.started() as town:
        assert await lay_to_rest(town.kit()[0]) == 1
        assert sorted(of("zora", await town.everything())) == STAYING


async def _away(key: str) -> Never:
    raise StoreUnavailable
