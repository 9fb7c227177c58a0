"""Keeps us from asking when asking cannot help or would harm the shared account (mayi-wire.md §5.4, §6.7)."""

import logging
from collections.abc import Callable
from datetime import timedelta

from core.ports import MakerBusy, MakerClosed, MakerError

logger = logging.getLogger(__name__)

FAILURES = 5
OPEN_SECONDS = 60.0
CLOSED_SECONDS = 300.0
LONGEST_PAUSE = 900.0


class Breaker:
    """Counts what came back and says how long to rest. `clock` gives monotonic seconds.

    After a rest anybody may ask; five failures in a row stay counted, so the first failure opens it again. Each process finds out by
    itself; what the gateway's policy blocks is counted for all of them together (core/policy_stop.py).
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failures = 0
        self._until = clock()
        self._closed_at: float | None = None

    def resting(self) -> timedelta | None:
        """How long until we may ask; `None` when we may."""
        left = self._until - self._clock()
        return timedelta(seconds=left) if left > 0 else None

    def closed(self) -> timedelta | None:
        """For how long nobody has been let in; `None` while we may ask, or were only told to slow down."""
        return None if self._closed_at is None else timedelta(seconds=self._clock() - self._closed_at)

    def worked(self) -> None:
        """A picture came."""
        self._failures = 0
        self._closed_at = None

    def failed(self, error: MakerError, status: int | None) -> None:
        """No picture came; `status` is the HTTP status of the answer, `None` if there was none."""
        self._count(error, status)
        if isinstance(error, MakerClosed):
            self._close()
            self._rest(CLOSED_SECONDS)
            logger.error("image gateway account unusable", extra={"reason": error.code})
        elif isinstance(error, MakerBusy) and error.retry_after is not None:
            self._rest(min(error.retry_after, LONGEST_PAUSE))

    def _count(self, error: MakerError, status: int | None) -> None:
        if error.code == "unreachable" or (status is not None and status >= 500):
            self._failures += 1
        elif status is not None:
            self._failures = 0
        if self._failures >= FAILURES:
            self._close()
            self._rest(OPEN_SECONDS)
            logger.warning("image gateway keeps failing", extra={"reason": error.code, "failures": self._failures})

    def _close(self) -> None:
        if self._closed_at is None:
            self._closed_at = self._clock()

    def _rest(self, seconds: float) -> None:
        self._until = max(self._until, self._clock() + seconds)
