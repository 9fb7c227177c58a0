"""How the house is doing, for everybody. Looking often costs nothing: a reading is kept for some seconds, and so is the page."""

from starlette.requests import Request
from starlette.responses import Response

from adapters.web.site.frame import parts_of, shown
from core.commands.status import making, state_of
from core.pulse import standing

KEPT = 15
"""Seconds for which a browser, or a cache between, may show the same page."""


async def status(request: Request) -> Response:
    """The page. Only the one that nobody is signed in to may be kept for others."""
    parts = parts_of(request)
    figures = await parts.readings.latest()
    found = standing(figures, parts.workshop.limits.at_once)
    context = {"making": making(found), "well": found.hopeful, "state": list(state_of(found)), "at": figures.at}
    answer = await shown(request, "site/status.html", context, public=True)
    answer.headers["Cache-Control"] = f"{'private' if request.cookies else 'public'}, max-age={KEPT}"
    answer.headers["Vary"] = "Accept-Language, Cookie"
    return answer
