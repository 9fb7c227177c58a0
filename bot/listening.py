"""Connections that do not wait for ever: whoever opens one has to say what they want soon (slowloris).

The server has limits of its own for a connection between two requests and for the size of a head, and none for how long a head takes.
Bodies have theirs in adapters/web/patience.py.
"""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

HEAD_SECONDS = 15.0


class PatientProtocol(H11Protocol):
    """Uvicorn's protocol. A connection on which no request has begun for `head_seconds`, or only a part of one, is closed."""

    head_seconds = HEAD_SECONDS
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn spells it
        """See `asyncio.Protocol`."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        self._unwatch()
        super().connection_lost(exc)

    def _watch(self) -> None:
        """A request that is being answered has its own limits; otherwise a head is on its way, and its time has begun."""
        cycle: RequestResponseCycle | None = self.cycle  # before the first request there is none
        if cycle is not None and not cycle.response_complete:
            self._unwatch()
        elif self._late is None:
            self._late = self.loop.call_later(self.head_seconds, self._give_up)

    def _unwatch(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _give_up(self) -> None:
        self._late = None
        self.transport.abort()
