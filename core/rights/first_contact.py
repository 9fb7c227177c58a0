"""Whom a person deals with, told at the very first contact: a notice, not a consent (PRV-64)."""

from dataclasses import replace
from datetime import datetime

from core.accounts import Account
from core.ambient import Ambient
from core.caller import Caller
from core.legal.releases import NoticeKind, NoticeState, PolicyNotice, in_force
from core.legal.versions import Kind
from core.notices import private_address
from core.reply import Reply, Tone
from core.storage.platforms import Notice
from core.storage.unit_of_work import UnitOfWork
from core.text import Text, text

LINES = tuple(text(f"first-{part}") for part in ("who", "what", "why", "long", "rights"))


def introduced(
    uow: UnitOfWork, ambient: Ambient, caller: Caller, account: Account, reply: Reply, *, home: str, locale: str, now: datetime
) -> Reply:
    """The reply, with the notice for whoever has not had it; where others read along, as a message of its own to the person alone.

    No request is accepted without it: only a refusal or an empty form, which accept nothing, come before.
    """
    if _accepts_nothing(reply) or uow.policies.has_first(account.id):
        return reply
    version = in_force(Kind.PRIVACY, uow.policies.releases(), now).id
    if caller.address.private:
        uow.policies.record_first(account.id, version, caller.platform, now)
        return replace(reply, lines=(*reply.lines, *LINES, _policy(home)))
    notice = Notice(ambient.new_id(), account.id, private_address(caller.platform, caller.uid), _alone(home), locale)
    uow.notices.add(notice, now)
    uow.policies.note(PolicyNotice(account.id, version, NoticeKind.FIRST, caller.platform, NoticeState.DUE, message=notice.id))
    return reply


def _accepts_nothing(reply: Reply) -> bool:
    return reply.job is None and (reply.tone is Tone.REFUSAL or reply.form is not None)


def _alone(home: str) -> Reply:
    return Reply(lines=(*LINES, _policy(home)), private=True)


def _policy(home: str) -> Text:
    """Where everything is told in full. In words, since the buttons of a reply are about what was asked."""
    return text("first-policy", url=f"{home}/legal/privacy")
