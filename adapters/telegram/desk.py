"""The dispatch, some requests at a time: in a rush the event loop must come round for what cannot wait (platforms.md F17)."""

import asyncio
from collections.abc import Mapping

from core.caller import Caller
from core.commands.dispatch import Answer, Dispatch
from core.commands.spec import Command, Given
from core.ports import TryLater

AT_ONCE = 8


class Desk:
    """Hands requests on. What is sent afterwards waits elsewhere.

    Updates are kept, so nobody is told that the database is away: once it is back they are worked on again, by the same key (`TryLater`).
    """

    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch
        self._room = asyncio.Semaphore(AT_ONCE)

    @property
    def commands(self) -> Mapping[str, Command]:
        """Every command by its name."""
        return self._dispatch.commands

    async def typed(self, caller: Caller, line: str) -> Answer:
        """See `Dispatch.typed`."""
        async with self._room:
            return _heard(await self._dispatch.typed(caller, line))

    async def __call__(self, caller: Caller, name: str, values: Mapping[str, Given]) -> Answer:
        """See `Dispatch`."""
        async with self._room:
            return _heard(await self._dispatch(caller, name, values))


def _heard(answer: Answer) -> Answer:
    if answer.unheard:
        raise TryLater
    return answer
