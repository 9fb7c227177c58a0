"""`python -m bot imagine …` and `say …`: the same core as every chat, with a terminal as its surface."""

import asyncio
import contextlib
import logging
import shlex
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from bot.config import Settings
from bot.hindrances import NoPlace
from bot.program import Program
from bot.wiring import build
from core.caller import Address, Caller
from core.commands.dispatch import Answer
from core.commands.spec import Given
from core.deliver import deliver_one
from core.errors import DomainError
from core.generate import generate_one, give_up_waiting
from core.ports import Messenger, ObjectMissing, Posted, StoreUnavailable, TakenBack
from core.reply import Button, Call, Link, Picture, Reply, Tone
from core.results import SUFFIXES
from core.text import Catalogue, Text, text
from core.uploads import accept_upload

log = logging.getLogger(__name__)

PLATFORM = "terminal"
REFUSED = 1
YES = {"y", "yes", "j", "ja", "s", "si", "sí", "是"}


class TerminalMessenger:
    """Port `Messenger` for one person who is waiting right here."""

    def __init__(self) -> None:
        self.news: asyncio.Queue[tuple[Reply, bool]] = asyncio.Queue()

    async def deliver(self, address: Address, reply: Reply, *, key: str, locale: str) -> Sequence[Posted]:
        """See `Messenger.deliver`."""
        self.news.put_nowait((reply, True))
        return ()

    async def progress(self, address: Address, reply: Reply, *, key: str, locale: str, preview: bytes | None) -> None:
        """See `Messenger.progress`."""
        self.news.put_nowait((reply, False))

    async def take_back(self, posted: Posted, *, at: datetime) -> TakenBack:
        """See `Messenger.take_back`. What was printed stands in no chat."""
        return TakenBack.GONE


@dataclass(frozen=True)
class Wish:
    """The language to speak, the file for a picture, whether every price is agreed to, and the flags that say where everything is."""

    locale: str
    out: Path
    yes: bool
    place: tuple[str, ...] = ()


async def imagine(settings: Settings, values: dict[str, Given], references: list[Path], wish: Wish) -> int:
    """Make pictures and save them; the exit code. Raises `NoPlace` before anything is paid."""
    _check(wish.out)
    async with _sitting(settings, wish) as sitting:
        try:
            uploads = [await _upload(sitting, path) for path in references]
        except DomainError as error:
            sitting.show(Reply(lines=(error.text,)), sitting.locale)
            return REFUSED
        answer = await sitting.program.dispatch(sitting.caller(), "imagine", {**values, "references": uploads})
        return await _carried_out(sitting, answer, wish)


async def say(settings: Settings, line: str, wish: Wish) -> int:
    """Run a line as it is typed in any chat; the exit code. Raises `NoPlace` instead of offering what could not be saved."""
    async with _sitting(settings, wish) as sitting:
        return await _carried_out(sitting, await sitting.program.dispatch.typed(sitting.caller(), line), wish)


@contextlib.asynccontextmanager
async def _sitting(settings: Settings, wish: Wish) -> AsyncIterator["_Sitting"]:
    messenger = TerminalMessenger()
    messengers: dict[str, Messenger] = {PLATFORM: messenger}
    program = await build(settings, messengers=messengers, site=False)
    try:
        yield _Sitting(program, messenger, wish)
    finally:
        await program.close()


class _Sitting:
    """One run of the command: the program, who asks, and how to print."""

    def __init__(self, program: Program, messenger: TerminalMessenger, wish: Wish) -> None:
        self.program = program
        self.messenger = messenger
        self.locale = wish.locale
        self._place = wish.place
        self.console = Console(highlight=False)

    def caller(self) -> Caller:
        """A fresh request of the person at this terminal."""
        key = self.program.ambient.new_id()
        return Caller(PLATFORM, "local", "terminal", key, Address(PLATFORM, "local", private=True, uid="local"), self.locale)

    def show(self, reply: Reply, locale: str) -> None:
        """Print lines and facts, and for each button what can be done here instead of pressing it."""
        catalogue: Catalogue = self.program.catalogue
        for line in reply.lines:
            self.console.print(catalogue.format(line, locale), markup=False)
        for fact in reply.facts:
            self.console.print(f"  {catalogue.format(fact.label, locale)}: {catalogue.format(fact.value, locale)}", markup=False)
        for button in reply.buttons:
            if instead := self._instead(button):
                self.console.print(f"  {catalogue.format(button.label, locale)}: {instead}", markup=False, soft_wrap=True)

    def _instead(self, button: Button) -> str | None:
        """An address to open or a command line; `None` for what nobody types."""
        if isinstance(button.action, Link):
            return button.action.url
        command = self.program.dispatch.commands.get(button.action.command)
        if command is None or not command.menu or not command.on(PLATFORM):
            return None
        return self.said(f"/{command.name}", *(f"--{name} {value}" for name, value in button.action.values.items()))

    def said(self, *words: str, more: str = "") -> str:
        """The command line that says these words to the same program."""
        return " ".join(filter(None, (f'python -m bot say "{" ".join(words)}"', shlex.join(self._place), more)))

    def tell(self, sentence: Text, locale: str) -> None:
        """Print one sentence, unbroken, so that what is to be typed can be copied."""
        self.console.print(self.program.catalogue.format(sentence, locale), markup=False, soft_wrap=True)


def _check(out: Path) -> None:
    """Whether a picture could be saved there. Tried, because permissions are not all there is to it. Raises `NoPlace`."""
    try:
        with out.open("ab") if out.exists() else tempfile.TemporaryFile(dir=out.parent):
            return
    except OSError:
        raise NoPlace(out) from None


async def _carried_out(sitting: _Sitting, answer: Answer, wish: Wish) -> int:
    """Print the answer; if it is an offer, make and save what was offered."""
    sitting.show(answer.reply, answer.locale)
    started = await _confirmed(sitting, answer, wish)
    if started is None or started.status >= 400 or started.reply.tone is Tone.REFUSAL:
        return REFUSED
    result = started.reply
    if result.progress is not None:
        try:
            result = await _finished(sitting, result.job)
        except ExceptionGroup as failures:
            return await _broken(sitting, started, failures)
        sitting.show(result, started.locale)
    elif not (result.job and result.pictures):
        return 0
    return await _saved(sitting, result, wish.out, started.locale)


async def _broken(sitting: _Sitting, begun: Answer, failures: ExceptionGroup) -> int:
    """What becomes of a job whose worker died of an error that nobody expected: the next run goes on with it."""
    incident = sitting.program.ambient.new_id()[:8]
    log.error("work failed", exc_info=failures, extra={"incident": incident})
    again = sitting.said("/show", await _code(sitting, begun.reply))
    sitting.tell(text("terminal-broken", incident=incident, again=again), begun.locale)
    return REFUSED


async def _code(sitting: _Sitting, reply: Reply) -> str:
    job = await sitting.program.store.read(lambda uow: uow.jobs.get(reply.job or ""))
    return job.code if job else ""


async def _upload(sitting: _Sitting, path: Path) -> str:
    program = sitting.program
    with path.open("rb") as file:
        return await accept_upload(program.workshop, program.settings.tariff(), sitting.caller(), file)


async def _confirmed(sitting: _Sitting, answer: Answer, wish: Wish) -> Answer | None:
    """Say yes to the price, if it was only offered. Raises `NoPlace`."""
    offer = next((b for b in answer.reply.buttons if b.main and isinstance(b.action, Call) and b.action.command == "make"), None)
    if offer is None:
        return answer
    label = sitting.program.catalogue.format(offer.label, answer.locale)
    _check(wish.out)
    if not wish.yes and not _agreed(sitting, label):
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
    """Workers run while the body does. The error of one ends them all and the body, in an `ExceptionGroup`."""
    shop = program.workshop

    async def repeat(step: Callable[[], Awaitable[object]]) -> None:
        while True:
            if not await step():
                await program.wake.wait(program.settings.jobs.poll)

    steps = [*[lambda: generate_one(shop, program.ambient.new_id())] * shop.limits.at_once, lambda: give_up_waiting(shop)]
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(repeat(step)) for step in (*steps, lambda: deliver_one(shop))]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()


async def _saved(sitting: _Sitting, result: Reply, out: Path, locale: str) -> int:
    for number, picture in enumerate(result.pictures, 1):
        path = _numbered(out, number, len(result.pictures))
        try:
            path = await _save(sitting, picture, path)
        except (OSError, ObjectMissing, StoreUnavailable):
            again = sitting.said("/show", await _code(sitting, result), more="--out …")
            sitting.tell(text("terminal-kept", path=str(path), again=again), locale)
            return REFUSED
        sitting.console.print(f"{path} ({picture.width}×{picture.height})", markup=False)
    return 0 if result.pictures else REFUSED


async def _save(sitting: _Sitting, picture: Picture, path: Path) -> Path:
    objects = sitting.program.workshop.objects
    head = await objects.head(picture.object_key)
    path = path.with_suffix(path.suffix or f".{SUFFIXES.get(head.media_type if head else '', 'png')}")
    with path.open("wb") as file:
        async for piece in objects.get(picture.object_key):
            file.write(piece)
    return path


def _numbered(out: Path, number: int, count: int) -> Path:
    return out if count == 1 else out.with_name(f"{out.stem}-{number}{out.suffix}")
