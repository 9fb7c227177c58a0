"""SQLite's writer without its thread: the same batches and the same commits, one batch per round of the event loop."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine

from db.writer import GroupCommitWriter, _Alone, _Entry
from tests.simulation.points import LIFE


class RoundWriter(GroupCommitWriter):
    """Every work passes two crash points: before its commit, and after it but before anybody has heard of that."""

    def __init__(self, engine: Engine, new_id: Callable[[], str]) -> None:
        self._mortal = LIFE.get()
        super().__init__(engine, new_id)

    def _begin(self) -> None:
        self._planned = False

    def _put(self, item: _Entry | _Alone | None) -> None:
        super()._put(item)
        if not self._planned:
            self._planned = True
            self._loop.call_soon(self._round)

    async def _ended(self) -> None:
        self._round()

    def _round(self) -> None:
        self._planned = False
        while not self._queue.empty():
            self._serve_batch()

    def _commit(self, batch: list[_Entry]) -> None:
        if not self._survives(batch, "before commit"):
            return
        super()._commit(batch)

    def _tell(self, done: Any) -> None:
        if self._survives(done, "committed"):
            super()._tell(done)

    def _survives(self, batch: list[Any], when: str) -> bool:
        for entry in batch:
            if self._mortal is None or self._mortal.dead:
                return False
            self._mortal.passes(f"{_name(entry)}, {when}")
        return self._mortal is not None and not self._mortal.dead


def _name(entry: Any) -> str:
    work = entry._step if isinstance(entry, _Alone) else entry._work
    return named(work)


def named(work: Any) -> str:
    """Whose work it is: the function that handed it in."""
    function = getattr(work, "func", work)
    return f"{function.__module__}.{function.__qualname__}".partition(".<locals>")[0]
