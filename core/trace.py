"""One random name for everything that a request sets off, from the edge where it came in to the delivery of its picture.

It stands in every line of the log (bot/logs.py), and with the job, so that whoever works on that goes on under it, in any process. It
says nothing of a person: it is drawn anew for each request.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_CURRENT: ContextVar[str] = ContextVar("trace", default="")


def current() -> str:
    """The name under which this task works; empty if nothing has begun one."""
    return _CURRENT.get()


@contextmanager
def traced(trace: str) -> Iterator[None]:
    """Work under this name while the body runs."""
    before = _CURRENT.set(trace)
    try:
        yield
    finally:
        _CURRENT.reset(before)


@contextmanager
def entered(new_trace: Callable[[], str]) -> Iterator[None]:
    """Something has come in: it gets a new name, unless what it is part of has one already."""
    with traced(current() or new_trace()):
        yield
