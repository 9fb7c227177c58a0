"""What the sandbox charges and tells about it (`mayi-wire.md` §1.5, §5.5).

The rule: every picture that was made is charged, even when the client has gone; an error never is. The price goes by the
actual pixels. A charge lowers the balance at once but shows in `/v1/usage` only after a delay, as on the real host.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from adapters.local.gateway.options import GatewayOptions
from adapters.local.gateway.wire import Json

KEPT = 10_000
MICRO = 1_000_000


@dataclass(frozen=True)
class Charge:
    """One picture that was paid: list price and what was deducted, in dollars. `request` is the number in the journal."""

    request: int
    at: datetime
    width: int
    height: int
    tier: str
    cost: float
    actual_cost: float
    client_gone: bool


@dataclass
class Tally:
    """Requests and millionths of a dollar, summed so that no float ever drifts."""

    requests: int = 0
    cost: int = 0
    actual_cost: int = 0

    def add(self, charge: Charge) -> None:
        """Count one more."""
        self.requests += 1
        self.cost += round(charge.cost * MICRO)
        self.actual_cost += round(charge.actual_cost * MICRO)

    def money(self) -> Json:
        """As the wire says it."""
        return {"requests": self.requests, "cost": self.cost / MICRO, "actual_cost": self.actual_cost / MICRO}


@dataclass
class Ledger:
    """The account behind every key of the sandbox."""

    charges: deque[Charge] = field(default_factory=lambda: deque(maxlen=KEPT))
    spent: int = 0
    _hidden: deque[Charge] = field(default_factory=deque)
    _total: Tally = field(default_factory=Tally)
    _days: dict[str, Tally] = field(default_factory=dict)

    def charge(self, options: GatewayOptions, now: datetime, size: tuple[int, int], *, request: int, client_gone: bool) -> Charge:
        """Book one picture of this many pixels."""
        tier, factor = _tier(max(size))
        cost = options.price * factor
        charge = Charge(request, now, *size, tier, cost, cost * options.multiplier, client_gone)
        self.charges.append(charge)
        self._hidden.append(charge)
        self._show(now - timedelta(seconds=options.usage_delay))
        self.spent += round(charge.actual_cost * MICRO)
        return charge

    def remaining(self, options: GatewayOptions) -> float:
        """What is left in dollars; below zero when parallel requests overdrew it."""
        return options.balance - self.spent / MICRO

    def usage(self, options: GatewayOptions, now: datetime) -> Json:
        """The answer of `GET /v1/usage` in the chosen mode."""
        shown = self._show(now - timedelta(seconds=options.usage_delay))
        remaining = round(options.balance - shown / MICRO, 6)
        today = self._days.get(now.date().isoformat(), Tally())
        counts = {
            "usage": {"today": _with_tokens(today), "total": _with_tokens(self._total), "average_duration_ms": 61000, "rpm": 0, "tpm": 0},
            "daily_usage": [{"date": day, **tally.money()} for day, tally in self._days.items()],
            "model_stats": [{"model": "gpt-image-2", **self._total.money(), "account_cost": self._total.cost / MICRO}],
        }
        common: Json = {"mode": options.usage_mode, "isValid": True, "remaining": remaining, "unit": "USD"}
        if options.usage_mode == "quota_limited":
            quota = {"limit": options.balance, "used": round(shown / MICRO, 6), "remaining": remaining, "unit": "USD"}
            return {**common, "status": "active", "quota": quota, **counts}
        return {**common, "planName": "钱包余额", "balance": remaining, **counts}

    def _show(self, until: datetime) -> int:
        """Let the charges up to then appear; the money they sum to, in millionths."""
        while self._hidden and self._hidden[0].at <= until:
            charge = self._hidden.popleft()
            self._total.add(charge)
            self._days.setdefault(charge.at.date().isoformat(), Tally()).add(charge)
        return self._total.actual_cost


def _tier(longest: int) -> tuple[str, float]:
    if longest <= 1024:
        return "1K", 1.0
    return ("2K", 1.5) if longest <= 2048 else ("4K", 2.0)


def _with_tokens(tally: Tally) -> Json:
    tokens = ("input_tokens", "output_tokens", "cache_creation_tokens", "cache_read_tokens", "total_tokens")
    return {**dict.fromkeys(tokens, 0), **tally.money()}
