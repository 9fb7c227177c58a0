"""People: each at one platform, which repeats a request until the program has answered it."""

import asyncio
import re
from itertools import count

from core.caller import Address, Caller
from core.commands.dispatch import Answer
from core.commands.spec import Given
from core.reply import Call, Link, Reply
from tests.simulation.bank import Account, Bank
from tests.simulation.life import Life
from tests.simulation.points import passes
from tests.simulation.world import World

PRICES = {"low": 4, "high": 40}
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")


class Person:
    """Somebody on one platform."""

    def __init__(self, world: World, platform: str, name: str) -> None:
        self.world = world
        self.platform = platform
        self.name = name
        self.uid = str(sum(ord(sign) << 8 * place for place, sign in enumerate(name)))
        self._numbers = count(1)

    async def runs(self, command: str, **values: Given) -> Reply:
        """One request under one key, however often it has to be made; what was answered."""
        return await self._asked(self._caller(None), command, values)

    async def _asked(self, caller: Caller, command: str, values: dict[str, Given]) -> Reply:
        self.world.note(f"{self.name} runs {command}")
        if self.world.faults.strike("request twice"):
            first, _ = await asyncio.gather(self._answer(caller, command, values), self._answer(caller, command, values))
            return first.reply
        return (await self._answer(caller, command, values)).reply

    async def _answer(self, caller: Caller, command: str, values: dict[str, Given]) -> Answer:
        async def ask(life: Life) -> Answer:
            answer = await life.program.dispatch(caller, command, values)
            passes("answer, on its way")
            return answer

        answer = await self.world.insist(ask)
        self.world.note(f"{self.name} reads {answer.status} {[line.key for line in answer.reply.lines]}")
        return answer

    def _caller(self, seen: int | None) -> Caller:
        address = Address(self.platform, self.uid, private=True, uid=self.uid)
        return Caller(self.platform, self.uid, self.name, f"{self.name}-{next(self._numbers)}", address, "en", seen)

    async def presses(self, reply: Reply, command: str) -> Reply:
        """Press the first button that calls this command. Raises `LookupError`."""
        call = next((b.action for b in reply.buttons if isinstance(b.action, Call) and b.action.command == command), None)
        if call is None:
            raise LookupError(command)
        return await self.runs(call.command, **dict(call.values))

    async def asks(self, prompt: str, *, count: int = 1, quality: str = "low") -> Reply:
        """Have pictures made, at a price that was seen."""
        wish: dict[str, Given] = {"prompt": prompt, "quality": quality, "count": count}
        return await self._asked(self._caller(PRICES[quality] * count), "imagine", wish)

    async def orders(self, pack: str = "starter") -> str:
        """Order credits; the order's id, or nothing if none are sold."""
        reply = await self.runs("topup", pack=pack)
        if reply.invoice is not None:
            return reply.invoice.order
        links = [b.action.url for b in reply.buttons if isinstance(b.action, Link)]
        return links[0].rpartition("/")[2] if links else ""

    @property
    def bank(self) -> Bank:
        """Where this person pays."""
        return self.world.stars if self.platform == "telegram" else self.world.cards

    async def pays(self, pack: str = "starter") -> Account | None:
        """Order credits and pay for them."""
        order = await self.orders(pack)
        if not order:
            return None
        found = await self.world.look(lambda uow: uow.payments.order(order))
        return self.bank.pay(order, found.pack.price, found.pack.currency) if found else None

    async def wants_back(self) -> Reply:
        """Ask for the money of the first payment that can go back."""
        listed = await self.runs("refund")
        question = await self.presses(listed, "refund-ask")
        self.world.wishes += 1
        return await self.presses(question, "refund-now")

    async def shows_code(self) -> str:
        """The code by which another way in becomes this person's."""
        reply = await self.runs("link")
        found = next((CODE.search(str(line.args.get("code", ""))) for line in reply.lines), None)
        return found[0] if found else ""

    async def leaves(self) -> Reply:
        """Delete the account, at once."""
        chosen = await self.runs("delete-choose", now=True)
        numbers = [b.action for b in chosen.buttons if isinstance(b.action, Call) and b.action.command == "delete-press"]
        right = next((str(line.args["number"]) for line in chosen.lines if line.key == "rights-press"), "")
        press = next((call for call in numbers if str(call.values["number"]) == right), None)
        return await self.runs("delete-press", **dict(press.values)) if press else chosen


async def join(shows: Person, types: Person) -> Reply:
    """Two ways in become one person's. Raises `LookupError` where that is refused."""
    code = await shows.shows_code()
    preview = await types.runs("link", code=code)
    await types.presses(preview, "link-join")
    call = next(b.action for b in preview.buttons if isinstance(b.action, Call) and b.action.command == "link-join")
    return await shows.runs("link-yes", **dict(call.values))
