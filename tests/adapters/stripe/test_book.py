"""Stripe's own book: with every notice lost, whoever paid gets their credits all the same."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from bot.program import rights_kit
from bot.timetable import timetable
from core.rights import erasing
from core.rights.carrying_out import carry_out_one
from core.rights.promise import Promise
from core.storage.unit_of_work import UnitOfWork
from tests.adapters.stripe.counter import GIFT, PACK, Counter, open_counter
from tests.adapters.stripe.test_facts import COMPLETED, paid, six_notices
from tests.loopback_stripe import refusals
from tests.loopback_stripe.server import LoopbackStripe
from tests.stand_in import Answer

PACKS = {"starter": 100, "studio": 500, "atelier": 1500}


async def test_with_every_notice_lost_everybody_gets_what_they_paid_for(counter: Counter, caplog: pytest.LogCaptureFixture) -> None:
    people = {f"person-{number}": pack for number, pack in enumerate(list(PACKS) * 2)}
    for who, pack in people.items():
        counter.stripe.pay(await counter.opened(await counter.ordered(who, pack)))
        await counter.opened(await counter.ordered(who, pack))  # left open
    await counter.swept()
    await counter.swept()
    await counter.swept(far=True)
    assert {who: await counter.available(who) for who in people} == {who: GIFT + PACKS[pack] for who, pack in people.items()}
    told = [record.__dict__ for record in caplog.records if record.name == "core.hints" and record.levelno >= logging.WARNING]
    assert [(one["message"], one["kind"], one["payments"]) for one in told] == [("payments found that nobody told us of", "paid", 6)]


async def test_after_a_day_and_an_hour_offline_the_first_look_finds_everything(stripe: LoopbackStripe, tmp_path: Path) -> None:
    async with open_counter(stripe, tmp_path) as counter:
        quick, slow = await counter.opened(), await counter.opened()
    stripe.pay(quick)
    stripe.pay(slow, slowly=True)
    stripe.clock.advance(hours=25)
    stripe.arrive(slow)
    async with open_counter(stripe, tmp_path) as counter:
        await counter.swept()
        assert await counter.available() == GIFT + 2 * PACK


async def test_every_ten_minutes_a_day_is_read_and_daily_five_weeks(counter: Counter) -> None:
    session = await counter.opened()
    counter.stripe.pay(session, slowly=True)
    counter.stripe.clock.advance(days=34)
    counter.stripe.arrive(session)
    await counter.swept()
    assert await counter.available() == GIFT
    await counter.swept(far=True)
    assert await counter.available() == GIFT + PACK


async def test_the_clock_does_so_at_its_start_and_again(counter: Counter) -> None:
    jobs = {job.id: job for job in timetable(counter.program).get_jobs()}
    every = {name: round(jobs[name].trigger.interval.total_seconds()) for name in ("sweep stripe", "sweep stripe far back")}
    assert every == {"sweep stripe": 600, "sweep stripe far back": 86400}
    assert {"look into payment hints"} < set(jobs)


async def test_a_long_book_is_read_page_by_page(counter: Counter) -> None:
    sessions = await six_notices(counter, 230)
    for session in sessions:
        counter.stripe.arrive(session)
    await counter.swept()
    assert await counter.available() == GIFT + PACK * 230
    pages = [
        request.body.get("starting_after")
        for request in counter.stripe.requests
        if request.path.endswith("sessions") and request.method == "GET"
    ]
    assert [page is None for page in pages] == [True, False, False]
    again = len(counter.stripe.requests)
    await counter.swept()
    assert len(counter.stripe.requests) - again == 5


async def test_notice_and_book_at_once_are_one_payment(counter: Counter) -> None:
    session = await paid(counter)
    await counter.swept()
    assert await counter.brought(counter.stripe.event(COMPLETED, session)) == 200
    await counter.swept()
    await counter.looked()
    assert await counter.available() == GIFT + PACK
    assert len(await counter.inbox()) == 1


async def test_what_went_back_and_what_is_disputed_is_found(counter: Counter) -> None:
    session, other = await paid(counter), await paid(counter)
    refund = counter.stripe.refund(session, 100)
    dispute = counter.stripe.dispute(other)
    counter.stripe.clock.advance(days=100)
    dispute["status"] = "lost"
    late = counter.stripe.refund(session, 50)
    await counter.swept()
    await counter.swept(far=True)
    found = {(line.kind, line.item) for line in await counter.inbox() if line.kind != "paid"}
    assert found == {("dispute-lost", dispute["id"]), ("refunded", late["id"])}, "a dispute goes on for long"
    assert refund["id"] not in {line.item for line in await counter.inbox()}, "what is older than five weeks was told, or is found by hand"


@pytest.mark.parametrize(
    "trouble", [refusals.broken(), refusals.unknown_key(), refusals.invalid("parameter_unknown"), refusals.page(), None]
)
async def test_a_book_that_cannot_be_read_is_read_the_next_time(
    counter: Counter, trouble: Answer | None, caplog: pytest.LogCaptureFixture
) -> None:
    counter.stripe.pay(await counter.opened())
    counter.stripe.answer(trouble) if trouble else counter.stripe.cut(2, after=False)
    await counter.swept()
    assert await counter.available() == GIFT
    assert "book of payments not read" in caplog.messages
    assert "ann@inkmirage.test" not in caplog.text
    await counter.swept()
    assert await counter.available() == GIFT + PACK


def _leave(uow: UnitOfWork, counter: Counter, account_id: str) -> None:
    program = counter.program
    account, now = uow.accounts.get(account_id), program.ambient.now()
    request = replace(erasing.draft(uow, program.ambient, account, "test", None, "en", now), at_once=True)
    uow.rights.change(request)
    erasing.confirm(uow, program.ambient, Promise(), request, account, now)


async def test_what_somebody_paid_who_has_left_does_not_come_back_and_what_they_pay_later_is_for_a_human(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    early, late, never = await paid(counter), await counter.opened(), await counter.opened()
    account = (await counter.order(early["client_reference_id"])).account_id
    await counter.program.store.write(lambda uow: _leave(uow, counter, account))
    kit = rights_kit(counter.program)
    while await counter.program.store.read(lambda uow: uow.accounts.person("test", "ada")):
        await carry_out_one(kit)
    assert await counter.inbox() == []
    assert (await counter.pressed(late["client_reference_id"])).status_code == 404
    counter.stripe.pay(late)
    counter.stripe.expire(never)
    for _ in range(2):
        await counter.told(COMPLETED, early)
        await counter.told(COMPLETED, late)
        await counter.swept(far=True)
    assert [(line.kind, line.state, line.ref) for line in await counter.inbox()] == [("paid", "parked", f"{late['id']}/paid")]
    assert "payments found that nobody told us of" not in caplog.messages, "nothing comes back every ten minutes"
