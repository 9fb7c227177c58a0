"""One way to Stripe: the library's client with our key, our patience and our idempotency keys, and its errors sorted.

The library would retry by itself under a key that no restart survives, and tell Stripe how long its answers took; both are switched off.
Its own carriers are not used: one blocks the loop, one uses httpx in a way that httpx warns of, one follows redirects with what we sent.
"""

import logging
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

import aiohttp
import stripe

from core.bounded import TooMuch, gathered
from core.ports import TryLater

API_BASE = "https://api.stripe.com"
SECONDS = 20.0
CONNECT_SECONDS = 10.0
MOST_BYTES = 16 * 2**20
"""A page of a list has at most a hundred objects."""
REPLAYED = "Idempotent-Replayed"
"""The header of an answer that was given before, under the same idempotency key."""

T = TypeVar("T")

log = logging.getLogger(__name__)

stripe.enable_telemetry = False


class Unanswered(TryLater):
    """No answer (status 0), or none that says what happened. `kept`: Stripe has saved this failure and gives it again while it knows the
    idempotency key."""

    def __init__(self, status: int = 0, *, kept: bool = False) -> None:
        super().__init__()
        self.status, self.kept = status, kept


class KeyTaken(Exception):
    """The idempotency key was used before for something else."""


class Refused(Exception):
    """Stripe's no; nothing happened. Its sentence may quote anything, so only `code` and `param`, its words for the reason, are kept."""

    def __init__(self, status: int, code: str = "", param: str = "") -> None:
        super().__init__(f"{status} {code} {param}")
        self.status, self.code, self.param = status, code, param


class Line:
    """Asks with one key. `live`: whether real money moves."""

    def __init__(self, api_key: str, api_base: str = "", seconds: float = SECONDS) -> None:
        self.live = is_live(api_key)
        self._carrier = _Carrier(seconds)
        base: Any = {"api": api_base or API_BASE}
        self.v1 = stripe.StripeClient(api_key, base_addresses=base, max_network_retries=0, http_client=self._carrier).v1

    async def ask(self, call: Coroutine[Any, Any, T]) -> T:
        """What a call of the library gives. Raises `Refused`, `KeyTaken`, `Unanswered`."""
        try:
            return await call
        except stripe.StripeError as error:
            raise _sorted(error) from None

    async def aclose(self) -> None:
        """Close the connections."""
        await self._carrier.close_async()


class _Carrier(stripe.HTTPClient):
    """What the library sends with. `seconds`: how long an answer may take in all."""

    name = "aiohttp"

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=CONNECT_SECONDS)
        self._session: aiohttp.ClientSession | None = None

    async def request_async(
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        """See `stripe.HTTPClient`. An answer that leads elsewhere stays what it is, and is an error to the library."""
        sent = self._opened().request(method, url, headers=headers, data=post_data, timeout=self._timeout, allow_redirects=False)
        try:
            async with sent as answer:
                return await gathered(answer.content.iter_any(), MOST_BYTES), answer.status, answer.headers
        except (aiohttp.ClientError, OSError, TooMuch) as error:  # a TimeoutError is an OSError
            raise stripe.APIConnectionError(type(error).__name__) from None  # type: ignore[no-untyped-call]

    async def close_async(self) -> None:
        """See `stripe.HTTPClient`."""
        if self._session is not None:
            await self._session.close()

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        return self._session


def is_live(api_key: str) -> bool:
    """Whether a key (sk_live_…, or a restricted rk_live_…) moves real money."""
    return api_key.split("_")[1:2] == ["live"]


def _sorted(error: stripe.StripeError) -> Exception:
    status = error.http_status or 0
    if isinstance(error, stripe.IdempotencyError):
        return KeyTaken()
    if isinstance(error, stripe.InvalidRequestError | stripe.CardError):
        return Refused(status, error.code or "", error.param or "")
    # Also a key that is refused: that is the operator's to mend, and nothing is lost until then.
    log.warning("stripe gave no answer", extra={"error": type(error).__name__, "status": status})
    return Unanswered(status, kept=status >= 500 and bool((error.headers or {}).get(REPLAYED)))
