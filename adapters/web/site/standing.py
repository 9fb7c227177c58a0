"""What an account's standing lets its owner do here: rights always, everything else only while the account is in use (PRV-23, PRV-34)."""

from collections.abc import Awaitable, Callable, Sequence
from functools import wraps
from typing import cast

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from adapters.web.csrf import checked_form
from adapters.web.sessions import HOME, SignedIn, end_session, must_be_signed_in
from adapters.web.site.done import back_to
from adapters.web.site.frame import parts_of, shown
from adapters.web.usage import keep
from core.accounts import Standing
from core.errors import DomainError
from core.rights import erasing, requests
from core.rights.requests import RequestKind, RequestState

Endpoint = Callable[[Request], Awaitable[Response]]

PRIVACY = "/account/privacy"
IN_USE = frozenset({Standing.ACTIVE})
KEPT = IN_USE | {Standing.RESTRICTED, Standing.QUARANTINED}
"""Rights work in all of these. A locked account can only be had back, whatever is asked for."""
FRONT = frozenset({HOME, PRIVACY})
"""Where people come by themselves, so that finding their account closed is no mistake of theirs."""


def open_to(standings: frozenset[Standing], routes: Sequence[BaseRoute]) -> list[BaseRoute]:
    """The same pages, for accounts in these standings. In others every one of them says how things are, and does nothing."""
    return [_guarded(standings, cast(Route, route)) for route in routes]


def _guarded(standings: frozenset[Standing], route: Route) -> Route:
    return Route(route.path, _only(standings, route.endpoint), methods=sorted(route.methods or ()))


def _only(standings: frozenset[Standing], endpoint: Endpoint) -> Endpoint:
    @wraps(endpoint)
    async def answered(request: Request) -> Response:
        inside = await must_be_signed_in(request)
        return await endpoint(request) if inside.account.standing in standings else await _closed(request, inside)

    return answered


async def _closed(request: Request, inside: SignedIn) -> Response:
    expected = request.method in ("GET", "HEAD") and request.url.path in FRONT
    status = 200 if expected else 403
    if inside.account.standing is Standing.LOCKED:
        return await _locked(request, inside, status)
    return await shown(request, "site/paused.html", {"standing": inside.account.standing, "privacy": PRIVACY}, status)


async def _locked(request: Request, inside: SignedIn, status: int, problem: DomainError | None = None) -> Response:
    store = parts_of(request).workshop.store
    erasure = await store.read(lambda uow: uow.rights.active(inside.account.id, RequestKind.ERASE))
    context = {"erasure": erasure, "can_keep": _in_grace(erasure), "problem": problem.text if problem else None, "privacy": PRIVACY}
    return await shown(request, "site/locked.html", context, status)


async def said_goodbye(request: Request, erasure: requests.Request) -> Response:
    """The page that follows the confirmation. This browser is out by then, so it says all there is to know."""
    request.state.signed_in = None
    context = {"erasure": erasure, "can_keep": _in_grace(erasure), "problem": None, "privacy": PRIVACY}
    answer = await shown(request, "site/locked.html", context)
    end_session(answer)
    return answer


def _in_grace(erasure: requests.Request | None) -> bool:
    """Whether people are told that they can have the account back: not where they wanted it deleted at once."""
    return erasure is not None and erasure.state is RequestState.GRACE and not erasure.at_once


async def keep_account(request: Request) -> Response:
    """Call the deletion off. Once it has begun, the page says so."""
    inside = await must_be_signed_in(request)
    await checked_form(request)
    parts = parts_of(request)
    now = parts.ambient.now()
    try:
        await parts.workshop.store.write(lambda uow: erasing.cancel(uow, parts.ambient, inside.account, now))
    except DomainError as problem:
        if inside.account.standing is not Standing.LOCKED:
            return RedirectResponse(PRIVACY, 303)
        return await _locked(request, inside, problem.status, problem)
    await keep(request, inside.account.id)
    parts.workshop.work_is_due()
    return back_to(PRIVACY, "kept")
