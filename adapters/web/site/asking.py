"""Asking for a copy or a deletion on the site: what it means, the explicit act, a number on a second channel (PRV-25, PRV-31 … PRV-33).

Nothing is kept in the browser: how far somebody is stands in the request itself, under its reference.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from adapters.web.csrf import checked_form
from adapters.web.sessions import HOME, SignedIn, must_be_signed_in
from adapters.web.site.frame import page_locale, parts_of, said, shown
from adapters.web.site.rights import CHANNEL
from adapters.web.site.standing import PRIVACY, said_goodbye
from adapters.web.usage import visit_of
from core.accounts import Account
from core.errors import DomainError, Gone, InvalidOption, Refused
from core.rights import copies, erasing, proof, requests
from core.rights.proof import Channel
from core.rights.requests import Counted, RequestKind, RequestState
from core.rights.safety import safe_at
from core.storage.unit_of_work import UnitOfWork
from core.text import text

T = TypeVar("T")

SITE = "site"
"""As the proof knows where it is asked for."""
WORD = "rights-site-word"
"""The word to be typed before anything is deleted, in every language."""


# --- a copy ----------------------------------------------------------------------------------------


async def export(request: Request) -> Response:
    """What a copy contains, when it begins, and the button for it."""
    return await _export_page(request, await must_be_signed_in(request))


async def _export_page(request: Request, inside: SignedIn, problem: DomainError | None = None) -> Response:
    parts, account = parts_of(request), inside.account
    now = parts.ambient.now()
    active, tally, safe = await parts.workshop.store.read(
        lambda uow: (uow.rights.active(account.id, RequestKind.EXPORT), uow.erasures.tally(account.id), safe_at(uow, account, now))
    )
    counts = {one.what: one.number for one in tally}
    context = {
        "active": active,
        "prompts": counts[Counted.PROMPTS],
        "pictures": counts[Counted.PICTURES],
        "safe_at": safe,
        "copies": copies.PAGE,
        "privacy": PRIVACY,
        "problem": problem.text if problem else None,
    }
    return await shown(request, "site/export.html", context, problem.status if problem else 200)


async def start_export(request: Request) -> Response:
    """Ask for a copy. Whoever has asked already is led to that one."""
    inside = await must_be_signed_in(request)
    await checked_form(request)
    parts, locale = parts_of(request), await page_locale(request)
    now = parts.ambient.now()

    def work(uow: UnitOfWork) -> requests.Request:
        asked = copies.draft(uow, parts.ambient, inside.account, CHANNEL, None, locale, now)
        return asked if asked.active else _proved_or_going(request, uow, asked, inside.account)

    try:
        asked = await _written(request, inside, work)
    except DomainError as problem:
        return await _export_page(request, inside, problem)
    return await _next_page(request, asked)


# --- deleting --------------------------------------------------------------------------------------


async def erase(request: Request) -> Response:
    """What would be deleted, what is kept and why, what nobody can reach, and the choice of how (PRV-31, PRV-33)."""
    return await _erase_page(request, await must_be_signed_in(request))


async def _erase_page(request: Request, inside: SignedIn, problem: DomainError | None = None) -> Response:
    parts = parts_of(request)
    now = parts.ambient.now()
    preview = await parts.workshop.store.read(lambda uow: erasing.preview(uow, inside.account, now))
    context = {
        "preview": preview,
        "days": parts.promise.grace_days,
        "later_at": max(now + parts.promise.grace, preview.safe_at or now),
        "privacy": PRIVACY,
        "problem": problem.text if problem else None,
    }
    return await shown(request, "site/erase.html", context, problem.status if problem else 200)


async def choose(request: Request) -> Response:
    """Note how it is to be done. Nothing is deleted by that."""
    inside = await must_be_signed_in(request)
    form = await checked_form(request)
    at_once, messages = _choice(form)
    parts, locale = parts_of(request), await page_locale(request)
    now = parts.ambient.now()

    def work(uow: UnitOfWork) -> requests.Request:
        if at_once and (until := safe_at(uow, inside.account, now)):
            raise Refused(text("rights-not-at-once", at=until))
        asked = erasing.draft(uow, parts.ambient, inside.account, CHANNEL, None, locale, now)
        if asked.state is not RequestState.DRAFT:
            raise Gone(text("rights-site-gone"))
        uow.rights.change(replace(asked, at_once=at_once, messages=messages))
        return asked

    try:
        asked = await _written(request, inside, work)
    except DomainError as problem:
        return await _erase_page(request, inside, problem)
    return _to(f"{PRIVACY}/delete/{asked.ref}")


def _choice(form: FormData) -> tuple[bool, bool]:
    """Whether at once, and whether what was posted in chats goes too."""
    when, chats = form.get("when"), form.get("chats")
    if when not in ("later", "now") or chats not in ("remove", "leave"):
        raise HTTPException(400)
    return when == "now", chats == "remove"


async def last_look(request: Request) -> Response:
    """When, what about the chats, and the word to be typed (PRV-32)."""
    inside = await must_be_signed_in(request)
    asked = await _own(request, inside, RequestKind.ERASE)
    return await _last_look(request, inside, asked) if asked.state is RequestState.DRAFT else _to(PRIVACY)


async def _last_look(request: Request, inside: SignedIn, asked: requests.Request, problem: DomainError | None = None) -> Response:
    parts = parts_of(request)
    now = parts.ambient.now()
    safe = await parts.workshop.store.read(lambda uow: safe_at(uow, inside.account, now))
    context = {
        "asked": asked,
        "at": max(now + parts.promise.grace, safe or now),
        "word": await _word(request),
        "privacy": PRIVACY,
        "problem": problem.text if problem else None,
    }
    return await shown(request, "site/erase_sure.html", context, problem.status if problem else 200)


async def confirm(request: Request) -> Response:
    """The explicit act. Any other word changes nothing."""
    inside = await must_be_signed_in(request)
    form = await checked_form(request)
    asked = await _own(request, inside, RequestKind.ERASE)
    if asked.state is not RequestState.DRAFT:
        return _to(PRIVACY)
    word = await _word(request)
    if _folded(str(form.get("word", ""))) != _folded(word):
        return await _last_look(request, inside, asked, InvalidOption(text("rights-site-word-other", word=word)))
    try:
        return await _next_page(request, await _sent_or_going(request, inside, asked.ref))
    except DomainError as problem:
        return await _last_look(request, inside, asked, problem)


async def _word(request: Request) -> str:
    return said(request, text(WORD), await page_locale(request))


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).strip(" \t\"'“”„«»「」").casefold()


# --- a number on a second channel ------------------------------------------------------------------


async def code(request: Request) -> Response:
    """Where the number went, and a form for it."""
    inside = await must_be_signed_in(request)
    asked = await _own(request, inside)
    return await _code_page(request, inside, asked) if asked.state is RequestState.DRAFT else await _next_page(request, asked)


async def _code_page(request: Request, inside: SignedIn, asked: requests.Request, problem: DomainError | None = None) -> Response:
    where = await parts_of(request).workshop.store.read(lambda uow: second_channel(uow, inside.account))
    context = {
        "asked": asked,
        "where": proof.spoken(where) if where else None,
        "privacy": PRIVACY,
        "problem": problem.text if problem else None,
    }
    return await shown(request, "site/code.html", context, problem.status if problem else 200)


async def prove(request: Request) -> Response:
    """Go on with what was asked, if the number is the right one; or send another one."""
    inside = await must_be_signed_in(request)
    form = await checked_form(request)
    asked = await _own(request, inside)
    if asked.state is not RequestState.DRAFT or asked.code_hash is None:
        return _to(PRIVACY)
    if form.get("what") == "again":
        return await _sent_again(request, inside, asked)
    return await _proved(request, inside, asked, str(form.get("code", "")))


async def _sent_again(request: Request, inside: SignedIn, asked: requests.Request) -> Response:
    try:
        return await _next_page(request, await _sent_or_going(request, inside, asked.ref))
    except DomainError as problem:
        return await _code_page(request, inside, asked, problem)


async def _proved(request: Request, inside: SignedIn, asked: requests.Request, number: str) -> Response:
    ambient, now = parts_of(request).ambient, parts_of(request).ambient.now()

    def work(uow: UnitOfWork) -> requests.Request | None:
        current = uow.rights.get(asked.ref)
        if current is None or current.code_until is None or current.code_until <= now:
            raise Gone(text("rights-site-code-over"))
        # A wrong one is answered, not raised, so that the try stays counted.
        found = proof.proved(uow, ambient, inside.account, number, now)
        return _going(request, uow, found, inside.account) if found is not None and found.ref == asked.ref else None

    try:
        going = await _written(request, inside, work)
    except DomainError as problem:
        return await _code_page(request, inside, asked, problem)
    if going is None:
        return await _code_page(request, inside, asked, InvalidOption(text("rights-code-wrong")))
    return await _next_page(request, going)


def second_channel(uow: UnitOfWork, account: Account) -> Channel | None:
    """Where else than in this browser its owner reads: a chat, or the mailbox if there is none. Whoever has got hold of a browser could
    take the chats off first, and would need the mailbox then."""
    chat = proof.second_channel(uow, account, SITE, "")
    return chat or (account if account.email and account.mail_stopped_at is None else None)


# --- what they share -------------------------------------------------------------------------------


async def _own(request: Request, inside: SignedIn, kind: RequestKind | None = None) -> requests.Request:
    """The request that the address names, if it is this person's own. Raises 404."""
    ref = request.path_params["ref"]
    found = await parts_of(request).workshop.store.read(lambda uow: uow.rights.get(ref))
    kinds = (kind,) if kind else (RequestKind.EXPORT, RequestKind.ERASE)
    if found is None or found.account_id != inside.account.id or found.kind not in kinds:
        raise HTTPException(404)
    return found


async def _sent_or_going(request: Request, inside: SignedIn, ref: str) -> requests.Request:
    def work(uow: UnitOfWork) -> requests.Request:
        asked = uow.rights.get(ref)
        if asked is None or asked.state is not RequestState.DRAFT:
            raise Gone(text("rights-site-gone"))
        return _proved_or_going(request, uow, asked, inside.account)

    return await _written(request, inside, work)


def _proved_or_going(request: Request, uow: UnitOfWork, asked: requests.Request, account: Account) -> requests.Request:
    """A number is sent where there is a second channel; otherwise it is as good as proved."""
    parts, where = parts_of(request), second_channel(uow, account)
    if where is None:
        return _going(request, uow, asked, account)
    return proof.send_code(uow, parts.ambient, account, asked, where, parts.ambient.now())


def _going(request: Request, uow: UnitOfWork, asked: requests.Request, account: Account) -> requests.Request:
    parts = parts_of(request)
    now = parts.ambient.now()
    if asked.kind is RequestKind.EXPORT:
        held = copies.confirm(uow, asked, now)
        copies.tell_asked(uow, parts.ambient, account, held, now)
        return held
    return erasing.confirm(uow, parts.ambient, parts.promise, asked, account, now)


async def _written(request: Request, inside: SignedIn, work: Callable[[UnitOfWork], T]) -> T:
    """Do it, and keep the four fields of the request that wanted it. Afterwards nobody may be there any more whose they could be."""
    parts, visit = parts_of(request), visit_of(request)

    def both(uow: UnitOfWork) -> T:
        done = work(uow)
        uow.visits.add(parts.ambient.new_id(), visit, inside.account.id)
        uow.after_commit(parts.workshop.work_is_due)
        return done

    return await parts.workshop.store.write(both)


async def _next_page(request: Request, asked: requests.Request) -> Response:
    """Where it goes on from here."""
    if asked.state is RequestState.DRAFT:
        return _to(f"{PRIVACY}/code/{asked.ref}")
    if asked.kind is RequestKind.EXPORT:
        return _to(f"{copies.PAGE}/{asked.ref}")
    return await said_goodbye(request, asked) if asked.active else _to(HOME)


def _to(path: str) -> Response:
    return RedirectResponse(path, 303, headers={"Cache-Control": "no-store"})
