"""What a claim costs: index steps only, and no more of them when 20,000 pictures wait in front of somebody at their limit."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text

from core.storage.unit_of_work import UnitOfWork
from db.store import SqlStore
from db.unit_of_work import SqlUnitOfWork
from tests.clock import START
from tests.db.instructions import instructions
from tests.db.orders import again, claim, move_in, order, stored
from tests.db.statements import watched

WAITING = 20_000
SECOND = timedelta(seconds=1)


def crowd(uow: UnitOfWork, waiting: int) -> None:
    """Ann has `waiting` pictures in front and is at her limit; Ben, Cem and Dan want a few each, some of them for the second time."""
    for name in ("ann", "ben", "cem", "dan"):
        move_in(uow, name)
    order(uow, "ann", "ann", waiting + 2)
    for _ in range(2):
        claim(uow)
    for name in ("ben", "cem", "dan"):
        order(uow, name, name, 4)
    claimed = claim(uow, per_person=2)
    assert claimed is not None
    assert claimed.job.account_id == "ben"
    uow.jobs.save(again(claimed.picture, START + SECOND), owner="worker", now=START)


def _connection(uow: UnitOfWork) -> Connection:
    assert isinstance(uow, SqlUnitOfWork)
    return uow.connection


def _explained(uow: UnitOfWork, work: Callable[[], object]) -> list[str]:
    """The engine's plan for every statement that `work` runs."""
    connection = _connection(uow)
    with watched(connection) as sent:
        work()
    return [_plan(connection, statement, parameters) for statement, parameters in sent if "advisory" not in statement]


def _plan(connection: Connection, statement: str, parameters: Any) -> str:
    sqlite = connection.dialect.name == "sqlite"
    rows = connection.exec_driver_sql(("EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN ") + statement, parameters).all()
    return statement + "\n" + "\n".join(str(row[-1]) for row in rows)


def _walks(plan: str) -> bool:
    """Whether a plan reads all pictures. Walking an index in its order, until enough is found, is not that."""
    return any("Seq Scan on picture" in line or ("SCAN picture" in line and "USING" not in line) for line in plan.splitlines())


def _sorts(plan: str) -> bool:
    return "FOR ORDER BY" in plan or "->  Sort" in plan


async def test_with_20_000_waiting_every_step_goes_along_an_index(store: SqlStore) -> None:
    await store.write(lambda uow: crowd(uow, WAITING))
    await store.write(lambda uow: _connection(uow).execute(text("ANALYZE")))

    def look(uow: UnitOfWork) -> None:
        claiming = _explained(uow, lambda: claim(uow, now=START + SECOND, at_once=8, per_person=2))
        assert len(claiming) >= 8
        assert not [plan for plan in claiming if _walks(plan)]
        front = next(plan for plan in claiming if "line = 'front'" in plan and plan.startswith("SELECT"))
        assert "picture_front" in front
        assert not _sorts(front)
        assert any("picture_later" in plan for plan in claiming)
        assert any("picture_line" in plan for plan in claiming)
        changing = _explained(uow, lambda: (order(uow, "ann", "more", 4), uow.jobs.cancel("more", START)))
        assert not [plan for plan in changing if _walks(plan)]
        numbers = next(plan for plan in changing if "AS lowest" in plan)
        assert all(index in numbers for index in ("picture_queue", "picture_by_rank", "picture_by_person", "picture_by_arrival"))
        assert not _sorts(numbers)

    await store.write(look)


async def test_due_messages_and_removals_are_found_by_their_index(store: SqlStore) -> None:
    def look(uow: UnitOfWork) -> None:
        if _connection(uow).dialect.name == "postgresql":
            # An empty table is read faster than its index, but the index must be able to answer.
            _connection(uow).execute(text("SET LOCAL enable_seqscan = off"))
        message, removal = _explained(
            uow,
            lambda: (uow.jobs.claim_delivery(START, first_pause=SECOND, longest_pause=SECOND), uow.jobs.removed_objects(10)),
        )
        assert "job_delivery_due" in message
        assert "picture_left_behind" in removal

    await store.write(look)


class Undo(Exception):
    """Ends an experiment without a trace."""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_claim_and_a_yes_take_the_same_number_of_steps_however_many_wait(store: SqlStore) -> None:
    """SQLite counts the instructions that it executes; a claim that walked past Ann's pictures would need thousands more."""
    costs: dict[int, tuple[int, int]] = {}

    def attempt(uow: UnitOfWork, waiting: int) -> None:
        crowd(uow, waiting)
        # Ann stays at her limit, Ben's picture becomes due again, and everybody's next one moves to the front.
        claims = instructions(uow, lambda: [claim(uow, now=START + SECOND, at_once=9, per_person=2) for _ in range(7)])
        changes = instructions(uow, lambda: (order(uow, "ann", "more", 4), uow.jobs.cancel("more", START)))
        costs[waiting] = claims, changes
        raise Undo

    for waiting in (20, WAITING):
        with pytest.raises(Undo):
            await store.write(lambda uow, waiting=waiting: attempt(uow, waiting))  # type: ignore[misc]
    assert costs[WAITING][0] < 1.1 * costs[20][0]
    assert costs[WAITING][1] < 1.1 * costs[20][1]


async def test_a_long_queue_is_served_to_its_end(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> int:
        crowd(uow, 50)
        served = 0
        while claimed := claim(uow, now=START + SECOND, at_once=9, per_person=3):
            uow.jobs.save(stored(claimed.picture), owner="worker", now=START)
            served += 1
        return served

    assert await store.write(work) == 50 + 12
