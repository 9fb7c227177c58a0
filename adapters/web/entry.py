"""Where requests come in: each gets the name under which everything stands in the log that it sets off, and its answer is timed."""

from datetime import timedelta

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.ambient import Ambient
from core.trace import entered

SURFACE = "web"
OF_MACHINES = ("/healthz", "/readyz", "/metrics", "/webhooks/", "/static/")
"""Nobody waits for these."""


class Entry:
    """ASGI middleware. How long people wait is measured up to the first byte of the answer."""

    def __init__(self, app: ASGIApp, ambient: Ambient) -> None:
        self._app = app
        self._ambient = ambient

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See `starlette.types.ASGIApp`."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with entered(self._ambient.new_trace):
            await self._app(scope, receive, send if scope["path"].startswith(OF_MACHINES) else self._timed(send))

    def _timed(self, send: Send) -> Send:
        began = self._ambient.elapsed()

        async def timed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._ambient.measures.acknowledged(SURFACE, timedelta(seconds=self._ambient.elapsed() - began))
            await send(message)

        return timed
