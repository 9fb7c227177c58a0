"""The crash points: every call of a vendor and of the database, before and after, and the steps of a job (`core.ambient.Step`).

Whoever is dead reaches nobody: their next call ends in a cancellation, which every task of the program lets through.
"""

import asyncio
from contextvars import ContextVar
from typing import Protocol


class Mortal(Protocol):
    """A life of the program."""

    dead: bool

    def passes(self, point: str) -> None:
        """It is here now; perhaps its last place."""


LIFE: ContextVar[Mortal | None] = ContextVar("LIFE", default=None)
"""Of which life of the program the running task is part; none for people and vendors."""


def passes(point: str) -> None:
    """The running task is at this point. Raises `CancelledError` if its life is over."""
    life = LIFE.get()
    if life is None:
        return
    if not life.dead:
        life.passes(point)
    if life.dead:
        raise asyncio.CancelledError


async def called(what: str, seconds: float) -> None:
    """A vendor was called: the request is on its way, and the work there takes so long."""
    passes(f"{what}, called")
    await asyncio.sleep(seconds)
    passes(f"{what}, at work")


def answered(what: str) -> None:
    """The vendor has done it; the answer is on its way back."""
    passes(f"{what}, done")
