"""`GET /metrics`: for the operator's Prometheus and nobody else, whom the page is not there for."""

import hmac
import logging
from ipaddress import ip_address

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.metrics import CONTENT_TYPE_PLAIN_0_0_4, Metrics
from bot.program import Program
from core.ports import ImageMaker
from core.pulse import Figures
from core.readings import Readings

PATH = "/metrics"
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via", "cf-connecting-ip")
"""Headers of a request that somebody else made, and a proxy on this machine brings."""
HERE = frozenset({"localhost", "127.0.0.1", "::1"})

log = logging.getLogger(__name__)


def scrape(program: Program) -> "Scrape":
    """Who answers `GET /metrics`."""
    return Scrape(program.metrics, program.readings, program.maker, program.settings.metrics.token.get_secret_value())


class Scrape:
    """Who presents the token may look. Without a token, programs on this machine may; a page in a browser that was led here by name is
    none of them (DNS rebinding)."""

    def __init__(self, metrics: Metrics, readings: Readings, maker: ImageMaker, token: str) -> None:
        self._metrics = metrics
        self._readings = readings
        self._maker = maker
        self._token = token

    async def __call__(self, request: Request) -> Response:
        """The page. Raises 404 for everybody else."""
        if not self._may_look(request):
            raise HTTPException(404)
        page = await self._metrics.page(await self._figures(), resting=self._maker.resting() is not None)
        return Response(page, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4, "Cache-Control": "no-store"})

    def app(self) -> Starlette:
        """The page alone, for processes without a site."""
        return Starlette(routes=[Route(PATH, self.__call__)], exception_handlers={HTTPException: _nothing_here})

    def _may_look(self, request: Request) -> bool:
        if self._token:
            given = request.headers.get("authorization", "").encode("utf-8", "replace")
            return hmac.compare_digest(given, f"Bearer {self._token}".encode())
        forwarded = any(name in request.headers for name in FORWARDED)
        return not forwarded and request.url.hostname in HERE and request.client is not None and _is_here(request.client.host)

    async def _figures(self) -> Figures | None:
        try:
            return await self._readings.latest()
        except Exception:
            log.exception("figures not read")
            return None


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


async def _nothing_here(request: Request, error: Exception) -> Response:
    return PlainTextResponse("Not Found", 404)
