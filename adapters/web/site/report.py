"""Telling us about somebody else, for people who need no account for it (PRV-57, PRV-94)."""

from starlette.requests import Request
from starlette.responses import Response

from adapters.web import usage
from adapters.web.csrf import checked_form
from adapters.web.site.frame import page_locale, parts_of, shown
from core import throttle
from core.access import Attempt
from core.errors import DomainError, InvalidOption
from core.rights import reports, requests
from core.storage.unit_of_work import UnitOfWork
from core.text import Text, text

CHANNEL = "web"
PAGE = "site/report.html"


async def ask(request: Request) -> Response:
    """The form, empty."""
    return await _form(request)


async def send(request: Request) -> Response:
    """Keep what was written, and show under which reference. Who is signed in makes no difference: nothing here is tied to an account."""
    form = await checked_form(request)
    words = reports.as_kept(str(form.get("words", "")))
    if not words:
        return await _form(request, problem=text("report-empty"), status=InvalidOption.status)
    try:
        filed = await _filed(request, words)
    except DomainError as error:
        return await _form(request, words=words, problem=error.text, status=error.status)
    return await shown(request, PAGE, {"filed": filed, "most": reports.LONGEST})


async def _filed(request: Request, words: str) -> requests.Request:
    parts, network, locale = parts_of(request), await usage.network_hash(request), await page_locale(request)
    now = parts.ambient.now()

    def work(uow: UnitOfWork) -> requests.Request:
        throttle.allow(uow, Attempt.REPORT, network, now)
        return reports.file(uow, parts.ambient, words, channel=CHANNEL, locale=locale, now=now)

    return await parts.workshop.store.write(work)


async def _form(request: Request, *, words: str = "", problem: Text | None = None, status: int = 200) -> Response:
    context = {"filed": None, "words": words, "problem": problem, "most": reports.LONGEST}
    return await shown(request, PAGE, context, status)
