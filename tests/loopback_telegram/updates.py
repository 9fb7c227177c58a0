"""What the bot is told, and how it gets it: by asking, or at its own address."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import aiohttp

from tests.clock import MovableClock
from tests.loopback_telegram import refusals
from tests.loopback_telegram.exchange import Exchange
from tests.loopback_telegram.limits import within
from tests.loopback_telegram.misbehaviour import Misbehaviour
from tests.loopback_telegram.refusals import Json, bad
from tests.waiting import Pulse

KEPT = timedelta(hours=24)
#: Kinds that must be asked for by name.
_ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
_OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
_HOOKED = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass(eq=False)
class Waiting:
    """An update on its way."""

    payload: Json
    at: datetime

    @property
    def number(self) -> int:
        return int(self.payload["update_id"])


@dataclass
class Webhook:
    """Where updates are brought, and how patiently."""

    url: str = ""
    secret: str | None = None
    connections: int = 40
    last_error: tuple[datetime, str] | None = None
    #: Seconds without an answer after which an update is brought again; Telegram waits 60.
    patience: float = 60.0
    #: Seconds until it is brought again.
    pause: float = 0.05
    #: What was answered, in order: update id and status (0 for none).
    answers: list[tuple[int, int]] = field(default_factory=list)


class Updates:
    """The queue of updates and its two ends."""

    def __init__(self, clock: MovableClock, pulse: Pulse, misbehaviour: Misbehaviour, fault: Callable[[Exception], None]) -> None:
        self._clock, self._pulse, self._misbehaviour, self._fault = clock, pulse, misbehaviour, fault
        self._next = 700_000_001
        self._poll: asyncio.Future[None] | None = None
        self._couriers: dict[Waiting, asyncio.Task[None]] = {}
        self._busy = asyncio.Semaphore(40)
        self.pending: list[Waiting] = []
        #: Everything that was ever told, and every kind that was not because the bot had not asked for it.
        self.produced: list[Json] = []
        self.unwanted: list[str] = []
        self.allowed: list[str] | None = None
        self.webhook = Webhook()

    def publish(self, kind: str, payload: Json) -> None:
        """Tell the bot, if it wants to know such things."""
        if not self._wanted(kind):
            self.unwanted.append(kind)
            return
        update = {"update_id": self._next, kind: payload}
        self._next += 1
        self.produced.append(update)
        for _ in range(max(1, self._misbehaviour.duplicate_updates)):
            self.pending.append(Waiting(update, self._clock.now()))
        self._send_out()
        self._pulse.beat()

    def again(self, update_id: int) -> None:
        """Bring an old update once more, as happens when a confirmation was lost."""
        update = next(update for update in self.produced if update["update_id"] == update_id)
        self.pending.insert(0, Waiting(update, self._clock.now()))
        self._send_out()
        self._pulse.beat()

    @property
    def polled(self) -> bool:
        """Whether somebody is waiting for updates."""
        return self._poll is not None

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in _ON_REQUEST

    # Asking ----------------------------------------------------------------------------------------------------------

    async def get_updates(self, call: Exchange) -> list[Json]:
        if self.webhook.url:
            raise refusals.conflict(_HOOKED)
        self._allow(call.body)
        turn = self._take_turn()
        try:
            await self._something(within(call.body.get("timeout"), 0, 0, 50), call.body.get("offset"), turn)
        finally:
            if self._poll is turn:
                self._poll = None
                self._pulse.beat()
        return [waiting.payload for waiting in self.pending[: within(call.body.get("limit"), 100, 1, 100)]]

    def _take_turn(self) -> "asyncio.Future[None]":
        """The newest to ask is served; who asked before it is sent away."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(refusals.conflict(_OTHER_POLL))
        self._poll = turn = asyncio.get_running_loop().create_future()
        self._pulse.beat()
        return turn

    async def _something(self, seconds: float, offset: int | None, turn: "asyncio.Future[None]") -> None:
        """Wait until there is an update, but not longer than this."""
        self._confirm(offset)

        def found() -> bool:
            if turn.done():
                turn.result()
            return bool(self.pending)

        try:
            await self._pulse.until(lambda: found() or None, seconds)
        except TimeoutError:
            return

    def _confirm(self, offset: int | None) -> None:
        """Forget what is older than a day and what has been taken."""
        self.pending = [waiting for waiting in self.pending if waiting.at + KEPT > self._clock.now()]
        if offset is None:
            return
        if offset < 0:
            self.pending = self.pending[offset:]
        elif any(waiting.number < offset for waiting in self.pending) and not self._misbehaviour.forgets():
            self.pending = [waiting for waiting in self.pending if waiting.number >= offset]

    def _allow(self, body: Json) -> None:
        """A list is remembered; without one the old list stays (platforms.md §B1)."""
        if "allowed_updates" in body:
            self.allowed = list(body["allowed_updates"] or []) or None

    # The bot's own address -------------------------------------------------------------------------------------------

    async def set_webhook(self, call: Exchange) -> bool:
        url, secret = str(call.body.get("url") or ""), call.body.get("secret_token")
        if not url:
            return await self.delete_webhook(call)
        if urlsplit(url).scheme != "https" and urlsplit(url).hostname not in ("127.0.0.1", "::1"):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", str(secret)):
            raise bad("secret token contains unallowed characters")
        self._allow(call.body)
        await self._recall(drop=bool(call.body.get("drop_pending_updates")))
        self._hook(url, secret, within(call.body.get("max_connections"), 40, 1, 100))
        return True

    def _hook(self, url: str, secret: str | None, connections: int) -> None:
        old = self.webhook
        self.webhook = Webhook(url, secret, connections, patience=old.patience, pause=old.pause, answers=old.answers)
        self._busy = asyncio.Semaphore(connections)
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(refusals.conflict("terminated by setWebhook request"))
        self._send_out()
        self._pulse.beat()

    async def delete_webhook(self, call: Exchange) -> bool:
        await self._recall(drop=bool(call.body.get("drop_pending_updates")))
        self.webhook.url = ""
        return True

    async def get_webhook_info(self, _: Exchange) -> Json:
        hook = self.webhook
        body: Json = {"url": hook.url, "has_custom_certificate": False, "pending_update_count": len(self.pending)}
        body |= {"max_connections": hook.connections, "ip_address": "127.0.0.1"} if hook.url else {}
        body |= {"allowed_updates": self.allowed} if self.allowed else {}
        if hook.last_error is not None:
            at, what = hook.last_error
            body |= {"last_error_date": int(at.timestamp()), "last_error_message": what}
        return body

    def _send_out(self) -> None:
        if not self.webhook.url:
            return
        for waiting in self.pending:
            if waiting not in self._couriers:
                task = asyncio.get_running_loop().create_task(self._bring(waiting))
                self._couriers[waiting] = task
                task.add_done_callback(lambda task, waiting=waiting: self._came_back(task, waiting))  # type: ignore[misc]

    def _came_back(self, task: "asyncio.Task[None]", waiting: Waiting) -> None:
        self._couriers.pop(waiting, None)
        if not task.cancelled() and isinstance(error := task.exception(), Exception):
            self._fault(error)

    async def _bring(self, waiting: Waiting) -> None:
        """Bring one update until it is taken."""
        while self.webhook.url:
            async with self._busy:
                status = await self._knock(waiting)
            self.webhook.answers.append((waiting.number, status))
            if 200 <= status < 300:
                break
            self._pulse.beat()
            await asyncio.sleep(self.webhook.pause)
        if waiting in self.pending:
            self.pending.remove(waiting)
        self._pulse.beat()

    async def _knock(self, waiting: Waiting) -> int:
        hook = self.webhook
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(hook.patience)) as session,
                session.post(hook.url, json=waiting.payload, headers=headers) as answer,
            ):
                return self._noted(answer.status, f"Wrong response from the webhook: {answer.status} {answer.reason}")
        except TimeoutError:
            return self._noted(0, "Read timeout expired")
        except aiohttp.ClientError as error:
            return self._noted(0, "Connection refused" if isinstance(error, aiohttp.ClientConnectorError) else str(error))

    def _noted(self, status: int, complaint: str) -> int:
        if not 200 <= status < 300:
            self.webhook.last_error = self._clock.now(), complaint
        return self._misbehaviour.webhook_status(status)

    async def _recall(self, *, drop: bool) -> None:
        """Nobody is under way any more; with `drop` what was to be brought is forgotten."""
        couriers = list(self._couriers.values())
        for courier in couriers:
            courier.cancel()
        await asyncio.gather(*couriers, return_exceptions=True)
        self._couriers.clear()
        if drop:
            self.pending.clear()

    async def close(self) -> None:
        await self._recall(drop=True)

    def kinds(self) -> list[str]:
        """The kind of every update that was told."""
        return [kind_of(update) for update in self.produced]


def kind_of(update: Json) -> str:
    return next(name for name in update if name != "update_id")
