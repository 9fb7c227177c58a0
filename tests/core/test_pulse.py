"""What the figures mean to people: pure, so every case is a line."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.pulse import Ended, Figures, Line, Making, Requests, Standing, Waiting, standing
from tests.clock import START

QUIET = Figures(START, {}, 0, 0, {line: Waiting() for line in Line}, Requests())


def ago(**parts: float) -> Ended:
    return Ended(START - timedelta(**parts), None)


def failed(reason: str, **parts: float) -> Ended:
    return Ended(START - timedelta(**parts), reason)


def waiting(line: Line, **parts: float) -> Figures:
    return replace(QUIET, lines={**QUIET.lines, line: Waiting(1, START - timedelta(**parts))})


def seen(figures: Figures) -> Standing:
    return standing(figures, at_once=2)


CASES: dict[str, tuple[Figures, Making]] = {
    "nobody has asked": (QUIET, Making.IDLE),
    "old failures say nothing": (replace(QUIET, latest=(failed("engine-busy", minutes=16),) * 5), Making.IDLE),
    "one was made lately": (replace(QUIET, latest=(ago(minutes=1),)), Making.WORKING),
    "one is being made": (replace(QUIET, making=1), Making.WORKING),
    "refusals are nobody's fault": (replace(QUIET, latest=(failed("refused-moderation", minutes=1),) * 5), Making.WORKING),
    "most came to nothing": (replace(QUIET, latest=(ago(minutes=3), *(failed("engine-busy", minutes=1),) * 3)), Making.TROUBLED),
    "the store is away": (replace(QUIET, latest=(failed("store-down", minutes=1),)), Making.TROUBLED),
    "half of them were made": (replace(QUIET, latest=(ago(minutes=3), failed("engine-busy", minutes=1))), Making.WORKING),
    "the gateway lets nobody in": (replace(QUIET, latest=(failed("engine-closed", minutes=1), ago(minutes=2))), Making.RESTING),
    "it was closed, and is not": (replace(QUIET, latest=(ago(minutes=1), failed("engine-closed", minutes=2))), Making.WORKING),
    "nobody begins": (replace(QUIET, queued=1, turn_since=START - timedelta(seconds=61)), Making.STALLED),
    "somebody is about to begin": (replace(QUIET, queued=1, turn_since=START - timedelta(seconds=5)), Making.WORKING),
    "all places are taken": (replace(QUIET, queued=1, making=2, turn_since=START - timedelta(seconds=61)), Making.WORKING),
    "people wait long": (replace(waiting(Line.PICTURES, minutes=11), making=2), Making.SLOW),
}


@pytest.mark.parametrize("case", CASES)
def test_whether_pictures_are_made(case: str) -> None:
    figures, making = CASES[case]
    assert seen(figures).making is making


def test_the_time_is_told_only_if_it_was_measured_and_something_is_made() -> None:
    busy = replace(QUIET, queued=3, making=2)
    assert seen(busy).seconds is None
    measured = replace(busy, measured=(10.0, 20.0))
    # Three wait, two are half done, and one's own: five pictures, two at a time.
    assert seen(measured).seconds == 45
    assert seen(replace(measured, latest=(failed("engine-closed", minutes=1),))).seconds is None


@pytest.mark.parametrize(
    ("line", "minutes", "what"),
    [(Line.LETTERS, 11, "mail"), (Line.PAYMENTS, 11, "payments"), (Line.REFUNDS, 11, "payments")],
)
def test_what_is_late_is_called_late(line: Line, minutes: int, what: str) -> None:
    assert getattr(seen(waiting(line, minutes=minutes - 2)), what)
    assert not getattr(seen(waiting(line, minutes=minutes)), what)


def test_whose_fault_it_is() -> None:
    engine, store = (seen(replace(QUIET, latest=(failed(reason, minutes=1),))) for reason in ("engine-busy", "store-down"))
    assert (engine.engine, engine.storage) == (False, True)
    assert (store.engine, store.storage) == (True, False)
    again = seen(replace(QUIET, latest=(ago(seconds=1), failed("engine-busy", minutes=1), failed("store-down", minutes=1))))
    assert (again.engine, again.storage) == (True, True)


def test_a_clock_that_went_back_makes_nobody_wait_less_than_nothing() -> None:
    assert Waiting(1, START + timedelta(hours=1)).age(START) == timedelta(0)
