"""Mails: due rows become letters in the reader's language, sent once."""

import logging
from datetime import timedelta

from core.ports import Letter, MailRefused, MailUnavailable
from core.storage import DueLetter
from core.text import Argument, Catalogue, Money, Text
from core.workshop import Workshop

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
PAUSE = timedelta(minutes=2)


def written(due: DueLetter, catalogue: Catalogue) -> Letter:
    """The finished letter: subject and text of the template in the reader's language."""
    args: dict[str, Argument] = {name: value for name, value in due.args.items() if name != "currency"}
    if "currency" in due.args:
        args["price"] = Money(int(due.args["price"]), str(due.args["currency"]))
    subject = catalogue.format(Text(f"mail-{due.template}.subject", args), due.locale)
    body = catalogue.format(Text(f"mail-{due.template}.body", args), due.locale)
    return Letter(due.address, subject, body, due.locale)


async def send_one(shop: Workshop, catalogue: Catalogue) -> bool:
    """Send one due mail; false if none is due. The letter's id is the idempotency key, so a repeat is not a second mail."""
    now = shop.ambient.now()
    due = await shop.store.write(lambda uow: uow.letters.claim(now, again_at=now + PAUSE))
    if due is None:
        return False
    try:
        await shop.mailer.send(written(due, catalogue), key=due.id)
    except MailUnavailable:
        if due.attempts >= MOST_ATTEMPTS:
            await shop.store.write(lambda uow: uow.letters.failed(due.id))
        return True
    except MailRefused:
        log.warning("mail refused", extra={"letter": due.id})
        await shop.store.write(lambda uow: uow.letters.failed(due.id))
        return True
    await shop.store.write(lambda uow: uow.letters.sent(due.id))
    return True
