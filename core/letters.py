"""Mails: due rows become letters in the reader's language, sent once."""

import logging
from datetime import timedelta

from core.ports import Letter, MailRefused, MailUnavailable
from core.storage import DueLetter
from core.text import Argument, Catalogue, Money, Text
from core.workshop import Workshop

log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=2)
MOST_ATTEMPTS = 17
"""With these pauses, a day."""


def written(due: DueLetter, catalogue: Catalogue) -> Letter:
    """The finished letter: subject and text of the template in the reader's language."""
    args: dict[str, Argument] = {name: value for name, value in due.args.items() if name != "currency"}
    if "currency" in due.args:
        args["price"] = Money(int(due.args["price"]), str(due.args["currency"]))
    subject = catalogue.format(Text(f"mail-{due.template}.subject", args), due.locale)
    body = catalogue.format(Text(f"mail-{due.template}.body", args), due.locale)
    return Letter(due.address, subject, body, due.locale)


async def send_one(shop: Workshop, catalogue: Catalogue) -> bool:
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
    try:
        await shop.mailer.send(written(due, catalogue), key=due.id)
    except MailUnavailable:
        log.info("mail put off", extra={"letter": due.id, "attempts": due.attempts})
    except MailRefused:
        await _give_up(shop, due, "refused")
    else:
        await shop.store.write(lambda uow: uow.letters.sent(due.id))
    return True


async def _give_up(shop: Workshop, due: DueLetter, code: str) -> None:
    log.warning("mail given up", extra={"letter": due.id, "code": code})
    await shop.store.write(lambda uow: uow.letters.failed(due.id))
