"""Pictures that people bring along."""

from typing import BinaryIO

from core.caller import Caller
from core.errors import Unavailable, invalid
from core.membership import find_or_welcome
from core.ports import BadImage, ImageFacts, StoreUnavailable
from core.pricing import Tariff
from core.storage.jobs import StoredReference
from core.storage.unit_of_work import UnitOfWork
from core.text import text
from core.workshop import Workshop


async def accept_upload(shop: Workshop, tariff: Tariff, caller: Caller, file: BinaryIO, *, id: str | None = None) -> str:
    """Check, re-encode and store a reference picture; its id, a new one if none is given.

    Raises `InvalidOption` (what is wrong with it), `Unavailable`.
    """
    try:
        prepared = await shop.imaging.reference(file)
    except BadImage as bad:
        raise invalid(f"error-reference-{bad.reason}") from None
    now, chosen, name = shop.ambient.now(), id or shop.ambient.new_id(), shop.ambient.new_id()

    def announce(uow: UnitOfWork) -> str:
        # Before the object, so that there is never one that nobody knows of: what comes to nothing goes with the old references.
        account = find_or_welcome(uow, caller, tariff, shop.ambient, now)
        key = f"{account.storage_prefix}/{name}"
        facts = ImageFacts(prepared.media_type, 0, 0, prepared.size, prepared.sha256)
        uow.references.add(StoredReference(chosen, account.id, key, facts, now))
        return key

    try:
        key = await shop.store.write(announce)
        suffix = prepared.media_type.removeprefix("image/")
        await shop.objects.put(key, prepared.file, media_type=prepared.media_type, name=f"reference.{suffix}")
    except StoreUnavailable:
        shop.ambient.measures.failed("store", "unavailable")
        raise Unavailable(text("error-store-down")) from None
    finally:
        prepared.close()
    return chosen
