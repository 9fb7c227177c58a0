"""What a deletion must never do, where no other test would see it: faults of bench/privacy_mutants.py."""

import io
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.accounts import Account
from core.ambient import Ambient
from core.reply import Call
from core.rights import erasing, tombstones
from core.rights.promise import Promise
from core.rights.requests import RequestState
from core.storage.unit_of_work import UnitOfWork
from db.store import SqlStore, open_store
from db.tables import METADATA
from tests.canary.scan import Scanner
from tests.canary.tokens import Canaries
from tests.clock import FakeClock
from tests.core.rights.people import connection_of
from tests.core.rights.town import GRACE, Town
from tests.story.house import House, open_house


@pytest.fixture
async def town(sqlite_url: str, clock: FakeClock, tmp_path: Path) -> AsyncIterator[Town]:
    store: SqlStore = await open_store(sqlite_url, Ambient(now=clock.now))
    town = Town(store, clock, tmp_path)
    await town.settle("zora", "hugo")
    yield town
    await store.close()


async def change(town: Town, table: str, who: str, **values: object) -> None:
    """Values in the rows of one person."""

    def work(uow: UnitOfWork) -> None:
        found = METADATA.tables[table]
        connection_of(uow).execute(found.update().where(found.c.account_id == who).values(**values))

    await town.store.write(work)


async def work(town: Town) -> None:
    kit, _ = town.kit()
    await town.work(kit)


@pytest.mark.proves("PRV-40", "T-ER-1")
async def test_no_byte_is_left_when_somebody_has_left_and_the_program_runs_on(town: Town, tmp_path: Path) -> None:
    words = Canaries("zora leaves")
    await change(town, "job", "zora", prompt=words.word("prompt"))
    files = [tmp_path / name for name in ("ink.db", "ink.db-wal", "objects")]
    assert Scanner(words).scan(*files).hits
    request = await town.asked(at_once=True)
    await work(town)
    assert await town.state(request.ref) is RequestState.DONE
    found = Scanner(words).scan(*files)
    assert found.clean, found


@pytest.mark.proves("PRV-37", "T-ER-14")
async def test_files_of_a_joining_go_with_their_owner_and_those_of_others_stay(town: Town) -> None:
    """Two accounts were one for a while: what one of them sent lies in the other's folder."""
    for who, key in (("zora", "hugo/of-zora"), ("hugo", "zora/of-hugo")):
        await change(town, "reference", who, object_key=key)
        await town.objects.put(key, io.BytesIO(b"a picture"), media_type="image/png", name="a.png")
    request = await town.asked(at_once=True)
    await work(town)
    assert await town.state(request.ref) is RequestState.DONE
    assert await town.files("zora") == ["zora/of-hugo"]
    assert "hugo/of-zora" not in await town.files("hugo")


@pytest.mark.proves("PRV-53", "T-ER-12")
async def test_an_archived_payment_says_nothing_of_the_account(town: Town) -> None:
    await town.asked(at_once=True)
    await work(town)
    rows = await town.store.read(lambda uow: connection_of(uow).execute(METADATA.tables["billing_record"].select()).mappings().all())
    ours = [row for row in rows if "zora" in str(row["charge_ref"])]  # the fixture's word; a provider's says nothing of anybody
    assert len(ours) == 1
    assert "zora" not in ours[0]["id"]


@pytest.mark.proves("PRV-34", "T-ER-17")
async def test_no_link_works_after_the_lock(town: Town) -> None:
    await change(town, "one_time_link", "zora", used_at=None)
    await town.asked()
    rows = await town.everything()
    assert [row for row in rows["one_time_link"] if "zora" in repr(row)] == []
    assert [row for row in rows["one_time_link"] if "hugo" in repr(row)]


@pytest.mark.proves("PRV-33", "PRV-35")
async def test_nothing_is_deleted_before_the_grace_is_over(town: Town) -> None:
    request = await town.asked()
    files = await town.files("zora")
    await work(town)
    town.clock.advance(seconds=(GRACE - timedelta(hours=1)).total_seconds())
    await work(town)
    assert await town.state(request.ref) is RequestState.GRACE
    assert await town.files("zora") == files
    town.clock.advance(hours=1)
    await work(town)
    assert await town.state(request.ref) is RequestState.DONE


async def account_of(house: House, who: str) -> Account | None:
    return await house.program.store.read(lambda uow: uow.accounts.of(house.caller(who)))


def locks(house: House, account: Account, uow: UnitOfWork) -> None:
    now = house.program.ambient.now()
    draft = erasing.draft(uow, house.program.ambient, account, "web", None, "en", now)
    erasing.confirm(uow, house.program.ambient, Promise(), draft, account, now)


@pytest.mark.proves("PRV-34", "T-ER-17")
async def test_a_locked_account_is_told_until_when_and_how_to_keep_it(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        await house.say("ada", "/start")
        account = await account_of(house, "ada")
        assert account is not None
        await house.program.store.write(lambda uow: locks(house, account, uow))
        for line in ("a fox in the rain", "/balance", "/imagine a fox"):
            answer = await house.answer("ada", line)
            assert answer.reply.lines[0].key == "rights-locked", line
            buttons = [button.action for button in answer.reply.buttons]
            assert "delete-cancel" in {action.command for action in buttons if isinstance(action, Call)}
        assert await house.program.store.read(lambda uow: uow.jobs.working(account.id)) == []


@pytest.mark.proves("PRV-42", "T-ER-9")
async def test_a_start_lays_to_rest_whom_a_backup_has_brought_back(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        await house.say("ada", "/start")
        await house.say("kim", "/start")
        account = await account_of(house, "ada")
        assert account is not None
        await tombstones.bury(house.program.workshop, Promise(), [account.id], house.program.ambient.now())
    async with open_house(tmp_path, working=False) as house:
        assert await account_of(house, "ada") is None
        assert await account_of(house, "kim") is not None
