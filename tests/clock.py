"""Time that a test moves, and names that a test can foretell."""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from core.ambient import Ambient, utc_now

START = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
HURRY = 20
"""So much faster passes the time in which a chat may get so many messages; nothing else in a story waits for it."""


def in_a_hurry() -> float:
    """For `Ambient.elapsed`, where no test asks how long a chat has to rest. The role `clock` would take it for a wall clock that jumps."""
    return time.monotonic() * HURRY


class FakeClock:
    """Stands still until it is told to move."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def advance(self, seconds: float = 0, **parts: float) -> datetime:
        """Move on by seconds, or by `minutes=`, `hours=`, `days=`; the new time."""
        self._now += timedelta(seconds=seconds, **parts)
        return self._now


@dataclass
class MovedClock:
    """The wall clock, with a day more or less while a test looks."""

    offset: timedelta = timedelta(0)

    def now(self) -> datetime:
        return utc_now() + self.offset

    @contextlib.contextmanager
    def moved(self, **parts: float) -> Iterator[None]:
        self.offset = timedelta(**parts)
        try:
            yield
        finally:
            self.offset = timedelta(0)


class MovableClock:
    """The wall clock (or another one) and what a test added to it."""

    def __init__(self, now: Callable[[], datetime] = utc_now) -> None:
        self._now = now
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        return self._now() + self._ahead

    def advance(self, **parts: float) -> datetime:
        """Move on by `seconds=`, `minutes=`, `hours=`, `days=`; the new time."""
        self._ahead += timedelta(**parts)
        return self.now()


class CountingIds:
    """`id-000001`, `id-000002`, …"""

    def __init__(self) -> None:
        self._numbers = count(1)

    def new_id(self) -> str:
        return f"id-{next(self._numbers):06d}"


def ambient_of(clock: FakeClock) -> Ambient:
    """A world whose time is this clock's and whose ids are counted."""
    return Ambient(now=clock.now, new_id=CountingIds().new_id)
