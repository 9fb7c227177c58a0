"""Discord's ids, and how it writes the time that they carry."""

from datetime import UTC, datetime, timedelta

from tests.clock import MovableClock

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


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
