"""A Telegram on loopback."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.telegram.house import Scene
from tests.loopback_telegram.server import LoopbackTelegram
from tests.loopback_telegram.specification import departures


@pytest.fixture
async def telegram_server() -> AsyncIterator[LoopbackTelegram]:
    async with LoopbackTelegram() as server:
        yield server
    # Some tests bring updates that nobody has described, and some end before everything was answered.
    ours = [call for call in server.exchanges if call.method != "getUpdates" and call.answer]
    assert not departures(ours), "what we asked of Telegram, it describes otherwise"


@pytest.fixture
async def scene(telegram_server: LoopbackTelegram, tmp_path: Path) -> Scene:
    ann, ben = telegram_server.user("Ann"), telegram_server.user("Ben")
    group = telegram_server.group("Painters", members=[ann, ben])
    return Scene(telegram_server, group, ann, ben, tmp_path)
