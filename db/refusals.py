"""Prompts that were refused, and what became of the objections."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, literal_column, select, update

from core.forbidden.refused import HARMLESS, RefusalState, RefusedPrompt
from core.forbidden.screen import Ground
from db.prepared import Prepared
from db.tables import METADATA
from db.upsert import insert_once

REFUSED = METADATA.tables["refused_prompt"]

NTH_LATEST = Prepared(
    select(REFUSED.c.at)
    .where(
        REFUSED.c.account_id == bindparam("account"),
        REFUSED.c.at > bindparam("since"),
        REFUSED.c.state != RefusalState.ALLOWED.value,
        REFUSED.c.ground != HARMLESS.value,
    )
    .order_by(REFUSED.c.at.desc())
    .limit(literal_column("1"))
    .offset(bindparam("later"))
)


class SqlRefusals:
    """Implements `core.storage.refusals.Refusals`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, refused: RefusedPrompt) -> None:
        insert_once(self._connection, REFUSED, asdict(refused))

    def save(self, refused: RefusedPrompt) -> None:
        values = {"state": refused.state, "appealed_at": refused.appealed_at}
        self._connection.execute(update(REFUSED).where(REFUSED.c.ref == refused.ref).values(values))

    def get(self, ref: str) -> RefusedPrompt | None:
        row = self._connection.execute(select(REFUSED).where(REFUSED.c.ref == ref)).one_or_none()
        return _refused(row) if row else None

    def of(self, account_id: str) -> list[RefusedPrompt]:
        found = select(REFUSED).where(REFUSED.c.account_id == account_id).order_by(REFUSED.c.at.desc(), REFUSED.c.ref)
        return [_refused(row) for row in self._connection.execute(found)]

    def contested(self) -> list[RefusedPrompt]:
        found = select(REFUSED).where(REFUSED.c.state == RefusalState.APPEALED).order_by(REFUSED.c.appealed_at, REFUSED.c.ref)
        return [_refused(row) for row in self._connection.execute(found)]

    def nth_latest(self, account_id: str, number: int, *, since: datetime) -> datetime | None:
        row = NTH_LATEST.row(self._connection, account=account_id, since=since, later=number - 1)
        return row.at if row else None


def _refused(row: Any) -> RefusedPrompt:
    fields = row._asdict()
    return RefusedPrompt(**{**fields, "ground": Ground(fields["ground"]), "state": RefusalState(fields["state"])})
