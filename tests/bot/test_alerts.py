"""What the alerts and the dashboard ask for is there to be asked for, and every alert says what to do."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.audit import look_through
from bot.timetable import timetable
from core.pulse import Line
from tests.bot.test_metrics import delivered
from tests.story.house import open_house

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
ALERTS = (DEPLOY / "prometheus" / "alerts.yml").read_text("utf-8")
BOARD: dict[str, Any] = json.loads((DEPLOY / "grafana" / "inkmirage.json").read_text("utf-8"))

NAME = re.compile(r"\binkmirage_[a-z_]+")
OF_A_LINE = re.compile(r'line=~?"([^"]*)"')


@dataclass(frozen=True)
class Alert:
    """One rule as it stands in the file, which keeps to one way of writing them."""

    name: str
    expression: str
    severity: str
    runbook: str
    summary: str
    action: str


def alerts() -> list[Alert]:
    parts = re.split(r"^      - alert: ", ALERTS, flags=re.MULTILINE)[1:]
    shape = re.compile(
        r"(?P<name>\w+)\n {8}expr: >-\n {10}(?P<expression>.+)\n {8}for: \d+[mh]\n {8}labels:\n {10}severity: (?P<severity>\w+)\n"
        r" {8}annotations:\n {10}runbook: (?P<runbook>\S+)\n {10}summary: >-\n {12}(?P<summary>.+)\n {10}action: >-\n {12}(?P<action>.+)\n"
    )
    found = [shape.fullmatch(part) for part in parts]
    assert all(found), "an alert is written in another way"
    return [Alert(**match.groupdict()) for match in found if match]


def expressions() -> Iterator[str]:
    """Of the dashboard."""
    for panel in BOARD["panels"]:
        yield from (target["expr"] for target in panel.get("targets", []))


@pytest.fixture(scope="module")
async def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Every sample and family that a program has which has worked, failed, and looked through its books."""
    async with open_house(tmp_path_factory.mktemp("program")) as house:
        program = house.program
        await house.make("ada", "a fox")
        await delivered(house)
        house.sandbox.fail_next("bad_key")
        await house.make("ben", "a fox")
        await look_through(program.store, program.ambient, program.metrics)
        await next(job.func for job in timetable(program).get_jobs() if job.id == "expire lots")()
        program.metrics.began_again("worker 1")
        assert program.web is not None
        async with httpx.AsyncClient(transport=httpx.ASGITransport(program.web), base_url="http://localhost") as browser:
            assert (await browser.get("/status")).status_code == 200
        page = (await program.metrics.page(await program.readings.latest(), resting=False)).decode()
    families = list(text_string_to_metric_families(page))
    return {sample.name for family in families for sample in family.samples}


def test_every_alert_says_what_is_wrong_and_what_to_do() -> None:
    found = alerts()
    assert len(found) == ALERTS.count("alert:")
    assert len({alert.name for alert in found}) == len(found)
    for alert in found:
        assert alert.severity in ("page", "ticket"), alert.name
        assert len(alert.summary) > 20, alert.name
        assert len(alert.action) > 40, alert.name


async def test_what_hurts_people_or_money_has_an_alert(names: set[str]) -> None:
    watched = {name for alert in alerts() for name in NAME.findall(alert.expression)}
    needed = {
        "inkmirage_ledger_breaches",
        "inkmirage_ledger_verified_timestamp_seconds",
        "inkmirage_breaker_open",
        "inkmirage_event_loop_lag_seconds_bucket",
        "inkmirage_rights_deadline_seconds",
        "inkmirage_rights_requests_overdue",
        "inkmirage_database_up",
    }
    assert needed <= watched
    lines = {line for alert in alerts() for words in OF_A_LINE.findall(alert.expression) for line in words.split("|")}
    assert lines == set(Line), "a line in which something may wait unseen"
    assert any('up{job="inkmirage"} == 0' in alert.expression for alert in alerts())


async def test_every_name_in_alerts_and_dashboard_exists(names: set[str]) -> None:
    asked = {name for expression in [*expressions(), *(alert.expression for alert in alerts())] for name in NAME.findall(expression)}
    assert asked
    assert asked <= names


async def test_every_family_is_shown_on_the_dashboard(names: set[str]) -> None:
    """Nobody measures what nobody looks at."""
    shown = {re.sub(r"_(bucket|count|sum)$", "", name) for expression in expressions() for name in NAME.findall(expression)}
    families = {re.sub(r"_(bucket|count|sum)$", "", name) for name in names}
    aside = {"virtual_memory_bytes", "start_time_seconds", "max_fds"}
    assert families - shown == {f"inkmirage_process_{name}" for name in aside}


def test_the_dashboard_asks_one_source_and_explains_itself() -> None:
    panels = [panel for panel in BOARD["panels"] if panel["type"] != "row"]
    assert len({panel["id"] for panel in BOARD["panels"]}) == len(BOARD["panels"])
    for panel in panels:
        assert panel["datasource"]["uid"] == "${source}", panel["title"]
        assert panel["description"], panel["title"]
        assert panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24, panel["title"]
