"""Codes that are worth credits: what they look like, and where they must not stay."""

from datetime import UTC, datetime

import pytest

from core.codes import ALPHABET, grouped, new_code, spelt
from core.spending import month_of, next_month
from core.vouchers import CODE_LENGTH, hash_of, is_code, without_codes
from core.vouchers import new_code as new_voucher_code

CODE = "K7QM-2XW1-90AB-ZZZ4"


def test_a_code_has_eighty_bits_in_groups_of_four() -> None:
    codes = {new_voucher_code() for _ in range(200)}
    assert len(codes) == 200
    assert {len(code) for code in codes} == {19}
    assert all(len(group) == 4 and set(group) <= set(ALPHABET) for code in codes for group in code.split("-"))
    assert {sign for code in codes for sign in code} - {"-"} == set(ALPHABET), "every sign is drawn"
    assert 5 * CODE_LENGTH >= 80


@pytest.mark.parametrize("typed", ["k7qm2xw190abzzz4", " K7QM 2XW1 90AB ZZZ4 ", "k7qm–2xwl—9oab_zzz4", "K7QM-2XWI-9OAB-ZZZ4"])
def test_case_blanks_dashes_and_look_alikes_do_not_matter(typed: str) -> None:
    assert hash_of(typed) == hash_of(CODE)


@pytest.mark.parametrize("typed", ["", "K7QM-2XW1-90AB-ZZZ", f"{CODE}5", "K7QM-2XW1-90AB-ZZZÜ", "K7QM-2XW1-90AB-ZZZU"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert spelt(typed, CODE_LENGTH) is None
    with pytest.raises(ValueError, match="not the code"):
        hash_of(typed)


def test_a_hash_shows_nothing_of_the_code() -> None:
    assert "K7QM" not in hash_of(CODE).upper()
    assert len(hash_of(CODE)) == 64
    assert hash_of(grouped(new_code(CODE_LENGTH))) != hash_of(CODE)


@pytest.mark.parametrize("words", [CODE, CODE.lower(), f"  {CODE}\n", CODE.replace("-", "–")])
def test_a_code_is_known_where_a_prompt_should_be(words: str) -> None:
    assert is_code(words)


@pytest.mark.parametrize(
    "words",
    ["a fox in the rain", "blue bird upon tree", "hand-made-wood-toys", f"{CODE} in gold letters", "some nice wolf 2026", "K7QM2XW1"],
)
def test_a_prompt_is_no_code(words: str) -> None:
    assert not is_code(words)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"/redeem {CODE}", "/redeem ••••"),
        (f"/Redeem@bot {CODE.replace('-', ' ')}", "/redeem ••••"),
        ("/redeem --code k7qm2xw190abzzz4", "/redeem ••••"),
        (CODE, "••••"),
        (f"is {CODE.lower()} still good?", "is •••• still good?"),
        ("/imagine hand-made-wood-toys", "/imagine hand-made-wood-toys"),
        ("an id: 0e2f1a3b-1234-5678-9abc-def012345678", "an id: 0e2f1a3b-1234-5678-9abc-def012345678"),
    ],
)
def test_what_is_kept_of_a_line_holds_no_code(said: str, kept: str) -> None:
    assert without_codes(said) == kept


@pytest.mark.parametrize(
    ("now", "begins", "ends"),
    [
        (datetime(2026, 11, 27, 9, 40, 1, 5, UTC), datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 59, 59, 999999, UTC), datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
        (datetime(2028, 1, 31, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC), datetime(2028, 2, 1, tzinfo=UTC)),
        (datetime(2028, 2, 1, tzinfo=UTC), datetime(2028, 2, 1, tzinfo=UTC), datetime(2028, 3, 1, tzinfo=UTC)),
    ],
)
def test_a_month_begins_and_ends_with_the_calendar(now: datetime, begins: datetime, ends: datetime) -> None:
    assert (month_of(now), next_month(now)) == (begins, ends)
