"""Every table, with its constraints and, next to each column, why the value is held. Imported by `db` only.

`table=True` models do not validate, so the rules live in CHECKs, in the triggers of `db/triggers.py` and in the core's values.

Whoever wants one module of this package loads it whole, so METADATA always knows every table. A new module is named here.
"""

from sqlmodel import SQLModel

from db.tables import (  # noqa: F401 - loaded for the tables they declare
    access,
    accounts,
    erasure,
    jobs,
    joining,
    ledger,
    legal_holds,
    mail,
    payments,
    platforms,
    playground,
    policies,
    receipts,
    refusals,
    rights,
    staff,
    vouchers,
)

METADATA = SQLModel.metadata
"""All tables, by the names they have in the database."""
