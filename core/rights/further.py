"""Rights that people answer, and two that the program carries out at once: restriction, and no sale of data (PRV-27)."""

from collections.abc import Mapping
from datetime import datetime

from core.accounts import Account, Standing
from core.ambient import Ambient
from core.cards import without_card_numbers
from core.prompts import printable
from core.reply import Button, Call, Fact, Reply, Tone
from core.rights.requests import Actor, Request, RequestKind, RequestState, answer_by
from core.rights.standing import freeze, thaw
from core.storage.unit_of_work import UnitOfWork
from core.text import Text, text

KINDS = (
    RequestKind.RESTRICT,
    RequestKind.OBJECT,
    RequestKind.COMPLAINT,
    RequestKind.APPEAL,
    RequestKind.LIMIT,
    RequestKind.OPT_OUT_SALE,
    RequestKind.AGENT,
)
"""In the order in which they are offered. Where somebody lives is not asked: everybody has all of them."""

AT_ONCE: Mapping[RequestKind, str] = {
    RequestKind.RESTRICT: "further-restrict",
    RequestKind.OPT_OUT_SALE: "further-opt-out-sale",
}
"""Answered by what the program does, or does not do anyway."""

LONGEST = 2000


def ask(
    uow: UnitOfWork,
    ambient: Ambient,
    account: Account,
    kind: RequestKind,
    channel: str,
    locale: str,
    now: datetime,
    words: str = "",
) -> Request:
    """A request of this kind; the one that is under way, if there is one. `words` are kept beside it and go with the account."""
    active = uow.rights.active(account.id, kind)
    if active is not None:
        return active
    request = Request(ambient.new_id(), kind, RequestState.OPEN, account.id, Actor.PERSON, channel, now, now, answer_by(now), locale)
    uow.rights.add(request)
    if kept := as_kept(words):
        uow.words.put(request.ref, account.id, kept, now)
    if kind not in AT_ONCE:
        return request
    if kind is RequestKind.RESTRICT and account.standing is Standing.ACTIVE:
        freeze(uow, account, Standing.RESTRICTED, now)
    return uow.rights.move(request, RequestState.DONE, now, Actor.PROGRAM) or request


def lift(uow: UnitOfWork, account: Account) -> bool:
    """The person wants their account used again; false if it is not restricted."""
    return thaw(uow, account, Standing.RESTRICTED)


def as_kept(words: str) -> str:
    """The words without what no database takes and without card numbers, cut to what is read."""
    return without_card_numbers(printable(words)).strip()[:LONGEST]


def answer(request: Request) -> Reply:
    """What is said at once: what happens now, until when, and under which reference. Nothing is charged, and nobody has to prove more."""
    facts = (Fact(text("fact-reference"), Text("as-is", {"words": request.ref})),)
    if request.kind in AT_ONCE:
        return Reply(lines=(text(AT_ONCE[request.kind]),), facts=facts, tone=Tone.GOOD, buttons=_after(request), private=True)
    lines = (text(f"further-{request.kind}"), text("further-by", at=request.answer_by))
    return Reply(lines=lines, facts=facts, tone=Tone.GOOD, buttons=_after(request), private=True)


def _after(request: Request) -> tuple[Button, ...]:
    lifts = (Button(text("button-lift"), Call("lift", {})),) if request.kind is RequestKind.RESTRICT else ()
    return (*lifts, Button(text("button-privacy"), Call("privacy", {})))
