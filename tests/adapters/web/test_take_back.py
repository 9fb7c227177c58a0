"""Taking back what was posted in the playground (PRV-38): it is all in our own rows."""

from pathlib import Path

import pytest

from core.ambient import utc_now
from core.caller import Address
from core.ports import Posted, TakenBack
from core.reply import Reply
from core.text import text
from tests.adapters.web.visitor import open_playground


@pytest.mark.proves("PRV-38")
async def test_nothing_of_the_playground_stands_elsewhere(tmp_path: Path) -> None:
    async with open_playground(tmp_path) as playground:
        messenger = playground.program.workshop.messengers["playground"]
        words = Reply(lines=(text("link-ended"),))
        assert await messenger.deliver(Address("playground", "ada", uid="ada"), words, key="k", locale="en") == ()
        assert await messenger.take_back(Posted("ada", "k", erasable=True), at=utc_now()) is TakenBack.GONE
