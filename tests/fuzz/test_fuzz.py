"""Every parser that faces outside, tried for about a second each with a fixed beginning of chance; `make fuzz` tries them for longer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.fuzz.engine import Greedy, Hang, fuzz, replay
from tests.fuzz.registry import TARGETS
from tests.fuzz.target import MIB, Attempt, Target

SEED = 20261127


@pytest.mark.filterwarnings("default")  # broken pictures are warned of by the library that reads them
@pytest.mark.parametrize("name", sorted(TARGETS))
def test_nothing_that_comes_from_outside_breaks_it(name: str) -> None:
    tally = fuzz(TARGETS[name], first_seed=SEED, examples=TARGETS[name].examples)
    assert tally.failing is None, f"{tally.error!r}; python -m tests.fuzz {name} --replay FILE with {tally.failing!r}"
    assert tally.executions >= TARGETS[name].examples


def planted(attempt: Attempt) -> Target:
    """A parser with a fault of our own making."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Attempt]:
        yield attempt

    return Target("planted", lambda: [b"a fox in the rain", b"a fox"], opened)


async def _crashes(data: bytes) -> str:
    if b"\0" in data:
        raise KeyError("here")
    return "fine"


async def _hangs(data: bytes) -> str:
    while b"\0" in data:
        pass
    return "fine"


async def _hoards(data: bytes) -> str:
    return str(len(b"x" * (100 * MIB if b"\0" in data else 1)))


@pytest.mark.parametrize(("attempt", "error"), [(_crashes, KeyError), (_hoards, Greedy)])
def test_a_fault_is_found_and_made_small(attempt: Attempt, error: type[Exception]) -> None:
    tally = fuzz(planted(attempt), first_seed=SEED, examples=2000)
    assert isinstance(tally.error, error)
    assert tally.failing is not None
    assert b"\0" in tally.failing
    with pytest.raises(error):
        replay(planted(attempt), tally.failing)


def test_a_loop_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.engine.LONGEST_WAIT", 2.0)
    tally = fuzz(planted(_hangs), first_seed=SEED, examples=2000)
    assert isinstance(tally.error, Hang)
    assert tally.failing is not None
    assert b"\0" in tally.failing


def test_the_same_seed_tries_the_same() -> None:
    seen: list[list[bytes]] = [[], []]
    for tried in seen:

        async def attempt(data: bytes, tried: list[bytes] = tried) -> str:
            tried.append(data)
            return "fine"

        fuzz(planted(attempt), first_seed=SEED, examples=50)
    assert seen[0] == seen[1]
