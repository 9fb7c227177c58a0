"""How fast we may send: per chat, per group and in all, the urgent first, and one chat's flood wait is nobody else's (platforms.md B10)."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum
from itertools import count
from typing import Any

from telegram.error import RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

MOST_CHATS = 5000
Answered = bool | dict[str, Any] | list[dict[str, Any]]


class Urgency(IntEnum):
    """Who goes first. Payments go without any limiter, through a bot of their own."""

    RESULT = 1
    PROGRESS = 2
    BROADCAST = 3


@dataclass(frozen=True)
class Turn:
    """How urgent a request is, and for how many seconds it may be held back before its sender rather tries again later."""

    urgency: Urgency = Urgency.RESULT
    patience: float = 60.0


@dataclass(frozen=True)
class Rate:
    """So many at once, and so many a second after that."""

    burst: float
    per_second: float


IN_ALL = Rate(60, 30)
IN_CHAT = Rate(5, 1)
IN_GROUP = Rate(20, 20 / 60)
ALL = "*"
SPARE = 0.4
"""The part of each allowance that is kept for what is more urgent than progress."""


class Dropped(TelegramError):
    """Progress for which there is no room now; what comes next overtakes it anyway."""

    def __init__(self) -> None:
        super().__init__("dropped")


class Allowance:
    """A token bucket that can also be closed for a while."""

    def __init__(self, rate: Rate, now: float) -> None:
        self._rate = rate
        self._left = rate.burst
        self._at = now
        self.closed_until = float("-inf")

    def left(self, now: float) -> float:
        """How many may go at once."""
        return min(self._rate.burst, self._left + max(0.0, now - self._at) * self._rate.per_second)

    def take(self, now: float, weight: int) -> None:
        """So many go now."""
        self._left, self._at = self.left(now) - weight, now

    def wait(self, now: float, weight: int) -> float:
        """Seconds until so many may go; what is more than the allowance can ever hold goes when it is full."""
        missing = min(weight, self._rate.burst) - self.left(now)
        return max(self.closed_until - now, missing / self._rate.per_second, 0.0)

    def spares(self, now: float) -> bool:
        """Whether there is more left than is kept for the urgent."""
        return now >= self.closed_until and self.left(now) >= max(1.0, self._rate.burst * SPARE)

    def idle(self, now: float) -> bool:
        """Whether a new one would be the same."""
        return now >= self.closed_until and self.left(now) >= self._rate.burst


@dataclass(order=True)
class _Waiting:
    urgency: Urgency
    number: int
    chat: str = field(compare=False)
    weight: int = field(compare=False)
    until: float = field(compare=False)
    turn: "asyncio.Future[None]" = field(compare=False)


class Limiter(BaseRateLimiter[Turn]):
    """Decides when each request of a bot may leave. Waits of one chat do not hold up the others."""

    def __init__(self, now: Callable[[], float], *, in_all: Rate = IN_ALL, in_chat: Rate = IN_CHAT, in_group: Rate = IN_GROUP) -> None:
        self._now = now
        self._in_chat, self._in_group = in_chat, in_group
        self._all = Allowance(in_all, now())
        self._chats: dict[str, Allowance] = {}
        self._line: list[_Waiting] = []
        self._numbers = count()
        self._look: asyncio.TimerHandle | None = None

    async def initialize(self) -> None:
        """See `BaseRateLimiter`."""

    async def shutdown(self) -> None:
        """See `BaseRateLimiter`."""
        if self._look is not None:
            self._look.cancel()

    def rests(self, chat: int) -> float:
        """For how many seconds Telegram wants nothing for this chat."""
        allowance = self._chats.get(str(chat))
        return max(0.0, allowance.closed_until - self._now()) if allowance else 0.0

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answered]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Turn | None,
    ) -> Answered:
        """See `BaseRateLimiter`. Raises `Dropped`, `RetryAfter` when the wait would be longer than the sender's patience."""
        turn, chat, weight = rate_limit_args or Turn(), str(data.get("chat_id", "")), _weight(data)
        until = self._now() + turn.patience
        while True:
            await self._may_go(turn.urgency, chat, weight, until)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as flood:
                seconds = wait_of(flood)
                self._allowance(chat).closed_until = self._now() + seconds
                if turn.urgency is Urgency.PROGRESS or self._now() + seconds > until:
                    raise

    async def _may_go(self, urgency: Urgency, chat: str, weight: int, until: float) -> None:
        if urgency is Urgency.PROGRESS:
            self._go_or_drop(chat, weight)
            return
        waiting = _Waiting(urgency, next(self._numbers), chat, weight, until, asyncio.get_running_loop().create_future())
        self._line.append(waiting)
        self._let_go()
        try:
            await waiting.turn
        finally:
            if waiting in self._line:
                self._line.remove(waiting)

    def _go_or_drop(self, chat: str, weight: int) -> None:
        now = self._now()
        if self._line or not (self._all.spares(now) and self._allowance(chat).spares(now)):
            raise Dropped
        self._take(now, chat, weight)

    def _let_go(self) -> None:
        """Everybody who may go now goes, the urgent first, and nobody before who was there earlier in the same chat."""
        now, soonest, held = self._now(), float("inf"), set[str]()
        for waiting in sorted(self._line):
            wait = self._wait(now, waiting)
            if wait > 0 and now + wait > waiting.until:
                self._leave(waiting, RetryAfter(timedelta(seconds=wait)))
            elif wait > 0 or waiting.chat in held or ALL in held:
                # What is heavier than what is left must not be overtaken for ever by what is lighter.
                held.add(ALL if self._all.wait(now, waiting.weight) > 0 else waiting.chat)
                soonest = min(soonest, wait) if wait > 0 else soonest
            else:
                self._take(now, waiting.chat, waiting.weight)
                self._leave(waiting, None)
        self._look_again(soonest)

    def _wait(self, now: float, waiting: _Waiting) -> float:
        return max(self._all.wait(now, waiting.weight), self._allowance(waiting.chat).wait(now, waiting.weight))

    def _leave(self, waiting: _Waiting, error: Exception | None) -> None:
        self._line.remove(waiting)
        if waiting.turn.done():
            return
        waiting.turn.set_exception(error) if error else waiting.turn.set_result(None)

    def _look_again(self, seconds: float) -> None:
        if self._look is not None:
            self._look.cancel()
        self._look = asyncio.get_running_loop().call_later(max(seconds, 0.005), self._let_go) if self._line else None

    def _take(self, now: float, chat: str, weight: int) -> None:
        self._all.take(now, weight)
        if chat:
            self._allowance(chat).take(now, weight)

    def _allowance(self, chat: str) -> Allowance:
        """A group's id is negative. What has no chat shares one that is never short."""
        found = self._chats.get(chat)
        if found is None:
            rate = self._in_group if chat.startswith("-") else self._in_chat
            found = self._chats[chat] = Allowance(rate if chat else IN_ALL, self._now())
            self._forget_idle(chat)
        return found

    def _forget_idle(self, but: str) -> None:
        if len(self._chats) > MOST_CHATS:
            now = self._now()
            self._chats = {chat: one for chat, one in self._chats.items() if chat == but or not one.idle(now)}


def _weight(data: Mapping[str, Any]) -> int:
    """Each picture of an album is a message."""
    media = data.get("media")
    return len(media) if isinstance(media, list | tuple) else 1


def wait_of(flood: RetryAfter) -> float:
    """Seconds until Telegram takes something again."""
    wait = flood.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
