"""The page on which anybody can tell us about somebody else (PRV-57, PRV-94)."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.rights.storage import Report
from core.storage.unit_of_work import UnitOfWork
from db.unit_of_work import SqlUnitOfWork
from tests.adapters.web.site_visitor import SiteBrowser, come_in, words_on
from tests.adapters.web.visitor import Playground, open_playground

WORDS = "https://chat.example/kim <b>is</b> my pupil; she is eleven"


@pytest.fixture
async def playground(tmp_path: Path) -> AsyncIterator[Playground]:
    async with open_playground(tmp_path, working=False) as playground:
        yield playground


async def reports(playground: Playground) -> list[Report]:
    def look(uow: UnitOfWork) -> list[Report]:
        assert isinstance(uow, SqlUnitOfWork)
        refs = uow.connection.exec_driver_sql("SELECT ref FROM report ORDER BY at").scalars().all()
        return [found for ref in refs if (found := uow.reports.get(ref))]

    return await playground.program.store.read(look)


async def test_a_report_needs_no_account_and_gets_a_reference_and_a_date(playground: Playground) -> None:
    answer = await SiteBrowser(playground).post("/report", words=WORDS)
    assert answer.status_code == 200
    [report] = await reports(playground)
    assert (report.words, report.account_id) == (WORDS, None)
    said = words_on(answer.text)
    assert report.ref in said
    assert re.search(r"Somebody looks at it by \w+ \d+, \d{4}\.", said)
    assert "nor whether they have an account" in said


async def test_who_is_signed_in_is_not_named_either(playground: Playground) -> None:
    inside = await come_in(await playground.person("Ann"))
    await inside.post("/report", words=WORDS)
    [report] = await reports(playground)
    assert report.account_id is None


async def test_nothing_is_taken_from_another_page_or_without_words(playground: Playground) -> None:
    browser = SiteBrowser(playground)
    assert (await browser.open("/report", "POST", {"words": WORDS})).status_code == 403
    empty = await browser.post("/report", words="  ")
    assert empty.status_code == 422
    assert "Please write which account" in words_on(empty.text)
    assert await reports(playground) == []


async def test_a_network_cannot_flood_us_and_keeps_its_words(playground: Playground) -> None:
    browser = SiteBrowser(playground)
    statuses = [(await browser.post("/report", words=f"number {number}")).status_code for number in range(5)]
    last = await browser.post("/report", words=WORDS)
    assert (statuses, last.status_code) == ([200] * 5, 429)
    assert "&lt;b&gt;is&lt;/b&gt;" in last.text, "what was written is still there, as nothing but words"
    assert len(await reports(playground)) == 5
