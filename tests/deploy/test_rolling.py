"""Every process is replaced by another one, one after another, while people go on: nobody is refused, nothing is lost or done twice."""

import asyncio
import contextlib
import itertools
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import httpx
import pytest

from adapters.local.gateway import GatewayOptions, SandboxGateway
from core.ambient import utc_now
from db.store import visit
from db.triggers import missing_triggers
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.adapters.discord.house import settings as on_discord
from tests.adapters.telegram.house import is_done as shown_on_telegram
from tests.adapters.telegram.house import settings as on_telegram
from tests.bot.command import ended, start
from tests.db.machines import THOROUGH
from tests.loopback_discord.people import Person as DiscordPerson
from tests.loopback_discord.places import Channel
from tests.loopback_discord.server import LoopbackDiscord
from tests.loopback_telegram.people import Person as TelegramPerson
from tests.loopback_telegram.server import LoopbackTelegram
from tests.postgres_server import free_port, run_sql
from tests.story.test_discord_processes import is_done as shown_on_discord

FOX = "a fox in the rain"
MAKE = "Make it · 4 credits"
SOON = 240.0
"""On a machine that has much else to do, six programs take a while to start."""
PEOPLE = 4
LINGER = 5.0


@dataclass
class Proxy:
    """What Caddy does with deploy/Caddyfile: looks at /readyz, passes requests on in turn, and tries another only where nobody listens."""

    ends: dict[str, bool] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    passed: int = 0
    _turns: "itertools.count[int]" = field(default_factory=itertools.count)

    @contextlib.asynccontextmanager
    async def looking(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._look())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _look(self) -> None:
        async with httpx.AsyncClient(timeout=5) as http:
            while True:
                for end in list(self.ends):
                    await self._ask(http, end)
                await asyncio.sleep(0.2)

    async def _ask(self, http: httpx.AsyncClient, end: str) -> None:
        try:
            self.ends[end] = (await http.get(f"{end}/readyz?for=people")).status_code == 200
        except httpx.HTTPError:
            self.ends[end] = False

    async def pass_on(self, http: httpx.AsyncClient, method: str, path: str, **request: object) -> httpx.Response:
        try:
            async with asyncio.timeout(SOON):  # lb_try_duration, for a busy machine
                while True:
                    for end in self._healthy():
                        with contextlib.suppress(httpx.ConnectError):
                            return self._counted(await http.request(method, f"{end}{path}", **request))  # type: ignore[arg-type]
                    await asyncio.sleep(0.1)
        except (httpx.HTTPError, TimeoutError) as error:
            self.failures.append(f"{method} {path}: {type(error).__name__}")
            raise

    def _healthy(self) -> list[str]:
        """Those that say they are ready, each request beginning with the next of them."""
        found = [end for end, well in self.ends.items() if well]
        first = next(self._turns) % max(1, len(found))
        return found[first:] + found[:first]

    def _counted(self, answer: httpx.Response) -> httpx.Response:
        self.passed += 1
        if answer.status_code >= 500:
            self.failures.append(f"{answer.request.method} {answer.request.url.path}: {answer.status_code}")
        return answer


@dataclass
class Fleet:
    """The processes of one installation, by their names: the roles, and a number."""

    folder: Path
    settings: dict[str, str]
    proxy: Proxy
    ports: dict[str, int] = field(default_factory=dict)
    there: dict[str, asyncio.subprocess.Process] = field(default_factory=dict)

    async def begin(self, name: str) -> None:
        role, more = name.rpartition("-")[0], ["--data-dir", str(self.folder / "data")]
        if role == "web":
            more += ["--port", str(self.ports.setdefault(name, free_port()))]
            self.proxy.ends.setdefault(f"http://127.0.0.1:{self.ports[name]}", False)
        process = await start("run", "--only", role, *more, cwd=self.folder, **self.settings)
        self.there[name] = process
        if role == "web":
            end = f"http://127.0.0.1:{self.ports[name]}"
            await eventually(lambda: self.proxy.ends[end])

    async def end(self, name: str) -> None:
        process = self.there.pop(name)
        process.send_signal(signal.SIGTERM)
        end = await ended(process)
        assert (end.code, "Traceback" in end.err) == (0, False), (name, end.err)

    async def replace(self, name: str) -> None:
        await self.end(name)
        await self.begin(name)


async def eventually(true: "object") -> None:
    assert callable(true)
    async with asyncio.timeout(SOON):
        while not true():  # noqa: ASYNC110 - as seen from outside
            await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def fleet(folder: Path, settings: dict[str, str], *names: str) -> AsyncIterator[Fleet]:
    proxy = Proxy()
    ships = Fleet(folder, settings, proxy)
    async with proxy.looking():
        try:
            await asyncio.gather(*(ships.begin(name) for name in names))
            yield ships
            for name in list(ships.there):
                await ships.end(name)
        finally:
            for process in ships.there.values():
                process.kill()
                print((await ended(process)).err[-2000:])


def variables(settings: dict[str, object]) -> dict[str, str]:
    return {name.replace(".", "__"): str(value) for name, value in settings.items() if name != "app.data_dir"}


# --- starting ------------------------------------------------------------------------------------------------------


@pytest.mark.timeout(400)
async def test_four_that_start_at_once_on_an_empty_server_set_it_up_once_on_postgres(tmp_path: Path, postgres_server: str) -> None:
    name = f"empty_{os.urandom(6).hex()}"
    await run_sql(postgres_server, f"CREATE DATABASE {name}")
    url = f"{postgres_server}/{name}"
    async with fleet(tmp_path, {"database__url": url}, "web-1", "web-2", "web-3", "web-4"):
        found = await visit(url, lambda uow: (missing_triggers(uow.connection), [c for c in verify(uow.connection, utc_now()) if not c.ok]))
        assert found == ([], [])


# --- rolling -------------------------------------------------------------------------------------------------------


@dataclass
class Load:
    """People who ask for pictures until they are told to go home."""

    proxy: Proxy
    over: asyncio.Event = field(default_factory=asyncio.Event)
    asked: int = 0
    got: int = 0

    async def at_the_playground(self, name: str) -> None:
        async with httpx.AsyncClient(headers={"X-Playground": "1"}, timeout=SOON) as http:
            for turn in itertools.count():
                if self.over.is_set():
                    return
                seated = await self.proxy.pass_on(http, "POST", "/api/people", json={"name": f"{name} {turn}"})
                uid = seated.json()["uid"]
                wanted = {
                    "command": "imagine",
                    "values": {"prompt": FOX, "quality": "low"},
                    "seen": 4,
                    "nonce": f"{name}{turn:08}".replace(" ", ""),
                }
                answer = await self.proxy.pass_on(http, "POST", "/api/run", json={"person": uid, **wanted})
                assert (answer.status_code, '"tone":"working"' in answer.text) == (200, True), answer.text
                self.asked += 1
                await self._shown(http, uid)
                self.got += 1

    async def _shown(self, http: httpx.AsyncClient, uid: str) -> None:
        async with asyncio.timeout(SOON):
            while True:
                found = await self.proxy.pass_on(http, "GET", "/api/messages", params={"person": uid})
                if any(one["body"]["pictures"] and one["body"]["tone"] == "good" for one in found.json()["messages"]):
                    return
                await asyncio.sleep(0.2)

    async def on_telegram(self, telegram: LoopbackTelegram, person: TelegramPerson) -> None:
        while not self.over.is_set():
            asked = await person.says(f"/imagine {FOX} --quality low")
            offer = await telegram.message_in(person.private, lambda message: MAKE in message.labels, after=asked, within=SOON)
            await person.press(offer, MAKE)
            self.asked += 1
            await telegram.pulse.until(partial(shown_on_telegram, offer), SOON)
            self.got += 1

    async def on_discord(self, person: DiscordPerson, channel: Channel) -> None:
        while not self.over.is_set():
            offer = await (await person.command("imagine", {"prompt": FOX, "quality": "low"}, channel=channel)).finished(SOON)
            call = await person.press(offer, MAKE)
            assert call.response is not None
            self.asked += 1
            await call.until(shown_on_discord, SOON)
            self.got += 1


@pytest.mark.skipif(not THOROUGH, reason="replaces every process, one after another, for minutes: HYPOTHESIS_PROFILE=thorough runs it")
@pytest.mark.timeout(1200)
async def test_every_role_is_replaced_while_people_go_on_on_postgres(tmp_path: Path, postgres_url: str) -> None:
    names = ("web-1", "web-2", "worker,clock-1", "worker,clock-2", "telegram,discord-1", "telegram,discord-2")
    async with (
        LoopbackDiscord() as discord,
        LoopbackTelegram() as telegram,
        SandboxGateway(GatewayOptions(pace=0.3, plain=True, usage_delay=0.0)) as sandbox,
    ):
        guild = discord.guild("Painters")
        ours = {
            "mayi.base_url": sandbox.base_url,
            "mayi.api_key": "sk-test",
            "jobs.poll": 0.1,
            "database.url": postgres_url,
        }
        more = {"credits.free_credits": 1000, "web.linger_seconds": LINGER}
        given = on_discord(discord, tmp_path) | on_telegram(telegram, tmp_path) | ours | more
        async with fleet(tmp_path, variables(given), *names) as ships:
            await discord.gateway.ready(2, within=SOON)
            await telegram.polled(SOON)
            load = Load(ships.proxy)
            people = [
                *(load.at_the_playground(f"Person {number}") for number in range(PEOPLE)),
                load.on_telegram(telegram, telegram.user("Ann")),
                load.on_discord(discord.user("Ben", guilds=[guild]), guild.channel("general")),
            ]
            async with asyncio.TaskGroup() as group:
                for person in people:
                    group.create_task(person)
                for name in names:
                    await ships.replace(name)
                    if "discord" in name:
                        await discord.gateway.ready(2, within=SOON)
                load.over.set()
            await nothing_waits(postgres_url)
        assert ships.proxy.failures == []
        assert load.got == load.asked > len(names)
        assert len(sandbox.charges) == load.asked, "none was made twice, and none was forgotten"
        assert await broken(postgres_url) == []
        print(f"{load.asked} pictures, {ships.proxy.passed} requests at the proxy, {len(names)} processes replaced")


async def nothing_waits(url: str) -> None:
    async with asyncio.timeout(SOON):
        while await visit(url, lambda uow: uow.jobs.undelivered() + uow.jobs.waiting()):  # noqa: ASYNC110 - as an operator would see it
            await asyncio.sleep(0.1)


async def broken(url: str) -> list[str]:
    def look(uow: SqlUnitOfWork) -> list[str]:
        return [str(check) for check in verify(uow.connection, utc_now()) if not check.ok]

    return await visit(url, look)
