"""People who ask for pictures all the time, on Telegram and in the playground, and pay when they have little left."""

import asyncio
import contextlib
import json
import re
from dataclasses import dataclass
from itertools import count
from random import Random
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import aiohttp

from tests.chaos.processes import Seat
from tests.loopback_telegram.messages import Message
from tests.loopback_telegram.people import Person
from tests.loopback_telegram.server import LoopbackTelegram

PRICE = 4  # credits for a quick picture
PACK = 100  # credits of the smallest pack
PATIENCE = 120.0
BETWEEN_WISHES = (0.5, 3.0)
WISHES_PER_PACK = 8
DOUBLE = 0.2
"""Of so many requests two pictures are wanted."""
TILL = re.compile(r"/till/([a-z0-9]+)")
PROOF = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass
class Wish:
    """One request for pictures. `words` are nobody else's; when it was begun, `accepted` and `ended`, by the monotonic clock."""

    who: str
    words: str
    wanted: int
    begun: float = 0.0
    accepted: float | None = None
    ended: float | None = None


@dataclass
class Purse:
    """What somebody has paid for, as they know it."""

    packs: int = 0


class OnTelegram:
    """One person there."""

    def __init__(self, telegram: LoopbackTelegram, number: int, dice: Random) -> None:
        self.person: Person = telegram.user(f"Person {number}")
        self.wishes: list[Wish] = []
        self.purse = Purse()
        self._telegram = telegram
        self._dice = dice

    @property
    def name(self) -> str:
        return f"telegram {self.person.id}"

    async def live(self, closing: asyncio.Event) -> None:
        """Wish after wish, until the others close."""
        for number in count(1):
            if closing.is_set():
                return
            if number % WISHES_PER_PACK == 0:
                with contextlib.suppress(TimeoutError):
                    await self._pays()
            with contextlib.suppress(TimeoutError):
                await self._asks(number)
            await asyncio.sleep(self._dice.uniform(*BETWEEN_WISHES))

    async def _asks(self, number: int) -> None:
        wanted = 2 if self._dice.random() < DOUBLE else 1
        wish = Wish(self.name, f"fox {number} of {self.person.id}", wanted)
        said = await self.person.says(f"/imagine {wish.words} --quality low --count {wanted}")
        offer = await self._told(said, lambda message: message.reply_to is said and bool(message.buttons))
        wish.begun = monotonic()
        self.wishes.append(wish)
        await self.person.press(offer, offer.labels[0], within=PATIENCE)
        wish.accepted = monotonic()
        await self._told(said, lambda message: wish.words in message.text and "#" in message.text)
        wish.ended = monotonic()

    async def _pays(self) -> None:
        said = await self.person.says("/topup starter")
        invoice = await self._told(said, lambda message: message.shape.invoice is not None)
        self.purse.packs += (await self.person.pays(invoice)).paid

    async def _told(self, after: Message, fits: Any) -> Message:
        return await self._telegram.message_in(self.person.private, fits, after=after, within=PATIENCE)


class InPlayground:
    """One person at a browser, whose page asks again under the same key until it is answered."""

    def __init__(self, webs: list[Seat], number: int, dice: Random, session: aiohttp.ClientSession) -> None:
        self.number = number
        self.uid = ""
        self.wishes: list[Wish] = []
        self.purse = Purse()
        self.again = 0
        self._webs = webs
        self._dice = dice
        self._session = session

    @property
    def name(self) -> str:
        return f"playground {self.uid}"

    async def live(self, closing: asyncio.Event) -> None:
        """Wish after wish, until the others close."""
        self.uid = (await self._call("POST", "/api/people", json={"name": f"Person {self.number}"}))["uid"]
        for number in count(1):
            if closing.is_set():
                return
            if number % WISHES_PER_PACK == 0:
                await self._pays(number)
            with contextlib.suppress(TimeoutError):
                await self._asks(number)
            await asyncio.sleep(self._dice.uniform(*BETWEEN_WISHES))

    async def _asks(self, number: int) -> None:
        wanted = 2 if self._dice.random() < DOUBLE else 1
        wish = Wish(self.name, f"fox {number} of {self.uid}", wanted)
        values = {"prompt": wish.words, "quality": "low", "count": wanted}
        wish.begun = monotonic()
        self.wishes.append(wish)
        await self._runs(f"imagine-{number}", "imagine", values, seen=PRICE * wanted)
        wish.accepted = monotonic()
        async with asyncio.timeout(PATIENCE):
            while not await self._has_ended(wish):  # noqa: ASYNC110  # seen from outside
                await asyncio.sleep(0.5)
        wish.ended = monotonic()

    async def _has_ended(self, wish: Wish) -> bool:
        found = [body for body in await self.bodies() if body.get("quote") == wish.words]
        return bool(found) and all(body["progress"] is None for body in found)

    async def bodies(self) -> list[dict[str, Any]]:
        """What the bot's messages say now, the latest of them."""
        return _of_the_bot((await self._page())["messages"])

    async def all_bodies(self) -> list[dict[str, Any]]:
        """The same of the whole chat, page by page."""
        page = await self._page()
        found = page["messages"]
        while page["more"]:
            page = await self._page(before=found[0]["at"])
            found = page["messages"] + found
        return _of_the_bot(found)

    async def _page(self, **more: str) -> Any:
        return await self._call("GET", f"/api/messages?{urlencode({'person': self.uid, **more})}")

    async def _pays(self, number: int) -> None:
        answer = await self._runs(f"topup-{number}", "topup", {"pack": "starter"})
        order = TILL.search(str(answer))
        assert order, answer
        page = await self._text("GET", order[0])
        proof = PROOF.search(page)
        assert proof, "the till is open"
        await self._text("POST", order[0], data={"do": "pay", "csrf": proof[1]})
        self.purse.packs += 1

    async def _runs(self, key: str, command: str, values: dict[str, Any], **more: Any) -> Any:
        body = {"person": self.uid, "nonce": f"{key}-chaos", "command": command, "values": values, **more}
        return await self._call("POST", "/api/run", json=body)

    async def _call(self, method: str, path: str, **more: Any) -> Any:
        return json.loads(await self._text(method, path, headers={"X-Playground": "1"}, **more))

    async def _text(self, method: str, path: str, **more: Any) -> str:
        """The first answer that is one. Until then it is asked again, of any process."""
        async with asyncio.timeout(PATIENCE):
            while (found := await self._attempt(method, path, **more)) is None:
                self.again += 1
                await asyncio.sleep(0.2)
        return found

    async def _attempt(self, method: str, path: str, **more: Any) -> str | None:
        web = self._dice.choice(self._webs)
        try:
            async with self._session.request(method, f"{web.url}{path}", **more) as answer:
                said = await answer.text()
        except aiohttp.ClientError:
            return None
        assert answer.status < 400 or answer.status >= 500, (path, answer.status, said)
        return said if answer.status < 500 else None


def _of_the_bot(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [message["body"] for message in messages if message["author"] == "bot"]
