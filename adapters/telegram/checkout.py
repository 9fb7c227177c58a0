"""“May this person pay?”, which Telegram asks and waits ten seconds for: answered from our own tables alone (platforms.md B11)."""

from telegram import PreCheckoutQuery
from telegram.ext import ExtBot

from core.storage import Store
from core.text import Catalogue, choose_locale, text


class Checkout:
    """Answers checkouts. Money is asked for only by an order that stands open at exactly this price."""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store = store
        self._catalogue = catalogue

    async def answer(self, bot: ExtBot[None], query: PreCheckoutQuery) -> None:
        """Yes, or a kind no before anything was paid."""
        order = await self._store.read(lambda uow: uow.payments.order(query.invoice_payload))
        asked = (query.total_amount, query.currency)
        if order is not None and order.state == "open" and (order.pack.price, order.pack.currency) == asked:
            await bot.answer_pre_checkout_query(query.id, ok=True)
            return
        sorry = self._catalogue.format(text("telegram-checkout-gone"), choose_locale(query.from_user.language_code))
        await bot.answer_pre_checkout_query(query.id, ok=False, error_message=sorry)
