"""The book of Stars that Telegram keeps for the bot (platforms.md B11)."""

import logging
from collections.abc import Sequence

from telegram import StarTransaction, TransactionPartner, TransactionPartnerOther, TransactionPartnerUser
from telegram.constants import TransactionPartnerUser as Kinds
from telegram.error import TelegramError
from telegram.ext import ExtBot

from core.ports import Moved, Movement, TryLater
from core.pricing import STARS

PAGE = 100
"""As many as Telegram gives at once."""

log = logging.getLogger(__name__)


class StarBook:
    """Implements `core.ports.Movements`. Of people it passes nothing on: an order and a charge are all that is needed."""

    def __init__(self, bot: ExtBot[None]) -> None:
        """`bot` is this one's own, because the book is also read where nobody else talks to Telegram."""
        self._bot = bot

    async def page(self, number: int) -> Sequence[Movement]:
        """See `Movements`."""
        try:
            # The connections are all it needs: who we are is known to whoever talks to people.
            await self._bot.request.initialize()
            found = await self._bot.get_star_transactions(offset=number * PAGE, limit=PAGE)
        except TelegramError as error:
            log.info("star transactions not read", extra={"error": type(error).__name__})
            raise TryLater from None
        return [_movement(one) for one in found.transactions]

    async def aclose(self) -> None:
        """Close the connections."""
        await self._bot.request.shutdown()


def _movement(one: StarTransaction) -> Movement:
    return Movement(one.id, _kind(one), _order(one.source or one.receiver), one.amount, STARS, one.date)


def _kind(one: StarTransaction) -> Moved:
    """What it is to us. The operator's own spending, such as a withdrawal or an advertisement, is nothing. A store that takes Stars back
    may be named as nobody in particular."""
    if _order(one.source):
        return Moved.PAID
    if _order(one.receiver):
        return Moved.REFUNDED
    return Moved.REVERSED if isinstance(one.receiver, TransactionPartnerOther) else Moved.ELSEWHERE


def _order(partner: TransactionPartner | None) -> str:
    if not isinstance(partner, TransactionPartnerUser) or partner.transaction_type != Kinds.INVOICE_PAYMENT:
        return ""
    return partner.invoice_payload or ""
