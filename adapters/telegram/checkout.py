"""“May this person pay?”, which Telegram asks and waits ten seconds for: answered from our own tables alone (platforms.md B11)."""

import logging

from telegram import PreCheckoutQuery
from telegram.error import BadRequest
from telegram.ext import ExtBot

from adapters.telegram.places import PLATFORM
from core.accounts import Account, Standing
from core.ambient import Ambient
from core.storage.payments import PaymentOrder
from core.storage.store import Store
from core.storage.unit_of_work import UnitOfWork
from core.text import Catalogue, Text, choose_locale, text

log = logging.getLogger(__name__)


class Checkout:
    """Answers checkouts. Only its own person may pay an order, while it and their account are open, and at exactly its price."""

    def __init__(self, store: Store, catalogue: Catalogue, ambient: Ambient) -> None:
        self._store = store
        self._catalogue = catalogue
        self._ambient = ambient

    async def answer(self, bot: ExtBot[None], query: PreCheckoutQuery) -> None:
        """Yes, or a kind no before anything was paid."""
        sorry, locale = await self._store.read(lambda uow: self._looked_at(uow, query))
        words = None if sorry is None else self._catalogue.format(sorry, locale)
        try:
            await bot.answer_pre_checkout_query(query.id, ok=words is None, error_message=words)
        except BadRequest as error:  # too late: Telegram has told them that it did not work, and took nothing
            log.warning("checkout not answered", extra={"error": type(error).__name__})

    def _looked_at(self, uow: UnitOfWork, query: PreCheckoutQuery) -> tuple[Text | None, str]:
        """Why not, if not; and the language of the person."""
        payer = uow.accounts.person(PLATFORM, str(query.from_user.id))
        account = uow.accounts.get(payer.account_id) if payer else None
        locale = choose_locale(account.locale if account else None, query.from_user.language_code)
        order = uow.payments.order(query.invoice_payload)
        if account is None or order is None or not self._fits(order, account, query):
            return text("telegram-checkout-gone"), locale
        if uow.ledger.balance(account.id, self._ambient.now()).locked_reason == "dispute":
            return text("topup-disputed"), locale
        return (None if account.standing is Standing.ACTIVE else text("telegram-checkout-closed")), locale

    def _fits(self, order: PaymentOrder, account: Account, query: PreCheckoutQuery) -> bool:
        """Whether it is their own offer, still stands, and is what they are about to pay."""
        stands = order.state == "open" and order.expires_at > self._ambient.now()
        same = (order.pack.price, order.pack.currency) == (query.total_amount, query.currency)
        return stands and same and order.account_id == account.id
