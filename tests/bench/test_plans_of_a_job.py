"""Among twenty thousand people no statement of a job reads a large table from one end to the other."""

from pathlib import Path

import asyncpg
import pytest

from bench.crowd import Crowd, gather
from bench.house import program
from bench.scale import explained
from core.ambient import Ambient
from db.store import open_store

CROWD = Crowd(20_000, busy=200, more=20)


@pytest.mark.parametrize("without", [None, "picture_recent"])
async def test_a_job_goes_along_indexes_on_postgres(postgres_url: str, tmp_path: Path, without: str | None) -> None:
    """Without one of the indexes it does not, and that is seen."""
    await (await open_store(postgres_url, Ambient())).close()
    plain = postgres_url.replace("+asyncpg", "")
    await gather(plain, CROWD)
    connection = await asyncpg.connect(plain)
    if without:
        await connection.execute(f"DROP INDEX {without}")
    async with program(tmp_path, "http://127.0.0.1:9/v1", database__url=postgres_url) as built:
        plans = await explained(built, connection, CROWD)
    await connection.close()
    walks = [f"{plan.short}\n{plan.text}" for plan in plans if plan.walks]
    assert len(plans) > 40
    assert bool(walks) is bool(without), "\n\n".join(walks)
    assert any(plan.index_only for plan in plans)
