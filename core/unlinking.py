"""Taking off one of a person's chats: what the platform called them goes, pictures and credits stay unless they say otherwise (PRV-83)."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.accounts import Account, Identity
from core.ambient import Ambient
from core.caller import Address
from core.errors import Gone, Refused
from core.introductions import masked, taken_off
from core.jobs import Job
from core.linking import Merge
from core.membership import mark_welcomed
from core.notices import private_address, tell_by_mail, tell_everywhere
from core.reply import Button, Call
from core.storage.unit_of_work import UnitOfWork
from core.text import text

PAGE = 200
HANDLE_LENGTH = 10
NOWHERE = Address("web", "", private=True)
"""No messenger goes there, so what is delivered there waits in the history."""


def handle(identity: Identity) -> str:
    """A short name for a chat, which fits a button together with what shall be done."""
    return hashlib.sha256(f"{identity.platform}/{identity.uid}".encode()).hexdigest()[:HANDLE_LENGTH]


@dataclass(frozen=True)
class Leaving:
    """A chat that may be taken off: how many pictures came from it, and the joining that can be undone instead, if there is one."""

    identity: Identity
    pictures: int
    merge: Merge | None


def leaving(uow: UnitOfWork, account: Account, chat: str, now: datetime) -> Leaving:
    """What taking off the chat of this handle means. Raises `Gone` if there is none, `Refused` if it is the only way in."""
    identities = uow.accounts.identities(account.id)
    identity = next((one for one in identities if handle(one) == chat), None)
    if identity is None:
        raise Gone(text("unlink-chat-gone"))
    if len(identities) == 1 and not _comes_in_by_mail(account):
        raise Refused(text("unlink-last"))
    pictures = sum(len(job.stored) for job in _made_in(uow, identity))
    return Leaving(identity, pictures, _undoable(uow.merges.of(account.id, now), identity))


def _comes_in_by_mail(account: Account) -> bool:
    return account.email is not None and account.mail_stopped_at is None


def _undoable(merges: Sequence[Merge], identity: Identity) -> Merge | None:
    """The joining that brought this chat, else the latest that brought another to it."""
    brought = next((merge for merge in merges if merge.id == identity.merge_id), None)
    return brought or (merges[-1] if merges else None)


def unlink(
    uow: UnitOfWork,
    ambient: Ambient,
    account: Account,
    chat: str,
    now: datetime,
    *,
    pictures: bool = False,
    told: Address | None = None,
    session: str | None = None,
) -> Leaving:
    """Take a chat off, with the pictures that came from it if `pictures`; every other chat and the address are told except where `told` is.

    Browsers that came in are sent away, all but `session`: nobody knows which of them the chat let in. Raises `Gone`, `Refused`.

    While a joining can be undone or a change of address taken back, nobody but a chat itself takes it off (PRV-25, PRV-84): whoever was
    joined to somebody, or holds somebody's browser, could otherwise rid them of their way back.
    """
    uow.accounts.lock(account.id)  # two chats taken off at once could each be the last
    gone = leaving(uow, account, chat, now)
    if gone.merge is not None and not is_there(gone.identity, told):
        raise Refused(text("unlink-undo-instead"), (_undo(gone.merge),))
    changed_until = uow.links.back_until(account.id, now)
    if changed_until is not None and not is_there(gone.identity, told):
        raise Refused(text("unlink-address-new", until=changed_until))
    if pictures:
        _remove_pictures(uow, gone.identity, now)
    _redirect(uow, gone.identity, now)
    mark_welcomed(uow, gone.identity.platform, gone.identity.uid, ambient, now)
    uow.accounts.unlink(gone.identity.platform, gone.identity.uid)
    uow.links.drop_all(account.id)
    uow.sessions.end_all(account.id, but=session)
    tell_everywhere(uow, ambient, account.id, taken_off(gone.identity), now, but=told)
    facts = {"platform": gone.identity.platform, "name": masked(gone.identity.name), "at": now.isoformat()}
    tell_by_mail(uow, ambient, account, "unlinked", facts, now)
    return gone


def is_there(identity: Identity, told: Address | None) -> bool:
    """Whether this address is that chat."""
    return told is not None and (told.platform, told.uid) == (identity.platform, identity.uid)


def _undo(merge: Merge) -> Button:
    return Button(text("button-unlink-undo"), Call("unlink-undo", {"merge": merge.id}))


def _remove_pictures(uow: UnitOfWork, identity: Identity, now: datetime) -> None:
    for job in _made_in(uow, identity):
        for picture in job.stored:
            uow.jobs.remove(picture.id, now)


def _redirect(uow: UnitOfWork, identity: Identity, now: datetime) -> None:
    """What is still being made for this chat goes to the next one."""
    left = [one for one in uow.accounts.identities(identity.account_id) if (one.platform, one.uid) != (identity.platform, identity.uid)]
    address = private_address(left[0].platform, left[0].uid) if left else NOWHERE
    for job in uow.jobs.working(identity.account_id):
        if _is_from(job, identity):
            uow.jobs.redeliver(job.id, address, now)


def _made_in(uow: UnitOfWork, identity: Identity) -> Iterator[Job]:
    """The jobs that were asked for in this chat, newest first."""
    before: datetime | None = None
    while page := uow.jobs.recent(identity.account_id, limit=PAGE, before=before):
        yield from (job for job in page if _is_from(job, identity))
        before = page[-1].created_at


def _is_from(job: Job, identity: Identity) -> bool:
    return job.address.platform == identity.platform and job.address.uid == identity.uid
