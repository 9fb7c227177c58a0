"""Stars go back to whoever paid them: whole charges, and no other way (wallet.md §3.5)."""

import logging

from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from core.ports import CannotRefund, Charge, Returned, TryLater

BEFORE = "CHARGE_ALREADY_REFUNDED"

log = logging.getLogger(__name__)


class StarRefunds:
    """Implements `core.ports.Refunds`. Telegram has no keys for repeats and needs none: a charge goes back once."""

    in_parts = False

    def __init__(self, bot: ExtBot[None]) -> None:
        self._bot = bot

    async def give_back(self, charge: Charge, amount: int, *, key: str) -> Returned:
        """See `Refunds`. Whatever `amount` says, Telegram gives back all of it."""
        if amount != charge.gross or not charge.payer.isdigit():
            raise CannotRefund
        try:
            await self._bot.request.initialize()
            await self._bot.refund_star_payment(int(charge.payer), charge.charge_ref)
        except (BadRequest, Forbidden) as error:
            if BEFORE not in error.message.upper():
                log.error("refund refused by Telegram", extra={"error": type(error).__name__})
                raise CannotRefund from None
        except TelegramError as error:
            log.info("refund not asked", extra={"error": type(error).__name__})
            raise TryLater from None
        return Returned(charge.charge_ref, done=True)
