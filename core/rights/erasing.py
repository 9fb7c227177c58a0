"""Deleting an account, as far as it is said and called back: preview, confirmation, lock, cancel (PRV-31 … PRV-35).

What is done to the data is in `core/rights/purging.py`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.accounts import Account, Standing
from core.ambient import Ambient
from core.caller import Address
from core.errors import Gone, Refused
from core.notices import tell_by_mail, tell_everywhere
from core.reply import Button, Call, Reply, Tone
from core.rights.drafting import drafted
from core.rights.promise import Promise
from core.rights.requests import LEGAL_MOVES, Actor, Count, Request, RequestKind, RequestState
from core.rights.safety import safe_at
from core.rights.standing import freeze
from core.storage.unit_of_work import UnitOfWork
from core.text import text

CALLED_BACK = frozenset({RequestState.DRAFT, RequestState.GRACE})


@dataclass(frozen=True)
class Preview:
    """What a deletion would take: counts as the receipt will have them, the credits that nobody would have any more, and when it is safe
    enough to delete at once (`None`: now)."""

    counts: Sequence[Count]
    credits: int
    safe_at: datetime | None


def preview(uow: UnitOfWork, account: Account, now: datetime) -> Preview:
    """What a deletion would take (PRV-31). Changes nothing."""
    balance = uow.ledger.balance(account.id, now)
    return Preview(uow.erasures.tally(account.id), balance.posted, safe_at(uow, account, now))


def draft(
    uow: UnitOfWork,
    ambient: Ambient,
    account: Account,
    channel: str,
    address: Address | None,
    locale: str,
    now: datetime,
    actor: Actor = Actor.PERSON,
) -> Request:
    """A deletion that nobody has confirmed yet; the one that is under way, if there is one."""
    return drafted(uow, ambient, account, RequestKind.ERASE, channel, address, locale, now, actor)


def numbers(ref: str) -> tuple[int, tuple[int, ...]]:
    """The number that confirms this request, and three in an order of their own among which it is: pressing one is an act, not a habit."""
    digest = hashlib.sha256(ref.encode()).digest()
    right = 10 + digest[0] % 90
    others = [number for byte in digest[1:] if (number := 10 + byte % 90) != right]
    three = {right, others[0], next(number for number in others if number != others[0])}
    return right, tuple(sorted(three, key=lambda number: digest[number % 32]))


def confirm(
    uow: UnitOfWork, ambient: Ambient, promise: Promise, request: Request, account: Account, now: datetime, actor: Actor = Actor.PERSON
) -> Request:
    """Lock the account now, and delete it when the grace is over. A second yes changes nothing. Raises `Gone`, `Refused`.

    Deleting at once is refused while something about the account has just changed: whoever took it over could otherwise rid its owner of
    it. The grace is longer than that anyway (PRV-25).
    """
    if request.state in (RequestState.GRACE, RequestState.RUNNING):
        return request
    uow.accounts.lock(account.id)
    unsafe_until = safe_at(uow, account, now)
    if request.at_once and unsafe_until is not None and actor is Actor.PERSON:
        raise Refused(text("rights-not-at-once", at=unsafe_until))
    begins = now if request.at_once else max(now + promise.grace, unsafe_until or now)
    moved = uow.rights.move(request, RequestState.GRACE, now, actor)
    if moved is None:
        raise Gone(text("rights-request-gone"))
    confirmed = replace(moved, confirmed_at=now, begins_at=begins, due_at=now, code_hash=None, code_until=None, attempts=0)
    uow.rights.change(confirmed)
    lock(uow, account, now)
    _tell(uow, ambient, account, confirmed, now)
    return confirmed


def lock(uow: UnitOfWork, account: Account, now: datetime) -> None:
    """Nothing is made, charged, posted or come into any more: jobs end and give their credits back, browsers are out, links are worth
    nothing, copies are closed (PRV-34)."""
    freeze(uow, account, Standing.LOCKED, now)
    uow.sessions.end_all(account.id)
    uow.links.drop_all(account.id)
    for request in uow.rights.of(account.id):
        if request.kind is RequestKind.EXPORT and RequestState.CANCELLED in LEGAL_MOVES[request.state]:
            uow.rights.move(request, RequestState.CANCELLED, now, Actor.PROGRAM)


def cancel(uow: UnitOfWork, ambient: Ambient, account: Account, now: datetime, actor: Actor = Actor.PERSON) -> Request:
    """Keep the account after all: everything is as it was, except for what ended (PRV-35). Raises `Gone` once the deletion has begun, or if
    there is none."""
    request = uow.rights.active(account.id, RequestKind.ERASE)
    if request is None:
        raise Gone(text("rights-nothing-to-cancel"))
    if request.state not in CALLED_BACK:
        raise Gone(text("rights-too-late"))
    moved = uow.rights.move(request, RequestState.CANCELLED, now, actor)
    if moved is None:
        raise Gone(text("rights-too-late"))
    uow.accounts.unlock(account.id)
    tell_everywhere(uow, ambient, account.id, _kept(), now, but=request.address)
    return moved


_WHY = {Actor.PROGRAM: "on-behalf-program", Actor.OPERATOR: "on-behalf-operator", Actor.PLATFORM: "on-behalf-platform"}
"""What is said beside the date, if the person did not ask for it themselves."""


def _tell(uow: UnitOfWork, ambient: Ambient, account: Account, request: Request, now: datetime) -> None:
    """Every channel hears of it, each with a way to stop it."""
    assert request.begins_at is not None, "it is confirmed"
    stop = Button(text("button-erase-cancel"), Call("delete-cancel", {}), main=True)
    lines = (text("rights-erase-notice", at=request.begins_at), text(_WHY.get(request.actor, "rights-erase-not-you")))
    reply = Reply(lines=lines, tone=Tone.WARNING, buttons=(stop,), private=True)
    tell_everywhere(uow, ambient, account.id, reply, now, but=request.address)
    facts = {"kind": "delete", "ref": request.ref, "due": request.begins_at.date().isoformat()}
    tell_by_mail(uow, ambient, account, "rights", facts, now)


def _kept() -> Reply:
    return Reply(lines=(text("rights-kept"),), tone=Tone.GOOD, private=True)
