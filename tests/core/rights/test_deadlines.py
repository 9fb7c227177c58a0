"""Whether requests are answered in time, against dates that were worked out by hand (PRV-26)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rights.deadlines import Mark, acknowledge_by, overdue, passed, share_used
from core.rights.requests import (
    ACTIVE,
    ENDED,
    Actor,
    Request,
    RequestKind,
    RequestState,
    answer_by,
    business_days_after,
    month_after,
)

MINUTE = timedelta(minutes=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def request(received: datetime, state: RequestState = RequestState.OPEN) -> Request:
    return Request("r" * 26, RequestKind.OBJECT, state, "ann", Actor.PERSON, "web", received, received, answer_by(received), "en")


@pytest.mark.proves("PRV-26")
@pytest.mark.parametrize(
    ("received", "month", "ten_days", "limit"),
    [
        # received, the same day of the next month, ten business days on, the earliest of 30 days, a month and 45 days
        ("2026-01-31T10:00", "2026-02-28T10:00", "2026-02-13T10:00", "2026-02-28T10:00"),  # a Saturday
        ("2028-01-31T10:00", "2028-02-29T10:00", "2028-02-14T10:00", "2028-02-29T10:00"),  # a leap year, a Monday
        ("2028-01-29T10:00", "2028-02-29T10:00", "2028-02-11T10:00", "2028-02-28T10:00"),  # a Saturday: 30 days come first
        ("2028-02-29T10:00", "2028-03-29T10:00", "2028-03-14T10:00", "2028-03-29T10:00"),  # from the leap day, a Tuesday
        ("2026-02-28T00:00", "2026-03-28T00:00", "2026-03-13T00:00", "2026-03-28T00:00"),
        ("2026-02-01T00:00", "2026-03-01T00:00", "2026-02-13T00:00", "2026-03-01T00:00"),  # a Sunday
        ("2026-12-31T23:59", "2027-01-31T23:59", "2027-01-14T23:59", "2027-01-30T23:59"),  # over the end of the year
        ("2026-12-01T00:00", "2027-01-01T00:00", "2026-12-15T00:00", "2026-12-31T00:00"),
        ("2026-11-27T12:00", "2026-12-27T12:00", "2026-12-11T12:00", "2026-12-27T12:00"),  # a Friday
        ("2026-11-28T12:00", "2026-12-28T12:00", "2026-12-11T12:00", "2026-12-28T12:00"),  # a Saturday
        ("2026-03-28T23:30", "2026-04-28T23:30", "2026-04-10T23:30", "2026-04-27T23:30"),  # over the change of the clocks
        ("2026-05-31T06:00", "2026-06-30T06:00", "2026-06-12T06:00", "2026-06-30T06:00"),
        ("2026-08-31T06:00", "2026-09-30T06:00", "2026-09-14T06:00", "2026-09-30T06:00"),
    ],
)
def test_dates_by_hand(received: str, month: str, ten_days: str, limit: str) -> None:
    assert month_after(at(received)) == at(month)
    assert acknowledge_by(at(received)) == at(ten_days)
    assert answer_by(at(received)) == at(limit)


@pytest.mark.proves("PRV-26")
@given(st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)), st.integers(0, 30))  # noqa: DTZ001  # bounds have no zone
def test_dates_of_any_day(received: datetime, days: int) -> None:
    limit, later = month_after(received), business_days_after(received, days)
    assert timedelta(days=28) <= limit - received <= timedelta(days=31)
    assert (limit.year * 12 + limit.month) - (received.year * 12 + received.month) == 1
    assert limit.day == received.day or (limit + timedelta(days=1)).day == 1
    assert limit.time() == received.time() == later.time()
    between = [received + timedelta(days=day) for day in range(1, (later - received).days + 1)]
    assert sum(day.weekday() < 5 for day in between) == days
    assert days == 0 or later.weekday() < 5
    assert answer_by(received) <= received + timedelta(days=30)


@pytest.mark.proves("PRV-26")
def test_marks_come_at_their_time() -> None:
    received = at("2026-11-02T00:00")  # a Monday; 30 days: until the 2nd of December
    asked = request(received)
    times = {
        Mark.UNSEEN: "2026-11-03T00:00",
        Mark.UNACKNOWLEDGED: "2026-11-16T00:00",
        Mark.HALF: "2026-11-17T00:00",
        Mark.MOST: "2026-11-26T00:00",
        Mark.OVERDUE: "2026-12-02T00:00",
    }
    for mark, moment in times.items():
        assert mark not in passed(asked, False, at(moment) - MINUTE)
        assert mark in passed(asked, False, at(moment))
    assert passed(asked, False, at("2027-01-01T00:00")) == list(Mark)
    assert share_used(asked, at("2026-11-17T00:00")) == 0.5


def test_who_has_been_seen_is_only_watched_for_the_answer() -> None:
    asked = request(at("2026-11-02T00:00"))
    assert passed(asked, True, at("2026-11-16T12:00")) == []
    assert passed(asked, True, at("2026-11-18T00:00")) == [Mark.HALF]
    # What the program carries out needs nobody to look at it.
    assert passed(replace(asked, state=RequestState.GRACE), False, at("2026-11-16T12:00")) == []


@pytest.mark.parametrize("state", RequestState)
def test_only_what_is_under_way_can_be_late(state: RequestState) -> None:
    asked, late = request(at("2026-11-02T00:00"), state), at("2027-01-01T00:00")
    assert bool(passed(asked, True, late)) == (state in ACTIVE)
    assert overdue(asked, late) == (state in ACTIVE)
    assert not overdue(asked, at("2026-12-01T23:59"))
    assert not (state in ENDED and passed(asked, False, late))
