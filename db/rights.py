"""Requests about personal data, the ledger of their steps, their receipts, and the sealed log (PRV-24, PRV-44, PRV-86)."""

import hashlib
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, text, update

from core.caller import Address
from core.rights.requests import (
    ACTIVE,
    ENDED,
    LEGAL_MOVES,
    Actor,
    Count,
    Counted,
    EraseStep,
    Fate,
    Request,
    RequestKind,
    RequestState,
    RightsEvent,
)
from core.rights.storage import StepTaken
from db.tables import METADATA
from db.tables.rights import RIGHTS_DUE
from db.upsert import putting

TABLES = METADATA.tables
REQUEST, STEP, COUNT, EVENT = (TABLES[name] for name in ("rights_request", "rights_step", "rights_count", "rights_event"))
PUT_COUNT = putting(COUNT, "number", "until")


class SqlRights:
    """Implements `core.rights.storage.RightsRequests`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, request: Request) -> None:
        """See `RightsRequests.add`."""
        self._connection.execute(insert(REQUEST).values(_row(request)))
        self._log(request, request.received_at, request.actor)

    def get(self, ref: str) -> Request | None:
        """The request of this reference."""
        row = self._connection.execute(select(REQUEST).where(REQUEST.c.ref == ref)).one_or_none()
        return request_of(row) if row else None

    def active(self, account_id: str, kind: RequestKind) -> Request | None:
        """The one of this kind that is under way."""
        mine = REQUEST.c.account_id == account_id, REQUEST.c.kind == kind, REQUEST.c.state.in_(ACTIVE)
        row = self._connection.execute(select(REQUEST).where(*mine)).one_or_none()
        return request_of(row) if row else None

    def of(self, account_id: str, limit: int = 20) -> list[Request]:
        """A person's requests, newest first."""
        mine = select(REQUEST).where(REQUEST.c.account_id == account_id).order_by(REQUEST.c.received_at.desc(), REQUEST.c.ref)
        return [request_of(row) for row in self._connection.execute(mine.limit(limit))]

    def listed(self, states: Collection[RequestState], limit: int = 200) -> list[Request]:
        """Everybody's in these states, the one that must be answered first in front."""
        found = select(REQUEST).where(REQUEST.c.state.in_(states)).order_by(REQUEST.c.answer_by, REQUEST.c.ref).limit(limit)
        return [request_of(row) for row in self._connection.execute(found)]

    def change(self, request: Request) -> None:
        """Store everything but its state."""
        row = {name: value for name, value in _row(request).items() if name not in ("ref", "state")}
        self._connection.execute(update(REQUEST).where(REQUEST.c.ref == request.ref).values(row))

    def move(self, request: Request, to: RequestState, now: datetime, actor: Actor) -> Request | None:
        """See `RightsRequests.move`."""
        if to not in LEGAL_MOVES[request.state]:
            raise ValueError(f"{request.state} -> {to}")
        ended = now if to in ENDED else None
        same = update(REQUEST).where(REQUEST.c.ref == request.ref, REQUEST.c.state == request.state)
        row = self._connection.execute(same.values(state=to, ended_at=ended).returning(*REQUEST.c)).one_or_none()
        if row is None:
            return None
        moved = request_of(row)
        self._log(moved, now, actor)
        return moved

    def claim(self, now: datetime, again_at: datetime) -> Request | None:
        """See `RightsRequests.claim`."""
        due = select(REQUEST).where(text(RIGHTS_DUE), REQUEST.c.due_at <= now).order_by(REQUEST.c.due_at, REQUEST.c.ref).limit(1)
        row = self._connection.execute(due.with_for_update(skip_locked=True)).one_or_none()
        if row is None:
            return None
        values = {"due_at": again_at, "attempts": row.attempts + 1}
        self._connection.execute(update(REQUEST).where(REQUEST.c.ref == row.ref).values(values))
        return request_of(row)

    def put_off(self, ref: str, at: datetime) -> None:
        """Nothing happens for this request before then."""
        self._connection.execute(update(REQUEST).where(REQUEST.c.ref == ref).values(due_at=at))

    def begin_step(self, request: Request, step: EraseStep, now: datetime) -> bool:
        """See `RightsRequests.begin_step`."""
        known = self._connection.execute(select(STEP).where(STEP.c.ref == request.ref, STEP.c.step == step)).one_or_none()
        if known is None:
            self._connection.execute(insert(STEP).values(ref=request.ref, step=step, begun_at=now, attempts=1))
            self._log(request, now, Actor.PROGRAM, step)
        elif known.done_at is None:
            self._connection.execute(update(STEP).where(STEP.c.ref == request.ref, STEP.c.step == step).values(attempts=known.attempts + 1))
        return known is None or known.done_at is None

    def end_step(self, request: Request, step: EraseStep, now: datetime) -> None:
        """The step is complete."""
        self._connection.execute(update(STEP).where(STEP.c.ref == request.ref, STEP.c.step == step).values(done_at=now))

    def steps(self, ref: str) -> list[StepTaken]:
        """What has been begun, in the order of the steps."""
        order = list(EraseStep)
        rows = self._connection.execute(select(STEP.c.step, STEP.c.begun_at, STEP.c.done_at, STEP.c.attempts).where(STEP.c.ref == ref))
        taken = [StepTaken(EraseStep(row.step), row.begun_at, row.done_at, row.attempts) for row in rows]
        return sorted(taken, key=lambda one: order.index(one.step))

    def count(self, ref: str, counted: Count) -> None:
        """Write a line of the receipt, or write it anew."""
        PUT_COUNT.run(self._connection, ref=ref, **asdict(counted))

    def add_to_count(self, ref: str, what: Counted, fate: Fate, more: int = 1) -> None:
        """See `RightsRequests.add_to_count`."""
        mine = COUNT.c.ref == ref, COUNT.c.what == what, COUNT.c.fate == fate
        number = self._connection.execute(select(COUNT.c.number).where(*mine)).scalar_one_or_none() or 0
        self.count(ref, Count(what, fate, number + more))

    def counts(self, ref: str) -> list[Count]:
        """The lines of the receipt."""
        rows = self._connection.execute(select(COUNT.c.what, COUNT.c.fate, COUNT.c.number, COUNT.c.until).where(COUNT.c.ref == ref))
        found = [Count(Counted(row.what), Fate(row.fate), row.number, row.until) for row in rows]
        return sorted(found, key=lambda one: (list(Counted).index(one.what), list(Fate).index(one.fate)))

    def events(self, ref: str) -> list[RightsEvent]:
        """The log of a request, oldest first."""
        rows = self._connection.execute(select(EVENT).where(EVENT.c.ref == ref).order_by(EVENT.c.number))
        return [_event(row) for row in rows]

    def broken(self, ref: str) -> bool:
        """Whether the seals of its log do not fit its lines."""
        before = ""
        for row in self._connection.execute(select(EVENT).where(EVENT.c.ref == ref).order_by(EVENT.c.number)):
            before = _seal(before, _event(row))
            if before != row.hash:
                return True
        return False

    def _log(self, request: Request, now: datetime, actor: Actor, step: EraseStep | None = None) -> None:
        mine = select(EVENT.c.number, EVENT.c.hash).where(EVENT.c.ref == request.ref)
        last = self._connection.execute(mine.order_by(EVENT.c.number.desc()).limit(1)).one_or_none()
        event = RightsEvent(request.ref, last.number + 1 if last else 1, now, request.state, actor, step)
        self._connection.execute(insert(EVENT).values(**vars(event), hash=_seal(last.hash if last else "", event)))


def _row(request: Request) -> dict[str, Any]:
    return {**vars(request), "address": asdict(request.address) if request.address else None}


def request_of(row: Row[Any]) -> Request:
    """The request of a row of its table."""
    fields = row._asdict()
    kind, state, actor = RequestKind(fields["kind"]), RequestState(fields["state"]), Actor(fields["actor"])
    address = Address(**fields["address"]) if fields["address"] else None
    return Request(**{**fields, "kind": kind, "state": state, "actor": actor, "address": address})


def _event(row: Row[Any]) -> RightsEvent:
    step = EraseStep(row.step) if row.step else None
    return RightsEvent(row.ref, row.number, row.at, RequestState(row.state), Actor(row.actor), step)


def _seal(before: str, event: RightsEvent) -> str:
    """Ties a line to the one before it, so that none can be changed or taken out unseen."""
    words = [before, event.ref, str(event.number), event.at.isoformat(), event.state, event.actor, event.step or ""]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()
