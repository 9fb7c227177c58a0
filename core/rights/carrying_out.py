"""The worker of the rights: finds a request for which something is due, and goes on with it (PRV-24, PRV-26)."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from core.backoff import pause
from core.rights import by_mail, copying, purging
from core.rights.kit import Kit, NotYet
from core.rights.requests import Actor, Request, RequestKind, RequestState
from core.rights.storage import Unpurged
from core.storage.errors import DatabaseTrouble

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
"""For so long nobody else begins what is under way; work that takes longer says so."""
FIRST_PAUSE = timedelta(seconds=3)
LONGEST_PAUSE = timedelta(hours=1)
FIRST_FAILURE_PAUSE = timedelta(seconds=30)


async def carry_out_one(kit: Kit) -> bool:
    """Go on with one request; false if none is due. What could not be completed is tried again, less and less often, and never dropped."""
    now = kit.shop.ambient.now()
    request = await kit.shop.store.write(lambda uow: uow.rights.claim(now, now + LEASE))
    if request is None:
        return False
    try:
        await DUTIES.get((request.kind, request.state), _expire)(kit, request)
    except NotYet as wait:
        at = wait.until or kit.shop.ambient.now() + pause(request.attempts, FIRST_PAUSE, LONGEST_PAUSE)
        await kit.shop.store.write(lambda uow: uow.rights.put_off(request.ref, at))
    except Unpurged:
        # The data map and the purge do not agree: trying again cannot help, and nothing was changed.
        log.error("erasure stopped: something would be left", extra={"request": request.ref})
        await kit.shop.store.write(lambda uow: uow.rights.move(request, RequestState.STUCK, now, Actor.PROGRAM))
    except DatabaseTrouble:
        raise
    except Exception:
        log.exception("request failed", extra={"request": request.ref, "attempts": request.attempts})
        at = kit.shop.ambient.now() + pause(request.attempts, FIRST_FAILURE_PAUSE, LONGEST_PAUSE)
        await kit.shop.store.write(lambda uow: uow.rights.put_off(request.ref, at))
    return True


async def _expire(kit: Kit, request: Request) -> None:
    """Nobody confirmed it. Whoever asked by mail waits for an answer."""
    now = kit.shop.ambient.now()
    if request.state is RequestState.DRAFT and request.channel == by_mail.CHANNEL:
        await kit.shop.store.write(lambda uow: by_mail.unconfirmed(uow, kit.shop.ambient, request))
    elif request.state is RequestState.DRAFT:
        await kit.shop.store.write(lambda uow: uow.rights.move(request, RequestState.EXPIRED, now, Actor.PROGRAM))


DUTIES: Mapping[tuple[RequestKind, RequestState], Callable[[Kit, Request], Awaitable[None]]] = {
    (RequestKind.EXPORT, RequestState.HELD): copying.begin,
    (RequestKind.EXPORT, RequestState.RUNNING): copying.carry_out,
    (RequestKind.EXPORT, RequestState.READY): copying.end,
    (RequestKind.ERASE, RequestState.GRACE): purging.wait_out,
    (RequestKind.ERASE, RequestState.RUNNING): purging.carry_out,
}
"""What is done with a request of this kind in this state when it is due; otherwise it was a draft, and expires."""
