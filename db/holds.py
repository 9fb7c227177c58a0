"""Legal holds in the database: a held row leaves its place for one that nothing shows, until the hold ends (PRV-58, PRV-85).

A picture becomes one that was removed, with its object left where it is; a job loses its words; a payment is only copied, because the
books need it. So normal reads need to know nothing of holds, and the purge of an account takes what is left in place: what is held lies
elsewhere. Its objects are spared by `kept_objects`.
"""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, insert, select, text, update

from core.rights.holds import HeldKind, Hold, HoldReason, LeftOver
from db import sent_files
from db.columns import Instant
from db.tables import METADATA

TABLES = METADATA.tables
HOLD, HELD = TABLES["legal_hold"], TABLES["held_record"]
JOB, PICTURE, PAYMENT, ORDER = (TABLES[name] for name in ("job", "picture", "payment", "payment_order"))

OPEN = text("released_at IS NULL")
"""Spelt like its indexes."""


class SqlHolds:
    """Implements `core.rights.storage.Holds`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def owner(self, kind: HeldKind, record_id: str) -> str | None:
        """See `Holds.owner`."""
        owners = {
            HeldKind.JOB: select(JOB.c.account_id).where(JOB.c.id == record_id),
            HeldKind.PICTURE: select(PICTURE.c.account_id).where(PICTURE.c.id == record_id, PICTURE.c.state == "stored"),
            HeldKind.PAYMENT: select(ORDER.c.account_id).join(PAYMENT, PAYMENT.c.order_id == ORDER.c.id).where(PAYMENT.c.id == record_id),
        }
        return self._connection.execute(owners[kind]).scalar_one_or_none()

    def add(self, hold: Hold) -> None:
        """See `Holds.add`."""
        self._connection.execute(insert(HOLD).values(asdict(hold)))
        match hold.kind:
            case HeldKind.JOB:
                self._take(hold, JOB, hold.record_id, "prompt")
                self._connection.execute(update(JOB).where(JOB.c.id == hold.record_id).values(prompt=""))
                mine = select(PICTURE.c.id).where(PICTURE.c.job_id == hold.record_id, PICTURE.c.state == "stored")
                for picture_id in self._connection.execute(mine).scalars().all():
                    self._take_picture(hold, picture_id)
            case HeldKind.PICTURE:
                self._take_picture(hold, hold.record_id)
            case HeldKind.PAYMENT:
                row = self._take(hold, PAYMENT, hold.record_id)
                self._take(hold, ORDER, row.order_id)

    def get(self, hold_id: str) -> Hold | None:
        """The hold."""
        row = self._connection.execute(select(HOLD).where(HOLD.c.id == hold_id)).one_or_none()
        return _hold(row) if row else None

    def open(self, kind: HeldKind, record_id: str) -> Hold | None:
        """See `Holds.open`."""
        row = self._connection.execute(select(HOLD).where(HOLD.c.kind == kind, HOLD.c.record_id == record_id, OPEN)).one_or_none()
        return _hold(row) if row else None

    def change(self, hold: Hold) -> None:
        """See `Holds.change`."""
        self._connection.execute(update(HOLD).where(HOLD.c.id == hold.id).values(second=hold.second, until=hold.until))

    def due(self, now: datetime, limit: int) -> list[Hold]:
        """See `Holds.due`."""
        over = select(HOLD).where(HOLD.c.until <= now, OPEN).order_by(HOLD.c.until, HOLD.c.id).limit(limit)
        return [_hold(row) for row in self._connection.execute(over.with_for_update(skip_locked=True))]

    def end(self, hold: Hold, now: datetime) -> None:
        """See `Holds.end`."""
        for row in self._connection.execute(select(HELD).where(HELD.c.hold_id == hold.id)).all():
            if self._put_back(row):
                self._drop(row.hold_id, row.record, row.record_id)
        self._connection.execute(update(HOLD).where(HOLD.c.id == hold.id).values(released_at=now))

    def left_over(self, limit: int) -> list[LeftOver]:
        """See `Holds.left_over`."""
        over = select(HELD.c.hold_id, HELD.c.record, HELD.c.record_id, HELD.c.object_key).join(HOLD, HOLD.c.id == HELD.c.hold_id)
        rows = self._connection.execute(over.where(HOLD.c.released_at.is_not(None)).order_by(HELD.c.hold_id).limit(limit))
        return [LeftOver(*row) for row in rows]

    def gone(self, what: LeftOver) -> None:
        """See `Holds.gone`."""
        self._drop(what.hold_id, what.record, what.record_id)

    def _drop(self, hold_id: str, record: str, record_id: str) -> None:
        mine = HELD.c.hold_id == hold_id, HELD.c.record == record, HELD.c.record_id == record_id
        self._connection.execute(delete(HELD).where(*mine))
        empty = HOLD.c.id == hold_id, HOLD.c.account_id.is_(None), HOLD.c.id.not_in(select(HELD.c.hold_id))
        self._connection.execute(delete(HOLD).where(*empty))

    def _take_picture(self, hold: Hold, picture_id: str) -> None:
        """Removed for everybody, with `object_gone` set so that nobody deletes the object."""
        row = self._take(hold, PICTURE, picture_id, "state", "object_gone", "finished_at", object_key=True)
        sent_files.forget_everywhere(self._connection, row.object_key)
        gone = {"state": "removed", "object_gone": True, "finished_at": hold.at}
        self._connection.execute(update(PICTURE).where(PICTURE.c.id == picture_id).values(gone))

    def _take(self, hold: Hold, table: Table, record_id: str, *changed: str, object_key: bool = False) -> Row[Any]:
        """Copy a row as it stands; `changed` are the values that will be put back."""
        row = self._connection.execute(select(table).where(table.c.id == record_id)).one_or_none()
        if row is None:
            raise LookupError(record_id)
        body = {"changed": list(changed), "row": {name: _plain(value) for name, value in row._mapping.items()}}
        key = row.object_key if object_key else None
        self._connection.execute(insert(HELD).values(hold_id=hold.id, record=table.name, record_id=record_id, body=body, object_key=key))
        return row

    def _put_back(self, row: Row[Any]) -> bool:
        """Whether the row it was taken from is still there, and is as it was."""
        table = TABLES[row.record]
        mine = table.c.id == row.record_id
        present = self._connection.execute(select(table).where(mine)).one_or_none()
        if present is None:
            return False
        values = {name: _read(table, name, row.body["row"][name]) for name in row.body["changed"]}
        if table is PICTURE:
            # No step leads back from a picture that was removed: the row begins anew.
            self._connection.execute(delete(PICTURE).where(mine))
            self._connection.execute(insert(PICTURE).values({**present._mapping, **values}))
        elif values:
            self._connection.execute(update(table).where(mine).values(values))
        return True


def kept_objects(connection: Connection) -> set[str]:
    """Keys of objects that no erasure may delete; there are never many."""
    return set(connection.execute(select(HELD.c.object_key).where(HELD.c.object_key.is_not(None))).scalars())


def let_go_of_owner(connection: Connection, accounts: Collection[str]) -> None:
    """These people are being erased: holds that are over go with them, open ones stay without them, as long as there is something held."""
    theirs = HOLD.c.account_id.in_(accounts)
    connection.execute(delete(HOLD).where(theirs, HOLD.c.released_at.is_not(None), HOLD.c.id.not_in(select(HELD.c.hold_id))))
    connection.execute(update(HOLD).where(theirs).values(account_id=None))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _read(table: Table, name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if isinstance(table.c[name].type, Instant) and value is not None else value


def _hold(row: Row[Any]) -> Hold:
    fields = row._asdict()
    return Hold(**{**fields, "kind": HeldKind(fields["kind"]), "reason": HoldReason(fields["reason"])})
