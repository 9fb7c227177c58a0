"""The audit of dependencies: what counts, what is allowed for a while, and what is said when nobody can be asked."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests import audit

TODAY = date(2026, 11, 27)
ANSWER: dict[str, Any] = {
    "dependencies": [
        {"name": "fine", "version": "1.0", "vulns": []},
        {"name": "holey", "version": "2.0", "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["2.1"]}]},
        {"name": "skipped", "skip_reason": "not found"},
    ]
}


def listed(tmp_path: Path, words: str) -> list[audit.Allowed]:
    file = tmp_path / "allowed.toml"
    file.write_text(words)
    return audit.allowed(file)


def counted(known: list[audit.Allowed], today: date = TODAY) -> list[str]:
    return [str(one) for one in audit.counting(audit.found_in(ANSWER), known, today)]


def test_a_known_vulnerability_counts() -> None:
    assert counted([]) == ["holey 2.0: CVE-1, PYSEC-1; fixed in 2.1"]


@pytest.mark.parametrize("id", ["PYSEC-1", "CVE-1"])
def test_one_that_is_allowed_counts_again_after_its_day(tmp_path: Path, id: str) -> None:
    known = listed(tmp_path, f'[[allowed]]\nid = "{id}"\nreason = "not used"\nuntil = 2026-11-27\n')
    assert counted(known) == []
    assert len(counted(known, date(2026, 11, 28))) == 1


@pytest.mark.parametrize("line", ['reason = "x"', "until = 2027-01-01", 'reason = " "\nuntil = 2027-01-01', 'reason = "x"\nuntil = "2027"'])
def test_an_entry_needs_a_reason_and_a_day(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match="needs"):
        listed(tmp_path, f'[[allowed]]\nid = "CVE-1"\n{line}\n')


@pytest.mark.parametrize(("required", "code"), [("", 0), ("postgres,audit", 1)])
def test_a_service_that_cannot_be_reached_is_told_loudly(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], required: str, code: int
) -> None:
    """Really asked, at an address where nobody listens."""
    monkeypatch.setenv("INKMIRAGE_REQUIRE", required)
    assert audit.main("--osv-url", "http://127.0.0.1:9/v1/query") == code
    assert "DEPENDENCIES WERE NOT AUDITED" in capfd.readouterr().err


def test_our_own_list_is_in_order() -> None:
    assert all(entry.until for entry in audit.allowed(audit.ALLOWED))
