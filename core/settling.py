"""One step of a payment, inside its transaction (wallet.md §3)."""

from dataclasses import dataclass
from datetime import datetime

from core.ambient import Ambient
from core.billing import Seller
from core.storage.payments import PaymentOrder
from core.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Settling:
    """The transaction, the order that is being settled, whose business it is, and the moment."""

    uow: UnitOfWork
    ambient: Ambient
    seller: Seller
    order: PaymentOrder
    now: datetime

    def new_id(self) -> str:
        """A name for something new."""
        return self.ambient.new_id()
