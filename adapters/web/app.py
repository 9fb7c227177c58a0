"""The web surface as one Starlette application."""

import asyncio
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from adapters.web import page, pay, playground, sign_in, till
from adapters.web.cookies import CookieWriter
from adapters.web.crowd import Crowd
from adapters.web.entry import Entry
from adapters.web.headers import SafeHeaders
from adapters.web.parts import WebParts
from adapters.web.patience import Patience
from adapters.web.sessions import SignInFirst, sign_in_first
from adapters.web.site import copies, errors, pages, standing
from core.bounded import TooMuch, gathered
from core.objects import LinkExpired, LinkForged
from core.ports import ObjectMissing, StoreUnavailable
from core.storage.errors import DatabaseAway

HERE = Path(__file__).parent
MOST_HOOKED = 1024 * 1024
PICTURES_WAIT_FOR = frozenset({"gateway", "disk"})
FILE_POLICY = "default-src 'none'; sandbox"
"""A stored file is data, whatever it claims to be."""


class WebApp(Starlette):
    """The application with the safety headers around everything, also around its error page."""

    media_origins: tuple[str, ...] = ()
    https: bool = False

    def build_middleware_stack(self) -> ASGIApp:
        """See `Starlette`, whose own middleware cannot stand outside the error page."""
        return SafeHeaders(super().build_middleware_stack(), self.media_origins, https=self.https)


def build_app(parts: WebParts, hosts: list[str]) -> Starlette:
    """Routes, safety headers and error pages. `hosts` are the names under which we may be asked (DNS rebinding)."""
    routes = [
        Route("/healthz", alive),
        Route("/readyz", ready),
        Route("/metrics", scraped),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]
    if parts.open_link is not None:
        routes.append(Route("/files/{key:path}", file))
    if parts.hooks:
        routes.append(Route("/webhooks/{name}", hooked, methods=["POST"]))
    if parts.playground:
        routes += [Route("/playground", page.shell), *playground.routes(), *(till.routes() if parts.till else [])]
    if parts.checkout is not None:
        routes += pay.routes()
    routes += [*sign_in.routes(), *standing.open_to(standing.KEPT, copies.routes()), *pages.routes()]
    app = WebApp(
        routes=routes,
        middleware=[
            Middleware(Entry, ambient=parts.ambient),
            Middleware(TrustedHostMiddleware, allowed_hosts=hosts),
            Middleware(Crowd, most=parts.most_requests),
            Middleware(CookieWriter),
            Middleware(Patience),
        ],
        exception_handlers={
            HTTPException: errors.http_error,
            SignInFirst: sign_in_first,
            DatabaseAway: errors.database_away,
            Exception: errors.unexpected_error,
        },
    )
    app.media_origins, app.https = parts.media_origins, parts.https
    app.state.parts = parts
    app.state.stopping = asyncio.Event()
    return app


async def alive(request: Request) -> Response:
    """The process serves requests."""
    return JSONResponse({"status": "ok"})


async def ready(request: Request) -> Response:
    """Whether work can be taken; otherwise 503 and what is missing. A proxy asks `for=people`: who stops gets no new requests, and nobody
    is taken out because of what pictures alone wait for, or no page could be seen while the gateway is away."""
    missing = ["stopping"] if request.app.state.stopping.is_set() else await playground.parts_of(request).ready()
    if request.query_params.get("for") == "people":
        missing = [what for what in missing if what not in PICTURES_WAIT_FOR]
    return JSONResponse({"status": "not ready", "missing": missing}, 503) if missing else JSONResponse({"status": "ready"})


async def scraped(request: Request) -> Response:
    """The numbers of this process, for whom they are meant; 404 for everybody else."""
    return await playground.parts_of(request).scrape(request)


async def hooked(request: Request) -> Response:
    """Something that a vendor brings us; who it is, and whether it is kept, the hook knows."""
    hook = playground.parts_of(request).hooks.get(request.path_params["name"])
    if hook is None:
        raise HTTPException(404)
    try:
        body = await gathered(request.stream(), MOST_HOOKED)
    except TooMuch:
        raise HTTPException(413) from None
    return Response(status_code=await hook(dict(request.headers), body))


async def file(request: Request) -> Response:
    """An object behind one of our own expiring links."""
    open_link = playground.parts_of(request).open_link
    assert open_link is not None
    query = request.query_params
    try:
        found = await open_link(request.path_params["key"], int(query.get("e", "0")), query.get("d") == "1", query.get("s", ""))
    except (LinkForged, ValueError):
        raise HTTPException(403, "link-forged") from None
    except LinkExpired:
        raise HTTPException(410, "link-expired") from None
    except ObjectMissing:
        raise HTTPException(404, "file-gone") from None
    except StoreUnavailable:
        raise HTTPException(503, "store-down") from None
    headers = {**found.headers, "Content-Security-Policy": FILE_POLICY}
    return StreamingResponse(found.content, media_type=found.media_type, headers=headers)
