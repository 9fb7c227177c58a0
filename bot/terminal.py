"""`python -m bot imagine …` and `say …`: the same core as every chat, with a terminal as its surface."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from bot.config import Settings
from bot.wiring import Program, build
from core.caller import Address, Caller
from core.commands.dispatch import Answer
from core.commands.spec import Given
from core.deliver import deliver_one
from core.errors import DomainError
from core.generate import generate_one
from core.ports import Messenger
from core.reply import Call, Link, Reply, Tone
from core.results import SUFFIXES
from core.text import Catalogue
from core.uploads import accept_upload

PLATFORM = "terminal"
REFUSED = 1
YES = {"y", "yes", "j", "ja", "s", "si", "sí", "是"}


class TerminalMessenger:
    """Port `Messenger` for one person who is waiting right here."""

    def __init__(self) -> None:
        self.news: asyncio.Queue[tuple[Reply, bool]] = asyncio.Queue()

    async def deliver(self, address: Address, reply: Reply, *, key: str, locale: str) -> None:
        """See `Messenger.deliver`."""
        self.news.put_nowait((reply, True))

    async def progress(self, address: Address, reply: Reply, *, key: str, locale: str, preview: bytes | None) -> None:
        """See `Messenger.progress`."""
        self.news.put_nowait((reply, False))


@dataclass(frozen=True)
class Wish:
    """The language to speak, the file for a picture, and whether every price is agreed to."""

    locale: str
    out: Path
    yes: bool


async def imagine(settings: Settings, values: dict[str, Given], references: list[Path], wish: Wish) -> int:
    """Make pictures and save them; the exit code."""
    async with _sitting(settings, wish.locale) as sitting:
        try:
            uploads = [await _upload(sitting, path) for path in references]
        except DomainError as error:
            sitting.show(Reply(lines=(error.text,)), sitting.locale)
            return REFUSED
        answer = await sitting.program.dispatch(sitting.caller(), "imagine", {**values, "references": uploads})
        return await _carried_out(sitting, answer, wish)


async def say(settings: Settings, line: str, wish: Wish) -> int:
    """Run a line as it is typed in any chat; the exit code."""
    async with _sitting(settings, wish.locale) as sitting:
        return await _carried_out(sitting, await sitting.program.dispatch.typed(sitting.caller(), line), wish)


@contextlib.asynccontextmanager
async def _sitting(settings: Settings, locale: str) -> AsyncIterator["_Sitting"]:
    messenger = TerminalMessenger()
    messengers: dict[str, Messenger] = {PLATFORM: messenger}
    program = await build(settings, messengers=messengers)
    try:
        yield _Sitting(program, messenger, locale)
    finally:
        await program.close()


class _Sitting:
    """One run of the command: the program, who asks, and how to print."""

    def __init__(self, program: Program, messenger: TerminalMessenger, locale: str) -> None:
        self.program = program
        self.messenger = messenger
        self.locale = locale
        self.console = Console(highlight=False)

    def caller(self) -> Caller:
        """A fresh request of the person at this terminal."""
        key = self.program.ambient.new_id()
        return Caller(PLATFORM, "local", "terminal", key, Address(PLATFORM, "local", private=True), self.locale)

    def show(self, reply: Reply, locale: str) -> None:
        """Print lines, facts and addresses to open."""
        catalogue: Catalogue = self.program.catalogue
        for line in reply.lines:
            self.console.print(catalogue.format(line, locale), markup=False)
        for fact in reply.facts:
            self.console.print(f"  {catalogue.format(fact.label, locale)}: {catalogue.format(fact.value, locale)}", markup=False)
        for button in reply.buttons:
            if isinstance(button.action, Link):
                self.console.print(f"  {catalogue.format(button.label, locale)}: {button.action.url}", markup=False, soft_wrap=True)


async def _carried_out(sitting: _Sitting, answer: Answer, wish: Wish) -> int:
    """Print the answer; if it is an offer, make and save what was offered."""
    sitting.show(answer.reply, answer.locale)
    started = await _confirmed(sitting, answer, wish.yes)
    if started is None or started.status >= 400 or started.reply.tone is Tone.REFUSAL:
        return REFUSED
    if started.reply.progress is None:
        return 0
    result = await _finished(sitting, started.reply.job)
    sitting.show(result, started.locale)
    return await _saved(sitting, result, wish.out)


async def _upload(sitting: _Sitting, path: Path) -> str:
    program = sitting.program
    with path.open("rb") as file:
        return await accept_upload(program.workshop, program.settings.tariff(), sitting.caller(), file)


async def _confirmed(sitting: _Sitting, answer: Answer, yes: bool) -> Answer | None:
    """Say yes to the price, if it was only offered."""
    offer = next((b for b in answer.reply.buttons if b.main and isinstance(b.action, Call) and b.action.command == "make"), None)
    if offer is None:
        return answer
    label = sitting.program.catalogue.format(offer.label, answer.locale)
    if not yes and not _agreed(sitting, label):
        return None
    assert isinstance(offer.action, Call)
    made = await sitting.program.dispatch(sitting.caller(), offer.action.command, dict(offer.action.values))
    if made.reply.progress is None:
        sitting.show(made.reply, made.locale)
    return made


def _agreed(sitting: _Sitting, question: str) -> bool:
    try:
        return sitting.console.input(f"{question}? [y/N] ", markup=False).strip().lower() in YES
    except EOFError:
        return False


async def _finished(sitting: _Sitting, job: str | None) -> Reply:
    """Work until the job's message comes, with a bar. An earlier run may have left jobs, whose messages come too."""
    columns = (BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeElapsedColumn())
    with Progress(*columns, console=sitting.console, transient=True) as bar:
        task = bar.add_task("", total=100)
        async with _working(sitting.program):
            while True:
                reply, last = await sitting.messenger.news.get()
                if last and reply.job == job:
                    return reply
                if reply.job == job:
                    _move(bar, task, reply)


def _move(bar: Progress, task: TaskID, reply: Reply) -> None:
    if reply.progress is not None:
        bar.update(task, completed=reply.progress.percent)


@contextlib.asynccontextmanager
async def _working(program: Program) -> AsyncIterator[None]:

    async def generate() -> None:
        while True:
            if not await generate_one(program.workshop, program.ambient.new_id()):
                await program.wake.wait(program.settings.jobs.poll)

    async def deliver() -> None:
        while True:
            if not await deliver_one(program.workshop):
                await program.wake.wait(program.settings.jobs.poll)

    tasks = [asyncio.create_task(work()) for work in (*[generate] * program.workshop.limits.at_once, deliver)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _saved(sitting: _Sitting, result: Reply, out: Path) -> int:
    for number, picture in enumerate(result.pictures, 1):
        head = await sitting.program.workshop.objects.head(picture.object_key)
        suffix = SUFFIXES.get(head.media_type if head else "", "png")
        path = _numbered(out, number, len(result.pictures)).with_suffix(out.suffix or f".{suffix}")
        with path.open("wb") as file:
            async for piece in sitting.program.workshop.objects.get(picture.object_key):
                file.write(piece)
        sitting.console.print(f"{path} ({picture.width}×{picture.height})", markup=False)
    return 0 if result.pictures else REFUSED


def _numbered(out: Path, number: int, count: int) -> Path:
    return out if count == 1 else out.with_name(f"{out.stem}-{number}{out.suffix}")
