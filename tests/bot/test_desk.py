"""What the operator's people type, beside the running program: who may, who must be two, and what is written down of it (PRV-26, PRV-56,
PRV-85, PRV-87, PRV-90, PRV-93)."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import desk, money
from bot.config import Settings
from bot.config_sources import ConfigError
from core.accounts import Account, Standing
from core.ambient import Ambient, utc_now
from core.rights import further, holding, reports
from core.rights.desk import CannotAct
from core.rights.holds import HeldKind, HoldReason
from core.rights.requests import Actor, Request, RequestKind, RequestState
from core.rights.staff import Reason, Scope, StaffAccess
from core.storage.unit_of_work import UnitOfWork
from db.breach import TABLES
from db.person_rows import SqlPersonRows
from db.unit_of_work import SqlUnitOfWork
from tests.bot.command import here
from tests.clock import MovedClock
from tests.story.house import House, open_house, settings_for

KEYS = {"desk": "the key of the desk", "counsel": "the key of counsel"}
OPERATORS = [f"{role}:{hashlib.sha256(key.encode()).hexdigest()}" for role, key in KEYS.items()]
DESK, COUNSEL = ({desk.KEY: key} for key in KEYS.values())
SOON = timedelta(days=90)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, working=False, overrides={"privacy.operators": OPERATORS}) as house:
        await house.say("ada", "/start")
        await house.say("bob", "/start")
        yield house


async def account_of(house: House, who: str = "ada") -> Account:
    def work(uow: UnitOfWork) -> Account:
        account = uow.accounts.of(house.caller(who))
        assert account is not None
        return account

    return await house.program.store.read(work)


async def asked(house: House, kind: RequestKind = RequestKind.OBJECT, words: str = "stop") -> Request:
    account, ambient = await account_of(house), house.program.ambient
    return await house.program.store.write(lambda uow: further.ask(uow, ambient, account, kind, "test", "en", ambient.now(), words))


async def reported(house: House) -> Request:
    ambient = house.program.ambient
    return await house.program.store.write(
        lambda uow: reports.file(uow, ambient, "ada is nine", channel="test", locale="en", now=ambient.now())
    )


async def request_of(house: House, ref: str) -> Request:
    found = await house.program.store.read(lambda uow: uow.rights.get(ref))
    assert found is not None
    return found


async def staff(house: House, account_id: str) -> list[tuple[str, str]]:
    def work(uow: UnitOfWork) -> list[tuple[str, str]]:
        assert isinstance(uow, SqlUnitOfWork)
        rows = uow.connection.exec_driver_sql(f"SELECT role, scope FROM staff_access WHERE account_id = '{account_id}' ORDER BY at, id")
        return [(row.role, row.scope) for row in rows]

    return await house.program.store.read(work)


async def count(house: House, table: str) -> int:
    def work(uow: UnitOfWork) -> int:
        assert isinstance(uow, SqlUnitOfWork)
        return int(uow.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())

    return await house.program.store.read(work)


async def code_of(awaitable: Any) -> str:
    with pytest.raises(CannotAct) as refused:
        await awaitable
    assert desk.sentence(refused.value)
    return refused.value.code


# --- who ------------------------------------------------------------------------------------------


def test_a_role_is_known_by_its_key_alone(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, "http://127.0.0.1:1", **{"privacy.operators": OPERATORS})
    assert [desk.role_of(settings, one) for one in (DESK, COUNSEL)] == ["desk", "counsel"]
    for wrong in ({}, {desk.KEY: ""}, {desk.KEY: "another"}, {desk.KEY: OPERATORS[0].partition(":")[2]}):
        with pytest.raises(CannotAct) as refused:
            desk.role_of(settings, wrong)
        assert refused.value.code == "unknown-key"


def test_without_roles_one_may_do_what_takes_one(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, "http://127.0.0.1:1")
    assert desk.role_of(settings, {}) == desk.ANYBODY
    with pytest.raises(CannotAct) as refused:
        desk.role_of(settings, {}, two=True)
    assert refused.value.code == "one-role"


@pytest.mark.parametrize(
    "operators", [["desk"], ["desk:abc"], [OPERATORS[0], OPERATORS[0]], [OPERATORS[0], "x" + OPERATORS[0]], ["Ann Bee:" + "0" * 64]]
)
def test_roles_that_could_be_one_person_are_refused(tmp_path: Path, operators: list[str]) -> None:
    with pytest.raises(ConfigError, match=r"privacy\.operators"):
        settings_for(tmp_path, "http://127.0.0.1:1", **{"privacy.operators": operators})


def test_the_key_in_the_environment_is_no_mistyped_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(desk.KEY, "secret")
    assert isinstance(settings_for(tmp_path, "http://127.0.0.1:1"), Settings)


# --- looking --------------------------------------------------------------------------------------


async def test_the_list_names_dates_and_nobody(house: House) -> None:
    request = await asked(house)
    settings, now = house.program.settings, utc_now()
    [line] = await desk.listed(settings, now)
    assert line.startswith(request.ref)
    assert f"answer by {request.answer_by:%Y-%m-%d}" in line
    assert "  0%" in line
    assert "ada" not in line
    [half] = await desk.listed(settings, now + (request.answer_by - request.received_at) / 2)
    assert " 50%" in half
    [late] = await desk.listed(settings, request.answer_by)
    assert late.endswith("100%  OVERDUE")
    await desk.close(settings, DESK, request.ref, None)
    assert await desk.listed(settings, now) == []
    assert len(await desk.listed(settings, now, everything=True)) == 1


@pytest.mark.proves("PRV-26", "PRV-87", "T-STAFF")
async def test_whoever_looks_is_written_down_and_the_waiting_is_over(house: House) -> None:
    request, account = await asked(house), await account_of(house)
    lines, well = await desk.shown(house.program.settings, DESK, request.ref)
    assert well
    assert any("'stop'" in line for line in lines)
    assert lines[-1].split() == ["seals", "hold"]
    assert await staff(house, account.id) == [("desk", "request")]
    [watched] = await house.program.store.read(lambda uow: uow.deadlines.watched())
    assert watched.seen


@pytest.mark.proves("PRV-86")
async def test_a_log_that_was_changed_is_found(house: House) -> None:
    request = await asked(house)

    def forge(uow: UnitOfWork) -> None:
        assert isinstance(uow, SqlUnitOfWork)
        uow.connection.exec_driver_sql("UPDATE rights_event SET actor = 'operator'")

    await house.program.store.write(forge)
    lines, well = await desk.shown(house.program.settings, DESK, request.ref)
    assert not well
    assert lines[-1].split() == ["seals", "BROKEN"]


async def test_an_unknown_reference_is_refused(house: House) -> None:
    assert await code_of(desk.shown(house.program.settings, DESK, "nothing")) == "unknown-request"
    assert await count(house, "staff_access") == 0


# --- answering ------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-13", "PRV-27")
@pytest.mark.parametrize("denial", [None, *Reason])
async def test_an_answer_reaches_its_owner_with_the_way_to_appeal(house: House, denial: Reason | None) -> None:
    request, account = await asked(house), await account_of(house)
    await desk.close(house.program.settings, DESK, request.ref, denial)
    assert (await request_of(house, request.ref)).state is (RequestState.DENIED if denial else RequestState.DONE)

    def told(uow: UnitOfWork) -> str:
        assert isinstance(uow, SqlUnitOfWork)
        return str(uow.connection.exec_driver_sql("SELECT reply FROM notice").scalar_one())

    reply = await house.program.store.read(told)
    assert ("further-denied-" + str(denial) if denial else "further-done") in reply
    assert "appeal" in reply
    assert await staff(house, account.id) == [("desk", "answer")]
    [access] = await house.program.store.read(lambda uow: uow.staff.of_request(request.ref))
    assert access.reason is denial
    assert await code_of(desk.close(house.program.settings, DESK, request.ref, denial)) == "over"


async def test_what_the_program_carries_out_nobody_answers(house: House) -> None:
    await desk.erase(house.program.settings, DESK, "test", "ada", demanded=False)
    await desk.erase(house.program.settings, COUNSEL, "test", "ada", demanded=False)
    account = await account_of(house)
    request = await house.program.store.read(lambda uow: uow.rights.active(account.id, RequestKind.ERASE))
    assert request is not None
    assert await code_of(desk.close(house.program.settings, DESK, request.ref, None)) == "over"


# --- two roles ------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-87", "T-STAFF")
async def test_an_erasure_on_behalf_takes_two_roles(house: House) -> None:
    settings, account = house.program.settings, await account_of(house)
    assert "second role" in await desk.erase(settings, DESK, "test", "ada", demanded=False)
    assert await code_of(desk.erase(settings, DESK, "test", "ada", demanded=False)) == "same"
    assert (await account_of(house)).standing is Standing.ACTIVE
    assert "is grace" in await desk.erase(settings, COUNSEL, "test", "ada", demanded=False)
    request = await house.program.store.read(lambda uow: uow.rights.active(account.id, RequestKind.ERASE))
    assert request is not None
    assert (request.actor, request.state) == (Actor.OPERATOR, RequestState.GRACE)
    assert request.begins_at is not None
    assert request.begins_at - utc_now() > timedelta(days=6.9)
    assert (await account_of(house)).standing is Standing.LOCKED
    assert await staff(house, account.id) == [("desk", "erase-asked"), ("counsel", "erase-confirmed")]
    assert await count(house, "rights_request") == 1


async def test_the_second_role_has_three_days(tmp_path: Path) -> None:
    clock = MovedClock()
    async with open_house(tmp_path, ambient=Ambient(now=clock.now), working=False, overrides={"privacy.operators": OPERATORS}) as house:
        await house.say("ada", "/start")
        await desk.erase(house.program.settings, DESK, "test", "ada", demanded=False)

        def age(uow: UnitOfWork) -> None:
            assert isinstance(uow, SqlUnitOfWork)
            uow.connection.exec_driver_sql("UPDATE rights_request SET due_at = due_at - 259200000000")

        await house.program.store.write(age)
        assert "second role" in await desk.erase(house.program.settings, COUNSEL, "test", "ada", demanded=False)
        assert await count(house, "rights_request") == 2


@pytest.mark.proves("PRV-93")
async def test_what_a_platform_demands_has_no_grace(house: House) -> None:
    settings, account = house.program.settings, await account_of(house)
    await desk.erase(settings, DESK, "test", "ada", demanded=True)
    await desk.erase(settings, COUNSEL, "test", "ada", demanded=True)
    request = await house.program.store.read(lambda uow: uow.rights.active(account.id, RequestKind.ERASE))
    assert request is not None
    assert request.actor is Actor.PLATFORM
    assert request.at_once
    assert request.begins_at is not None
    assert request.begins_at <= utc_now()


async def test_nobody_of_this_name(house: House) -> None:
    assert await code_of(desk.erase(house.program.settings, DESK, "test", "nobody", demanded=False)) == "unknown-person"


# --- children -------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-56", "T-MIN")
async def test_a_reported_account_stands_still_at_once(house: House) -> None:
    report, account = await reported(house), await account_of(house)
    await house.press("ada", await house.say("ada", "/imagine a fox"), "make")
    await desk.quarantine(house.program.settings, DESK, report.ref, "test", "ada")
    assert (await account_of(house)).standing is Standing.QUARANTINED
    assert (await account_of(house, "bob")).standing is Standing.ACTIVE
    assert (await house.balance("ada")).held == 0
    assert await house.program.store.read(lambda uow: uow.jobs.waiting()) == 0
    assert ("desk", "quarantine") in await staff(house, account.id)


@pytest.mark.proves("PRV-57", "T-MIN")
async def test_a_confirmed_report_erases_at_once_and_takes_two_roles(house: House) -> None:
    settings, report, account = house.program.settings, await reported(house), await account_of(house)
    assert await code_of(desk.minor(settings, DESK, report.ref, "confirmed")) == "nobody"
    await desk.quarantine(settings, DESK, report.ref, "test", "ada")
    await desk.minor(settings, DESK, report.ref, "confirmed")
    assert (await request_of(house, report.ref)).state is RequestState.OPEN
    await desk.minor(settings, COUNSEL, report.ref, "confirmed")
    assert (await request_of(house, report.ref)).state is RequestState.DONE
    erasure = await house.program.store.read(lambda uow: uow.rights.active(account.id, RequestKind.ERASE))
    assert erasure is not None
    assert erasure.begins_at is not None
    assert erasure.begins_at <= utc_now()


@pytest.mark.proves("PRV-57", "T-MIN")
async def test_a_false_report_changes_nothing_for_long(house: House) -> None:
    settings, report = house.program.settings, await reported(house)
    await desk.quarantine(settings, DESK, report.ref, "test", "ada")
    await desk.minor(settings, DESK, report.ref, "false")
    assert (await account_of(house)).standing is Standing.ACTIVE
    assert (await request_of(house, report.ref)).state is RequestState.DENIED
    assert await code_of(desk.quarantine(settings, DESK, report.ref, "test", "ada")) == "over"


async def test_what_is_not_clear_is_looked_at_again(house: House) -> None:
    settings, report = house.program.settings, await reported(house)
    await desk.quarantine(settings, DESK, report.ref, "test", "ada")
    await desk.minor(settings, DESK, report.ref, "unclear")
    found = await request_of(house, report.ref)
    assert found.state is RequestState.OPEN
    assert timedelta(days=13.9) < found.due_at - utc_now() < timedelta(days=14.1)
    assert (await account_of(house)).standing is Standing.QUARANTINED
    assert await count(house, "notice") == 1


async def test_only_a_report_of_a_minor_quarantines(house: House) -> None:
    request = await asked(house)
    assert await code_of(desk.quarantine(house.program.settings, DESK, request.ref, "test", "ada")) == "kind"
    assert await code_of(desk.minor(house.program.settings, DESK, request.ref, "false")) == "kind"


# --- a leak ---------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-90")
@pytest.mark.parametrize(
    ("store", "people", "words"),
    [
        ("identity", "2", "the chat platform"),
        ("account", "2", "Resend"),
        ("wallet", "2", "billing"),
        ("posting", "2", "posting.amount"),
        ("job", "1", "mayi.one"),
        ("objects", "1", "Cloudflare R2"),
        ("day_key", "keys of hashes, of no person", "device"),
    ],
)
async def test_whom_a_leak_concerns(house: House, store: str, people: str, words: str) -> None:
    await house.press("ada", await house.say("ada", "/imagine a fox"), "make")
    lines = await desk.touched(house.program.settings, store)
    assert lines[0].split(None, 1) == ["people", people]
    assert words in "\n".join(lines)


@pytest.mark.proves("PRV-90")
async def test_every_store_of_the_map_has_an_answer(house: House) -> None:
    for table in TABLES:
        assert len(await desk.touched(house.program.settings, table)) == 5
    with pytest.raises(LookupError):
        await desk.touched(house.program.settings, "nothing")


# --- holds ----------------------------------------------------------------------------------------


def end() -> datetime:
    return datetime.now(UTC) + SOON


@pytest.mark.proves("PRV-85", "T-STAFF")
async def test_a_hold_takes_two_roles_and_an_end(house: House) -> None:
    settings = house.program.settings
    await house.press("ada", await house.say("ada", "/imagine a fox"), "make")
    [job] = await house.program.store.read(lambda uow: _jobs(uow, house))
    assert await code_of(desk.hold(settings, DESK, HeldKind.JOB, job, HoldReason.CLAIM, utc_now() - SOON)) == "past"
    assert await code_of(desk.hold(settings, DESK, HeldKind.JOB, "nothing", HoldReason.CLAIM, end())) == "gone"
    until = end()
    assert "second role" in await desk.hold(settings, DESK, HeldKind.JOB, job, HoldReason.CLAIM, until)
    assert await code_of(desk.hold(settings, DESK, HeldKind.JOB, job, HoldReason.CLAIM, until)) == "same"
    placed = await house.program.store.read(lambda uow: uow.holds.open(HeldKind.JOB, job))
    assert placed is not None
    assert placed.until - utc_now() < holding.SECOND_WITHIN
    assert "holds it until" in await desk.hold(settings, COUNSEL, HeldKind.JOB, job, HoldReason.CLAIM, until)
    assert await code_of(desk.hold(settings, DESK, HeldKind.JOB, job, HoldReason.CLAIM, until)) == "held"
    placed = await house.program.store.read(lambda uow: uow.holds.open(HeldKind.JOB, job))
    assert placed is not None
    assert (placed.placed_by, placed.second) == ("desk", "counsel")
    assert placed.until == until
    assert "fox" not in house.words(await house.say("ada", "/history"))
    await desk.release(settings, DESK, placed.id)
    assert "fox" in house.words(await house.say("ada", "/history"))
    assert await code_of(desk.release(settings, DESK, placed.id)) == "gone"
    assert [scope for _, scope in await staff(house, (await account_of(house)).id)] == ["hold", "hold", "release"]


def _jobs(uow: UnitOfWork, house: House) -> list[str]:
    account = uow.accounts.of(house.caller("ada"))
    assert account is not None
    return [job.id for job in uow.jobs.recent(account.id, limit=9)]


@pytest.mark.proves("PRV-87", "T-STAFF")
async def test_what_a_role_does_is_in_the_copy_of_the_person(house: House) -> None:
    account = await account_of(house)
    access = StaffAccess("access", "desk", Scope.REQUEST, utc_now(), account.id)
    await house.program.store.write(lambda uow: uow.staff.add(access))
    rows = await house.program.store.read(lambda uow: [dict(row) for row in SqlPersonRows().of(uow, account.id).rows("staff_access")])
    assert [(row["role"], row["scope"]) for row in rows] == [("desk", "request")]


# --- as it is typed -------------------------------------------------------------------------------


async def test_it_is_typed_beside_the_running_program(house: House, tmp_path: Path) -> None:
    request = await asked(house)
    place = ("--data-dir", str(tmp_path))
    roles = {"privacy__operators": ",".join(OPERATORS), "operator_key": KEYS["desk"]}
    listed = await here("privacy", "requests", *place, cwd=tmp_path)
    assert (listed.code, request.ref in listed.out) == (0, True)
    assert (await here("privacy", "requests", "--ref", request.ref, *place, cwd=tmp_path, **roles)).code == 0
    strange = await here("privacy", "close", request.ref, "--done", *place, cwd=tmp_path, privacy__operators=roles["privacy__operators"])
    assert (strange.code, desk.KEY in strange.err) == (1, True)
    assert (await here("privacy", "close", request.ref, *place, cwd=tmp_path, **roles)).code == 1
    assert (await here("privacy", "close", request.ref, "--deny", "exempt", *place, cwd=tmp_path, **roles)).code == 0
    assert (await request_of(house, request.ref)).state is RequestState.DENIED
    alone = await here("privacy", "erase", "test", "ada", *place, cwd=tmp_path)
    assert (alone.code, "two roles" in alone.err) == (1, True)
    assert (await here("privacy", "breach", "letter", *place, cwd=tmp_path)).code == 0
    assert (await here("privacy", "breach", "nothing", *place, cwd=tmp_path)).code == 1
    assert KEYS["desk"] not in " ".join((listed.out, strange.out, strange.err))


async def test_an_overdue_request_is_an_exit_code(house: House, tmp_path: Path) -> None:
    request = await asked(house)

    def age(uow: UnitOfWork) -> None:
        found = uow.rights.get(request.ref)
        assert found is not None
        uow.rights.change(
            replace(found, received_at=found.received_at - timedelta(days=40), answer_by=found.answer_by - timedelta(days=40))
        )

    await house.program.store.write(age)
    listed = await here("privacy", "requests", "--data-dir", str(tmp_path), cwd=tmp_path)
    assert (listed.code, listed.out.strip().endswith(desk.LATE)) == (1, True)


async def test_whatever_an_operator_changes_stands_in_the_list(house: House, tmp_path: Path) -> None:
    """Also what is about nobody. It names roles and references, and never a person."""
    settings = house.program.settings
    begin = utc_now() - timedelta(minutes=1)
    offer = money.Offer(50, 1, 1, timedelta(days=9), None, "for the launch")
    await money.make_vouchers(settings, DESK, offer)
    [voucher] = await house.program.store.read(lambda uow: uow.vouchers.listed())
    assert await money.stop_voucher(settings, COUNSEL, voucher.id)
    assert not await money.stop_voucher(settings, COUNSEL, voucher.id)
    await money.grant(settings, DESK, "test", "ada", 5, "sorry", "")
    lines = await desk.done(settings, begin)
    assert [line.split()[2:4] for line in lines] == [["desk", "voucher"], ["counsel", "voucher-stop"], ["desk", "credits"]]
    assert all(voucher.id in line for line in lines[:2])
    assert "ada" not in "".join(lines)
    assert await desk.done(settings, utc_now() + timedelta(minutes=1)) == []


async def test_what_was_written_down_stays_as_it_is(house: House) -> None:
    await money.make_vouchers(house.program.settings, DESK, money.Offer(50, 1, 1, timedelta(days=9), None, "for the launch"))

    def change(uow: UnitOfWork) -> None:
        assert isinstance(uow, SqlUnitOfWork)
        uow.connection.exec_driver_sql("UPDATE staff_access SET role = 'somebody'")

    with pytest.raises(Exception, match="append only"):
        await house.program.store.write(change)
