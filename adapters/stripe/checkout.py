"""The session of Stripe Checkout in which an order is paid."""

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from adapters.stripe.line import KeyTaken, Line, Refused, Unanswered
from core.checkout import CheckoutClosed
from core.ports import TryLater
from core.results import credits
from core.storage.payments import PaymentOrder
from core.text import Catalogue

if TYPE_CHECKING:
    from stripe.params.checkout import SessionCreateParams

LANGUAGES = {"zh-CN": "zh"}
"""Ours by Stripe's names, where they differ."""
CLOCKS = timedelta(minutes=5)
"""Stripe allows a session 24 hours by its own clock, which need not be ours; it also ends before the order does."""
IN_USE = 409
"""The status while another request with the same idempotency key is under way."""
PAUSES = (0.1, 0.3, 0.6, 1.0, 2.0)
"""Seconds between looks for its end."""
ATTEMPTS = 5
"""A failure that Stripe has saved comes again under its key for a day, and so does a session that was to lead back to another address."""

log = logging.getLogger(__name__)


class StripeCheckout:
    """Implements `core.checkout.Checkout`. Everything it says follows from the order, so that the same key always asks the same."""

    def __init__(self, line: Line, catalogue: Catalogue, base_url: str) -> None:
        self._line = line
        self._catalogue = catalogue
        self._base_url = base_url

    async def page_for(self, order: PaymentOrder) -> str:
        """See `core.checkout.Checkout`."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._session(order, f"order/{order.id}/session/{attempt}")
            except KeyTaken:
                continue
            except Unanswered as error:
                if not error.kept:
                    raise
            except Refused as no:
                log.warning("checkout refused", extra={"order": order.reference, "code": no.code, "reason": no.param})
                raise CheckoutClosed from None
        raise TryLater

    async def _session(self, order: PaymentOrder, key: str) -> str:
        """Waits a little for whoever asks the same at this moment, such as a second press."""
        for pause in PAUSES:
            try:
                return await self._made(order, key)
            except Unanswered as error:
                if error.status != IN_USE:
                    raise
            await asyncio.sleep(pause)
        raise TryLater

    async def _made(self, order: PaymentOrder, key: str) -> str:
        made = self._line.v1.checkout.sessions.create_async(self._asked(order), {"idempotency_key": key})
        session = await self._line.ask(made)
        if not session.url:
            raise CheckoutClosed
        return session.url

    def _asked(self, order: PaymentOrder) -> "SessionCreateParams":
        page, name = f"{self._base_url}/pay/{order.id}/standing", self._catalogue.format(credits(order.pack.credits), order.locale)
        goods = {"currency": order.pack.currency.lower(), "unit_amount": order.pack.price, "product_data": {"name": name}}
        asked: SessionCreateParams = {
            "mode": "payment",
            "client_reference_id": order.id,
            "metadata": {"order": order.id},
            "payment_intent_data": {"metadata": {"order": order.id}},
            "line_items": [{"quantity": 1, "price_data": goods}],  # type: ignore[typeddict-item]
            # What was offered is what is paid, in the currency that was shown.
            "adaptive_pricing": {"enabled": False},
            "expires_at": int((order.expires_at - CLOCKS).timestamp()),
            "locale": LANGUAGES.get(order.locale, order.locale),
            "success_url": f"{page}?look=1",
            "cancel_url": page,
        }
        return asked
