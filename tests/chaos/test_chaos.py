"""A short piece of `make chaos`: a few kills under load lose nothing and charge nobody twice."""

from pathlib import Path

import pytest

from tests.chaos.performance import performed
from tests.chaos.stage import open_stage

ROLES = ("worker", "worker", "web", "telegram,web", "telegram,web", "clock")


@pytest.mark.timeout(300)
async def test_six_kills_under_load_lose_nothing_and_charge_nobody_twice_on_postgres(tmp_path: Path, postgres_url: str) -> None:
    async with open_stage(tmp_path, postgres_url, ROLES, jobs__lease="3") as stage:
        report = await performed(stage, seconds=9, talking=4, browsing=3, seed=5, between=(1.0, 1.8))
    assert report.kills.total() >= 5
    assert report.verdict.asked > 5
    assert report.well, "\n".join([*(report.verdict.what or []), *(" ".join(line) for line in report.lines())])
