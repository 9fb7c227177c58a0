"""Whatever becomes of the end of a write-ahead log, what is left of it is a valid ledger (wallet.md §5.3)."""

from pathlib import Path

import pytest

from tests.db.damage import DAMAGES, Recorded, after, page_flips, record, tried
from tests.db.machines import THOROUGH

IMAGES = 1200 if THOROUGH else 60
FLIPS = 100 if THOROUGH else 8
PART = 10
"""Images of one test."""


@pytest.fixture(scope="module")
def recorded(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    return record(migrated_file, tmp_path_factory.mktemp("damage"))


def test_an_undamaged_log_has_everything(recorded: Recorded, tmp_path: Path) -> None:
    assert after(recorded, recorded.log, tmp_path) == (recorded.commits[-1][1], [])
    assert after(recorded, b"", tmp_path) == (recorded.begun, [])
    assert len(recorded.commits) > 500


@pytest.mark.parametrize("first", range(0, IMAGES, PART))
def test_what_survives_is_what_was_acknowledged_before_the_damage(first: int, recorded: Recorded, tmp_path: Path) -> None:
    found = [tried(recorded, seed, tmp_path) for seed in range(first, first + PART)]
    assert {kind for kind, _ in found} == {damage.__name__ for damage in DAMAGES}
    assert len({survived for _, survived in found}) > PART // 2, "the damage is all over the log"


def test_a_bit_of_a_page_that_changes_the_books_is_noticed(recorded: Recorded, tmp_path: Path) -> None:
    tries, missed = page_flips(recorded, tmp_path, FLIPS)
    assert missed == [], f"of {tries} flipped bits"
