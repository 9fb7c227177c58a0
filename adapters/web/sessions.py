"""Who is signed in: the session behind the cookie, looked up once per request.

A cookie is good for a day; then the answer to the next request brings another. The next one follows from the present one and the program's
secret: requests that come at the same moment all get the same, and until it has come back once the old one still works, so neither a
second tab nor an answer that was lost on the way signs anybody out.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from adapters.web.cookies import give, give_later, take_back
from adapters.web.parts import WebParts
from core.access import SESSION_LIFE, Session
from core.accounts import Account
from core.legal.cookies import SESSION
from core.mail_links import MailLinks
from core.membership import note_presence
from core.notices import living
from core.storage.unit_of_work import UnitOfWork

HOME = "/account"
LONGEST_COOKIE = 100
LONGEST_PATH = 512
COOKIE_LIFE = timedelta(days=1)
TOGETHER = timedelta(minutes=1)
"""For how long after a change of cookies requests with the old one may still be on their way."""

SEEN_AGAIN = timedelta(minutes=5)
"""So exactly is it kept when a session was last used."""


@dataclass(frozen=True)
class SignedIn:
    """Somebody who came in, and the browser in which they did."""

    account: Account
    session: Session


class SignInFirst(Exception):
    """A page for people who are signed in. `next` is where to go on afterwards: a path of ours."""

    def __init__(self, next: str) -> None:
        super().__init__()
        self.next = next


async def signed_in(request: Request) -> SignedIn | None:
    """Who is signed in, if anybody. Reads the cookie once per request, and sees to a new one when that is due."""
    if not hasattr(request.state, "signed_in"):
        request.state.signed_in = await _look(request)
    found: SignedIn | None = request.state.signed_in
    return found


async def must_be_signed_in(request: Request) -> SignedIn:
    """Who is signed in. Raises `SignInFirst`, which `sign_in_first` answers."""
    found = await signed_in(request)
    if found is None:
        query = f"?{request.url.query}" if request.url.query else ""
        raise SignInFirst(local_path(request.url.path + query) if request.method in ("GET", "HEAD") else HOME)
    return found


async def sign_in_first(request: Request, error: Exception) -> Response:
    """The exception handler of `SignInFirst`."""
    assert isinstance(error, SignInFirst)
    return RedirectResponse(f"/sign-in?next={quote(error.next, safe='/')}", 303, headers={"Cache-Control": "no-store"})


def local_path(wish: object, otherwise: str = HOME) -> str:
    """The wish, if it is a path on this very site; otherwise where people who come in go, or `otherwise`."""
    if not isinstance(wish, str) or not wish.startswith("/") or wish.startswith("//") or len(wish) > LONGEST_PATH:
        return otherwise
    # Browsers take a backslash for a slash, and drop tabs and line breaks before they look at what is left.
    return otherwise if "\\" in wish or not all("!" <= character <= "~" for character in wish) else wish


def give_session(response: Response, cookie_value: str) -> None:
    """The browser is in from now on."""
    give(response, SESSION, cookie_value)


def end_session(response: Response) -> None:
    """The browser is out."""
    take_back(response, SESSION)


def session_hash(request: Request) -> str | None:
    """What is kept of the cookie that the browser has now."""
    cookie = _cookie(request)
    return MailLinks.token_hash(cookie) if cookie else None


def _cookie(request: Request) -> str | None:
    cookie = request.cookies.get(SESSION.name)
    return cookie if cookie and len(cookie) <= LONGEST_COOKIE else None


async def _look(request: Request) -> SignedIn | None:
    cookie = _cookie(request)
    if cookie is None:
        return None
    parts: WebParts = request.app.state.parts
    following = _following(parts.secret, cookie)
    now = parts.ambient.now()
    hashes = MailLinks.token_hash(cookie), MailLinks.token_hash(following)
    found = await parts.workshop.store.read(lambda uow: _known(uow, *hashes, now))
    if found is None:
        return None
    if found.session.token_hash == hashes[1]:
        give_later(request, SESSION, following)
    elif now - _given_at(found.session) >= COOKIE_LIFE:
        await parts.workshop.store.write(lambda uow: _seen(uow, found, now, now + SESSION_LIFE, hashes[1]))
        give_later(request, SESSION, following)
    elif _unused(found.session) or now - found.session.seen_at >= SEEN_AGAIN:
        await parts.workshop.store.write(lambda uow: _seen(uow, found, now, found.session.expires_at, None))
    return found


def _following(secret: bytes, cookie: str) -> str:
    """The cookie that comes after this one; to be foretold only by us."""
    return hmac.new(secret, f"session after {cookie}".encode(), hashlib.sha256).hexdigest()


def _known(uow: UnitOfWork, token_hash: str, following_hash: str, now: datetime) -> SignedIn | None:
    session = uow.sessions.get(token_hash) or _just_before(uow.sessions.get(following_hash), now)
    if session is None or session.expires_at <= now:
        return None
    return SignedIn(living(uow, session.account_id), session)


def _just_before(session: Session | None, now: datetime) -> Session | None:
    """The session whose cookie has been replaced, as long as the browser may not know of it."""
    return session if session and (_unused(session) or now - _given_at(session) < TOGETHER) else None


def _given_at(session: Session) -> datetime:
    """When the present cookie was given: with every new one a session's life begins anew."""
    return session.expires_at - SESSION_LIFE


def _unused(session: Session) -> bool:
    """Whether the present cookie has never come back."""
    return session.seen_at <= _given_at(session)


def _seen(uow: UnitOfWork, who: SignedIn, now: datetime, expires_at: datetime, token_hash: str | None) -> None:
    uow.sessions.seen(who.session.id, now, expires_at=expires_at, token_hash=token_hash)
    note_presence(uow, who.account, now)
