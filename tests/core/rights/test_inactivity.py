"""When an account ends that nobody uses: by the calendar, never without two notices in good time (PRV-49)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rights.inactivity import SECOND_BEFORE, Move, due, ends_at, months_after
from core.rights.storage import Absence

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "months", "later"),
    [
        ("2024-01-31T12:00", 1, "2024-02-29T12:00"),
        ("2025-01-31T12:00", 1, "2025-02-28T12:00"),
        ("2024-02-29T00:00", 12, "2025-02-28T00:00"),
        ("2024-02-29T00:00", 48, "2028-02-29T00:00"),
        ("2025-12-31T23:59", 2, "2026-02-28T23:59"),
        ("2025-11-30T08:00", 1, "2025-12-30T08:00"),
        ("2025-12-15T08:00", 24, "2027-12-15T08:00"),
        ("2025-03-01T08:00", 0, "2025-03-01T08:00"),
    ],
)
def test_months_by_the_calendar(moment: str, months: int, later: str) -> None:
    assert months_after(at(moment), months) == at(later)


def absence(seen: str, *told: str, credits: bool = False) -> Absence:
    return Absence("ann", at(seen), credits, tuple(map(at, told)))


@pytest.mark.proves("PRV-49")
@pytest.mark.parametrize(
    ("who", "moment", "move"),
    [
        # The day on which somebody was last seen counts whole, so everything is a day later than the months say.
        (absence("2024-01-10T12:00"), "2025-12-11T11:59", None),
        (absence("2024-01-10T12:00"), "2025-12-11T12:00", Move.FIRST),
        (absence("2024-01-10T12:00", "2025-12-11T12:00"), "2025-12-28T11:59", None),
        (absence("2024-01-10T12:00", "2025-12-11T12:00"), "2025-12-28T12:00", Move.SECOND),
        (absence("2024-01-10T12:00", "2025-12-11T12:00", "2025-12-28T12:00"), "2026-01-11T11:59", None),
        (absence("2024-01-10T12:00", "2025-12-11T12:00", "2025-12-28T12:00"), "2026-01-11T12:00", Move.ERASE),
        (absence("2024-01-10T12:00", credits=True), "2026-12-11T11:59", None),
        (absence("2024-01-10T12:00", credits=True), "2026-12-11T12:00", Move.FIRST),
        # The program slept for years: still a month and two weeks, counted from what was really said.
        (absence("2020-01-10T12:00"), "2026-05-01T00:00", Move.FIRST),
        (absence("2020-01-10T12:00", "2026-05-01T00:00"), "2026-05-17T23:59", None),
        (absence("2020-01-10T12:00", "2026-05-01T00:00"), "2026-05-18T00:00", Move.SECOND),
        (absence("2020-01-10T12:00", "2026-05-01T00:00", "2026-05-30T00:00"), "2026-06-12T23:59", None),
        (absence("2020-01-10T12:00", "2026-05-01T00:00", "2026-05-30T00:00"), "2026-06-13T00:00", Move.ERASE),
        # Credits came after the notices: those speak of a date that is none any more.
        (absence("2024-01-10T12:00", "2025-12-11T12:00", "2025-12-28T12:00", credits=True), "2026-02-01T00:00", None),
        (absence("2024-01-10T12:00", "2025-12-11T12:00", "2025-12-28T12:00", credits=True), "2026-12-11T12:00", Move.FIRST),
    ],
)
def test_what_is_due(who: Absence, moment: str, move: Move | None) -> None:
    assert due(who, 24, at(moment)) is move


@pytest.mark.proves("PRV-49")
@given(
    seen=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  # bounds have no zone
    looks=st.lists(st.timedeltas(MINUTE, timedelta(days=60)), min_size=5, max_size=40),
    start=st.timedeltas(timedelta(0), timedelta(days=1500)),
    credits=st.booleans(),
    months=st.integers(2, 36),
)
def test_nobody_is_erased_early_or_without_two_notices(
    seen: datetime, looks: list[timedelta], start: timedelta, credits: bool, months: int
) -> None:
    """However rarely somebody looks."""
    who, now = Absence("ann", seen, credits), seen + start
    for pause in looks:
        now += pause
        move = due(who, months, now)
        if move is Move.ERASE:
            first, second = who.told
            assert now >= months_after(seen, months + 12 * credits)
            assert now >= months_after(first, 1)
            assert now - second >= SECOND_BEFORE
            return
        if move is not None:
            assert move is (Move.SECOND if who.told else Move.FIRST)
            who = Absence("ann", seen, credits, (*who.told, now))
            assert ends_at(who, months) >= now + SECOND_BEFORE
