"""Card numbers are found however they are written, and other numbers are left alone."""

import pytest

from core.cards import HIDDEN, has_card_number, without_card_numbers

CARDS = [
    "4111111111111111",
    "4111 1111 1111 1111",
    "5555-5555-5555-4444",
    "3782 822463 10005",
    "6011.1111.1111.1117",
    "4222222222222",
    "6304 0000 0000 0000 000",
    "4111\u00a01111\u00a01111\u00a01111",
    "٤١١١١١١١١١١١١١١١",
]


@pytest.mark.proves("PRV-09")
@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("around", ["{}", "a fox with {} on its tail", "card:{},12/27 123", "007 {} 007", "x{}x"])
def test_a_card_number_is_found_and_hidden(card: str, around: str) -> None:
    words = around.format(card)
    assert has_card_number(words)
    assert without_card_numbers(words) == around.format(HIDDEN)


def test_two_cards_are_two() -> None:
    assert without_card_numbers("4111111111111111 or 5555555555554444") == f"{HIDDEN} or {HIDDEN}"
    assert without_card_numbers("4111111111111111 5555555555554444") == f"{HIDDEN} {HIDDEN}"


@pytest.mark.parametrize(
    "words",
    [
        "",
        "a fox in the rain",
        "4111111111111112",
        "411111111111",
        "41111111111111111111111111",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
        "in 1969, 1970 and 1971",
        "call +49 170 1234567",
        "4111 1111 1111 1111".replace("1111", "111x"),
    ],
)
def test_other_numbers_are_left_alone(words: str) -> None:
    assert not has_card_number(words)
    assert without_card_numbers(words) == words
