"""How soon Discord hears from us, and who waits how long: `python -m bench discord`.

First nothing else happens, and crowds of different sizes come. Then, while pictures land, 200 people use a slash command in the same
moment, several times over. Discord, which lives in a process of its own, measures how long it waits for each acknowledgement; after three
seconds it tells the person that the app did not respond. Last, one person asks for thirty pictures, and nine others for one each at about
the same time.
"""

import asyncio
import contextlib
import gc
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

from bench.elsewhere import Elsewhere, Stalls, elsewhere, told_what_to_do
from bench.house import PRICE, PROMPT, gateway, program
from bench.table import Line, at_least, below, latency, machine, percentiles, show
from bot.program import Program
from bot.runtime import Runtime
from core.ambient import Ambient, Step
from tests.loopback_discord.messages import Message
from tests.loopback_discord.people import Call, Person
from tests.loopback_discord.server import API, LoopbackDiscord

GOAL = 300.0  # ms
CROWD = 200
CROWDS = {1: 30, 50: 6, 200: 3, 1000: 2}  # people, and how many times
STORMS, BETWEEN = 5, 4.0  # so many times, seconds from one to the next
IN_FLIGHT = 150
FILL, SLACK, LANDING = 10.0, 8.0, 30.0  # seconds in which people ask, until the first picture lands, and in which all of them do
MAKE = f"Make it · {PRICE} credits"
EAGER, OTHERS, AT_ONCE, PACE = 30, 9, 4, 0.5
SOON = 60.0

Json = dict[str, Any]


# --- Discord and its people, in their own process -------------------------------------------------------------------


class Town:
    """People on Discord, who do what they are told on standard input, a line for each deed."""

    def __init__(self, discord: LoopbackDiscord) -> None:
        self._discord = discord
        self._guild = discord.guild("Painters")
        self._general = self._guild.channel("general")
        self._people: dict[str, Person] = {}

    def _person(self, name: str) -> Person:
        if name not in self._people:
            self._people[name] = self._discord.user(name, guilds=[self._guild])
        return self._people[name]

    async def ready(self) -> Json:
        """Once the program is connected."""
        await self._discord.gateway.ready(within=SOON)
        return {}

    async def _offers(self, wanted: Sequence[tuple[Person, str]]) -> list[Message]:
        orders = [{"prompt": prompt, "quality": "low"} for _, prompt in wanted]
        asked = [await who.command("imagine", order, channel=self._general) for (who, _), order in zip(wanted, orders, strict=True)]
        return [await call.finished(SOON) for call in asked]

    async def fill(self, count: int) -> Json:
        """So many people have a picture made, and all of them will land one after another."""

        async def one(number: int) -> None:
            await asyncio.sleep(FILL * number / count)
            pace = FILL + SLACK + (LANDING - FILL) * number / count
            who = self._person(f"Painter {number}")
            [offer] = await self._offers([(who, f"{PROMPT} [[sb:ok pace={pace:.1f}]]")])
            await who.press(offer, MAKE)

        await asyncio.gather(*(one(number) for number in range(count)))
        return {}

    async def storm(self, count: int) -> Json:
        """So many people at once; how long Discord waited for each first answer (`null`: too long), and people for what it says."""
        order = {"prompt": PROMPT, "quality": "low"}
        deeds: list[tuple[str, Json]] = [("imagine", order), ("balance", {}), ("imagine", order | {"private": True}), ("balance", {})]
        began = time.monotonic()
        async with Stalls() as stalls:
            # Nobody waits inside `command`: two hundred who look up at every event would keep Discord busy with themselves.
            calls = await asyncio.gather(
                *(
                    self._person(f"Guest {number}").command(name, options, channel=self._general, within=0)
                    for number in range(count)
                    for name, options in [deeds[number % len(deeds)]]
                )
            )
            while not all(_is_answered(call) for call in calls) and time.monotonic() - began < SOON / 4:  # noqa: ASYNC110  # as said above
                await asyncio.sleep(0.01)
        return {
            "waits": [call.response and call.response.elapsed for call in calls],
            "read": [_read(call) for call in calls],
            "stall": max(stalls.seconds),
        }

    async def share(self, eager: int, others: int) -> Json:
        """One person says yes so many times, others once each just after; seconds from each yes to the picture, in order of arrival."""
        names = ["Eager"] * eager + [f"Modest {number}" for number in range(1, others + 1)]
        offers = await self._offers([(self._person(name), PROMPT) for name in names])
        came: list[tuple[str, float]] = []

        async def one(name: str, offer: Message) -> None:
            began = time.monotonic()
            call = await self._person(name).press(offer, MAKE)
            await call.until(lambda message: any(file.data.startswith(b"\x89PNG") for file in message.files), SOON)
            came.append((name, time.monotonic() - began))

        await asyncio.gather(*(one(name, offer) for name, offer in zip(names, offers, strict=True)))
        return {"came": came}


def _is_answered(call: Call) -> bool:
    """A refusal takes the place of what was promised to the whole channel: then the first message is gone."""
    return bool(call.response and any(not message.loading for message in call.messages))


def _read(call: Call) -> float | None:
    """Seconds from the command to the answer that can be read in the place of what was promised."""
    edits = [edit for message in call.messages for edit in message.edits]
    return (edits[0].at - call.interaction.created_at).total_seconds() if edits else None


async def serve() -> None:
    """Discord, until standard input ends."""
    gc.disable()  # its pauses would be taken for ours, and it does not live long
    async with LoopbackDiscord() as discord:
        town = Town(discord)
        deeds: dict[str, Callable[..., Any]] = {"ready": town.ready, "fill": town.fill, "storm": town.storm, "share": town.share}
        place = {
            "token": discord.token,
            "api_base": f"{discord.url}{API}",
            "gateway_url": discord.gateway.address,
            "cdn_base": discord.cdn.base,
        }
        await told_what_to_do(place, deeds)


# --- the program ----------------------------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def inkmirage(steps: Counter[Step], *, pace: float, at_once: int) -> AsyncIterator[tuple[Elsewhere, Program]]:
    """The program in this process, connected to a Discord in another, with the gateway in a third."""
    ambient = Ambient(reached=lambda step: steps.update([step]))
    async with elsewhere("bench.discord") as discord:
        place = {f"discord__{name}": value for name, value in (await discord.heard()).items()}
        with tempfile.TemporaryDirectory(prefix="bench-discord-") as folder:
            async with gateway(pace=pace) as url, program(Path(folder), url, ambient=ambient, mayi__concurrency=at_once, **place) as built:
                runtime = Runtime(built, ("discord", "worker"))
                async with runtime.everything(None):
                    await discord.do("ready")
                    yield discord, built
                    runtime.stopping.set()


async def acknowledging() -> None:
    """The first storm in a quiet house, the others while pictures land."""
    steps: Counter[Step] = Counter()
    async with inkmirage(steps, pace=1.0, at_once=IN_FLIGHT) as (discord, _):
        first = await discord.do("storm", CROWD)
        await discord.do("fill", IN_FLIGHT)
        while steps[Step.DELIVERED] < 1:  # noqa: ASYNC110  # it is counted elsewhere, and nobody tells
            await asyncio.sleep(0.1)
        storms, landed, spent, began = [], steps[Step.MADE], time.process_time(), time.monotonic()
        async with Stalls() as stalls:
            for number in range(STORMS):
                await asyncio.sleep(max(0.0, began + number * BETWEEN - time.monotonic()))
                storms.append(await discord.do("storm", CROWD))
        seconds = time.monotonic() - began
        spent, landed = (time.process_time() - spent) / seconds, steps[Step.MADE] - landed
    report(first, storms, stalls.seconds, landed / seconds, spent)


def report(first: Json, storms: list[Json], stalls: list[float], landed: float, spent: float) -> None:
    """One table."""
    waits = [wait for storm in storms for wait in storm["waits"]]
    read = [wait for storm in storms for wait in storm["read"] if wait is not None]
    misses = sum(wait is None for wait in (*waits, *first["waits"]))
    lines = [
        Line("pictures landed meanwhile, CPU of the program", f"{landed:.1f} per second · {spent:.0%} of a core"),
        *latency(f"acknowledged, {CROWD} at once, {STORMS} times", [wait for wait in waits if wait is not None], GOAL),
        below("not acknowledged within three seconds", misses, 0, "people", 0),
        *latency("the answer can be read", read),
        *latency("acknowledged in the first second after the start", [wait for wait in first["waits"] if wait is not None]),
        Line("loop of the program not coming round: p99 · longest", f"{percentiles(stalls)[2] * 1000:,.1f} · {max(stalls) * 1000:,.1f} ms"),
        Line("loop of that Discord: longest", f"{max(storm['stall'] for storm in storms) * 1000:,.1f} ms"),
    ]
    show(f"{CROWD} people on Discord at once, while pictures of 2 MiB land", lines, machine())


async def crowds() -> None:
    """One table: smaller and larger crowds in a house where nothing else happens."""
    lines = []
    async with inkmirage(Counter(), pace=1.0, at_once=AT_ONCE) as (discord, _):
        await discord.do("storm", 1)
        for count, times in CROWDS.items():
            waits = [wait for _ in range(times) for wait in (await discord.do("storm", count))["waits"]]
            p50, p95, p99 = (value * 1000 for value in percentiles([wait for wait in waits if wait is not None]))
            missed = sum(wait is None for wait in waits)
            lines.append(Line(f"{count:,} at once, {times} times: p50 · p95 · p99", f"{p50:,.0f} · {p95:,.0f} · {p99:,.0f} ms"))
            lines.append(below("not acknowledged within three seconds", missed, 0, "people", 0))
    show("So many people on Discord at once, nothing else to do: until they are acknowledged", lines, machine())


async def sharing() -> None:
    """One table: the eager one and the others."""
    steps: Counter[Step] = Counter()
    async with inkmirage(steps, pace=PACE, at_once=AT_ONCE) as (discord, _):
        came: list[tuple[str, float]] = (await discord.do("share", EAGER, OTHERS))["came"]
    own = [wait for name, wait in came if name == "Eager"]
    others = [(place, wait) for place, (name, wait) in enumerate(came, 1) if name != "Eager"]
    last = max(place for place, _ in others)
    lines = [
        Line("the nine: shortest · median · longest wait", _spread([wait for _, wait in others])),
        Line("the one with thirty: first · median · last", _spread(own)),
        Line("the nine came as number", ", ".join(str(place) for place, _ in others)),
        below("pictures of the one before the last of the nine", last - OTHERS, AT_ONCE, "pictures", 0),
        at_least("pictures that came", len(came), EAGER + OTHERS, "pictures"),
    ]
    title = f"One person asks for {EAGER} pictures, nine ask for one each; {AT_ONCE} are made at once, {PACE:g} s each"
    show(title, lines, machine())


def _spread(waits: list[float]) -> str:
    ordered = sorted(waits)
    return f"{ordered[0]:.1f} · {ordered[len(ordered) // 2]:.1f} · {ordered[-1]:.1f} s"


async def measure() -> None:
    """All parts."""
    await crowds()
    await acknowledging()
    await sharing()


if __name__ == "__main__":
    asyncio.run(serve() if sys.argv[1:] == ["serve"] else measure())
