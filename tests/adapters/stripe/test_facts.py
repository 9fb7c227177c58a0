"""What notices lead to: whatever they say and in whatever order, what Stripe has in its books now."""

import asyncio
import itertools
import logging
import random
from pathlib import Path

import pytest

from core import payments
from tests.adapters.stripe.counter import GIFT, PACK, PRICE, Counter, Line, open_counter
from tests.loopback_stripe import refusals
from tests.loopback_stripe.server import LoopbackStripe
from tests.stand_in import Answer, Json
from tests.story.house import until

COMPLETED, SUCCEEDED, FAILED, EXPIRED = (
    f"checkout.session.{what}" for what in ("completed", "async_payment_succeeded", "async_payment_failed", "expired")
)


async def test_a_card_is_charged_and_the_credits_are_there(counter: Counter) -> None:
    session = await counter.opened()
    intent = counter.stripe.pay(session)
    await counter.told(COMPLETED, session)
    assert await counter.available() == GIFT + PACK
    assert await counter.inbox() == [Line("paid", "done", f"{session['id']}/paid", intent["id"], "")]
    assert (await counter.order(session["client_reference_id"])).state == "paid"
    assert counter.house.surface.times == {f"order-{session['client_reference_id']}": 1}


async def test_a_running_program_does_it_by_itself(stripe: LoopbackStripe, tmp_path: Path) -> None:
    async with open_counter(stripe, tmp_path, working=True) as counter:
        session = await counter.opened()
        stripe.pay(session)
        assert await counter.brought(stripe.event(COMPLETED, session)) == 200
        await until(lambda: f"order-{session['client_reference_id']}" in counter.house.surface.posts)
        assert await counter.available() == GIFT + PACK


async def test_a_slow_payment_gives_nothing_before_it_is_there(counter: Counter) -> None:
    session = await counter.opened()
    counter.stripe.pay(session, slowly=True)
    await counter.told(COMPLETED, session)
    assert await counter.available() == GIFT
    assert [(line.kind, line.ref) for line in await counter.inbox()] == [("awaited", f"{session['id']}/awaited")]
    counter.stripe.clock.advance(days=3)
    counter.stripe.arrive(session)
    await counter.told(SUCCEEDED, session)
    assert await counter.available() == GIFT + PACK


async def test_a_slow_payment_that_fails_closes_the_order(counter: Counter) -> None:
    session = await counter.opened()
    counter.stripe.pay(session, slowly=True)
    counter.stripe.fail(session)
    await counter.told(FAILED, session)
    assert await counter.available() == GIFT
    assert (await counter.order(session["client_reference_id"])).state == "declined"


async def test_a_checkout_that_nobody_finished_closes_the_order(counter: Counter) -> None:
    session = await counter.opened()
    await counter.told(EXPIRED, session)
    assert (await counter.order(session["client_reference_id"])).state == "open", "it is open, whatever the notice says"
    counter.stripe.expire(session)
    await counter.told(EXPIRED, session)
    assert (await counter.order(session["client_reference_id"])).state == "declined"


async def test_what_a_notice_claims_is_not_believed(counter: Counter) -> None:
    """Signed with our secret by somebody who has stolen it: Stripe knows nothing of a payment."""
    session = await counter.opened()
    forged = session | {"status": "complete", "payment_status": "paid", "amount_total": PRICE, "payment_intent": "pi_forged"}
    assert await counter.told(COMPLETED, forged) == 1
    assert await counter.told(COMPLETED, forged | {"id": "cs_test_forged"}) == 1
    assert await counter.available() == GIFT
    assert await counter.inbox() == []


@pytest.mark.parametrize("paid", [{"amount": PRICE - 1}, {"amount": PRICE * 100}, {"currency": "jpy"}])
@pytest.mark.parametrize("told", [True, False])
async def test_another_amount_or_currency_is_for_a_human(counter: Counter, paid: Json, told: bool) -> None:
    session = await counter.opened()
    counter.stripe.pay(session, **paid)
    if told:
        await counter.told(COMPLETED, session)
    await counter.swept()
    assert await counter.available() == GIFT
    assert [(line.kind, line.state) for line in await counter.inbox()] == [("paid", "parked")]


@pytest.mark.parametrize("told", [True, False])
async def test_the_order_of_somebody_elses_program_is_for_a_human(counter: Counter, told: bool) -> None:
    session = await counter.opened()
    session["metadata"] = {"order": "of-another-program"}
    counter.stripe.pay(session)
    if told:
        await counter.told(COMPLETED, session)
    await counter.swept()
    assert await counter.available() == GIFT
    assert [(line.kind, line.state) for line in await counter.inbox()] == [("paid", "parked")]


async def test_what_else_the_account_sells_is_nothing_to_us(counter: Counter) -> None:
    """A payment link takes its `client_reference_id` from whoever opens it."""
    order = await counter.ordered()
    session = await counter.opened()
    session |= {"metadata": {}, "client_reference_id": order, "_metadata_of_intent": {}}
    counter.stripe.pay(session)
    counter.stripe.refund(session, 10)
    counter.stripe.dispute(session)
    await counter.told(COMPLETED, session)
    await counter.told("charge.refunded", counter.stripe.charge(session))
    await counter.told("charge.dispute.created", counter.stripe.disputes[0])
    await counter.swept(far=True)
    assert await counter.inbox() == []
    assert await counter.available() == GIFT


async def test_two_payments_of_one_order_are_both_credited(counter: Counter) -> None:
    order = await counter.ordered()
    first = await counter.opened(order)
    second = counter.stripe._new(
        "checkout.session", "cs_test", counter.stripe.sessions, **{k: v for k, v in first.items() if k not in ("id", "object", "created")}
    )
    for session in (first, second):
        counter.stripe.pay(session)
        await counter.told(COMPLETED, session)
    assert await counter.available() == GIFT + 2 * PACK


# --- any order, any number of times ----------------------------------------------------------------------------------


async def six_notices(counter: Counter, number: int) -> list[Json]:
    """So many sessions, each of an order of its own, whose slow payments are on their way."""
    first = await counter.order(await counter.ordered())
    for _ in range(number):
        order = await payments.order_again(counter.program.store, counter.program.ambient, first, first.pack)
        assert counter.program.stripe is not None
        await counter.program.stripe.checkout.page_for(order)
        counter.stripe.pay(counter.stripe.sessions[-1], slowly=True)
    return counter.stripe.sessions


async def test_every_order_of_six_notices_however_often_each_comes_gives_the_credits_once(counter: Counter) -> None:
    """Each permutation is an order of its own. The money arrives when half of the notices have come. Two come in pairs, as Stripe may well
    tell the same twice under two names; so 180 of the 720 differ."""
    orders, dice = sorted({*itertools.permutations((COMPLETED, SUCCEEDED, FAILED, EXPIRED, COMPLETED, SUCCEEDED))}), random.Random(7)
    sessions = await six_notices(counter, len(orders))
    told: set[str] = set()
    for step in range(6):
        if step == 3:
            await all_looked_into(counter)
            for session in sessions:
                counter.stripe.arrive(session)
            told.clear()
        coming = [(session, order[step]) for session, order in zip(sessions, orders, strict=True) for _ in range(dice.randrange(4))]
        told |= {session["id"] for session, _ in coming}
        events = {(session["id"], kind): counter.stripe.event(kind, session) for session, kind in coming}
        statuses = await asyncio.gather(*(counter.brought(events[session["id"], kind]) for session, kind in coming))
        assert {*statuses} == {200}
    await all_looked_into(counter)
    assert len(orders) / 2 < len(told) < len(orders), "of some nobody has told us in time"
    assert await counter.available() == GIFT + PACK * len(told)
    await counter.swept(far=True)
    await all_looked_into(counter)
    assert await counter.available() == GIFT + PACK * len(orders)
    assert await counter.count("payment") == len(orders)
    inbox = await counter.inbox()
    assert {line.state for line in inbox if line.kind == "paid"} == {"done"}
    assert {line.kind for line in inbox} == {"paid", "awaited"}


async def all_looked_into(counter: Counter) -> None:
    while await counter.looked():
        pass
    store = counter.program.store
    while await store.read(lambda uow: uow.payments.pending()):
        await payments.settle_due(counter.program.workshop)


# --- money that goes back --------------------------------------------------------------------------------------------


async def paid(counter: Counter) -> Json:
    session = await counter.opened()
    counter.stripe.pay(session)
    await counter.told(COMPLETED, session)
    return session


@pytest.mark.parametrize("notice", ["refund", "charge"])
async def test_each_refund_is_a_fact_once_it_has_arrived_or_failed(counter: Counter, notice: str) -> None:
    session = await paid(counter)
    charge = session["payment_intent"]
    first, second = counter.stripe.refund(session, 100), counter.stripe.refund(session, 50, "pending")

    async def told() -> None:
        for refund in (first, second):
            await counter.told("refund.updated", refund) if notice == "refund" else await counter.told(
                "charge.refunded", counter.stripe.charge(session)
            )

    await told()
    await told()
    said = [(line.kind, line.ref, line.charge, line.item) for line in await counter.inbox()][1:]
    assert said == [("refunded", f"{first['id']}/refunded", charge, first["id"])]
    second["status"], first["status"] = "canceled", "failed"
    await told()
    failed = [(line.kind, line.item) for line in await counter.inbox()][2:]
    assert sorted(failed) == sorted([("refund-failed", first["id"]), ("refund-failed", second["id"])])


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("warning_needs_response", "disputed"),
        ("warning_under_review", "disputed"),
        ("needs_response", "disputed"),
        ("under_review", "disputed"),
        ("won", "dispute-won"),
        ("warning_closed", "dispute-won"),
        ("prevented", "dispute-won"),
        ("lost", "dispute-lost"),
        ("appeal_under_review", "dispute-lost"),
    ],
)
async def test_a_dispute_is_what_it_is_now(counter: Counter, status: str, kind: str) -> None:
    session = await paid(counter)
    dispute = counter.stripe.dispute(session)
    event = counter.stripe.event("charge.dispute.created", dispute)
    dispute["status"] = status
    assert await counter.brought(event) == 200
    await counter.looked()
    assert (await counter.inbox())[1:] == [
        Line(kind, "done", f"{dispute['id']}/{kind}", session["payment_intent"], dispute["id"]),
    ]


async def test_a_dispute_of_a_kind_that_nobody_knows_yet_is_none(counter: Counter) -> None:
    dispute = counter.stripe.dispute(await paid(counter), "something_new")
    await counter.told("charge.dispute.created", dispute)
    assert len(await counter.inbox()) == 1


# --- Stripe does not answer ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [refusals.broken(), refusals.too_many(), refusals.unknown_key(), refusals.page(), None])
async def test_a_hint_waits_for_an_answer_and_does_not_hold_up_new_ones(
    stripe: LoopbackStripe, tmp_path: Path, trouble: Answer | None, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_counter(stripe, tmp_path) as counter:
        first, second = await counter.opened(), await counter.opened()
        stripe.pay(first)
        stripe.pay(second)
        stripe.answer(trouble, path=first["id"]) if trouble else stripe.cut(2, path=first["id"], after=False)
        assert await counter.told(COMPLETED, first) == 0
        asked = len(stripe.requests)
        assert await counter.looked() == 0
        assert len(stripe.requests) == asked, "it rests"
        assert await counter.told(COMPLETED, second) == 1
        assert await counter.available() == GIFT + PACK
        elapsed = counter.program.ambient.elapsed
        object.__setattr__(counter.program.ambient, "elapsed", lambda: elapsed() + 61)
        assert await counter.looked() == 1
        assert await counter.available() == GIFT + 2 * PACK
        assert "ann@inkmirage.test" not in caplog.text


async def test_a_hint_survives_the_program(stripe: LoopbackStripe, tmp_path: Path) -> None:
    async with open_counter(stripe, tmp_path) as counter:
        session = await counter.opened()
        stripe.pay(session)
        assert await counter.brought(stripe.event(COMPLETED, session)) == 200
    async with open_counter(stripe, tmp_path) as counter:
        assert await counter.looked() == 1
        assert await counter.available() == GIFT + PACK


async def test_an_object_that_breaks_us_waits_for_a_human_alone(counter: Counter, caplog: pytest.LogCaptureFixture) -> None:
    first, second = await counter.opened(), await counter.opened()
    counter.stripe.pay(second)
    counter.stripe.answer(Answer(200, "[1]"), path=first["id"])
    assert await counter.brought(counter.stripe.event(COMPLETED, first)) == 200
    assert await counter.told(COMPLETED, second) == 1
    assert await counter.available() == GIFT + PACK
    assert [(line.kind, line.state) for line in await counter.inbox()] == [("hint", "parked"), ("paid", "done")]
    assert [record.message for record in caplog.records if record.levelno >= logging.ERROR] == ["payment hint failed"]
