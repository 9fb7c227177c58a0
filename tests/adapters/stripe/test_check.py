"""What `python -m bot check` and the settings find out about Stripe without selling anything."""

from pathlib import Path

import pytest

from bot import check
from bot.config_sources import ConfigError, load
from tests.adapters.stripe.counter import settings
from tests.loopback_stripe import refusals
from tests.loopback_stripe.events import SECRET
from tests.loopback_stripe.server import ACCOUNT, LIVE_KEY, SHY_KEY, LoopbackStripe


async def said(stripe: LoopbackStripe, folder: Path, **more: object) -> list[str]:
    given = settings(stripe, app__data_dir=str(folder), **more)
    return [line async for _, line in check.findings(load(None, given)) if line.startswith("cards:")]


PLAY = "cards: play money only, as the key is one for tests"


async def test_all_is_well_and_nothing_is_made(stripe: LoopbackStripe, tmp_path: Path) -> None:
    assert await said(stripe, tmp_path) == ["cards: well", PLAY]
    assert await said(stripe, tmp_path, stripe__account=ACCOUNT) == ["cards: well", PLAY]
    assert await said(stripe, tmp_path, stripe__api_key=SHY_KEY, stripe__account="acct_other") == ["cards: well", PLAY]
    assert await said(stripe, tmp_path, stripe__api_key="") == []
    assert {request.method for request in stripe.requests} == {"GET"}


async def test_it_says_what_is_wrong(stripe: LoopbackStripe, tmp_path: Path) -> None:
    for more, word in (
        ({"stripe__api_key": "sk_test_unknown"}, "api_key"),
        ({"stripe__webhook_secrets": [SECRET, "whsec_"]}, "signing secret"),
        ({"stripe__account": "acct_other"}, "another account"),
        ({"stripe__api_base": "http://127.0.0.1:9"}, "does not answer"),
    ):
        assert word in (await said(stripe, tmp_path, **more))[0]
    for answer, word in ((refusals.no_rights(), "rights"), (refusals.page(), "does not answer"), (refusals.missing(), "does not answer")):
        stripe.answer(answer)
        assert word in (await said(stripe, tmp_path))[0]


async def test_it_doubts_what_works_and_may_be_a_mistake(stripe: LoopbackStripe, tmp_path: Path) -> None:
    assert (await said(stripe, tmp_path, stripe__webhook_secrets=[]))[1:] == [
        PLAY,
        "cards: no webhook_secrets, so credits come up to ten minutes after the payment",
    ]
    assert "https://" in (await said(stripe, tmp_path, stripe__api_key=LIVE_KEY))[1]
    assert await said(stripe, tmp_path, stripe__api_key=LIVE_KEY, app__base_url="https://inkmirage.test") == ["cards: well"]


def test_production_takes_no_play_money() -> None:
    def missing(**more: object) -> list[str]:
        given = {"app.environment": "production", **{f"stripe.{name}": value for name, value in more.items()}}
        return [sentence for sentence in load(None, given).missing() if sentence.startswith("stripe.")]

    assert missing() == []
    assert missing(api_key="sk_test_x") == ["stripe.api_key is a test key (credits would be had for play money)"]
    assert missing(api_key="rk_live_x") == ["stripe.webhook_secrets is empty"]
    assert missing(api_key="rk_live_x", webhook_secrets=[SECRET]) == []


@pytest.mark.parametrize("key", ["pk_live_x", "sk_x", "sk_live_", "whsec_x", "sk_live_x y"])
def test_a_key_that_is_none_is_refused_without_being_said(key: str) -> None:
    with pytest.raises(ConfigError, match="a secret or restricted key of Stripe") as caught:
        load(None, {"stripe.api_key": key})
    assert key not in str(caught.value).replace("sk_live_…", "").replace("rk_live_…", "")
