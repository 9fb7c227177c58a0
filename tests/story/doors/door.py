"""What a person can do and see on any surface, in plain words."""

import asyncio
import contextlib
import re
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import httpx
from PIL import Image

from adapters.local.gateway import GatewayOptions, SandboxGateway
from bot.config_sources import load
from bot.runtime import Runtime, listen
from bot.wiring import build
from core.ambient import Ambient
from core.pricing import Tariff
from core.reply import Value
from core.text import Argument, Catalogue, Text
from tests.clock import in_a_hurry
from tests.empty_database import laid_out
from tests.lines import BRIEF

PACE = 0.02
SOON = 45.0
BETWEEN_LOOKS = 0.02
BLANK = "\ufffc"
"""Stands where a sentence has a word that the story does not know, like the code of a picture."""

_CATALOGUE = Catalogue()


def words(key: str, locale: str = "en", **args: Argument) -> str:
    """A sentence as the catalogue has it, up to the first `BLANK`."""
    return _CATALOGUE.format(Text(key, args), locale).partition(BLANK)[0].strip()


def credits(count: int) -> Text:
    """An amount, to be put into a sentence."""
    return Text("credits", {"count": count})


@dataclass(frozen=True)
class Sight:
    """A picture that somebody sees, or could uncover."""

    data: bytes = field(repr=False)
    hidden: bool = False

    @property
    def shape(self) -> str:
        """`square`, `portrait` or `landscape`: surfaces make smaller copies, but none of another shape."""
        with Image.open(BytesIO(self.data)) as picture:
            width, height = picture.size
        return "square" if width == height else "portrait" if width < height else "landscape"


@dataclass(frozen=True)
class Shown:
    """One message as it stands before a person, or a notice that only flashes up (`aside`).

    `text` is what is read, its markup already made into looks; `version` counts how often it was put there; `calls` tells whether
    anybody was notified by what it says; `links` are addresses by what is written on them.
    """

    id: str
    version: int
    text: str
    labels: tuple[str, ...] = ()
    pictures: tuple[Sight, ...] = ()
    files: tuple[bytes, ...] = field(default=(), repr=False)
    #: Addresses are signed anew whenever they are looked at, so they say nothing about news.
    links: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    #: Where its buttons lead that open an address, by their labels.
    ways: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    aside: bool = False
    calls: bool = False

    def reads(self, *parts: str) -> bool:
        """Whether all of this can be read in it, buttons included."""
        everything = "\n".join([self.text, *self.labels])
        return all(part in everything for part in parts)

    @property
    def code(self) -> str:
        """The code by which its pictures are called."""
        found = re.search(r"#([A-Z0-9]{6})\b", self.text)
        assert found is not None, self.text
        return found[1]


@dataclass(frozen=True)
class House:
    """The running program: the picture engine behind it, its prices, the address of its pages, and its folder."""

    sandbox: SandboxGateway
    tariff: Tariff
    base_url: str
    folder: Path


class Door(ABC):
    """One person at one surface. What is not in here differs between surfaces, and no story speaks of it."""

    locale = "en"

    def __init__(self, house: House) -> None:
        self.house = house
        self._before: dict[str, Shown] = {}

    # What a person does ----------------------------------------------------------------------------------------------

    @abstractmethod
    async def says(self, line: str, *pictures: bytes) -> None:
        """Type a line that begins with a command, and send these files along."""

    @abstractmethod
    async def runs(self, command: str, **options: Value) -> None:
        """Give a command with options in the way that is usual there."""

    @abstractmethod
    async def presses(self, shown: Shown, label: str, *, times: int = 1) -> None:
        """Press a button; `times` in the same moment."""

    @abstractmethod
    async def changes(self, shown: Shown, label: str, **options: Value) -> None:
        """Press a button that lets a request be changed, and change it up to its new price."""

    async def downloads(self, shown: Shown) -> list[bytes]:
        """The files of a message: those that are in it, and those it leads to."""
        async with httpx.AsyncClient(base_url=self.house.base_url, timeout=SOON, limits=BRIEF) as http:
            return [*shown.files, *[(await http.get(url)).raise_for_status().content for _, url in shown.links]]

    # What a person sees ----------------------------------------------------------------------------------------------

    @abstractmethod
    async def look(self) -> list[Shown]:
        """Everything from the bot that can be seen now, oldest first."""

    async def sees(self, *parts: str, within: float = SOON) -> Shown:
        """The newest that reads so, among what has come or changed since the person last did something; waits for it."""
        now: list[Shown] = []
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                while True:
                    now = await self._news()
                    if found := [shown for shown in now if shown.reads(*parts)]:
                        return found[-1]
                    await asyncio.sleep(BETWEEN_LOOKS)
        raise AssertionError(f"{parts} cannot be read in any of {len(now)}:\n" + "\n---\n".join(map(str, now)))

    async def until(self, so: Callable[[list[Shown]], bool], within: float = SOON) -> None:
        """Wait until what can be seen is so."""
        async with asyncio.timeout(within):
            while not so(await self.look()):  # noqa: ASYNC110 - it is seen from outside
                await asyncio.sleep(BETWEEN_LOOKS)

    async def rests(self) -> None:
        """Look at how things stand: only what comes after this is news."""
        self._before = {shown.id: shown for shown in await self.look()}

    async def _news(self) -> list[Shown]:
        return [shown for shown in await self.look() if self._before.get(shown.id) != shown]

    # What the engine was asked ---------------------------------------------------------------------------------------

    @property
    def made(self) -> int:
        """How many pictures the engine was paid for."""
        return len(self.house.sandbox.charges)

    async def owns(self) -> int:
        """The credits that the person reads in /balance, none of them reserved."""
        await self.runs("balance")
        shown = await self.sees(words("fact-reserved", self.locale))
        assert f"{words('fact-reserved', self.locale)} {words('credits', self.locale, count=0)}" in shown.text
        found = re.search(rf"{words('fact-available', self.locale)} (\d+)", shown.text)
        assert found is not None, shown.text
        return int(found[1])


def named(data: bytes) -> tuple[str, str]:
    """What a person's file is called, and of which kind the app takes it to be."""
    return ("notes.pdf", "application/pdf") if data.startswith(b"%PDF") else ("mine.png", "image/png")


def typed(command: str, options: Mapping[str, Value]) -> str:
    """The line of a command with options: the prompt as it is, the rest behind dashes."""
    prompt = [str(options["prompt"])] if "prompt" in options else []
    switches = [f"--{name}" if value is True else f"--{name} {value}" for name, value in options.items() if name != "prompt"]
    return " ".join([f"/{command}", *prompt, *switches])


@contextlib.asynccontextmanager
async def open_house(folder: Path, settings: Mapping[str, object], *roles: str) -> AsyncIterator[House]:
    """The whole program in these roles, its pages at a port of its own, and the engine beside it."""
    server = listen("127.0.0.1", 0)
    port = server.getsockname()[1]
    async with SandboxGateway(GatewayOptions(pace=PACE, plain=True, usage_delay=0.0)) as sandbox:
        engine = {"mayi.base_url": sandbox.base_url, "mayi.api_key": "sk-test", "jobs.poll": 0.05}
        given = {**engine, **settings, "app.data_dir": str(folder), "web.port": port}
        chosen = load(None, given)
        program = await build(laid_out(chosen), ambient=Ambient(elapsed=in_a_hurry), usage_delay=0.05)
        try:
            runtime = Runtime(program, ("web", *roles))
            async with runtime.everything(server):
                if program.telegram is not None:
                    await asyncio.wait_for(program.telegram.front.here.wait(), SOON)
                if program.discord is not None:
                    await asyncio.wait_for(program.discord.here.wait(), SOON)
                try:
                    yield House(sandbox, chosen.tariff(), f"http://127.0.0.1:{port}", folder)
                finally:
                    runtime.stopping.set()
        finally:
            await program.close()
            server.close()
