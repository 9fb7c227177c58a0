"""Refused and broken requests, as pages in the frame of the site."""

import logging

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from adapters.web.people import browser_locale
from adapters.web.site.frame import parts_of, shown
from core.text import Text

log = logging.getLogger(__name__)

AGAIN_SECONDS = 10
NAMED = frozenset({400, 403, 404, 405, 410, 503})


async def http_error(request: Request, error: Exception) -> Response:
    """A refused request: JSON for the playground's own calls, a page that helps for people."""
    assert isinstance(error, HTTPException)
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": error.detail}, error.status_code)
    status = error.status_code
    detail = Text(f"site-error-{status}" if status in NAMED else "site-error-other")
    answer = await shown(request, "site/error.html", {"code": str(status), "detail": detail}, status)
    answer.headers.update(error.headers or {})
    return answer


async def crowded(request: Request, seconds: int) -> Response:
    """Too many are here; come back after so many seconds. Costs nothing but words: who is signed in is not looked up."""
    parts, detail = parts_of(request), Text("site-error-crowded")
    if request.url.path.startswith("/api/"):
        answer: Response = JSONResponse({"error": parts.catalogue.format(detail, browser_locale(request))}, 503)
    else:
        answer = await shown(request, "site/error.html", {"code": "503", "detail": detail}, 503, known=False)
    answer.headers["Retry-After"] = str(seconds)
    return answer


async def database_away(request: Request, error: Exception) -> Response:
    """Nothing was done, and it comes back by itself: when to ask again, without looking up who is here."""
    again = {"Retry-After": str(AGAIN_SECONDS)}
    if request.url.path.startswith("/api/"):
        sentence = parts_of(request).catalogue.format(Text("error-away"), browser_locale(request))
        return JSONResponse({"error": sentence}, 503, again)
    answer = await shown(request, "site/error.html", {"code": "503", "detail": Text("error-away")}, 503, known=False)
    answer.headers.update(again)
    return answer


async def unexpected_error(request: Request, error: Exception) -> Response:
    """A bug: an incident id for the person, the stack for the log, nothing else for either."""
    parts = parts_of(request)
    incident = parts.ambient.new_id()[:8]
    log.error("request failed", exc_info=error, extra={"incident": incident, "path": request.url.path})
    # It may have broken after what was asked for was done; only looking does nothing.
    detail = Text("error-unexpected" if request.method in ("GET", "HEAD") else "error-unsure", {"incident": incident})
    if request.url.path.startswith("/api/"):
        sentence = parts.catalogue.format(detail, browser_locale(request))
        return JSONResponse({"error": sentence, "incident": incident}, 500)
    # Whatever broke may be what tells who is signed in.
    return await shown(request, "site/error.html", {"code": incident, "detail": detail}, 500, known=False)
