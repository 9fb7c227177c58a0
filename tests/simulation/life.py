"""One life of the program: the real parts over a real SQLite file, put together as `bot.wiring` does, with vendors that outlive it."""

import asyncio
import atexit
import contextlib
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack
from contextvars import copy_context
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from adapters.local.mailbox import LocalMailbox
from adapters.mail.paper import HtmlPaper
from adapters.sealed.objects import SealedObjects
from bot.config import Settings
from bot.config_sources import load
from bot.metrics import Metrics
from bot.program import Program, rights_kit
from bot.runtime import Runtime
from bot.seller import seller
from bot.timetable import entries
from bot.wake import Wake
from core import hints
from core.ambient import Ambient, Step, keyed
from core.commands import COMMANDS
from core.commands.dispatch import Dispatch
from core.commands.turn import House
from core.hints import Hints
from core.mail_links import MailLinks
from core.ports import StoreUnavailable
from core.readings import Readings
from core.reconcile import Sweep
from core.rights.copies import PAGE
from core.rights.replay import lay_to_rest
from core.rights.tombstones import TombstonesMissing
from core.storage.unit_of_work import UnitOfWork
from core.text import Catalogue
from core.workshop import Limits, Workshop
from db.store import SqlStore, migrate, open_store
from tests.simulation.compiler import one_compiler
from tests.simulation.points import LIFE, passes
from tests.simulation.vendors import Studio
from tests.simulation.writer import RoundWriter, named

if TYPE_CHECKING:
    from tests.simulation.world import World

T = TypeVar("T")
SECRET = b"a secret that every life of the program has"
SUFFIXES = ("", "-wal")
"""The files that a dead process leaves and the next one reads; `-shm` is made anew."""


@cache
def catalogue() -> Catalogue:
    """Read once: it never changes."""
    return Catalogue()


@cache
def _paper(home: str) -> HtmlPaper:
    """Its template is compiled once."""
    return HtmlPaper(home)


@cache
def _settings() -> Settings:
    """Nobody looks for work by the clock but every minute: the tasks are woken when there is some."""
    given: dict[str, object] = {
        "app.data_dir": "unused",
        "app.base_url": "https://ink.example",
        "mayi.api_key": "sk-none",
        "mayi.concurrency": 3,
        "jobs.poll": 60,
        "jobs.drain_seconds": 1,
        "privacy.grace_days": 0,
        "privacy.purge_days": 0,
        "privacy.self_test": "off",
    }
    return load(None, given)


@cache
def empty_database() -> Path:
    """A folder with a database in which nobody was ever; made once, since the migrations take longer than a run."""
    made = tempfile.TemporaryDirectory(prefix="simulation-empty-")
    atexit.register(made.cleanup)
    asyncio.run(migrate(f"sqlite+aiosqlite:///{made.name}/inkmirage.db"))
    return Path(made.name)


def settings_in(folder: Path) -> Settings:
    """Those of every run, with the folder of this life."""
    base = _settings()
    return base.model_copy(update={"app": base.app.model_copy(update={"data_dir": folder})})


class WatchedStore:
    """Implements `core.storage.store.Store`: every call is a crash point. The writer adds those around a commit."""

    def __init__(self, inner: SqlStore) -> None:
        self._inner = inner

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        passes(f"{named(work)}, asked")
        return await self._inner.write(work)

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        passes(f"{named(work)}, read")
        return await self._inner.read(work)

    async def compact(self) -> None:
        passes("compact, asked")
        await self._inner.compact()

    async def close(self) -> None:
        await self._inner.close()


class Life:
    """From a start to a crash. Everything that runs in it is a task of `LIFE`, and ends with it."""

    def __init__(self, world: "World", number: int, folder: Path) -> None:
        self.number = number
        self.folder = folder
        self.dead = False
        self.ended = asyncio.Event()
        self.ready = asyncio.Event()
        self.tasks: dict[asyncio.Task[Any], None] = {}
        self._world = world
        self._exits = AsyncExitStack()
        self.program: Program

    def passes(self, point: str) -> None:
        self._world.passed(self, point)

    def die(self) -> None:
        """At this instant: what is on the disk now is what the next life finds, and nobody hears of this one again."""
        self.dead = True
        _copied(self.folder, self._world.next_folder())
        for task in self.tasks:
            task.cancel()
        self.ended.set()

    def spawn(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        """Run something in this life."""
        context = copy_context()
        context.run(LIFE.set, self)
        return asyncio.get_running_loop().create_task(work, context=context)

    async def run(self) -> None:
        """The whole of it. What keeps the program from starting ends it, as a supervisor would see."""
        try:
            self.program = await self._built()
            await lay_to_rest(rights_kit(self.program))
        except (StoreUnavailable, TombstonesMissing):
            self.die()
            return
        async with Runtime(self.program, ("worker",)).everything(None):
            clock = [asyncio.create_task(self._again(name, every, work)) for name, every, work in self._entries()]
            self.ready.set()
            await asyncio.gather(*clock)

    async def close(self) -> None:
        """Let go of the files, once nothing runs any more."""
        self.dead = True
        for task in list(self.tasks):
            task.cancel()
        while self.tasks:  # noqa: ASYNC110  # each takes some rounds to end
            await asyncio.sleep(0)
        await self._exits.aclose()

    async def _again(self, name: str, every: timedelta, work: Callable[[], Awaitable[object]]) -> None:
        while True:
            try:
                await work()
            except StoreUnavailable:
                pass  # logged, and tried again the next time
            except Exception as error:  # noqa: BLE001  # the run fails with it
                self._world.broken(f"timetable: {name}", error)
            await asyncio.sleep(every.total_seconds())

    def _entries(self) -> list[tuple[str, timedelta, Callable[[], Awaitable[object]]]]:
        """The timetable, with those of providers whose adapters are not here."""
        shop, world = self.program.workshop, self._world
        stars, cards, minutes = Sweep(shop, "telegram", world.stars), world.cards, timedelta(minutes=10)
        return [
            *entries(self.program),
            ("sweep stars", minutes, stars.newest),
            ("sweep stripe", minutes, lambda: hints.sweep(shop, cards, shop.ambient.now() - timedelta(hours=26))),
        ]

    async def _built(self) -> Program:
        world, settings = self._world, settings_in(self.folder)
        elapsed, new_id = asyncio.get_running_loop().time, world.chance.new_id
        ambient = Ambient(world.now, elapsed, new_id, keyed(SECRET), new_id, self._reached)
        with one_compiler():
            inner = await open_store(settings.database_url, ambient, file_writer=RoundWriter)
        self._exits.push_async_callback(inner.close)
        store, wake = cast(SqlStore, WatchedStore(inner)), Wake()
        objects = SealedObjects(world.shelf, lambda key: store.read(lambda uow: uow.parts.by_key(key)), f"{settings.base_url}{PAGE}")
        refunds = {"stripe": world.cards, "telegram": world.stars}
        shop = Workshop(
            store=store,
            maker=world.maker,
            objects=objects,
            imaging=Studio(),
            mailer=world.carrier,
            messengers=world.chats,
            ambient=ambient,
            limits=Limits(at_once=3),
            refunds=refunds,
            work_is_due=wake,
            seller=seller(settings),
        )
        links = MailLinks(SECRET, settings.base_url)
        house = House(
            tariff=settings.tariff(),
            at_once=3,
            till_url=lambda order: f"{settings.base_url}/pay/{order}",
            wake_workers=wake,
            contact=settings.privacy.contact,
            links=links,
            home=settings.base_url,
            promise=settings.promise(),
            refunds=refunds,
        )
        return Program(
            settings,
            ambient,
            store,
            shop,
            Dispatch(store, house, ambient, COMMANDS),
            catalogue(),
            links,
            _paper(settings.base_url),
            wake,
            cast(Any, world.maker),
            None,
            None,
            LocalMailbox(_folder(self.folder / "mail"), ambient.now),
            None,
            self._exits,
            metrics=Metrics(lambda *_: None),
            readings=Readings(store, ambient),
            hints=Hints(shop, world.cards),
        )

    def _reached(self, step: Step) -> None:
        """A step is no await: who dies here gets as far as the next one, and reaches nobody there."""
        if not self.dead:
            self.passes(f"step {step}")


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


def _copied(old: Path, new: Path) -> None:
    _folder(new)
    for suffix in SUFFIXES:
        with contextlib.suppress(FileNotFoundError):
            shutil.copyfile(old / f"inkmirage.db{suffix}", new / f"inkmirage.db{suffix}")
