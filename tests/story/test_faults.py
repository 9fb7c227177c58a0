"""Every fault of the gateway through the whole program: a picture and its charge, or the credits back and a message that helps."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.mayi import fetch
from core.ambient import Ambient, utc_now
from core.reply import Tone
from db.store import open_reader
from db.verify import verify
from tests.adapters.mayi.test_against_sandbox import ROWS
from tests.story.house import open_house

HASTE = 300.0
"""How much faster the program's clock runs, so that back-off and breaker do not take minutes."""

MARKERS = [row[0] for row in ROWS]
MADE = {marker for marker, stream, _ in ROWS if isinstance(stream, str)} - {"png_trunc", "png_bomb"} | {"fail_then_ok=1"}


def hasty() -> Ambient:
    began, started = utc_now(), time.monotonic()

    def now() -> datetime:
        return began + timedelta(seconds=(time.monotonic() - started) * HASTE)

    return Ambient(now=now, elapsed=lambda: time.monotonic() * HASTE)


@pytest.mark.parametrize("markers", [MARKERS[n : n + 6] for n in range(0, len(MARKERS), 6)], ids=lambda markers: markers[0].split()[0])
async def test_fault_rows(markers: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "FETCH_SECONDS", 0.3)
    # A lease must outlast the hasty clock; nobody dies here.
    overrides: dict[str, object] = {"jobs.lease": 100_000.0, "mayi.read_timeout": 2.0, "mayi.concurrency": 6}
    async with open_house(tmp_path, ambient=hasty(), overrides=overrides) as house:
        jobs = {}
        for number, marker in enumerate(markers):
            reply = await house.run(f"person-{number}", "imagine", {"prompt": f"a fox [[sb:{marker}]]"}, seen=12)
            assert reply.job
            jobs[marker] = reply.job
        for number, marker in enumerate(markers):
            reply, balance = await house.posted(jobs[marker]), await house.balance(f"person-{number}")
            made = marker in MADE
            assert (len(reply.pictures), balance.posted, balance.held) == ((1, 28, 0) if made else (0, 40, 0)), marker
            assert reply.tone in ((Tone.GOOD,) if made else (Tone.WARNING, Tone.REFUSAL)), marker
            if not made:
                assert "12 credits came back to you" in house.words(reply), marker
                assert "40 credits" in house.words(reply), marker
    assert await breaches(tmp_path) == []


async def breaches(data: Path) -> list[str]:
    reader = await open_reader(f"sqlite+aiosqlite:///{data}/inkmirage.db")
    try:
        return await reader.read(lambda uow: [str(check) for check in verify(uow.connection, datetime.now(UTC)) if not check.ok])
    finally:
        await reader.close()
