"""`python -m bot check` says in one line what keeps Telegram from working."""

from pathlib import Path

import pytest

from bot import check
from bot.config_sources import load
from tests.adapters.telegram.house import Scene, settings
from tests.loopback_telegram.server import LoopbackTelegram


async def said(telegram: LoopbackTelegram, folder: Path, **more: object) -> str:
    found = [line async for _, line in check.findings(load(None, settings(telegram, folder, **more)))]
    return next(line for line in found if line.startswith("telegram:"))


async def test_all_is_well(scene: Scene) -> None:
    assert await said(scene.telegram, scene.folder) == "telegram: well"
    assert {call.method for call in scene.telegram.exchanges} <= {"getMe", "getWebhookInfo"}, "it only looks"


@pytest.mark.parametrize("token", ["1:wrong", "nonsense"])
async def test_a_token_that_is_refused(scene: Scene, token: str) -> None:
    assert "@BotFather" in await said(scene.telegram, scene.folder, telegram__token=token)


async def test_telegram_does_not_answer(scene: Scene) -> None:
    assert "does not answer" in await said(scene.telegram, scene.folder, telegram__api_base="http://127.0.0.1:9")


async def test_webhooks_need_an_address_that_telegram_can_reach(scene: Scene) -> None:
    assert "https://" in await said(scene.telegram, scene.folder, telegram__mode="webhook")
    assert await said(scene.telegram, scene.folder, telegram__mode="webhook", app__base_url="https://inkmirage.example") == "telegram: well"


@pytest.mark.parametrize("address", ["http://localhost:8080", "https://inkmirage", "http://[::1]:8080"])
async def test_an_address_that_no_button_may_lead_to_is_a_doubt(scene: Scene, address: str) -> None:
    """It works, since such links are shown as words; somebody may yet have meant another address."""
    lines = [found async for found in check.findings(load(None, settings(scene.telegram, scene.folder, app__base_url=address)))]
    [doubt] = [line for well, line in lines if well is None and line.startswith("telegram:")]
    assert address in doubt
    assert "[app] base_url" in doubt


@pytest.mark.parametrize("address", ["", "http://127.0.0.1:8080", "https://inkmirage.example"])
async def test_an_address_that_a_button_may_lead_to_is_none(scene: Scene, address: str) -> None:
    lines = [line async for _, line in check.findings(load(None, settings(scene.telegram, scene.folder, app__base_url=address)))]
    assert [line for line in lines if line.startswith("telegram:")] == ["telegram: well"]


async def test_webhooks_that_fail_are_named(scene: Scene) -> None:
    hook = "https://inkmirage.example"
    await scene.ann.says("is anybody there?")
    scene.telegram.updates.webhook.url = f"{hook}/webhooks/telegram"
    scene.telegram.updates.webhook.last_error = scene.telegram.clock.now(), "Connection refused"
    assert "could not bring us" in await said(scene.telegram, scene.folder, telegram__mode="webhook", app__base_url=hook)
