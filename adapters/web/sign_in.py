"""Coming in and going out: the pages behind the links, all without a script. Looking at one changes nothing; pressing its button does."""

import asyncio
import re
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from adapters.web import usage
from adapters.web.csrf import browser_hash, checked_form, forget_browser
from adapters.web.parts import WebParts
from adapters.web.sessions import end_session, give_session, local_path, session_hash, signed_in
from adapters.web.site.frame import page_locale, shown
from core import sign_in, throttle
from core.access import Attempt, LinkKind, OneTimeLink
from core.accounts import Identity
from core.caller import Address
from core.errors import DomainError, InvalidOption
from core.introductions import masked, platform_name
from core.mail_links import MailLinks
from core.prompts import shortened
from core.sign_in import Browser, CameIn, Desk
from core.storage.unit_of_work import UnitOfWork
from core.text import Text, text

T = TypeVar("T")

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
AS_LONG_FOR_ALL = 0.1
"""Seconds that an answer takes at least. A mail that is queued takes a millisecond that no mail does not: nobody shall be able to tell."""
LONGEST_NAME = 64
ADDRESS_PAGE = "/account/email"
START = "https://t.me/{bot}?start=in-{link}"
"""Brings the id of a link into the private chat, where the command `knock` asks about it. It opens nothing: the page's address does."""


def routes() -> list[Route]:
    """Everything about coming in."""
    return [
        Route("/sign-in", ask),
        Route("/sign-in", asked, methods=["POST"]),
        Route("/sign-in/{token}", open_link),
        Route("/sign-in/{token}", use_link, methods=["POST"]),
        Route("/email/stop/{token}", open_stop),
        Route("/email/stop/{token}", stop, methods=["POST"]),
        Route("/email/{token}", open_confirm),
        Route("/email/{token}", confirm, methods=["POST"]),
        Route("/sign-out", leave, methods=["POST"]),
    ]


async def ask(request: Request) -> Response:
    """How one can come in; or what to do now that a mail is on its way, if it is."""
    if "asked" in request.query_params:
        return await shown(request, "sign_in_said.html", {"said": "sign-in-asked", "tone": "good", "more": _ASKED})
    if await signed_in(request):
        return RedirectResponse(local_path(request.query_params.get("next")), 303)
    return await _ask(request, local_path(request.query_params.get("next")))


async def asked(request: Request) -> Response:
    """A link by mail, or a page on which this browser waits for a yes from Telegram."""
    form = await checked_form(request)
    if form.get("by") == "telegram" and _parts(request).bot_name():
        return await _wait(request, local_path(form.get("next")))
    earliest = asyncio.get_running_loop().time() + AS_LONG_FOR_ALL
    browser, network, locale = _browser(request), await usage.network_hash(request), await page_locale(request)
    words = str(form.get("email", ""))
    try:
        await _write(request, lambda desk: sign_in.ask_by_mail(desk, words, browser, network, locale))
    except InvalidOption as error:
        return await _ask(request, local_path(form.get("next")), problem=error.text, status=error.status)
    await asyncio.sleep(earliest - asyncio.get_running_loop().time())
    return _to("/sign-in?asked=mail")


async def open_link(request: Request) -> Response:
    """The page of a link that lets somebody in."""
    link = await _link(request, sign_in.WAYS_IN)
    if isinstance(link, DomainError):
        return await _refused(request, link)
    elsewhere = sign_in.asked_elsewhere(link, browser_hash(request))
    if sign_in.waits(link) and elsewhere:
        return await _refused(request, sign_in.OtherBrowser(text("error-link-other-browser")))
    if sign_in.waits(link):
        return await _waiting(request, link, local_path(request.query_params.get("next")))
    lead = text("sign-in-elsewhere", browser=_family(link.asked_as)) if elsewhere else text("sign-in-press-lead")
    fields = {"elsewhere": "yes"} if elsewhere else {}
    identity = await _parts(request).workshop.store.read(lambda uow: _asker(uow, link))
    return await _press(request, "sign-in-press", lead, "sign-in-button", fields, warn=elsewhere, who=_called(link, identity))


async def use_link(request: Request) -> Response:
    """Come in by it."""
    form = await checked_form(request)
    browser, before, elsewhere = _browser(request), session_hash(request), form.get("elsewhere") == "yes"
    came = await _opened(
        request,
        lambda desk, token: sign_in.use_link(desk, token, browser, elsewhere=elsewhere, before=before),
        lambda came: came.account.id,
    )
    if isinstance(came, sign_in.NobodyYet):
        link = await _link(request, sign_in.WAYS_IN)
        if isinstance(link, OneTimeLink):
            return await _waiting(request, link, local_path(form.get("next")), problem=came)
    if isinstance(came, DomainError):
        return await _refused(request, came)
    return _inside(came, local_path(form.get("next")))


async def open_confirm(request: Request) -> Response:
    """Who wants this address to be theirs, and a button for yes."""
    link = await _link(request, sign_in.CONFIRMS)
    if isinstance(link, DomainError):
        return await _refused(request, link)
    parts = _parts(request)
    identity, known_as = await parts.workshop.store.read(lambda uow: (_asker(uow, link), _first_chat(uow, link)))
    if identity is None:
        return await _press(request, "email-confirm", text("email-confirm-lead"), "email-confirm-button", who=_called_there(known_as))
    name, platform = shortened(identity.name, LONGEST_NAME), platform_name(identity.platform)
    return await _press(request, "email-confirm", text("email-confirm-lead-chat", name=name, platform=platform), "email-confirm-button")


async def confirm(request: Request) -> Response:
    """The address is proved, and whoever proved it is in."""
    await checked_form(request)
    browser, before = _browser(request), session_hash(request)
    came = await _opened(
        request, lambda desk, token: sign_in.confirm_address(desk, token, browser, before=before), lambda came: came.account.id
    )
    return await _refused(request, came) if isinstance(came, DomainError) else _inside(came, ADDRESS_PAGE)


async def open_stop(request: Request) -> Response:
    """What taking a change of address back does, and a button for it."""
    link = await _link(request, sign_in.STOPS)
    if isinstance(link, DomainError):
        return await _refused(request, link)
    return await _press(request, "email-stop", text("email-stop-lead"), "email-stop-button", warn=True)


async def stop(request: Request) -> Response:
    """The old address is back, and every browser is out, this one too."""
    await checked_form(request)
    account = await _opened(request, sign_in.stop_change, lambda account: account.id)
    if isinstance(account, DomainError):
        return await _refused(request, account)
    request.state.signed_in = None
    answer = await shown(request, "sign_in_said.html", {"said": "email-stopped-page", "tone": "good", "more": ("email-stopped-page-more",)})
    end_session(answer)
    return answer


async def leave(request: Request) -> Response:
    """Go out; whoever uses this browser next is a stranger."""
    await checked_form(request)
    found = await signed_in(request)
    if found is not None:
        session = found.session
        await _write(request, lambda desk: desk.uow.sessions.end(session.id, session.account_id), account_id=session.account_id)
    answer = _to("/")
    end_session(answer)
    forget_browser(answer)
    return answer


_ASKED = ("sign-in-asked-open", "sign-in-asked-nothing")


# --- pages ---------------------------------------------------------------------------------------


async def _ask(request: Request, next: str, *, problem: Text | None = None, status: int = 200) -> Response:
    context = {"next": next, "problem": problem, "telegram": bool(_parts(request).bot_name())}
    return await shown(request, "sign_in.html", context, status)


async def _wait(request: Request, next: str) -> Response:
    """A fresh link for this browser, and the page on which it waits."""
    browser, network, locale = _browser(request), await usage.network_hash(request), await page_locale(request)
    try:
        link = await _write(request, lambda desk: sign_in.wait_for_chat(desk, browser, network, locale))
    except DomainError as error:
        return await _refused(request, error)
    return _to(f"/sign-in/{_parts(request).links.token(link.id)}?next={quote(next, safe='/')}")


async def _waiting(request: Request, link: OneTimeLink, next: str, *, problem: DomainError | None = None) -> Response:
    context = {
        "start": START.format(bot=_parts(request).bot_name(), link=link.id),
        "number": sign_in.number_of(link),
        "until": link.expires_at,
        "next": next,
        "problem": problem.text if problem else None,
    }
    return await shown(request, "sign_in_wait.html", context, problem.status if problem else 200)


async def _press(
    request: Request,
    title: str,
    lead: Text,
    button: str,
    fields: dict[str, str] | None = None,
    *,
    warn: bool = False,
    who: Text | None = None,
) -> Response:
    """A page with one button, which sends a form to the page's own address. `who` says whose account it is about."""
    context = {"title": title, "lead": lead, "button": button, "fields": fields or {}, "warn": warn, "who": who}
    return await shown(request, "sign_in_press.html", context)


async def _refused(request: Request, error: DomainError) -> Response:
    context = {"said": error.text, "tone": "warning", "more": (), "again": True}
    return await shown(request, "sign_in_said.html", context, error.status)


def _inside(came: CameIn, next: str) -> Response:
    answer = _to(next)
    give_session(answer, came.cookie)
    return answer


def _to(path: str) -> Response:
    return RedirectResponse(path, 303, headers={"Cache-Control": "no-store"})


# --- what stands behind them ---------------------------------------------------------------------


def _parts(request: Request) -> WebParts:
    parts: WebParts = request.app.state.parts
    return parts


def _browser(request: Request) -> Browser:
    visit = usage.visit_of(request)
    return Browser(browser_hash(request), visit.browser, visit.network, visit.language)


def _family(asked_as: str | None) -> Text:
    return Text("as-is", {"words": asked_as}) if asked_as and asked_as != usage.OTHER else text("browser-other")


def _called(link: OneTimeLink, identity: Identity | None) -> Text | None:
    """As whom one comes in by a link: nobody shall be lured into a stranger's account."""
    if link.email is not None:
        return text("sign-in-press-as", name=sign_in.masked(link.email), platform=text("fact-email"))
    return _called_there(identity)


def _called_there(identity: Identity | None) -> Text | None:
    if identity is None:
        return None
    return text("sign-in-press-as", name=masked(identity.name), platform=platform_name(identity.platform))


def _token_hash(request: Request) -> str:
    """The hash of the token in the address; of what cannot be a token, one that nothing has."""
    token = request.path_params["token"]
    return MailLinks.token_hash(token) if TOKEN.fullmatch(token) else ""


async def _link(request: Request, kinds: frozenset[LinkKind]) -> OneTimeLink | DomainError:
    """The link in the address, or why its button does nothing. Only reads."""
    parts, token_hash = _parts(request), _token_hash(request)
    try:
        return await parts.workshop.store.read(lambda uow: sign_in.link_behind(uow, token_hash, kinds, parts.ambient.now()))
    except DomainError as error:
        return error


def _asker(uow: UnitOfWork, link: OneTimeLink) -> Identity | None:
    """The chat in which the link was asked for, as its platform names the person."""
    chats = uow.accounts.identities(link.account_id) if link.account_id and link.origin else []
    return next((chat for chat in chats if link.origin and _is_there(chat, link.origin)), None)


def _first_chat(uow: UnitOfWork, link: OneTimeLink) -> Identity | None:
    """By what the person knows the account that a link is for."""
    return next(iter(uow.accounts.identities(link.account_id)), None) if link.account_id else None


def _is_there(chat: Identity, address: Address) -> bool:
    return chat.platform == address.platform and address.uid in ("", chat.uid)


async def _opened(request: Request, use: Callable[[Desk, str], T], whose: Callable[[T], str]) -> T | DomainError:
    """Use the link in the address, or say why not. Both are kept: that it was tried, and how often this network has."""
    network, token_hash = await usage.network_hash(request), _token_hash(request)
    parts, visit = _parts(request), usage.visit_of(request)

    def work(uow: UnitOfWork) -> T | DomainError:
        desk = Desk(uow, parts.ambient, parts.links, parts.ambient.now())
        try:
            throttle.allow(uow, Attempt.LINK_FROM_NETWORK, network, desk.now)
            with uow.savepoint():  # what fails is undone, but not that it was tried
                done = use(desk, token_hash)
        except DomainError as error:
            uow.visits.add(parts.ambient.new_id(), visit, None)
            return error
        uow.visits.add(parts.ambient.new_id(), visit, whose(done))
        uow.after_commit(parts.workshop.work_is_due)
        return done

    return await parts.workshop.store.write(work)


async def _write(request: Request, do: Callable[[Desk], T], *, account_id: str | None = None) -> T:
    """Do it, and keep the four fields of the request that wanted it."""
    parts, visit = _parts(request), usage.visit_of(request)

    def work(uow: UnitOfWork) -> T:
        uow.visits.add(parts.ambient.new_id(), visit, account_id)
        uow.after_commit(parts.workshop.work_is_due)
        return do(Desk(uow, parts.ambient, parts.links, parts.ambient.now()))

    return await parts.workshop.store.write(work)
