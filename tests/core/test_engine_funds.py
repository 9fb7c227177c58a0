"""The operator hears once when the account at the image gateway runs low."""

import logging
from pathlib import Path

import pytest

from bot.program import Program
from bot.timetable import timetable
from tests.story.house import House, open_house

CONTACT = "operator@inkmirage.test"
SETTINGS: dict[str, object] = {"mayi.alarm_below": 5, "privacy.contact": CONTACT}
SAID = "the account at the image gateway runs low"


async def looked(program: Program) -> None:
    entries = {job.id: job.func for job in timetable(program).get_jobs()}
    await entries["look at funds"]()


async def hourly(house: House, *balances: float) -> None:
    """Look once an hour, with so much left each time."""
    entry = {job.id: job.func for job in timetable(house.program).get_jobs()}["look at funds"]
    for balance in balances:
        house.sandbox.options.balance = balance
        await entry()


def alarms(caplog: pytest.LogCaptureFixture) -> int:
    return sum(record.message == SAID and record.levelno == logging.ERROR for record in caplog.records)


async def test_it_is_said_once_for_each_fall(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with open_house(tmp_path, working=False, overrides=SETTINGS) as house:
        await hourly(house, 100, 5, 4.99, 3, 2)
        assert alarms(caplog) == 1
        [letter] = await house.program.mailbox.letters(CONTACT)
        assert letter["subject"] == "The account at the image gateway is running low"
        assert "4.99" in letter["body"]
        assert "5.00" in letter["body"]


async def test_it_is_said_again_after_there_was_more(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with open_house(tmp_path, working=False, overrides=SETTINGS) as house:
        await hourly(house, 1, 50, 2, 3)
        assert alarms(caplog) == 2


async def test_a_gateway_that_says_nothing_is_no_alarm(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with open_house(tmp_path, working=False, overrides=SETTINGS) as house:
        await hourly(house, -1)
        house.sandbox.options.balance = 1
        await house.sandbox.__aexit__(None, None, None)
        await looked(house.program)
        assert alarms(caplog) == 0


async def test_nobody_is_told_who_did_not_ask_for_it(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        assert "look at funds" not in {job.id for job in timetable(house.program).get_jobs()}
