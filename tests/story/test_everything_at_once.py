"""Discord, Telegram, the web, workers and clock in one process: they serve side by side, and stop together without losing anything."""

import asyncio
import contextlib
import signal
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from adapters.local.gateway import GatewayOptions, SandboxGateway
from tests.adapters.discord import house as discord_house
from tests.adapters.telegram import house as telegram_house
from tests.bot.command import SECONDS, Ended, Running, bot, ended, running, start
from tests.lines import BRIEF
from tests.loopback_discord.messages import Message as DiscordMessage
from tests.loopback_discord.server import LoopbackDiscord
from tests.loopback_telegram.messages import Message as TelegramMessage
from tests.loopback_telegram.server import LoopbackTelegram
from tests.story.house import until

PROMPTS = {"discord": "a heron on a pier", "telegram": "a walrus at noon", "playground": "a badger by the sea"}
MAKE = "Make it · 12 credits"
SOON = 30.0
FREE = 120


@dataclass
class Town:
    """One server and one person on Discord, another person on Telegram, a third on the web, and the gateway behind it all."""

    discord: LoopbackDiscord
    telegram: LoopbackTelegram
    sandbox: SandboxGateway
    folder: Path
    more: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        guild = self.discord.guild("Painters")
        self.general = guild.channel("general")
        self.dora = self.discord.user("Dora Quill", guilds=[guild])
        self.tom = self.telegram.user("Tom Vellum")

    @property
    def settings(self) -> dict[str, str]:
        """As `python -m bot` reads them."""
        ours = {"mayi.base_url": self.sandbox.base_url, "mayi.api_key": "sk-test", "jobs.poll": 0.1, "jobs.lease": 1.5}
        both = discord_house.settings(self.discord, self.folder) | telegram_house.settings(self.telegram, self.folder)
        chosen = both | ours | {"credits.free_credits": FREE} | self.more
        return {name.replace(".", "__"): str(value) for name, value in chosen.items() if name != "app.data_dir"}

    @contextlib.asynccontextmanager
    async def everything(self) -> AsyncIterator[Running]:
        """`python -m bot run` in all of its roles, connected."""
        logins, hooks = len(self.discord.calls("GET", "/users/@me")), len(self.telegram.calls("deleteWebhook"))
        async with running(self.folder / "data", **self.settings) as program:
            await until(lambda: len(self.discord.calls("GET", "/users/@me")) > logins)
            await self.discord.gateway.ready(within=SOON)
            await until(lambda: len(self.telegram.calls("deleteWebhook")) > hooks)
            yield program

    async def yes_on_discord(self) -> DiscordMessage:
        """The message of a job that has begun."""
        asked = await self.dora.command("imagine", {"prompt": PROMPTS["discord"]}, channel=self.general)
        call = await self.dora.press(await asked.finished(SOON), MAKE)
        assert call.response is not None
        return call.message

    async def yes_on_telegram(self) -> TelegramMessage:
        asked = await self.tom.says(f"/imagine {PROMPTS['telegram']}")
        offer = await self.telegram.message_in(self.tom.private, lambda message: MAKE in message.labels, after=asked, within=SOON)
        assert (await self.tom.press(offer, MAKE)).answered
        return offer

    async def picture_on_the_playground(self, url: str) -> None:
        async with (
            httpx.AsyncClient(base_url=url, headers={"X-Playground": "1"}, timeout=SOON, limits=BRIEF) as http,
            asyncio.timeout(SOON),
        ):
            uid = (await http.post("/api/people", json={"name": "Ada"})).json()["uid"]
            wanted = {"command": "imagine", "values": {"prompt": PROMPTS["playground"]}, "seen": 12, "nonce": "the-one-request"}
            await http.post("/api/run", json={"person": uid, **wanted})
            while not await _has_picture(http, uid):  # noqa: ASYNC110 - seen from outside
                await asyncio.sleep(0.05)

    def private(self) -> list[str]:
        """What nobody may read in a log."""
        calls = [exchange.path for exchange in self.discord.calls("PATCH", "/webhooks")]
        grants = [path.split("/")[3] for path in calls]
        people = [str(self.dora.id), self.dora.name, str(self.tom.id), self.tom.name, str(self.general.id)]
        addresses = [self.sandbox.base_url, self.discord.url, self.telegram.url, "sk-test", str(self.folder)]
        return [self.discord.token, self.telegram.token, *grants, *PROMPTS.values(), *people, *addresses]


async def _has_picture(http: httpx.AsyncClient, uid: str) -> bool:
    messages = (await http.get("/api/messages", params={"person": uid})).json()["messages"]
    return any(message["author"] == "bot" and message["body"]["pictures"] and message["body"]["tone"] == "good" for message in messages)


@contextlib.asynccontextmanager
async def open_town(folder: Path, pace: float = 0.05, **more: object) -> AsyncIterator[Town]:
    options = GatewayOptions(pace=pace, plain=True, usage_delay=0.0)
    async with LoopbackDiscord() as discord, LoopbackTelegram() as telegram, SandboxGateway(options) as sandbox:
        yield Town(discord, telegram, sandbox, folder, {name.replace("__", "."): value for name, value in more.items()})


def assert_discreet(town: Town, end: Ended) -> None:
    """Nothing went wrong, and nothing private was said about it."""
    assert "Traceback" not in end.err
    assert not [line for line in end.err.splitlines() if "[error" in line or "[critical" in line or "failure=" in line]
    assert [word for word in town.private() if word in end.err or word in end.out] == []


async def asked_for(town: Town, pictures: int) -> None:
    """The gateway is at work on so many, from the first on."""
    await until(lambda: len(town.sandbox.journal) >= pictures)


def is_done(on_discord: DiscordMessage, on_telegram: TelegramMessage) -> bool:
    return discord_house.is_done(on_discord) and telegram_house.is_done(on_telegram)


async def assert_books(town: Town) -> None:
    found = await bot("ledger", "verify", "--data-dir", str(town.folder / "data"), cwd=town.folder, **town.settings)
    assert found.code == 0, found.out


async def test_every_surface_is_served_and_a_stop_delivers_what_is_under_way(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        async with town.everything() as program:
            first = await asyncio.gather(town.yes_on_discord(), town.yes_on_telegram(), town.picture_on_the_playground(program.url))
            await until(lambda: is_done(first[0], first[1]))
            assert len(town.sandbox.charges) == 3
            town.sandbox.options.pace = 1.5
            second = await asyncio.gather(town.yes_on_discord(), town.yes_on_telegram())
            await asked_for(town, 5)
            assert not discord_house.is_done(second[0])
            assert not telegram_house.is_done(second[1])
            end = await program.stopped()
        assert end.code == 0, end.err
        assert is_done(*second)
        assert len(town.sandbox.charges) == 5
        assert_discreet(town, end)
        await assert_books(town)


async def test_what_a_stop_does_not_wait_for_is_delivered_after_a_restart(tmp_path: Path) -> None:
    """Because it would take too long, or because of a second signal. Side by side, for most of it is waiting."""
    async with asyncio.TaskGroup() as both:
        both.create_task(stopped_early(tmp_path / "handed-back", at_once=False, drain=0.2))
        both.create_task(stopped_early(tmp_path / "at-once", at_once=True, drain=60.0))


async def stopped_early(folder: Path, *, at_once: bool, drain: float) -> None:
    folder.mkdir()
    async with open_town(folder, jobs__drain_seconds=drain) as town:
        town.sandbox.fail_next("slow=50", times=2)
        async with town.everything() as program:
            messages = await asyncio.gather(town.yes_on_discord(), town.yes_on_telegram())
            await asked_for(town, 2)
            began = time.monotonic()
            end = await program.stopped(at_once=at_once)
        assert end.code == (1 if at_once else 0), end.err
        assert time.monotonic() - began < (30.0 if at_once else 40.0)
        assert_discreet(town, end)
        assert not discord_house.is_done(messages[0])
        assert not telegram_house.is_done(messages[1])
        async with town.everything() as program:
            await until(lambda: is_done(*messages))
            end = await program.stopped()
        assert end.code == 0
        assert_discreet(town, end)
        assert len([message for message in town.general.visible_to(None) if discord_house.is_done(message)]) == 1
        assert [message for message in town.tom.private.visible() if message.sender is town.telegram.bot] == [messages[1]]
        await assert_books(town)


# --- two that fetch ------------------------------------------------------------------------------------------------

STANDS_BY = "this one stands by"


async def said(process: asyncio.subprocess.Process, words: str) -> str:
    """The next line of its log that holds these words."""
    assert process.stderr is not None
    async with asyncio.timeout(SECONDS):
        while words not in (line := (await process.stderr.readline()).decode()):
            assert line, f"it ended without a word of {words}"
    return line


@contextlib.asynccontextmanager
async def started(town: Town) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m bot run` with Telegram; killed at the end if it was not stopped before."""
    process = await start("run", "--only", "telegram,worker", "--data-dir", str(town.folder / "data"), cwd=town.folder, **town.settings)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await ended(process)


async def test_a_second_process_stands_by_and_takes_over_when_the_first_has_gone(tmp_path: Path, postgres_url: str) -> None:
    """As at every new version of a small operator's bot, who has set up no address for updates."""
    async with open_town(tmp_path, database__url=postgres_url, discord__token="") as town:

        async def answered() -> None:
            asked = await town.tom.says("/terms")
            await town.telegram.message_in(town.tom.private, lambda message: message.reply_to is asked, within=SOON)

        async with started(town) as first:
            await answered()
            async with started(town) as second:
                await said(second, STANDS_BY)
                await answered()
                first.send_signal(signal.SIGTERM)
                end = await ended(first)
                assert end.code == 0
                assert_discreet(town, end)
                await answered()
                second.send_signal(signal.SIGTERM)
                last = await ended(second)
                assert last.code == 0
                assert_discreet(town, last)
        said_to_tom = [message for message in town.tom.private.visible() if message.sender is town.telegram.bot]
        assert len(said_to_tom) == len({message.reply_to for message in said_to_tom}) == 3
