"""“May this person pay?”, which Telegram asks and waits ten seconds for: answered from our own tables alone (platforms.md B11)."""

from telegram import PreCheckoutQuery
from telegram.ext import ExtBot

from adapters.telegram.places import PLATFORM
from core.storage import Store, UnitOfWork
from core.text import Catalogue, choose_locale, text


class Checkout:
    """Answers checkouts. Only its own person may pay an order, while it is open, and at exactly its price."""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store = store
        self._catalogue = catalogue

    async def answer(self, bot: ExtBot[None], query: PreCheckoutQuery) -> None:
        """Yes, or a kind no before anything was paid."""
        if await self._store.read(lambda uow: _may_pay(uow, query)):
            await bot.answer_pre_checkout_query(query.id, ok=True)
            return
        sorry = self._catalogue.format(text("telegram-checkout-gone"), choose_locale(query.from_user.language_code))
        await bot.answer_pre_checkout_query(query.id, ok=False, error_message=sorry)


def _may_pay(uow: UnitOfWork, query: PreCheckoutQuery) -> bool:
    order, payer = uow.payments.order(query.invoice_payload), uow.accounts.person(PLATFORM, str(query.from_user.id))
    if order is None or payer is None or order.account_id != payer.account_id:
        return False
    return order.state == "open" and (order.pack.price, order.pack.currency) == (query.total_amount, query.currency)
