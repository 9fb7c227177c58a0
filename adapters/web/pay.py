"""From an order to the page where it is paid by card, and how it stands when people come back from there."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from adapters.web.csrf import fields_of
from adapters.web.orders import described, order_of, ordered_again, prove
from adapters.web.page import rendered
from adapters.web.playground import parts_of
from adapters.web.usage import network_hash
from core import throttle
from core.access import Attempt
from core.checkout import CheckoutClosed, payable, standing
from core.ports import TryLater
from core.storage.payments import PaymentOrder

LOOKS = 24
"""How often a page that waits for the provider's word looks again by itself."""
RETRY_SECONDS = 60


def routes() -> list[Route]:
    """The way there, and the way back."""
    return [Route("/pay/{order}", go), Route("/pay/{order}/standing", show), Route("/pay/{order}/standing", again, methods=["POST"])]


async def go(request: Request) -> Response:
    """To the provider's page; if there is nothing to pay, to how the order stands. Whoever only asks for the head, such as a preview of a
    link, starts nothing."""
    parts, order = parts_of(request), await order_of(request)
    assert parts.checkout is not None
    if not await _payable(request, order):
        return RedirectResponse(f"/pay/{order.id}/standing", 303)
    if request.method == "HEAD":
        return Response(headers={"Cache-Control": "no-store"})
    if await _too_often(request):
        return _later(request, order, 429)
    try:
        return RedirectResponse(await parts.checkout.page_for(order), 303, headers={"Cache-Control": "no-store"})
    except TryLater:
        return _later(request, order, 503)
    except CheckoutClosed:
        return _page(request, order, "closed", 409)


async def show(request: Request) -> Response:
    """How the order stands. With `look`, somebody has paid and waits for the provider to say so."""
    parts, order = parts_of(request), await order_of(request)
    state = standing(order, parts.ambient.now())
    if state == "open" and not await _payable(request, order):
        state = "closed"
    return _page(request, order, state)


async def again(request: Request) -> Response:
    """Order again what came to nothing. The next page asks before it leads out of the site."""
    order = await order_of(request)
    form = await fields_of(request)
    choice, token = form.get("do"), str(form.get("csrf", ""))
    prove(request, order, token)
    if choice != "again":
        raise HTTPException(400, "again")
    return RedirectResponse(f"/pay/{(await ordered_again(request, order)).id}/standing", 303)


async def _too_often(request: Request) -> bool:
    """Every way there asks the provider, who would sooner or later shut us out for somebody who presses all the time."""
    parts, network, now = parts_of(request), await network_hash(request), parts_of(request).ambient.now()
    until = await parts.workshop.store.write(lambda uow: throttle.over_at(uow, Attempt.PAY_FROM_NETWORK, network, now))
    return until is not None


def _later(request: Request, order: PaymentOrder, status: int) -> Response:
    answer = _page(request, order, "away", status)
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


async def _payable(request: Request, order: PaymentOrder) -> bool:
    parts = parts_of(request)
    return await parts.workshop.store.read(lambda uow: payable(uow, order, parts.ambient.now()))


def _page(request: Request, order: PaymentOrder, state: str, status: int = 200) -> Response:
    parts = parts_of(request)
    look = request.query_params.get("look", "")
    looks = min(int(look), LOOKS) if look.isascii() and look.isdecimal() and len(look) < 4 else 0
    more = {"state": state, "way": f"/pay/{order.id}", "looks": looks, "most": LOOKS, "contact": parts.contact}
    return rendered(request, "pay.html", order.locale, {**described(parts, order), **more}, status)
