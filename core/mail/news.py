"""What became of mails, as their carrier tells us: kept without address or subject (PRV-22), and taken seriously."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from core.ambient import Ambient
from core.storage.mail import MailNews
from core.storage.store import Store
from core.storage.unit_of_work import UnitOfWork


class Fate(StrEnum):
    """What became of a mail."""

    DELIVERED = "delivered"
    HARD = "bounced-hard"
    SOFT = "bounced-soft"
    COMPLAINED = "complained"

    @property
    def is_final(self) -> bool:
        """Whether the address must not be written to again."""
        return self in (Fate.HARD, Fate.COMPLAINED)


@dataclass(frozen=True)
class MailEvent:
    """`message` is the carrier's name for the mail, `letter` the key it was sent under (empty for a mail that is none of the outbox's).

    The same event can come again, days later or to another process, and is equal then.
    """

    kind: Fate
    message: str
    letter: str
    at: datetime


async def mail_news(store: Store, ambient: Ambient, event: MailEvent) -> bool:
    """Keep what became of a mail, and stop mail to an address that does not want it or does not exist; false if it was known.

    An event that comes again changes nothing, so somebody who has proved their address anew is not stopped a second time by old news.
    """
    now = ambient.now()
    hidden = hashlib.sha256(event.message.encode()).hexdigest()
    news = MailNews(hidden, event.letter, event.kind.value, now)

    def work(uow: UnitOfWork) -> bool:
        fresh = uow.mail_log.add(news)
        if fresh and event.kind.is_final:
            _stop(uow, event.letter, now)
        return fresh

    return await store.write(work)


def _stop(uow: UnitOfWork, letter_id: str, now: datetime) -> None:
    """Whoever has proved the letter's address gets no more mail there; nobody, if its owner has moved on to another one."""
    letter = uow.letters.get(letter_id)
    account = uow.accounts.by_email(letter.address) if letter else None
    if account is not None and account.mail_stopped_at is None:
        uow.accounts.save(replace(account, mail_stopped_at=now))
