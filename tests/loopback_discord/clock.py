"""Discord's time, which a test can move on, and the ids that carry it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from core.ambient import utc_now

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


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


class Snowflakes:
    """Ids that grow, and whose upper bits are the millisecond they were made in."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        self._last = 0

    def new(self) -> str:
        made = ((self._clock.now() - EPOCH) // _MILLISECOND) << 22
        self._last = max(made, self._last + 1)
        return str(self._last)


def timestamp(at: datetime) -> str:
    """The time as Discord writes it."""
    return at.isoformat(timespec="microseconds")
