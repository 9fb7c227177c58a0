"""Forms that only our own pages can have made: a cookie, and a hidden field that goes with it (double submit).

Pages send no referrer, so browsers say `Origin: null` with every form; what counts is the field, and `Sec-Fetch-Site` where a browser
sends it. The same cookie is how a browser is known again until it comes in: it asked for a link, it opens the link.
"""

import hashlib
import hmac
import secrets
from urllib.parse import parse_qsl

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from adapters.web.cookies import give_later, take_back
from adapters.web.parts import WebParts
from core.bounded import TooMuch, gathered
from core.legal.cookies import CSRF

FIELD = "csrf"
MOST_BYTES = 64 * 1024
MOST_FIELDS = 100
LONGEST_COOKIE = 100


def form_token(request: Request) -> str:
    """The value of the hidden field. Sees to it that the answer sets the cookie, if the browser has none."""
    return _token(request, _cookie(request) or _fresh(request))


async def checked_form(request: Request) -> FormData:
    """The fields of a form that one of our own pages sent. Raises `HTTPException` 403 for any other, 413 for one that is too long."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403, "not from one of our pages")
    form = await fields_of(request)
    cookie, field = _cookie(request), form.get(FIELD)
    if not cookie or not isinstance(field, str) or not hmac.compare_digest(field.encode(), _token(request, cookie).encode()):
        raise HTTPException(403, "form without its token")
    return form


def browser_hash(request: Request) -> str | None:
    """By what this browser is known again; `None` for one that never had a form of ours."""
    cookie = _cookie(request)
    return hashlib.sha256(f"browser {cookie}".encode()).hexdigest() if cookie else None


def forget_browser(response: Response) -> None:
    """Whoever uses this browser next is somebody else."""
    take_back(response, CSRF)


def _cookie(request: Request) -> str | None:
    """The cookie that the browser has, or is about to get."""
    fresh: str | None = getattr(request.state, "csrf", None)
    value = fresh or request.cookies.get(CSRF.name)
    return value if value and len(value) <= LONGEST_COOKIE else None


def _fresh(request: Request) -> str:
    request.state.csrf = secrets.token_urlsafe(32)
    give_later(request, CSRF, request.state.csrf)
    return str(request.state.csrf)


def _token(request: Request, cookie: str) -> str:
    parts: WebParts = request.app.state.parts
    return hmac.new(parts.secret, f"form {cookie}".encode(), hashlib.sha256).hexdigest()


async def fields_of(request: Request) -> FormData:
    """The fields of a form, whoever sent it. Raises `HTTPException` 413 for one that is too long, 400 for what is none."""
    try:
        body = await gathered(request.stream(), MOST_BYTES)
    except TooMuch:
        raise HTTPException(413) from None
    try:
        return FormData(list[tuple[str, UploadFile | str]](parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)))
    except ValueError:
        raise HTTPException(400, "not a form") from None
