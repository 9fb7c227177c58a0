"""People who do what people do, in any order: one run of the random mode."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from random import Random

from tests.simulation.bank import Account
from tests.simulation.person import Person, join
from tests.simulation.scenarios import CODE, offer_voucher
from tests.simulation.vendors import FORBIDDEN
from tests.simulation.world import World

CAST = (("telegram", "ann"), ("discord", "bob"), ("web", "cleo"), ("telegram", "dan"))
Deed = Callable[["Visitor"], Awaitable[object]]


class Visitor:
    """One of them, with dice of their own."""

    def __init__(self, person: Person, others: list[Person], dice: Random) -> None:
        self.person = person
        self.others = others
        self.dice = dice
        self.charges: list[Account] = []

    async def lives(self) -> None:
        """Some deeds with pauses between them. A button that is not there is not pressed."""
        for _ in range(self.dice.randint(2, 7)):
            await asyncio.sleep(self.dice.choice((0.0, 1.0, 20.0, 200.0)) * self.dice.random())
            deed = self.dice.choices(DEEDS, WEIGHTS)[0]
            try:
                await deed(self)
            except LookupError:
                self.person.world.note(f"{self.person.name} finds no such button")


async def _asks(one: Visitor) -> None:
    prompt = FORBIDDEN if one.dice.random() < 0.1 else "a fox"
    await one.person.asks(prompt, count=one.dice.choice((1, 1, 1, 2, 4)))


async def _pays(one: Visitor) -> None:
    account = await one.person.pays(one.dice.choice(("starter", "studio")))
    if account is not None:
        one.charges.append(account)


async def _disputes(one: Visitor) -> None:
    account = next((one.charges.pop() for _ in one.charges if one.person.platform != "telegram"), None)
    if account is None or account.back:
        return
    bank = one.person.bank
    item = bank.dispute(account)
    await asyncio.sleep(one.dice.uniform(0.0, 1000.0))
    bank.decide(account, item, won=one.dice.random() < 0.5)


async def _given_by_hand(one: Visitor) -> None:
    if one.charges and one.person.platform != "telegram":
        one.person.bank.by_hand(one.charges.pop())


async def _joins(one: Visitor) -> None:
    await join(one.person, one.dice.choice(one.others))


async def _parts(one: Visitor) -> None:
    listed = await one.person.runs("unlink")
    asks = await one.person.presses(listed, "unlink-chat")
    await one.person.presses(asks, one.dice.choice(("unlink-undo", "unlink-chat")))


async def _deletes(one: Visitor) -> None:
    shown = await one.person.runs("show")
    await one.person.presses(await one.person.presses(shown, "delete"), "delete")


async def _writes_mail(one: Visitor) -> None:
    await one.person.runs("email", address=f"{one.person.name}@mail.example")


DEEDS: tuple[Deed, ...] = (
    _asks,
    lambda one: one.person.runs("cancel"),
    lambda one: one.person.runs("again"),
    lambda one: one.person.runs("balance"),
    lambda one: one.person.runs("show"),
    _pays,
    lambda one: one.person.wants_back(),
    _disputes,
    _given_by_hand,
    lambda one: one.person.runs("redeem", code=CODE),
    _joins,
    _parts,
    _deletes,
    _writes_mail,
    lambda one: one.person.runs("export-start"),
    lambda one: one.person.leaves(),
)
WEIGHTS = (30, 6, 6, 3, 4, 12, 6, 3, 2, 3, 6, 3, 3, 2, 3, 3)


async def crowd(world: World) -> None:
    """They all live at once, while the clock is set now and then."""
    await world.insist(lambda life: life.program.store.write(lambda uow: offer_voucher(uow, world)))
    people = [Person(world, platform, name) for platform, name in CAST]
    visitors = [Visitor(one, [other for other in people if other is not one], world.chance.stream(f"life of {one.name}")) for one in people]
    setting = asyncio.create_task(_set_clock(world))
    try:
        await asyncio.gather(*(visitor.lives() for visitor in visitors))
    finally:
        setting.cancel()


async def _set_clock(world: World) -> None:
    dice = world.chance.stream("clock")
    while True:
        await asyncio.sleep(30)
        if world.faults.strike("clock jumps"):
            world.skew += timedelta(seconds=dice.uniform(-90.0, 300.0))
            world.note(f"clock off by {world.skew}")
