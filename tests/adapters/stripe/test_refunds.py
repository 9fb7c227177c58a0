"""Money that goes back: once, whatever becomes of the answer."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.stripe.line import Line
from adapters.stripe.refunds import StripeRefunds
from core.ports import CannotRefund, Charge, Returned, TryLater
from tests.loopback_stripe import refusals
from tests.loopback_stripe.server import LoopbackStripe
from tests.stand_in import Answer, Json, together

KEY = "refund/1"
MAKE = "POST /v1/refunds"


@pytest.fixture
async def refunds(stripe: LoopbackStripe) -> AsyncIterator[StripeRefunds]:
    line = Line(stripe.key, stripe.url, seconds=0.5)
    yield StripeRefunds(line)
    await line.aclose()


def bought(stripe: LoopbackStripe, amount: int = 299) -> Charge:
    """Somebody has paid."""
    more = {"amount_total": amount, "currency": "usd", "livemode": False, "_metadata_of_intent": {"order": "order-1"}}
    session: Json = stripe._new("checkout.session", "cs_test", stripe.sessions, **more, status="open", payment_status="unpaid", url="")
    return Charge(stripe.pay(session)["id"], "", amount, "USD")


def given(stripe: LoopbackStripe) -> list[tuple[int, str]]:
    return [(refund["amount"], refund["status"]) for refund in stripe.refunds]


async def test_a_part_goes_back_and_the_rest_later(stripe: LoopbackStripe, refunds: StripeRefunds) -> None:
    charge = bought(stripe)
    assert refunds.in_parts
    assert await refunds.give_back(charge, 100, key="refund/1") == Returned(stripe.refunds[0]["id"], done=True)
    assert await refunds.give_back(charge, 199, key="refund/2") == Returned(stripe.refunds[1]["id"], done=True)
    assert given(stripe) == [(100, "succeeded"), (199, "succeeded")]
    assert [refund["payment_intent"] for refund in stripe.refunds] == [charge.charge_ref] * 2


@pytest.mark.parametrize("status", ["pending", "requires_action"])
async def test_a_slow_one_is_on_its_way(stripe: LoopbackStripe, refunds: StripeRefunds, status: str) -> None:
    charge = bought(stripe)
    stripe.refund_status = status
    assert await refunds.give_back(charge, 100, key=KEY) == Returned(stripe.refunds[0]["id"], done=False)
    stripe.refunds[0]["status"] = "succeeded"
    assert (await refunds.give_back(charge, 100, key=KEY)).done


@pytest.mark.parametrize("hours", [0, 30])
async def test_a_lost_answer_does_not_give_twice_even_when_stripe_has_forgotten_the_key(
    stripe: LoopbackStripe, refunds: StripeRefunds, hours: int
) -> None:
    charge = bought(stripe)
    stripe.cut(path=MAKE, after=True)
    with pytest.raises(TryLater):
        await refunds.give_back(charge, 100, key=KEY)
    assert given(stripe) == [(100, "succeeded")]
    stripe.clock.advance(hours=hours)
    assert (await refunds.give_back(charge, 100, key=KEY)).done
    assert (await refunds.give_back(charge, 100, key=KEY)).done
    assert given(stripe) == [(100, "succeeded")]


async def test_a_request_that_never_came_is_made_later(stripe: LoopbackStripe, refunds: StripeRefunds) -> None:
    charge = bought(stripe)
    stripe.cut(path=MAKE, after=False)
    with pytest.raises(TryLater):
        await refunds.give_back(charge, 100, key=KEY)
    assert given(stripe) == []
    assert (await refunds.give_back(charge, 100, key=KEY)).done


async def test_a_silence_is_no_answer(stripe: LoopbackStripe, refunds: StripeRefunds) -> None:
    charge = bought(stripe)
    stripe.hold(lambda: asyncio.sleep(1), path=MAKE, after=True)
    with pytest.raises(TryLater):
        await refunds.give_back(charge, 100, key=KEY)
    assert (await refunds.give_back(charge, 100, key=KEY)).done
    assert given(stripe) == [(100, "succeeded")]


@pytest.mark.parametrize("happened", [True, False])
async def test_a_failure_that_stripe_repeats(stripe: LoopbackStripe, refunds: StripeRefunds, happened: bool) -> None:
    """While Stripe repeats it and shows no refund, nobody knows whether one is on its way: better late than twice."""
    charge = bought(stripe)
    stripe.answer(refusals.broken(), path=MAKE, after=happened)
    with pytest.raises(TryLater):
        await refunds.give_back(charge, 100, key=KEY)
    if not happened:
        with pytest.raises(TryLater):
            await refunds.give_back(charge, 100, key=KEY)
        stripe.clock.advance(hours=25)
    assert (await refunds.give_back(charge, 100, key=KEY)).done
    assert given(stripe) == [(100, "succeeded")]


async def test_two_that_ask_at_once_give_once(stripe: LoopbackStripe, refunds: StripeRefunds) -> None:
    charge = bought(stripe)
    stripe.hold(together(2), path="refunds", after=False, times=2)
    answers = await asyncio.gather(*(refunds.give_back(charge, 100, key=KEY) for _ in range(2)), return_exceptions=True)
    assert given(stripe) == [(100, "succeeded")]
    for answer in answers:
        assert isinstance(answer, TryLater) or answer == Returned(stripe.refunds[0]["id"], done=True)


async def test_the_key_of_another_refund_gives_nothing(stripe: LoopbackStripe, refunds: StripeRefunds) -> None:
    charge, other = bought(stripe), bought(stripe)
    await refunds.give_back(charge, 100, key=KEY)
    with pytest.raises(TryLater):
        await refunds.give_back(other, 100, key=KEY)
    assert len(stripe.refunds) == 1


async def test_what_somebody_gave_back_by_hand_is_done(stripe: LoopbackStripe, refunds: StripeRefunds) -> None:
    charge = bought(stripe)
    by_hand = stripe.refund(stripe.sessions[0], 299)
    assert await refunds.give_back(charge, 100, key=KEY) == Returned(by_hand["id"], done=True)
    assert len(stripe.refunds) == 1


@pytest.mark.parametrize("status", ["failed", "canceled"])
async def test_one_that_failed_at_once_gave_nothing(stripe: LoopbackStripe, refunds: StripeRefunds, status: str) -> None:
    charge = bought(stripe)
    stripe.refund_status = status
    for _ in range(2):
        with pytest.raises(CannotRefund):
            await refunds.give_back(charge, 100, key=KEY)
    assert len(stripe.refunds) == 1


async def test_what_can_never_go_back(stripe: LoopbackStripe, refunds: StripeRefunds) -> None:
    charge = bought(stripe)
    with pytest.raises(CannotRefund):
        await refunds.give_back(charge, 300, key="more than there was")
    with pytest.raises(CannotRefund):
        await refunds.give_back(Charge("pi_none", "", 299, "USD"), 100, key="never paid")
    stripe.dispute(stripe.sessions[0], "lost")
    with pytest.raises(CannotRefund):
        await refunds.give_back(charge, 100, key="lost already")
    assert stripe.refunds == []


@pytest.mark.parametrize(
    "trouble",
    [
        refusals.invalid("balance_insufficient"),
        refusals.too_many(),
        refusals.unknown_key(),
        refusals.no_rights(),
        refusals.in_use(),
        refusals.page(),
    ],
)
async def test_what_may_go_back_later(stripe: LoopbackStripe, refunds: StripeRefunds, trouble: Answer) -> None:
    charge = bought(stripe)
    stripe.answer(trouble, path="refunds")
    with pytest.raises(TryLater):
        await refunds.give_back(charge, 100, key=KEY)
    assert (await refunds.give_back(charge, 100, key=KEY)).done
