"""The whole program with Stripe behind it: somebody who buys, Stripe that tells of it, and what the books say."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from sqlalchemy import text as sql

from bot.program import Program
from bot.timetable import timetable
from core import payments
from core.ambient import Ambient
from core.reply import Link
from core.storage.payments import PaymentOrder
from core.storage.unit_of_work import UnitOfWork
from db.unit_of_work import SqlUnitOfWork
from tests.loopback_stripe.events import SECRET, signed
from tests.loopback_stripe.server import LoopbackStripe
from tests.stand_in import Json
from tests.story.house import House, open_house

GIFT, PACK, PRICE = 40, 100, 299


@dataclass(frozen=True)
class Line:
    """A line of the inbox."""

    kind: str
    state: str
    ref: str
    charge: str = ""
    item: str = ""


class Counter:
    """Where credits are sold."""

    def __init__(self, house: House, stripe: LoopbackStripe, http: httpx.AsyncClient) -> None:
        self.house = house
        self.stripe = stripe
        self.http = http

    @property
    def program(self) -> Program:
        return self.house.program

    async def ordered(self, who: str = "ada", pack: str = "starter") -> str:
        """The id of an order, from the button that leads to its page."""
        reply = await self.house.say(who, f"/topup {pack}")
        [url] = [button.action.url for button in reply.buttons if isinstance(button.action, Link)]
        assert urlsplit(url).path.startswith("/pay/")
        return url.rpartition("/")[2]

    async def pressed(self, order: str) -> httpx.Response:
        return await self.http.get(f"/pay/{order}")

    async def opened(self, order: str = "") -> Json:
        """The session of a new order, or of this one."""
        order = order or await self.ordered()
        answer = await self.pressed(order)
        assert answer.status_code == 303
        [session] = [one for one in self.stripe.sessions if one["url"] == answer.headers["location"]]
        return session

    async def standing(self, order: str) -> str:
        return (await self.http.get(f"/pay/{order}/standing")).text

    async def order(self, id: str) -> PaymentOrder:
        found = await self.program.store.read(lambda uow: uow.payments.order(id))
        assert found is not None
        return found

    async def brought(self, event: Json, secret: str = SECRET, *, at: datetime | None = None) -> int:
        """Stripe brings a notice; the status."""
        headers, body = signed(event, secret, at=at)
        return (await self.http.post("/webhooks/stripe", headers=headers, content=body)).status_code

    async def told(self, kind: str, about: Json, **more: Any) -> int:
        """Stripe brings a notice of this moment, and the program has looked into it; how many were looked into."""
        assert await self.brought(self.stripe.event(kind, about, **more)) == 200
        return await self.looked()

    async def looked(self) -> int:
        """What a worker does, and the clock every ten minutes."""
        assert self.program.hints is not None
        done = await self.program.hints.look_into()
        await payments.settle_due(self.program.workshop)
        return done

    async def swept(self, *, far: bool = False) -> None:
        entries = {job.id: job.func for job in timetable(self.program).get_jobs()}
        await entries["sweep stripe far back" if far else "sweep stripe"]()

    async def inbox(self) -> list[Line]:
        columns = "kind, state, event_ref, json_extract(body, '$.charge_ref'), json_extract(body, '$.item_ref')"

        def work(uow: UnitOfWork) -> list[Line]:
            assert isinstance(uow, SqlUnitOfWork)
            return [Line(*row) for row in uow.connection.execute(sql(f"SELECT {columns} FROM inbox ORDER BY received_at, id"))]

        return await self.program.store.read(work)

    async def count(self, table: str) -> int:
        def work(uow: UnitOfWork) -> int:
            assert isinstance(uow, SqlUnitOfWork)
            return int(uow.connection.execute(sql(f"SELECT count(*) FROM {table}")).scalar_one())

        return await self.program.store.read(work)

    async def available(self, who: str = "ada") -> int:
        return (await self.house.balance(who)).available


def settings(stripe: LoopbackStripe, **more: object) -> dict[str, object]:
    """As an operator would write them; `more` with `__` for the dot."""
    given = {"api_key": stripe.key, "api_base": stripe.url, "webhook_secrets": [SECRET]}
    return {f"stripe.{name}": value for name, value in given.items()} | {name.replace("__", "."): value for name, value in more.items()}


@contextlib.asynccontextmanager
async def open_counter(stripe: LoopbackStripe, folder: Path, *, working: bool = False, **more: object) -> AsyncIterator[Counter]:
    """The program and Stripe keep the same time. Unless it is `working`, a test says when it looks into what it was told."""
    ambient = Ambient(now=stripe.clock.now)
    async with open_house(folder, ambient=ambient, working=working, overrides=settings(stripe, **more)) as house:
        assert house.program.web is not None
        transport = httpx.ASGITransport(house.program.web)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http:
            yield Counter(house, stripe, http)
