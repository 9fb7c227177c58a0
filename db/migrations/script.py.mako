"""${message}."""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None

# The oldest program that works with a database after this migration, by the newest migration that it has; None: only those with this one.
works_from = None

I64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TXT = sa.Text()
FLAG = sa.Integer()


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
