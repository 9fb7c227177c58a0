"""Somebody buys by card, makes pictures, gets the rest back, or asks their bank: through Stripe's own notices, or without any of them."""

import random
from itertools import permutations
from pathlib import Path

import pytest

from core.refunds import give_back_one
from tests.adapters.stripe.counter import GIFT, PACK, PRICE, Counter, open_counter
from tests.loopback_stripe.server import LoopbackStripe
from tests.stand_in import Json
from tests.story.house import until


async def bought(counter: Counter) -> Json:
    session = await counter.opened()
    counter.stripe.pay(session)
    await counter.told("checkout.session.completed", session)
    assert await counter.available() == GIFT + PACK
    return session


async def asks_for_the_rest(counter: Counter) -> None:
    listed = await counter.house.say("ada", "/refund")
    question = await counter.house.press("ada", listed, "refund-ask")
    await counter.house.press("ada", question, "refund-now")


async def test_the_rest_of_a_purchase_goes_back_to_the_card(stripe: LoopbackStripe, tmp_path: Path) -> None:
    async with open_counter(stripe, tmp_path, working=True) as counter:
        await bought(counter)
        await counter.house.make("ada", "a fox", quality="high")
        await counter.house.make("ada", "a fox", quality="high")
        await asks_for_the_rest(counter)
        await until(lambda: any("refund-" in key for key in counter.house.surface.posts))
        assert await counter.available() == 0
        assert [(refund["amount"], refund["status"]) for refund in stripe.refunds] == [(PRICE * 60 // 100, "succeeded")]
        await counter.told("refund.created", stripe.refunds[0])
        await counter.swept(far=True)
        assert (await counter.house.balance("ada")).posted == 0


async def test_a_slow_refund_that_fails_gives_the_credits_back(stripe: LoopbackStripe, tmp_path: Path) -> None:
    async with open_counter(stripe, tmp_path) as counter:
        await bought(counter)
        stripe.refund_status = "pending"
        await asks_for_the_rest(counter)
        assert await give_back_one(counter.program.workshop)
        assert (await counter.house.balance("ada")).held == PACK
        stripe.refunds[0]["status"] = "failed"
        await counter.told("refund.failed", stripe.refunds[0])
        assert await counter.available() == GIFT + PACK
        listed = await counter.house.say("ada", "/refund")
        assert len(listed.buttons) == 1  # it can be asked for once more


async def test_a_refund_by_hand_and_a_lost_dispute_are_found_by_the_sweep_alone(stripe: LoopbackStripe, tmp_path: Path) -> None:
    async with open_counter(stripe, tmp_path) as counter:
        first, second = await bought(counter), await counter.opened()
        stripe.pay(second)
        await counter.swept()
        assert await counter.available() == GIFT + 2 * PACK
        stripe.refund(first, PRICE)
        stripe.dispute(second, "lost")
        await counter.swept(far=True)
        assert await counter.available() == GIFT
        assert (await counter.house.balance("ada")).locked_reason is None


@pytest.mark.parametrize("part", range(4))
async def test_every_order_of_notices_has_one_end(stripe: LoopbackStripe, tmp_path: Path, part: int) -> None:
    """Six notices of one payment that was made slowly, given back in part, and disputed: every order, each told up to four times."""
    async with open_counter(stripe, tmp_path) as counter:
        for number, order in enumerate(permutations(range(6))):
            if number % 24 != part * 6:
                continue
            chance, who = random.Random(number), f"ada{number}"
            session = await counter.opened(await counter.ordered(who))
            stripe.pay(session)
            refund, dispute = stripe.refund(session, 100), stripe.dispute(session, "lost")
            told = [
                stripe.event(kind, about)
                for kind, about in (
                    ("checkout.session.completed", session),
                    ("checkout.session.async_payment_succeeded", session),
                    ("refund.created", refund),
                    ("charge.refunded", stripe.charge(session)),
                    ("charge.dispute.created", dispute),
                    ("charge.dispute.closed", dispute),
                )
            ]
            for place in order:
                for _ in range(1 + chance.randrange(4)):
                    assert await counter.brought(told[place]) == 200
                await counter.looked()
            owned = await counter.house.balance(who)
            assert (owned.available, owned.held, owned.locked_reason) == (GIFT, 0, None), order
