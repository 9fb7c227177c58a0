"""A request that its owner still has to confirm, a copy or a deletion: how it begins, and how it is found again (PRV-24)."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.accounts import Account
from core.ambient import Ambient
from core.caller import Address
from core.errors import Gone
from core.rights.requests import Actor, Request, RequestKind, RequestState, answer_by
from core.storage.unit_of_work import UnitOfWork
from core.text import text

DRAFT_LIFE = timedelta(hours=1)
"""Whoever has not confirmed by then begins again."""


def drafted(
    uow: UnitOfWork,
    ambient: Ambient,
    account: Account,
    kind: RequestKind,
    channel: str,
    address: Address | None,
    locale: str,
    now: datetime,
    actor: Actor = Actor.PERSON,
) -> Request:
    """A request that nobody has confirmed yet; the one of this kind that is under way, if there is one."""
    active = uow.rights.active(account.id, kind)
    if active is not None:
        return active
    request = Request(
        ref=ambient.new_id(),
        kind=kind,
        state=RequestState.DRAFT,
        account_id=account.id,
        actor=actor,
        channel=channel,
        received_at=now,
        due_at=now + DRAFT_LIFE,
        answer_by=answer_by(now),
        locale=locale,
        address=replace(address, grant="") if address else None,
    )
    uow.rights.add(request)
    return request


def own(uow: UnitOfWork, ref: str, account: Account, kind: RequestKind) -> Request:
    """A person's own request. Raises `Gone`."""
    request = uow.rights.get(ref)
    if request is None or request.account_id != account.id or request.kind is not kind:
        raise Gone(text("rights-request-gone"))
    return request
