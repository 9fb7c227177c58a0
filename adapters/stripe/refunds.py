"""Money on its way back to the card or account that it came from."""

import stripe

from adapters.stripe.line import KeyTaken, Line, Refused
from core.ports import CannotRefund, Charge, Returned, TryLater

LATER = frozenset({"balance_insufficient", "lock_timeout"})
"""Stripe's words for a no that may be a yes tomorrow."""
ALL_BACK = "charge_already_refunded"
NEVER = frozenset({"failed", "canceled"})
MOST = 100


class StripeRefunds:
    """Implements `core.ports.Refunds`.

    Stripe forgets an idempotency key after a day, and a refund whose answer was lost may be asked for again later than that. So the key
    also stands in the refund, and is looked for before one is made.
    """

    in_parts = True

    def __init__(self, line: Line) -> None:
        self._line = line

    async def give_back(self, charge: Charge, amount: int, *, key: str) -> Returned:
        """See `core.ports.Refunds`."""
        try:
            made = await self._of(charge)
            earlier = [refund for refund in made if getattr(refund.metadata, "refund", "") == key]
            return _returned(earlier[0] if earlier else await self._make(charge, amount, key))
        except Refused as no:
            return await self._answer_to(no, charge)
        except KeyTaken:
            raise TryLater from None

    async def _of(self, charge: Charge) -> list[stripe.Refund]:
        """The refunds of a charge that there are, the newest first."""
        found = await self._line.ask(self._line.v1.refunds.list_async({"payment_intent": charge.charge_ref, "limit": MOST}))
        return found.data

    async def _make(self, charge: Charge, amount: int, key: str) -> stripe.Refund:
        asked = self._line.v1.refunds.create_async(
            {"payment_intent": charge.charge_ref, "amount": amount, "metadata": {"refund": key}}, {"idempotency_key": key}
        )
        return await self._line.ask(asked)

    async def _answer_to(self, no: Refused, charge: Charge) -> Returned:
        """What a refusal means. All of it may be back already, by somebody's hand: then that is done."""
        if no.code in LATER:
            raise TryLater
        back = [refund for refund in await self._of(charge) if refund.status not in NEVER] if no.code == ALL_BACK else []
        if not back:
            raise CannotRefund
        return _returned(back[0])


def _returned(refund: stripe.Refund) -> Returned:
    if refund.status in NEVER:
        raise CannotRefund
    return Returned(refund.id, refund.status == "succeeded")
