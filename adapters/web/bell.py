"""Wakes the event streams of a chat when something changed in this process; other processes are seen by polling."""

import asyncio
from collections import defaultdict


class Bell:
    """One event per open stream."""

    def __init__(self) -> None:
        self._streams: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    def ring(self, chat: str) -> None:
        """Something changed in this chat."""
        for stream in self._streams.get(chat, ()):
            stream.set()

    def listen(self, chat: str) -> asyncio.Event:
        """An event that is set at each change; give it back with `leave`."""
        stream = asyncio.Event()
        self._streams[chat].add(stream)
        return stream

    def leave(self, chat: str, stream: asyncio.Event) -> None:
        """The stream is closed."""
        self._streams[chat].discard(stream)
        if not self._streams[chat]:
            del self._streams[chat]
