"""Somebody leaves: nothing of theirs stays, nothing of anybody else is touched, wherever the process dies (privacy.md §5.4)."""

import io
import shutil
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core.accounts import Standing
from core.ambient import Ambient
from core.errors import Gone, Refused
from core.ports import Posted, TakenBack
from core.rights import erasing
from core.rights.purging import STEPS, sweep_late
from core.rights.requests import Counted, EraseStep, Fate, RequestState
from core.storage.platforms import PostedMessage
from core.storage.unit_of_work import UnitOfWork
from db.erasures import DELETED, FOLDED, OUTLIVE
from db.person_rows import PATHS
from db.store import SqlStore, open_store
from db.tables import METADATA
from db.verify import verify
from tests.clock import FakeClock
from tests.core.rights.people import connection_of
from tests.core.rights.town import GRACE, RIGHTS_LOG, Died, Town, digest


@pytest.fixture
async def town(store: SqlStore, clock: FakeClock, tmp_path: Path) -> Town:
    town = Town(store, clock, tmp_path)
    await town.settle("zora", "hugo")
    return town


STAYING = ["billing_document", "billing_record", "erased_prefix", "held_record", "legal_hold", "staff_access"]


def of(who: str, tables: dict[str, list[tuple[object, ...]]], *, but: Iterable[str] = ()) -> dict[str, list[str]]:
    """Every row that names this person, by table; the shell of an earlier joining is an account of its own."""
    found = {
        name: [repr(row) for row in rows if who in repr(row).replace(f"{who}-shell", "")]
        for name, rows in tables.items()
        if name not in but
    }
    return {name: rows for name, rows in found.items() if rows}


async def broken(town: Town) -> set[str]:
    """The rules of the books that somebody breaks."""
    checks = await town.store.read(lambda uow: verify(connection_of(uow), town.clock.now()))
    return {check.name for check in checks if not check.ok}


@pytest.mark.proves("PRV-37", "T-DM-3", "T-DM-4")
def test_every_table_with_a_path_has_an_end() -> None:
    assert sorted({*DELETED, *FOLDED, *OUTLIVE, "identity", "account"}) == sorted(PATHS)


@pytest.mark.proves("PRV-37", "PRV-53", "T-ER-14")
async def test_who_leaves_is_gone_and_who_stays_is_untouched(town: Town) -> None:
    before, of_the_fixture = await town.everything(), await broken(town)
    request = await town.asked()
    town.clock.advance(days=7)
    kit, _ = town.kit()
    await town.work(kit)
    assert await town.state(request.ref) is RequestState.DONE
    after = await town.everything()
    # The fixture's words stand for hashes and sealed records here; in the program nothing in them names anybody.
    assert sorted(of("zora", after)) == STAYING
    assert len(of("zora", after)["billing_record"]) == 1
    assert of("hugo", after) == of("hugo", before)
    assert (await town.files("zora"), len(await town.files("hugo"))) == ([], 2)
    assert await broken(town) <= of_the_fixture


@pytest.mark.proves("PRV-34", "PRV-35", "T-ER-7")
async def test_nothing_is_done_for_a_locked_account_and_everything_again_once_it_is_kept(town: Town) -> None:
    await town.asked()
    assert (await town.store.read(lambda uow: uow.accounts.get("zora"))).standing is Standing.LOCKED
    assert await town.store.read(lambda uow: uow.sessions.of("zora")) == []
    kept = await town.store.write(lambda uow: erasing.cancel(uow, town.ambient, uow.accounts.get("zora"), town.clock.now()))
    assert kept.state is RequestState.CANCELLED
    assert (await town.store.read(lambda uow: uow.accounts.get("zora"))).standing is Standing.ACTIVE
    town.clock.advance(days=60)
    kit, _ = town.kit()
    await town.work(kit)
    assert of("zora", await town.everything())["job"]


@pytest.mark.parametrize("standing", [Standing.RESTRICTED, Standing.QUARANTINED])
async def test_a_deletion_that_is_called_back_is_no_way_out_of_a_pause(town: Town, standing: Standing) -> None:
    await town.store.write(lambda uow: uow.accounts.stand("zora", standing))
    await town.asked()
    await town.store.write(lambda uow: erasing.cancel(uow, town.ambient, uow.accounts.get("zora"), town.clock.now()))
    assert (await town.store.read(lambda uow: uow.accounts.get("zora"))).standing is standing


@pytest.mark.proves("PRV-35", "T-ER-7")
async def test_there_is_no_way_back_once_it_has_begun(town: Town) -> None:
    request = await town.asked()
    town.maker.away = True
    town.clock.advance(days=7)
    kit, _ = town.kit()
    await town.work(kit, patience=3)
    assert await town.state(request.ref) is RequestState.RUNNING
    with pytest.raises(Gone):
        await town.store.write(lambda uow: erasing.cancel(uow, town.ambient, uow.accounts.get("zora"), town.clock.now()))


@pytest.mark.proves("PRV-20", "PRV-39", "PRV-88", "T-ER-10")
async def test_while_somebody_outside_does_not_answer_nothing_is_complete(town: Town) -> None:
    request = await town.asked(at_once=True)
    town.maker.away = True
    kit, _ = town.kit()
    for _ in range(12):
        await town.work(kit)
        town.clock.advance(days=1)
    assert await town.state(request.ref) is RequestState.RUNNING
    town.maker.away = False
    town.clock.advance(hours=1)
    await town.work(kit)
    assert await town.state(request.ref) is RequestState.DONE
    assert town.maker.asked == [request.ref]


@pytest.mark.proves("PRV-37", "T-ER-5")
async def test_a_second_run_changes_nothing(town: Town) -> None:
    request = await town.asked(at_once=True)
    kit, _ = town.kit()
    await town.work(kit)
    receipt, everything = await town.receipt(request.ref), await town.everything()
    town.clock.advance(days=1)
    await town.work(kit)
    assert (await town.receipt(request.ref), await town.everything()) == (receipt, everything)


@pytest.mark.proves("PRV-31", "PRV-44")
async def test_the_receipt_says_what_the_preview_said(town: Town) -> None:
    shown = await town.store.read(lambda uow: erasing.preview(uow, uow.accounts.get("zora"), town.clock.now()))
    request = await town.asked(at_once=True)
    kit, _ = town.kit()
    await town.work(kit)
    receipt = {(one.what, one.fate): one.number for one in await town.receipt(request.ref)}
    changed = {Counted.BROWSERS, Counted.LETTERS}  # a lock ends them and mails about itself
    for one in shown.counts:
        if one.number and one.what not in changed:
            assert receipt[one.what, one.fate] == one.number, one
    assert receipt[Counted.CREDITS, Fate.DELETED] == shown.credits


@pytest.mark.proves("PRV-38", "T-ER-11")
async def test_messages_are_counted_by_what_became_of_them(town: Town) -> None:
    messages = await town.store.read(lambda uow: uow.posted.of("zora"))
    town.chats.fates = {messages[0].posted.message: TakenBack.TOO_OLD}
    request = await town.asked()
    kit, _ = town.kit()
    await town.work(kit)
    assert [str(one) for one in await town.store.read(lambda uow: uow.posted.of("zora"))] == []
    counts = {one.fate: one.number for one in await town.receipt(request.ref) if one.what is Counted.MESSAGES}
    assert counts == {Fate.TOO_OLD: 1}


@pytest.mark.proves("PRV-33")
async def test_messages_stay_where_they_are_if_the_person_says_so(town: Town) -> None:
    request = await town.asked(at_once=True, messages=False)
    kit, _ = town.kit()
    await town.work(kit)
    assert (Counted.MESSAGES, Fate.LEFT) in {(one.what, one.fate) for one in await town.receipt(request.ref)}


async def points_of(town: Town) -> list[str]:
    kit, deaths = town.kit()
    await town.work(kit)
    return deaths.passed


def ending(everything: dict[str, list[tuple[object, ...]]], request: str) -> str:
    """What a deletion leaves, without the moments at which it happened and without what it tried."""
    kept = {name: rows for name, rows in everything.items() if name not in (*RIGHTS_LOG, "erased_prefix", "billing_record", "notice")}
    return digest((kept, len(everything["billing_record"]), len(everything["erased_prefix"])))


async def run(town: Town, *deaths: int) -> tuple[str, list[str], list[str]]:
    """A deletion with deaths at these points; the end state, the receipt, and the points that were passed."""
    request = await town.asked(at_once=True)
    passed: list[str] = []
    for planned in [(death,) for death in deaths] + [()]:
        kit, points = town.kit(*planned)
        try:
            await town.work(kit)
        except Died:
            town.clock.advance(minutes=3)
        passed += points.passed
    assert await town.state(request.ref) is RequestState.DONE, passed
    receipt = [f"{one.what} {one.fate} {one.number}" for one in await town.receipt(request.ref)]
    assert not await town.store.read(lambda uow: uow.rights.broken(request.ref))
    return ending(await town.everything(), request.ref), receipt, passed


@pytest.fixture
def fresh(migrated_file: Path, tmp_path: Path) -> "Fresh":
    return Fresh(migrated_file, tmp_path)


class Fresh:
    """Towns that begin alike."""

    def __init__(self, migrated: Path, folder: Path) -> None:
        self._migrated, self._folder, self._number = migrated, folder, 0

    async def __call__(self, *deaths: int) -> tuple[str, list[str], list[str]]:
        self._number += 1
        folder = self._folder / str(self._number)
        folder.mkdir()
        shutil.copy(self._migrated, folder / "town.db")
        clock = FakeClock()
        store = await open_store(f"sqlite+aiosqlite:///{folder / 'town.db'}", Ambient(now=clock.now))
        town = Town(store, clock, folder)
        try:
            await town.settle("zora", "hugo")
            return await run(town, *deaths)
        finally:
            await town.store.close()


@pytest.mark.proves("PRV-37", "T-ER-3")
async def test_wherever_the_process_dies_the_end_is_the_same(fresh: Fresh) -> None:
    end, receipt, points = await fresh()
    assert {f"{step} {when}" for step in STEPS for when in ("begun", "worked", "done")} <= set(points)
    for number in range(1, len(points) + 1):
        again, counted, _ = await fresh(number)
        assert (again, counted) == (end, receipt), points[number - 1]


@pytest.mark.proves("PRV-37", "T-ER-4")
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 30), min_size=2, max_size=4))
async def test_it_may_die_more_than_once(fresh: Fresh, deaths: list[int]) -> None:
    end, receipt, _ = await fresh()
    again, counted, _ = await fresh(*deaths)
    assert (again, counted) == (end, receipt)


@pytest.mark.proves("PRV-86", "T-ER-15")
@pytest.mark.parametrize(
    ("table", "column"), [("rights_event", "state"), ("rights_event", "actor"), ("rights_event", "step"), ("rights_count", "what")]
)
async def test_no_words_get_into_the_rights_log(town: Town, table: str, column: str) -> None:
    def work(uow: UnitOfWork) -> None:
        connection_of(uow).execute(text(f"UPDATE {table} SET {column} = 'zora wrote this'"))

    with pytest.raises(IntegrityError):
        await town.store.write(work)


@pytest.mark.proves("PRV-25")
async def test_an_account_that_has_just_changed_is_not_deleted_at_once(town: Town) -> None:
    def link(uow: UnitOfWork) -> None:
        identity = METADATA.tables["identity"]
        connection_of(uow).execute(identity.update().where(identity.c.account_id == "zora").values(linked_at=town.clock.now()))

    await town.store.write(link)
    with pytest.raises(Refused):
        await town.asked(at_once=True)
    request = await town.asked()
    assert request.begins_at is not None
    assert request.begins_at - town.clock.now() >= GRACE


@pytest.mark.proves("PRV-36", "T-ER-6")
async def test_what_arrives_late_leaves_no_trace(town: Town) -> None:
    request = await town.asked(at_once=True)
    kit, _ = town.kit()
    await town.work(kit)
    assert await town.state(request.ref) is RequestState.DONE
    await town.objects.put("zora/late", io.BytesIO(b"late"), media_type="image/png", name="late.png")
    assert await sweep_late(kit) == 1
    assert await town.files("zora") == []
    town.clock.advance(days=3)
    assert await town.store.write(lambda uow: uow.erasures.forget_prefixes(town.clock.now())) == 1


@pytest.mark.proves("PRV-37")
def test_the_steps_are_in_their_order() -> None:
    assert list(STEPS) == list(EraseStep)
    assert timedelta(days=7) == GRACE


async def test_a_purge_that_would_leave_something_changes_nothing(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that nobody thought of, found by the paths of the data map: a human has to look (T-DM-4)."""
    before = await town.everything()
    monkeypatch.setattr("db.erasures.DELETED", tuple(name for name in DELETED if name != "chat_message"))
    request = await town.asked(at_once=True)
    kit, _ = town.kit()
    await town.work(kit)
    assert await town.state(request.ref) is RequestState.STUCK
    after = await town.everything()
    assert after["identity"] == before["identity"]
    assert after["posting"] == before["posting"]


async def test_how_to_keep_the_account_stays_in_the_chat_until_that_is_too_late(town: Town) -> None:
    """What was posted before the confirmation goes during the grace, the message with the way back goes with everything else."""
    await town.asked()
    at = town.clock.advance(minutes=1)
    notice = PostedMessage("web", Posted("zora", "way back", erasable=True), "zora", "answer", at)
    await town.store.write(lambda uow: uow.posted.add(notice))
    kit, _ = town.kit()
    await town.work(kit)
    assert [one.posted.message for one in await town.store.read(lambda uow: uow.posted.of("zora"))] == ["way back"]
    town.clock.advance(days=7)
    await town.work(kit)
    assert await town.store.read(lambda uow: uow.posted.of("zora")) == []
