"""The program proves on accounts of its own that copy and deletion work, and says so when they do not (PRV-92)."""

import asyncio
import contextlib
import io
import json
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot import logs
from bot.config_sources import load
from bot.file_bytes import files_in, look
from bot.program import Program
from bot.self_test import bench_of
from bot.timetable import desk, timetable
from bot.wiring import build
from core.ambient import Ambient
from core.legal.releases import Approver, Release
from core.legal.versions import Change, Kind
from core.rights import purging
from core.rights.monitor import watch_deadlines
from core.rights.requests import Actor, Request, RequestKind, RequestState, answer_by
from core.self_test.alarm import tell_operator
from core.self_test.bench import Bench, Looked
from core.self_test.marks import PLATFORM, Canaries, spellings
from core.self_test.run import Result, is_due, run
from core.self_test.steps import Step
from core.storage.unit_of_work import UnitOfWork
from db import erasures, folding
from db.accounts import SqlAccounts
from db.person_rows import PATHS
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.bot.command import here, log_as_it_was
from tests.canary.scan import Findings, Scanner
from tests.canary.tokens import Canary
from tests.clock import FakeClock
from tests.empty_database import laid_out
from tests.story.house import House, open_house

T = TypeVar("T")

NIGHT = datetime(2026, 11, 27, 3, 10, tzinfo=UTC)
CONTACT = "privacy@inkmirage.test"
THREE = ("discord", "telegram", "playground")
EACH = [(step, platform) for platform in THREE for step in (Step.USE, Step.COPY, Step.ERASE)]
ALL = [(Step.CLEAN, ""), *EACH, *((step, "") for step in (Step.ROWS, Step.OBJECTS, Step.FILES, Step.BOOKS))]


class Died(BaseException):
    """The process is gone."""


@dataclass
class World:
    """A program at night, what it logs, and what the self-test looked for."""

    data: Path
    program: Program
    clock: FakeClock
    log: io.StringIO
    platforms: tuple[str, ...] = THREE
    marks: set[str] = field(default_factory=set)

    def bench(self, reached: Callable[[str], None] | None = None) -> Bench:
        """As the program makes it, but impatient; `reached` is called wherever a process may die."""
        bench = bench_of(self.program)
        files = bench.files

        async def looked(words: Sequence[bytes]) -> Looked:
            self.marks.update(word.decode() for word in words if len(word) == len(Canaries().mark))
            return await files(words)

        rights = replace(bench.rights, reached=reached or bench.rights.reached)
        bench = replace(bench, rights=rights, files=looked, platforms=self.platforms, patience=timedelta(seconds=20), pause=0.02)
        return replace(bench, reached=reached) if reached else bench

    async def run(self, reached: Callable[[str], None] | None = None) -> Result:
        result = await run(self.bench(reached), forced=True)
        assert result is not None
        return result

    async def people(self) -> int:
        return await self.look(lambda uow: len(uow.accounts.people(PLATFORM)))

    async def records(self) -> list[Request]:
        def work(uow: UnitOfWork) -> list[Request]:
            found = [one for one in uow.rights.listed(tuple(RequestState)) if one.channel == PLATFORM]
            return sorted((one for one in found if one.kind is RequestKind.COMPLAINT), key=lambda one: one.received_at)

        return await self.look(work)

    async def look(self, work: Callable[[UnitOfWork], T]) -> T:
        return await self.program.store.read(work)

    async def breaches(self) -> list[str]:
        def work(uow: UnitOfWork) -> list[str]:
            assert isinstance(uow, SqlUnitOfWork)
            return [str(check) for check in verify(uow.connection, self.clock.now()) if not check.ok]

        return await self.look(work)

    async def found(self) -> Findings:
        """What another scanner than the program's finds of the accounts that were looked for: in files, the log and rows."""
        assert self.marks
        scanner = Scanner([Canary(mark, mark) for mark in self.marks])

        def rows(uow: UnitOfWork) -> Findings:
            assert isinstance(uow, SqlUnitOfWork)
            return scanner.rows(uow.connection)

        return scanner.scan(self.data, self.log.getvalue().encode() or b"-") + await self.look(rows)


@contextlib.asynccontextmanager
async def a_world(data: Path, settings: Mapping[str, str] | None = None, clock: FakeClock | None = None) -> AsyncIterator[World]:
    clock, said = clock or FakeClock(NIGHT), io.StringIO()
    given = {
        "app.data_dir": str(data / "data"),
        "discord.token": "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.not-a-real-token-of-anybody",
        "telegram.token": "123456789:not-a-real-token-of-anybody-at-all-000",
        "privacy.contact": CONTACT,
        "privacy.age_screen": "on",
        "privacy.self_test": "on",
    }
    with log_as_it_was():
        logs.setup("debug", "json", [], stream=said)
        program = await build(laid_out(load(None, {**given, **(settings or {})})), ambient=Ambient(now=clock.now))
        try:
            yield World(data / "data", program, clock, said)
        finally:
            await program.close()


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path) as opened:
        yield opened


def wrong(result: Result) -> dict[tuple[Step, str], str]:
    return {(taken.step, taken.platform): taken.error for taken in result.wrong}


def steps(result: Result) -> set[Step]:
    return {taken.step for taken in result.wrong}


# --- well -------------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-92")
async def test_all_is_well_on_either_engine(database_url: str, tmp_path: Path) -> None:
    """Each platform's account is used, copied and erased; nothing of it is left, and the books are what they should be."""
    async with a_world(tmp_path, {"database.url": database_url}) as world:
        result = await world.run()
        assert wrong(result) == {}, world.log.getvalue()
        assert [(taken.step, taken.platform) for taken in result.steps] == ALL
        found = await world.found()
        assert found.clean, found
        assert (await world.people(), await world.breaches()) == (0, [])
        assert [one.state for one in await world.records()] == [RequestState.DONE]
        assert await world.program.mailbox.letters(CONTACT) == []
        [looked] = [taken for taken in result.steps if taken.step is Step.FILES]
        assert (looked.size > 100_000) == database_url.startswith("sqlite")


@pytest.mark.proves("PRV-92")
async def test_its_line_in_the_log_has_numbers_and_words_of_the_program_alone(world: World) -> None:
    result = await world.run()
    [line] = [entry for entry in map(json.loads, world.log.getvalue().splitlines()) if entry["event"].startswith("self-test")]
    assert line.pop("timestamp")
    assert line == {
        "event": "self-test well",
        "level": "info",
        "logger": "core.self_test.run",
        "request": result.ref,
        "people": 3,
        "seconds": line["seconds"],
        "bytes": line["bytes"],
    }


async def test_no_money_moves_and_the_gateway_hears_of_nothing(tmp_path: Path) -> None:
    """Beside workers that look for work, and beside somebody to whom nothing happens."""
    overrides: dict[str, object] = {"jobs.poll": 0.01}
    async with open_house(tmp_path, overrides=overrides) as house:
        await house.make("ada", "a fox in the rain")
        async with asyncio.timeout(10):
            while await house.program.store.read(lambda uow: uow.jobs.undelivered()):  # noqa: ASYNC110  # it is seen from outside
                await asyncio.sleep(0.01)
        asked, before = len(house.sandbox.journal), await _neighbour(house)
        result = await run(replace(bench_of(house.program), platforms=THREE, pause=0.02), forced=True)
        assert result is not None
        assert wrong(result) == {}
        assert (len(house.sandbox.journal), await _neighbour(house)) == (asked, before)
        paid = await house.program.store.read(lambda uow: _rows(uow, "SELECT account FROM books_total ORDER BY account"))
        assert [account for (account,) in paid] == ["consumed", "expired", "issued_promo"]


async def _neighbour(house: House) -> list[Any]:
    def rows(uow: UnitOfWork) -> list[Any]:
        account = uow.accounts.of(house.caller("ada"))
        assert account is not None
        tables = "account", "wallet", "posting", "hold", "job", "picture", "request_log"
        return [account, *(row for table in tables for row in _rows(uow, f"SELECT * FROM {table}"))]

    return await house.program.store.read(rows)


def _rows(uow: UnitOfWork, query: str) -> list[Any]:
    assert isinstance(uow, SqlUnitOfWork)
    return [tuple(row) for row in uow.connection.exec_driver_sql(query)]


UNUSED: Mapping[str, str] = {
    "request_mail": "nobody writes mails for it",
    "account_merge": "a joining can be undone for three days, and nobody is erased before",
    "payment": "no money moves",
    "voucher_use": "there is no code for it",
    "credit_grant": "nobody gives it anything",
    "inbox": "no money moves",
    "refund": "no money moves",
    "dispute": "no money moves",
    "billing_document": "no money moves",
    "report": "a human would have to answer it",
    "refused_prompt": "it asks for nothing that is forbidden",
    "legal_hold": "two people place it",
    "held_record": "of a hold",
    "staff_access": "outlives its person, so it would tell of a look that nobody took",
    "rights_deadline": "outlives its person, so it would tell of a delay that never was",
}
"""What the program's own accounts do not have."""


@pytest.mark.proves("PRV-92")
async def test_its_accounts_have_rows_wherever_people_have_some(world: World) -> None:
    """Whoever adds a table decides whether the self-test fills it."""
    filled: set[str] = set()

    def count(point: str) -> None:
        with contextlib.closing(sqlite3.connect(f"file:{world.data / 'inkmirage.db'}?mode=ro", uri=True)) as connection:
            filled.update(table for table in PATHS if connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone())

    assert wrong(await world.run(count)) == {}
    assert PATHS.keys() - filled == UNUSED.keys()


# --- faults -----------------------------------------------------------------------------------------


@contextlib.contextmanager
def _a_table_is_spared(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(erasures, "DELETED", tuple(name for name in erasures.DELETED if name != "web_visit"))
    yield


@contextlib.contextmanager
def _a_table_is_spared_unseen(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Neither the purge nor the look after it knows of it."""
    monkeypatch.setattr(erasures, "DELETED", tuple(name for name in erasures.DELETED if name != "chat_message"))
    monkeypatch.setattr(erasures, "PATHS", {name: path for name, path in PATHS.items() if name != "chat_message"})
    yield


@contextlib.contextmanager
def _an_object_is_left(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    async def nothing(prefix: str) -> int:
        return 0

    monkeypatch.setattr(world.program.workshop.objects, "delete_prefix", nothing)
    yield


def _kept_plainly(uow: UnitOfWork, kit: object, request: Request, now: datetime) -> None:
    for identity in uow.accounts.identities(request.account_id or ""):
        uow.accounts.mark_welcomed(identity.uid.upper(), now + timedelta(days=30))


@contextlib.contextmanager
def _an_id_is_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(purging, "_mark_welcomed", _kept_plainly)
    yield


@contextlib.contextmanager
def _nothing_is_compacted(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    async def at_once() -> None:
        """Nothing."""

    monkeypatch.setattr(world.program.store, "_compaction", at_once)
    yield


@contextlib.contextmanager
def _a_temporary_file_is_left(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    kept = SqlAccounts.create

    def create(self: SqlAccounts, account: Any, caller: Any) -> None:
        (world.data / "tmp" / "left").write_text(f"somebody called {caller.name.upper()} came")
        kept(self, account, caller)

    monkeypatch.setattr(SqlAccounts, "create", create)
    yield


@contextlib.contextmanager
def _the_books_are_wrong(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(erasures, "fold", _careless(folding.fold))
    yield


def _careless(fold: Callable[..., Any]) -> Callable[..., Any]:
    def folded(connection: Any, *args: Any) -> Any:
        done = fold(connection, *args)
        connection.exec_driver_sql("UPDATE books_total SET amount = amount + 1 WHERE account = 'consumed'")
        return done

    return folded


FAULTS: Mapping[str, tuple[Callable[..., Any], set[Step]]] = {
    "a table is spared": (_a_table_is_spared, {Step.ERASE, Step.ROWS, Step.FILES}),
    "a table is spared unseen": (_a_table_is_spared_unseen, {Step.ROWS, Step.FILES}),
    "an object is left": (_an_object_is_left, {Step.OBJECTS}),
    "an id is kept in a row": (_an_id_is_kept, {Step.ROWS, Step.FILES}),
    "nothing is compacted": (_nothing_is_compacted, {Step.FILES}),
    "a temporary file is left": (_a_temporary_file_is_left, {Step.FILES}),
    "the books are wrong": (_the_books_are_wrong, {Step.BOOKS}),
}


@pytest.mark.proves("PRV-92")
@pytest.mark.parametrize("name", FAULTS)
async def test_a_fault_turns_it_red_and_the_operator_hears_of_it(name: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    fault, expected = FAULTS[name]
    world.platforms = ("playground",)
    with fault(world, monkeypatch):
        result = await run(world.bench())
    assert result is not None
    assert steps(result) == expected
    await tell_operator(desk(world.program), result)
    [record] = await world.records()
    assert (record.state, record.confirmed_at is not None, record.total > 0) == (RequestState.OPEN, True, True)
    [letter] = await world.program.mailbox.letters(CONTACT)
    assert (letter["subject"], record.ref in letter["body"]) == ("The daily privacy self-test found something", True)
    [line] = [entry for entry in map(json.loads, world.log.getvalue().splitlines()) if entry["event"] == "self-test found something"]
    assert (line["level"], line["failures"]) == ("error", record.total)
    assert line["step"] == next(step for step in Step if step in expected)
    assert Scanner([Canary(mark, mark) for mark in world.marks]).scan(world.log.getvalue().encode()).clean


@pytest.mark.proves("PRV-92")
async def test_what_was_found_waits_for_a_human_and_can_be_closed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is mailed again until somebody looks, though the first mail was lost."""
    world.platforms = ("web",)
    with _an_id_is_kept(world, monkeypatch):
        result = await world.run()
    world.clock.advance(hours=25)
    assert await watch_deadlines(world.program.store, world.program.ambient, desk(world.program)) == 1
    [letter] = await world.program.mailbox.letters(CONTACT)
    assert result.ref in letter["body"]
    await world.program.close()
    end = await here("privacy", "close", result.ref, "--done", "--data-dir", str(world.data), cwd=world.data)
    assert end.code == 0, end.err


async def test_a_copy_that_lacks_a_file_is_noticed(world: World) -> None:
    """As long as its account is there; afterwards nothing is left all the same."""

    def lost(point: str) -> None:
        for file in (world.data / "objects").iterdir() if point == "used" else ():
            file.unlink()

    world.platforms = ("web",)
    assert set(wrong(await world.run(lost))) == {(Step.COPY, "web")}
    assert (await world.people(), (await world.found()).clean) == (0, True)


async def test_an_account_that_cannot_be_used_is_erased_and_the_others_are_tested(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The picture cannot be paid for: the first person gets no credits."""
    met = [True]
    monkeypatch.setattr(SqlAccounts, "was_welcomed", lambda self, who, now: bool(met) and met.pop())
    world.platforms = ("discord", "telegram")
    result = await world.run()
    assert wrong(result) == {(Step.USE, "discord"): "Unusable"}
    assert [taken.step for taken in result.steps if taken.platform == "discord"] == [Step.USE, Step.ERASE]
    assert (await world.people(), (await world.found()).clean) == (0, True)


# --- dying ------------------------------------------------------------------------------------------

DEATHS = (
    *("begun", "come in", "picture taken", "picture made", "used", "copy claimed", "copy stored", "copied", "locked"),
    *("messages begun", "objects worked", "rows begun", "rows worked", "compaction begun", "verification worked", "looking"),
)


@pytest.mark.proves("PRV-92")
@pytest.mark.parametrize("point", DEATHS)
async def test_a_run_that_died_is_cleaned_up_by_the_next(point: str, world: World) -> None:
    died = [0]

    def dies(reached: str) -> None:
        if reached == point and not died[0]:
            died[0] += 1
            world.marks.update(_marks_in(world))
            raise Died

    world.platforms = ("telegram",)
    with pytest.raises(Died):
        await world.run(dies)
    assert await run(world.bench(), forced=True) is None, "nobody knows yet that it has died"
    world.clock.advance(hours=3)
    result = await world.run()
    assert wrong(result) == {}
    assert (await world.people(), await world.breaches()) == (0, [])
    found = await world.found()
    assert found.clean, found
    assert [one.state for one in await world.records()] == [RequestState.CANCELLED, RequestState.DONE]


def _marks_in(world: World) -> set[str]:
    with contextlib.closing(sqlite3.connect(f"file:{world.data / 'inkmirage.db'}?mode=ro", uri=True)) as connection:
        uids = connection.execute("SELECT uid FROM identity WHERE platform = ?", (PLATFORM,)).fetchall()
    return {uid[: len(Canaries().mark)] for (uid,) in uids}


async def test_an_erasure_that_was_stuck_is_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.platforms = ("telegram",)
    with monkeypatch.context() as patched, _a_table_is_spared(world, patched):
        assert (Step.ERASE, "telegram") in wrong(await world.run())
    assert await world.people() == 1
    world.clock.advance(days=1)
    assert wrong(await world.run()) == {}
    assert (await world.people(), (await world.found()).clean) == (0, True)


async def test_what_a_dead_run_left_is_nobody_to_whom_anything_is_said(world: World) -> None:
    """No release of the legal texts is told to it, and it is not missed."""

    def dies(reached: str) -> None:
        if reached == "used":
            raise Died

    with pytest.raises(Died):
        await world.run(dies)
    now = world.clock.advance(days=5000)
    release = Release("2026-12-15", (Kind.PRIVACY,), None, Change.MATERIAL, Change.MATERIAL, Approver.COUNSEL, "a reason", now, now)
    untold = await world.look(lambda uow: uow.policies.untold(release, 10))
    missed = await world.look(lambda uow: uow.absences.since(now, "", 10))
    assert (untold, missed, await world.people()) == ([], [], 1)


# --- when -------------------------------------------------------------------------------------------


def record(at: datetime, state: RequestState = RequestState.DONE, found: datetime | None = None) -> Request:
    kept = Request("r" * 26, RequestKind.COMPLAINT, state, None, Actor.PROGRAM, PLATFORM, at, at, answer_by(at), "en")
    return replace(kept, confirmed_at=found)


DAY = datetime(2026, 11, 27, tzinfo=UTC)


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, DAY.replace(hour=3), True),
        (None, DAY.replace(hour=2, minute=59), False),
        (None, DAY.replace(hour=5), False),
        (record(DAY - timedelta(hours=20)), DAY.replace(hour=3), True),
        (record(DAY.replace(hour=3)), DAY.replace(hour=4, minute=59), False),
        (record(DAY.replace(hour=3), RequestState.OPEN, found=DAY.replace(hour=4)), DAY.replace(hour=4, minute=59), False),
        (record(DAY.replace(hour=2)), DAY.replace(hour=3), True),
        (record(DAY - timedelta(days=1)), DAY.replace(hour=23), False),
        (record(DAY - timedelta(days=1, hours=2)), DAY.replace(hour=22), True),
        (record(DAY.replace(hour=2), RequestState.OPEN), DAY.replace(hour=3, minute=59), False),
        (record(DAY.replace(hour=2), RequestState.OPEN), DAY.replace(hour=4), True),
        (record(DAY.replace(hour=3), RequestState.OPEN), DAY.replace(hour=4, minute=59), False),
    ],
)
def test_it_is_due_once_a_night_or_after_two_days_without(last: Request | None, now: datetime, due: bool) -> None:
    assert is_due(last, now) is due


@pytest.mark.proves("PRV-92")
async def test_restarts_do_not_multiply_it(tmp_path: Path) -> None:
    clock, ran = FakeClock(NIGHT), []
    for hours in (0, 0.5, 1, 5, 23, 24):
        clock._now = NIGHT + timedelta(hours=hours)
        async with a_world(tmp_path, clock=clock) as world:
            world.platforms = ("web",)
            ran.append(await run(world.bench()) is not None)
    assert ran == [True, False, False, False, False, True]


@pytest.mark.proves("PRV-92")
async def test_of_several_processes_one_runs_it(postgres_url: str, tmp_path: Path) -> None:
    async with (
        a_world(tmp_path / "one", {"database.url": postgres_url}) as one,
        a_world(tmp_path / "two", {"database.url": postgres_url, "app.data_dir": str(tmp_path / "one" / "data")}) as two,
    ):
        one.platforms = two.platforms = ("telegram",)
        results = await asyncio.gather(run(one.bench()), run(two.bench()), run(one.bench()))
        assert sum(result is not None for result in results) == 1
        assert len(await one.records()) == 1


async def test_the_clock_runs_it_where_people_rely_on_it(tmp_path: Path) -> None:
    for self_test, there in (("on", True), ("off", False), ("", False)):
        async with a_world(tmp_path, {"privacy.self_test": self_test}) as world:
            assert ("self-test" in {job.id for job in timetable(world.program).get_jobs()}) is there
    production = load(None, {"app.environment": "production"})
    assert (production.tests_itself, load(None, {}).tests_itself) == (True, False)


async def test_by_the_clock_it_does_its_work(world: World) -> None:
    entries = {job.id: job.func for job in timetable(world.program).get_jobs()}
    for _ in range(2):
        await entries["self-test"]()
    assert [one.state for one in await world.records()] == [RequestState.DONE]


# --- by hand ----------------------------------------------------------------------------------------


async def test_typed_it_prints_every_step(tmp_path: Path) -> None:
    end = await here("privacy", "self-test", "--data-dir", str(tmp_path / "data"), cwd=tmp_path)
    assert (end.code, end.err) == (0, "")
    lines = end.out.splitlines()
    assert [line.split()[:2] for line in lines[:-1]] == [["ok", step.value] for step in Step]
    assert lines[-1] == "Nothing is left."


async def test_typed_it_says_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purging, "_mark_welcomed", _kept_plainly)
    end = await here("privacy", "self-test", "--data-dir", str(tmp_path / "data"), cwd=tmp_path)
    assert (end.code, end.out.splitlines()[-1]) == (1, "Something is left or did not work: see above.")
    assert [line.split()[1] for line in end.out.splitlines() if line.startswith("WRONG")] == ["rows", "files"]


# --- files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encode", [str.upper, lambda word: word.encode("utf-16").decode("latin-1"), lambda word: word.encode().hex()])
def test_a_word_is_found_however_it_is_written_and_where_pieces_meet(encode: Callable[[str], str], tmp_path: Path) -> None:
    word = Canaries().mark
    for before in range((1 << 20) - 30, (1 << 20) + 2, 3):
        (tmp_path / "file").write_bytes(b"-" * before + encode(word).encode("latin-1") + b"-" * 40)
        assert look([tmp_path / "file"], spellings(word)).hits == 1


def test_what_is_too_large_is_said_and_what_is_gone_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "large").write_bytes(b"12345")
    (tmp_path / "small").write_bytes(b"1234")
    files = [*files_in([tmp_path]), tmp_path / "gone"]
    assert look(files, [b"none"], most=4) == Looked(hits=0, size=4, skipped=1)
