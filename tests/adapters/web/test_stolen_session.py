"""What somebody can do who holds another person's cookie, and what that person hears of it (PRV-25)."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.adapters.web.site_visitor import Outline, come_in
from tests.adapters.web.visitor import Playground, Visitor, open_playground


@pytest.fixture(scope="module")
async def playground(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Playground]:
    """One program at work for all tests of this file."""
    async with open_playground(tmp_path_factory.mktemp("stolen")) as running:
        yield running


@pytest.mark.proves("PRV-25", "PRV-83")
async def test_a_chat_that_is_taken_off_in_a_browser_hears_of_it(playground: Playground) -> None:
    """Also the only one of an account, of which nobody else is told anything."""
    ann = await playground.person("Ann")
    browser = await come_in(ann)
    page = await browser.page("/account/chats")
    chat = next(a["href"] for a in Outline(page).all("a") if a.get("href", "").startswith("/account/chats/"))
    done = await browser.post("/account/chats", form_on=chat, what="unlink", chat=chat.split("/")[-1])
    assert done.headers["location"] == "/account/chats?done=unlinked"
    assert "A…n" in await _last_words(ann)


async def _last_words(visitor: Visitor) -> str:
    """What was posted in a chat that is nobody's by now, once something was."""
    store = visitor.playground.program.store
    for _ in range(100):
        posted = await store.read(lambda uow: [str(entry.body) for entry in uow.chats.since(visitor.uid, 0)])
        if "unlink-notice" in posted[-1]:
            return posted[-1]
        await asyncio.sleep(0.05)
    return ""
