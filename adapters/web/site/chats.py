"""A person's chats: which there are, taking one off, joining another by a code, and taking a joining back (PRV-83, PRV-84)."""

import logging
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import quote

from starlette.background import BackgroundTask
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from adapters.web.csrf import checked_form
from adapters.web.parts import WebParts
from adapters.web.sessions import SignedIn, end_session, must_be_signed_in
from adapters.web.site.done import back_to
from adapters.web.site.frame import page_locale, parts_of, shown
from adapters.web.usage import keep
from core import joining, unlinking
from core.accounts import Account, Identity
from core.ambient import Ambient
from core.errors import DomainError, Gone
from core.introductions import Introduction, introduction, taken_off
from core.linking import LinkOffer, Merge, OfferState, Side
from core.notices import living, private_address
from core.ports import TryLater, Unreachable
from core.storage.unit_of_work import UnitOfWork
from core.text import choose_locale, text
from core.unlinking import Leaving

log = logging.getLogger(__name__)

PLATFORM = "web"
HERE = "/account/chats"


class Stage(StrEnum):
    """How far a joining is, as this side sees it."""

    UNTYPED = "untyped"  # our code; nobody has typed it, or has not said yes
    QUESTION = "question"  # our code; the other side said yes, now we are asked
    PREVIEW = "preview"  # we typed the code and see whom we met
    WAITING = "waiting"  # we said yes; the other side is asked
    JOINED = "joined"
    REFUSED = "refused"
    OVER = "over"


@dataclass(frozen=True)
class Joining:
    """A joining under way. `met` is who is on the other side, where that may be seen."""

    offer: LinkOffer
    stage: Stage
    met: Introduction | None = None


@dataclass(frozen=True)
class Chat:
    """One of the person's chats. `handle` names it in addresses, `uid` is masked."""

    handle: str
    identity: Identity

    @property
    def uid(self) -> str:
        """Enough of the platform's number to know it again."""
        return masked_uid(self.identity.uid)


def masked_uid(uid: str) -> str:
    """The first and the last two characters of a platform's number; of a short one nothing."""
    return f"{uid[:2]}…{uid[-2:]}" if len(uid) > 7 else "…"


@dataclass(frozen=True)
class Seen:
    """What the page shows."""

    chats: tuple[Chat, ...]
    merges: tuple[Merge, ...]
    joining: Joining | None


def _seen(uow: UnitOfWork, account: Account, offer_id: str | None, now: datetime) -> Seen:
    chats = tuple(Chat(unlinking.handle(identity), identity) for identity in uow.accounts.identities(account.id))
    return Seen(chats, tuple(uow.merges.of(account.id, now)), _joining(uow, offer_id, account.id, now) if offer_id else None)


def _joining(uow: UnitOfWork, offer_id: str, account_id: str, now: datetime) -> Joining | None:
    offer = uow.offers.get(offer_id)
    if offer is None:
        return None
    sides = [side is not None and living(uow, side.account_id).id == account_id for side in (offer.shown, offer.typed)]
    if not any(sides):
        return None
    ended = {OfferState.DONE: Stage.JOINED, OfferState.REFUSED: Stage.REFUSED}.get(offer.state)
    if ended or not offer.open(now):
        return Joining(offer, ended or Stage.OVER)
    return _of_shown(uow, offer, now) if sides[0] else _of_typed(uow, offer, now)


def _of_shown(uow: UnitOfWork, offer: LinkOffer, now: datetime) -> Joining:
    if offer.state is not OfferState.ACCEPTED or offer.typed is None:
        return Joining(offer, Stage.UNTYPED)
    return Joining(offer, Stage.QUESTION, introduction(uow, offer, offer.typed, now))


def _of_typed(uow: UnitOfWork, offer: LinkOffer, now: datetime) -> Joining:
    stage = Stage.WAITING if offer.state is OfferState.ACCEPTED else Stage.PREVIEW
    return Joining(offer, stage, introduction(uow, offer, offer.shown, now))


async def chats(request: Request) -> Response:
    """The chats, and how far a joining is that the address names."""
    return await _page(request, await must_be_signed_in(request))


async def _page(
    request: Request, inside: SignedIn, *, code: str | None = None, offer_id: str | None = None, problem: DomainError | None = None
) -> Response:
    parts, wanted = parts_of(request), offer_id or request.query_params.get("offer")
    seen = await parts.workshop.store.read(lambda uow: _seen(uow, inside.account, wanted, parts.ambient.now()))
    problem_text = problem.text if problem else None
    context = {"seen": seen, "code": code, "problem": problem_text, "account": inside.account}
    return await shown(request, "site/chats.html", context, problem.status if problem else 200)


async def act(request: Request) -> Response:
    """Whatever a button of the page asks for. What cannot be done is said on the page itself, and nothing is changed."""
    inside = await must_be_signed_in(request)
    form = await checked_form(request)
    try:
        answer = await _acted(request, inside, form)
    except DomainError as problem:
        return await _page(request, inside, problem=problem)
    await keep(request, inside.account.id)
    return answer


async def _acted(request: Request, inside: SignedIn, form: FormData) -> Response:
    match form.get("what"):
        case "show":
            return await _show_code(request, inside)
        case "type":
            return await _type_code(request, inside, str(form.get("code", "")))
        case "join" | "yes" | "no" as answer:
            return await _answer(request, inside, answer, str(form.get("offer", "")))
        case "undo":
            return await _undo(request, inside, str(form.get("merge", "")))
        case "unlink":
            return await _unlink(request, inside, str(form.get("chat", "")), pictures=form.get("pictures") == "yes")
    raise HTTPException(400)


async def _show_code(request: Request, inside: SignedIn) -> Response:
    """The one answer to a form that is a page: the code is kept nowhere, and does not belong into an address."""
    parts, locale = parts_of(request), await page_locale(request)
    now = parts.ambient.now()
    offer, code = await parts.workshop.store.write(
        lambda uow: joining.show_code(uow, _side(uow, inside.account, locale), parts.ambient, now)
    )
    return await _page(request, inside, code=code, offer_id=offer.id)


async def _type_code(request: Request, inside: SignedIn, typed: str) -> Response:
    parts, locale = parts_of(request), await page_locale(request)
    now = parts.ambient.now()
    met = await parts.workshop.store.write(lambda uow: joining.type_code(uow, _side(uow, inside.account, locale), typed, now))
    if isinstance(met, DomainError):
        raise met
    return _to_offer(met.offer.id)


def _side(uow: UnitOfWork, account: Account, locale: str) -> Side:
    """This page as one side of a joining: known by the name of the first chat, else by the address."""
    chats = uow.accounts.identities(account.id)
    return Side(account.id, PLATFORM, chats[0].name if chats else account.email or "InkMirage", locale)


async def _answer(request: Request, inside: SignedIn, answer: str, offer_id: str) -> Response:
    ambient = parts_of(request).ambient
    await parts_of(request).workshop.store.write(lambda uow: _said(uow, ambient, answer, offer_id, inside.account.id))
    parts_of(request).workshop.work_is_due()
    if answer == "join":
        return _to_offer(offer_id)
    return back_to(HERE, "joined" if answer == "yes" else "refused")


def _said(uow: UnitOfWork, ambient: Ambient, answer: str, offer_id: str, account_id: str) -> None:
    now = ambient.now()
    match answer:
        case "join":
            joining.accept(uow, ambient, offer_id, account_id, now)
        case "yes":
            joining.decide(uow, ambient, offer_id, account_id, now)
        case _:
            joining.refuse(uow, ambient, offer_id, account_id, now)


def _to_offer(offer_id: str) -> Response:
    return RedirectResponse(f"{HERE}?offer={quote(offer_id)}", 303)


async def _undo(request: Request, inside: SignedIn, merge_id: str) -> Response:
    parts = parts_of(request)
    now = parts.ambient.now()
    merge = await parts.workshop.store.write(lambda uow: joining.undo(uow, parts.ambient, merge_id, inside.account.id, now))
    parts.workshop.work_is_due()
    return back_to(HERE, "undone") if inside.session.created_at <= merge.at else await _parted(request, merge)


async def _parted(request: Request, merge: Merge) -> Response:
    """This browser came in as both of them, so it is out; the page says what was done before it goes."""
    request.state.signed_in = None
    said = {"said": text("unlink-parted", day=merge.at), "tone": "good", "more": ("site-parted-in-again",)}
    answer = await shown(request, "sign_in_said.html", said)
    end_session(answer)
    return answer


async def _unlink(request: Request, inside: SignedIn, chat: str, *, pictures: bool) -> Response:
    parts = parts_of(request)
    now, own = parts.ambient.now(), inside.session.id
    gone = await parts.workshop.store.write(
        lambda uow: unlinking.unlink(uow, parts.ambient, inside.account, chat, now, pictures=pictures, session=own)
    )
    parts.workshop.work_is_due()
    answer = back_to(HERE, "unlinked")
    answer.background = BackgroundTask(_take_leave, parts, gone.identity)
    return answer


async def _take_leave(parts: WebParts, chat: Identity) -> None:
    """Tell the chat itself, once: whoever holds somebody's browser could take it off behind their back. No row may name it any more
    (PRV-83), so nothing is tried again."""
    messenger = parts.workshop.messengers.get(chat.platform)
    address, locale = private_address(chat.platform, chat.uid), choose_locale(chat.locale_hint)
    try:
        if messenger is not None:
            await messenger.deliver(address, taken_off(chat), key=parts.ambient.new_id(), locale=locale)
    except (TryLater, Unreachable):
        log.info("a chat that was taken off could not be told")


async def ask_to_unlink(request: Request) -> Response:
    """What leaves with a chat, what stays, and what else can be done; asked once."""
    inside = await must_be_signed_in(request)
    parts, chat = parts_of(request), request.path_params["chat"]
    now = parts.ambient.now()
    try:
        going: Leaving = await parts.workshop.store.read(lambda uow: unlinking.leaving(uow, inside.account, chat, now))
    except DomainError as problem:
        return await _page(request, inside, problem=problem)
    return await shown(request, "site/unlink.html", {"going": going, "chat": chat, "uid": masked_uid(going.identity.uid)})


async def ask_to_undo(request: Request) -> Response:
    """What each side gets back; asked once."""
    inside = await must_be_signed_in(request)
    parts, merge_id = parts_of(request), request.path_params["merge"]
    try:
        merge: Merge = await parts.workshop.store.read(lambda uow: joining.joining_of(uow, merge_id, inside.account.id))
    except DomainError as problem:
        return await _page(request, inside, problem=problem)
    if not merge.can_be_undone(parts.ambient.now()):
        return await _page(request, inside, problem=Gone(text("unlink-undone-already" if merge.undone_at else "unlink-too-late")))
    return await shown(request, "site/undo.html", {"merge": merge})
