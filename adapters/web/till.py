"""The sandbox till: a toy that tells the program of payments just as a provider would. No money moves."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from adapters.web.page import rendered
from adapters.web.playground import parts_of
from core.results import credits
from core.storage import PaymentOrder
from core.text import Money, Text


def routes() -> list[Route]:
    """One page per order."""
    return [Route("/till/{order}", show), Route("/till/{order}", decide, methods=["POST"])]


async def _order(request: Request) -> PaymentOrder:
    parts = parts_of(request)
    order = await parts.workshop.store.read(lambda uow: uow.payments.order(request.path_params["order"]))
    if order is None or parts.till is None:
        raise HTTPException(404, "no such order")
    return order


async def show(request: Request) -> Response:
    """What is for sale, and how the order stands."""
    parts, order = parts_of(request), await _order(request)
    words = {
        "credits": parts.catalogue.format(credits(order.pack.credits), order.locale),
        "price": parts.catalogue.format(Text("money", {"amount": Money(order.pack.price, order.pack.currency)}), order.locale),
    }
    back = f"/?person={order.address.chat}"
    return rendered(request, "till.html", order.locale, {**words, "state": order.state, "order": order.id[:8].upper(), "back": back})


async def decide(request: Request) -> Response:
    """Pay or decline. Pressed twice, the second press changes nothing."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403, "not from the till page")
    parts, order = parts_of(request), await _order(request)
    async with request.form() as form:
        paid = form.get("do") == "pay"
    assert parts.till is not None
    if order.state == "open" and order.expires_at > parts.ambient.now():
        await parts.till(order, paid, f"till-{order.id}")
    parts.bell.ring(order.address.chat)
    return RedirectResponse(request.url.path, 303)
