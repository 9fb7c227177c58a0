"""Credits that Discord sells, end to end: the offer, the purchase, every way of hearing of it, and Discord's own list (platforms.md)."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations
from pathlib import Path
from typing import Any

import discord
import pytest
from sqlalchemy import text as sql

from adapters.discord.client import InkMirageClient
from bot.check import findings
from bot.config_sources import load
from bot.program import Program, rights_kit
from bot.timetable import timetable
from core import payments
from core.ambient import Ambient
from core.caller import Address, Caller
from core.rights.ages import mark_young
from core.rights.carrying_out import carry_out_one
from core.storage.errors import DatabaseAway, DatabaseTrouble, OutcomeUnknown, StorageFull
from core.storage.unit_of_work import UnitOfWork
from core.text import Catalogue, Money, Text, text
from core.wallet import LotKind
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.adapters.discord.house import SOON, Scene, inkmirage, settings
from tests.loopback_discord.messages import Message
from tests.loopback_discord.people import NotPossible, Person
from tests.loopback_discord.places import Account
from tests.loopback_discord.sales import (
    APPLICATION_SUBSCRIPTION,
    DEVELOPER_GIFT,
    DURABLE,
    FREE,
    PURCHASE,
    TEST_MODE,
    USER_GIFT,
    Entitlement,
    Sku,
)
from tests.loopback_discord.server import LoopbackDiscord
from tests.loopback_discord.specification import Specification

GIFT, PACK = 40, 100
CONSUME = r"POST /applications/.+/consume"
LIST = r"GET /applications/.+/entitlements"
LANGUAGES = {"en": "en-US", "zh-CN": "zh-CN", "es": "es-ES", "de": "de"}
CATALOGUE = Catalogue()


def words(key: str, locale: str = "en", **args: object) -> str:
    return CATALOGUE.format(Text(key, args), locale)  # type: ignore[arg-type]


@dataclass
class Shop:
    """A scene with two packs for sale, and one that Discord does not sell."""

    scene: Scene
    small: Sku
    large: Sku

    @property
    def discord(self) -> LoopbackDiscord:
        return self.scene.discord

    @property
    def sells(self) -> dict[str, object]:
        """The settings of an operator who sells them."""
        priced = ("starter", PACK, 299, self.small), ("studio", 500, 1299, self.large)
        packs: list[dict[str, object]] = [
            {"id": id, "credits": credits, "price": price, "currency": "USD", "discord_sku": sku.id, "discord_price": price - 100}
            for id, credits, price, sku in priced
        ]
        packs.append({"id": "atelier", "credits": 1500, "price": 3499, "currency": "USD"})
        return {"discord__sells": True, "credits__packs": packs}

    @contextlib.asynccontextmanager
    async def open(self, **more: Any) -> AsyncIterator[Program]:
        async with inkmirage(self.discord, self.scene.folder, **{**self.sells, **more}) as program:
            yield program
        await self.discord.gateway.left()


@pytest.fixture
def shop(scene: Scene) -> Shop:
    return Shop(scene, scene.discord.sales.offer("100 credits"), scene.discord.sales.offer("500 credits"))


async def offered(person: Person, **options: object) -> Message:
    return await (await person.command("topup", options)).finished()


def _available(uow: UnitOfWork, program: Program, uid: str) -> int | None:
    known = uow.accounts.person("discord", uid)
    return None if known is None else uow.ledger.balance(known.account_id, program.ambient.now()).available


async def owned(program: Program, person: Account) -> int | None:
    """The credits of somebody; `None` if nobody knows them."""
    return await program.store.read(lambda uow: _available(uow, program, person.id))


async def until(becomes: Callable[[], Awaitable[bool]]) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(SOON):
            while not await becomes():  # noqa: ASYNC110 - as an operator would see it
                await asyncio.sleep(0.02)
    assert await becomes()


async def owns(program: Program, person: Account, credits: int | None) -> None:
    async def do() -> bool:
        return await owned(program, person) == credits

    await until(do)


async def used(bought: Entitlement) -> None:
    async def is_so() -> bool:
        return bought.consumed

    await until(is_so)


@dataclass(frozen=True)
class Event:
    """A line of the inbox."""

    kind: str
    state: str
    ref: str


async def rows(program: Program, query: str) -> list[Any]:
    def work(uow: UnitOfWork) -> list[Any]:
        assert isinstance(uow, SqlUnitOfWork)
        return list(uow.connection.execute(sql(query)))

    return await program.store.read(work)


async def inbox(program: Program) -> list[Event]:
    return [Event(*row) for row in await rows(program, "SELECT kind, state, event_ref FROM inbox ORDER BY received_at, id")]


async def swept(program: Program, *, far: bool = False) -> None:
    """What the timetable does every ten minutes, or every day."""
    entries = {job.id: job.func for job in timetable(program).get_jobs()}
    await entries["sweep sales far back" if far else "sweep sales"]()


async def in_order(program: Program) -> None:
    """The books add up."""

    def work(uow: UnitOfWork) -> list[str]:
        assert isinstance(uow, SqlUnitOfWork)
        return [check.name for check in verify(uow.connection, program.ambient.now()) if not check.ok]

    assert await program.store.read(work) == []


def client_of(program: Program) -> InkMirageClient:
    assert program.discord is not None
    return program.discord.client


# --- the offer -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_packs_are_offered_to_be_bought_from_discord(shop: Shop, locale: str) -> None:
    ann = shop.discord.user("Ann", locale=LANGUAGES[locale], guilds=[shop.scene.guild])
    async with shop.open():
        offer = await offered(ann)
        assert offer.skus == [shop.small.id, shop.large.id]
        assert offer.labels == [], "one way for each platform: no till, no second press"
        for credits, price in ((PACK, 199), (500, 1199)):
            line = {"credits": text("credits", count=credits), "price": Money(price, "USD"), "about": credits // 12}
            assert words("pack-line", locale, **line) in offer.text
        for part in ("price", "arrival", "refunds", "button"):
            assert words(f"discord-sells-{part}", locale) in offer.text
        assert words("topup-accept", locale) in offer.text
        assert "1,500" not in offer.text
        assert "1500" not in offer.text


async def test_one_pack_by_its_name_and_one_that_is_not_sold_there(shop: Shop) -> None:
    async with shop.open():
        assert (await offered(shop.scene.ann, pack="studio")).skus == [shop.large.id]
        refusal = await offered(shop.scene.ann, pack="atelier")
        assert refusal.skus == []
        assert "starter, studio" in refusal.text
        assert [choice["name"] for choice in await shop.scene.ann.autocomplete("topup", "pack", "")] == [
            "100 credits · $1.99",
            "500 credits · $11.99",
        ]


async def test_only_the_person_sees_the_offer_and_an_answer_is_given_again_as_it_was(shop: Shop) -> None:
    async with shop.open():
        call = await shop.scene.ann.command("topup", channel=shop.scene.general)
        offer = await call.finished()
        assert not shop.scene.ben.sees(offer)
        assert offer.skus == [shop.small.id, shop.large.id]


async def test_until_it_may_sell_discord_is_as_it_was(shop: Shop) -> None:
    async with shop.open(discord__sells=False):
        offer = await offered(shop.scene.ann)
        assert offer.skus == []
        assert "100 credits · $2.99" in offer.labels
    async with shop.open(credits__packs=[{"id": "a", "credits": 5, "price": 100, "currency": "USD"}]):
        assert words("topup-closed") in (await offered(shop.scene.ann)).text


# --- buying ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_from_the_button_to_the_thanks_and_again(shop: Shop, locale: str) -> None:
    ann = shop.discord.user("Ann", locale=LANGUAGES[locale], guilds=[shop.scene.guild])
    async with shop.open() as program:
        offer = await offered(ann)
        for time in (1, 2):
            bought = await ann.buys(offer, shop.small.id)
            await owns(program, ann, GIFT + time * PACK)
            await used(bought)
        thanks = words("topup-done", locale, credits=text("credits", count=PACK))
        await shop.discord.message_in(ann.dm, lambda message: thanks in message.text, within=SOON)
        paid = "SELECT provider, gross, currency, credited_seq IS NOT NULL FROM payment"
        assert [tuple(row) for row in await rows(program, paid)] == [("discord", 199, "USD", 1)] * 2
        assert {tuple(row) for row in await rows(program, "SELECT state, surface, length(id) FROM payment_order")} == {
            ("paid", "discord", 26)
        }
        await in_order(program)


async def test_nothing_can_be_bought_again_before_it_is_used(shop: Shop) -> None:
    async with shop.open() as program:
        offer = await offered(shop.scene.ann)
        shop.discord.misbehaviour.fail(CONSUME, status=400, times=100)
        shop.discord.misbehaviour.fail(r"GET /applications/.+/entitlements/.+", status=400, times=100)
        bought = await shop.scene.ann.buys(offer, shop.small.id)
        await owns(program, shop.scene.ann, GIFT + PACK)
        with pytest.raises(NotPossible):
            await shop.scene.ann.buys(offer, shop.small.id)
        assert not bought.consumed
        shop.discord.misbehaviour.troubles.clear()
        await swept(program)
        await used(bought)
        await owns(program, shop.scene.ann, GIFT + PACK)


async def test_credits_come_before_the_purchase_is_used(shop: Shop) -> None:
    """What cannot be credited now stays unused, so that it can be found."""
    async with shop.open() as program:
        offer = await offered(shop.scene.ann)
        with pytest.MonkeyPatch.context() as patch:

            async def nothing(_: object) -> int:
                return 0

            patch.setattr(payments, "settle_due", nothing)
            bought = await shop.scene.ann.buys(offer, shop.small.id)
            await until(lambda: _has(program, 1))
            await asyncio.sleep(0.2)
            assert shop.discord.calls("POST", "/consume") == []
        await swept(program)
        await owns(program, shop.scene.ann, GIFT + PACK)
        await used(bought)


async def _has(program: Program, events: int) -> bool:
    return len(await inbox(program)) == events


async def test_somebody_whom_nobody_knows_gets_an_account_and_is_told(shop: Shop) -> None:
    async with shop.open() as program:
        eve = shop.discord.user("Eve", guilds=[shop.scene.guild])
        await shop.discord.sales.buy(eve, shop.large)
        await owns(program, eve, GIFT + 500)
        await shop.discord.message_in(eve.dm, lambda message: "500 credits are yours" in message.text, within=SOON)


async def test_who_reads_no_direct_messages_has_the_credits_all_the_same(shop: Shop) -> None:
    eve = shop.discord.user("Eve", accepts_dms=False)
    async with shop.open() as program:
        bought = await shop.discord.sales.buy(eve, shop.small)
        await owns(program, eve, GIFT + PACK)
        await used(bought)


async def test_where_age_is_asked_a_purchase_makes_an_account_but_not_for_who_is_too_young(shop: Shop) -> None:
    async with shop.open(privacy__age_screen="on") as program:
        eve, kid = shop.discord.user("Eve"), shop.discord.user("Kid")
        caller = Caller("discord", kid.id, "Kid", "k", Address("discord", ""))
        await program.store.write(lambda uow: mark_young(uow, caller, program.ambient, program.ambient.now()))
        await shop.discord.sales.buy(eve, shop.small)
        await owns(program, eve, GIFT + PACK)
        bought = await shop.discord.sales.buy(kid, shop.small)
        await until(lambda: _has(program, 2))
        assert [(event.kind, event.state) for event in await inbox(program)] == [("paid", "done"), ("paid", "parked")]
        assert await owned(program, kid) is None
        assert not bought.consumed
        asked = await (await eve.command("imagine", {"prompt": "a fox"})).finished()
        assert words("age-question") in asked.text


# --- what is not ours to credit --------------------------------------------------------------------------------------


@pytest.mark.parametrize("environment", ["production", "development"])
async def test_what_the_team_tries_mints_nothing_where_people_pay(shop: Shop, environment: str, caplog: pytest.LogCaptureFixture) -> None:
    async with shop.open(app__environment=environment, privacy__age_screen="off", abuse__guard="off") as program:
        await offered(shop.scene.ann)
        tried = await shop.discord.sales.buy(shop.scene.ann, shop.small, TEST_MODE)
        if environment == "development":
            await owns(program, shop.scene.ann, GIFT + PACK)
            await used(tried)
            assert {kind for (kind,) in await rows(program, "SELECT kind FROM lot")} == {LotKind.PROMO}
            return
        await until(lambda: _has(program, 1))
        await swept(program)
        await swept(program, far=True)
        assert await inbox(program) == [Event("declined", "done", tried.id)]
        assert await owned(program, shop.scene.ann) == GIFT
        assert not tried.consumed
        refused = [record.__dict__ for record in caplog.records if record.message == "sale refused"]
        assert [(one["provider"], one["kind"]) for one in refused] == [("discord", "tried")]


@pytest.mark.parametrize("kind", [DEVELOPER_GIFT, FREE, USER_GIFT])
async def test_what_cost_the_person_nothing_is_promotion_and_comes_once(shop: Shop, kind: int) -> None:
    async with shop.open() as program:
        await offered(shop.scene.ann)
        given = await shop.discord.sales.buy(shop.scene.ann, shop.small, kind)
        await owns(program, shop.scene.ann, GIFT + PACK)
        await used(given)
        await shop.discord.sales.tell("CREATE", given, consumed=False)
        await swept(program)
        await swept(program, far=True)
        assert await owned(program, shop.scene.ann) == GIFT + PACK
        assert {kind for (kind,) in await rows(program, "SELECT kind FROM lot")} == {LotKind.PROMO}
        assert await rows(program, "SELECT 1 FROM payment") == []
        await in_order(program)


@pytest.mark.parametrize("odd", ["sku", "guild", "application", "subscription", "nobody"])
async def test_what_we_cannot_place_is_for_a_human_once_and_stays_unused(shop: Shop, odd: str, caplog: pytest.LogCaptureFixture) -> None:
    sales, ann = shop.discord.sales, shop.scene.ann
    foreign = replace(shop.small, application_id=shop.discord.ids.new())
    buying: dict[str, Callable[[], Awaitable[Entitlement]]] = {
        "sku": lambda: sales.buy(ann, sales.offer("new")),
        "guild": lambda: sales.buy(ann, shop.small, guild=shop.scene.guild),
        "application": lambda: sales.buy(ann, foreign),
        "subscription": lambda: sales.buy(ann, shop.small, APPLICATION_SUBSCRIPTION),
        "nobody": lambda: sales.buy(None, shop.small),
    }
    async with shop.open() as program:
        await offered(ann)
        bought = await buying[odd]()
        await until(lambda: _has(program, 1))
        await swept(program)
        await swept(program, far=True)
        await sales.tell("UPDATE", bought)
        await offered(ann)
        await client_of(program).finish(SOON)
        assert await inbox(program) == [Event("paid", "parked", bought.id)]
        assert await owned(program, ann) == GIFT
        assert not bought.consumed
        parked = [record for record in caplog.records if record.message == "sale parked"]
        assert len(parked) == 1
        for secret in (bought.id, ann.id, bought.sku.id):
            assert secret not in str(parked[0].__dict__)


async def test_a_test_entitlement_made_with_the_api_mints_nothing(shop: Shop) -> None:
    """It looks like a purchase but for its kind, and Discord says not to use it for consumables."""
    async with shop.open() as program:
        await offered(shop.scene.ann)
        client = client_of(program)
        sku, owner = discord.Object(int(shop.small.id)), discord.Object(int(shop.scene.ann.id))
        await client.create_entitlement(sku, owner, discord.EntitlementOwnerType.user)
        await until(lambda: _has(program, 1))
        assert [(event.kind, event.state) for event in await inbox(program)] == [("paid", "parked")]
        assert await owned(program, shop.scene.ann) == GIFT


# --- every way of hearing of it --------------------------------------------------------------------------------------


async def test_what_an_interaction_brings_along_is_credited(shop: Shop) -> None:
    shop.discord.sales.telling = False
    async with shop.open() as program:
        await offered(shop.scene.ann)
        bought = await shop.discord.sales.buy(shop.scene.ann, shop.small)
        assert await owned(program, shop.scene.ann) == GIFT
        answer = await (await shop.scene.ann.command("balance")).finished()
        assert answer.text, "the answer does not wait for it"
        await owns(program, shop.scene.ann, GIFT + PACK)
        await used(bought)


async def test_a_button_brings_it_along_as_well(shop: Shop) -> None:
    shop.discord.sales.telling = False
    async with shop.open() as program:
        offer = await (await shop.scene.ann.command("balance")).finished()
        await shop.discord.sales.buy(shop.scene.ann, shop.small)
        await shop.scene.ann.press(offer, words("button-topup"))
        await owns(program, shop.scene.ann, GIFT + PACK)


async def test_with_every_notice_lost_everybody_gets_what_they_paid_for(shop: Shop) -> None:
    """More than two pages of Discord's list, which it gives newest first."""
    shop.discord.sales.telling = shop.discord.sales.showing = False
    people = [shop.discord.user(f"Person {number}") for number in range(230)]
    async with shop.open(roles=("discord",)) as program:
        bought = [await shop.discord.sales.buy(person, shop.small) for person in people]
        await swept(program)
        assert {await owned(program, person) for person in people} == {GIFT + PACK}
        assert all(one.consumed for one in bought)
        await in_order(program)
        before = len(shop.discord.calls("GET", "/entitlements"))
        await swept(program)
        assert len(shop.discord.calls("GET", "/entitlements")) - before == 1, "back to known ground"
        await swept(program, far=True)
        assert {await owned(program, person) for person in people} == {GIFT + PACK}


async def test_who_bought_while_nobody_was_there_gets_it_at_the_next_start(shop: Shop) -> None:
    ambient = Ambient(now=shop.discord.clock.now)
    async with shop.open(ambient=ambient):
        await offered(shop.scene.ann)
    bought = await shop.discord.sales.buy(shop.scene.ann, shop.small)
    shop.discord.advance(hours=25)
    async with shop.open(ambient=ambient) as program:
        await swept(program)
        await owns(program, shop.scene.ann, GIFT + PACK)
        await used(bought)


async def test_the_list_is_read_by_the_clock_where_nobody_else_talks_to_discord(shop: Shop) -> None:
    bought = await shop.discord.sales.buy(shop.scene.ann, shop.small)
    async with shop.open(roles=("clock",)) as program:
        await owns(program, shop.scene.ann, GIFT + PACK)
        await used(bought)


async def test_what_was_used_and_is_not_in_our_books_is_credited(shop: Shop) -> None:
    """As after a backup was put back."""
    bought = await shop.discord.sales.buy(shop.scene.ann, shop.small)
    bought.consumed = True
    async with shop.open() as program:
        await swept(program)
        await owns(program, shop.scene.ann, GIFT + PACK)
        assert shop.discord.calls("POST", "/consume") == []


async def test_what_was_used_longer_ago_than_we_remember_is_left_alone(shop: Shop) -> None:
    old, unused = [await shop.discord.sales.buy(shop.discord.user(name), shop.small) for name in ("Old", "Patient")]
    old.consumed = True
    shop.discord.advance(days=400)
    async with shop.open(ambient=Ambient(now=shop.discord.clock.now)) as program:
        await swept(program)
        await swept(program, far=True)
        assert old.owner is not None
        assert unused.owner is not None
        assert await owned(program, old.owner) is None
        assert await owned(program, unused.owner) == GIFT + PACK


async def test_a_list_that_cannot_be_read_is_read_the_next_time(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    shop.discord.sales.telling = False
    async with shop.open() as program:
        await offered(shop.scene.ann)
        await shop.discord.sales.buy(shop.scene.ann, shop.small)
        shop.discord.misbehaviour.fail(LIST, status=403)
        await swept(program)
        assert await owned(program, shop.scene.ann) == GIFT
        assert [record.message for record in caplog.records if record.name == "adapters.discord.sold"] == ["list of sales not read"]
        await swept(program)
        await owns(program, shop.scene.ann, GIFT + PACK)


async def test_without_a_pack_on_discord_its_list_is_not_read(shop: Shop) -> None:
    async with inkmirage(shop.discord, shop.scene.folder) as program:
        assert program.sold is None
        assert not [job.id for job in timetable(program).get_jobs() if "sales" in job.id]


async def test_what_was_sold_before_selling_was_switched_off_is_credited(shop: Shop) -> None:
    async with shop.open(discord__sells=False) as program:
        bought = await shop.discord.sales.buy(shop.scene.ann, shop.small)
        await owns(program, shop.scene.ann, GIFT + PACK)
        await used(bought)


# --- using it up -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", [False, True])
async def test_an_answer_that_is_lost_is_looked_up(shop: Shop, after: bool, caplog: pytest.LogCaptureFixture) -> None:
    """`after`: it was used up, and only the answer said otherwise."""
    async with shop.open() as program:
        offer = await offered(shop.scene.ann)
        shop.discord.misbehaviour.fail(CONSUME, status=400, after=after)
        bought = await shop.scene.ann.buys(offer, shop.small.id)
        await owns(program, shop.scene.ann, GIFT + PACK)
        await until(lambda: _asked(shop))
        await client_of(program).finish(SOON)
        unsure = [record for record in caplog.records if record.message == "purchase not used up: tried again later"]
        assert (bought.consumed, len(unsure)) == (after, 0 if after else 1)
        await swept(program)
        assert bought.consumed
        assert await owned(program, shop.scene.ann) == GIFT + PACK


async def _asked(shop: Shop) -> bool:
    return bool(shop.discord.calls("GET", "/entitlements/{"))


async def test_nothing_that_was_taken_back_is_used_up(shop: Shop) -> None:
    async with shop.open() as program:
        await offered(shop.scene.ann)
        shop.discord.misbehaviour.fail(CONSUME, status=400, times=1)
        bought = await shop.discord.sales.buy(shop.scene.ann, shop.small)
        await owns(program, shop.scene.ann, GIFT + PACK)
        await shop.discord.sales.take_back(bought)
        await until(lambda: _has(program, 2))
        before = len(shop.discord.calls("POST", "/consume"))
        await swept(program, far=True)
        assert len(shop.discord.calls("POST", "/consume")) == before


# --- taken back ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("told", [True, False])
async def test_a_refund_of_what_was_credited_is_noted_once_with_its_order(shop: Shop, told: bool) -> None:
    async with shop.open() as program:
        offer = await offered(shop.scene.ann)
        bought = await shop.scene.ann.buys(offer, shop.small.id)
        await used(bought)
        shop.discord.sales.telling = told
        await shop.discord.sales.take_back(bought)
        for _ in range(2):
            await shop.discord.sales.tell("DELETE", bought)
            await swept(program, far=True)
        await until(lambda: _has(program, 2))
        [order] = await rows(program, "SELECT id FROM payment_order")
        said = "event_ref, object_ref, json_extract(body, '$.charge_ref'), json_extract(body, '$.gross')"
        noted = f"SELECT {said} FROM inbox WHERE kind = 'reversed'"
        assert [tuple(row) for row in await rows(program, noted)] == [(f"{bought.id}/reversed", order.id, bought.id, 199)]
        await owns(program, shop.scene.ann, GIFT)
        await in_order(program)


async def test_the_end_of_a_purchase_is_not_a_refund(shop: Shop) -> None:
    """Using it up may give it an end; only `deleted` and the event of that name mean that the money is gone."""
    async with shop.open() as program:
        offer = await offered(shop.scene.ann)
        bought = await shop.scene.ann.buys(offer, shop.small.id)
        await used(bought)
        bought.ends_at = shop.discord.clock.now()
        await shop.discord.sales.tell("UPDATE", bought)
        await swept(program)
        await swept(program, far=True)
        assert await inbox(program) == [Event("paid", "done", bought.id)]
        assert await owned(program, shop.scene.ann) == GIFT + PACK


async def test_a_gift_that_is_taken_back_is_for_a_human(shop: Shop) -> None:
    async with shop.open() as program:
        given = await shop.discord.sales.buy(shop.scene.ann, shop.small, USER_GIFT)
        await used(given)
        await shop.discord.sales.take_back(given)
        await until(lambda: _has(program, 1))
        assert await inbox(program) == [Event("reversed", "parked", f"{given.id}/reversed")]


# --- confluence ------------------------------------------------------------------------------------------------------

FACTS = ("create", "update", "interaction", "list")
MOST_COPIES = 3


@dataclass
class Case:
    """One purchase, and the order in which its facts arrive; each so many times. They say how it stands; only that it was made is told as
    it was then, also when it is used or over."""

    bought: Entitlement
    order: Sequence[str]
    copies: Sequence[int]
    over: bool = field(default=False)

    async def tell(self, client: InkMirageClient, step: int) -> None:
        fact = self.order[step]
        self.over = self.over or fact == "delete"
        for _ in range(self.copies[step]):
            await self._told(client, fact)

    async def _told(self, client: InkMirageClient, fact: str) -> None:
        self.bought.deleted = self.over
        match fact:
            case "create":
                await client.on_entitlement_create(self._seen(client, deleted=False, consumed=False))
            case "update":
                await client.on_entitlement_update(self._seen(client))
            case "delete":
                await client.on_entitlement_delete(self._seen(client))
            case "interaction" if not self.over:
                await client._note([self._seen(client)])
            case "list":
                assert client.sales is not None
                await client.sales.note(client, [await client.fetch_entitlement(int(self.bought.id))])

    def _seen(self, client: InkMirageClient, **other: object) -> discord.Entitlement:
        payload: Any = self.bought.payload() | other
        return discord.Entitlement(state=client._connection, data=payload)


async def cases(shop: Shop, facts: Sequence[str]) -> list[Case]:
    """Every order, for somebody else each; each fact one to four times."""
    found = []
    for number, order in enumerate(permutations(facts)):
        person = shop.discord.user(f"Person {number}", accepts_dms=False)
        copies = [1 + (number // (place + 1)) % (MOST_COPIES + 1) for place in range(len(order))]
        found.append(Case(await shop.discord.sales.buy(person, shop.small), order, copies))
    return found


async def told(shop: Shop, all_cases: Sequence[Case], *, dying: bool) -> None:
    """All of it in step; `dying`: with a new program between any two facts."""
    steps = range(len(all_cases[0].order))
    for some in [[step] for step in steps] if dying else [steps]:
        async with shop.open(roles=("discord",)) as program:
            for step in some:
                await asyncio.gather(*(case.tell(client_of(program), step) for case in all_cases))


@dataclass(frozen=True)
class End:
    """What a purchase has come to."""

    credited: int
    reversed: int
    events: int


async def ends(program: Program) -> dict[str, End]:
    query = """SELECT json_extract(body, '$.charge_ref') AS ref, sum(kind = 'reversed') AS reversed, count(*) AS events,
        (SELECT count(*) FROM payment p WHERE p.charge_ref = json_extract(body, '$.charge_ref') AND p.credited_seq IS NOT NULL) AS credited
        FROM inbox GROUP BY ref"""
    return {row.ref: End(row.credited, row.reversed, row.events) for row in await rows(program, query)}


@pytest.mark.parametrize("dying", [False, True])
async def test_a_purchase_is_credited_once_however_we_hear_of_it(shop: Shop, dying: bool) -> None:
    shop.discord.sales.telling = False
    all_cases = await cases(shop, FACTS)
    await told(shop, all_cases, dying=dying)
    async with shop.open(roles=("discord",)) as program:
        assert list((await ends(program)).values()) == [End(1, 0, 1)] * len(all_cases)
        assert {await owned(program, case.bought.owner) for case in all_cases if case.bought.owner} == {GIFT + PACK}
        assert all(case.bought.consumed for case in all_cases)
        await in_order(program)


@pytest.mark.parametrize("dying", [False, True])
async def test_what_is_taken_back_is_noted_so_once_and_never_credited_afterwards(shop: Shop, dying: bool) -> None:
    shop.discord.sales.telling = False
    all_cases = await cases(shop, [*FACTS, "delete"])
    await told(shop, all_cases, dying=dying)
    async with shop.open(roles=("discord",)) as program:
        found = await ends(program)
        for case in all_cases:
            first = case.order[0] == "delete"
            # Credited and taken back, which `core.payments` settles, or neither and no account for it.
            assert found[case.bought.id] == (End(0, 1, 1) if first else End(1, 1, 2)), case.order
            assert case.bought.owner is not None
            assert (await owned(program, case.bought.owner) is None) is first
        await in_order(program)


async def test_a_sale_and_its_end_at_the_same_moment_are_noted_in_turn(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    shop.discord.sales.telling = False
    all_cases = [
        Case(await shop.discord.sales.buy(shop.discord.user(f"Person {number}"), shop.small), ("create", "delete"), (1, 1))
        for number in range(12)
    ]
    async with shop.open(roles=("discord",)) as program:
        client = client_of(program)
        telling = [[case.tell(client, step) for step in ((0, 0, 1) if number % 2 else (1, 0, 0))] for number, case in enumerate(all_cases)]
        await asyncio.gather(*(one for some in telling for one in some))
        found = await ends(program)
        named = {row.ref: row.named for row in await rows(program, ORDER_OF_THE_END)}
        for case in all_cases:
            assert (found[case.bought.id], named[case.bought.id]) in ((End(0, 1, 1), 0), (End(1, 1, 2), 1))
        assert "sale not noted" not in [record.message for record in caplog.records]
        await in_order(program)


@pytest.mark.parametrize(
    ("asking", "trouble"), [("read", DatabaseAway()), ("write", DatabaseAway()), ("write", OutcomeUnknown()), ("write", StorageFull())]
)
async def test_a_database_in_trouble_is_one_line_and_the_sale_is_found_in_the_list(
    shop: Shop, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, asking: str, trouble: DatabaseTrouble
) -> None:
    async with shop.open(roles=("discord",)) as program:

        async def troubled(work: object) -> None:
            raise trouble

        with monkeypatch.context() as away:
            away.setattr(program.store, asking, troubled)
            bought = await shop.discord.sales.buy(shop.scene.ann, shop.small)
            await until(lambda: _is_told(caplog, "sales put off"))
        assert [record.levelname for record in caplog.records if "sale" in record.message] == ["WARNING"]
        assert [record.message for record in caplog.records if record.exc_info] == []
        await swept(program)
        await used(bought)
        assert await owned(program, shop.scene.ann) == GIFT + PACK
        await in_order(program)


async def _is_told(caplog: pytest.LogCaptureFixture, message: str) -> bool:
    return message in [record.message for record in caplog.records]


ORDER_OF_THE_END = """SELECT json_extract(body, '$.charge_ref') AS ref, object_ref != '' AS named FROM inbox WHERE kind = 'reversed'"""


class Died(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("at", ["noted", "settled", "used"])
async def test_a_death_at_any_step_is_made_good(shop: Shop, at: str) -> None:
    shop.discord.sales.telling = False
    bought = await shop.discord.sales.buy(shop.scene.ann, shop.small)
    settle = payments.settle_due

    async def dying(shop_: Any) -> int:
        if at == "settled":
            await settle(shop_)
        raise Died

    async with shop.open(roles=("discord",)) as program:
        client, payload = client_of(program), bought.payload()
        with pytest.MonkeyPatch.context() as patch:
            if at == "used":
                patch.setattr(discord.Entitlement, "consume", _dead)
            else:
                patch.setattr(payments, "settle_due", dying)
            with pytest.raises(Died):
                await client.on_entitlement_create(discord.Entitlement(state=client._connection, data=payload))  # type: ignore[arg-type]
        assert not bought.consumed
    async with shop.open(roles=("discord",)) as program:
        await swept(program)
        assert bought.consumed
        assert await owned(program, shop.scene.ann) == GIFT + PACK
        assert await inbox(program) == [Event("paid", "done", bought.id)]
        await in_order(program)


async def _dead(_: discord.Entitlement) -> None:
    raise Died


# --- who has left ----------------------------------------------------------------------------------------------------


async def test_what_somebody_bought_who_has_left_does_not_bring_them_back(shop: Shop) -> None:
    async with shop.open(roles=("discord",), privacy__grace_days=0, privacy__purge_days=0) as program:
        offer = await offered(shop.scene.ann)
        bought = await shop.scene.ann.buys(offer, shop.small.id)
        await used(bought)
        given = await shop.discord.sales.buy(shop.scene.ann, shop.large, USER_GIFT)
        await used(given)
        await leaves(program, shop.scene.ann)
        await shop.discord.sales.tell("UPDATE", bought)
        await swept(program)
        await swept(program, far=True)
        assert await owned(program, shop.scene.ann) is None
        assert await rows(program, "SELECT 1 FROM inbox") == []
        await shop.discord.sales.take_back(bought)
        await until(lambda: _has(program, 1))
        assert await inbox(program) == [Event("reversed", "parked", f"{bought.id}/reversed")]
        assert await owned(program, shop.scene.ann) is None


async def leaves(program: Program, person: Person) -> None:
    known = await program.store.read(lambda uow: uow.accounts.person("discord", person.id))
    assert known is not None
    account = known.account_id
    await program.store.write(
        lambda uow: uow.erasures.purge(account, program.ambient.new_id(), program.ambient.now(), program.ambient.now())
    )
    kit = rights_kit(program)
    async with asyncio.timeout(SOON):
        while await program.store.read(lambda uow: uow.accounts.person("discord", person.id)):
            await carry_out_one(kit)


# --- the check, and what goes over the wire --------------------------------------------------------------------------


async def checked(shop: Shop, folder: Path, **more: object) -> list[str]:
    lines = [found async for found in findings(load(None, settings(shop.discord, folder, **{**shop.sells, **more})))]
    return [words for well, words in lines if well is False and words.startswith("sales on discord")]


async def test_the_check_says_what_keeps_discord_from_selling(shop: Shop, tmp_path: Path) -> None:
    assert await checked(shop, tmp_path) == []
    shop.discord.sales.team = None
    shop.small.kind = DURABLE
    shop.large.application_id = shop.discord.ids.new()
    team, small, large = await checked(shop, tmp_path)
    assert "no team" in team
    assert small.startswith("sales on discord: starter: is no consumable")
    assert large.startswith("sales on discord: studio: the app has no such sku")
    assert await checked(shop, tmp_path, discord__sells=False) == []
    shop.discord.misbehaviour.fail(r"GET /applications/.+/skus", status=403)
    assert await checked(shop, tmp_path) == [team, "sales on discord: does not answer; check the address and the network"]
    packs = [{"id": "a", "credits": 5, "price": 100, "currency": "USD"}]
    assert "nothing to sell" in (await checked(shop, tmp_path, credits__packs=packs))[0]


async def test_what_the_program_says_follows_the_description_of_discord(shop: Shop, specification: Specification) -> None:
    async with shop.open() as program:
        offer = await offered(shop.scene.ann)
        bought = await shop.scene.ann.buys(offer, shop.small.id)
        await used(bought)
        shop.discord.misbehaviour.fail(CONSUME, status=400)
        await used_or_asked(shop, await shop.scene.ann.buys(offer, shop.large.id))
        await swept(program, far=True)
        await shop.discord.sales.take_back(bought)
        await swept(program, far=True)
    assert {call.route.rsplit("/", 1)[1] for call in shop.discord.calls(route="/entitlements")} >= {"consume", "entitlements"}
    problems = [problem for call in shop.discord.exchanges for problem in specification.violations(call)]
    assert not problems, "\n".join(problems)


async def used_or_asked(shop: Shop, bought: Entitlement) -> None:
    await until(lambda: _asked(shop))
    assert bought.kind == PURCHASE
