"""Any sequence of steps on the queue against a model that keeps every picture in one list and sorts it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Connection, text

from core.jobs import LEGAL_STEPS, Job, PictureState
from core.storage.unit_of_work import UnitOfWork
from db.unit_of_work import SqlUnitOfWork
from tests.clock import START, CountingIds
from tests.db.books import Books
from tests.db.machines import THOROUGH, Examples, run_machine
from tests.db.orders import LEASE, accept, again, draft, move_in, stored

PEOPLE = ("ann", "ben", "cem")
OWNERS = ("w1", "w2")
QUEUED, ASKED, STORED, FAILED, CANCELLED = (PictureState(s) for s in ("queued", "asked", "stored", "failed", "cancelled"))

seconds = st.sampled_from((0, 1, 5, 40)).map(lambda n: timedelta(seconds=n))
anything = st.integers(0, 1000)


@dataclass
class Waiting:
    """A picture as it should be."""

    id: str
    job: str
    person: str
    rank: int
    arrival: int
    due_at: datetime
    state: PictureState = QUEUED
    owner: str = ""
    lease_until: datetime = START

    @property
    def order(self) -> tuple[int, int]:
        return self.rank, self.arrival


class QueueMachine(RuleBasedStateMachine):
    books: Books

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.pictures: list[Waiting] = []
        self.jobs: dict[str, Job] = {}
        self.new_id = CountingIds().new_id
        self.books.begin()

    def teardown(self) -> None:
        self.books.forget()

    def run(self, work: Any) -> Any:
        return self.books.run(lambda connection: work(SqlUnitOfWork(connection, self.new_id)))

    def of(self, *states: PictureState) -> list[Waiting]:
        return [picture for picture in self.pictures if picture.state in states]

    @initialize()
    def people_move_in(self) -> None:
        for name in PEOPLE:
            self.run(partial(move_in, name=name))

    @rule(person=st.sampled_from(PEOPLE), count=st.integers(1, 4), delay=seconds)
    def ask_for_pictures(self, person: str, count: int, delay: timedelta) -> None:
        job, due_at = draft(person, f"job{len(self.jobs)}", count, now=self.now), self.now + delay
        served = min((p.rank for p in self.of(QUEUED)), default=max((p.rank for p in self.pictures), default=0))
        own = max((p.rank for p in self.of(QUEUED, ASKED) if p.person == person), default=-1)
        for n in range(count):
            rank = max(served, own + 1) + n
            self.pictures.append(Waiting(f"{job.id}/{n}", job.id, person, rank, len(self.pictures), due_at))

        def ask(uow: UnitOfWork) -> Job:
            uow.jobs.add(job)
            return accept(uow, job, due_at=due_at)

        self.jobs[job.id] = self.run(ask)

    @rule(owner=st.sampled_from(OWNERS), at_once=st.integers(1, 5), per_person=st.integers(1, 3))
    def claim(self, owner: str, at_once: int, per_person: int) -> None:
        until = self.now + LEASE
        claimed = self.run(lambda uow: uow.jobs.claim(owner, self.now, lease_until=until, at_once=at_once, per_person=per_person))
        expected, abandoned = self._expected(at_once, per_person)
        if not expected:
            assert claimed is None
            return
        assert claimed is not None
        picture = next(p for p in expected if p.id == claimed.picture.id)
        assert claimed.again is abandoned
        assert claimed.picture.state is ASKED
        assert claimed.job.id == picture.job
        picture.state, picture.owner, picture.lease_until = ASKED, owner, until

    def _expected(self, at_once: int, per_person: int) -> tuple[list[Waiting], bool]:
        """What may be claimed now (several only if their leases ended at the same moment), and whether it was abandoned."""
        asked = self.of(ASKED)
        ended = [p for p in asked if p.lease_until < self.now]
        if len(asked) - len(ended) >= at_once:
            return [], False
        if ended:
            first = min(p.lease_until for p in ended)
            return [p for p in ended if p.lease_until == first], True
        due = [p for p in self.of(QUEUED) if p.due_at <= self.now and sum(a.person == p.person for a in asked) < per_person]
        return sorted(due, key=lambda p: p.order)[:1], False

    @rule(pick=anything, end=st.sampled_from(("stored", "failed", "queued")), delay=seconds, stranger=st.booleans())
    def save(self, pick: int, end: str, delay: timedelta, stranger: bool) -> None:
        if not self.pictures:
            return
        picture = self.pictures[pick % len(self.pictures)]
        job: Job = self.run(lambda uow: uow.jobs.get(picture.job))
        found = next(p for p in job.pictures if p.id == picture.id)
        if found.state is not ASKED:
            found = replace(found, state=ASKED)  # a worker that has not heard of the end
        outcomes = {
            "stored": lambda: stored(found),
            "failed": lambda: found.moved(FAILED, reason="engine-busy"),
            "queued": lambda: again(found, self.now + delay),
        }
        owner = "stranger" if stranger else picture.owner
        saved = self.run(lambda uow: uow.jobs.save(outcomes[end](), owner=owner, now=self.now))
        assert saved is (picture.state is ASKED and not stranger)
        if saved:
            picture.state = PictureState(end)
            picture.due_at = self.now + delay if end == "queued" else picture.due_at

    @rule(owner=st.sampled_from(OWNERS))
    def heartbeat(self, owner: str) -> None:
        until = self.now + LEASE
        ids = [p.id for p in self.pictures]
        mine = [p for p in self.of(ASKED) if p.owner == owner]
        assert self.run(lambda uow: uow.jobs.heartbeat(owner, ids, until)) == {p.id for p in mine}
        for picture in mine:
            picture.lease_until = until

    @rule(pick=anything)
    def cancel(self, pick: int) -> None:
        if not self.jobs:
            return
        job_id = list(self.jobs)[pick % len(self.jobs)]
        gone = [p for p in self.of(QUEUED) if p.job == job_id]
        assert self.run(lambda uow: uow.jobs.cancel(job_id, self.now)) == len(gone)
        for picture in gone:
            picture.state = CANCELLED

    @rule(pause=seconds)
    def wait(self, pause: timedelta) -> None:
        self.now += pause

    @rule(pick=anything)
    def look_at_a_place(self, pick: int) -> None:
        if not self.jobs:
            return
        job = list(self.jobs.values())[pick % len(self.jobs)]
        own = [p.order for p in self.of(QUEUED) if p.job == job.id]
        ahead = sum(p.order < min(own) for p in self.of(QUEUED)) if own else 0
        assert self.run(lambda uow: uow.jobs.place(job, at_once=2)).ahead == ahead

    @invariant()
    def every_picture_is_as_the_model_says(self) -> None:
        rows = self.books.run(partial(_rows, "SELECT id, state, rank, coalesce(owner, '') FROM picture ORDER BY arrival"))
        assert rows == [(p.id, p.state.value, p.rank, p.owner if p.state is ASKED else "") for p in self.pictures]
        assert self.run(lambda uow: uow.jobs.waiting()) == len(self.of(QUEUED, ASKED))

    @invariant()
    def whoever_stands_in_line_has_exactly_their_first_picture_in_front(self) -> None:
        rows = self.books.run(partial(_rows, "SELECT account_id, line FROM picture WHERE line <> 'later' ORDER BY rank, arrival"))
        for person in PEOPLE:
            lines = [line for name, line in rows if name == person]
            assert lines == ["front", *["behind"] * (len(lines) - 1)] if lines else True


def _rows(query: str, connection: Connection) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(text(query))]


def test_the_queue_serves_in_the_order_of_the_model(any_books: Books) -> None:
    run_machine(QueueMachine, any_books, Examples(), steps=80 if THOROUGH else 40)


def test_the_model_knows_every_state() -> None:
    assert {QUEUED, ASKED, STORED, FAILED, CANCELLED, PictureState.REMOVED} == set(LEGAL_STEPS)
