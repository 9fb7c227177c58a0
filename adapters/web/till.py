"""The sandbox till: a toy that tells the program of payments just as a provider would. No money moves."""

import hmac

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from adapters.web.page import rendered
from adapters.web.parts import WebParts
from adapters.web.playground import parts_of
from core import payments
from core.pricing import STARS, Pack
from core.prompts import printable
from core.results import credits
from core.storage import PaymentOrder
from core.text import Money, Text


def routes() -> list[Route]:
    """One page per order."""
    return [Route("/till/{order}", show), Route("/till/{order}", decide, methods=["POST"])]


async def _order(request: Request) -> PaymentOrder:
    parts, id = parts_of(request), printable(request.path_params["order"])
    order = await parts.workshop.store.read(lambda uow: uow.payments.order(id))
    if order is None or parts.till is None or order.pack.currency == STARS:
        raise HTTPException(404, "no such order")
    return order


def _state(order: PaymentOrder, parts: WebParts) -> str:
    return "expired" if order.state == "open" and order.expires_at <= parts.ambient.now() else order.state


def _on_sale(order: PaymentOrder, parts: WebParts) -> Pack | None:
    """What would be ordered in the place of an order that came to nothing."""
    return parts.tariff.pack(order.pack.id) if _state(order, parts) in ("declined", "expired") else None


async def show(request: Request) -> Response:
    """What is for sale, and how the order stands."""
    parts, order = parts_of(request), await _order(request)
    words = {
        "credits": parts.catalogue.format(credits(order.pack.credits), order.locale),
        "price": parts.catalogue.format(Text("money", {"amount": Money(order.pack.price, order.pack.currency)}), order.locale),
    }
    standing = {"state": _state(order, parts), "order": order.reference, "back": f"/playground?person={order.address.chat}"}
    more = {"again": _on_sale(order, parts) is not None, "token": _token(parts, order)}
    return rendered(request, "till.html", order.locale, {**words, **standing, **more})


def _token(parts: WebParts, order: PaymentOrder) -> str:
    """Proves that a form is this page's. It goes with the order and needs no cookie, like the page of a provider outside our site."""
    return hmac.new(parts.secret, f"till {order.id}".encode(), "sha256").hexdigest()


async def decide(request: Request) -> Response:
    """Pay, decline, or order again what came to nothing. Paying or declining twice, the second press changes nothing."""
    parts, order = parts_of(request), await _order(request)
    async with request.form() as form:
        choice, token = form.get("do"), str(form.get("csrf", ""))
    is_foreign = request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
    if is_foreign or not hmac.compare_digest(token.encode(), _token(parts, order).encode()):
        raise HTTPException(403, "not from the till page")
    if choice not in ("pay", "decline", "again"):
        raise HTTPException(400, "pay, decline or again")
    if choice == "again":
        return RedirectResponse(await _ordered_again(request, order), 303)
    assert parts.till is not None
    if _state(order, parts) == "open":
        await parts.till(order, choice == "pay", f"till-{order.id}")
    else:
        await payments.expire_orders(parts.workshop.store, parts.ambient)
    parts.bell.ring(order.address.chat)
    return RedirectResponse(request.url.path, 303)


async def _ordered_again(request: Request, order: PaymentOrder) -> str:
    """Where the new order is paid, or the old one if it cannot be ordered again."""
    parts = parts_of(request)
    pack = _on_sale(order, parts)
    if pack is None:
        return request.url.path
    fresh = await payments.order_again(parts.workshop.store, parts.ambient, order, pack)
    return f"/till/{fresh.id}"
