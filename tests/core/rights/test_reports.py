"""Anybody can tell us of a child's account or of a picture of themselves, and learns nothing about anybody by it (PRV-57, PRV-94)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.ambient import Ambient
from core.reply import Reply
from core.rights.reports import LONGEST
from core.rights.requests import Request, RequestKind, RequestState
from core.rights.storage import Report
from tests.clock import FakeClock
from tests.core.rights.database import more_than, rows_of
from tests.story.house import House, open_house

FRIDAY = datetime(2026, 11, 27, 17, tzinfo=UTC)
WORDS = "The account @kim is my pupil, she is eleven"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, ambient=Ambient(now=FakeClock(FRIDAY).now), working=False) as house:
        yield house


async def filed(house: House, reply: Reply) -> tuple[Request, Report]:
    ref = str(reply.facts[0].value.args["words"])
    found = await house.program.store.read(lambda uow: (uow.rights.get(ref), uow.reports.get(ref)))
    assert found[0] is not None
    assert found[1] is not None
    return found[0], found[1]


@pytest.mark.proves("PRV-57", "PRV-94", "T-MIN")
async def test_it_is_a_request_that_a_human_answers(house: House) -> None:
    await house.say("ann", "/start")
    reply = await house.say("ann", f"/report {WORDS}")
    request, report = await filed(house, reply)
    assert (request.kind, request.state, request.account_id, request.channel) == (RequestKind.MINOR, RequestState.OPEN, None, "test")
    assert request.due_at == datetime(2026, 11, 30, 17, tzinfo=UTC), "the working day after a Friday"
    assert request.answer_by == datetime(2026, 12, 27, 17, tzinfo=UTC)
    assert (report.words, report.at) == (WORDS, FRIDAY)
    assert reply.private
    assert "November 30, 2026" in house.words(reply)
    assert request.ref in house.words(reply)


@pytest.mark.proves("PRV-57", "PRV-94", "T-MIN")
async def test_the_answer_is_the_same_whether_or_not_there_is_such_an_account(house: House) -> None:
    await house.say("kim", "/start")
    await house.say("ann", "/start")
    answers = [await house.say("ann", f"/report {name} is a child") for name in ("kim", "nobody-of-that-name")]
    there, not_there = [house.words(reply).replace((await filed(house, reply))[0].ref, "REF") for reply in answers]
    assert there == not_there


@pytest.mark.proves("PRV-57", "T-MIN")
async def test_nothing_happens_to_the_account_that_was_named(house: House) -> None:
    await house.say("kim", "a fox in the rain")
    await house.say("ann", "/start")
    before = await rows_of(house)
    await house.say("ann", "/report kim is a child, delete that account")
    more = more_than({name: rows for name, rows in before.items() if name != "attempt"}, await rows_of(house))
    assert set(more) <= {"report", "rights_request", "rights_event", "request_log", "attempt", "day_key"}


async def test_without_words_it_is_told_how(house: House) -> None:
    for line in ("/report", "/report    "):
        reply = await house.say("ann", line)
        assert reply.form is not None
        assert reply.form.command == "report"
        assert reply.lines[0].key == "report-lead"
    assert "report" not in await rows_of(house)


async def test_two_reports_are_two_requests(house: House) -> None:
    first, second = [await filed(house, await house.say("ann", f"/report {name}")) for name in ("kim", "lou")]
    assert first[0].ref != second[0].ref


async def test_nobody_can_flood_us(house: House) -> None:
    replies = [await house.say("ann", f"/report number {number}") for number in range(7)]
    assert [reply.lines[0].key for reply in replies] == ["report-received"] * 5 + ["error-too-often"] * 2
    assert (await house.say("ben", "/report another")).lines[0].key == "report-received"


async def test_too_long_and_card_numbers_are_refused_and_not_kept(house: House) -> None:
    assert (await house.answer("ann", f"/report {'x' * (LONGEST + 1)}")).status == 422
    assert (await house.answer("ann", "/report 4111 1111 1111 1111")).status == 422
    assert "report" not in await rows_of(house)


@pytest.mark.proves("PRV-94")
async def test_a_stranger_can_report_without_becoming_known(tmp_path: Path) -> None:
    on: dict[str, object] = {"privacy.age_screen": "on"}
    async with open_house(tmp_path, ambient=Ambient(now=FakeClock(FRIDAY).now), working=False, overrides=on) as house:
        request, report = await filed(house, await house.say("ann", f"/report {WORDS}"))
        assert (request.account_id, report.account_id) == (None, None)
        rows = await rows_of(house)
        assert not {"account", "identity", "request_log"} & rows.keys()


async def test_who_leaves_leaves_the_report_without_a_name(house: House) -> None:
    await house.say("ann", "/start")
    _, report = await filed(house, await house.say("ann", f"/report {WORDS}"))
    assert report.account_id is not None
    account = report.account_id
    await house.program.store.write(lambda uow: uow.erasures.purge(account, "r" * 26, FRIDAY, FRIDAY))
    left = await house.program.store.read(lambda uow: uow.reports.get(report.ref))
    assert left is not None
    assert (left.account_id, left.words) == (None, WORDS)
