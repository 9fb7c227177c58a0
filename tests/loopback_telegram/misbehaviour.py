"""Bad days of Telegram, switched on by a test."""

import asyncio
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tests.loopback_telegram import refusals
from tests.loopback_telegram.exchange import Exchange
from tests.loopback_telegram.refusals import Refusal, flooded

if TYPE_CHECKING:
    from tests.loopback_telegram.places import Chat

ANY = r"(?!getUpdates)\w+"
SENDS = r"(send|edit|copy|forward)(?!ChatAction)\w+"
MINUTE = timedelta(minutes=1)


class Cut(Exception):
    """The line goes dead instead of an answer."""


@dataclass
class Trouble:
    """What the next `left` calls meet whose method fits, and which go to this chat if one is named."""

    fits: re.Pattern[str]
    left: float
    after: bool = False
    refusal: Refusal | None = None
    seconds: float = 0.0
    cut: bool = False
    chat: "Chat | None" = None
    until: datetime | None = None
    met: int = 0

    def meets(self, call: Exchange, *, after: bool) -> bool:
        here = self.chat is None or call.body.get("chat_id") == self.chat.id
        over = self.until is not None and call.at >= self.until
        if self.after is not after or self.left <= 0 or over or not here or not self.fits.fullmatch(call.method):
            return False
        self.left -= 1
        self.met += 1
        return True

    async def strike(self) -> None:
        await asyncio.sleep(self.seconds)
        if self.cut:
            raise Cut
        if self.refusal is not None:
            raise self.refusal


@dataclass
class Misbehaviour:
    """Switches; everything is off at first. `fits` is a pattern of method names; what `after` means: it took effect, the answer is lost."""

    #: Every update is delivered so many times.
    duplicate_updates: int = 1
    #: So many confirmations (`offset` of getUpdates) are forgotten, and the updates come again.
    forget_confirmation: int = 0
    #: So many answers of the bot's own address are lost on the way, and the updates come again.
    lose_webhook_answers: int = 0
    #: Messages and edits that a group takes per minute; Telegram takes about 20.
    group_limit: int | None = None
    troubles: list[Trouble] = field(default_factory=list)
    _written: dict[int, list[datetime]] = field(default_factory=dict)

    def refuse(self, fits: str, error: Refusal, times: float = 1, *, after: bool = False) -> Trouble:
        """These calls meet this error."""
        return self._add(Trouble(re.compile(fits), times, after, error))

    def fail(self, fits: str = ANY, *, status: int = 500, times: float = 1, after: bool = False) -> Trouble:
        """5xx."""
        return self.refuse(fits, refusals.broken(status), times, after=after)

    def forbid(self, fits: str = SENDS, *, why: str = "bot was blocked by the user", times: float = 1) -> Trouble:
        """403."""
        return self.refuse(fits, refusals.forbidden(why), times)

    def rate_limit(self, fits: str = ANY, *, retry_after: int = 1, times: float = 1) -> Trouble:
        """429 for so many calls, wherever they go."""
        return self.refuse(fits, flooded(retry_after), times)

    def flood(self, chat: "Chat | None" = None, *, retry_after: int = 30, fits: str = ANY, until: datetime | None = None) -> Trouble:
        """429 in this chat (everywhere, without one), for one call or until this time of the server's clock."""
        left = 1 if until is None else float("inf")
        return self._add(Trouble(re.compile(fits), left, refusal=flooded(retry_after), chat=chat, until=until))

    def hang(self, fits: str, seconds: float, *, after: bool = True, times: float = 1) -> Trouble:
        """The answer comes so much later; with `after` the thing is done before the wait."""
        return self._add(Trouble(re.compile(fits), times, after, seconds=seconds))

    def cut(self, fits: str, *, after: bool = True, times: float = 1) -> Trouble:
        """The line goes dead."""
        return self._add(Trouble(re.compile(fits), times, after, cut=True))

    def slow(self, fits: str, seconds: float) -> Trouble:
        """Every fitting call is looked at only after so long."""
        return self.hang(fits, seconds, after=False, times=float("inf"))

    def calm(self) -> None:
        """No more trouble."""
        self.troubles.clear()

    # What the server asks --------------------------------------------------------------------------------------------

    async def before(self, call: Exchange, group: "Chat | None") -> None:
        """What this call meets before it is looked at."""
        if group is not None and self.group_limit is not None and re.fullmatch(SENDS, call.method):
            self._count(group, call.at, self.group_limit)
        await self._strike(call, after=False)

    async def after(self, call: Exchange) -> None:
        """What this call meets although it has taken effect."""
        await self._strike(call, after=True)

    def forgets(self) -> bool:
        """Whether this confirmation is forgotten."""
        forgotten = self.forget_confirmation > 0
        self.forget_confirmation -= forgotten
        return forgotten

    def webhook_status(self, status: int) -> int:
        """The status of an answer of the bot's address, as it arrives."""
        if self.lose_webhook_answers <= 0:
            return status
        self.lose_webhook_answers -= 1
        return 0

    async def _strike(self, call: Exchange, *, after: bool) -> None:
        for trouble in [trouble for trouble in self.troubles if trouble.meets(call, after=after)]:
            await trouble.strike()

    def _add(self, trouble: Trouble) -> Trouble:
        self.troubles.append(trouble)
        return trouble

    def _count(self, group: "Chat", now: datetime, limit: int) -> None:
        """One more message in this group, if the last minute has room for it."""
        recent = [at for at in self._written.get(group.id, []) if at + MINUTE > now]
        self._written[group.id] = recent
        if len(recent) >= limit:
            raise flooded(max(1, round((recent[0] + MINUTE - now).total_seconds())))
        recent.append(now)
