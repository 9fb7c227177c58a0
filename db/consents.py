"""What people said yes or no to."""

from dataclasses import asdict

from sqlalchemy import Connection, insert, select

from core.accounts import Consent
from db import tables

CONSENT = tables.ConsentEvent.metadata.tables["consent_event"]


class SqlConsents:
    """Implements `core.storage.Consents`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, consent: Consent) -> None:
        """Remember an answer."""
        self._connection.execute(insert(CONSENT).values(asdict(consent)))

    def current(self, account_id: str, purpose: str) -> Consent | None:
        """The latest answer; `None` if there was none, which is a no."""
        given = select(CONSENT).where(CONSENT.c.account_id == account_id, CONSENT.c.purpose == purpose)
        row = self._connection.execute(given.order_by(CONSENT.c.at.desc(), CONSENT.c.id.desc()).limit(1)).one_or_none()
        if row is None:
            return None
        fields = row._asdict()
        del fields["merge_id"]
        return Consent(**fields)
