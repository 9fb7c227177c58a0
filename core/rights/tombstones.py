"""Marks of people who have left, outside of the database: a backup that brings somebody back finds theirs (PRV-42, PRV-43).

A mark is a keyed hash of an account's random id, which nobody can follow once the account is gone. The marks lie in the object store, so
that restoring the database does not touch them.
"""

import asyncio
import io
import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from core.ambient import Ambient
from core.rights.promise import Promise
from core.workshop import Workshop

FOLDER = "tombstones/"
LONGER = timedelta(days=7)
"""After the last backup is gone."""


class TombstonesMissing(Exception):
    """People have left whose marks are not there, or were made under another key: a restored backup could bring them back unseen."""


def mark_of(ambient: Ambient, account_id: str) -> str:
    """The name of an account's mark. It begins with a sign of the key, so that marks under a lost key are not taken for none."""
    return f"{FOLDER}{_sign(ambient)}-{ambient.pseudonym(f'tombstone {account_id}')}"


async def bury(shop: Workshop, promise: Promise, accounts: Iterable[str], now: datetime) -> None:
    """Set the marks of accounts that are about to be erased. Raises `StoreUnavailable`."""
    until = promise.gone_from_backups(now) + LONGER
    for account in accounts:
        words = io.BytesIO(json.dumps({"until": until.isoformat()}).encode())
        await shop.objects.put(mark_of(shop.ambient, account), words, media_type="application/json", name="tombstone.json")


async def come_back(shop: Workshop, promise: Promise) -> list[str]:
    """Accounts in the database whose people have left: a backup was restored. Raises `TombstonesMissing`, `StoreUnavailable`."""
    marks = set(await shop.objects.keys(FOLDER))
    since = shop.ambient.now() - timedelta(days=promise.backup_days)
    left = await shop.store.read(lambda uow: uow.erasures.left_since(since))
    of_this_key = {mark for mark in marks if mark.startswith(f"{FOLDER}{_sign(shop.ambient)}-")}
    if left > len(of_this_key) or len(of_this_key) < len(marks):
        raise TombstonesMissing
    if not marks:
        return []
    everybody = await shop.store.read(lambda uow: uow.erasures.everybody())
    return await asyncio.to_thread(lambda: [one for one in everybody if mark_of(shop.ambient, one) in of_this_key])


async def forget(shop: Workshop) -> int:
    """Remove the marks whose time is over; how many. Raises `StoreUnavailable`."""
    now, gone = shop.ambient.now(), 0
    for mark in await shop.objects.keys(FOLDER):
        words = b"".join([piece async for piece in shop.objects.get(mark)])
        if datetime.fromisoformat(json.loads(words)["until"]) <= now:
            await shop.objects.delete(mark)
            gone += 1
    return gone


def _sign(ambient: Ambient) -> str:
    return ambient.pseudonym("tombstones")[:8]
