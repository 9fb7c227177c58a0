"""Telling a person something that no job of theirs brings, in their chats and by mail: queued where it is caused, then posted once."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from core.accounts import Account
from core.ambient import Ambient
from core.caller import Address
from core.ports import Posted, TryLater, Unreachable
from core.reply import Reply
from core.storage.errors import DatabaseTrouble
from core.storage.lanes import EVERY, Lane
from core.storage.mail import DueLetter
from core.storage.platforms import Notice, PostedMessage
from core.storage.unit_of_work import UnitOfWork
from core.text import choose_locale
from core.workshop import Workshop

log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(minutes=3)
"""Longer than any messenger takes for one delivery: what is under way is not begun a second time beside it."""
LONGEST_PAUSE = timedelta(hours=2)
MOST_ATTEMPTS = 17
"""With these pauses, a day."""


def private_address(platform: str, uid: str) -> Address:
    """Where nobody but this person reads."""
    return Address(platform, "", private=True, uid=uid)


def living(uow: UnitOfWork, account_id: str) -> Account:
    """The account, or the one that has everything of it now. Raises `LookupError`."""
    account = uow.accounts.get(account_id)
    while account.merged_into is not None:
        account = uow.accounts.get(account.merged_into)
    return account


def tell_everywhere(
    uow: UnitOfWork,
    ambient: Ambient,
    account_id: str,
    reply_for: Callable[[str], Reply] | Reply,
    now: datetime,
    *,
    but: Address | None = None,
) -> None:
    """Queue a message to every chat of the account, in the account's language or that chat's; `but` is where they know it already."""
    account = uow.accounts.get(account_id)
    knows = (but.platform, but.uid) if but else None
    for identity in uow.accounts.identities(account_id):
        if (identity.platform, identity.uid) != knows:
            locale = account.locale or choose_locale(identity.locale_hint)
            reply = reply_for(locale) if callable(reply_for) else reply_for
            tell(uow, ambient, account_id, private_address(identity.platform, identity.uid), reply, locale, now)


def tell(uow: UnitOfWork, ambient: Ambient, account_id: str, address: Address, reply: Reply, locale: str, now: datetime) -> None:
    """Queue one message."""
    uow.notices.add(Notice(ambient.new_id(), account_id, address, reply, locale), now)


def tell_by_mail(
    uow: UnitOfWork, ambient: Ambient, reader: Account, template: str, args: dict[str, str], now: datetime, *, owner: str | None = None
) -> None:
    """Queue a mail to the reader's address, if it has one that takes mail. `owner` is whose letter that is, if not the reader's."""
    if reader.email is not None and reader.mail_stopped_at is None:
        locale = choose_locale(reader.locale, _hint(uow, owner or reader.id))
        uow.letters.add(DueLetter(ambient.new_id(), owner or reader.id, reader.email, template, args, locale), now)


def _hint(uow: UnitOfWork, account_id: str) -> str | None:
    """The language of a person's first chat that names one."""
    return next((identity.locale_hint for identity in uow.accounts.identities(account_id) if identity.locale_hint), None)


async def send_one(shop: Workshop, lane: Lane = EVERY) -> bool:
    """Send one due notice of the lane; false if none is due. Who cannot be reached is left in peace: nothing depends on a notice.

    Its id is the key. The playground replaces the message of a key, and Discord takes a key once within some minutes. Telegram takes it
    each time, so there a process that dies between sending and writing so down says it once more; both say the same, and their buttons
    do one thing.
    """
    now = shop.ambient.now()
    pauses = {"first_pause": FIRST_PAUSE, "longest_pause": LONGEST_PAUSE}
    due = await shop.store.write(lambda uow: uow.notices.claim(now, **pauses, lane=lane))
    if due is None:
        return False
    try:
        posted = await _posted(shop, due)
    except TryLater:
        shop.ambient.measures.failed(due.address.platform, "later")
        log.info("notice put off", extra={"notice": due.id, "attempts": due.attempts})
    except Unreachable:
        log.info("nobody to tell", extra={"notice": due.id})
        await shop.store.write(lambda uow: uow.notices.failed(due.id))
    except DatabaseTrouble:
        raise
    except Exception:
        log.exception("notice failed", extra={"notice": due.id, "attempts": due.attempts})
    else:
        await asyncio.shield(shop.store.write(lambda uow: _sent(uow, due, posted, now)))
    return True


async def _posted(shop: Workshop, due: Notice) -> Sequence[Posted]:
    messenger = shop.messengers.get(due.address.platform)
    if messenger is None or due.attempts >= MOST_ATTEMPTS or not await shop.store.read(lambda uow: _is_theirs(uow, due)):
        raise Unreachable
    return await messenger.deliver(due.address, due.reply, key=due.id, locale=due.locale)


def _is_theirs(uow: UnitOfWork, due: Notice) -> bool:
    """Whether the chat is still this person's: what is on its way stops when a chat is taken off (PRV-83)."""
    person = uow.accounts.person(due.address.platform, due.address.uid)
    return person is not None and living(uow, person.account_id).id == living(uow, due.account_id).id


def _sent(uow: UnitOfWork, due: Notice, posted: Sequence[Posted], now: datetime) -> None:
    uow.notices.sent(due.id)
    for one in posted:
        uow.posted.add(PostedMessage(due.address.platform, one, due.account_id, "answer", now))
