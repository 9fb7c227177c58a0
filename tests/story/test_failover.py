"""The database goes away while people wait: connections are cut, the server crashes and comes back, or is not there for a while."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import asyncpg
import httpx
import pytest

from bot.program import Program
from core.ambient import Ambient, utc_now
from core.legal.cookies import SESSION
from core.reply import Reply, Tone
from core.storage.unit_of_work import UnitOfWork
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.adapters.telegram.house import FOX, MAKE, balance, inkmirage, is_done, settled
from tests.lines import BRIEF
from tests.loopback_telegram.server import LoopbackTelegram
from tests.postgres_server import Server
from tests.story.house import House, open_house

PEOPLE = 8
CUTS = 8
BETWEEN_CUTS = 0.25  # seconds
CRASHES = 2
BETWEEN_CRASHES = 1.0
AWAY = 5.0
PATIENCE = 60.0
HANG_UP = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


async def cut(url: str) -> None:
    """Every connection to this database breaks, whatever it is doing."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        await connection.execute(HANG_UP)
    finally:
        await connection.close()


async def insisted(ask: Callable[[], Awaitable[Reply]]) -> Reply:
    """Asked again under the same key, as surfaces and people do, until it was heard."""
    async with asyncio.timeout(PATIENCE):
        while (reply := await ask()).tone is Tone.WARNING:
            assert reply.lines[0].key in ("error-away", "error-unsure"), "what is said then is what is so"
            await asyncio.sleep(0.2)
    return reply


async def wished(house: House, who: str) -> Reply:
    """One picture, from the offer to its message."""
    offer = await insisted(lambda: house.say(who, f"/imagine {FOX}", key=f"{who}-asks"))
    started = await insisted(lambda: house.press(who, offer, "make", key=f"{who}-says-yes"))
    assert started.job is not None
    async with asyncio.timeout(PATIENCE):
        while started.job not in house.surface.posts:  # noqa: ASYNC110 - as the person sees it
            await asyncio.sleep(0.05)
    return house.surface.posts[started.job]


def breaches(uow: UnitOfWork) -> list[str]:
    assert isinstance(uow, SqlUnitOfWork)
    return [str(check) for check in verify(uow.connection, utc_now()) if not check.ok]


def stacks(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the log calls an accident; that the database is away is none."""
    return [record.getMessage() for record in caplog.records if record.exc_info]


async def all_served_once(house: House, trouble: Callable[[], Awaitable[None]]) -> None:
    """Everybody gets one picture, pays for one, and the books are right, whatever happens meanwhile."""
    people = [f"person-{number}" for number in range(PEOPLE)]
    ends = asyncio.gather(*(wished(house, who) for who in people))
    await trouble()
    assert [len(reply.pictures) for reply in await ends] == [1] * PEOPLE
    async with asyncio.timeout(PATIENCE):
        while await house.program.store.read(lambda uow: uow.jobs.undelivered()):  # noqa: ASYNC110 - as an operator sees it
            await asyncio.sleep(0.1)
    assert {(await house.balance(who)).posted for who in people} == {28}
    assert await house.program.store.read(breaches) == []


async def test_every_connection_is_cut_again_and_again_under_load_on_postgres(
    tmp_path: Path, postgres_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_house(tmp_path, overrides={"database.url": postgres_url}) as house:

        async def trouble() -> None:
            for _ in range(CUTS):
                await asyncio.sleep(BETWEEN_CUTS)
                await cut(postgres_url)

        await all_served_once(house, trouble)
    assert stacks(caplog) == []


async def test_the_server_crashes_under_load_and_comes_back_on_postgres(
    tmp_path: Path, failing_server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_house(tmp_path, overrides={"database.url": f"{failing_server.address}/ink"}) as house:

        async def trouble() -> None:
            for _ in range(CRASHES):
                await asyncio.sleep(BETWEEN_CRASHES)
                await asyncio.to_thread(failing_server.crash)
                await asyncio.to_thread(failing_server.start)

        await all_served_once(house, trouble)
    assert stacks(caplog) == []


# --- away for a while, as each surface sees it ----------------------------------------------------------------------


@contextlib.asynccontextmanager
async def on_telegram(telegram: LoopbackTelegram, folder: Path, server: Server) -> AsyncIterator[tuple[Program, httpx.AsyncClient]]:
    """The whole program, to which Telegram brings updates; and a browser."""
    telegram.updates.webhook.pause = 0.3
    roles, url = ("telegram", "worker", "web", "clock"), f"{server.address}/ink"
    async with (
        inkmirage(
            telegram, folder, roles=roles, telegram__mode="webhook", database__url=url, jobs__lease=3.0, ambient=Ambient()
        ) as program,
        httpx.AsyncClient(base_url=program.settings.base_url, headers={"x-playground": "1"}, limits=BRIEF) as browser,
    ):
        await telegram.polled()
        yield program, browser


async def test_a_server_that_is_away_for_a_while_is_said_kindly_and_waited_for_on_postgres(
    tmp_path: Path, failing_server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with LoopbackTelegram() as telegram, on_telegram(telegram, tmp_path, failing_server) as (program, browser):
        ann = telegram.user("Ann")
        asked = await ann.says(f"/imagine {FOX}")
        offer = await telegram.message_in(ann.private, lambda message: MAKE in message.labels, after=asked, within=20)
        bob = (await browser.post("/api/people", json={"name": "Bob"})).json()["uid"]
        wish = {"person": bob, "nonce": "bob-asks-once", "command": "imagine", "values": {"prompt": FOX, "quality": "low"}, "seen": 4}

        await asyncio.to_thread(failing_server.crash)
        await ann.press(offer, MAKE, within=0.1)
        said = await ann.says("/balance")
        away = asyncio.get_running_loop().time() + AWAY
        while asyncio.get_running_loop().time() < away:
            assert (await browser.get("/healthz")).status_code == 200
            assert "database" in (ready := await browser.get("/readyz")).json()["missing"]
            assert ready.status_code == 503
            refused = await browser.post("/api/run", json=wish)
            assert (refused.status_code, refused.headers["retry-after"]) == (503, "10")
            assert "nothing was charged" in refused.json()["error"]
            page = await browser.get("/account", headers={"accept-language": "de", "cookie": f"{SESSION.name}={'x' * 43}"})
            assert (page.status_code, "nichts abgebucht" in page.text) == (503, True)
            await asyncio.sleep(0.2)
        assert len([message for message in ann.private.visible() if message.sender is telegram.bot]) == 1, "nobody was bothered"
        assert {status for _, status in telegram.updates.webhook.answers[-2:]} == {503}, "Telegram keeps what was not stored"

        await asyncio.to_thread(failing_server.start)
        await telegram.pulse.until(lambda: is_done(offer), PATIENCE)
        await telegram.message_in(ann.private, lambda message: message.reply_to is said, within=PATIENCE)
        assert (await browser.post("/api/run", json=wish)).status_code == 200
        await settled(program)
        assert (await balance(program, ann)).posted == 28
        assert await program.store.read(breaches) == []
    told = [record.getMessage() for record in caplog.records if record.name.startswith(("db.", "bot.", "core.", "adapters."))]
    assert (told.count("database away"), told.count("database back")) == (1, 1)
    assert stacks(caplog) == []
