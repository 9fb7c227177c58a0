"""A kept answer names a link; only the answer on its way out has the address that lets somebody in."""

from pathlib import Path

import pytest

from core.access import LinkKind
from core.doors import door, opened
from core.mail_links import MailLinks
from core.reply import Button, Call, Link, Reply
from core.text import Text
from tests.story.house import open_house

LINKS = MailLinks(b"secret", "https://ink.example")


def test_only_doors_are_opened() -> None:
    kept = Reply(buttons=tuple(Button(Text("x"), action) for action in (door("one"), Link("https://other.example"), Call("help", {}))))
    there, elsewhere, call = [button.action for button in opened(kept, LINKS).buttons]
    assert there == Link(LINKS.url("one", LinkKind.CHAT))
    assert (elsewhere, call) == (Link("https://other.example"), Call("help", {}))


@pytest.mark.proves("T-DM-7")
async def test_the_database_has_no_address_that_lets_somebody_in(tmp_path: Path) -> None:
    """Asked twice under one key, the answer is the same, with the same address; the files know neither it nor its token."""
    async with open_house(tmp_path) as house:
        first, again = [await house.say("ada", "/account", key="one") for _ in range(2)]
        assert first == again
        [url] = [button.action.url for button in first.buttons if isinstance(button.action, Link)]
        assert url.startswith(f"{house.program.settings.base_url}/sign-in/")
        files = b"".join(file.read_bytes() for file in tmp_path.glob("inkmirage.db*"))
    assert b"door:" in files
    assert url.rpartition("/")[2].encode() not in files
