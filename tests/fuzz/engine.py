"""Tries inputs on a target until one breaks it: an exception that is no refusal, a hang, or too much memory."""

import asyncio
import gc
import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import HypothesisException

from tests.fuzz.mutations import bytes_near, json_near
from tests.fuzz.target import MIB, Attempt, Target

CHUNK = 500
LONGEST_WAIT = 20.0
"""Seconds after which an input is given up on, whether or not it uses the processor."""

_STATUS = Path("/proc/self/status")
_FORGET_PEAK = Path("/proc/self/clear_refs")


class Hang(Exception):
    """One input took too long."""


class Greedy(Exception):
    """One input took too much memory."""


@dataclass
class Tally:
    """What has become of the inputs; `failing` is the smallest that broke the target, and `error` how."""

    executions: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    exceptions: Counter[str] = field(default_factory=Counter)
    failing: bytes | None = None
    error: BaseException | None = None


def fuzz(target: Target, *, first_seed: int, examples: int | None = None, minutes: float = 0.0) -> Tally:
    """Try the corpus as it is, then so many examples, or for so many minutes. Ends with the first input that breaks the target."""
    corpus = target.corpus()
    tally, end = Tally(), time.monotonic() + 60 * minutes
    with asyncio.Runner() as runner, _opened(runner, target) as attempt:
        trial = _Trial(target, runner, attempt, tally)
        with _kept(tally):
            for data in corpus:
                trial(data, strict=False)
            if examples is not None:
                _chunk(target, trial, first_seed, examples)
            while examples is None and time.monotonic() < end:
                _chunk(target, trial, first_seed, CHUNK)
                first_seed += 1
    return tally


def replay(target: Target, data: bytes) -> str:
    """What becomes of one input. Raises what it raises."""
    target.corpus()
    with asyncio.Runner() as runner, _opened(runner, target) as attempt:
        trial = _Trial(target, runner, attempt, Tally())
        trial(data)
        return str(*trial.tally.outcomes)


def _chunk(target: Target, trial: "_Trial", number: int, examples: int) -> None:
    strategy = (json_near if target.grammar == "json" else bytes_near)(target.corpus())

    # What is made of real samples is far from small and far from alike, and one input may take a while: all of that is meant.
    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        report_multiple_bugs=False,
    )
    @given(strategy)
    def one(data: bytes) -> None:
        trial(data)

    one()


@contextmanager
def _kept(tally: Tally) -> Iterator[None]:
    """What ends the search is part of its result."""
    try:
        yield
    except HypothesisException:
        pass  # it did not fail twice in the same way; the input that failed is kept
    except Exception as error:
        if tally.failing is None:
            raise
        tally.error = error


@contextmanager
def _opened(runner: asyncio.Runner, target: Target) -> Iterator[Attempt]:
    opening = target.opened()
    attempt = runner.run(opening.__aenter__())
    try:
        yield attempt
    finally:
        runner.run(opening.__aexit__(None, None, None))


@dataclass
class _Trial:
    target: Target
    runner: asyncio.Runner
    attempt: Attempt
    tally: Tally

    def __call__(self, data: bytes, *, strict: bool = True) -> None:
        """Try one input. Without `strict` time and memory do not count: what is read first is also made ready first."""
        if isinstance(self.tally.error, Hang):
            # To make it smaller would take as long for every smaller one.
            if data == self.tally.failing:
                raise self.tally.error
            return
        self.tally.executions += 1
        try:
            outcome = self._tried(data, strict=strict)
        except Exception as error:
            self.tally.failing, self.tally.error = data, error
            self.tally.exceptions[_kind(error)] += 1
            raise
        self.tally.outcomes[outcome] += 1

    def _tried(self, data: bytes, *, strict: bool) -> str:
        before, used = _forget_peak(), time.process_time()
        outcome: str = self.runner.run(self._in_time(data))
        used, more = time.process_time() - used, _peak() - before
        if strict and used > self.target.seconds:
            raise Hang(f"{used:.1f} s of CPU")
        if strict and more > self.target.memory:
            gc.collect()
            raise Greedy(f"{more // MIB} MiB")
        return outcome

    async def _in_time(self, data: bytes) -> str:
        # A loop that never gives way is ended by the signal, one that waits for ever by the timeout.
        with _alarm(LONGEST_WAIT):
            try:
                async with asyncio.timeout(LONGEST_WAIT - 1):
                    return await self.attempt(data)
            except TimeoutError:
                raise Hang(f"nothing came of it for {LONGEST_WAIT - 1:.0f} s") from None


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: object) -> None:
        raise Hang(f"it did not give way for {seconds:.0f} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _kind(error: BaseException) -> str:
    cause = error.__cause__
    return f"{type(error).__name__} from {type(cause).__name__}" if cause else type(error).__name__


def _forget_peak() -> int:
    """From now on the peak counts anew; the bytes in use now."""
    with suppress(OSError):
        _FORGET_PEAK.write_text("5")
    return _status("VmRSS")


def _peak() -> int:
    return _status("VmHWM")


def _status(name: str) -> int:
    lines: Sequence[str] = _STATUS.read_text("ascii", "replace").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))
