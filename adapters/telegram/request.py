"""How the library's requests travel: over aiohttp, whose pool costs the same for one connection as for many.

The library's own way looks at every connection for every request: with sixty-four of them, two hundred presses took four seconds of CPU.
"""

from typing import Any

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from core.bounded import TooMuch, gathered

CONNECT_SECONDS = 10.0
KEEP_ALIVE_SECONDS = 60.0
MOST_BYTES = 24 * 2**20
"""More than the largest file that Telegram gives to bots."""


class NeverLeft(NetworkError):
    """There was no line, so nothing was sent."""


class LineBroke(NetworkError):
    """The line broke while the request was under way: it may have arrived."""


class Requests(BaseRequest):
    """Sends over at most so many connections at a time; the others wait. Seconds without a byte end a request as unclear."""

    def __init__(self, connections: int, seconds: float, media_seconds: float) -> None:
        self._connections = connections
        self._seconds = seconds
        self._media_seconds = media_seconds
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """See `BaseRequest`."""
        return self._seconds

    async def initialize(self) -> None:
        """See `BaseRequest`."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=KEEP_ALIVE_SECONDS)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    async def shutdown(self) -> None:
        """See `BaseRequest`."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """See `BaseRequest`. Raises `NeverLeft`, `LineBroke`, `TimedOut`."""
        assert self._session is not None, "initialized"
        quiet = self._media_seconds if request_data is not None and request_data.contains_files else self._seconds
        quiet = quiet if isinstance(read_timeout, DefaultValue) else read_timeout
        # Quiet counts only once everything has been sent, so the whole has an end of its own.
        timeout = aiohttp.ClientTimeout(total=2 * quiet + CONNECT_SECONDS, sock_connect=CONNECT_SECONDS, sock_read=quiet)
        try:
            async with self._session.request(method, url, data=_body(request_data), timeout=timeout, allow_redirects=False) as answer:
                return answer.status, await gathered(answer.content.iter_any(), MOST_BYTES)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NeverLeft(type(error).__name__) from None
        except (TimeoutError, aiohttp.ServerTimeoutError):
            raise TimedOut from None
        except (aiohttp.ClientError, OSError, TooMuch) as error:
            raise LineBroke(type(error).__name__) from None


def _body(data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    """Fields, or a form with files if there are any."""
    if data is None or not data.contains_files:
        return data.json_parameters if data else None
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, media_type) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=media_type)
    return form
