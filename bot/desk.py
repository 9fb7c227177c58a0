"""What the operator's people type about requests and accounts (PRV-26, PRV-56, PRV-85, PRV-87, PRV-90, PRV-93).

All of it works beside the running program: each act is one transaction of its own. Who acts is a role, proved by a key in the environment.
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from datetime import datetime

from bot.config import Settings
from core.accounts import Account
from core.ambient import Ambient
from core.rights import by_mail, desk, holding
from core.rights.deadlines import overdue, share_used
from core.rights.desk import CannotAct
from core.rights.holds import HeldKind, HoldReason
from core.rights.requests import ACTIVE, ENDED, Request, RequestState
from core.rights.staff import Reason, Scope
from core.storage.unit_of_work import UnitOfWork
from db.breach import touched_by
from db.store import change, visit

KEY = "INKMIRAGE_OPERATOR_KEY"
ANYBODY = "operator"
"""The role of whoever has the settings, as long as no roles are configured: then nothing that takes two can be done."""

LATE = "OVERDUE"

REFUSED = {
    "same": "The same role cannot be both: another one has to confirm.",
    "over": "This request is answered already, or nobody answers it by hand.",
    "nobody": "No account is tied to this report yet. First: privacy quarantine REF PLATFORM UID",
    "kind": "This is no report of a minor.",
    "unconfirmed": "Nobody has confirmed this on a channel of their account. Then: privacy join REF THEIRS; until then only --deny.",
    "no-mail": "The first of the two did not come by mail.",
    "not-theirs": "The second of the two is none that somebody has asked for on a channel of their account.",
    "one-role": "This takes two roles. Configure them in [privacy] operators (docs/decisions/0024).",
    "unknown-key": f"Set {KEY} to the key of a role in [privacy] operators.",
    "unknown-request": "There is no request of this reference.",
    "unknown-person": "Nobody on this platform is known by this id.",
    "gone": "There is no such record any more, or it is somebody's who is being erased already.",
    "held": "This record is held already.",
    "key-used": "This key was used for another gift. Choose another one.",
    "names-somebody": "Say why in one sentence about nobody: without addresses, names of chats and long numbers.",
    "unknown-charge": "There is no credited payment of this provider and charge, or its person has left.",
    "refund-under-way": "It is going back already.",
    "refund-disputed": "A bank or a store is deciding about it, or has taken it back.",
    "refund-elsewhere": "Discord decides about what it sold, and offers no way to do it for them.",
    "refund-busy": "A picture is being made from it. Try again when that is finished.",
    "refund-spent": "Nothing of it is left. With --whole all of the money goes back all the same.",
    "refund-touched": "Telegram gives back whole purchases only, and some of this one was used. With --whole the used part is given up.",
    "past": "The end of a hold must lie ahead.",
}


def sentence(error: CannotAct) -> str:
    """Why it was refused, for the operator."""
    return REFUSED[error.code]


def role_of(settings: Settings, environment: Mapping[str, str], *, two: bool = False) -> str:
    """The role whose key is in the environment. `two`: for what one alone must not do. Raises `CannotAct`."""
    known = dict(line.split(":") for line in settings.privacy.operators)
    if two and len(known) < 2:
        raise CannotAct("one-role")
    if not known:
        return ANYBODY
    given = hashlib.sha256(environment.get(KEY, "").encode()).hexdigest()
    role = next((name for name, digest in known.items() if hmac.compare_digest(digest, given)), None)
    if role is None:
        raise CannotAct("unknown-key")
    return role


# --- looking --------------------------------------------------------------------------------------


async def listed(settings: Settings, now: datetime, *, everything: bool = False) -> list[str]:
    """One line per request that waits, the most urgent first, also what came by mail and nobody has confirmed; `everything`: also those
    that are over. Names nobody."""
    states = tuple(RequestState) if everything else (*ACTIVE, RequestState.DRAFT)
    requests = await visit(settings.database_url, lambda uow: uow.rights.listed(states))
    return [_line(request, now) for request in requests if everything or _waits(request)]


def _waits(request: Request) -> bool:
    return request.state is not RequestState.DRAFT or request.channel == by_mail.CHANNEL


def _line(request: Request, now: datetime) -> str:
    share = f"{share_used(request, now):>4.0%}" if request.state not in ENDED else "    "
    late = f"  {LATE}" if overdue(request, now) else ""
    days = f"{request.received_at:%Y-%m-%d}  answer by {request.answer_by:%Y-%m-%d}"
    return f"{request.ref}  {request.kind:<12}  {request.state:<9}  {request.channel:<10}  {days}  {share}{late}"


async def shown(settings: Settings, environment: Mapping[str, str], ref: str) -> tuple[list[str], bool]:
    """Everything about one request, and whether the seals of its log hold. That somebody looked is written down. Raises `CannotAct`."""
    role, ambient = role_of(settings, environment), Ambient()

    def work(uow: UnitOfWork) -> tuple[list[str], bool]:
        request = _request(uow, ref)
        desk.note(uow, ambient, role, Scope.REQUEST, ambient.now(), account_id=request.account_id, ref=ref)
        return list(_everything(uow, request, ambient.now())), not uow.rights.broken(ref)

    return await change(settings.database_url, ambient, work)


def _everything(uow: UnitOfWork, request: Request, now: datetime) -> Iterator[str]:
    yield _line(request, now)
    report = uow.reports.get(request.ref)
    if words := uow.words.get(request.ref) or (report.words if report else ""):
        yield f"words    {words!r}"
    if mail := uow.mails.get(request.ref):
        told = "answered" if mail.answered else "not answered"
        yield f"mail     from {mail.sender!r}  {mail.state}  {told}  attachments {mail.attachments}"
        yield f"words    {mail.words!r}"
    for step in uow.rights.steps(request.ref):
        done = f"done {_at(step.done_at)}" if step.done_at else f"under way since {_at(step.begun_at)}, attempts {step.attempts}"
        yield f"step     {step.step:<12}  {done}"
    for count in uow.rights.counts(request.ref):
        yield f"count    {count.what:<12}  {count.fate:<10}  {count.number}" + (f"  until {count.until:%Y-%m-%d}" if count.until else "")
    for event in uow.rights.events(request.ref):
        yield f"log      {_at(event.at)}  {event.state:<9}  {event.actor:<8}  {event.step or ''}".rstrip()
    for access in uow.staff.of_request(request.ref):
        yield f"staff    {_at(access.at)}  {access.role:<12}  {access.scope:<15}  {access.reason or ''}".rstrip()
    yield f"seals    {'BROKEN' if uow.rights.broken(request.ref) else 'hold'}"


def _at(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


async def done(settings: Settings, since: datetime) -> list[str]:
    """One line per act of the operator's people since then, the oldest first. Whose account it was about stands in that person's copy."""
    acts = await visit(settings.database_url, lambda uow: uow.staff.since(since))
    return [f"{_at(act.at)}  {act.role:<12}  {act.scope:<15}  {act.ref or '':<12}  {act.reason or ''}".rstrip() for act in acts]


async def touched(settings: Settings, store: str) -> list[str]:
    """Whom it concerns if this store leaks: how many people, which kinds of data, and who received them (PRV-90). Raises `LookupError`."""
    return await visit(settings.database_url, lambda uow: list(touched_by(uow.connection, store)))


# --- acting ---------------------------------------------------------------------------------------


async def close(settings: Settings, environment: Mapping[str, str], ref: str, denial: Reason | None) -> str:
    """Answer a request. Raises `CannotAct`."""
    role, ambient = role_of(settings, environment), Ambient()
    done = await change(
        settings.database_url, ambient, lambda uow: desk.close(uow, ambient, _request(uow, ref), role, denial, ambient.now())
    )
    return f"{ref} is {done.state}. Its owner is told."


async def join(settings: Settings, environment: Mapping[str, str], ref: str, theirs: str) -> str:
    """Somebody who wrote has asked for the same from their account: tie the mail's request to that one, and end it. Raises `CannotAct`."""
    role, ambient = role_of(settings, environment), Ambient()

    def work(uow: UnitOfWork) -> Request:
        return desk.join(uow, ambient, _request(uow, ref), _request(uow, theirs), role, ambient.now())

    done = await change(settings.database_url, ambient, work)
    return f"{done.ref} is {done.state}: it is one with {theirs} now. Its owner is told."


async def erase(settings: Settings, environment: Mapping[str, str], platform: str, uid: str, *, demanded: bool) -> str:
    """Ask for somebody's erasure, or confirm what another role asked for; `demanded` by the platform: without grace. Raises `CannotAct`."""
    role, ambient = role_of(settings, environment, two=True), Ambient()

    def work(uow: UnitOfWork) -> tuple[Request, bool]:
        account = account_of(uow, platform, uid)
        return desk.erase_for(uow, ambient, settings.promise(), account, role, ambient.now(), platform=demanded)

    return _told(*await change(settings.database_url, ambient, work))


def _told(request: Request, confirmed: bool) -> str:
    if not confirmed:
        return f"{request.ref} waits until {_at(request.due_at)} UTC for a second role, who types the same."
    begins = f", begins {_at(request.begins_at)} UTC" if request.begins_at else ""
    return f"{request.ref} is {request.state}{begins}."


async def quarantine(settings: Settings, environment: Mapping[str, str], ref: str, platform: str, uid: str) -> str:
    """Let nothing go on for an account while a report about it is looked at. Raises `CannotAct`."""
    role, ambient = role_of(settings, environment), Ambient()

    def work(uow: UnitOfWork) -> None:
        desk.quarantine(uow, ambient, _request(uow, ref), account_of(uow, platform, uid), role, ambient.now())

    await change(settings.database_url, ambient, work)
    return "Nothing is made or posted for this account any more."


async def minor(settings: Settings, environment: Mapping[str, str], ref: str, outcome: str) -> str:
    """What came of a report of a minor: confirmed (takes two roles), unclear or false. Raises `CannotAct`."""
    role, ambient = role_of(settings, environment, two=outcome == "confirmed"), Ambient()

    def work(uow: UnitOfWork) -> str:
        now, request = ambient.now(), _request(uow, ref)
        if outcome == "confirmed":
            return _told(*desk.minor_confirmed(uow, ambient, settings.promise(), request, role, now))
        if outcome == "unclear":
            return f"To be looked at again by {_at(desk.minor_unclear(uow, ambient, request, role, now))} UTC."
        desk.minor_false(uow, ambient, request, role, now)
        return "The account works again."

    return await change(settings.database_url, ambient, work)


async def hold(settings: Settings, environment: Mapping[str, str], kind: HeldKind, record: str, reason: HoldReason, until: datetime) -> str:
    """Keep one record from being erased: the first role asks, the second confirms by typing the same. Raises `CannotAct`."""
    role, ambient = role_of(settings, environment, two=True), Ambient()
    placed = await change(
        settings.database_url, ambient, lambda uow: holding.place(uow, ambient, kind, record, reason, until, role, ambient.now())
    )
    if placed.second is None:
        return f"{placed.id} holds it for now. A second role has to type the same before {_at(placed.until)} UTC."
    return f"{placed.id} holds it until {_at(placed.until)} UTC."


async def release(settings: Settings, environment: Mapping[str, str], hold_id: str) -> str:
    """End a hold before its time: what is held goes back, or is erased if its owner has left. Raises `CannotAct`."""
    role, ambient = role_of(settings, environment), Ambient()
    await change(settings.database_url, ambient, lambda uow: holding.release(uow, ambient, hold_id, role, ambient.now()))
    return "Released. What its owner had erased goes within the hour."


async def write_down(settings: Settings, environment: Mapping[str, str], scope: Scope, platform: str, uid: str) -> None:
    """Write down that a role did something for this person. Raises `CannotAct`."""
    role, ambient = role_of(settings, environment), Ambient()

    def work(uow: UnitOfWork) -> None:
        desk.note(uow, ambient, role, scope, ambient.now(), account_id=account_of(uow, platform, uid).id)

    await change(settings.database_url, ambient, work)


def _request(uow: UnitOfWork, ref: str) -> Request:
    request = uow.rights.get(ref.strip().lower())
    if request is None:
        raise CannotAct("unknown-request")
    return request


def account_of(uow: UnitOfWork, platform: str, uid: str) -> Account:
    """The account of this person. Raises `CannotAct`."""
    person = uow.accounts.person(platform, uid)
    if person is None:
        raise CannotAct("unknown-person")
    return uow.accounts.get(person.account_id)
