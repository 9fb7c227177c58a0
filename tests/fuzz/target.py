"""What a fuzzed parser is to the engine."""

import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from typing import Literal

MIB = 2**20

Attempt = Callable[[bytes], Awaitable[str]]
"""Lets the program read one input: a word for what became of it. Whatever it raises is a crash."""


@dataclass(frozen=True)
class Target:
    """One parser that faces outside. `opened` gives the program that reads; `examples` are what an ordinary test tries, in about a second;
    `seconds` of CPU and `memory` in bytes over what was there before are the most that one input may take."""

    name: str
    corpus: Callable[[], list[bytes]]
    opened: Callable[[], AbstractAsyncContextManager[Attempt]]
    grammar: Literal["bytes", "json"] = "bytes"
    examples: int = 200
    seconds: float = 1.0
    memory: int = 64 * MIB


STAND_INS = frozenset({"aiohttp.server"})
"""Who speaks there is what we talk to, in the same process, and what it would not read is no fault of the program's."""


class Unexpected(Exception):
    """The program answered with its apology for what nobody expected, or with a 500."""


class _Complaints(logging.Handler):
    def __init__(self, expected: frozenset[str]) -> None:
        super().__init__(logging.ERROR)
        self.found: list[logging.LogRecord] = []
        self._expected = expected

    def emit(self, record: logging.LogRecord) -> None:
        if str(record.msg) not in self._expected and record.name not in STAND_INS:
            self.found.append(record)

    def check(self) -> None:
        """Raise what the program caught and only logged."""
        found, self.found = self.found, []
        for record in found:
            error = record.exc_info[1] if record.exc_info else None
            raise Unexpected(f"{record.name}: {record.msg}") from error


@contextmanager
def complaints(*expected: str) -> Iterator[Callable[[], None]]:
    """What the program logs as an error while the body runs; the function raises the first of them. `expected` belong to it."""
    handler, root = _Complaints(frozenset(expected)), logging.getLogger()
    root.addHandler(handler)
    try:
        yield handler.check
    finally:
        root.removeHandler(handler)
