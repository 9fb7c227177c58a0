"""From an order to the page where it is paid, and back."""

import asyncio
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from adapters.stripe import checkout
from core.accounts import Standing
from core.caller import Address, Caller
from core.reply import Link
from core.storage.unit_of_work import UnitOfWork
from tests.adapters.stripe.counter import GIFT, PACK, PRICE, Counter, open_counter
from tests.loopback_stripe import refusals
from tests.loopback_stripe.server import LoopbackStripe
from tests.stand_in import Answer


async def test_the_button_leads_to_a_session_that_is_the_order(counter: Counter) -> None:
    order = await counter.order(await counter.ordered())
    session = await counter.opened(order.id)
    assert (session["client_reference_id"], session["metadata"], session["_metadata_of_intent"]) == (
        order.id,
        {"order": order.id},
        {"order": order.id},
    )
    assert (session["amount_total"], session["currency"], session["_name"]) == (PRICE, "usd", "100 credits")
    [made] = [request for request in counter.stripe.requests if request.method == "POST"]
    assert made.mark == f"order/{order.id}/session/1"
    ends = datetime.fromtimestamp(int(made.body["expires_at"]), UTC)
    assert ends == (order.expires_at - checkout.CLOCKS).replace(microsecond=0)
    assert made.body["adaptive_pricing"] == {"enabled": "false"}
    home = counter.program.settings.base_url
    assert session["cancel_url"] == f"{home}/pay/{order.id}/standing"
    assert session["success_url"] == f"{home}/pay/{order.id}/standing?look=1"


@pytest.mark.parametrize(("spoken", "there"), [("en", "en"), ("zh-CN", "zh"), ("es", "es"), ("de", "de")])
async def test_the_page_speaks_the_language_of_the_order(counter: Counter, spoken: str, there: str) -> None:
    caller = replace(counter.house.caller("ada"), locale_hint=spoken)
    reply = (await counter.program.dispatch.typed(caller, "/topup starter")).reply
    [url] = [button.action.url for button in reply.buttons if isinstance(button.action, Link)]
    session = await counter.opened(url.rpartition("/")[2])
    assert session["locale"] == there
    page = (await counter.http.get(urlsplit(session["cancel_url"]).path)).text
    assert f'lang="{spoken}"' in page


async def test_however_often_it_is_pressed_there_is_one_session(counter: Counter) -> None:
    order = await counter.ordered()
    counter.stripe.hold(lambda: asyncio.sleep(0.2), path="checkout/sessions", after=False)
    answers = await asyncio.gather(*(counter.pressed(order) for _ in range(4)))
    answers += [await counter.pressed(order) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert len(counter.stripe.sessions) == 1


async def test_two_orders_are_two_sessions(counter: Counter) -> None:
    first, second = await counter.opened(), await counter.opened()
    assert first["id"] != second["id"]


async def test_a_preview_that_asks_for_the_head_starts_nothing(counter: Counter) -> None:
    order = await counter.ordered()
    answer = await counter.http.head(f"/pay/{order}")
    assert answer.status_code == 200
    assert counter.stripe.requests == []


async def test_who_presses_all_the_time_is_asked_to_wait_before_stripe_is(counter: Counter) -> None:
    order = await counter.ordered()
    answers = [await counter.pressed(order) for _ in range(31)]
    assert [answer.status_code for answer in answers] == [303] * 30 + [429]
    assert answers[-1].headers["retry-after"] == "60"
    assert len(counter.stripe.requests) == 30


async def test_a_lost_answer_does_not_lead_to_a_second_session(counter: Counter) -> None:
    order = await counter.ordered()
    counter.stripe.cut(path="checkout/sessions", after=True)
    lost = await counter.pressed(order)
    assert (lost.status_code, lost.headers["retry-after"]) == (503, "60")
    assert "cannot be reached at the moment" in lost.text
    await counter.opened(order)
    assert len(counter.stripe.sessions) == 1


async def test_a_program_that_died_behind_the_session_finds_it_again(stripe: LoopbackStripe, tmp_path: Path) -> None:
    async with open_counter(stripe, tmp_path) as counter:
        order = await counter.ordered()
        stripe.cut(path="checkout/sessions", after=True)
        await counter.pressed(order)
    async with open_counter(stripe, tmp_path) as counter:
        session = await counter.opened(order)
        stripe.pay(session)
        await counter.told("checkout.session.completed", session)
        assert await counter.available() == GIFT + PACK
    assert len(stripe.sessions) == 1


@pytest.mark.parametrize("after", [False, True])
async def test_a_failure_that_stripe_repeats_is_left_behind(counter: Counter, after: bool) -> None:
    order = await counter.ordered()
    counter.stripe.answer(refusals.broken(), path="checkout/sessions", after=after)
    assert (await counter.pressed(order)).status_code == 503
    assert len(counter.stripe.sessions) == after
    session = await counter.opened(order)
    assert counter.stripe.requests[-1].mark == f"order/{order}/session/2"
    assert (await counter.opened(order))["id"] == session["id"]


async def test_a_site_that_has_moved_gets_a_session_that_leads_back_to_it(stripe: LoopbackStripe, tmp_path: Path) -> None:
    async with open_counter(stripe, tmp_path) as counter:
        order = await counter.ordered()
        await counter.opened(order)
    async with open_counter(stripe, tmp_path, app__base_url="http://localhost:1234") as counter:
        assert (await counter.opened(order))["cancel_url"].startswith("http://localhost:1234/")
    assert len(stripe.sessions) == 2


async def test_what_stripe_will_not_sell_any_more_is_closed_and_said_without_its_words(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    order = await counter.ordered()
    counter.stripe.clock.advance(hours=23, minutes=50)
    answer = await counter.pressed(order)
    assert answer.status_code == 409
    assert "cannot be paid" in answer.text
    assert [(record.message, record.__dict__["reason"]) for record in caplog.records if record.name == "adapters.stripe.checkout"] == [
        ("checkout refused", "expires_at")
    ]
    assert "ann@inkmirage.test" not in caplog.text


@pytest.mark.parametrize("trouble", [refusals.too_many(), refusals.unknown_key(), refusals.no_rights(), refusals.page()])
async def test_trouble_between_us_and_stripe_asks_for_a_minute(counter: Counter, trouble: Answer) -> None:
    order = await counter.ordered()
    counter.stripe.answer(trouble, path="checkout/sessions")
    assert (await counter.pressed(order)).status_code == 503
    await counter.opened(order)


# --- how it stands ---------------------------------------------------------------------------------------------------


async def test_somebody_who_comes_back_sees_how_it_stands(counter: Counter) -> None:
    order = await counter.ordered()
    session = await counter.opened(order)
    assert f'href="/pay/{order}"' in await counter.standing(order)
    waiting = (await counter.http.get(f"/pay/{order}/standing?look=1")).text
    assert "Waiting for Stripe" in waiting
    assert f'content="5; url=/pay/{order}/standing?look=2"' in waiting
    assert f'href="/pay/{order}"' not in waiting, "nobody pays twice while the answer is on its way"
    assert "http-equiv" not in (await counter.http.get(f"/pay/{order}/standing?look=99")).text
    counter.stripe.pay(session)
    await counter.told("checkout.session.completed", session)
    assert "Paid. The credits are in your wallet." in (await counter.http.get(f"/pay/{order}/standing?look=3")).text


@pytest.mark.parametrize("look", ["-1", "x", "²", "9" * 5000, "1%00"])
async def test_a_look_that_is_no_number_is_none(counter: Counter, look: str) -> None:
    order = await counter.ordered()
    answer = await counter.http.get(f"/pay/{order}/standing?look={look}")
    assert (answer.status_code, "http-equiv" in answer.text) == (200, False)


@pytest.mark.parametrize("end", ["paid", "declined", "expired"])
async def test_an_order_that_is_over_opens_no_session(counter: Counter, end: str) -> None:
    order = await counter.ordered()
    if end == "expired":
        counter.stripe.clock.advance(hours=25)
    else:
        await counter.program.store.write(lambda uow: uow.payments.close_order(order, end))
    answer = await counter.pressed(order)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/pay/{order}/standing")
    assert counter.stripe.requests == []
    assert ('value="again"' in await counter.standing(order)) is (end != "paid")


async def test_what_came_to_nothing_is_ordered_again_from_our_own_page_alone(counter: Counter) -> None:
    order = await counter.ordered()
    counter.stripe.clock.advance(hours=25)
    token = re.search(r'name="csrf" value="(\w+)"', await counter.standing(order))
    assert token is not None
    way = f"/pay/{order}/standing"
    form = {"do": "again", "csrf": token[1]}
    assert (await counter.http.post(way, data={"do": "again", "csrf": "x"})).status_code == 403
    assert (await counter.http.post(way, data=form, headers={"sec-fetch-site": "cross-site"})).status_code == 403
    assert (await counter.http.post(way, data=form | {"do": "pay"})).status_code == 400
    answer = await counter.http.post(way, data=form)
    assert answer.status_code == 303
    fresh = answer.headers["location"].split("/")[2]
    assert fresh != order
    assert answer.headers["location"] == f"/pay/{fresh}/standing", "a form must not lead out of the site"
    assert (await counter.opened(fresh))["client_reference_id"] == fresh


async def test_an_account_that_is_closed_buys_nothing(counter: Counter) -> None:
    order = await counter.ordered()
    account = (await counter.order(order)).account_id

    def restrict(uow: UnitOfWork) -> None:
        uow.accounts.stand(account, Standing.RESTRICTED)

    await counter.program.store.write(restrict)
    answer = await counter.pressed(order)
    assert answer.headers["location"] == f"/pay/{order}/standing"
    assert "cannot be paid" in await counter.standing(order)
    assert counter.stripe.requests == []


@pytest.mark.parametrize("path", ["/pay/none", "/pay/%00", "/pay/none/standing", "/pay/"])
async def test_an_order_that_is_not_there(counter: Counter, path: str) -> None:
    assert (await counter.http.get(path)).status_code == 404


# --- only where it belongs -------------------------------------------------------------------------------------------


async def test_where_cards_are_paid_with_there_is_no_play_money(counter: Counter) -> None:
    order = await counter.ordered()
    assert (await counter.http.get(f"/till/{order}")).status_code == 404
    assert (await counter.http.post(f"/till/{order}", data={"do": "pay"})).status_code in (404, 405)


async def test_on_telegram_it_is_never_offered(counter: Counter) -> None:
    caller = Caller("telegram", "7", "Ann", "key-1", Address("telegram", "7", private=True), "en")
    for number, line in enumerate(("/topup", "/topup starter", "/balance")):
        reply = (await counter.program.dispatch.typed(replace(caller, key=f"key-{number}"), line)).reply
        assert not [button for button in reply.buttons if isinstance(button.action, Link)]
        assert "$" not in counter.house.words(reply)
    assert reply.invoice is None


async def test_an_order_in_stars_has_no_page(counter: Counter) -> None:
    caller = Caller("telegram", "7", "Ann", "key-1", Address("telegram", "7", private=True), "en")
    invoice = (await counter.program.dispatch.typed(caller, "/topup starter")).reply.invoice
    assert invoice is not None
    assert (await counter.http.get(f"/pay/{invoice.order}")).status_code == 404


async def test_without_a_key_there_is_no_page_and_no_listener(stripe: LoopbackStripe, tmp_path: Path) -> None:
    async with open_counter(stripe, tmp_path, stripe__api_key="") as counter:
        reply = await counter.house.say("ada", "/topup starter")
        [url] = [button.action.url for button in reply.buttons if isinstance(button.action, Link)]
        id = url.rpartition("/")[2]
        assert urlsplit(url).path == f"/till/{id}"
        assert (await counter.http.get(f"/pay/{id}")).status_code == 404
        assert await counter.brought(stripe.event("charge.refunded", {"id": "ch_1", "object": "charge"})) == 404


def test_without_a_key_the_library_is_not_loaded() -> None:
    look = "import sys, bot.run_command, bot.check, bot.timetable; sys.exit('stripe' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", look], check=False).returncode == 0
