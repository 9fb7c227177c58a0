"""Files that people attach, and pictures of messages that the menu was opened on."""

from typing import Any

import pytest

from adapters.discord.attachments import Attached, Elsewhere, fetched, is_ours, picture_in
from tests.adapters.discord.house import SOON, Scene, inkmirage, made
from tests.loopback_discord import limits

PROXY = "https://images.discord.test/external/signature/http/10.0.0.1/picture.png"


def chosen(media: dict[str, Any]) -> dict[str, Any]:
    """What Discord sends when the menu of a message with this picture was opened."""
    gallery = {"type": limits.MEDIA_GALLERY, "items": [{"media": media}]}
    container = {"type": limits.CONTAINER, "components": [gallery]}
    return {"target_id": "7", "resolved": {"messages": {"7": {"attachments": [], "components": [container]}}}}


def test_an_uploaded_picture_is_fetched_where_it_is() -> None:
    found = picture_in(chosen({"url": "https://cdn.discord.test/fox.png", "proxy_url": PROXY, "attachment_id": "9"}))
    assert found is not None
    assert found.url == "https://cdn.discord.test/fox.png"


def test_a_picture_from_elsewhere_is_fetched_through_discord() -> None:
    """Whoever posts a message chooses that address, and it may be inside our own network."""
    found = picture_in(chosen({"url": "http://10.0.0.1/picture.png", "proxy_url": PROXY}))
    assert found is not None
    assert found.url == PROXY


@pytest.mark.parametrize(
    "url",
    [
        "http://cdn.discordapp.com/fox.png",
        "https://cdn.discordapp.com.example.org/fox.png",
        "https://cdn.discordapp.com:8443/fox.png",
        "https://somebody@cdn.discordapp.com/fox.png",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1/fox.png",
        "https://cdn.discordapp.com:x/fox.png",
        "file:///etc/passwd",
        "",
    ],
)
async def test_nothing_is_fetched_from_elsewhere(url: str) -> None:
    assert not is_ours(url)
    with pytest.raises(Elsewhere):
        await fetched(Attached(url, 0), 100)


def test_files_of_discord_are_fetched() -> None:
    assert is_ours("https://cdn.discordapp.com/ephemeral-attachments/1/2/fox.png?ex=1&is=2&hm=3")
    assert is_ours("https://media.discordapp.net/attachments/1/2/fox.png")


async def test_a_picture_whose_size_nobody_told_is_not_read_to_its_end(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.discord.intake.UPLOAD_BYTES", 10_000)
    async with inkmirage(scene.discord, scene.folder):
        done = await made(scene, scene.ann)
        answer = await (await scene.ben.context_menu("Vary this picture", done)).finished(SOON)
        assert "too large" in answer.text
