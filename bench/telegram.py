"""How soon people on Telegram hear from us, whatever happens in one of the chats: `python -m bench telegram`.

Two hundred people write or press in the same moment, while Telegram wants nothing for thirty seconds in the chat of one of them, and
another one is about to pay. Telegram, which lives in a process of its own, measures. Telegram takes some thirty messages a second from a
bot, so two hundred answers cannot come at once; what Telegram itself waits for is not held back by that.
"""

import asyncio
import gc
import sys
import tempfile
import time
from pathlib import Path

from telegram import Bot, LabeledPrice

from bench.elsewhere import Elsewhere, Json, Stalls, elsewhere, told_what_to_do
from bench.house import PROMPT, gateway, program
from bench.table import Line, below, latency, machine, show
from bot.runtime import Runtime
from tests.loopback_telegram.messages import Message
from tests.loopback_telegram.people import Person
from tests.loopback_telegram.server import LoopbackTelegram

CROWD, FLOOD = 200, 30
CHECKOUT = 1.0  # seconds
QUIET = 10.0  # seconds in which what the presses caused has been sent
SOON = 60.0


class Town:
    """People on Telegram, who do what they are told."""

    def __init__(self, telegram: LoopbackTelegram) -> None:
        self._telegram = telegram
        self._people = [telegram.user(f"Person {number}") for number in range(CROWD)]
        self._payer = telegram.user("Payer")
        self._offers: list[Message] = []

    async def ready(self) -> Json:
        """Once the program listens."""
        await self._telegram.polled()
        return {}

    async def prepare(self) -> Json:
        """Everybody has an offer before them."""
        for person in self._people:
            await person.says(f"{PROMPT} --quality low")
        self._offers = [await self._answer(person, lambda message: bool(message.labels)) for person in self._people]
        return {}

    async def _answer(self, person: Person, fits: object) -> Message:
        return await self._telegram.message_in(person.private, fits, within=SOON)  # type: ignore[arg-type]

    def flood(self) -> None:
        """Telegram wants nothing for the first of them."""
        self._telegram.misbehaviour.flood(self._people[0].private, retry_after=FLOOD, fits="(send|edit).+")

    async def write(self) -> Json:
        """Everybody writes; seconds to the answer, and to that of a checkout in the midst of it."""
        self.flood()
        async with Stalls() as stalls:
            said = [await person.says("/balance") for person in self._people]
            checkout = asyncio.create_task(self._pay())
            answers = await asyncio.gather(*(self._answered(person, message) for person, message in zip(self._people, said, strict=True)))
        return {"waits": answers, "checkout": await checkout, "stall": max(stalls.seconds)}

    async def _answered(self, person: Person, said: Message) -> float | None:
        if person is self._people[0]:
            return None
        began = said.at
        answer = await self._telegram.message_in(person.private, lambda message: "spend" in message.text, after=said, within=SOON)
        return (answer.at - began).total_seconds()

    async def press(self) -> Json:
        """Everybody says yes."""
        self.flood()
        async with Stalls() as stalls:
            checkout = asyncio.create_task(self._pay())
            pressed = await asyncio.gather(
                *(person.press(offer, offer.labels[0], within=SOON) for person, offer in zip(self._people, self._offers, strict=True))
            )
        return {
            "waits": [one.elapsed if one.answered else None for one in pressed],
            "checkout": await checkout,
            "stall": max(stalls.seconds),
        }

    async def _pay(self) -> float | None:
        """Pay an invoice that the bot does not know; it says no, and how soon it says so is what counts."""
        async with Bot(self._telegram.token, base_url=f"{self._telegram.api_base}/bot") as bot:
            link = await bot.create_invoice_link("Credits", "100 credits", "unknown-order", "XTR", [LabeledPrice("Credits", 100)])
        return (await self._payer.pays(link)).elapsed


async def serve() -> None:
    """Telegram, until standard input ends."""
    gc.disable()  # its pauses would be taken for ours, and it does not live long
    async with LoopbackTelegram() as telegram:
        town = Town(telegram)
        place = {"token": telegram.token, "api_base": telegram.api_base, "file_base": telegram.file_base}
        await told_what_to_do(place, {"ready": town.ready, "prepare": town.prepare, "write": town.write, "press": town.press})


async def measure() -> None:
    """One table."""
    async with elsewhere("bench.telegram") as telegram:
        place = {f"telegram__{name}": value for name, value in (await telegram.heard()).items()}
        with tempfile.TemporaryDirectory(prefix="bench-telegram-") as folder:
            async with gateway(pace=20.0) as url, program(Path(folder), url, mayi__concurrency=4, **place) as built:
                runtime = Runtime(built, ("telegram", "worker"))
                async with runtime.everything(None):
                    await storms(telegram)
                    runtime.stopping.set()


async def storms(telegram: Elsewhere) -> None:
    """Everybody presses, then everybody writes."""
    await telegram.do("ready")
    await telegram.do("prepare")
    began = time.process_time()
    pressed = await telegram.do("press")
    await asyncio.sleep(QUIET)
    written = await telegram.do("write")
    spent = time.process_time() - began
    lines = [
        *latency(f"a press is answered, {CROWD} at once, one chat flooded", [wait for wait in pressed["waits"] if wait is not None]),
        below("presses without an answer", sum(wait is None for wait in pressed["waits"]), 0, "presses", 0),
        *latency(f"the answer to a message stands there, the other {CROWD - 1}", [wait for wait in written["waits"] if wait is not None]),
        below("a checkout is answered meanwhile: presses · messages", max(pressed["checkout"], written["checkout"]), CHECKOUT, "s", 3),
        Line("CPU of the program for both", f"{spent:.2f} s"),
        Line("loop of that Telegram: longest", f"{max(pressed['stall'], written['stall']) * 1000:,.1f} ms"),
    ]
    show(f"{CROWD} people on Telegram at once, one of them in a chat that must rest for {FLOOD} s", lines, machine())


if __name__ == "__main__":
    asyncio.run(serve() if sys.argv[1:] == ["serve"] else measure())
