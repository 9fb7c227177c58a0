"""Orders and what providers say of them, in whatever order they say it: credits exactly once, and no token kept for nothing."""

import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from core import payments
from core.ambient import Ambient
from core.reply import Link
from core.storage.payments import PaymentOrder, ProviderEvent
from core.storage.unit_of_work import UnitOfWork
from db.unit_of_work import SqlUnitOfWork
from tests.clock import MovedClock
from tests.story.house import House, open_house


class Till:
    """A house with an order in it, the provider who speaks of it, and a browser at the till."""

    def __init__(self, house: House, clock: MovedClock, order: str, http: httpx.AsyncClient, token: str) -> None:
        self.house = house
        self.clock = clock
        self.id = order
        self.http = http
        self.token = token

    async def order(self, id: str = "") -> PaymentOrder:
        found = await self.house.program.store.read(lambda uow: uow.payments.order(id or self.id))
        assert found is not None
        return found

    async def told(self, kind: str, *, event: str = "", charge: str = "charge") -> int:
        """The provider says it; how many orders were credited."""
        order = await self.order()
        ref = event or kind
        said = ProviderEvent(f"event-{ref}", "stripe", ref, kind, order.id, charge, order.pack.price, order.pack.currency)
        await payments.receive(self.house.program.store, self.house.program.ambient, said)
        return await payments.settle_due(self.house.program.workshop)

    async def available(self) -> int:
        return (await self.house.balance("ada")).available

    async def decide(self, what: str) -> httpx.Response:
        return await self.http.post(f"/till/{self.id}", data={"do": what, "csrf": self.token})


@contextlib.asynccontextmanager
async def open_till(data: Path) -> AsyncIterator[Till]:
    clock = MovedClock()
    async with open_house(data, ambient=Ambient(now=clock.now), working=False) as house:
        caller = house.caller("ada")
        caller = replace(caller, address=replace(caller.address, grant="a-token-of-the-platform"))
        offer = (await house.program.dispatch.typed(caller, "/topup starter")).reply
        [url] = [b.action.url for b in offer.buttons if isinstance(b.action, Link)]
        assert house.program.web is not None
        transport = httpx.ASGITransport(house.program.web)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", follow_redirects=True) as http:
            id = url.rpartition("/")[2]
            yield Till(house, clock, id, http, token_on((await http.get(f"/till/{id}")).text))


def token_on(page: str) -> str:
    """What the form says that proves it is the page's own."""
    found = re.search(r'name="csrf" value="(\w+)"', page)
    assert found is not None
    return found[1]


def grants(uow: UnitOfWork) -> list[str]:
    assert isinstance(uow, SqlUnitOfWork)
    return [row[0] for row in uow.connection.exec_driver_sql("SELECT address FROM payment_order WHERE address LIKE '%a-token%'")]


async def test_money_that_came_after_a_no_is_credited_once(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        assert await till.told("declined") == 0
        assert (await till.order()).state == "declined"
        assert await till.told("paid") == 1
        assert await till.told("paid", event="told again") == 0
        assert (await till.order()).state == "paid"
        assert await till.available() == 140


async def test_whatever_must_wait_does_not_hold_up_the_others(tmp_path: Path) -> None:
    """More of them than are read at once, and all of them came first."""
    async with open_till(tmp_path) as till:
        store, ambient = till.house.program.store, till.house.program.ambient
        for number in range(payments.AT_ONCE + 5):
            broken = ProviderEvent(f"e{number}", "stripe", f"r{number}", "of-no-kind-we-know", till.id, f"c{number}", 1, "USD")
            await payments.receive(store, ambient, broken)
        with till.clock.moved(minutes=1):
            assert await till.told("paid") == 1
        assert await till.available() == 140


async def test_money_that_came_after_the_offer_had_ended_is_credited_once(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        with till.clock.moved(hours=25):
            assert await payments.expire_orders(till.house.program.store, till.house.program.ambient) == 1
            assert (await till.order()).state == "expired"
            assert await till.told("paid") == 1
            assert await till.told("paid", event="told again") == 0
            assert (await till.order()).state == "paid"
        assert await till.available() == 140


@pytest.mark.parametrize("late", ["declined", "expired"])
async def test_a_no_that_comes_after_the_money_changes_nothing(tmp_path: Path, late: str) -> None:
    async with open_till(tmp_path) as till:
        await till.told("paid")
        with till.clock.moved(hours=25):
            await till.told("declined") if late == "declined" else await payments.expire_orders(
                till.house.program.store, till.house.program.ambient
            )
        assert (await till.order()).state == "paid"
        assert await till.available() == 140


@pytest.mark.parametrize("end", ["paid", "declined", "expired"])
async def test_a_platforms_token_is_not_kept_beyond_the_order(tmp_path: Path, end: str) -> None:
    async with open_till(tmp_path) as till:
        store = till.house.program.store
        assert len(await store.read(grants)) == 1
        if end == "expired":
            with till.clock.moved(hours=23):
                assert await payments.expire_orders(store, till.house.program.ambient) == 0
            with till.clock.moved(hours=25):
                assert await payments.expire_orders(store, till.house.program.ambient) == 1
                assert await payments.expire_orders(store, till.house.program.ambient) == 0
        else:
            await till.told(end)
        assert await store.read(grants) == []
        order = await till.order()
        assert (order.state, order.address.chat) == (end, "ada")


async def test_a_yes_that_comes_too_late_closes_the_order_and_offers_another(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        with till.clock.moved(hours=25):
            page = await till.decide("pay")
            assert "This order has expired" in page.text
            assert 'value="pay"' not in page.text
            assert 'value="again"' in page.text
            assert (await till.order()).state == "expired"
            fresh = await till.decide("again")
            assert 'value="pay"' in fresh.text
            other = await till.order(str(fresh.url).rpartition("/")[2])
            assert (other.id != till.id, other.state, other.account_id) == (True, "open", (await till.order()).account_id)
            assert other.expires_at > till.clock.now()
            assert 'value="pay"' not in (await till.http.post(f"/till/{other.id}", data={"do": "pay", "csrf": token_on(fresh.text)})).text
            assert await till.available() == 140
            assert (await till.order()).state == "expired"


async def test_what_is_paid_or_open_is_not_ordered_again(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        for page in (await till.decide("again"), await till.decide("pay"), await till.decide("again")):
            assert 'value="again"' not in page.text
            assert str(page.url).endswith(till.id)
        assert await till.available() == 140


async def test_a_pack_that_is_no_longer_sold_is_not_offered_again(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        assert 'value="again"' in (await till.decide("decline")).text
        parts = till.house.program.web.state.parts  # type: ignore[union-attr]
        till.house.program.web.state.parts = replace(parts, tariff=replace(parts.tariff, packs=()))  # type: ignore[union-attr]
        page = await till.decide("again")
        assert 'value="again"' not in page.text
        assert str(page.url).endswith(till.id)
