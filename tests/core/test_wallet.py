"""Which lots credits are taken from, and how a hold is divided when only part of it is captured."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.wallet import Balance, Lot, LotKind, Share, burn_order, split_capture, take

START = datetime(2026, 1, 1, tzinfo=UTC)


def lot(name: str, kind: LotKind, remaining: int, *, created: int = 0, expires: int | None = None) -> Lot:
    hour = timedelta(hours=1)
    return Lot(name, kind, remaining, remaining, START + created * hour, None if expires is None else START + expires * hour)


@st.composite
def many_lots(draw: st.DrawFn) -> list[Lot]:
    sizes = draw(st.lists(st.integers(0, 20), max_size=8))
    return [
        lot(
            f"lot{number}",
            draw(st.sampled_from(LotKind)),
            size,
            created=draw(st.integers(0, 3)),
            expires=draw(st.none() | st.integers(0, 3)),
        )
        for number, size in enumerate(sizes)
    ]


def test_promo_burns_before_compensation_before_paid() -> None:
    lots = [lot("a", LotKind.PAID, 1), lot("b", LotKind.COMPENSATION, 1, expires=1), lot("c", LotKind.PROMO, 1)]
    assert [each.id for each in burn_order(lots)] == ["c", "b", "a"]


def test_soonest_expiry_burns_first_then_what_never_expires() -> None:
    lots = [lot("never", LotKind.PROMO, 1), lot("late", LotKind.PROMO, 1, expires=9), lot("soon", LotKind.PROMO, 1, created=5, expires=1)]
    assert [each.id for each in burn_order(lots)] == ["soon", "late", "never"]


def test_oldest_burns_first_and_equal_lots_by_name() -> None:
    lots = [lot("new", LotKind.PAID, 1, created=2), lot("b", LotKind.PAID, 1), lot("a", LotKind.PAID, 1)]
    assert [each.id for each in burn_order(lots)] == ["a", "b", "new"]


@given(many_lots(), st.randoms(use_true_random=False))
def test_burn_order_does_not_depend_on_the_order_of_asking(lots: list[Lot], dice: Random) -> None:
    shuffled = list(lots)
    dice.shuffle(shuffled)
    assert burn_order(shuffled) == burn_order(lots)


@given(many_lots(), st.data())
def test_take_gives_exactly_what_was_asked_and_empties_lots_in_order(lots: list[Lot], data: st.DataObject) -> None:
    amount = data.draw(st.integers(0, sum(each.remaining for each in lots)))
    shares = take(lots, amount)
    assert sum(share.amount for share in shares) == amount
    assert all(share.amount > 0 for share in shares)
    sizes = {each.id: each.remaining for each in lots}
    ordered = [each.id for each in burn_order(lots) if each.remaining]
    assert [share.lot_id for share in shares] == ordered[: len(shares)]
    assert all(share.amount == sizes[share.lot_id] for share, _ in pairwise(shares))  # only the last lot may keep something
    assert all(share.amount <= sizes[share.lot_id] for share in shares)


@given(many_lots(), st.integers(1, 50))
def test_take_refuses_more_than_there_is(lots: list[Lot], more: int) -> None:
    with pytest.raises(ValueError, match="more than the lots hold"):
        take(lots, sum(each.remaining for each in lots) + more)


@given(st.lists(st.integers(1, 20), min_size=1, max_size=6), st.data())
def test_split_capture_fills_shares_in_order_and_loses_nothing(sizes: list[int], data: st.DataObject) -> None:
    shares = [Share(f"lot{number}", size) for number, size in enumerate(sizes)]
    captured = data.draw(st.integers(0, sum(sizes)))
    split = split_capture(shares, captured)
    assert [share for share, _ in split] == shares
    assert sum(used for _, used in split) == captured
    assert all(0 <= used <= share.amount for share, used in split)
    assert all(used == share.amount or following == 0 for (share, used), (_, following) in pairwise(split))


def test_split_capture_refuses_more_than_was_held() -> None:
    with pytest.raises(ValueError, match="more than were held"):
        split_capture([Share("lot", 3)], 4)


def test_a_lot_is_due_from_its_last_instant_on() -> None:
    assert lot("a", LotKind.PROMO, 1, expires=1).due(START + timedelta(hours=1))
    assert not lot("a", LotKind.PROMO, 1, expires=1).due(START + timedelta(minutes=59))
    assert not lot("a", LotKind.PAID, 1).due(START + timedelta(days=9999))


def test_available_is_what_is_not_held() -> None:
    assert Balance("w", posted=10, held=4).available == 6
