"""The frame that every page stands in: its language, where one can go from it, and who is signed in."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from adapters.web import page
from adapters.web.csrf import form_token
from adapters.web.parts import WebParts
from adapters.web.sessions import signed_in
from adapters.web.site.done import said_done
from core.accounts import Account
from core.legal.cookies import LANGUAGE
from core.legal.releases import SITE
from core.results import credits
from core.rights import policies
from core.rights.policies import Ahead
from core.text import LANGUAGE_NAMES, Text, choose_locale

FOOT = (
    ("/legal/privacy", "site-foot-privacy"),
    ("/legal/terms", "site-foot-terms"),
    ("/legal/cookies", "site-foot-cookies"),
    ("/legal/processors", "site-foot-processors"),
    ("/legal/retention", "site-foot-retention"),
    ("/privacy", "site-foot-contact"),
    ("/status", "site-foot-status"),
)


@dataclass(frozen=True)
class Frame:
    """What the frame shows. `path` is the page's own address, `back` the same with its query, fit to stand in a query itself.

    `public` pages may be found by search engines. `ahead` is a change of the legal texts that is to come for this person. `languages` are
    pairs of tag and name; `foot` are pairs of address and sentence.
    """

    path: str
    back: str
    public: bool
    signed_in: bool
    ahead: Ahead | None = None
    languages: tuple[tuple[str, str], ...] = tuple(LANGUAGE_NAMES.items())
    foot: tuple[tuple[str, str], ...] = FOOT

    @property
    def section(self) -> str | None:
        """Which page of the account this is, if it is one: its address without `/account`, "" for the overview."""
        first, _, rest = self.path.lstrip("/").partition("/")
        return rest.split("/")[0] if first == "account" else None


def parts_of(request: Request) -> WebParts:
    """What the web surface is built from."""
    parts: WebParts = request.app.state.parts
    return parts


async def page_locale(request: Request) -> str:
    """The person's own choice, else this browser's cookie, else the first language the browser asks for that we speak, else English."""
    found = await signed_in(request)
    return _locale(request, found.account.locale if found else None)


def _locale(request: Request, own: str | None) -> str:
    asked = (tag.split(";")[0].strip() for tag in request.headers.get("accept-language", "").split(","))
    return choose_locale(own, request.cookies.get(LANGUAGE.name), *asked)


async def shown(
    request: Request, template: str, context: dict[str, Any], status: int = 200, *, public: bool = False, known: bool = True
) -> Response:
    """A page in its frame. Beside `context` a template has `t` (a sentence by name), `say` (a `Text`, or words as they are), `iso` (a
    moment for machines), `csrf()` (the token of a form; sets the cookie, so only where there is a form), `credits`, `done` (what the form
    before has done) and `frame`.

    `public` pages may be found; all others ask search engines to stay away. Without `known` nobody asks who is signed in.
    """
    found = await signed_in(request) if known else None
    locale = _locale(request, found.account.locale if found else None)
    ahead = await _ahead(request, found.account) if found else None
    more = {
        "frame": _frame(request, public, found is not None, ahead),
        "say": lambda words: said(request, words, locale),
        "iso": iso,
        "csrf": lambda: form_token(request),
        "credits": credits,
        "done": said_done(request),
    }
    # A long page takes more than ten milliseconds.
    answer = await asyncio.to_thread(page.rendered, request, template, locale, {**more, **context}, status)
    answer.headers["Content-Language"] = locale
    return answer


def said(request: Request, words: Text | str, locale: str) -> str:
    """The finished words."""
    return parts_of(request).catalogue.format(words, locale) if isinstance(words, Text) else words


def iso(at: datetime) -> str:
    """A moment as machines read it, in whole seconds."""
    return at.replace(microsecond=0).isoformat().replace("+00:00", "Z")


async def _ahead(request: Request, account: Account) -> Ahead | None:
    """The change of the legal texts that this person has to know of. It is written down when they first see it here (PRV-62)."""
    store, now = parts_of(request).workshop.store, parts_of(request).ambient.now()
    found = await store.read(lambda uow: policies.ahead(uow, account, now))
    if found and not found.seen_on(SITE) and request.method == "GET":
        await store.write(lambda uow: uow.policies.show(account.id, found.release.id, SITE, now))
    return found


def _frame(request: Request, public: bool, inside: bool, ahead: Ahead | None) -> Frame:
    path = request.url.path
    query = f"?{request.url.query}" if request.url.query else ""
    # What answers a form can only be come back to where it can be looked at.
    back = f"{path}{query}" if request.method in ("GET", "HEAD") else "/"
    return Frame(path, quote(back, safe="/"), public, inside, ahead)
