"""What an operator types when the legal texts change."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.legal import versions
from core.legal.versions import Change, Kind, Status, Version
from core.text import text
from tests.bot.command import here

OLD, NEW = "2026-01-01", "2099-01-01"


@pytest.fixture(autouse=True)
def texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Final texts that are in force, and a policy that is to come. What they rest on is written down nowhere."""
    there = [_final(kind, OLD) for kind in Kind]
    monkeypatch.setattr(versions, "VERSIONS", (*there, _final(Kind.PRIVACY, NEW)))


def _final(kind: Kind, id: str) -> Version:
    day = datetime.fromisoformat(id).replace(tzinfo=UTC)
    return Version(kind, id, day, Status.PUBLISHED, Change.MATERIAL, text("legal-reason-first"), (text("legal-summary-first"),))


PUBLISH = ("privacy", "policy", "publish", NEW, "--class", "material", "--approver", "counsel", "--reason", "a new recipient")


async def test_texts_of_which_nothing_is_written_down_are_not_published(tmp_path: Path) -> None:
    end = await here(*PUBLISH, cwd=tmp_path)
    assert (end.code, "publish-texts" in end.err) == (1, True)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same under the names that something is written down for."""
    record = "2026-12-11"
    there = [one for one in versions.VERSIONS if one.id == OLD]
    monkeypatch.setattr(versions, "VERSIONS", (*there, _final(Kind.PRIVACY, record), _final(Kind.TERMS, NEW)))


@pytest.mark.usefixtures("written")
async def test_publish_and_list(tmp_path: Path) -> None:
    words = [word if word != NEW else "2026-12-11" for word in PUBLISH]
    end = await here(*words, cwd=tmp_path)
    assert end.code == 0, end.err
    assert "2026-12-11  material (proposed material), privacy: is being announced" in end.out
    listed = (await here("privacy", "policy", "list", cwd=tmp_path)).out
    assert "approved by counsel: a new recipient" in listed
    assert f"{OLD}  material (proposed material), privacy, terms, cookies, processors, retention: applies from 2026-01-01 00:00" in listed
    again = await here("privacy", "policy", "propose", NEW, cwd=tmp_path)
    assert (again.code, "One change at a time" in again.err) == (1, True)


@pytest.mark.usefixtures("written")
async def test_propose_changes_nothing_and_says_why(tmp_path: Path) -> None:
    assert (await here("migrate", cwd=tmp_path)).code == 0
    end = await here("privacy", "policy", "propose", "2026-12-11", cwd=tmp_path)
    assert end.code == 0, end.err
    assert "2026-12-11, the first release: material" in end.out
    assert (await here("privacy", "policy", "list", cwd=tmp_path)).out == ""


@pytest.mark.proves("PRV-66", "T-POL")
@pytest.mark.usefixtures("written")
async def test_a_lower_class_is_refused(tmp_path: Path) -> None:
    words = ["minor" if word == "material" else "2026-12-11" if word == NEW else word for word in PUBLISH]
    end = await here(*words, cwd=tmp_path)
    assert (end.code, "never lower it" in end.err) == (1, True)


@pytest.mark.proves("PRV-59", "T-POL")
@pytest.mark.parametrize("missing", ["--class", "--approver", "--reason"])
async def test_class_approver_and_reason_are_needed(tmp_path: Path, missing: str) -> None:
    at = PUBLISH.index(missing)
    assert (await here(*PUBLISH[:at], *PUBLISH[at + 2 :], cwd=tmp_path)).code == 2


@pytest.mark.parametrize("reason", ["", " ", "x" * 301])
async def test_a_reason_is_a_sentence(tmp_path: Path, reason: str) -> None:
    end = await here(*PUBLISH[:-1], reason, cwd=tmp_path)
    assert (end.code, "300" in end.err) == (1, True)
