"""What Stripe brings, and what somebody brings who is not Stripe."""

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.stripe.webhook import Webhook
from core.ambient import utc_now
from tests.adapters.stripe.counter import GIFT, PACK, Counter, open_counter
from tests.loopback_stripe.events import OTHER_SECRET, SECRET, signature, signed
from tests.loopback_stripe.server import LIVE_KEY, LoopbackStripe
from tests.stand_in import Json

Forgery = Callable[[Json], tuple[dict[str, str], bytes]]


def _with(body: bytes, header: str) -> tuple[dict[str, str], bytes]:
    return {"stripe-signature": header}, body


def altered(event: Json) -> tuple[dict[str, str], bytes]:
    headers, body = signed(event)
    return headers, body.replace(b"evt_", b"evt-", 1)


def written_anew(event: Json) -> tuple[dict[str, str], bytes]:
    headers, body = signed(event)
    return headers, json.dumps(json.loads(body)).encode()


def by_nobody(event: Json) -> tuple[dict[str, str], bytes]:
    """Signed with an empty key, which anybody can."""
    _, body = signed(event)
    moment = str(int(utc_now().timestamp()))
    return _with(body, f"t={moment},v1={signature('', moment, body.decode())}")


def in_another_scheme(event: Json) -> tuple[dict[str, str], bytes]:
    headers, body = signed(event)
    return _with(body, headers["stripe-signature"].replace("v0", "v2").replace("v1", "v0"))


FORGERIES: dict[str, Forgery] = {
    "wrong secret": lambda event: signed(event, OTHER_SECRET),
    "old stamp": lambda event: signed(event, at=utc_now() - timedelta(seconds=320)),
    "altered byte": altered,
    "written anew": written_anew,
    "empty secret": by_nobody,
    "another scheme": in_another_scheme,
    "unsigned": lambda event: _with(signed(event)[1], ""),
    "nonsense": lambda event: _with(signed(event)[1], "t=,v1,=;"),
    "not ascii": lambda event: _with(signed(event)[1], f"t={int(utc_now().timestamp())},v1=é"),
    "not text": lambda event: _with(b"\xff\xfe", signed(event)[0]["stripe-signature"]),
    "play money": lambda event: signed(event | {"livemode": False}),
    "another account": lambda event: signed(event | {"account": "acct_somebody"}),
    "no mode": lambda event: signed({name: value for name, value in event.items() if name != "livemode"}),
}


async def test_what_is_not_from_stripe_for_us_is_not_kept_and_said_without_data(
    stripe: LoopbackStripe, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with open_counter(stripe, tmp_path, stripe__api_key=LIVE_KEY) as counter:
        session = await counter.opened()
        stripe.pay(session)
        for name, forge in FORGERIES.items():
            caplog.clear()
            headers, body = forge(stripe.event("checkout.session.completed", session, livemode=True))
            raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
            answer = await counter.http.post("/webhooks/stripe", headers=raw, content=body)
            assert answer.status_code == (400 if name == "no mode" else 403), name
            assert [record.message for record in caplog.records if record.name.startswith("adapters.stripe")] == [
                "notice of payments refused"
            ], name
            assert session["id"] not in caplog.text
            assert await counter.looked() == 0
        assert await counter.inbox() == []
        assert await counter.available() == GIFT
        assert await counter.told("checkout.session.completed", session, livemode=True) == 1
        assert await counter.available() == GIFT + PACK


async def test_real_money_is_not_believed_where_play_money_is_taken(counter: Counter) -> None:
    session = await counter.opened()
    assert await counter.brought(counter.stripe.event("checkout.session.completed", session, livemode=True)) == 403
    assert await counter.inbox() == []


async def test_both_secrets_are_believed_while_one_replaces_the_other(stripe: LoopbackStripe, tmp_path: Path) -> None:
    async with open_counter(stripe, tmp_path, stripe__webhook_secrets=[OTHER_SECRET, SECRET]) as counter:
        for secret in (SECRET, OTHER_SECRET):
            assert await counter.brought(stripe.event("checkout.session.completed", await counter.opened()), secret) == 200
        assert (
            await counter.brought(stripe.event("checkout.session.completed", await counter.opened()), "whsec_athirdsecretofnobody") == 403
        )


async def test_a_notice_that_bears_two_signatures_needs_one_of_ours(counter: Counter) -> None:
    headers, body = signed(counter.stripe.event("checkout.session.expired", await counter.opened()))
    mine = headers["stripe-signature"].split("v1=")[1].split(",")[0]
    header = headers["stripe-signature"].replace("v1=", f"v1={'0' * 64},v1=")
    assert mine in header
    assert (await counter.http.post("/webhooks/stripe", headers={"stripe-signature": header}, content=body)).status_code == 200


async def test_our_own_account_is_believed_by_name(stripe: LoopbackStripe, tmp_path: Path) -> None:
    async with open_counter(stripe, tmp_path, stripe__account="acct_ours") as counter:
        event = stripe.event("checkout.session.completed", await counter.opened())
        assert await counter.brought(event | {"account": "acct_somebody"}) == 403
        assert await counter.brought(event | {"account": "acct_ours"}) == 200
        assert await counter.brought(event) == 200


async def test_what_is_of_nothing_that_we_sell_is_taken_and_not_kept(counter: Counter) -> None:
    for kind in ("customer", "payment_intent", "radar.early_fraud_warning", ""):
        assert await counter.brought(counter.stripe.event(f"{kind}.created", {"id": "x_1", "object": kind})) == 200
    assert await counter.inbox() == []


async def test_a_signed_notice_of_another_shape_is_turned_down(counter: Counter) -> None:
    good = counter.stripe.event("charge.refunded", {"id": "ch_1", "object": "charge"})
    bad: list[object] = [[], "x", None, {}, good | {"data": []}, good | {"id": 7}, good | {"id": "a/b"}, good | {"id": ""}]
    abouts: list[object] = [{"object": "charge"}, {"object": "charge", "id": "../x"}, {"object": []}, None]
    bad += [good | {"data": {"object": about}} for about in abouts]
    for content in bad:
        headers, body = signed(content)
        assert (await counter.http.post("/webhooks/stripe", headers=headers, content=body)).status_code == 400, content
    assert await counter.inbox() == []


async def test_a_notice_is_kept_before_it_is_looked_into_and_then_only_its_fact(counter: Counter) -> None:
    session = await counter.opened()
    counter.stripe.pay(session)
    event = counter.stripe.event("checkout.session.completed", session)
    asked = len(counter.stripe.requests)
    for _ in range(3):
        assert await counter.brought(event) == 200
    assert [(line.kind, line.state, line.ref) for line in await counter.inbox()] == [("hint", "new", event["id"])]
    assert len(counter.stripe.requests) == asked, "the answer does not wait for Stripe"
    await counter.looked()
    assert [(line.kind, line.state, line.ref) for line in await counter.inbox()] == [("paid", "done", f"{session['id']}/paid")]


@pytest.mark.parametrize("secrets", [[], [""], ["whsec_"], ["whsec_       \t         "], [SECRET, ""], [SECRET.removeprefix("whsec_")]])
def test_without_a_secret_nobody_listens(secrets: list[str]) -> None:
    async def take(notice: str, ref: str) -> None:
        raise AssertionError

    with pytest.raises(ValueError, match="whsec_"):
        Webhook(secrets, take, live=True)


async def test_a_program_without_secrets_does_not_listen(stripe: LoopbackStripe, tmp_path: Path) -> None:
    async with open_counter(stripe, tmp_path, stripe__webhook_secrets=[]) as counter:
        assert await counter.brought(stripe.event("charge.refunded", {"id": "ch_1", "object": "charge"})) == 404
        session = await counter.opened()
        stripe.pay(session)
        await counter.swept()
        assert await counter.available() == GIFT + PACK
