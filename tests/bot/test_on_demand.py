"""A command waits for what it needs, and a process for the libraries of its roles."""

import asyncio
import json
import socket
import sys
from pathlib import Path

import pytest

from bot.__main__ import PLACES
from db.store import migrate
from tests.bot.command import ROOT, here

VENDORS = {"aioboto3", "botocore", "discord", "opentelemetry", "resend", "stripe", "telegram"}
WEB, CLOCK, GATEWAY, PIXELS = {"starlette", "uvicorn", "h11"}, {"apscheduler"}, {"aiohttp", "httpx"}, {"PIL"}

SHORT = "from bot.__main__ import app; app({words!r}, standalone_mode=False)"
WORKER = """
import asyncio
from bot.config_sources import load
from bot.runtime import Runtime
from bot.wiring import build

async def begin():
    program = await build(load(None, {{"app.data_dir": {folder!r}}}), site=False)
    Runtime(program, ("worker",))
    await program.close()

asyncio.run(begin())
"""


async def loaded_by(script: str) -> set[str]:
    """The top-level packages that a fresh process has read after this."""
    look = f"{script}\nimport json, sys; print(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", look, cwd=ROOT, stdout=pipe)
    out, _ = await process.communicate()
    assert process.returncode == 0
    return set(json.loads(out.decode().splitlines()[-1]))


async def test_a_short_command_waits_for_the_database_alone(tmp_path: Path) -> None:
    await migrate(f"sqlite+aiosqlite:///{tmp_path / 'inkmirage.db'}")
    read = await loaded_by(SHORT.format(words=["ledger", "verify", "--data-dir", str(tmp_path)]))
    assert "sqlalchemy" in read
    assert read & (VENDORS | WEB | CLOCK | GATEWAY | PIXELS | {"alembic", "jinja2", "prometheus_client"}) == set()


async def test_a_worker_waits_for_no_web_and_no_clock_but_has_all_that_a_picture_needs(tmp_path: Path) -> None:
    await migrate(f"sqlite+aiosqlite:///{tmp_path / 'inkmirage.db'}")
    read = await loaded_by(WORKER.format(folder=str(tmp_path)))
    assert read >= GATEWAY | PIXELS
    assert read & (VENDORS | {"starlette", "uvicorn", "alembic"} | CLOCK) == set()


async def test_without_a_word_the_program_runs(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = await here(cwd=tmp_path, web__port=str(taken.getsockname()[1]))
    assert ended.refused_with("is taken")


@pytest.mark.parametrize("name", PLACES)
async def test_every_command_is_where_it_is_looked_for(name: str, tmp_path: Path) -> None:
    assert (await here(name, "--help", cwd=tmp_path)).code == 0


async def test_a_misspelt_command_is_answered_with_the_one_that_was_meant(tmp_path: Path) -> None:
    ended = await here("leger", cwd=tmp_path)
    assert ended.code == 2
    assert "ledger" in ended.err
