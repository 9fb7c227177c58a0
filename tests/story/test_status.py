"""How the house is doing, as people are told: on the page and in the chat, from whichever process they ask."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from adapters.local.gateway import GatewayOptions, SandboxGateway
from bot.program import Program
from bot.runtime import Runtime
from bot.wiring import build
from core.ambient import Ambient
from core.text import LOCALES, Catalogue, Text
from tests.clock import MovedClock
from tests.story.house import House, Surface, open_house, settings_for

SENTENCES = Catalogue()


async def page(program: Program, locale: str = "en", **headers: str) -> httpx.Response:
    assert program.web is not None
    transport = httpx.ASGITransport(program.web)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as browser:
        return await browser.get("/status", headers={"Accept-Language": locale, **headers})


def sentence(key: str, locale: str = "en") -> str:
    return SENTENCES.format(Text(key), locale)


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_page_speaks_every_language_and_may_be_kept_for_a_moment(locale: str, tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        answer = await page(house.program, locale)
        assert answer.status_code == 200
        assert sentence("status-making-idle", locale) in answer.text
        assert sentence("status-next-first", locale) in answer.text
        assert answer.headers["cache-control"] == "public, max-age=15"
        assert set(answer.headers["vary"].split(", ")) == {"Accept-Language", "Cookie"}
        assert (await page(house.program, locale, Cookie="lang=de")).headers["cache-control"] == "private, max-age=15"


async def test_people_who_wait_while_nobody_works_are_told_so(tmp_path: Path) -> None:
    clock = MovedClock()
    async with open_house(tmp_path, ambient=Ambient(now=clock.now), working=False) as house:
        offer = await house.run("ada", "imagine", {"prompt": "a fox"})
        await house.press("ada", offer, "make")
        clock.offset = timedelta(seconds=90)
        assert sentence("status-making-stalled") in (await page(house.program)).text
        told = house.words(await house.say("ben", "/status"))
        assert sentence("status-making-stalled") in told
        assert "one picture" in told
        assert sentence("status-next-unknown") in told


async def test_nobody_is_told_that_nobody_asks_while_somebody_waits(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        assert sentence("status-making-idle") in house.words(await house.say("ben", "/status"))
        offer = await house.run("ada", "imagine", {"prompt": "a fox"})
        await house.press("ada", offer, "make")
        told = house.words(await house.say("ben", "/status", key="again"))
        assert sentence("status-making-idle") not in told
        assert "one picture" in told


async def test_a_stranger_who_asks_stays_a_stranger(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        await house.say("eve", "/status")
        assert await house.program.store.read(lambda uow: uow.accounts.of(house.caller("eve"))) is None


@contextlib.asynccontextmanager
async def two_processes(folder: Path, database: str) -> AsyncIterator[tuple[House, Program]]:
    """One that works, and another that serves the site and has seen nothing of it."""
    async with SandboxGateway(GatewayOptions(pace=0.02, plain=True, usage_delay=0.0)) as sandbox, contextlib.AsyncExitStack() as exits:
        settings = settings_for(folder, sandbox.base_url, **{"database.url": database})
        surface = Surface()
        worker, site = [await build(settings, messengers={"test": surface}, usage_delay=0.05) for _ in range(2)]
        exits.push_async_callback(worker.close)
        exits.push_async_callback(site.close)
        runtime = Runtime(worker, ("worker",))
        async with runtime.everything(None):
            try:
                yield House(worker, sandbox, surface), site
            finally:
                runtime.stopping.set()


async def test_a_process_that_has_seen_nothing_says_the_same(tmp_path: Path, postgres_url: str) -> None:
    async with two_processes(tmp_path, postgres_url) as (house, site):
        house.sandbox.fail_next("bad_key")
        await house.make("ada", "a fox")
        assert site.maker.resting() is None
        assert sentence("status-making-resting") in (await page(site)).text
        other = House(site, house.sandbox, house.surface)
        assert sentence("status-making-resting") in other.words(await other.say("ben", "/status"))


async def test_many_who_look_at_once_cost_one_reading(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        seen = {id(figures) for figures in await asyncio.gather(*(house.program.readings.latest() for _ in range(20)))}
        assert len(seen) == 1
