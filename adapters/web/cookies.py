"""Cookies on their way out. Which there are, and with which attributes, is said in one place only: `core/legal/cookies.py` (PRV-47)."""

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.legal.cookies import Cookie

JAR = "cookies"


class CookieWriter:
    """ASGI middleware: puts on the answer what was put into the jar while the request was handled.

    Pages so set a cookie where they find out that it is needed, however deep inside, and a page that needs none sets none.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See `starlette.types.ASGIApp`."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        jar: dict[str, str] = {}
        scope.setdefault("state", {})[JAR] = jar

        async def written(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                already = [line.split("=", 1)[0] for line in headers.getlist("set-cookie")]
                for name, line in jar.items():
                    if name not in already:  # what the answer says itself is the last word
                        headers.append("set-cookie", line)
            await send(message)

        await self._app(scope, receive, written)


def give_later(request: Request, cookie: Cookie, value: str) -> None:
    """The answer to this request will set the cookie, unless it sets or deletes it by itself."""
    jar: dict[str, str] = request.scope["state"][JAR]
    answer = Response()
    give(answer, cookie, value)
    jar[cookie.name] = answer.headers["set-cookie"]


def give(response: Response, cookie: Cookie, value: str, *, https: bool = True) -> None:
    """Set a cookie with the attributes that are its own. `https` matters only to one that a site without TLS may set."""
    response.set_cookie(
        cookie.name,
        value,
        max_age=cookie.max_age,
        path=cookie.path,
        secure=cookie.is_secure(https=https),
        httponly=cookie.http_only,
        samesite=cookie.same_site,
    )


def take_back(response: Response, cookie: Cookie) -> None:
    """Delete it. A browser heeds that for a `__Host-` cookie only with the attributes that it was set with."""
    response.delete_cookie(cookie.name, path=cookie.path, secure=True, httponly=cookie.http_only, samesite=cookie.same_site)
