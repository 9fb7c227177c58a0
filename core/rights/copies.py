"""The copy of a person's data, as its owner has to do with it: asked for, confirmed, looked at, fetched, called off (PRV-75 … PRV-79).

How it is made is in `core/rights/copying.py`, what is in it in `core/rights/export.py`, where it lies in `core/rights/parcels.py`.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.accounts import Account
from core.ambient import Ambient
from core.caller import Address
from core.errors import Gone, NotFound, Refused
from core.notices import living, tell_by_mail, tell_everywhere
from core.reply import Button, Call, Reply, Tone
from core.rights.drafting import drafted
from core.rights.requests import LEGAL_MOVES, Actor, Request, RequestKind, RequestState
from core.rights.safety import safe_at
from core.rights.storage import StoredPart
from core.storage.unit_of_work import UnitOfWork
from core.text import text

PAGE = "/account/privacy/copies"
"""Where a person's copies are, on the site; below it each by its reference."""
ONE_IN = timedelta(hours=24)
"""So often a person may have a copy made; more wait for their turn (PRV-79)."""
MOST_DOWNLOADS = 5
"""Of each part."""
TAKE_FILES = frozenset({"discord", "telegram"})
"""Chats into which a small copy is posted as a file; elsewhere it is fetched on the site (PRV-77)."""
STARTED = frozenset({RequestState.RUNNING, RequestState.READY, RequestState.DONE, RequestState.STUCK})


# --- asking ----------------------------------------------------------------------------------------


def draft(
    uow: UnitOfWork, ambient: Ambient, account: Account, channel: str, address: Address | None, locale: str, now: datetime
) -> Request:
    """A copy that nobody has confirmed yet; the one that is under way, if there is one."""
    return drafted(uow, ambient, account, RequestKind.EXPORT, channel, address, locale, now)


def ask(uow: UnitOfWork, ambient: Ambient, account: Account, channel: str, address: Address | None, locale: str, now: datetime) -> Request:
    """A copy for somebody who has proved who they are. One at a time: whoever asks again gets the one that is under way. Raises `Gone`."""
    return confirm(uow, draft(uow, ambient, account, channel, address, locale, now), now)


def confirm(uow: UnitOfWork, request: Request, now: datetime, actor: Actor = Actor.PERSON) -> Request:
    """It will be made, not before `begins_at`: a day after the last one, and when a risky change is 72 hours old (PRV-25, PRV-79).

    A second yes changes nothing. Raises `Gone`.
    """
    if request.account_id is None or request.state in (RequestState.HELD, RequestState.RUNNING):
        return request
    uow.accounts.lock(request.account_id)
    account = living(uow, request.account_id)
    active = uow.rights.active(account.id, RequestKind.EXPORT)
    to = RequestState.CANCELLED if active else RequestState.HELD
    moved = uow.rights.move(request, to, now, actor) if request.state is RequestState.DRAFT else None
    if moved is None:
        raise Gone(text("error-copy-over"))
    if active is not None:
        return active
    begins = max(now, safe_at(uow, account, now) or now, _turn(uow, account, now) if actor is Actor.PERSON else now)
    confirmed = replace(moved, confirmed_at=now, begins_at=begins, due_at=begins, code_hash=None, code_until=None, attempts=0)
    uow.rights.change(confirmed)
    return confirmed


def tell_asked(uow: UnitOfWork, ambient: Ambient, account: Account, request: Request, now: datetime) -> None:
    """Every other channel hears that a copy was asked for, each with a way to stop it (PRV-25)."""
    stop = Button(text("button-copy-stop"), Call("export-stop", {"request": request.ref}), main=True)
    begins = request.begins_at or now
    lines = (text("copies-asked", at=begins), text("copies-asked-not-you"))
    reply = Reply(lines=lines, tone=Tone.WARNING, buttons=(stop,), private=True)
    tell_everywhere(uow, ambient, account.id, reply, now, but=request.address)
    facts = {"kind": "export", "ref": request.ref, "due": request.answer_by.date().isoformat()}
    tell_by_mail(uow, ambient, account, "rights", facts, now)


def _turn(uow: UnitOfWork, account: Account, now: datetime) -> datetime:
    """When the next copy may begin; one that was called off before it began does not count."""
    asked = [one for one in uow.rights.of(account.id) if one.kind is RequestKind.EXPORT and one.actor is Actor.PERSON]
    recent = [one.confirmed_at for one in asked if one.confirmed_at and one.confirmed_at > now - ONE_IN and _began(uow, one)]
    return max(recent) + ONE_IN if recent else now


def _began(uow: UnitOfWork, request: Request) -> bool:
    return request.state in STARTED or any(event.state is RequestState.RUNNING for event in uow.rights.events(request.ref))


def cancel(uow: UnitOfWork, request: Request, now: datetime, actor: Actor = Actor.PERSON) -> Request | None:
    """Call it off, at any time; what there is of it cannot be fetched from this moment on. `None` if it has ended already."""
    if request.account_id is not None:
        uow.accounts.lock(request.account_id)
    current = uow.rights.get(request.ref)
    if current is None or RequestState.CANCELLED not in LEGAL_MOVES[current.state]:
        return None
    return uow.rights.move(current, RequestState.CANCELLED, now, actor)


def disown(uow: UnitOfWork, ambient: Ambient, account: Account, now: datetime) -> list[str]:
    """Somebody else asked: end every copy, sign every browser out, and tell every chat (PRV-78). The references of those that ended."""
    ended = [one.ref for one in uow.rights.of(account.id) if one.kind is RequestKind.EXPORT and cancel(uow, one, now) is not None]
    uow.sessions.end_all(account.id)
    uow.links.drop_all(account.id)
    tell_everywhere(uow, ambient, account.id, Reply(lines=(text("copies-stopped"),), tone=Tone.WARNING, private=True), now)
    return ended


# --- fetching --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Copy:
    """A copy as its owner sees it. `parts` are there once it is ready, and until it ends."""

    request: Request
    parts: tuple[StoredPart, ...]

    @property
    def until(self) -> datetime:
        """When it ends, once it is ready."""
        return min((part.expires_at for part in self.parts), default=self.request.due_at)

    @property
    def size(self) -> int:
        """Of all parts, in bytes."""
        return sum(part.size for part in self.parts)

    @property
    def missing(self) -> int:
        """How many things could not be read, once it is ready."""
        return self.request.total - self.request.done

    def open(self, now: datetime) -> bool:
        """Whether it can be fetched."""
        return self.request.state is RequestState.READY and bool(self.parts) and now < self.until


def copies_of(uow: UnitOfWork, account: Account, now: datetime) -> list[Copy]:
    """A person's copies that are being made or can be fetched, the newest first."""
    wanted = (RequestState.HELD, RequestState.RUNNING, RequestState.READY, RequestState.STUCK)
    found = [_copy(uow, one) for one in uow.rights.of(account.id) if one.kind is RequestKind.EXPORT and one.state in wanted]
    return [copy for copy in found if copy.request.state is not RequestState.READY or copy.open(now)]


def copy_of(uow: UnitOfWork, account: Account, ref: str) -> Copy:
    """One of a person's copies. Raises `NotFound`, for those of others too."""
    request = uow.rights.get(ref)
    if request is None or request.kind is not RequestKind.EXPORT or request.account_id is None:
        raise NotFound(text("error-copy-unknown"))
    if living(uow, request.account_id).id != account.id:
        raise NotFound(text("error-copy-unknown"))
    return _copy(uow, request)


def part_of(uow: UnitOfWork, account: Account, ref: str, number: int, now: datetime) -> StoredPart:
    """A part that can be fetched. Raises `NotFound`, `Gone`, `Refused`."""
    copy = copy_of(uow, account, ref)
    if copy.request.active:
        raise Refused(text("error-copy-not-ready"))
    if not copy.open(now):
        raise Gone(text("error-copy-over"))
    part = next((part for part in copy.parts if part.part == number and part.complete), None)
    if part is None:
        raise NotFound(text("error-copy-unknown"))
    return part


def fetch(uow: UnitOfWork, account: Account, ref: str, number: int, now: datetime) -> StoredPart:
    """The same, and it counts as a download. Raises `Gone` too when there were enough of them."""
    part = part_of(uow, account, ref, number, now)
    if not uow.parts.fetched(ref, number, MOST_DOWNLOADS):
        raise Gone(text("error-copy-used-up"))
    return part


def _copy(uow: UnitOfWork, request: Request) -> Copy:
    return Copy(request, tuple(uow.parts.of(request.ref)) if request.state is RequestState.READY else ())
