"""${message}."""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None

I64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TXT = sa.Text()
FLAG = sa.Integer()


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
