"""The account's first page, who came in, and what one can ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from adapters.web.csrf import checked_form
from adapters.web.sessions import must_be_signed_in
from adapters.web.site.done import back_to
from adapters.web.site.email import masked_email
from adapters.web.site.frame import parts_of, shown
from adapters.web.site.gallery import Shown, page_of
from adapters.web.site.wellknown import gpc_asked
from adapters.web.usage import keep
from core.accounts import Identity
from core.linking import Merge
from core.pricing import Quality, Shape
from core.storage.unit_of_work import UnitOfWork
from core.wallet import Balance

LATEST = 4
VISITS = 20


@dataclass(frozen=True)
class Overview:
    """What the first page says about an account. `merges` are joinings that can still be undone."""

    owned: Balance
    chats: Sequence[Identity]
    pictures: Sequence[Shown]
    merges: Sequence[Merge]


def _overview(uow: UnitOfWork, account_id: str, now: datetime) -> Overview:
    return Overview(
        uow.ledger.balance(account_id, now),
        uow.accounts.identities(account_id),
        page_of(uow, account_id, None, LATEST).pictures[:LATEST],
        uow.merges.of(account_id, now),
    )


async def overview(request: Request) -> Response:
    """Credits, chats, latest pictures, the address and its state, and what needs attention."""
    inside = await must_be_signed_in(request)
    parts, account = parts_of(request), inside.account
    now = parts.ambient.now()
    seen = await parts.workshop.store.read(lambda uow: _overview(uow, account.id, now))
    context = {
        "account": account,
        "seen": seen,
        "about": seen.owned.available // max(1, parts.tariff.unit_price(Shape.SQUARE, Quality.MEDIUM, 0)),
        "email": masked_email(account),
        "gpc": gpc_asked(request),
    }
    return await shown(request, "site/overview.html", context)


async def activity(request: Request) -> Response:
    """Browsers that are signed in, and the last visits: everything that is kept of them."""
    inside = await must_be_signed_in(request)
    account_id = inside.account.id
    sessions, visits = await parts_of(request).workshop.store.read(
        lambda uow: (uow.sessions.of(account_id), uow.visits.of(account_id, limit=VISITS))
    )
    return await shown(request, "site/activity.html", {"sessions": sessions, "this": inside.session.id, "visits": visits})


async def end_session(request: Request) -> Response:
    """Sign one other browser out, or all others. This one is signed out by its own button."""
    inside = await must_be_signed_in(request)
    form = await checked_form(request)
    which, own = str(form.get("session", "")), inside.session.id
    if not which or which == own:
        raise HTTPException(400)
    store = parts_of(request).workshop.store
    if which == "others":
        await store.write(lambda uow: uow.sessions.end_all(inside.account.id, but=own))
    elif not await store.write(lambda uow: uow.sessions.end(which, inside.account.id)):
        raise HTTPException(404)
    await keep(request, inside.account.id)
    return back_to("/account/activity", "others-ended" if which == "others" else "session-ended")
