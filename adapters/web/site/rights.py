"""A person's rights on the site: the same as /privacy offers in a chat (PRV-23 … PRV-30). Copying and deleting are in `asking.py`."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from adapters.web.csrf import checked_form
from adapters.web.sessions import SignedIn, must_be_signed_in
from adapters.web.site.done import back_to
from adapters.web.site.email import masked_email
from adapters.web.site.frame import page_locale, parts_of, shown
from adapters.web.site.legal import in_words
from adapters.web.site.standing import PRIVACY
from adapters.web.site.wellknown import gpc_asked
from adapters.web.usage import visit_of
from core.accounts import Account, Consent, Standing
from core.legal.document import Section
from core.legal.facts import Facts
from core.reply import Reply
from core.rights import copies, further, requests, training
from core.rights.processing import processing
from core.rights.requests import ENDED, Count, RequestKind, RequestState
from core.storage.unit_of_work import UnitOfWork
from core.text import LOCALES, Catalogue, Text, text

CHANNEL = "web"


@dataclass(frozen=True)
class Asked:
    """A request as its owner sees it: how it stands, and where there is more about it (`None`: nowhere)."""

    request: requests.Request
    state: Text
    page: str | None

    @property
    def ended(self) -> bool:
        """Whether nothing is going to happen any more."""
        return self.request.state in ENDED


def asked(request: requests.Request) -> Asked:
    """How a request stands, in the words of the chats."""
    return Asked(request, state_of(request), _page_of(request))


def state_of(request: requests.Request) -> Text:
    """The sentence about a request's state, with its next date."""
    moment = request.begins_at if request.kind is RequestKind.ERASE and request.begins_at else request.due_at
    at = request.answer_by if request.state in (RequestState.OPEN, RequestState.STUCK) else moment
    return text(f"rights-state-{request.state}", at=at, done=request.done, total=request.total)


def _page_of(request: requests.Request) -> str | None:
    if request.state is RequestState.DRAFT:
        return f"{PRIVACY}/{_unfinished(request)}" if request.code_hash or request.kind is RequestKind.ERASE else None
    return {RequestKind.EXPORT: f"{copies.PAGE}/{request.ref}", RequestKind.ERASE: f"/receipt/{request.ref}"}.get(request.kind)


def _unfinished(request: requests.Request) -> str:
    return f"code/{request.ref}" if request.code_hash else f"delete/{request.ref}"


# --- the hub ---------------------------------------------------------------------------------------


async def hub(request: Request) -> Response:
    """Everything that can be done, and how far what was asked for is."""
    inside = await must_be_signed_in(request)
    parts, locale = parts_of(request), await page_locale(request)
    given, consent = await parts.workshop.store.read(lambda uow: _hub(uow, inside.account))
    context = {
        # What was begun and never confirmed would only stand in the way of the rest.
        "asked": [asked(one) for one in given if one.state is not RequestState.EXPIRED],
        "consent": consent,
        "wording": training.HASHES[locale],
        "contact": parts.contact,
        "gpc": gpc_asked(request),
        "restricted": inside.account.standing is Standing.RESTRICTED,
        "quarantined": inside.account.standing is Standing.QUARANTINED,
        "privacy": PRIVACY,
    }
    return await shown(request, "site/rights.html", context)


def _hub(uow: UnitOfWork, account: Account) -> tuple[Sequence[requests.Request], Consent | None]:
    return uow.rights.of(account.id), uow.consents.current(account.id, training.PURPOSE)


# --- seeing and correcting -------------------------------------------------------------------------


async def see(request: Request) -> Response:
    """How much is held and since when; and what for, how long, and who receives it, as the data map has it (PRV-07, PRV-28)."""
    inside = await must_be_signed_in(request)
    parts, locale = parts_of(request), await page_locale(request)
    now = parts.ambient.now()
    counts, owned = await parts.workshop.store.read(lambda uow: _held(uow, inside.account.id, now))
    explained = await asyncio.to_thread(_processing, parts.legal, parts.catalogue, locale)
    context = {"account": inside.account, "counts": counts, "credits_held": owned, "explained": explained, "privacy": PRIVACY}
    return await shown(request, "site/rights_see.html", context)


def _held(uow: UnitOfWork, account_id: str, now: datetime) -> tuple[Sequence[Count], int]:
    return uow.erasures.tally(account_id), uow.ledger.balance(account_id, now).posted


@lru_cache(maxsize=len(LOCALES))
def _processing(facts: Facts, catalogue: Catalogue, locale: str) -> tuple[Section, ...]:
    """In finished words. That takes a tenth of a second, and comes out the same as long as the program runs."""
    return tuple(in_words(section, catalogue, locale) for section in processing(facts))


async def correct(request: Request) -> Response:
    """What a person can put right at once, and whom to tell about the rest (PRV-30)."""
    inside = await must_be_signed_in(request)
    context = {
        "email": masked_email(inside.account),
        "in_use": inside.account.standing is Standing.ACTIVE,
        "contact": parts_of(request).contact,
        "privacy": PRIVACY,
    }
    return await shown(request, "site/rights_correct.html", context)


# --- the other rights ------------------------------------------------------------------------------


async def more(request: Request) -> Response:
    """The rights beside copy, correction and deletion, each with what it means."""
    await must_be_signed_in(request)
    return await _more(request, None)


async def ask(request: Request) -> Response:
    """Ask for one of them, with words or without (PRV-27)."""
    inside = await must_be_signed_in(request)
    form = await checked_form(request)
    kind = next((one for one in further.KINDS if one.value == form.get("kind")), None)
    if kind is None:
        raise HTTPException(400)
    answer = await _filed(request, inside, kind, str(form.get("words", "")))
    return await _more(request, answer)


async def _more(request: Request, answer: Reply | None) -> Response:
    context = {"kinds": further.KINDS, "at_once": further.AT_ONCE, "most": further.LONGEST, "answer": answer, "privacy": PRIVACY}
    return await shown(request, "site/rights_more.html", context)


async def _filed(request: Request, inside: SignedIn, kind: RequestKind, words: str) -> Reply:
    parts, locale, visit = parts_of(request), await page_locale(request), visit_of(request)
    now = parts.ambient.now()

    def work(uow: UnitOfWork) -> Reply:
        account = uow.accounts.get(inside.account.id)
        filed = further.ask(uow, parts.ambient, account, kind, CHANNEL, locale, now, words)
        uow.visits.add(parts.ambient.new_id(), visit, account.id)
        uow.after_commit(parts.workshop.work_is_due)
        return further.answer(filed)

    return await parts.workshop.store.write(work)


async def lift(request: Request) -> Response:
    """Use the account again."""
    inside = await must_be_signed_in(request)
    await checked_form(request)
    parts, visit = parts_of(request), visit_of(request)

    def work(uow: UnitOfWork) -> bool:
        uow.visits.add(parts.ambient.new_id(), visit, inside.account.id)
        return further.lift(uow, inside.account)

    lifted = await parts.workshop.store.write(work)
    return back_to(PRIVACY, "lifted") if lifted else RedirectResponse(PRIVACY, 303)
