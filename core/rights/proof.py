"""Proof on a second channel before a copy or an erasure: a number that is sent where only the same person reads (PRV-25, privacy.md D9)."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from core import throttle
from core.access import Attempt
from core.accounts import Account, Identity
from core.ambient import Ambient
from core.errors import Gone
from core.introductions import platform_name
from core.notices import private_address, tell, tell_by_mail
from core.reply import Reply, Tone
from core.rights.requests import Request, RequestState
from core.storage.unit_of_work import UnitOfWork
from core.text import Text, choose_locale, text

CODE_LIFE = timedelta(minutes=10)
DIGITS = 6

Channel = Account | Identity
"""The account's address, or one of its chats."""


def second_channel(uow: UnitOfWork, account: Account, asked_on: str, asked_by: str) -> Channel | None:
    """Where else than there this person can be reached; `None` if nowhere. `asked_on` and `asked_by`: platform and id, "site" and "" on the
    site, which is come into by mail or from a chat."""
    others = [one for one in uow.accounts.identities(account.id) if (one.platform, one.uid) != (asked_on, asked_by)]
    if asked_on == "site":
        return others[0] if others else None
    return account if account.email and account.mail_stopped_at is None else (others[0] if others else None)


def send_code(uow: UnitOfWork, ambient: Ambient, account: Account, request: Request, where: Channel, now: datetime) -> Request:
    """Send a number there; what was sent before is worth nothing any more. Raises `TooOften`."""
    throttle.allow(uow, Attempt.CODE_FOR_RIGHTS, throttle.hidden(uow, account.id, now), now)
    code = str(secrets.randbelow(10**DIGITS)).zfill(DIGITS)
    if isinstance(where, Account):
        tell_by_mail(uow, ambient, account, "rights-code", {"code": code, "kind": request.kind}, now)
    else:
        locale = account.locale or choose_locale(where.locale_hint)
        tell(uow, ambient, account.id, private_address(where.platform, where.uid), _carries(code), locale, now)
    request = replace(request, code_hash=_hash(ambient, request, code), code_until=now + CODE_LIFE)
    uow.rights.change(request)
    return request


def proved(uow: UnitOfWork, ambient: Ambient, account: Account, code: str, now: datetime) -> Request | None:
    """The request for which this is the number; `None` if it is for none. Each try counts: five, then a pause of 15 minutes.

    Raises `Gone` if no number is waited for, and `TooOften` for the try after the last. Answer a wrong one with a reply, or the try has
    never happened.
    """
    waiting = [one for one in uow.rights.of(account.id) if one.state is RequestState.DRAFT and one.code_until and one.code_until > now]
    if not waiting:
        raise Gone(text("rights-code-over"))
    throttle.allow(uow, Attempt.TRY_OF_RIGHTS, throttle.hidden(uow, account.id, now), now)
    digits = "".join(filter(str.isdigit, code))
    return next((one for one in waiting if secrets.compare_digest(one.code_hash or "", _hash(ambient, one, digits))), None)


def spoken(where: Channel) -> Text:
    """Where the number went, as its owner knows it."""
    if isinstance(where, Account):
        return text("rights-code-mailed")
    return text("rights-code-told", platform=platform_name(where.platform))


def _hash(ambient: Ambient, request: Request, code: str) -> str:
    return ambient.pseudonym(f"rights {request.ref} {code}")


def _carries(code: str) -> Reply:
    return Reply(lines=(text("rights-code", code=code), text("rights-code-warning")), tone=Tone.WARNING, private=True)
