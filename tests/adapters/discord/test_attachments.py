"""Files that people attach, and pictures of messages that the menu was opened on."""

from typing import Any

import pytest

from adapters.discord.attachments import picture_in
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


async def test_a_picture_whose_size_nobody_told_is_not_read_to_its_end(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.discord.intake.UPLOAD_BYTES", 10_000)
    async with inkmirage(scene.discord, scene.folder):
        done = await made(scene, scene.ann)
        answer = await (await scene.ben.context_menu("Vary this picture", done)).finished(SOON)
        assert "too large" in answer.text
