"""The sandbox till: a toy that tells the program of payments just as a provider would. No money moves."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from adapters.web.csrf import fields_of
from adapters.web.orders import described, order_of, ordered_again, prove
from adapters.web.page import rendered
from adapters.web.playground import parts_of
from core import payments
from core.checkout import standing


def routes() -> list[Route]:
    """One page per order."""
    return [Route("/till/{order}", show), Route("/till/{order}", decide, methods=["POST"])]


async def show(request: Request) -> Response:
    """What is for sale, and how the order stands."""
    parts, order = parts_of(request), await order_of(request)
    state = standing(order, parts.ambient.now())
    return rendered(request, "till.html", order.locale, {**described(parts, order), "state": state})


async def decide(request: Request) -> Response:
    """Pay, decline, or order again what came to nothing. Paying or declining twice, the second press changes nothing."""
    parts, order = parts_of(request), await order_of(request)
    form = await fields_of(request)
    choice, token = form.get("do"), str(form.get("csrf", ""))
    prove(request, order, token)
    if choice not in ("pay", "decline", "again"):
        raise HTTPException(400, "pay, decline or again")
    if choice == "again":
        return RedirectResponse(f"/till/{(await ordered_again(request, order)).id}", 303)
    assert parts.till is not None
    if standing(order, parts.ambient.now()) == "open":
        await parts.till(order, choice == "pay", f"till-{order.id}")
    else:
        await payments.expire_orders(parts.workshop.store, parts.ambient)
    parts.bell.ring(order.address.chat)
    return RedirectResponse(request.url.path, 303)
