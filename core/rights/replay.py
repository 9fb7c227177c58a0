"""Nobody comes back with a backup: before anything is served, whoever has left is erased again (PRV-42, T-ER-9)."""

import asyncio
import logging
from dataclasses import replace
from datetime import datetime

from core.ports import StoreUnavailable
from core.rights import tombstones
from core.rights.erasing import lock
from core.rights.kit import Kit
from core.rights.purging import STEPS
from core.rights.requests import Actor, EraseStep, Request, RequestKind, RequestState, answer_by
from core.storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

CHANNEL = "restore"
PAUSE = 5.0
AGAIN = (EraseStep.OBJECTS, EraseStep.ROWS, EraseStep.COMPACTION, EraseStep.VERIFICATION)
"""The person was told at the time, and so was everybody outside."""


async def lay_to_rest(kit: Kit) -> int:
    """Erase again whoever a backup has brought back; how many. Waits for the object store, which knows them.

    A deletion that had begun by itself has set its marks before the rows go. If a process died in it, or goes on with it at this moment,
    it is left to the workers: the account is locked. Raises `TombstonesMissing`, and what the steps raise: then nothing may be served.
    """
    erased = 0
    for account_id in await _come_back(kit):
        request = await kit.shop.store.write(lambda uow, id=account_id: _begun(uow, kit, id))  # type: ignore[misc]
        if request is not None:
            await _erase(kit, request)
            erased += 1
    if erased:
        log.warning("a backup had brought people back; they are erased again", extra={"people": erased})
    return erased


async def _come_back(kit: Kit) -> list[str]:
    while True:
        try:
            return await tombstones.come_back(kit.shop, kit.promise)
        except StoreUnavailable:
            log.warning("object store away: nothing is served until it says who has left")
            await asyncio.sleep(PAUSE)


def _begun(uow: UnitOfWork, kit: Kit, account_id: str) -> Request | None:
    """A deletion that has begun; `None` if there is nothing to do here: one is under way, or the account was merged into another one of
    them, which takes it along."""
    uow.accounts.lock(account_id)
    account, now = uow.accounts.get(account_id), kit.shop.ambient.now()
    if account.merged_into is not None:
        return None
    there = uow.rights.active(account_id, RequestKind.ERASE)
    if there is None:
        there = _request(kit, account_id, now)
        uow.rights.add(there)
    elif there.state is RequestState.GRACE:  # the backup is of those days
        there = uow.rights.move(there, RequestState.RUNNING, now, Actor.PROGRAM) or there
        uow.rights.change(replace(there, due_at=now, attempts=0))
    elif there.channel != CHANNEL:
        return None
    lock(uow, account, now)
    return there


def _request(kit: Kit, account_id: str, now: datetime) -> Request:
    return Request(
        ref=kit.shop.ambient.new_id(),
        kind=RequestKind.ERASE,
        state=RequestState.RUNNING,
        account_id=account_id,
        actor=Actor.PROGRAM,
        channel=CHANNEL,
        received_at=now,
        due_at=now,
        answer_by=answer_by(now),
        locale="en",
        confirmed_at=now,
        begins_at=now,
        at_once=True,
    )


async def _erase(kit: Kit, request: Request) -> None:
    for step in AGAIN:
        await STEPS[step](kit, request)
    now = kit.shop.ambient.now()
    await kit.shop.store.write(lambda uow: uow.rights.move(request, RequestState.DONE, now, Actor.PROGRAM))
