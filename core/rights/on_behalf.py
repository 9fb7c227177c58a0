"""An erasure that somebody else begins: the operator, a platform, or the program after a long absence (PRV-49, PRV-93)."""

from dataclasses import replace
from datetime import datetime

from core.accounts import Account
from core.ambient import Ambient
from core.rights import erasing
from core.rights.promise import Promise
from core.rights.requests import Actor, Request
from core.storage.unit_of_work import UnitOfWork
from core.text import choose_locale


def ask(uow: UnitOfWork, ambient: Ambient, account: Account, actor: Actor, channel: str, now: datetime) -> Request:
    """A request that is not confirmed yet, in the person's language; the one that is under way, if there is one."""
    hint = next((one.locale_hint for one in uow.accounts.identities(account.id) if one.locale_hint), None)
    return erasing.draft(uow, ambient, account, channel, None, choose_locale(account.locale, hint), now, actor)


def erase(
    uow: UnitOfWork,
    ambient: Ambient,
    promise: Promise,
    account: Account,
    actor: Actor,
    channel: str,
    now: datetime,
    *,
    at_once: bool = False,
) -> Request:
    """Ask and confirm; the account is locked when this returns. A request that is under way already goes on as it is."""
    return confirmed(uow, ambient, promise, ask(uow, ambient, account, actor, channel, now), account, now, at_once=at_once)


def confirmed(
    uow: UnitOfWork, ambient: Ambient, promise: Promise, request: Request, account: Account, now: datetime, *, at_once: bool = False
) -> Request:
    """Confirm what was asked on somebody's behalf. `at_once`: without the grace."""
    chosen = replace(request, at_once=at_once) if not request.active else request
    uow.rights.change(chosen)
    return erasing.confirm(uow, ambient, promise, chosen, account, now, request.actor)
