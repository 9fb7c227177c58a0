"""One way to Resend: a key, an address and the connections to it, used by the SDK for one caller at a time.

The SDK (2.52) keeps the key, the address and the HTTP client in globals of its module, and takes no client object. What it does document
is to replace its asynchronous client (`resend.default_async_http_client`). So this module puts one there that knows nothing itself: it
hands every request to the line of the task that asks (a context variable), and the line writes its own key and address into it. The
globals for key and address are emptied, so nothing is ever sent with a key out of the environment or by a call that has no line.

The SDK's own clients are not used: one blocks the loop, the other reads all certificates and dials anew for every letter.
"""

import re
from collections.abc import Coroutine, Mapping
from contextvars import ContextVar
from typing import Any, TypeVar

import aiohttp
import resend
from resend.exceptions import NoContentError, ResendError
from resend.http_client_async import AsyncHTTPClient

from core.bounded import TooMuch, gathered

API_BASE = "https://api.resend.com"
SECONDS = 20.0
CONNECT_SECONDS = 10.0
MOST_BYTES = 32 * 2**20
"""A mail that has come lies whole in an answer, its pictures left out; carriers take none that is larger."""

T = TypeVar("T")
Answer = tuple[bytes, int, Mapping[str, str]]

_FIELD = re.compile(r"(?:Invalid|Missing) `(\w{1,40})` field")
_NAME = re.compile(r"\w{1,40}")


class Refusal(Exception):
    """Resend's no, or no answer at all (500, `HttpClientError`). Its sentence may quote an address, so none of it is kept.

    `about` is the field that it complained of, or `key`; `pause` the seconds after which it wants to be asked again.
    """

    def __init__(self, status: int, name: str, about: str = "", pause: float | None = None) -> None:
        super().__init__(f"{status} {name}")
        self.status, self.name, self.about, self.pause = status, name, about, pause


class Line:
    """Asks with its own key at its own address; any number of lines can be in use at once."""

    def __init__(self, api_key: str, api_base: str, seconds: float = SECONDS) -> None:
        self._api_key = api_key
        self._api_base = api_base or API_BASE
        self._timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=CONNECT_SECONDS)
        self._session: aiohttp.ClientSession | None = None

    async def ask(self, call: Coroutine[Any, Any, T]) -> T:
        """What a call of the SDK gives over this line. Raises `Refusal`."""
        token = _LINE.set(self)
        try:
            return await call
        except ResendError as error:
            raise _refusal(error) from None
        except (NoContentError, TypeError, ValueError, RecursionError):  # the SDK stumbles over JSON that is none of Resend's
            raise Refusal(500, "unreadable") from None
        finally:
            _LINE.reset(token)

    async def request(self, method: str, path: str, headers: Mapping[str, str], body: object) -> Answer:
        """One request of the SDK, on its way with our key."""
        ours = {**headers, "Authorization": f"Bearer {self._api_key}"}
        url = f"{self._api_base}{path}"
        sent = self._opened().request(method, url, headers=ours, json=body or None, timeout=self._timeout, allow_redirects=False)
        async with sent as answer:
            if 300 <= answer.status < 400:  # the SDK would take it for a success
                raise ConnectionError
            return await _content(answer), answer.status, {name.lower(): value for name, value in answer.headers.items()}

    async def aclose(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        return self._session


async def _content(answer: aiohttp.ClientResponse) -> bytes:
    try:
        return await gathered(answer.content.iter_any(), MOST_BYTES)
    except TooMuch:
        raise ConnectionError from None


_LINE: ContextVar[Line] = ContextVar("line")


class _Switch(AsyncHTTPClient):
    """The one client of the process; without a line it fails, and nothing is sent."""

    async def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        json: object = None,
        files: object = None,
        data: object = None,
    ) -> Answer:
        """See `AsyncHTTPClient`. The address is only a path, as the global one is empty."""
        return await _LINE.get().request(method, url, headers, json)


resend.api_key, resend.api_url = "", ""
resend.default_async_http_client = _Switch()


def _refusal(error: ResendError) -> Refusal:
    name, status = str(error.error_type), str(error.code)
    pause = error.headers.get("retry-after", "")
    return Refusal(
        int(status) if status.isdecimal() else 500,
        name if _NAME.fullmatch(name) else "unknown",
        _about(str(error.message)),
        float(pause) if pause.isdecimal() else None,
    )


def _about(sentence: str) -> str:
    """What Resend complains of. A wrong key can be a `validation_error` like a wrong address; only the sentence tells them apart."""
    if "api key" in sentence.lower():
        return "key"
    field = _FIELD.match(sentence)
    return field[1] if field else ""
