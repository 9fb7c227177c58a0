"""A legal hold keeps one record out of sight and out of reach of an erasure, and everything else goes; when it ends, that goes too (PRV-58,
PRV-85)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core.rights import holding
from core.rights.holds import HeldKind, Hold, HoldReason
from core.rights.purging import sweep_late
from core.rights.requests import RequestState
from core.storage.unit_of_work import UnitOfWork
from db.store import SqlStore
from db.tables import METADATA
from tests.clock import FakeClock
from tests.core.rights.people import connection_of
from tests.core.rights.town import Town

PICTURE, JOB, PAYMENT = "zora:picture.id", "zora:job.id", "zora:payment.id"
KEY = "zora/picture"


@pytest.fixture
async def town(store: SqlStore, clock: FakeClock, tmp_path: Path) -> Town:
    town = Town(store, clock, tmp_path)
    await town.settle("zora", "hugo")
    return town


async def held(town: Town, kind: HeldKind, record: str, days: int = 60) -> Hold:
    """By two roles."""

    def place(uow: UnitOfWork, role: str) -> Hold:
        now = town.clock.now()
        return holding.place(uow, town.ambient, kind, record, HoldReason.AUTHORITY, now + timedelta(days=days), role, now)

    await town.store.write(lambda uow: place(uow, "desk"))
    return await town.store.write(lambda uow: place(uow, "counsel"))


async def row(town: Town, table: str, id: str) -> dict[str, Any] | None:
    def work(uow: UnitOfWork) -> dict[str, Any] | None:
        found = METADATA.tables[table]
        key = next(iter(found.primary_key))
        first = connection_of(uow).execute(select(found).where(key == id)).first()
        return dict(first._mapping) if first else None

    return await town.store.read(work)


async def leave(town: Town) -> None:
    """Zora's account is erased to the end."""
    request = await town.asked(at_once=False)
    town.clock.advance(days=8)
    kit, _ = town.kit()
    await town.work(kit)
    assert await town.state(request.ref) is RequestState.DONE
    assert await row(town, "account", "zora") is None


async def later(town: Town, days: float) -> None:
    """The timetable, some days on."""
    town.clock.advance(days=days)
    kit, _ = town.kit()
    await holding.end_due(town.shop)
    await sweep_late(kit)


@pytest.mark.proves("PRV-58", "PRV-85", "T-ER-8")
async def test_a_held_picture_is_nowhere_to_be_seen_and_comes_back_as_it_was(town: Town) -> None:
    before = await row(town, "picture", PICTURE)
    hold = await held(town, HeldKind.PICTURE, PICTURE)
    seen = await row(town, "picture", PICTURE)
    assert seen is not None
    assert seen["state"] == "removed"
    assert await town.store.read(lambda uow: uow.jobs.removed_objects(50)) == []
    assert KEY in await town.files("zora")
    await town.store.write(lambda uow: holding.release(uow, town.ambient, hold.id, "desk", town.clock.now()))
    assert await row(town, "picture", PICTURE) == before


@pytest.mark.proves("PRV-58", "PRV-85", "T-ER-8")
async def test_an_erasure_goes_on_around_a_held_picture(town: Town) -> None:
    hold = await held(town, HeldKind.PICTURE, PICTURE)
    await leave(town)
    assert await town.files("zora") == [KEY]
    assert await row(town, "picture", PICTURE) is None
    kept = await row(town, "held_record", hold.id)
    assert kept is not None
    assert kept["body"]["row"]["id"] == PICTURE
    stays = await row(town, "legal_hold", hold.id)
    assert stays is not None
    assert stays["account_id"] is None
    await later(town, 10)
    assert await town.files("zora") == [KEY]


@pytest.mark.proves("PRV-58", "PRV-85", "T-ER-8")
@pytest.mark.parametrize("early", [True, False])
async def test_when_it_ends_what_was_held_is_erased(town: Town, early: bool) -> None:
    hold = await held(town, HeldKind.PICTURE, PICTURE)
    await leave(town)
    if early:
        await town.store.write(lambda uow: holding.release(uow, town.ambient, hold.id, "desk", town.clock.now()))
        await later(town, 0.01)
    else:
        await later(town, 60)
    assert await town.files("zora") == []
    assert await row(town, "held_record", hold.id) is None
    assert await row(town, "legal_hold", hold.id) is None


@pytest.mark.proves("PRV-85", "T-ER-8")
async def test_a_hold_that_is_placed_during_the_grace_wins(town: Town) -> None:
    request = await town.asked()
    await held(town, HeldKind.PICTURE, PICTURE)
    town.clock.advance(days=8)
    kit, _ = town.kit()
    await town.work(kit)
    assert await town.state(request.ref) is RequestState.DONE
    assert await town.files("zora") == [KEY]


async def test_a_held_job_has_no_words_and_no_pictures(town: Town) -> None:
    before = await row(town, "job", JOB)
    hold = await held(town, HeldKind.JOB, JOB)
    seen, picture = await row(town, "job", JOB), await row(town, "picture", PICTURE)
    assert seen is not None
    assert picture is not None
    assert (seen["prompt"], picture["state"]) == ("", "removed")
    await town.store.write(lambda uow: holding.release(uow, town.ambient, hold.id, "desk", town.clock.now()))
    assert await row(town, "job", JOB) == before


async def test_a_held_payment_is_kept_with_its_order(town: Town) -> None:
    hold = await held(town, HeldKind.PAYMENT, PAYMENT)
    await leave(town)

    def bodies(uow: UnitOfWork) -> set[str]:
        table = METADATA.tables["held_record"]
        return {row.record for row in connection_of(uow).execute(select(table).where(table.c.hold_id == hold.id))}

    assert await town.store.read(bodies) == {"payment", "payment_order"}
    await later(town, 60)
    assert await town.store.read(bodies) == set()


@pytest.mark.proves("PRV-85")
async def test_without_a_second_role_it_ends_after_three_days(town: Town) -> None:
    now = town.clock.now()
    until = now + timedelta(days=60)
    before = await row(town, "picture", PICTURE)
    await town.store.write(lambda uow: holding.place(uow, town.ambient, HeldKind.PICTURE, PICTURE, HoldReason.DISPUTE, until, "desk", now))
    await later(town, 2.9)
    assert await row(town, "picture", PICTURE) != before
    await later(town, 0.2)
    assert await row(town, "picture", PICTURE) == before


async def test_one_hold_touches_nobody_else(town: Town) -> None:
    before = await row(town, "picture", "hugo:picture.id")
    await held(town, HeldKind.PICTURE, PICTURE)
    await leave(town)
    assert await row(town, "picture", "hugo:picture.id") == before
    assert len(await town.files("hugo")) == 2
