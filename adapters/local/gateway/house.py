"""What all requests of one sandbox share."""

import asyncio
import hashlib
import uuid
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from adapters.local.gateway.exchange import Exchange
from adapters.local.gateway.faults import NO_BALANCE, NO_QUOTA, QUEUE_FULL, SLOTS_FULL
from adapters.local.gateway.journal import Journal
from adapters.local.gateway.ledger import Ledger
from adapters.local.gateway.options import GatewayOptions
from adapters.local.gateway.painter import Painter
from adapters.local.gateway.trigger import OK, Trigger
from adapters.local.gateway.wire import Refused
from core.ambient import Ambient

MOST_FILES = 64
MOST_COUNTERS = 10_000


@dataclass(frozen=True)
class HostedFile:
    """A picture that the sandbox serves by URL, perhaps badly."""

    data: bytes
    media_type: str
    delay: float = 0.0
    status: int = 200


class Counters:
    """How often something happened, for the latest ten thousand things."""

    def __init__(self) -> None:
        self._counts: OrderedDict[str, int] = OrderedDict()

    def clear(self) -> None:
        """Forget everything."""
        self._counts.clear()

    def next(self, *parts: str) -> int:
        """How often this happened before; from now on once more."""
        key = hashlib.sha256("\0".join(parts).encode()).hexdigest()
        count = self._counts.pop(key, 0)
        self._counts[key] = count + 1
        if len(self._counts) > MOST_COUNTERS:
            self._counts.popitem(last=False)
        return count


class Slots:
    """The pictures being made at the same time, and who waits for a place (`mayi-wire.md` §5.2, row 25)."""

    def __init__(self) -> None:
        self._busy = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def one(self, options: GatewayOptions, exchange: Exchange | None) -> AsyncIterator[None]:
        """Hold a place. Raises `Refused` when too many wait or none becomes free in time, `ClientLeft` when the client leaves first."""
        if not options.concurrency:
            yield
            return
        if self._busy >= options.concurrency:
            await self._wait(options, exchange)
        else:
            self._busy += 1
        try:
            yield
        finally:
            self._pass_on()

    def must_wait(self, options: GatewayOptions) -> bool:
        """Whether the next request has to queue, and may."""
        return 0 < options.concurrency <= self._busy and len(self._waiting) < options.queue_limit

    async def _wait(self, options: GatewayOptions, exchange: Exchange | None) -> None:
        if len(self._waiting) >= options.queue_limit:
            raise Refused(QUEUE_FULL)
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        left = asyncio.ensure_future(exchange.gone.wait() if exchange else asyncio.Event().wait())
        try:
            await asyncio.wait((place, left), timeout=options.queue_wait, return_when=asyncio.FIRST_COMPLETED)
            if left.done() or not place.done():
                self._give_up(place)
                raise ClientLeft if left.done() else Refused(SLOTS_FULL)
        except asyncio.CancelledError:
            self._give_up(place)
            raise
        finally:
            left.cancel()

    def _give_up(self, place: asyncio.Future[None]) -> None:
        """Leave the queue; a place that was given at the same moment goes to the next."""
        if place.done():
            self._pass_on()
        else:
            self._waiting.remove(place)

    def _pass_on(self) -> None:
        """The place goes straight to whoever has waited longest, so nobody can slip in between."""
        if self._waiting:
            self._waiting.popleft().set_result(None)
        else:
            self._busy -= 1


class ClientLeft(Exception):
    """The client left while it waited for a place: nothing was made, nothing is charged."""


@dataclass
class Planned:
    """A trigger for the next requests of a route that bring none themselves."""

    route: str
    trigger: Trigger
    times: int


@dataclass
class House:
    """The state of one sandbox; everything but the threads and the address is forgotten by `reset`."""

    options: GatewayOptions
    ambient: Ambient
    painter: Painter
    base_url: str = ""
    journal: Journal = field(default_factory=Journal)
    ledger: Ledger = field(default_factory=Ledger)
    slots: Slots = field(default_factory=Slots)
    failures: Counters = field(default_factory=Counters)
    attempts: Counters = field(default_factory=Counters)
    planned: list[Planned] = field(default_factory=list)
    files: OrderedDict[str, HostedFile] = field(default_factory=OrderedDict)

    def take_planned(self, route: str) -> Trigger | None:
        """The trigger that `fail_next` has laid ready for this route; used up by asking."""
        for plan in self.planned:
            if plan.route == route:
                plan.times -= 1
                self.planned = [other for other in self.planned if other.times > 0]
                return plan.trigger
        return None

    def resolved(self, trigger: Trigger, prompt: str) -> Trigger:
        """`fail_then_ok=k,kind` as what it means this time, counted per marker and prompt (row 28); any other trigger as it is."""
        if trigger.name != "fail_then_ok":
            return trigger
        if self.failures.next(trigger.text, prompt) < int(trigger.number(1, index=0)):
            return Trigger(trigger.word(1, "up500"), trigger.args[2:], trigger.options, trigger.text)
        return Trigger(OK.name, (), trigger.options, trigger.text)

    def host(self, file: HostedFile) -> str:
        """A URL under which the sandbox serves this file until many newer ones have come."""
        path = f"/files/{self.new_id()}"
        self.files[path] = file
        if len(self.files) > MOST_FILES:
            self.files.popitem(last=False)
        return self.base_url.removesuffix("/v1") + path

    def new_id(self) -> str:
        """32 hexadecimal digits."""
        return hashlib.sha256(self.ambient.new_id().encode()).hexdigest()[:32]

    def new_uuid(self) -> str:
        """The form of `X-Client-Request-ID`."""
        return str(uuid.UUID(self.new_id()))

    def check_money(self) -> None:
        """Before a picture is begun; parallel requests can still overdraw (§5.5). Raises `Refused`."""
        if self.ledger.remaining(self.options) <= 0:
            raise Refused(NO_QUOTA if self.options.usage_mode == "quota_limited" else NO_BALANCE)
