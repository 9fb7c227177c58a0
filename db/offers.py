"""Codes by which two ways in become one person's."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from core.caller import Address
from core.linking import LinkOffer, OfferState, Side
from db.tables import METADATA

OFFER = METADATA.tables["link_offer"]
OPEN = (OfferState.SHOWN.value, OfferState.TYPED.value, OfferState.ACCEPTED.value)


class SqlOffers:
    """Implements `core.storage.joining.LinkOffers`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, offer: LinkOffer) -> None:
        """A code is shown. Earlier open codes of this account stop working."""
        earlier = update(OFFER).where(OFFER.c.shown_account_id == offer.shown.account_id, OFFER.c.state.in_(OPEN))
        self._connection.execute(earlier.values(state=OfferState.REFUSED.value))
        shown = {"shown_account_id": offer.shown.account_id, "shown_side": _stored(offer.shown)}
        times = {"created_at": offer.created_at, "expires_at": offer.expires_at}
        self._connection.execute(insert(OFFER).values(id=offer.id, code_hash=offer.code_hash, **_progress(offer), **shown, **times))

    def by_code(self, code_hash: str) -> LinkOffer | None:
        """The offer of a code."""
        return self._one(OFFER.c.code_hash == code_hash)

    def get(self, offer_id: str) -> LinkOffer | None:
        """The offer."""
        return self._one(OFFER.c.id == offer_id)

    def move(self, offer: LinkOffer, *, was: OfferState) -> bool:
        """Store how far it has come now; false, and nothing changed, if it was not at `was` any more."""
        there = update(OFFER).where(OFFER.c.id == offer.id, OFFER.c.state == was.value)
        return bool(self._connection.execute(there.values(_progress(offer))).rowcount)

    def _one(self, which: Any) -> LinkOffer | None:
        row = self._connection.execute(select(OFFER).where(which)).one_or_none()
        return _offer(row) if row else None


def _progress(offer: LinkOffer) -> dict[str, Any]:
    typed = offer.typed
    side = {"typed_account_id": typed.account_id, "typed_side": _stored(typed)} if typed else {"typed_account_id": None, "typed_side": None}
    return {"state": offer.state.value, **side}


def _stored(side: Side) -> dict[str, Any]:
    """The account has a column of its own, so that it is named in one place only."""
    return {name: value for name, value in asdict(side).items() if name != "account_id"}


def _offer(row: Row[Any]) -> LinkOffer:
    typed = _side(row.typed_account_id, row.typed_side) if row.typed_account_id else None
    shown = _side(row.shown_account_id, row.shown_side)
    return LinkOffer(row.id, row.code_hash, OfferState(row.state), shown, row.created_at, row.expires_at, typed)


def _side(account_id: str, stored: dict[str, Any]) -> Side:
    address = stored["address"]
    return Side(account_id, stored["platform"], stored["name"], stored["locale"], Address(**address) if address else None)
