import logging
from datetime import timedelta

import pytest

from adapters.mayi.breaker import Breaker
from core.ports import MakerBroken, MakerBusy, MakerClosed, MakerRefused, MakerUnclear, Refusal


class Clock:
    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(clock)


def fail(breaker: Breaker, times: int, status: int = 502) -> None:
    for _ in range(times):
        breaker.failed(MakerBusy("upstream"), status)


def test_four_failures_are_borne(breaker: Breaker) -> None:
    fail(breaker, 4)
    assert breaker.resting() is None


def test_the_fifth_failure_in_a_row_opens_it(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 5)
    assert breaker.resting() == timedelta(seconds=60)
    clock.time += 60
    assert breaker.resting() is None


def test_a_failure_after_the_rest_opens_it_again_and_a_picture_ends_it(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 5)
    clock.time += 60
    fail(breaker, 1)
    assert breaker.resting()
    clock.time += 60
    breaker.worked()
    fail(breaker, 4)
    assert breaker.resting() is None


def test_an_answer_below_500_breaks_the_row(breaker: Breaker) -> None:
    fail(breaker, 4)
    breaker.failed(MakerBroken("invalid"), 400)
    fail(breaker, 4)
    assert breaker.resting() is None


def test_a_lost_answer_neither_counts_nor_breaks_the_row(breaker: Breaker) -> None:
    fail(breaker, 4)
    breaker.failed(MakerUnclear("timeout"), None)
    assert breaker.resting() is None
    fail(breaker, 1)
    assert breaker.resting()


def test_an_unreachable_gateway_counts(breaker: Breaker) -> None:
    for _ in range(5):
        breaker.failed(MakerBusy("unreachable"), None)
    assert breaker.resting()


def test_an_unusable_account_rests_and_is_reported(breaker: Breaker, caplog: pytest.LogCaptureFixture) -> None:
    breaker.failed(MakerClosed("balance"), 403)
    assert breaker.resting() == timedelta(minutes=5)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_a_wait_asked_for_holds_for_everybody_but_not_for_ever(breaker: Breaker) -> None:
    breaker.failed(MakerBusy("rate", 7), 429)
    assert breaker.resting() == timedelta(seconds=7)
    breaker.failed(MakerBusy("rate", 2), 429)
    assert breaker.resting() == timedelta(seconds=7)
    breaker.failed(MakerBusy("rate", 80_000), 429)
    assert breaker.resting() == timedelta(minutes=15)


def test_a_refusal_of_the_upstream_does_not_count(breaker: Breaker) -> None:
    for _ in range(6):
        breaker.failed(MakerRefused(Refusal.MODERATION), 400)
    assert breaker.resting() is None
