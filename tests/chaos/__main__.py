"""`make chaos`: many processes on one PostgreSQL, `kill -9` every few seconds under load, and what was left of it."""

import argparse
import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

from db.store import migrate
from tests.chaos.performance import Report, performed
from tests.chaos.stage import open_stage
from tests.postgres_server import PostgresAbsent, run_sql, running_server


async def _run(server: str, minutes: float, people: int, seed: int, folder: Path) -> Report:
    await run_sql(server, "CREATE DATABASE chaos")
    await migrate(f"{server}/chaos")
    async with open_stage(folder, f"{server}/chaos") as stage:
        talking = (people + 1) // 2
        return await performed(stage, seconds=60 * minutes, talking=talking, browsing=people - talking, seed=seed)


def main() -> int:
    """Run and print; 1 if something did not hold. Then the folder with the logs is kept, and named."""
    parser = argparse.ArgumentParser(prog="tests.chaos", description="Kill the program's processes under load and count what is lost")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--people", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="inkmirage-chaos-"))
    try:
        with running_server() as server:
            report = asyncio.run(_run(server, given.minutes, given.people, given.seed, folder))
    except PostgresAbsent as absent:
        print(absent)
        return 1
    for name, figure in report.lines():
        print(f"{name:<52} {figure}")
    for complaint in report.verdict.what or ():
        print(f"! {complaint}")
    if report.well and not report.errors:
        shutil.rmtree(folder)
    else:
        print(f"logs: {folder}")
    return 0 if report.well else 1


if __name__ == "__main__":
    sys.exit(main())
