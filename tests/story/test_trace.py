"""One request followed through the log, from the edge where it came in to the delivery of its picture, over every process that had a hand
in it."""

import asyncio
import contextlib
import io
import json
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapters.local.gateway import GatewayOptions, SandboxGateway
from bot import logs
from core import trace
from core.ambient import random_trace
from tests.adapters.web.visitor import OURS
from tests.bot.command import ended, log_as_it_was, running, start
from tests.lines import BRIEF
from tests.story.doors.door import words
from tests.story.house import open_house
from tests.story.test_everywhere import DOORS, at, picture

Line = dict[str, Any]
TRACE = re.compile(r"[0-9a-f]{32}")
WAIT = 40.0


def lines_in(text: str) -> list[Line]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


@contextlib.contextmanager
def logged() -> Iterator[io.StringIO]:
    """The log of this process as JSON, in memory."""
    stream = io.StringIO()
    with log_as_it_was():
        logs.setup("debug", "json", [], stream=stream)
        yield stream


def one(lines: list[Line], event: str, **fields: object) -> Line:
    [line] = [line for line in lines if line["event"] == event and fields.items() <= line.items()]
    return line


@pytest.mark.parametrize("surface", DOORS)
async def test_a_picture_has_one_trace_from_the_edge_to_its_delivery(surface: str, tmp_path: Path) -> None:
    with logged() as stream:
        async with at(surface, tmp_path) as door:
            await picture(door)
            await door.runs("balance")
            await door.sees(words("fact-available"))
        lines = lines_in(stream.getvalue())
    asked = one(lines, "answered", command="imagine")
    assert TRACE.fullmatch(asked["trace"])
    delivered = one(lines, "delivered")
    assert one(lines, "image gateway answered")["trace"] == delivered["trace"] == asked["trace"]
    # The yes is a request of its own, which names the job; and so is what comes later.
    agreed = one(lines, "answered", command="make")
    assert agreed["job"] == delivered["job"]
    assert len({line["trace"] for line in (asked, agreed, one(lines, "answered", command="balance"))}) == 3


async def test_what_happens_inside_the_database_threads_belongs_to_who_asked(tmp_path: Path) -> None:
    with logged() as stream:
        async with open_house(tmp_path, working=False) as house:
            with trace.traced("a" * 32):
                await house.say("ada", "/show nothing")
        assert one(lines_in(stream.getvalue()), "refused", command="show")["trace"] == "a" * 32


async def test_requests_side_by_side_do_not_take_each_others_trace(tmp_path: Path) -> None:
    names = [random_trace() for _ in range(8)]

    with logged() as stream:
        async with open_house(tmp_path, working=False) as house:

            async def say(who: str, name: str) -> None:
                with trace.traced(name):
                    await house.say(who, "/show nothing")

            await asyncio.gather(*(say(f"p{n}", name) for n, name in enumerate(names)))
        refused = [line["trace"] for line in lines_in(stream.getvalue()) if line["event"] == "refused"]
    assert sorted(refused) == sorted(names)


@contextlib.asynccontextmanager
async def worker(data: Path, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await start("run", "--data-dir", str(data), "--only", "worker", cwd=data.parent, **settings)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def painted(url: str) -> None:
    """Ask for a picture in the playground, at a price that is agreed to, and wait until it is there."""
    async with httpx.AsyncClient(base_url=url, headers=OURS, timeout=WAIT, limits=BRIEF) as http:
        person = (await http.post("/api/people", json={"name": "Ada"})).json()["uid"]
        wish = {"person": person, "nonce": "nonce-one", "command": "imagine", "values": {"prompt": "a fox"}, "seen": 12}
        assert (await http.post("/api/run", json=wish)).status_code == 200
        async with asyncio.timeout(WAIT):
            while '"/files/' not in (await http.get("/api/messages", params={"person": person})).text:  # noqa: ASYNC110
                await asyncio.sleep(0.1)


async def test_the_trace_goes_along_into_another_process(tmp_path: Path, postgres_url: str) -> None:
    data = tmp_path / "data"
    async with SandboxGateway(GatewayOptions(pace=0.02, plain=True)) as sandbox:
        settings = {
            "app__log_format": "json",
            "app__log_level": "info",
            "database__url": postgres_url,
            "mayi__base_url": sandbox.base_url,
            "mayi__api_key": "sk-test",
            "web__secret_key": "k" * 40,
            "jobs__poll": "0.1",
        }
        async with running(data, "--only", "web", **settings) as web, worker(data, **settings) as other:
            await painted(web.url)
            other.terminate()
            there, here = lines_in((await ended(other)).err), lines_in((await web.stopped()).err)
    edge = one(here, "answered", command="imagine")
    assert TRACE.fullmatch(edge["trace"])
    assert one(there, "image gateway answered")["trace"] == one(there, "delivered")["trace"] == edge["trace"]
    assert not [line for line in here if line["event"] == "delivered"]
