"""An event loop without waiting and without threads: when nothing is ready, its clock jumps to the next timer (wallet.md §5.2)."""

import asyncio
import selectors
from collections.abc import Callable
from typing import Any


class Stuck(Exception):
    """Nothing is ready and no timer runs, so nothing would ever happen again."""


class _Jumping(selectors.DefaultSelector):
    """Takes no time at all: what the loop would sleep, the clock moves on."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise Stuck
        self.now += timeout
        found: list[tuple[selectors.SelectorKey, int]] = super().select(0)
        return found


class VirtualLoop(asyncio.SelectorEventLoop):
    """Deterministic: what would run on another thread runs here, in the order in which it was asked for."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        """Seconds since the loop was made."""
        return self._jumping.now

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> "asyncio.Future[Any]":  # type: ignore[override]
        """One round later, so that others may come between."""
        future = self.create_future()
        self.call_soon(_run, future, func, args)
        return future


def _run(future: "asyncio.Future[Any]", func: Callable[..., Any], args: tuple[Any, ...]) -> None:
    try:
        result = func(*args)
    except Exception as error:  # noqa: BLE001  # it is raised again where somebody waits for it
        if not future.done():
            future.set_exception(error)
    else:
        if not future.done():
            future.set_result(result)
