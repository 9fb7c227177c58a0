"""Safety headers on every answer (PRV-48)."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HTTPS_ONLY = 2 * 365 * 24 * 3600
"""Seconds for which a browser that came encrypted does not come otherwise."""


class SafeHeaders:
    """Nothing from elsewhere may run, frame us or learn our addresses; pictures may come from the object store.

    `https`: browsers come to us encrypted, and shall go on doing so.
    """

    def __init__(self, app: ASGIApp, media_origins: tuple[str, ...] = (), *, https: bool = False) -> None:
        self._app = app
        self._https = https
        images = " ".join(("'self'", "data:", "blob:", *media_origins))
        self._policy = (
            f"default-src 'self'; img-src {images}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", self._policy)
                # Modules import each other without a version, so the browser asks whether they changed.
                headers.setdefault("Cache-Control", "no-cache")
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                if self._https:
                    headers["Strict-Transport-Security"] = f"max-age={HTTPS_ONLY}; includeSubDomains"
            await send(message)

        await self._app(scope, receive, guarded if scope["type"] == "http" else send)
