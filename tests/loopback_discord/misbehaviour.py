"""Bad days of Discord, switched on by a test."""

import re
from dataclasses import dataclass, field

from tests.loopback_discord import refusals
from tests.loopback_discord.exchange import Exchange
from tests.loopback_discord.refusals import Refusal

CALLBACK = r"POST /interactions/.+/callback"
WEBHOOK = r"\w+ /webhooks/.+"
DELIVERY = r"(PATCH|POST) /webhooks/.+"
CHANNEL = r"\w+ /channels/.+"
DIRECT = r"POST (/users/@me/channels|/channels/.+/messages)"


@dataclass
class Trouble:
    """The next `times` calls whose `METHOD /route/{template}` fits are refused, before they have an effect or after it."""

    fits: re.Pattern[str]
    refusal: Refusal
    times: int
    after: bool = False
    met: int = 0

    def meets(self, call: Exchange) -> bool:
        if self.times <= 0 or not self.fits.fullmatch(f"{call.method} {call.route}"):
            return False
        self.times -= 1
        self.met += 1
        return True


@dataclass
class Misbehaviour:
    """Switches; everything is off at first. Each method says what the next `times` fitting calls meet."""

    #: Every interaction is delivered twice.
    duplicate_interactions: bool = False
    #: AutoMod: a text with one of these words is refused with 200000.
    blocked_words: set[str] = field(default_factory=set)
    #: Seconds before each call to a fitting route is looked at.
    slowness: dict[str, float] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)

    def refuse(self, fits: str, refusal: Refusal, *, times: int = 1, after: bool = False) -> Trouble:
        """Calls that fit the pattern `METHOD /route/{template}` are refused; with `after` they take effect, and only the answer is lost."""
        trouble = Trouble(re.compile(fits), refusal, times, after)
        self.troubles.append(trouble)
        return trouble

    def rate_limit(
        self,
        fits: str = r".+",
        *,
        times: int = 1,
        retry_after: float = 0.05,
        everywhere: bool = False,
        shared: bool = False,
        via: bool = True,
    ) -> Trouble:
        """429. `everywhere` is the global limit; without `via` the proxy has banned this address."""
        return self.refuse(fits, refusals.rate_limited(retry_after, everywhere=everywhere, shared=shared, via=via), times=times)

    def fail(self, fits: str = r".+", *, status: int = 500, times: int = 1, after: bool = False) -> Trouble:
        """5xx; with `after` the thing was done and only the answer says otherwise."""
        return self.refuse(fits, refusals.broken(status), times=times, after=after)

    def interaction_unknown(self, *, times: int = 1) -> Trouble:
        """10062 at the first answer, although it came in time."""
        return self.refuse(CALLBACK, refusals.unknown_interaction(), times=times)

    def interaction_taken(self, *, times: int = 1) -> Trouble:
        """40060 at the first answer: somebody else was faster."""
        return self.refuse(CALLBACK, refusals.already_acknowledged(), times=times)

    def token_expired(self, *, times: int = 1) -> Trouble:
        """50027 before the 15 minutes are over."""
        return self.refuse(WEBHOOK, refusals.token_expired(), times=times)

    def token_not_found(self, *, times: int = 1) -> Trouble:
        """404 inside the 15 minutes, as it happens (platforms.md §A4)."""
        return self.refuse(WEBHOOK, refusals.unknown_webhook(), times=times)

    def file_too_large(self, fits: str = DELIVERY, *, times: int = 1) -> Trouble:
        """40005 whatever the size."""
        return self.refuse(fits, refusals.too_large(), times=times)

    def cannot_dm(self, *, times: int = 1) -> Trouble:
        """50007 for the next messages to any channel."""
        return self.refuse(r"POST /channels/.+/messages", refusals.cannot_dm(), times=times)

    def missing_permissions(self, fits: str = CHANNEL, *, times: int = 1) -> Trouble:
        """50013."""
        return self.refuse(fits, refusals.missing_permissions(), times=times)

    def missing_access(self, fits: str = CHANNEL, *, times: int = 1) -> Trouble:
        """50001."""
        return self.refuse(fits, refusals.missing_access(), times=times)

    def slow(self, fits: str, seconds: float) -> None:
        """Every fitting call waits so long, until `slowness` is cleared."""
        self.slowness[fits] = seconds

    def delay(self, call: Exchange) -> float:
        return max((seconds for fits, seconds in self.slowness.items() if re.fullmatch(fits, f"{call.method} {call.route}")), default=0)

    def before(self, call: Exchange) -> None:
        """Raise what this call meets before it is looked at."""
        self._meet(call, after=False)
        if call.method in ("POST", "PATCH") and self._blocked(call.words):
            raise refusals.blocked_by_automod()

    def after(self, call: Exchange) -> None:
        """Raise what this call meets although it has taken effect."""
        self._meet(call, after=True)

    def _meet(self, call: Exchange, *, after: bool) -> None:
        for trouble in self.troubles:
            if trouble.after is after and trouble.meets(call):
                raise trouble.refusal

    def _blocked(self, text: str) -> bool:
        return any(word.lower() in text.lower() for word in self.blocked_words)
