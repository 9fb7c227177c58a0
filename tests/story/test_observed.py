"""Whatever people write, and whoever they are: not a byte of it is in the numbers or in the spans (PRV-06, PRV-41)."""

from pathlib import Path

import httpx
import pytest

from tests.adapters.web.visitor import OURS
from tests.bot.collector import collecting
from tests.canary.scan import Scanner
from tests.canary.tokens import Canaries
from tests.lines import BRIEF
from tests.story.test_everywhere import DOORS, at, picture


@pytest.mark.proves("PRV-06", "PRV-41")
@pytest.mark.parametrize("surface", DOORS)
async def test_neither_numbers_nor_spans_hold_anything_of_anybody(surface: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    canaries = Canaries(f"observed {surface}")
    token = canaries.word("token of the numbers")
    with collecting() as collector:
        monkeypatch.setenv("INKMIRAGE_TELEMETRY__OTLP_ENDPOINT", collector.url)
        monkeypatch.setenv("INKMIRAGE_METRICS__TOKEN", token)
        async with at(surface, tmp_path) as door:
            await picture(door, f"a fox named {canaries.word('prompt')}")
            await door.runs("email", address=canaries.address("address"))
            await door.says(f"/{canaries.word('no such command')}")
            await door.runs("redeem", code=canaries.word("code"))
            await door.runs("show", id=canaries.word("no such picture"))
            door.house.sandbox.fail_next("moderation")
            await door.runs("imagine", prompt=canaries.word("refused"), quality="low")
            numbers = await strangers(door.house.base_url, canaries, token)
    assert b"inkmirage_commands_total" in numbers
    heard = {"playground": "web"}.get(surface, surface)
    assert f'inkmirage_acknowledge_seconds_count{{surface="{heard}"}}'.encode() in numbers
    assert {"dispatch", "deliver"} <= {span.name for span in collector.spans}
    found = Scanner(canaries).scan(numbers, *collector.bodies, *(str(span).encode() for span in collector.spans))
    assert found.clean, found


async def strangers(url: str, canaries: Canaries, token: str) -> bytes:
    """Somebody tries every edge of the site that takes words; then the numbers as Prometheus has them."""
    async with httpx.AsyncClient(base_url=url, timeout=20, limits=BRIEF) as http:
        word = canaries.word("of a stranger")
        await http.get(f"/{word}", headers={"User-Agent": word, "Accept-Language": word, "Cookie": f"lang={word}"})
        await http.get(f"/status?{word}={word}")
        await http.post(f"/webhooks/{word}", content=word)
        await http.post("/api/people", json={"name": word}, headers=OURS)
        person = (await http.post("/api/people", json={"name": word}, headers=OURS)).json().get("uid", word)
        run = {"person": person, "nonce": "nonce-one", "command": word, "values": {word: word}}
        await http.post("/api/run", json=run, headers=OURS)
        assert (await http.get("/metrics", headers={"Authorization": f"Bearer {word}"})).status_code == 404
        page = await http.get("/metrics", headers={"Authorization": f"Bearer {token}"})
        assert page.status_code == 200
        return page.content
