"""What the pages of an order have in common, at the sandbox till and where cards are paid with."""

import hmac
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from adapters.web.chat import PLATFORM
from adapters.web.parts import WebParts
from adapters.web.playground import parts_of
from core import payments
from core.checkout import standing
from core.pricing import STARS, Pack
from core.prompts import printable
from core.results import credits
from core.storage.payments import PaymentOrder
from core.text import Money, Text


async def order_of(request: Request) -> PaymentOrder:
    """The order in the address, which nobody guesses. Raises 404; for Stars nothing is paid on a page."""
    parts, id = parts_of(request), printable(request.path_params["order"])
    order = await parts.workshop.store.read(lambda uow: uow.payments.order(id))
    if order is None or order.pack.currency == STARS:
        raise HTTPException(404, "no such order")
    return order


def described(parts: WebParts, order: PaymentOrder) -> dict[str, Any]:
    """For a template: what is sold, at which price, and the proof and the choice of a form that orders again."""
    return {
        "credits": parts.catalogue.format(credits(order.pack.credits), order.locale),
        "price": parts.catalogue.format(Text("money", {"amount": Money(order.pack.price, order.pack.currency)}), order.locale),
        "order": order.reference,
        "back": f"/playground?person={order.address.chat}" if order.address.platform == PLATFORM else "/",
        "in_chat": order.address.platform == PLATFORM,
        "again": _on_sale(order, parts) is not None,
        "token": _token(parts, order),
    }


def prove(request: Request, order: PaymentOrder, token: str) -> None:
    """Raises 403 unless a form is one of this order's own pages."""
    is_foreign = request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
    if is_foreign or not hmac.compare_digest(token.encode(), _token(parts_of(request), order).encode()):
        raise HTTPException(403, "not from the page of the order")


async def ordered_again(request: Request, order: PaymentOrder) -> PaymentOrder:
    """The new order, or the old one if it cannot be ordered again."""
    parts = parts_of(request)
    pack = _on_sale(order, parts)
    return await payments.order_again(parts.workshop.store, parts.ambient, order, pack) if pack else order


def _on_sale(order: PaymentOrder, parts: WebParts) -> Pack | None:
    """What would be ordered in the place of an order that came to nothing."""
    return parts.tariff.pack(order.pack.id) if standing(order, parts.ambient.now()) in ("declined", "expired") else None


def _token(parts: WebParts, order: PaymentOrder) -> str:
    """Proves that a form is this page's. It goes with the order and needs no cookie, like the page of a provider outside our site."""
    return hmac.new(parts.secret, f"till {order.id}".encode(), "sha256").hexdigest()
