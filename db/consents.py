"""What people said yes or no to."""

from dataclasses import asdict

from sqlalchemy import Connection, exists, insert, literal_column, select

from core.accounts import Consent, Standing
from db.tables import METADATA

ACCOUNT = METADATA.tables["account"]
CONSENT = METADATA.tables["consent_event"]


class SqlConsents:
    """Implements `core.storage.accounts.Consents`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, consent: Consent) -> None:
        """Remember an answer."""
        self._connection.execute(insert(CONSENT).values(asdict(consent)))

    def current(self, account_id: str, purpose: str) -> Consent | None:
        """The latest answer; `None` if there was none, which is a no."""
        given = select(CONSENT).where(CONSENT.c.account_id == account_id, CONSENT.c.purpose == purpose)
        row = self._connection.execute(given.order_by(CONSENT.c.at.desc(), CONSENT.c.granted, CONSENT.c.id).limit(1)).one_or_none()
        if row is None:
            return None
        fields = row._asdict()
        del fields["merge_id"]
        return Consent(**fields)

    def granting(self, purpose: str) -> list[str]:
        """See `Consents.granting`."""
        later = CONSENT.alias("later")
        revoked = exists().where(
            later.c.account_id == CONSENT.c.account_id,
            later.c.purpose == purpose,
            later.c.at >= CONSENT.c.at,
            later.c.granted == literal_column("0"),
        )
        in_use = ACCOUNT.c.merged_into.is_(None), ACCOUNT.c.standing == Standing.ACTIVE
        given = select(ACCOUNT.c.id).join(CONSENT, CONSENT.c.account_id == ACCOUNT.c.id).where(*in_use)
        yes = given.where(CONSENT.c.purpose == purpose, CONSENT.c.granted == literal_column("1"), ~revoked)
        return list(self._connection.execute(yes.distinct().order_by(ACCOUNT.c.id)).scalars())
