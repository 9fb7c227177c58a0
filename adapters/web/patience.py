"""Bodies that come in drops: a request has to be whole after a while, so that nobody keeps us busy with nothing (slowloris)."""

import asyncio

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_SECONDS = 120.0
"""Enough for 25 MB at 2 Mbit/s."""


class Patience:
    """ASGI middleware: whoever reads a body that is not there in time meets a 408. The answer may take as long as it likes."""

    def __init__(self, app: ASGIApp, seconds: float = BODY_SECONDS) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See `starlette.types.ASGIApp`."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        whole, end = False, asyncio.get_running_loop().time() + self._seconds

        async def patient() -> Message:
            nonlocal whole
            if whole:
                return await receive()
            try:
                async with asyncio.timeout_at(end):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(408, headers={"Connection": "close"}) from None
            whole = not message.get("more_body", False)
            return message

        await self._app(scope, patient, send)
