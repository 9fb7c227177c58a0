"""Mails: due rows become letters in the reader's language, sent once."""

import logging
from datetime import timedelta

from core.mail.sheet import Paper, as_text
from core.mail.templates import template
from core.mail_links import MailLinks
from core.ports import Letter, MailRefused, MailUnavailable
from core.storage.mail import DueLetter
from core.storage.unit_of_work import UnitOfWork
from core.text import Catalogue
from core.workshop import Workshop

log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=2)
MOST_ATTEMPTS = 17
"""With these pauses, a day."""

STILL_SENT = ("email-confirm", "rights-by-mail")
"""Mails that still go to an address from which mail came back: one finds out whether that is over, the other answers somebody who has just
written from there, and must not tell by its absence that the address has an account (PRV-67)."""


def written(due: DueLetter, catalogue: Catalogue, links: MailLinks, paper: Paper) -> Letter:
    """The finished letter, as text and as HTML. The same row gives the same bytes, however often it is written.

    Raises `UnknownTemplate`, and `KeyError` or `ValueError` if something is missing in the row.
    """
    sheet = template(due.template).filled(due.args, due.locale, catalogue, links, paper.home)
    return Letter(due.address, sheet.subject, as_text(sheet), paper.page(sheet), due.locale, sheet.purpose)


async def send_one(shop: Workshop, catalogue: Catalogue, links: MailLinks, paper: Paper) -> bool:
    """Send one due mail; false if none is due. The letter's id is the idempotency key, so a repeat is not a second mail.

    An attempt counts when it begins, so that every kind of failure counts, and a letter that breaks us is not tried for ever.
    """
    now = shop.ambient.now()
    due = await shop.store.write(lambda uow: uow.letters.claim(now, first_pause=FIRST_PAUSE, longest_pause=LONGEST_PAUSE))
    if due is None:
        return False
    if due.attempts >= MOST_ATTEMPTS:
        await _give_up(shop, due, "unavailable")
        return True
    if await shop.store.read(lambda uow: _is_stopped(uow, due)):
        await _give_up(shop, due, "stopped")
        return True
    try:
        await shop.mailer.send(written(due, catalogue, links, paper), key=due.id)
    except MailUnavailable:
        shop.ambient.measures.failed("mail", "unavailable")
        log.info("mail put off", extra={"letter": due.id, "attempts": due.attempts})
    except MailRefused:
        shop.ambient.measures.failed("mail", "refused")
        await _give_up(shop, due, "refused")
    except Exception:
        log.exception("mail failed", extra={"letter": due.id, "attempts": due.attempts})
    else:
        await shop.store.write(lambda uow: uow.letters.sent(due.id))
    return True


def _is_stopped(uow: UnitOfWork, due: DueLetter) -> bool:
    """Whether mail to this address came back, or its owner complained of it."""
    account = uow.accounts.by_email(due.address)
    return account is not None and account.mail_stopped_at is not None and due.template not in STILL_SENT


async def _give_up(shop: Workshop, due: DueLetter, code: str) -> None:
    log.warning("mail given up", extra={"letter": due.id, "code": code})
    await shop.store.write(lambda uow: uow.letters.failed(due.id))
