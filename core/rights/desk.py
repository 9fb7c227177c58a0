"""What the operator's people do about requests: each act by a role, written down for the person to see (PRV-26, PRV-56, PRV-87, PRV-93)."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.accounts import Account, Standing
from core.ambient import Ambient
from core.notices import tell_by_mail, tell_everywhere
from core.reply import Button, Call, Fact, Reply, Tone
from core.rights import by_mail, on_behalf
from core.rights.promise import Promise
from core.rights.requests import Actor, Request, RequestKind, RequestState
from core.rights.staff import Reason, Scope, StaffAccess
from core.rights.standing import freeze, thaw
from core.storage.unit_of_work import UnitOfWork
from core.text import Text, text

SECOND_WITHIN = timedelta(days=3)
"""So long the first of two waits for the second."""

REVIEW = timedelta(days=14)
"""In which a case that is not clear is looked at again (PRV-57)."""

CHANNEL = "operator"

ANSWERED = (RequestState.OPEN, RequestState.STUCK)
"""What people answer."""

UNASKED = (RequestState.DRAFT, RequestState.EXPIRED, RequestState.CANCELLED)
"""A request in these was never confirmed, or is not wanted any more."""

_PRIVACY = Button(text("button-privacy"), Call("privacy", {}))


class CannotAct(Exception):
    """Nothing was changed. `code` is one of: same (the second must be another role), over (the request is answered already, or is none
    that people answer), nobody (no account is tied to it), kind (it is of another kind), unconfirmed (only its owner can say that it is
    wanted), no-mail (it did not come by mail), not-theirs (nobody has asked for it on a channel of an account)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def note(
    uow: UnitOfWork,
    ambient: Ambient,
    role: str,
    scope: Scope,
    now: datetime,
    *,
    account_id: str | None = None,
    ref: str | None = None,
    reason: Reason | None = None,
) -> None:
    """Write down what a role does, in the transaction in which it is done."""
    uow.staff.add(StaffAccess(ambient.new_id(), role, scope, now, account_id, ref, reason))


def close(uow: UnitOfWork, ambient: Ambient, request: Request, role: str, denial: Reason | None, now: datetime) -> Request:
    """Answer a request that people answer: done, or denied for a reason. Its owner is told, with the way to go on. Raises `CannotAct`."""
    to = RequestState.DENIED if denial else RequestState.DONE
    if _by_mail(request) and not denial:
        raise CannotAct("unconfirmed")
    if not _by_mail(request) and (request.state not in ANSWERED or (request.state is RequestState.STUCK and not denial)):
        raise CannotAct("over")
    moved = uow.rights.move(request, to, now, Actor.OPERATOR)
    if moved is None:
        raise CannotAct("over")
    note(uow, ambient, role, Scope.ANSWER, now, account_id=request.account_id, ref=request.ref, reason=denial)
    if request.account_id is not None:
        tell_everywhere(uow, ambient, request.account_id, answered(request, denial), now)
        facts = {"ref": request.ref, "outcome": denial.value if denial else "done"}
        tell_by_mail(uow, ambient, uow.accounts.get(request.account_id), "rights-answered", facts, now)
    elif request.channel == by_mail.CHANNEL:
        by_mail.tell_sender(uow, ambient, request, denial)
    return moved


def _by_mail(request: Request) -> bool:
    """Whether it came by mail, and no owner of an account has said that they want it."""
    return request.channel == by_mail.CHANNEL and request.state is RequestState.DRAFT


def join(uow: UnitOfWork, ambient: Ambient, mail: Request, theirs: Request, role: str, now: datetime) -> Request:
    """The owner of an account has asked for the same on a channel of theirs: the mail's request is theirs now, and answered by that one
    (PRV-69). They are told. Raises `CannotAct`."""
    if mail.channel != by_mail.CHANNEL:
        raise CannotAct("no-mail")
    if theirs.account_id is None or theirs.channel == by_mail.CHANNEL or theirs.state in UNASKED:
        raise CannotAct("not-theirs")
    if mail.state is RequestState.DRAFT:
        mail = uow.rights.move(mail, RequestState.OPEN, now, Actor.OPERATOR) or mail
    if mail.state is not RequestState.OPEN:
        raise CannotAct("over")
    done = uow.rights.move(mail, RequestState.DONE, now, Actor.OPERATOR)
    if done is None:
        raise CannotAct("over")
    joined = replace(done, account_id=theirs.account_id, confirmed_at=now)
    uow.rights.change(joined)
    note(uow, ambient, role, Scope.ANSWER, now, account_id=theirs.account_id, ref=mail.ref)
    lines = (text("joined-by-mail", at=mail.received_at), text("joined-by-mail-more"))
    facts = (Fact(text("fact-reference"), Text("as-is", {"words": theirs.ref})),)
    tell_everywhere(uow, ambient, theirs.account_id, Reply(lines=lines, facts=facts, buttons=(_PRIVACY,), private=True), now)
    return joined


def answered(request: Request, denial: Reason | None) -> Reply:
    """What its owner reads. Every refusal says why, and that it can be contested (PRV-27)."""
    facts = (Fact(text("fact-reference"), Text("as-is", {"words": request.ref})),)
    outcome = text(f"further-denied-{denial}") if denial else text("further-done")
    lines = (text("further-answer", kind=Text(f"rights-kind-{request.kind}")), outcome, text("further-not-content"))
    buttons = (
        Button(text("button-appeal"), Call("ask-right", {"kind": "appeal"})),
        Button(text("button-complain"), Call("ask-right", {"kind": "complaint"})),
    )
    return Reply(lines=lines, facts=facts, tone=Tone.WARNING if denial else Tone.GOOD, buttons=buttons, private=True)


def erase_for(
    uow: UnitOfWork, ambient: Ambient, promise: Promise, account: Account, role: str, now: datetime, *, platform: bool = False
) -> tuple[Request, bool]:
    """An erasure on somebody's behalf takes two roles: the first asks, the second confirms. The request, and whether it is confirmed.

    `platform`: the platform demands it, so there is no grace (PRV-93). Raises `CannotAct` if one role would be both.
    """
    actor = Actor.PLATFORM if platform else Actor.OPERATOR
    waiting = next((one for one in uow.rights.of(account.id) if _waits_for_second(one, actor, now)), None)
    if waiting is None:
        asked = on_behalf.ask(uow, ambient, account, actor, CHANNEL, now)
        if asked.active:
            return asked, True
        uow.rights.change(replace(asked, due_at=now + SECOND_WITHIN))
        note(uow, ambient, role, Scope.ERASE_ASKED, now, account_id=account.id, ref=asked.ref)
        return asked, False
    if role in {one.role for one in uow.staff.of_request(waiting.ref) if one.scope is Scope.ERASE_ASKED}:
        raise CannotAct("same")
    note(uow, ambient, role, Scope.ERASE_CONFIRMED, now, account_id=account.id, ref=waiting.ref)
    return on_behalf.confirmed(uow, ambient, promise, waiting, account, now, at_once=platform), True


def _waits_for_second(request: Request, actor: Actor, now: datetime) -> bool:
    return request.kind is RequestKind.ERASE and request.state is RequestState.DRAFT and request.actor is actor and now < request.due_at


def quarantine(uow: UnitOfWork, ambient: Ambient, request: Request, account: Account, role: str, now: datetime) -> None:
    """The report may be about this account: nothing is made or posted for it until that is clear (PRV-56). Raises `CannotAct`."""
    if request.kind is not RequestKind.MINOR:
        raise CannotAct("kind")
    if request.state is not RequestState.OPEN:
        raise CannotAct("over")
    if account.standing is not Standing.LOCKED:
        freeze(uow, account, Standing.QUARANTINED, now)
    note(uow, ambient, role, Scope.QUARANTINE, now, account_id=account.id, ref=request.ref)


def in_question(uow: UnitOfWork, request: Request) -> Account:
    """The account that a report of a minor is about. Raises `CannotAct`."""
    named = [one.account_id for one in uow.staff.of_request(request.ref) if one.scope is Scope.QUARANTINE and one.account_id]
    account_id = request.account_id or (named[-1] if named else None)
    if account_id is None:
        raise CannotAct("nobody")
    return uow.accounts.get(account_id)


def minor_confirmed(
    uow: UnitOfWork, ambient: Ambient, promise: Promise, request: Request, role: str, now: datetime
) -> tuple[Request, bool]:
    """It is a child's account: it goes at once, without grace, once a second role says so too (PRV-57). The erasure, and whether it is
    confirmed. Raises `CannotAct`."""
    account = in_question(uow, _open_report(request))
    erasure, confirmed = erase_for(uow, ambient, promise, account, role, now, platform=True)
    note(uow, ambient, role, Scope.MINOR, now, account_id=account.id, ref=request.ref)
    if confirmed:
        uow.rights.move(request, RequestState.DONE, now, Actor.OPERATOR)
    return erasure, confirmed


def minor_unclear(uow: UnitOfWork, ambient: Ambient, request: Request, role: str, now: datetime) -> datetime:
    """Nobody can tell yet: ask once more, and look again then; when that is. Raises `CannotAct`."""
    account = in_question(uow, _open_report(request))
    again = now + REVIEW
    uow.rights.change(replace(request, due_at=again))
    note(uow, ambient, role, Scope.MINOR, now, account_id=account.id, ref=request.ref)
    buttons = (Button(text("button-contact"), Call("support", {})), Button(text("button-privacy"), Call("privacy", {})))
    lines = (text("minor-unclear"), text("minor-unclear-how", at=again))
    tell_everywhere(uow, ambient, account.id, Reply(lines=lines, tone=Tone.WARNING, buttons=buttons, private=True), now)
    return again


def minor_false(uow: UnitOfWork, ambient: Ambient, request: Request, role: str, now: datetime) -> None:
    """It is not a child's account: everything works again, and the report is closed. Raises `CannotAct`."""
    account = in_question(uow, _open_report(request))
    thaw(uow, account, Standing.QUARANTINED)
    note(uow, ambient, role, Scope.MINOR, now, account_id=account.id, ref=request.ref)
    uow.rights.move(request, RequestState.DENIED, now, Actor.OPERATOR)
    tell_everywhere(uow, ambient, account.id, Reply(lines=(text("minor-false"),), tone=Tone.GOOD, private=True), now)


def _open_report(request: Request) -> Request:
    if request.kind is not RequestKind.MINOR:
        raise CannotAct("kind")
    if request.state is not RequestState.OPEN:
        raise CannotAct("over")
    return request
