"""Credits for Stars, end to end: the packs, the invoice, the ten seconds, the payment, and Telegram's own book of it (platforms.md B11)."""

import asyncio
import contextlib
import logging
from dataclasses import dataclass, replace
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text as sql
from telegram import Bot, LabeledPrice

from bot.program import Program, rights_kit
from bot.timetable import timetable
from core.accounts import Standing
from core.ambient import Ambient
from core.rights import erasing
from core.rights.carrying_out import carry_out_one
from core.rights.promise import Promise
from core.storage.unit_of_work import UnitOfWork
from core.text import Catalogue, Money, Text, text
from db.unit_of_work import SqlUnitOfWork
from tests.adapters.telegram.house import SOON, Scene, balance, inkmirage, settled
from tests.db.books import START, finish_job, hold_for_job
from tests.loopback_telegram.messages import Message, NotPossible
from tests.loopback_telegram.payments import Checkout, Offer
from tests.loopback_telegram.people import Person

LATER = START + timedelta(days=9999)
LANGUAGES = {"en": "en", "zh-CN": "zh-hans", "es": "es", "de": "de"}
GIFT, PACK, STARS = 40, 100, 230
PRICE = {"en": "230 Stars ⭐", "zh-CN": "230 颗星星 ⭐", "es": "230 estrellas ⭐", "de": "230 Sterne ⭐"}
CATALOGUE = Catalogue()


def words(key: str, locale: str = "en", **args: object) -> str:
    return CATALOGUE.format(Text(key, args), locale)  # type: ignore[arg-type]


def together(scene: Scene) -> Ambient:
    """The program's clock and Telegram's are one."""
    return Ambient(now=scene.telegram.clock.now)


async def invoiced(scene: Scene, person: Person, pack: int = 0) -> Message:
    """The invoice that somebody gets who asks for packs and presses one."""
    said = await person.says("/topup")
    # Thanks for an earlier purchase have a button as well.
    packs = await scene.telegram.message_in(person.private, lambda message: len(message.labels) > 1, after=said, within=SOON)
    await person.press(packs, packs.labels[pack])
    return await scene.telegram.message_in(person.private, lambda message: message.shape.invoice, after=packs, within=SOON)


def offer_of(scene: Scene, invoice: Message) -> Offer:
    found = scene.telegram.payments.offered(invoice)
    assert found is not None
    return found


async def owns(program: Program, person: Person, credits: int) -> None:
    """Wait until they have so many, and see that it stays so."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(SOON):
            while (await balance(program, person)).available != credits:  # noqa: ASYNC110 - as an operator would see it
                await asyncio.sleep(0.05)
    await settled(program)
    assert (await balance(program, person)).available == credits


@dataclass(frozen=True)
class Event:
    """A line of the inbox."""

    kind: str
    state: str
    charge: str


async def inbox(program: Program) -> list[Event]:
    """Its lines, once nothing in it waits to be worked on."""

    def work(uow: UnitOfWork) -> list[Event]:
        assert isinstance(uow, SqlUnitOfWork)
        rows = uow.connection.execute(sql("SELECT kind, state, json_extract(body, '$.charge_ref') FROM inbox ORDER BY received_at, id"))
        return [Event(*row) for row in rows]

    async with asyncio.timeout(SOON):
        while any(event.state == "new" for event in await program.store.read(work)):  # noqa: ASYNC110 - as an operator would see it
            await asyncio.sleep(0.05)
    return await program.store.read(work)


async def swept(program: Program, *, far: bool = False) -> None:
    """What the timetable does every ten minutes, or every day."""
    entries = {job.id: job.func for job in timetable(program).get_jobs()}
    await entries["sweep stars far back" if far else "sweep stars"]()


async def account_of(program: Program, person: Person) -> str:
    known = await program.store.read(lambda uow: uow.accounts.person("telegram", str(person.id)))
    assert known is not None
    return known.account_id


# --- buying ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_credits_are_bought_from_the_list_to_the_thanks(scene: Scene, locale: str) -> None:
    ann = scene.telegram.user("Ann", language=LANGUAGES[locale])
    async with inkmirage(scene.telegram, scene.folder) as program:
        invoice = await invoiced(scene, ann)
        offer = offer_of(scene, invoice)
        said = [message.text for message in ann.private.visible() if message.sender is scene.telegram.bot]
        packs, terms = said[0], said[1]
        assert PRICE[locale] in packs
        assert words("topup-order", locale, credits=text("credits", count=PACK), price=Money(STARS, "XTR")) in terms
        for key in ("topup-never-expires", "topup-accept", "topup-whom-to-ask"):
            assert words(key, locale) in terms
        assert (offer.title, offer.stars) == (words("credits", locale, count=PACK), STARS)
        assert offer.description == words("topup-invoice", locale, about=8)
        checkout = await ann.pays(invoice)
        assert checkout.paid
        assert checkout.elapsed < 10
        await owns(program, ann, GIFT + PACK)
        thanks = words("topup-done", locale, credits=text("credits", count=PACK))
        await scene.telegram.message_in(ann.private, lambda message: thanks in message.text, within=SOON)


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_a_receipt_is_read_in_the_chat_and_knows_stars_alone(scene: Scene, locale: str) -> None:
    ann = scene.telegram.user("Ann", language=LANGUAGES[locale])
    async with inkmirage(scene.telegram, scene.folder) as program:
        await ann.pays(await invoiced(scene, ann))
        await owns(program, ann, GIFT + PACK)
        asked = await ann.says("/receipts")
        listed = await scene.telegram.message_in(
            ann.private, lambda message: words("receipts-title", locale) in message.text, after=asked, within=SOON
        )
        assert PRICE[locale] in listed.text
        await ann.press(listed, listed.labels[0])
        title = words("document-receipt-confirmation", locale)
        paper = await scene.telegram.message_in(ann.private, lambda message: title in message.text, after=listed, within=SOON)
        [charge] = [event.charge for event in await inbox(program)]
        platform = words("document-not-an-invoice", locale, platform=words("document-platform-telegram", locale))
        for part in (listed.labels[0], PRICE[locale], charge, words("document-by-telegram", locale), platform):
            assert part in paper.text
        assert not [word for word in ("Stripe", "USD", "$", "€", "till") if word in listed.text + paper.text]


async def test_the_order_is_there_before_the_invoice_and_says_everything(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        # Committed although the invoice never comes.
        scene.telegram.misbehaviour.forbid("sendInvoice", why="have no rights to send a message", times=1)
        said = await scene.ann.says("/topup starter")
        await scene.telegram.message_in(scene.ann.private, lambda message: "/paysupport" in message.text, after=said, within=SOON)
        await settled(program)
        [call] = scene.telegram.calls("sendInvoice")
        order = await program.store.read(lambda uow: uow.payments.order(call.body["payload"]))
        assert order is not None
        assert (order.state, order.account_id) == ("open", await account_of(program, scene.ann))
        assert (order.pack.id, order.pack.price, order.pack.currency) == ("starter", STARS, "XTR")
        assert len(call.body["payload"]) >= 26, "nobody guesses it"
        assert (call.body["currency"], call.body["provider_token"], call.body["prices"][0]["amount"]) == ("XTR", "", STARS)


async def test_pressing_twice_makes_two_offers_each_of_which_is_charged_once(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        said = await scene.ann.says("/topup")
        packs = await scene.telegram.message_in(scene.ann.private, lambda message: bool(message.labels), after=said, within=SOON)
        await asyncio.gather(*(scene.ann.press(packs, packs.labels[0]) for _ in range(2)))
        async with asyncio.timeout(SOON):
            while len(scene.telegram.calls("sendInvoice")) < 2:  # noqa: ASYNC110 - as an operator would see it
                await asyncio.sleep(0.05)
        await settled(program)
        first, second = (message for message in scene.ann.private.visible() if message.shape.invoice)
        assert offer_of(scene, first).payload != offer_of(scene, second).payload
        assert (await scene.ann.pays(first)).paid
        await owns(program, scene.ann, GIFT + PACK)
        again = await scene.ann.pays(first, again=True)
        assert (again.ok, "Nothing was charged" in again.error_message) == (False, True)
        await owns(program, scene.ann, GIFT + PACK)


async def test_an_invoice_that_may_have_arrived_is_not_sent_again(scene: Scene) -> None:
    scene.telegram.misbehaviour.cut("sendInvoice", times=1)
    async with inkmirage(scene.telegram, scene.folder) as program:
        await invoiced(scene, scene.ann)
        await settled(program)
        assert len([message for message in scene.ann.private.visible() if message.shape.invoice]) == 1


async def test_in_a_group_nothing_is_sold(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        said = await scene.ann.says("/topup@InkMirageBot starter", where=scene.group)
        told = await scene.telegram.message_in(scene.group, lambda message: bool(message.labels), after=said, within=SOON)
        await settled(program)
        assert scene.telegram.calls("sendInvoice") == []
        assert "Star" not in told.text
        await scene.ann.opens(told.address(told.labels[0]))
        await scene.telegram.message_in(scene.ann.private, lambda message: "230 Stars" in message.text, within=SOON)


async def test_packs_without_a_price_in_stars_are_not_offered(scene: Scene) -> None:
    packs = [{"id": "paper", "credits": 5, "price": 100, "currency": "USD"}]
    async with inkmirage(scene.telegram, scene.folder, credits__packs=packs):
        said = await scene.ann.says("/topup paper")
        await scene.telegram.message_in(scene.ann.private, lambda m: words("topup-closed") in m.text, after=said, within=SOON)
    packs.append({"id": "gold", "credits": 5, "price": 100, "currency": "USD", "stars": 77})
    async with inkmirage(scene.telegram, scene.folder, credits__packs=packs):
        said = await scene.ann.says("/topup")
        shown = await scene.telegram.message_in(scene.ann.private, lambda m: bool(m.labels), after=said, within=SOON)
        assert shown.labels == ["5 credits · 77 Stars ⭐"]


# --- the ten seconds -------------------------------------------------------------------------------------------------


async def refused(checkout: Checkout, why: str = "telegram-checkout-gone") -> None:
    assert (checkout.ok, checkout.paid, checkout.error_message) == (False, False, words(why))
    assert checkout.elapsed < 10


async def test_a_foreign_payer_another_amount_and_an_unknown_order_are_refused(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        invoice = await invoiced(scene, scene.ann)
        order = offer_of(scene, invoice).payload
        await refused(await scene.ben.pays(invoice))  # a stranger
        await invoiced(scene, scene.ben)
        await refused(await scene.ben.pays(invoice))  # somebody else whom we know
        async with Bot(scene.telegram.token, base_url=f"{scene.telegram.api_base}/bot") as bot:
            cheaper = await bot.create_invoice_link("Credits", "100 credits", order, "XTR", [LabeledPrice("Credits", 1)])
            unknown = await bot.create_invoice_link("Credits", "100 credits", "no-such-order", "XTR", [LabeledPrice("Credits", STARS)])
        await refused(await scene.ann.pays(cheaper))
        await refused(await scene.ann.pays(unknown))
        assert (await scene.ann.pays(invoice)).paid
        await owns(program, scene.ann, GIFT + PACK)


async def test_an_invoice_is_not_passed_on_and_a_copy_leads_to_an_offer_of_ones_own(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        invoice = await invoiced(scene, scene.ann)
        with pytest.raises(NotPossible, match="protected"):
            await scene.ann.forwards(invoice, scene.group)
        # As an app might that does not care.
        payments = scene.telegram.payments
        payments._sent[invoice] = replace(offer_of(scene, invoice), protected=False)
        copy = await scene.ann.forwards(invoice, scene.group)
        assert payments.offered(copy) is None, "nobody can pay the copy"
        await scene.ben.opens(copy.address(copy.labels[0]))
        await scene.telegram.message_in(scene.ben.private, lambda message: "230 Stars" in message.text, within=SOON)


async def test_an_offer_that_has_expired_is_refused_before_anybody_has_tidied_up(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder, ambient=together(scene)) as program:
        invoice = await invoiced(scene, scene.ann)
        scene.telegram.advance(hours=25)
        await refused(await scene.ann.pays(invoice))
        order = await program.store.read(lambda uow: uow.payments.order(offer_of(scene, invoice).payload))
        assert order is not None
        assert order.state == "open", "else this would prove nothing"


@pytest.mark.parametrize("standing", [one for one in Standing if one is not Standing.ACTIVE])
async def test_who_is_locked_restricted_or_held_is_told_so_kindly(scene: Scene, standing: Standing) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        invoice, account = await invoiced(scene, scene.ann), await account_of(program, scene.ann)
        await program.store.write(lambda uow: uow.accounts.stand(account, standing))
        await refused(await scene.ann.pays(invoice), "telegram-checkout-closed")
        await program.store.write(lambda uow: uow.accounts.stand(account, Standing.ACTIVE))
        assert (await scene.ann.pays(invoice)).paid


async def test_the_refusal_is_in_the_persons_own_language(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        invoice = await invoiced(scene, scene.ann)
        await scene.ann.says("/language de")
        await scene.telegram.message_in(scene.ann.private, lambda m: words("language-saved", "de") in m.text, within=SOON)
        await settled(program)
        async with Bot(scene.telegram.token, base_url=f"{scene.telegram.api_base}/bot") as bot:
            payload = offer_of(scene, invoice).payload
            cheaper = await bot.create_invoice_link("Credits", "100", payload, "XTR", [LabeledPrice("Credits", 1)])
        assert (await scene.ann.pays(cheaper)).error_message == words("telegram-checkout-gone", "de")


# --- the money -------------------------------------------------------------------------------------------------------


async def test_what_is_told_again_is_credited_once(scene: Scene) -> None:
    scene.telegram.misbehaviour.duplicate_updates = 3
    async with inkmirage(scene.telegram, scene.folder) as program:
        checkout = await scene.ann.pays(await invoiced(scene, scene.ann))
        await owns(program, scene.ann, GIFT + PACK)
        for update in list(scene.telegram.updates.produced):
            scene.telegram.updates.again(int(update["update_id"]))
        await swept(program)
        await swept(program, far=True)
        await owns(program, scene.ann, GIFT + PACK)
        assert await inbox(program) == [Event("paid", "done", checkout.charge_id)]


async def test_a_second_charge_of_one_order_is_credited_as_its_own(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        offer = offer_of(scene, await invoiced(scene, scene.ann))
        for checkout in [scene.telegram.payments.ask(scene.ann, offer) for _ in range(2)]:
            scene.telegram.payments.pay(checkout)  # both were agreed to before either was paid
        await owns(program, scene.ann, GIFT + 2 * PACK)


@pytest.mark.parametrize("told", [True, False])
async def test_another_amount_than_was_offered_is_for_a_human(scene: Scene, told: bool) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        offer = offer_of(scene, await invoiced(scene, scene.ann))
        scene.telegram.payments.telling = told
        checkout = scene.telegram.payments.ask(scene.ann, replace(offer, stars=1))
        scene.telegram.payments.pay(checkout)
        await settled(program)
        await swept(program)
        assert await inbox(program) == [Event("paid", "parked", checkout.charge_id)]
        assert (await balance(program, scene.ann)).available == GIFT


async def test_another_currency_than_stars_is_for_a_human(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        offer = offer_of(scene, await invoiced(scene, scene.ann))
        paid = offer.priced() | {"currency": "USD", "telegram_payment_charge_id": "c1", "provider_payment_charge_id": "p1"}
        scene.telegram.messages.serve(scene.ann.private, scene.ann, {"successful_payment": paid})
        await settled(program)
        assert await inbox(program) == [Event("paid", "parked", "c1")]
        assert (await balance(program, scene.ann)).available == GIFT


# --- the book --------------------------------------------------------------------------------------------------------


async def test_with_every_notification_lost_everybody_gets_what_they_paid_for(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        scene.telegram.payments.telling = False
        people = [scene.telegram.user(f"Person {number}") for number in range(6)]
        for number, person in enumerate(people):
            assert (await person.pays(await invoiced(scene, person, number % 3))).paid
            for _ in range(45):
                scene.telegram.payments.spend(1)
        await settled(program)
        assert {(await balance(program, person)).available for person in people} == {GIFT}
        await swept(program)
        await swept(program)
        assert [(await balance(program, person)).available for person in people] == [GIFT + pack for pack in (100, 500, 1500) * 2]
        assert {event.state for event in await inbox(program)} == {"done"}
        thanks = words("topup-done", credits=text("credits", count=500))
        await scene.telegram.message_in(people[1].private, lambda message: thanks in message.text, within=SOON)


async def test_every_ten_minutes_it_is_read_back_to_known_ground_and_daily_five_weeks(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder, ambient=together(scene)) as program:
        payments, ann, ben = scene.telegram.payments, scene.ann, scene.ben
        payments.telling = False
        old = offer_of(scene, await invoiced(scene, ann))
        payments.pay(payments.ask(ann, old))
        scene.telegram.advance(days=36)
        lost = offer_of(scene, await invoiced(scene, ben))
        for _ in range(150):
            payments.spend(1)
        payments.pay(payments.ask(ben, lost))
        for _ in range(150):
            payments.spend(1)
        payments.telling = True
        await ann.pays(await invoiced(scene, ann))  # known ground, on a page of its own
        await owns(program, ann, GIFT + PACK)
        before = len(scene.telegram.calls("getStarTransactions"))
        await swept(program)
        assert (await balance(program, ben)).available == GIFT, "behind what is known"
        await swept(program, far=True)
        assert (await balance(program, ben)).available == GIFT + PACK
        assert (await balance(program, ann)).available == GIFT + 2 * PACK, "its page begins within five weeks or before, and is read whole"
        assert len(scene.telegram.calls("getStarTransactions")) - before < 20


async def test_the_end_of_a_long_book_is_found_in_few_steps_and_again_in_fewer(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        for _ in range(10_050):
            scene.telegram.payments.spend(1)
        scene.telegram.payments.telling = False
        await scene.ann.pays(await invoiced(scene, scene.ann))
        entries = {job.id: job.func for job in timetable(program).get_jobs()}
        await entries["sweep stars"]()
        assert (await balance(program, scene.ann)).available == GIFT + PACK
        scene.telegram.payments.telling = True
        await scene.ann.pays(await invoiced(scene, scene.ann))
        await owns(program, scene.ann, GIFT + 2 * PACK)
        before = len(scene.telegram.calls("getStarTransactions"))
        await entries["sweep stars"]()
        assert len(scene.telegram.calls("getStarTransactions")) - before == 2


async def test_the_sweep_runs_by_the_clock_where_nobody_else_talks_to_telegram(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        scene.telegram.payments.telling = False
        await scene.ann.pays(await invoiced(scene, scene.ann))
        await settled(program)
    async with inkmirage(scene.telegram, scene.folder, roles=("clock",)) as program:
        await owns(program, scene.ann, GIFT + PACK)


@pytest.mark.parametrize("how", ["refused", "away"])
async def test_a_book_that_cannot_be_read_is_read_the_next_time(scene: Scene, how: str, caplog: pytest.LogCaptureFixture) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        scene.telegram.payments.telling = False
        await scene.ann.pays(await invoiced(scene, scene.ann))
        trouble = scene.telegram.misbehaviour.rate_limit if how == "refused" else scene.telegram.misbehaviour.cut
        trouble("getStarTransactions", times=1)
        await swept(program)
        assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == ["book of payments not read"]
        await swept(program)
        await owns(program, scene.ann, GIFT + PACK)


@pytest.mark.parametrize("told", [True, False])
async def test_stars_that_a_store_takes_back_take_their_credits_along(scene: Scene, caplog: pytest.LogCaptureFixture, told: bool) -> None:
    """By notice and by book, or by book alone: once."""
    async with inkmirage(scene.telegram, scene.folder) as program:
        checkout = await scene.ann.pays(await invoiced(scene, scene.ann))
        await owns(program, scene.ann, GIFT + PACK)
        scene.telegram.payments.telling = told
        await scene.ann.gets_money_back(checkout)
        await swept(program)
        await swept(program)
        await swept(program, far=True)
        await owns(program, scene.ann, GIFT)
        events = sorted(await inbox(program), key=lambda event: event.kind)
        assert [(event.kind, event.state) for event in events] == [("paid", "done"), ("refunded", "done")]
        assert (await balance(program, scene.ann)).locked_reason is None
        assert str(scene.ann.id) not in caplog.text
        assert checkout.charge_id not in caplog.text


async def test_what_went_back_of_no_known_charge_is_put_aside_for_a_human_after_a_day(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    async with inkmirage(scene.telegram, scene.folder, ambient=together(scene)) as program:
        scene.telegram.payments.spend(20, "other")
        scene.telegram.payments.spend(500, "fragment")
        entries = {job.id: job.func for job in timetable(program).get_jobs()}
        for days, state in ((0, "early"), (1, "parked"), (1, "parked")):
            scene.telegram.clock.advance(days=days, seconds=1)
            await swept(program)
            await entries["settle payments"]()
            assert [(event.kind, event.state) for event in await inbox(program)] == [("reversed", state)]
        said = [(record.message, record.__dict__["payments"]) for record in caplog.records if record.levelno >= logging.ERROR]
        assert said == [("payment events of no known charge parked", 1)]


# --- giving back -----------------------------------------------------------------------------------------------------


async def refunded(scene: Scene, person: Person, locale: str = "en") -> Message:
    """Through the list and the question; the acknowledgement."""
    said = await person.says("/refund")
    listed = await scene.telegram.message_in(person.private, lambda message: bool(message.labels), after=said, within=SOON)
    amount = PRICE_OF_REFUND[locale]
    begins = words("button-refund", locale, amount=Money(STARS, "XTR"), order="").partition("(")[0].partition("（")[0].strip()
    await person.press(listed, next(label for label in listed.labels if label.startswith(begins)))
    sure = words("button-refund-now", locale, amount=Money(STARS, "XTR"))
    question = await scene.telegram.message_in(person.private, lambda message: sure in message.labels, within=SOON)
    assert amount in question.text
    await person.press(question, sure)
    return question


PRICE_OF_REFUND = {locale: words("money", locale, amount=Money(STARS, "XTR")) for locale in LANGUAGES}


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_a_purchase_nobody_has_touched_goes_back_whole(scene: Scene, locale: str) -> None:
    ann = scene.telegram.user("Ann", language=LANGUAGES[locale])
    async with inkmirage(scene.telegram, scene.folder) as program:
        checkout = await ann.pays(await invoiced(scene, ann))
        await owns(program, ann, GIFT + PACK)
        await refunded(scene, ann, locale)
        said = words("refund-done", locale, amount=Money(STARS, "XTR"), credits=text("credits", count=PACK), order="?")
        gone = max(said.split("?"), key=len)
        await scene.telegram.message_in(ann.private, lambda message: gone in message.text, within=SOON)
        await owns(program, ann, GIFT)
        assert checkout.refunded
        assert len(scene.telegram.calls("refundStarPayment")) == 1
        await swept(program, far=True)
        events = sorted(await inbox(program), key=lambda event: event.kind)
        assert [(event.kind, event.state) for event in events] == [("paid", "done"), ("refunded", "done")]


def _spend(uow: UnitOfWork, account: str, amount: int) -> None:
    assert isinstance(uow, SqlUnitOfWork)
    hold_for_job(uow.connection, account, amount, "hold", expires_at=LATER)
    uow.ledger.capture("hold", amount, now=START)
    finish_job(uow.connection, "hold")


async def test_half_a_purchase_is_said_to_be_all_or_nothing(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        await scene.ann.pays(await invoiced(scene, scene.ann))
        await owns(program, scene.ann, GIFT + PACK)
        account = await account_of(program, scene.ann)
        await program.store.write(lambda uow: _spend(uow, account, GIFT + 1))
        said = await scene.ann.says("/refund")
        listed = await scene.telegram.message_in(
            scene.ann.private, lambda message: "whole purchases" in message.text, after=said, within=SOON
        )
        assert "99 credits of 100 credits" in listed.text
        assert not listed.labels
        assert scene.telegram.calls("refundStarPayment") == []


@pytest.mark.parametrize("how", ["cut", "limited", "refused", "before"])
async def test_telegram_is_asked_until_it_answers(scene: Scene, how: str) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        checkout = await scene.ann.pays(await invoiced(scene, scene.ann))
        await owns(program, scene.ann, GIFT + PACK)
        if how == "cut":
            scene.telegram.misbehaviour.cut("refundStarPayment", times=1)
        elif how == "limited":
            scene.telegram.misbehaviour.rate_limit("refundStarPayment", times=1)
        elif how == "refused":
            scene.telegram.misbehaviour.forbid("refundStarPayment", why="CHARGE_NOT_FOUND", times=1)
        else:
            checkout.refunded = True
        await refunded(scene, scene.ann)
        async with asyncio.timeout(SOON):
            while not scene.telegram.calls("refundStarPayment"):  # noqa: ASYNC110 - until then they own what they owned before
                await asyncio.sleep(0.05)
        await owns(program, scene.ann, GIFT + PACK if how == "refused" else GIFT)


# --- who has left ----------------------------------------------------------------------------------------------------


def _leave(uow: UnitOfWork, program: Program, account_id: str) -> None:
    account, now = uow.accounts.get(account_id), program.ambient.now()
    request = replace(erasing.draft(uow, program.ambient, account, "telegram", None, "en", now), at_once=True)
    uow.rights.change(request)
    erasing.confirm(uow, program.ambient, Promise(), request, account, now)


async def leaves(program: Program, person: Person) -> None:
    account = await account_of(program, person)
    await program.store.write(lambda uow: _leave(uow, program, account))
    kit = rights_kit(program)
    async with asyncio.timeout(SOON):
        while await program.store.read(lambda uow: uow.accounts.person("telegram", str(person.id))):
            await carry_out_one(kit)


@pytest.mark.parametrize("told", [True, False])
async def test_what_somebody_pays_who_has_left_is_for_a_human_and_what_they_paid_before_stays_forgotten(scene: Scene, told: bool) -> None:
    async with inkmirage(scene.telegram, scene.folder, roles=("telegram",)) as program:
        first = await invoiced(scene, scene.ann)
        await scene.ann.pays(first)
        await owns(program, scene.ann, GIFT + PACK)
        second = await invoiced(scene, scene.ann)
        offer = offer_of(scene, second)
        late = scene.telegram.payments.ask(scene.ann, offer)
        await scene.telegram.pulse.until(lambda: late.ok or None, SOON)
        await settled(program)
        await leaves(program, scene.ann)
        scene.telegram.payments.telling = told
        scene.telegram.payments.pay(late)
        await settled(program)
        await swept(program)
        await swept(program, far=True)
        assert await inbox(program) == [Event("paid", "parked", late.charge_id)]
        with contextlib.suppress(NotPossible):
            await refused(await scene.ann.pays(first, again=True))


async def test_an_invoice_goes_with_its_person(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        invoice, account = await invoiced(scene, scene.ann), await account_of(program, scene.ann)
        await settled(program)
        noted = await program.store.read(lambda uow: uow.posted.of(account))
        [one] = [one for one in noted if one.posted.message == str(invoice.id)]
        await program.workshop.messengers["telegram"].take_back(one.posted, at=one.at)
        assert invoice.deleted


# --- nothing else to pay with ----------------------------------------------------------------------------------------


async def test_nothing_on_telegram_speaks_of_another_way_to_pay(scene: Scene) -> None:
    """Not a word, not a link, in any answer around credits."""
    lines = ("/start", "/help", "/balance", "/topup", "/topup studio", "/topup nonsense", "/terms", "/support", "/paysupport", "/account")
    async with inkmirage(scene.telegram, scene.folder) as program:
        await scene.ann.pays(await invoiced(scene, scene.ann))
        await owns(program, scene.ann, GIFT + PACK)
        for line in (*lines, "/imagine a fox --quality high --count 4"):
            said = await scene.ann.says(line)
            await scene.telegram.message_in(scene.ann.private, lambda m: m.sender is scene.telegram.bot, after=said, within=SOON)
            await settled(program)
        said_all = [message for message in scene.ann.private.visible() if message.sender is scene.telegram.bot]
        assert len(said_all) > len(lines)
        for message in said_all:
            shown = " ".join([message.text, *message.labels, *(str(button.get("url", "")) for button in message.buttons)])
            shown += " ".join(str(one.get("url", "")) for one in message.shape.words.entities)
            assert not [sign for sign in ("/till", "$", "USD", "US-", "€", "Stripe", "Discord") if sign in shown], shown


async def test_paysupport_names_the_last_payment_and_where_refunds_are_asked_for(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        said = await scene.ann.says("/paysupport")
        before = await scene.telegram.message_in(scene.ann.private, lambda m: m.sender is scene.telegram.bot, after=said, within=SOON)
        assert words("fact-last-payment") not in before.text
        invoice = await invoiced(scene, scene.ann)
        await scene.ann.pays(invoice)
        await owns(program, scene.ann, GIFT + PACK)
        said = await scene.ann.says("/paysupport")
        told = await scene.telegram.message_in(scene.ann.private, lambda m: words("paysupport-refund") in m.text, after=said, within=SOON)
        reference = offer_of(scene, invoice).payload[:8].upper()
        assert f"{words('fact-last-payment')} {reference}" in told.text


async def test_an_order_in_stars_is_not_for_the_till(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        order = offer_of(scene, await invoiced(scene, scene.ann)).payload
        assert program.web is not None
        async with httpx.AsyncClient(transport=httpx.ASGITransport(program.web), base_url="http://127.0.0.1") as http:
            assert (await http.get(f"/till/{order}")).status_code == 404
