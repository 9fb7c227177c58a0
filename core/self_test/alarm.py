"""Telling the operator by mail that a self-test did not end well; the log has said so already."""

import logging

from core.mail.sheet import as_text
from core.mail.templates import template
from core.ports import Letter, MailRefused, MailUnavailable
from core.rights.monitor import LOCALE, Desk
from core.self_test.run import Result

log = logging.getLogger(__name__)


async def tell_operator(desk: Desk, result: Result) -> None:
    """Send the mail; its key is always the same. If none goes out, the record of the run is watched like every request that waits
    (`core/rights/monitor.py`), and that mails until it is closed."""
    if not desk.contact:
        return
    try:
        await desk.mailer.send(_letter(desk, result), key=f"self-test-{result.ref}")
    except (MailUnavailable, MailRefused) as error:
        log.warning("mail put off", extra={"request": result.ref, "error": type(error).__name__})


def _letter(desk: Desk, result: Result) -> Letter:
    given = {
        "ref": result.ref,
        "step": result.wrong[0].step.value,
        "number": str(sum(taken.wrong for taken in result.wrong)),
        "received": result.at.date().isoformat(),
    }
    sheet = template("self-test").filled(given, LOCALE, desk.catalogue, desk.links, desk.paper.home)
    return Letter(desk.contact, sheet.subject, as_text(sheet), desk.paper.page(sheet), LOCALE, sheet.purpose)
