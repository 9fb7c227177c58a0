"""Pages for programs: what search engines may read, and what the Global Privacy Control signal means here (PRV-15)."""

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

GPC_SINCE = "2026-11-26"
"""When the statement was last changed."""
PRIVATE = ("/account", "/api/", "/files/", "/language/", "/email/", "/till/", "/pay/")


async def robots(request: Request) -> Response:
    """What search engines are asked to leave alone; sign-in pages ask it themselves, page by page."""
    return PlainTextResponse("\n".join(("User-agent: *", *(f"Disallow: {path}" for path in PRIVATE))) + "\n")


async def gpc(request: Request) -> Response:
    """We honour the signal: nothing is sold or shared, so there is nothing to switch off."""
    return JSONResponse({"gpc": True, "lastUpdate": GPC_SINCE})


def gpc_asked(request: Request) -> bool:
    """Whether this browser sends the signal."""
    return request.headers.get("sec-gpc") == "1"
