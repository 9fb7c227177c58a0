"""Processes that tests start, watch and kill. Each is born from one that has read the program already: reading takes longer than a life."""

import asyncio
import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any

SECONDS = 60.0
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["bot.run_command", "tests.story.mortal", "tests.story.mortal_on_discord", "tests.story.mortal_on_telegram"])


@dataclass(frozen=True)
class Life:
    """How one process ended and which steps it reached."""

    code: int
    steps: list[str]


@dataclass
class Mortal:
    """A process under way; it tells of its steps until it ends."""

    process: ForkServerProcess
    told: Connection
    steps: list[str] = field(default_factory=list)

    def hears(self) -> bool:
        """Wait for the next step; false when there will be no more."""
        assert self.told.poll(SECONDS), "nothing happens any more"
        try:
            self.steps.append(self.told.recv())
        except EOFError:
            return False
        return True

    def lived(self) -> Life:
        while self.hears():
            pass
        self.process.join(SECONDS)
        assert self.process.exitcode is not None
        self.told.close()
        return Life(self.process.exitcode, self.steps)


def born(live: Callable[..., None], *args: Any) -> Mortal:
    told, tell = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=live, args=(*args, tell), daemon=True)  # ends with us, whatever happens
    process.start()
    tell.close()
    return Mortal(process, told)


async def start(live: Callable[..., None], *args: Any) -> Mortal:
    """In a thread, like all waiting here: the servers that the process talks to live in this loop. `live` gets a pipe after these."""
    return await asyncio.to_thread(born, live, *args)


async def lived(life: Mortal) -> Life:
    return await asyncio.to_thread(life.lived)
