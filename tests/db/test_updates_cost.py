"""A claim of news costs index steps only: none for what is done, none for one chat's backlog."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text

from core.storage.platforms import Update
from core.storage.unit_of_work import UnitOfWork
from db.store import SqlStore
from db.unit_of_work import SqlUnitOfWork
from tests.clock import START
from tests.db.instructions import instructions
from tests.db.news import LEASE, hear, news, take
from tests.db.statements import watched

MANY = 10_000
CHATS = 5
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def flood(uow: UnitOfWork, done: int, waiting: int) -> None:
    """`done` old news of all chats, and of the first chat a backlog of one endless album, behind one that is under way."""
    _insert(uow, 1_000_000, done, "'c' || (n % 50)", state="done", body=None, album=None)
    hear(uow, news(0, "c0", album="x"))
    take(uow, "busy")
    _insert(uow, 1, waiting, "'c0'", state="open", body="{}", album="x")
    hear(uow, *(news(2_000_000 + n, f"c{n}") for n in range(1, CHATS)))


def _insert(uow: UnitOfWork, first: int, count: int, chat: str, **columns: str | None) -> None:
    numbers = f"WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count - 1})"
    rows = f"""
        INSERT INTO platform_update (platform, number, chat, state, body, album, due_at, attempts, received_at)
        {numbers} SELECT 'telegram', {first} + n, {chat}, CAST(:state AS TEXT), CAST(:body AS TEXT), CAST(:album AS TEXT), 0, 0, n
        FROM numbers"""
    _connection(uow).execute(text(rows), columns)


def _connection(uow: UnitOfWork) -> Connection:
    assert isinstance(uow, SqlUnitOfWork)
    return uow.connection


STEPS: dict[str, tuple[set[str], Callable[[UnitOfWork], object]]] = {
    "claim": ({"platform_update_open", "platform_update_leased"}, lambda uow: take(uow, limit=9)),
    "together": ({"platform_update_album"}, lambda uow: uow.updates.together(news(0, "c0", album="y"))),
    "renew": (set(), lambda uow: uow.updates.renew("telegram", "busy", [0], START, lease_until=START + LEASE)),
    "waiting": ({"platform_update_open"}, lambda uow: uow.updates.waiting()),
    "forget": ({"platform_update_done"}, lambda uow: uow.retention.sweep("platform_update", EPOCH + timedelta(days=2, microseconds=5), 9)),
    "done": (set(), lambda uow: uow.updates.done("telegram", [0])),
    "put back": (set(), lambda uow: uow.updates.put_back("telegram", 0, START)),
}


@pytest.mark.parametrize("step", STEPS)
async def test_every_step_goes_along_an_index_of_what_it_is_about(store: SqlStore, step: str) -> None:
    indexes, work = STEPS[step]
    await store.write(lambda uow: flood(uow, MANY, 100))
    await store.write(lambda uow: _connection(uow).execute(text("ANALYZE")))
    plans = await store.write(lambda uow: _explained(uow, lambda: work(uow)))
    assert plans
    assert not [plan for plan in plans if _walks(plan)]
    assert all(any(index in plan for plan in plans) for index in indexes)


def _explained(uow: UnitOfWork, work: Callable[[], object]) -> list[str]:
    connection = _connection(uow)
    with watched(connection) as sent:
        work()
    return [_plan(connection, *statement) for statement in sent if "advisory" not in statement[0]]


def _plan(connection: Connection, statement: str, parameters: Any) -> str:
    explain = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
    return statement + "\n" + "\n".join(str(row[-1]) for row in connection.exec_driver_sql(explain + statement, parameters))


def _walks(plan: str) -> bool:
    """Whether it reads the whole table."""
    lines = plan.splitlines()
    return any(
        "Seq Scan on platform_update" in line or ("SCAN" in line and "platform_update" in line and "USING" not in line) for line in lines
    )


class Undo(Exception):
    """Ends an experiment without a trace."""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("analysed", [False, True])
async def test_a_claim_takes_the_same_number_of_steps_however_much_is_done_or_waits_in_one_chat(store: SqlStore, analysed: bool) -> None:
    """SQLite counts the instructions that it executes."""
    costs: dict[tuple[int, int], int] = {}

    def attempt(uow: UnitOfWork, done: int, waiting: int) -> None:
        flood(uow, done, waiting)
        if analysed:
            _connection(uow).execute(text("ANALYZE"))
        later = START + 2 * LEASE  # the one under way has been left behind, so the flooded chat's turn comes too

        def work() -> None:
            assert take(uow, limit=9) == [2_000_000 + n for n in range(1, CHATS)]
            assert take(uow, "w2", later, limit=1) == [0]
            assert uow.updates.together(Update("telegram", 0, "c1", None, "x")) == []
            uow.updates.renew("telegram", "w2", [0], later, lease_until=later + LEASE)
            uow.updates.done("telegram", [0])
            assert take(uow, "w2", later, limit=1) == [1]

        costs[done, waiting] = instructions(uow, work)
        raise Undo

    for done, waiting in ((20, 20), (MANY, 20), (20, MANY)):
        with pytest.raises(Undo):
            await store.write(lambda uow, done=done, waiting=waiting: attempt(uow, done, waiting))  # type: ignore[misc]
    assert costs[MANY, 20] < 1.1 * costs[20, 20]
    assert costs[20, MANY] < 1.1 * costs[20, 20]


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_postgresql_does_not_walk_one_chats_backlog(store: SqlStore) -> None:
    await store.write(lambda uow: flood(uow, MANY, MANY))
    await store.write(lambda uow: _connection(uow).execute(text("ANALYZE")))

    def look(uow: UnitOfWork) -> int:
        connection = _connection(uow)
        with watched(connection) as sent:
            assert len(take(uow, limit=9)) == CHATS - 1
        assert sent[0][0].startswith("WITH RECURSIVE chats")
        [plan] = connection.exec_driver_sql("EXPLAIN (ANALYZE, FORMAT JSON) " + sent[0][0], sent[0][1]).scalar_one()
        return _rows(plan["Plan"])

    assert CHATS < await store.write(look) < 20 * CHATS


def _rows(node: dict[str, Any]) -> int:
    """How many rows a plan has touched in all its nodes."""
    own = sum(node.get(key, 0) for key in ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck"))
    return int(own * node["Actual Loops"]) + sum(_rows(part) for part in node.get("Plans", []))
