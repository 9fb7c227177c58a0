"""Hearing in time that the account at the image gateway runs low: in the log, and by mail to the operator (mayi-wire.md §1.5)."""

import logging

from core.ambient import Ambient
from core.mail.sheet import as_text
from core.mail.templates import template
from core.ports import ImageMaker, Letter, MailRefused, MailUnavailable
from core.rights.monitor import LOCALE, Desk

log = logging.getLogger(__name__)


class FundsAlarm:
    """Says once that less than `below` is left, in the gateway's own unit, and again only after there was more meanwhile.

    What was said is not kept: a program that starts while little is left says so.
    """

    def __init__(self, maker: ImageMaker, ambient: Ambient, desk: Desk, below: float) -> None:
        self._maker = maker
        self._ambient = ambient
        self._desk = desk
        self._below = below
        self._said = False

    async def look(self) -> None:
        """Ask the gateway. An account without an end, or a gateway that does not answer, is no news."""
        usage = await self._maker.usage()
        if usage is None or usage.remaining is None:
            return
        low = usage.remaining < self._below
        if low and not self._said:
            log.error("the account at the image gateway runs low")
            await self._mail(usage.remaining)
        self._said = low

    async def _mail(self, left: float) -> None:
        """The key is that of the day: several processes that notice it send one mail."""
        if not self._desk.contact:
            return
        day = self._ambient.now().date().isoformat()
        try:
            await self._desk.mailer.send(_letter(self._desk, left, self._below), key=f"engine-low-{day}")
        except (MailUnavailable, MailRefused) as error:
            log.warning("mail put off", extra={"error": type(error).__name__})


def _letter(desk: Desk, left: float, below: float) -> Letter:
    given = {"left": f"{left:.2f}", "below": f"{below:.2f}"}
    sheet = template("engine-low").filled(given, LOCALE, desk.catalogue, desk.links, desk.paper.home)
    return Letter(desk.contact, sheet.subject, as_text(sheet), desk.paper.page(sheet), LOCALE, sheet.purpose)
