"""Too many at once: who comes beyond that is asked to come back, before anything is begun for them (docs/decisions/0041)."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.web.site import errors

RETRY_SECONDS = 30
LET_IN = (
    "/healthz",
    "/readyz",
    "/metrics",
    "/static/",
    "/webhooks/",
    "/pay/",
    "/till/",
    "/sign-in",
    "/account/privacy",
    "/privacy",
    "/receipt/",
)
"""What tells how we are, what vendors bring us, what pays, and what serves a right, with the way in to it."""


class Crowd:
    """Counts the requests whose answer has not begun. A stream of news, or a file on its way to a slow reader, costs nobody a place."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(LET_IN):
            await self._app(scope, receive, send)
        elif self._waiting >= self._most:
            answer = await errors.crowded(Request(scope, receive), RETRY_SECONDS)
            await answer(scope, receive, send)
        else:
            await self._counted(scope, receive, send)

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        waits = True

        def over() -> None:
            nonlocal waits
            self._waiting -= waits
            waits = False

        async def begun(message: Message) -> None:
            if message["type"] == "http.response.start":
                over()
            await send(message)

        self._waiting += 1
        try:
            await self._app(scope, receive, begun)
        finally:
            over()
